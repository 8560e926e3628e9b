//! Events again, in the model.

use super::{Change, Event, Events, EventsError, Observation, Seen};
use crate::cost::{CostModel, Metric, MetricError, Objective};
use crate::dependence::mean;
use crate::dependence::measures::weakest;
use crate::network::{CorridorId, Grade, Mode, Network};
use crate::route::Route;
use crate::scenario::{Scenario, Selection, Target};
use crate::units::to_float;

/// What the model makes of one event.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct EventReport<'n, 'e> {
    /// The event.
    pub event: &'e Event,
    /// What was minimised: money where the event makes something dearer, time elsewhere.
    pub objective: Objective,
    /// Corridors with a way the year before and both ends outside what was struck.
    pub judged: usize,
    /// Corridors with an end in what was struck: not counted as cut off.
    pub terminal: usize,
    /// Corridors that lose every way.
    pub cut_off: Vec<CorridorId>,
    /// Corridors that go on at a higher cost, and by which share it is higher; the dearest first.
    pub dearer: Vec<(CorridorId, f64)>,
    /// The mean premium of those that have a way before and during it.
    pub premium: Option<f64>,
    /// What was seen of it, each beside what the model says.
    pub residuals: Vec<EventResidual<'n, 'e>>,
}

/// One thing that was seen, and what the model says of it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct EventResidual<'n, 'e> {
    /// What was seen.
    pub observation: &'e Observation,
    /// The best way the year before.
    pub before: Option<Route<'n>>,
    /// The best way while it lasted.
    pub during: Option<Route<'n>>,
    /// What the model says, in the unit of what was seen, 1 for yes; `None` where it has no way to
    /// say it of, or the observation cannot be compared.
    pub model: Option<f64>,
    /// The weakest value behind it: of the routes, and of the scenario.
    pub rests_on: Grade,
}

impl EventResidual<'_, '_> {
    /// What the model says less what was seen.
    #[must_use]
    pub fn difference(&self) -> Option<f64> {
        Some(self.model? - self.observation.likely)
    }

    /// Whether the model says what was seen: the same yes or no, or a figure within the least and
    /// the greatest seen. `None` when there is nothing to compare.
    #[must_use]
    pub fn agrees(&self) -> Option<bool> {
        let seen = self.observation;
        self.model.map(|model| (seen.low..=seen.high).contains(&model))
    }
}

impl Network {
    /// Each event as a scenario: what it does to the corridors, and what was seen of it beside what
    /// the model says.
    ///
    /// ```text
    ///   year before ──▶ best way ─┐
    ///                             ├─▶ so much more ◀─▶ what was seen     residual
    ///   event       ──▶ best way ─┘
    /// ```
    ///
    /// # Units
    /// Those of each observation, as [`Seen::unit`] has it; premiums are ratios.
    ///
    /// # Complexity
    /// Two searches a corridor and two an observation, for each event.
    ///
    /// # Errors
    /// When an event names what the network has not, or no metric can be made.
    ///
    /// # Example
    /// ```
    /// use landbridge::{Events, Network};
    /// let (network, events) = (Network::bundled(), Events::bundled());
    /// let reports = network.replay(&events)?;
    /// let suez = reports.iter().find(|report| report.event.id == "ever-given-2021").unwrap();
    /// let cape = suez.residuals.iter().find(|row| row.observation.id == "ever-given-cape").unwrap();
    /// assert_eq!(cape.agrees(), Some(true), "ships go round the Cape");
    /// # Ok::<(), landbridge::EventsError>(())
    /// ```
    pub fn replay<'n, 'e>(&'n self, events: &'e Events) -> Result<Vec<EventReport<'n, 'e>>, EventsError> {
        let with_id = |id: &str| {
            let id = id.to_owned();
            move |error| EventsError::Metric { id, error }
        };
        let mut reports = Vec::with_capacity(events.events.len());
        for event in &events.events {
            let mut report = self.struck(event).map_err(with_id(&event.id))?;
            for one in events.of(event) {
                report.residuals.push(self.beside(event, one).map_err(with_id(&one.id))?);
            }
            reports.push(report);
        }
        Ok(reports)
    }

