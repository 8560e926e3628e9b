//! Events beside what was seen of them, as tables, sentences and JSON.

use serde::Serialize;

use super::{Grid, or_dash, percent, through};
use crate::dependence::{EventReport, EventResidual, Seen, counted};
use crate::network::{Grade, Network};

/// One thing that was seen, beside what the model says.
#[derive(Clone, Debug, Serialize)]
pub struct ObservedJson {
    /// Its id.
    pub id: String,
    /// What was seen: `reroute`, `cut_off`, `extra_km`, `extra_days`, `transit_days`, `price`, `extra_price`.
    pub quantity: &'static str,
    /// The unit of its figure; empty for a way.
    pub unit: &'static str,
    /// Where the way starts.
    pub from: String,
    /// Where it ends.
    pub to: String,
    /// What shippers are taken to minimise.
    pub objective: &'static str,
    /// Of a reroute: traffic went by one of these.
    pub through: Vec<String>,
    /// The least seen; 1 for yes.
    pub low: f64,
    /// What was seen.
    pub observed: f64,
    /// The greatest seen.
    pub high: f64,
    /// What the model says; `null` without a way, and where it cannot be compared.
    pub model: Option<f64>,
    /// The model less what was seen.
    pub residual: Option<f64>,
    /// Whether the model says the same, or lies within what was seen.
    pub agrees: Option<bool>,
    /// By which territories the model went before.
    pub model_before: Vec<String>,
    /// By which it goes during the event; empty without a way.
    pub model_during: Vec<String>,
    /// `check`; `fit` when the model or the scenario was made from it; `unusable`.
    pub role: &'static str,
    /// How the observation was obtained.
    pub grade: &'static str,
    /// The weakest value behind what the model says.
    pub rests_on: &'static str,
    /// Whether that is an assumption.
    pub assumed: bool,
    /// Its source.
    pub source_id: String,
    /// Its note.
    pub note: String,
}

/// An event, and what the model makes of it.
#[derive(Clone, Debug, Serialize)]
pub struct EventJson {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The day it began.
    pub start: String,
    /// The day it ended.
    pub end: Option<String>,
    /// What it struck.
    pub targets: Vec<String>,
    /// `closed`, `reduced`, `avoided`, `delayed` or `dearer`.
    pub change: &'static str,
    /// How the change was obtained: `assumed` where a closure stands for less than one.
    pub grade: &'static str,
    /// Its source.
    pub source_id: String,
    /// What was minimised.
    pub objective: &'static str,
    /// Corridors with both ends outside what was struck and a way the year before.
    pub judged: usize,
    /// Corridors with an end in it.
    pub terminal: usize,
    /// Ids of those that lose every way.
    pub cut_off: Vec<String>,
    /// Ids of those that go on at a higher cost, the dearest first.
    pub dearer: Vec<String>,
    /// The greatest premium of one of them.
    pub greatest_premium: Option<f64>,
    /// The mean premium of all judged that keep a way.
    pub mean_premium: Option<f64>,
    /// What was seen of it.
    pub observed: Vec<ObservedJson>,
}

/// All events.
#[derive(Clone, Debug, Serialize)]
pub struct EventsJson {
    /// Version of the data.
    pub data: String,
    /// One by one.
    pub events: Vec<EventJson>,
    /// In sentences.
    pub findings: Vec<String>,
}

fn rounded(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}

impl EventResidual<'_, '_> {
    fn role(&self) -> &'static str {
        match (self.observation.usable, self.observation.fit) {
            (false, _) => "unusable",
            (true, true) => "fit",
            (true, false) => "check",
        }
    }

    fn to_json(&self, network: &Network) -> ObservedJson {
        let seen = self.observation;
        let name = |id: &str| network.place(id).map_or_else(|_| id.to_owned(), |place| network[place].name.to_string());
        ObservedJson {
            id: seen.id.clone(),
            quantity: seen.seen.word(),
            unit: seen.seen.unit(),
            from: name(&seen.origin),
            to: name(&seen.destination),
            objective: seen.objective.word(),
            through: seen.through.iter().map(ToString::to_string).collect(),
            low: seen.low,
            observed: seen.likely,
            high: seen.high,
            model: self.model.map(rounded),
            residual: self.difference().map(rounded),
            agrees: self.agrees(),
            model_before: self.before.iter().flat_map(through).collect(),
            model_during: self.during.iter().flat_map(through).collect(),
            role: self.role(),
            grade: seen.provenance.grade.word(),
            rests_on: self.rests_on.word(),
            assumed: self.rests_on >= Grade::Assumed,
            source_id: seen.provenance.source_id.clone(),
            note: seen.provenance.note.clone(),
        }
    }
}

