//! Dependence through the years and by project, as tables and as JSON.

use serde::Serialize;

use super::grid::Grid;
use super::{or_dash, percent};
use crate::dependence::{DependenceReport, Effect, Power, ProjectEffect, Summary};
use crate::network::{CorridorId, Network};

/// A year of the timeline.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct YearJson {
    /// The year.
    pub year: u16,
    /// Corridors with a way in the whole network.
    pub corridors: usize,
    /// Corridors whose own line is open.
    pub open_lines: usize,
    /// How many are terminal, unused, avoidable, indispensable.
    pub verdicts: [usize; 4],
    /// Mean dependence on the hub along the line, within the family, in the whole network.
    pub dependence: [Option<f64>; 3],
    /// The most powerful player and its share of power.
    pub leader: Option<(String, f64)>,
    /// How many players of equal power would be as concentrated.
    pub effective_number: Option<f64>,
}

fn rounded(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}

impl YearJson {
    /// A year's report, and the powers over all corridors when they were asked for.
    #[must_use]
    pub fn new(report: &DependenceReport<'_>, power: Option<&Power>) -> Self {
        let Summary { corridors, open_lines, verdicts, line, family, network } = report.summary();
        let first = power.and_then(|power| power.shares().next());
        Self {
            year: report.year,
            corridors,
            open_lines,
            verdicts,
            dependence: [line, family, network].map(|value| value.map(rounded)),
            leader: first.map(|(player, share)| (player.code(report.network).to_owned(), rounded(share))),
            effective_number: power.and_then(Power::effective_number).map(rounded),
        }
    }
}

impl Grid {
    /// One row a year.
    #[must_use]
    pub fn of_years(years: &[YearJson]) -> Self {
        let mut grid = Self::new([
            "year",
            "lines open",
            "terminal",
            "unused",
            "avoidable",
            "indispensable",
            "D line",
            "D family",
            "D network",
            "most powerful",
            "effective",
        ]);
        for year in years {
            let mut cells = vec![year.year.to_string(), year.open_lines.to_string()];
            cells.extend(year.verdicts.iter().map(usize::to_string));
            cells.extend(year.dependence.map(|value| or_dash(value.map(|value| format!("{value:.2}")))));
            cells.push(or_dash(year.leader.as_ref().map(|(code, share)| format!("{code} {}", percent(*share)))));
            cells.push(or_dash(year.effective_number.map(|number| format!("{number:.1}"))));
            grid.push(cells);
        }
        grid
    }

    /// One row a project, in the order given.
    #[must_use]
    pub fn of_projects(projects: &[ProjectJson]) -> Self {
        let mut grid = Self::new([
            "project",
            "year",
            "cheaper",
            "saving",
            "D family",
            "D network",
            "freed",
            "drawn in",
            "saving last",
            "D network last",
        ]);
        for project in projects {
            let EffectJson { cheaper, saving, family, network, freed, drawn_in, .. } = &project.alone;
            let signed = |value: f64| if value == 0.0 { "0".to_owned() } else { format!("{value:+.3}") };
            grid.push(vec![
                project.name.clone(),
                or_dash(project.year.map(|year| year.to_string())),
                cheaper.len().to_string(),
                format!("{:.1} %", saving * 100.0),
                signed(*family),
                signed(*network),
                freed.len().to_string(),
                drawn_in.len().to_string(),
                format!("{:.1} %", project.last.saving * 100.0),
                signed(project.last.network),
            ]);
        }
        grid
    }
}

/// What the opening of a project changes.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct EffectJson {
    /// Ids of the corridors whose best way gets cheaper.
    pub cheaper: Vec<String>,
    /// Ids of the corridors that get a way.
    pub joined: Vec<String>,
    /// Mean saving over all corridors, as a share of the cost before.
    pub saving: f64,
    /// Mean change of dependence on the hub within the family.
    pub family: f64,
    /// Mean change of dependence on the hub in the whole network.
    pub network: f64,
    /// Ids of the corridors that needed the hub within the family and no longer do.
    pub freed: Vec<String>,
    /// Ids of the corridors whose best way begins to use the hub.
    pub drawn_in: Vec<String>,
}

impl EffectJson {
    fn new(network: &Network, effect: &Effect) -> Self {
        let ids = |list: &[CorridorId]| list.iter().map(|&id| network[id].id.clone()).collect();
        Self {
            cheaper: ids(&effect.cheaper),
            joined: ids(&effect.joined),
            saving: rounded(effect.saving),
            family: rounded(effect.family),
            network: rounded(effect.network),
            freed: ids(&effect.freed),
            drawn_in: ids(&effect.drawn_in),
        }
    }
}

/// A project and what it changes.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ProjectJson {
    /// Its id.
    pub project: String,
    /// Its name.
    pub name: String,
    /// Its status.
    pub status: String,
    /// Planned year of opening.
    pub year: Option<u16>,
    /// When it opens and no other does.
    pub alone: EffectJson,
    /// When it opens after all others.
    pub last: EffectJson,
}

impl ProjectJson {
    /// An effect with its project's names.
    #[must_use]
    pub fn new(network: &Network, effect: &ProjectEffect) -> Self {
        let project = &network[effect.project];
        Self {
            project: project.id.clone(),
            name: project.name.clone(),
            status: project.status.clone(),
            year: project.year,
            alone: EffectJson::new(network, &effect.alone),
            last: EffectJson::new(network, &effect.last),
        }
    }
}
