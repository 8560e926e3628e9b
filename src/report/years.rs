//! Dependence through the years and by project, as tables and as JSON.

use serde::Serialize;

use super::grid::Grid;
use super::{in_units, or_dash, percent};
use crate::cost::Objective;
use crate::dependence::{DependenceReport, Effect, Power, ProjectEffect, SeaAccessReport, Snapshot, Summary};
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
    /// The next most powerful and its share.
    pub second: Option<(String, f64)>,
    /// How many players of equal power would be as concentrated.
    pub effective_number: Option<f64>,
    /// Sum of squared shares of power.
    pub hhi: Option<f64>,
    /// Whether a single player has an advantage over all others: HHI above 0.25.
    pub asymmetric: Option<bool>,
    /// The weakest grade behind the dependence.
    pub rests_on: &'static str,
    /// κ, λ, other ends of the map, access to the ocean and projects, when they were asked for.
    pub snapshot: Option<SnapshotJson>,
}

/// What a [`Snapshot`] has beyond the dependence and the powers.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SnapshotJson {
    /// Mean κ over the corridors that have one.
    pub kappa: Option<f64>,
    /// Mean λ.
    pub lambda: Option<f64>,
    /// How many figures on the hub turn under each other end of the map, in words.
    pub turns: Vec<(&'static str, usize)>,
    /// Corridors whose power rests on an assumed outside option.
    pub outside_assumed: usize,
    /// Access to the ocean, one a country.
    pub access: Vec<AccessJson>,
    /// What each project not open by then would change.
    pub projects: Vec<ProjectJson>,
}

/// Access to the ocean in a few figures.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AccessJson {
    /// Whose.
    pub country: String,
    /// Id of the nearest port; `null` without a way.
    pub nearest: Option<String>,
    /// The least cost to it, in the unit of the objective.
    pub cost: Option<f64>,
    /// Most ways without a common country.
    pub kappa: Option<usize>,
    /// Fewest countries that together cut it off.
    pub lambda: Option<usize>,
    /// How many neighbours of equal power would be as concentrated.
    pub effective_neighbours: Option<f64>,
    /// The country depended on most, and how much.
    pub most: Option<(String, f64)>,
}

impl AccessJson {
    fn new(report: &SeaAccessReport<'_>) -> Self {
        let full = report.to_json();
        let nearest = report.gateways.first();
        let most =
            report.closures.iter().find_map(|one| Some((one.country.code().to_owned(), one.scope.dependence()?)));
        Self {
            country: full.country,
            nearest: nearest.map(|gateway| report.network[gateway.place].id.to_string()),
            cost: nearest.and_then(|gateway| in_units(report.objective, gateway.route.cost())).map(rounded),
            kappa: full.kappa,
            lambda: full.lambda,
            effective_neighbours: full.effective_neighbours,
            most: most.map(|(country, value)| (country, rounded(value))),
        }
    }
}

impl SnapshotJson {
    fn new(snapshot: &Snapshot<'_>) -> Self {
        let [kappa, lambda] = snapshot.standing.means().map(|value| value.map(rounded));
        let rows = snapshot.boundary.rows();
        let turned = |view| rows.iter().filter(|row| row.turns_on().any(|one| one == view)).count();
        Self {
            kappa,
            lambda,
            turns: snapshot.boundary.views.iter().map(|(view, _)| (view.words(), turned(*view))).collect(),
            outside_assumed: snapshot.powers.rows.iter().filter(|row| row.assumed).count(),
            access: snapshot.access.iter().map(AccessJson::new).collect(),
            projects: snapshot.projects.iter().map(|one| ProjectJson::new(snapshot.report().network, one)).collect(),
        }
    }
}

fn rounded(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}

impl YearJson {
    /// A year's report, and the powers over all corridors when they were asked for.
    #[must_use]
    pub fn new(report: &DependenceReport<'_>, power: Option<&Power>) -> Self {
        let Summary { corridors, open_lines, verdicts, line, family, network, rests_on } = report.summary();
        let share = |at: usize| {
            let (player, share) = power?.shares().nth(at)?;
            Some((player.code(report.network).to_owned(), rounded(share)))
        };
        Self {
            year: report.year,
            corridors,
            open_lines,
            verdicts,
            dependence: [line, family, network].map(|value| value.map(rounded)),
            leader: share(0),
            second: share(1),
            effective_number: power.and_then(Power::effective_number).map(rounded),
            hhi: power.and_then(Power::hhi).map(rounded),
            asymmetric: power.and_then(Power::is_asymmetric),
            rests_on: rests_on.word(),
            snapshot: None,
        }
    }

    /// A year with all there is to say of it.
    #[must_use]
    pub fn of_snapshot(snapshot: &Snapshot<'_>) -> Self {
        let powers = snapshot.powers.all();
        Self { snapshot: Some(SnapshotJson::new(snapshot)), ..Self::new(snapshot.report(), Some(&powers)) }
    }