impl EventReport<'_, '_> {
    fn to_json(&self, network: &Network) -> EventJson {
        let event = self.event;
        EventJson {
            id: event.id.clone(),
            name: event.name.clone(),
            start: event.start.clone(),
            end: event.end.clone(),
            targets: event.targets.iter().map(ToString::to_string).collect(),
            change: event.change.word(),
            grade: event.provenance.grade.word(),
            source_id: event.provenance.source_id.clone(),
            objective: self.objective.word(),
            judged: self.judged,
            terminal: self.terminal,
            cut_off: self.cut_off.iter().map(|&id| network[id].id.clone()).collect(),
            dearer: self.dearer.iter().map(|&(id, _)| network[id].id.clone()).collect(),
            greatest_premium: self.dearer.first().map(|&(_, premium)| rounded(premium)),
            mean_premium: self.premium.map(rounded),
            observed: self.residuals.iter().map(|row| row.to_json(network)).collect(),
        }
    }
}

impl EventsJson {
    /// What the model makes of each event.
    #[must_use]
    pub fn new(network: &Network, reports: &[EventReport<'_, '_>]) -> Self {
        let events = reports.iter().map(|report| report.to_json(network)).collect();
        let mut json = Self { data: network.version().to_owned(), events, findings: Vec::new() };
        json.findings = json.sentences();
        json
    }

    fn observed(&self) -> impl Iterator<Item = &ObservedJson> {
        self.events.iter().flat_map(|event| &event.observed)
    }

    fn sentences(&self) -> Vec<String> {
        let checks = || self.observed().filter(|row| row.role == "check");
        let yes_or_no = |row: &&ObservedJson| row.unit.is_empty() || row.quantity == Seen::CutOff.word();
        let (ways, figures): (Vec<_>, Vec<_>) = checks().partition(yes_or_no);
        let same = ways.iter().filter(|row| row.agrees == Some(true)).count();
        let others: Vec<&str> = ways.iter().filter(|row| row.agrees != Some(true)).map(|row| row.id.as_str()).collect();
        let mut sentences = Vec::new();
        if !ways.is_empty() {
            let apart = if others.is_empty() { String::new() } else { format!(", and not in {}", others.join(", ")) };
            sentences.push(format!(
                "Of {} observations of which way traffic went, or whether any was left, the model says the same in {same}{apart}.",
                ways.len()
            ));
        }
        let mut by_unit: Vec<(&str, Vec<f64>)> = Vec::new();
        for row in &figures {
            let Some(off) = row.residual else { continue };
            match by_unit.iter_mut().find(|(unit, _)| *unit == row.unit) {
                Some((_, all)) => all.push(off),
                None => by_unit.push((row.unit, vec![off])),
            }
        }
        for (unit, mut all) in by_unit {
            all.sort_by(f64::total_cmp);
            let (count, low, high) = (all.len(), all[0], all[all.len() - 1]);
            let middle = f64::midpoint(all[(count - 1) / 2], all[count / 2]);
            sentences.push(format!(
                "Of {count} figures in {unit}, the model less what was seen is {middle:+.1} in the middle, from {low:+.1} to {high:+.1}."
            ));
        }
        let fit = self.observed().filter(|row| row.role == "fit").count();
        let unusable = self.observed().filter(|row| row.role == "unusable").count();
        sentences.push(format!(
            "Left out of these counts: {} that went into the model or the scenario and test nothing, {} that cannot be compared.",
            counted(fit, "figure"),
            counted(unusable, "observation"),
        ));
        let bare: Vec<&str> =
            self.events.iter().filter(|one| one.observed.is_empty()).map(|one| one.id.as_str()).collect();
        if !bare.is_empty() {
            sentences.push(format!("Nothing comparable was found published on {}.", bare.join(", ")));
        }
        let more: Vec<&str> = self
            .events
            .iter()
            .filter(|one| ["reduced", "avoided"].contains(&one.change))
            .map(|one| one.id.as_str())
            .collect();
        if !more.is_empty() {
            sentences.push(format!(
                "A closure stands for less than one, which is an assumption and says too much, in {}.",
                more.join(", ")
            ));
        }
        sentences
    }
}

