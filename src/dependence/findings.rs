//! What a report amounts to, in sentences and by family.

use super::{CorridorDependence, DependenceReport, Scope, Verdict};
use crate::cost::Objective;
use crate::network::{Network, Territory};
use crate::route::Route;
use crate::scenario::Target;

/// The corridors of one family together, each with the same weight.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct FamilyDependence<'n> {
    /// The family.
    pub family: &'n str,
    /// The number of its corridors with a way in the whole network.
    pub corridors: usize,
    /// How many of them have each verdict: terminal, unused, avoidable, indispensable.
    pub verdicts: [usize; 4],
    /// Mean share of the kilometres inside the hub, over the corridors whose line is open.
    pub share_distance: Option<f64>,
    /// Mean dependence along the line, over the corridors that are not terminal.
    pub line: Option<f64>,
    /// Mean dependence within the family.
    pub within_family: Option<f64>,
    /// Mean dependence in the whole network.
    pub network: Option<f64>,
}

pub(super) fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, count) = values.fold((0.0, 0.0), |(sum, count), value| (sum + value, count + 1.0));
    (count > 0.0).then(|| sum / count)
}

impl<'n> DependenceReport<'n> {
    /// The families, in order of the table.
    #[must_use]
    pub fn families(&self) -> Vec<FamilyDependence<'n>> {
        let mut families = Vec::new();
        for family in self.network.families() {
            let rows: Vec<&CorridorDependence<'n>> = self
                .rows
                .iter()
                .filter(|row| self.network[row.corridor].family == family && row.verdict.is_some())
                .collect();
            if rows.is_empty() {
                continue;
            }
            let mut verdicts = [0; 4];
            rows.iter().filter_map(|row| row.verdict).for_each(|verdict| verdicts[verdict as usize] += 1);
            let over = |scope: fn(&CorridorDependence<'n>) -> Scope| {
                mean(rows.iter().filter_map(|row| scope(row).dependence()))
            };
            families.push(FamilyDependence {
                family,
                corridors: rows.len(),
                verdicts,
                share_distance: mean(rows.iter().filter_map(|row| Some(row.share?.distance))),
                line: over(|row| row.line),
                within_family: over(|row| row.family),
                network: over(|row| row.network),
            });
        }
        families
    }

    /// Three sentences on the whole report, computed from it.
    #[must_use]
    pub fn findings(&self) -> Vec<String> {
        let hub = hub_name(self.network, &self.hub);
        let judged: Vec<&CorridorDependence<'n>> =
            self.rows.iter().filter(|row| row.verdict.is_some_and(|verdict| verdict != Verdict::Terminal)).collect();
        if judged.is_empty() {
            return vec![format!("No corridor with a way has both of its ends outside {hub}.")];
        }
        let with_line: Vec<_> = judged.iter().filter(|row| row.line.verdict().is_some()).collect();
        let line_cut = with_line.iter().filter(|row| row.line.verdict() == Some(Verdict::Indispensable)).count();
        let cut_off = judged.iter().filter(|row| row.verdict == Some(Verdict::Indispensable)).count();
        let unused = judged.iter().filter(|row| row.verdict == Some(Verdict::Unused)).count();
        vec![
            format!(
                "{} with both ends outside {hub}: when {hub} closes, {line_cut} of the {} that are open along their own line are cut there; in the whole network, {cut_off} are left without any way, {unused} have a best route that avoids {hub} already, and {} go round.",
                counted(judged.len(), "corridor"),
                with_line.len(),
                judged.len() - cut_off - unused,
            ),
            self.dearest(&hub, &judged),
            boundary(&hub, &with_line),
        ]
    }

    fn dearest(&self, hub: &str, judged: &[&CorridorDependence<'n>]) -> String {
        let premium = |row: &CorridorDependence<'n>| row.network.premium().unwrap_or_default();
        let dearest = judged.iter().max_by(|a, b| premium(a).total_cmp(&premium(b)));
        match dearest {
            Some(row) if premium(row) > 0.0 => {
                let territories = row.replacement.iter().flat_map(Route::territories);
                let through: Vec<String> = territories
                    .map(|(territory, _)| match territory {
                        Territory::Country(country) => country.name().to_owned(),
                        Territory::Sea => "the sea".to_owned(),
                    })
                    .collect();
                format!(
                    "The dearest way round is that of {}: {} more {} than its best route, through {}.",
                    self.network[row.corridor].name,
                    percent(premium(row)),
                    noun(self.objective),
                    through.join(", "),
                )
            }
            _ => format!("No corridor has to spend more {} to go round {hub}.", noun(self.objective)),
        }
    }
}

pub(crate) fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// What there is more of when the objective is worse.
pub(super) fn noun(objective: Objective) -> &'static str {
    match objective {
        Objective::Distance => "kilometres",
        Objective::Time => "hours",
        Objective::Money => "dollars",
        Objective::Generalised => "generalised cost",
    }
}

/// How the answer changes with the scope.
fn boundary(hub: &str, with_line: &[&&CorridorDependence<'_>]) -> String {
    let over =
        |scope: fn(&CorridorDependence<'_>) -> Scope| mean(with_line.iter().filter_map(|row| scope(row).dependence()));
    match (over(|row| row.line), over(|row| row.family), over(|row| row.network)) {
        (Some(line), Some(family), Some(network)) => format!(
            "The mean dependence on {hub} is {line:.2} along the line, {family:.2} within the family and {network:.2} in the whole network: the first is a statement about the line, the last about what can replace it.",
        ),
        _ => format!("No corridor's own line is open with both ends outside {hub}."),
    }
}

/// The hub as words: the names of countries, places, borders and passages.
pub(crate) fn hub_name(network: &Network, hub: &[Target]) -> String {
    let names: Vec<String> = hub
        .iter()
        .map(|target| match target {
            Target::Country(country) => country.name().to_owned(),
            Target::Place(id) => network.place(id).map_or_else(|_| id.clone(), |place| network[place].name.to_string()),
            Target::Passage(id) => {
                network.passage(id).map_or_else(|_| id.clone(), |passage| network[passage].name.clone())
            }
            Target::Border(id) => network.border(id).map_or_else(|_| id.clone(), |border| network[border].name.clone()),
            other => other.to_string(),
        })
        .collect();
    if names.is_empty() { "nothing".to_owned() } else { names.join(" + ") }
}

pub(super) fn percent(ratio: f64) -> String {
    format!("{:.0} %", ratio * 100.0)
}