    /// What the years amount to, in sentences.
    #[must_use]
    pub fn findings(years: &[Self]) -> Vec<String> {
        let mut known = years.iter().filter_map(|year| Some((year.year, year.dependence[2]?)));
        let most = known.clone().max_by(|a, b| a.1.total_cmp(&b.1));
        let mut sentences = Vec::new();
        sentences.push(match (most, known.clone().next(), known.next_back()) {
            (Some((peak, most)), Some((first, then)), Some((last, now))) => format!(
                "In the whole network the mean dependence is {then:.2} in {first} and {now:.2} in {last}; it is greatest in {peak}, {most:.2}."
            ),
            _ => "No corridor with a way has both of its ends outside the hub.".to_owned(),
        });
        let told: Vec<(u16, bool)> = years.iter().filter_map(|year| Some((year.year, year.asymmetric?))).collect();
        if !told.is_empty() {
            let yes: Vec<String> = told.iter().filter(|(_, yes)| *yes).map(|(year, _)| year.to_string()).collect();
            let answer = match yes.len() {
                0 => format!("No, in none of {} years", told.len()),
                all if all == told.len() => format!("Yes, in all of {all} years"),
                _ => format!("Yes in {}, and in the other years no", yes.join(", ")),
            };
            sentences.push(format!(
                "Does any single power have an asymmetric advantage over the corridors? {answer} (HHI above 0.25)."
            ));
        }
        sentences
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
            "next",
            "effective",
            "asymmetric",
            "rests on",
        ]);
        for year in years {
            let mut cells = vec![year.year.to_string(), year.open_lines.to_string()];
            cells.extend(year.verdicts.iter().map(usize::to_string));
            cells.extend(year.dependence.map(|value| or_dash(value.map(|value| format!("{value:.2}")))));
            let share = |one: &Option<(String, f64)>| {
                or_dash(one.as_ref().map(|(code, share)| format!("{code} {}", percent(*share))))
            };
            cells.extend([share(&year.leader), share(&year.second)]);
            cells.push(or_dash(year.effective_number.map(|number| format!("{number:.1}"))));
            cells.push(or_dash(year.asymmetric.map(|yes| if yes { "yes" } else { "no" }.to_owned())));
            cells.push(year.rests_on.to_owned());
            grid.push(cells);
        }
        grid
    }

    /// One row a year that has a snapshot: κ, λ, how many figures turn under each other end of the
    /// map, access to the ocean, and the project that would save most.
    #[must_use]
    pub fn of_snapshots(years: &[YearJson], objective: Objective) -> Self {
        let mut grid =
            Self::new(["year", "κ", "λ", "figures that turn", "access to the ocean", "project that saves most"]);
        for year in years {
            let Some(snapshot) = &year.snapshot else { continue };
            let number = |value: Option<f64>| or_dash(value.map(|value| format!("{value:.1}")));
            let turns: Vec<String> = snapshot.turns.iter().map(|(view, count)| format!("{count} {view}")).collect();
            let access = snapshot.access.iter().map(|one| {
                let lambda = one.lambda.map_or("–".to_owned(), |lambda| lambda.to_string());
                let nearest = one.nearest.as_deref().unwrap_or("no way");
                format!(
                    "{} {nearest} {} {} (λ {lambda}, {} neighbours)",
                    one.country,
                    number(one.cost),
                    objective.unit(),
                    number(one.effective_neighbours)
                )
            });
            let best = snapshot.projects.iter().max_by(|a, b| a.alone.saving.total_cmp(&b.alone.saving));
            grid.push(vec![
                year.year.to_string(),
                number(snapshot.kappa),
                number(snapshot.lambda),
                turns.join(", "),
                access.collect::<Vec<_>>().join("; "),
                or_dash(best.map(|one| format!("{} {:.1} %", one.name, one.alone.saving * 100.0))),
            ]);
        }
        grid
    }

    /// One row an effect: the projects that have most of it when they open alone, the greatest first.
    #[must_use]
    pub fn of_rankings(projects: &[ProjectJson]) -> Self {
        let mut grid = Self::new(["by", "first", "second", "third", "have it"]);
        for (name, effect) in RANKINGS {
            let mut ranked: Vec<(&ProjectJson, f64)> = projects
                .iter()
                .filter_map(|one| Some((one, effect(&one.alone)?)))
                .filter(|(_, value)| value.abs() > 1e-9)
                .collect();
            ranked.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
            let mut cells: Vec<String> = ranked
                .iter()
                .take(3)
                .map(|(one, value)| match name {
                    "saving" | "share of power" => format!("{} {:+.1} %", one.name, value * 100.0),
                    _ if value.fract() == 0.0 => format!("{} {value:+.0}", one.name),
                    _ => format!("{} {value:+.3}", one.name),
                })
                .collect();
            cells.resize(3, "–".to_owned());
            cells.insert(0, name.to_owned());
            cells.push(ranked.len().to_string());
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
            "bound",
            "κ",
            "λ",
            "share of power",
            "saving last",
            "D network last",
            "rests on",
        ]);
        for project in projects {
            let EffectJson { cheaper, saving, family, network, freed, drawn_in, bound, kappa, lambda, power, .. } =
                &project.alone;
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
                bound.len().to_string(),
                or_dash(kappa.map(signed)),
                or_dash(lambda.map(signed)),
                or_dash(power.first().map(|(code, change)| format!("{code} {:+.1} %", change * 100.0))),
                format!("{:.1} %", project.last.saving * 100.0),
                signed(project.last.network),
                project.alone.rests_on.to_owned(),
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
    /// Ids of the corridors that needed the hub in the whole network and no longer do.
    pub freed_wholly: Vec<String>,
    /// Ids of the corridors whose best way begins to use the hub.
    pub drawn_in: Vec<String>,
    /// Ids of the corridors that get their first way within the family, and only through the hub.
    pub bound: Vec<String>,
    /// Mean change of κ; `null` when it was not asked for.
    pub kappa: Option<f64>,
    /// Mean change of λ.
    pub lambda: Option<f64>,
    /// Each country whose share of power changes, and by how much, the greatest change first; empty when not asked for.
    pub power: Vec<(String, f64)>,
    /// The weakest grade behind the costs.
    pub rests_on: &'static str,
}