impl Grid {
    /// One row an event: what it did, to how many corridors, and how dearly. A `*` marks a scenario
    /// that is assumed.
    #[must_use]
    pub fn of_events(events: &EventsJson) -> Self {
        let mut grid = Self::new([
            "event",
            "from",
            "to",
            "change",
            "judged",
            "terminal",
            "dearer",
            "cut off",
            "mean premium",
            "greatest",
            "by",
        ]);
        for event in &events.events {
            let star = if event.grade == "assumed" { " *" } else { "" };
            let premium = |value: Option<f64>| or_dash(value.map(|value| format!("+{}", percent(value))));
            grid.push(vec![
                event.name.clone(),
                event.start.clone(),
                event.end.clone().unwrap_or_else(|| "–".to_owned()),
                format!("{}{star}", event.change),
                event.judged.to_string(),
                event.terminal.to_string(),
                event.dearer.len().to_string(),
                event.cut_off.len().to_string(),
                premium(event.mean_premium),
                premium(event.greatest_premium),
                event.objective.to_owned(),
            ]);
        }
        grid
    }

    /// One row a thing that was seen, beside what the model says.
    #[must_use]
    pub fn of_observed(events: &EventsJson) -> Self {
        let mut grid = Self::new([
            "event",
            "seen",
            "from",
            "to",
            "observed",
            "model",
            "residual",
            "unit",
            "model goes by",
            "role",
            "grade",
            "rests on",
            "source",
        ]);
        for event in &events.events {
            for row in &event.observed {
                let number =
                    |value: f64| if value.abs() < 100.0 { format!("{value:.1}") } else { format!("{value:.0}") };
                let yes = |value: f64| if value > 0.5 { "yes" } else { "no" }.to_owned();
                let way = row.quantity == Seen::Reroute.word();
                let told =
                    |value: f64| if way || row.quantity == Seen::CutOff.word() { yes(value) } else { number(value) };
                let range = if row.low < row.high {
                    format!(" ({}–{})", number(row.low), number(row.high))
                } else {
                    String::new()
                };
                let observed =
                    if way { format!("by {}", row.through.join(" or ")) } else { told(row.observed) + &range };
                let residual = match (row.agrees, row.residual) {
                    (Some(true), _) if way || row.residual.is_some_and(|off| off.abs() < 1e-9) => "as seen".to_owned(),
                    (Some(true), Some(off)) => format!("{off:+.1}, within"),
                    (_, Some(_)) if way => "another way".to_owned(),
                    (_, Some(off)) => format!("{off:+.1}"),
                    _ => if row.role == "unusable" { "not comparable" } else { "no way" }.to_owned(),
                };
                let during = if row.model_during.is_empty() { "no way".to_owned() } else { row.model_during.join(" ") };
                grid.push(vec![
                    event.id.clone(),
                    row.quantity.to_owned(),
                    row.from.clone(),
                    row.to.clone(),
                    if way && row.through.is_empty() { "–".to_owned() } else { observed },
                    or_dash(row.model.map(told)),
                    residual,
                    row.unit.to_owned(),
                    during,
                    row.role.to_owned(),
                    row.grade.to_owned(),
                    row.rests_on.to_owned(),
                    row.source_id.clone(),
                ]);
            }
        }
        grid
    }
}
