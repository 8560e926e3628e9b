//! Published shares beside the model's, as tables and as JSON.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Grid;
use crate::dependence::{OfficialShares, percent_range};

/// Both tables by column, and sentences.
#[derive(Clone, Debug, Serialize)]
pub struct OfficialSharesJson {
    /// What is published.
    pub published: Vec<BTreeMap<&'static str, String>>,
    /// What the model says.
    pub model: Vec<BTreeMap<&'static str, String>>,
    /// In sentences.
    pub findings: Vec<String>,
}

fn cells(grid: &Grid) -> Vec<BTreeMap<&'static str, String>> {
    grid.rows.iter().map(|row| grid.header.iter().copied().zip(row.iter().cloned()).collect()).collect()
}

impl OfficialShares {
    /// One row a published share.
    #[must_use]
    pub fn published_grid(&self) -> Grid {
        let mut grid = Grid::new(["published", "year", "of what", "source", "note"]);
        for one in &self.published {
            let percent = format!("{:.0} %", 100.0 * one.share);
            grid.push(vec![percent, one.year.clone(), one.of_what.clone(), one.source_id.clone(), one.note.clone()]);
        }
        grid
    }

    /// One row a part of the world, set of modes and objective.
    #[must_use]
    pub fn grid(&self) -> Grid {
        let mut grid = Grid::new([
            "to",
            "by",
            "objective",
            "crosses KZ",
            "leaves for KZ",
            "for Mongolia",
            "for Russia",
            "rests on",
        ]);
        for one in &self.model {
            let mut row = vec![one.to.to_owned(), one.by.to_owned(), one.objective.to_string()];
            row.extend(one.through.iter().map(|&range| percent_range(range)));
            // how carriage divides among cities is nowhere published
            row.push("assumed".to_owned());
            grid.push(row);
        }
        grid
    }

    /// As JSON.
    #[must_use]
    pub fn to_json(&self) -> OfficialSharesJson {
        OfficialSharesJson {
            published: cells(&self.published_grid()),
            model: cells(&self.grid()),
            findings: self.findings(),
        }
    }
}
