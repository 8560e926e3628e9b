//! Where links lie: in their countries, over their borders, on their gauges.

use super::checker::Checker;
use super::spec::Stated;
use super::{Extent, Link, Mode, Place, Territory, TransferSpec, shown};
use crate::{Country, Distance};

/// The countries and the mode that a border states.
pub(super) type Sides = ([Option<Country>; 2], Option<Mode>);

/// What some links of a network state, so that a link without it is at fault.
#[derive(Clone, Copy)]
pub(super) struct Habits {
    /// The length in the first country, over a border.
    pub(super) splits: bool,
    /// The gauge of rails: a link without one would be a system apart that no transfer leads to.
    gauges: bool,
}

impl Habits {
    pub(super) fn of(links: &[Stated], transfers: &[TransferSpec]) -> Self {
        let led_to = |gauged| {
            let systems = transfers.iter().flat_map(|row| &row.systems);
            systems.into_iter().any(|(mode, gauge)| *mode == Mode::Rail && gauge.is_some() == gauged)
        };
        let states_split = |link: &Stated| link.more.as_ref().is_some_and(|more| more.split.is_some());
        Self { splits: links.iter().any(states_split), gauges: led_to(true) && !led_to(false) }
    }
}

impl Checker {
    /// The territories of a link, from its own columns and its places, which must agree.
    pub(super) fn extent(
        &mut self,
        at: (&'static str, usize),
        link: &Link,
        countries: [Option<Country>; 2],
        split: Option<Distance>,
        ends: [&Place; 2],
        habits: Habits,
    ) -> Option<Extent> {
        if link.mode == Mode::Sea {
            if let Some(split) = split {
                let problem = "a link at sea lies in no country, and has no split";
                self.fault(at, "split_km", &split.as_km().to_string(), problem, None);
            }
            return Some(Extent::Within(Territory::Sea));
        }
        let (Some(from), Some(to)) = (ends[0].country, ends[1].country) else {
            return None;
        };
        let stated = [("country", countries[0], from), ("country_to", countries[1], to)];
        for (column, stated, place) in stated {
            if let Some(stated) = stated
                && stated != place
            {
                let problem = format!("the place at this end is in {place}");
                self.fault(at, column, stated.code(), problem, None);
                return None;
            }
        }
        if from == to {
            if let Some(split) = split {
                let problem = format!("both places are in {from}: only a link over a border has a split");
                self.fault(at, "split_km", &split.as_km().to_string(), problem, None);
            }
            return Some(Extent::Within(Territory::Country(from)));
        }
        if countries[0].is_some() && countries[1].is_none() {
            let problem = format!("the cell is empty, but the place at this end, `{}`, is in {to}", shown(&ends[1].id));
            let help = "a link over a border states both countries, or none: then they are those of its places";
            self.fault(at, "country_to", "", problem, Some(help.to_owned()));
            return None;
        }
        if split.is_none() && habits.splits && link.length > Distance::ZERO {
            let problem = format!("the cell is empty, but the link crosses from {from} to {to}");
            let help = format!("how many of its {} km lie in {from}", link.length.as_km());
            self.fault(at, "split_km", "", problem, Some(help));
        }
        let half = Distance::metres(link.length.get() / 2);
        let from_length = split.unwrap_or(half);
        if from_length > link.length {
            let value = from_length.as_km().to_string();
            self.fault(at, "split_km", &value, "longer than the whole link", None);
        }
        Some(Extent::Across { from, to, from_length })
    }

    /// A link over a border names a border of its countries and its mode.
    pub(super) fn crossing(
        &mut self,
        at: (&'static str, usize),
        link: &Link,
        border_id: &str,
        sides: Option<&Sides>,
        undeclared: bool,
    ) {
        // a link at sea leads from shore to shore, whatever it is called
        let (here, there, runs) = match link.extent {
            Extent::Across { from, to, .. } => (from, to, format!("crosses from {from} to {to}")),
            Extent::Within(Territory::Country(country)) => (country, country, format!("lies in {country}")),
            Extent::Within(Territory::Sea) => return,
        };
        if border_id.is_empty() && here != there && !undeclared {
            let help = "the crossing has a row in border.csv, and its id stands here".to_owned();
            self.fault(at, "border_id", "", format!("the cell is empty, but the link {runs}"), Some(help));
        }
        let Some((countries, mode)) = sides else { return };
        if let [Some(a), Some(b)] = *countries
            && ![here, there].iter().all(|country| [a, b].contains(country))
        {
            let problem = format!("this crossing lies between {a} and {b}, but the link {runs}");
            self.fault(at, "border_id", border_id, problem, None);
        }
        if let Some(mode) = mode.filter(|mode| *mode != link.mode) {
            let problem = format!("this is a crossing by {mode}, but the link is one by {}", link.mode);
            self.fault(at, "border_id", border_id, problem, None);
        }
    }

    /// Rails have a gauge where others state theirs, and roads have none.
    pub(super) fn gauge(&mut self, at: (&'static str, usize), link: &Link, habits: Habits) {
        match (link.mode, link.gauge_mm) {
            (Mode::Rail, None) if habits.gauges => {
                let problem = "the cell is empty, but all transfers by rail lead to tracks of a stated gauge";
                self.fault(at, "gauge_mm", "", problem, Some("without it, no transfer leads here".to_owned()));
            }
            (Mode::Road, Some(gauge)) => self.fault(at, "gauge_mm", &gauge.to_string(), "a road has no gauge", None),
            _ => {}
        }
    }
}
