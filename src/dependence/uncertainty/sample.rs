//! One draw answered: the three scopes of each corridor, or the mean dependence on each country.

use super::field::{Ends, Field, Slate, Towards};
use crate::Country;
use crate::cost::{Cost, Draw, Metric, MetricError};
use crate::dependence::{Dependence, Scope};
use crate::network::{CorridorId, LinkId, Network, PlaceId};
use crate::redundancy::countries_of;

/// What does not change from draw to draw.
pub(super) struct Study<'n> {
    pub(super) likely: Metric<'n>,
    pub(super) corridors: Vec<CorridorId>,
    /// For each corridor: its line, its family, the whole network.
    questions: Vec<[Question; 3]>,
    /// Corridors and scopes, those of the same field and destination together.
    order: Vec<(usize, usize)>,
    terminal: Vec<bool>,
    fields: Vec<Field>,
    shut: Vec<bool>,
    pub(super) countries: Vec<Country>,
    /// Positions in `countries` of those that close an arc.
    closed_by: Vec<Vec<u8>>,
    /// Positions in `countries` of those that hold an end of a corridor.
    ends_in: Vec<Vec<u8>>,
}

struct Question {
    field: usize,
    to: PlaceId,
    ends: Ends,
}

/// Open and closed costs in the three scopes.
pub(super) type Scopes = [Scope; 3];

/// The buffers of one worker.
#[derive(Default)]
pub(super) struct Desk {
    slate: Slate,
    towards: Towards,
    /// The field and destination that `towards` was searched for.
    searched: Option<(usize, PlaceId)>,
}

impl<'n> Study<'n> {
    pub(super) fn new(query: &Dependence<'n>) -> Result<Self, MetricError> {
        let network = query.network;
        let likely = network.metric(&query.scenario, &query.model)?;
        let hub = network.select(&query.hub)?;
        let steps = &network.arcs().steps;
        let asked = |id: &CorridorId| query.corridors.as_ref().is_none_or(|only| only.contains(id));
        let corridors: Vec<CorridorId> = network.corridors().map(|(id, _)| id).filter(asked).collect();
        let mut countries: Vec<Country> = steps.iter().flat_map(|&step| countries_of(network, step)).collect();
        countries.sort_unstable();
        countries.dedup();
        let number = |country: Country| countries.binary_search(&country).ok().and_then(|at| u8::try_from(at).ok());
        let closed_by = steps.iter().map(|&step| countries_of(network, step).filter_map(number).collect()).collect();
        let ends_of = |&id: &CorridorId| [network[id].origin, network[id].destination];
        let ends_in = corridors
            .iter()
            .map(|id| ends_of(id).iter().filter_map(|&place| number(network[place].country?)).collect())
            .collect();
        let mut study = Self {
            corridors,
            questions: Vec::new(),
            order: Vec::new(),
            terminal: Vec::new(),
            fields: vec![Field::new(&likely)],
            shut: steps.iter().map(|&step| hub.closes(network, step)).collect(),
            closed_by,
            ends_in,
            countries,
            likely,
        };
        let families = network.families();
        let first = study.fields.len();
        for family in &families {
            let links = network.corridors().filter(|(_, one)| one.family == **family).flat_map(|(_, one)| &one.links);
            study.fields.push(Field::new(&study.only(network, links)));
        }
        for id in study.corridors.clone() {
            let corridor = &network[id];
            let line = study.fields.len();
            study.fields.push(Field::new(&study.only(network, corridor.links.iter())));
            let family = families.iter().position(|name| *name == corridor.family).unwrap_or_default();
            let question = |field: usize| {
                let ends = study.fields[field].ends(&study.likely, ends_of(&id));
                Question { field, to: corridor.destination, ends }
            };
            let questions = [question(line), question(first + family), question(0)];
            study.questions.push(questions);
            study.terminal.push(ends_of(&id).iter().any(|&end| hub.holds_place(network, end)));
        }
        let all = (0..study.corridors.len()).flat_map(|corridor| [0, 1, 2].map(|scope| (corridor, scope)));
        study.order = all.collect();
        study.order.sort_by_key(|&(corridor, scope)| {
            let question = &study.questions[corridor][scope];
            (question.field, question.to)
        });
        Ok(study)
    }