/// What projects can be ranked by, when they open alone.
type Ranking = fn(&EffectJson) -> Option<f64>;

fn count(ids: &[String]) -> f64 {
    crate::units::to_float(ids.len() as u64)
}

/// The effects by which projects are ranked: name and size.
const RANKINGS: [(&str, Ranking); 9] = [
    ("saving", |one| Some(one.saving)),
    ("D family", |one| Some(one.family)),
    ("D network", |one| Some(one.network)),
    ("freed", |one| Some(count(&one.freed))),
    ("drawn in", |one| Some(count(&one.drawn_in))),
    ("bound", |one| Some(count(&one.bound))),
    ("κ", |one| one.kappa),
    ("λ", |one| one.lambda),
    ("share of power", |one| one.power.first().map(|(_, change)| *change)),
];

impl EffectJson {
    /// Its size by one of `saving`, `D family`, `D network`, `freed`, `drawn in`, `bound`, `κ`, `λ`, `share of power`.
    #[must_use]
    pub fn size(&self, by: &str) -> f64 {
        let effect = RANKINGS.iter().find(|(name, _)| *name == by);
        effect.and_then(|(_, effect)| effect(self)).map_or(0.0, f64::abs)
    }
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
            freed_wholly: ids(&effect.freed_wholly),
            drawn_in: ids(&effect.drawn_in),
            bound: ids(&effect.bound),
            kappa: effect.standing.as_ref().map(|change| rounded(change.kappa)),
            lambda: effect.standing.as_ref().map(|change| rounded(change.lambda)),
            power: effect
                .standing
                .iter()
                .flat_map(|change| &change.shares)
                .map(|(player, change)| (player.code(network).to_owned(), rounded(*change)))
                .collect(),
            rests_on: effect.rests_on.word(),
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
    /// Which projects would make the hub avoidable where it is indispensable, and the reverse.
    #[must_use]
    pub fn findings(projects: &[Self]) -> Vec<String> {
        let told = |which: fn(&EffectJson) -> &Vec<String>, does: &str, none: &str| {
            let some: Vec<String> = projects
                .iter()
                .filter(|one| !which(&one.alone).is_empty())
                .map(|one| format!("{} ({})", one.name, which(&one.alone).join(", ")))
                .collect();
            if some.is_empty() { none.to_owned() } else { format!("{does}: {}.", some.join("; ")) }
        };
        vec![
            told(
                |one| &one.freed,
                "Would make the hub avoidable within the family where it is indispensable",
                "No project alone would make the hub avoidable within a family where it is indispensable.",
            ),
            told(
                |one| &one.freed_wholly,
                "Would make it avoidable in the whole network where it is indispensable there",
                "In the whole network none would: there it is indispensable to no corridor that a project could free.",
            ),
            told(
                |one| &one.bound,
                "The reverse, a first way and only through the hub",
                "The reverse, a first way and only through the hub, comes of no project alone.",
            ),
            told(
                |one| &one.drawn_in,
                "Would draw corridors into the hub that avoid it now",
                "No project alone would draw a corridor into the hub that avoids it now.",
            ),
        ]
    }

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