    fn struck<'n, 'e>(&'n self, event: &'e Event) -> Result<EventReport<'n, 'e>, MetricError> {
        let objective = if let Change::Dearer(_) = event.change { Objective::Money } else { Objective::Time };
        let closes = !matches!(event.change, Change::Delayed(_) | Change::Dearer(_));
        let model = CostModel::new(objective);
        let [before, during] = event.scenarios();
        let [before, during] = [self.metric(&before, &model)?, self.metric(&during, &model)?];
        let struck = self.select(&event.targets)?;
        let (mut judged, mut terminal) = (0, 0);
        let (mut cut_off, mut dearer, mut premiums) = (Vec::new(), Vec::new(), Vec::new());
        for (id, corridor) in self.corridors() {
            let ends = [corridor.origin, corridor.destination];
            let Some(old) = cost(&before, ends) else { continue };
            if closes && ends.iter().any(|&end| struck.holds_place(self, end)) {
                terminal += 1;
                continue;
            }
            judged += 1;
            match cost(&during, ends) {
                None => cut_off.push(id),
                Some(new) => {
                    let premium = if new > old && old > 0 { to_float(new) / to_float(old) - 1.0 } else { 0.0 };
                    premiums.push(premium);
                    if premium > 0.0 {
                        dearer.push((id, premium));
                    }
                }
            }
        }
        dearer.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let premium = mean(premiums.into_iter());
        Ok(EventReport { event, objective, judged, terminal, cut_off, dearer, premium, residuals: Vec::new() })
    }

    fn beside<'n, 'e>(&'n self, event: &Event, one: &'e Observation) -> Result<EventResidual<'n, 'e>, MetricError> {
        let ends = [self.place(&one.origin)?, self.place(&one.destination)?];
        let only = |mut scenario: Scenario| {
            let others = Mode::ALL.iter().filter(|(mode, _)| !one.modes.is_empty() && !one.modes.contains(mode));
            scenario.close.extend(others.map(|&(mode, _)| Target::Mode(mode)));
            scenario
        };
        let model = CostModel::new(one.objective);
        let [before, during] = event.scenarios().map(only);
        let metrics = [self.metric(&before, &model)?, self.metric(&during, &model)?];
        let [before, during] = metrics.each_ref().map(|metric| metric.shortest(ends[0], ends[1]));
        let through = one.through.iter().map(|target| self.select(std::slice::from_ref(target)));
        let through: Vec<Selection> = through.collect::<Result<_, _>>()?;
        let told = if one.usable { says(one.seen, before.as_ref(), during.as_ref(), &through) } else { None };
        let own = [&before, &during].into_iter().zip(&metrics);
        let grades = own.map(|(route, metric)| metric.grade_of(weakest(metric, route.iter())));
        let rests_on = grades.fold(event.provenance.grade, Grade::max);
        Ok(EventResidual { observation: one, before, during, model: told, rests_on })
    }
}

fn cost(metric: &Metric<'_>, [from, to]: [crate::PlaceId; 2]) -> Option<u64> {
    metric.shortest(from, to)?.cost().finite()
}

/// What the model says, in the unit of what was seen.
fn says(seen: Seen, before: Option<&Route<'_>>, during: Option<&Route<'_>>, through: &[Selection]) -> Option<f64> {
    let more = |figure: fn(&Route<'_>) -> f64| Some(figure(during?) - figure(before?));
    let days = |route: &Route<'_>| route.time().as_hours() / 24.0;
    let passes =
        |route: &Route<'_>, by: &Selection| route.legs().iter().any(|leg| by.closes(route.network(), leg.step));
    let yes = |yes: bool| if yes { 1.0 } else { 0.0 };
    match seen {
        Seen::Reroute => Some(yes(during.is_some_and(|route| through.iter().any(|by| passes(route, by))))),
        // without a way before, nothing was cut off
        Seen::CutOff => before.map(|_| yes(during.is_none())),
        Seen::ExtraLength => more(|route| route.length().as_km()),
        Seen::ExtraDays => more(|route| route.time().as_hours() / 24.0),
        Seen::TransitDays => during.map(days),
        Seen::Price => during.map(|route| route.money().as_usd()),
        Seen::ExtraPrice => more(|route| route.money().as_usd()),
    }
}