    /// The metric with some links only.
    fn only<'l>(&self, network: &Network, links: impl Iterator<Item = &'l LinkId>) -> Metric<'n> {
        let mut keep = vec![false; network.links().len()];
        links.for_each(|link| keep[link.index()] = true);
        self.likely.within(|link| keep[link.index()])
    }

    /// The metric of a draw; the likely one without.
    pub(super) fn metric(&self, draw: Option<(u64, u64)>) -> Result<Metric<'n>, MetricError> {
        match draw {
            Some((seed, number)) => self.likely.drawn(&Draw::new(self.likely.network(), seed, number)),
            None => Ok(self.likely.clone()),
        }
    }

    /// The three scopes of each corridor.
    pub(super) fn scopes(&self, desk: &mut Desk, draw: Option<(u64, u64)>) -> Result<Vec<Scopes>, MetricError> {
        let metric = self.metric(draw)?;
        desk.searched = None;
        let none = Scope { open: Cost::INFINITE, closed: Cost::INFINITE, terminal: false };
        let mut scopes = vec![[none; 3]; self.corridors.len()];
        for &(corridor, scope) in &self.order {
            let question = &self.questions[corridor][scope];
            scopes[corridor][scope] = self.scope(desk, &metric, question, self.terminal[corridor]);
        }
        Ok(scopes)
    }

    /// The least costs to the end of a question: searched once for all that have the same.
    fn search(&self, desk: &mut Desk, metric: &Metric<'n>, question: &Question) {
        let wanted = (!question.ends.is_shut()).then_some((question.field, question.to));
        if wanted.is_none() || desk.searched != wanted {
            desk.towards.search(&self.fields[question.field], metric, &question.ends);
            desk.searched = wanted;
        }
    }

    fn scope(&self, desk: &mut Desk, metric: &Metric<'n>, question: &Question, terminal: bool) -> Scope {
        let (field, ends) = (&self.fields[question.field], &question.ends);
        self.search(desk, metric, question);
        let open = desk.towards.cost(ends);
        let uses = open.is_some() && desk.towards.route(ends).any(|arc| self.shut[arc as usize]);
        let closed = match open {
            _ if terminal => None,
            open if !uses => open,
            _ => desk.towards.around(&mut desk.slate, field, metric, ends, |arc| self.shut[arc as usize]),
        };
        let cost = |units: Option<u64>| units.map_or(Cost::INFINITE, Cost::new);
        Scope { open: cost(open), closed: cost(closed), terminal }
    }

    /// The mean dependence on each country in the whole network, over the corridors with both ends
    /// outside it; `None` where there is none.
    pub(super) fn by_country(
        &self,
        desk: &mut Desk,
        draw: Option<(u64, u64)>,
    ) -> Result<Vec<Option<f64>>, MetricError> {
        let metric = self.metric(draw)?;
        let mut sums = vec![(0.0, 0_u32); self.countries.len()];
        desk.searched = None;
        for &(corridor, _) in self.order.iter().filter(|&&(_, scope)| scope == 2) {
            let (question, ends_in) = (&self.questions[corridor][2], &self.ends_in[corridor]);
            let (field, ends) = (&self.fields[question.field], &question.ends);
            self.search(desk, &metric, question);
            let Some(open) = desk.towards.cost(ends) else { continue };
            let mut used = vec![false; self.countries.len()];
            for arc in desk.towards.route(ends) {
                self.closed_by[arc as usize].iter().for_each(|&country| used[usize::from(country)] = true);
            }
            for &country in ends_in {
                used[usize::from(country)] = false;
            }
            for (country, sum) in (0_u8..).zip(&mut sums).filter(|(country, _)| !ends_in.contains(country)) {
                sum.1 += 1;
                if used[usize::from(country)] {
                    let shut = |arc: u32| self.closed_by[arc as usize].contains(&country);
                    let closed = desk.towards.around(&mut desk.slate, field, &metric, ends, shut);
                    let cost = closed.map_or(Cost::INFINITE, Cost::new);
                    let scope = Scope { open: Cost::new(open), closed: cost, terminal: false };
                    sum.0 += scope.dependence().unwrap_or_default();
                }
            }
        }
        Ok(sums.into_iter().map(|(sum, count)| (count > 0).then(|| sum / f64::from(count))).collect())
    }
}
