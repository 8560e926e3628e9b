//! Which arcs each of many targets closes.

use std::collections::HashMap;

use crate::Country;
use crate::network::{Network, PlaceId, Step, Territory};
use crate::scenario::{Target, TargetError};

/// The targets of all closures, numbered; and of each arc, those that close it.
#[derive(Debug)]
pub(super) struct Closers {
    numbers: Vec<Known>,
    closures: Vec<Vec<u32>>,
    first: Vec<u32>,
    of_arcs: Vec<u32>,
}

/// What a target is to a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Known {
    Country(Country),
    Place(PlaceId),
    Other,
}

/// The numbers of the targets, by what they are.
#[derive(Default)]
struct Numbers {
    countries: HashMap<Country, u32>,
    places: HashMap<PlaceId, u32>,
    /// Of borders, links, modes, passages and projects, by kind and position.
    others: HashMap<(u8, usize), u32>,
    /// Of corridors, by link.
    corridors: HashMap<usize, Vec<u32>>,
}

impl Closers {
    /// With the closures by the ids that the network knows.
    pub(super) fn new(network: &Network, asked: &[Vec<Target>]) -> Result<(Self, Vec<Vec<Target>>), TargetError> {
        let mut known: HashMap<&Target, (u32, Target)> = HashMap::new();
        let mut by_name: HashMap<Target, u32> = HashMap::new();
        let (mut known_by, mut kinds) = (Numbers::default(), Vec::new());
        let (mut closures, mut named) = (Vec::with_capacity(asked.len()), Vec::with_capacity(asked.len()));
        for targets in asked {
            let (mut closing, mut called) = (Vec::with_capacity(targets.len()), Vec::with_capacity(targets.len()));
            for target in targets {
                if !known.contains_key(target) {
                    let named = network.known(target)?;
                    // two names of one thing are one
                    let number = match by_name.get(&named) {
                        Some(&number) => number,
                        None => known_by.add(network, &named, &mut kinds)?,
                    };
                    by_name.insert(named.clone(), number);
                    known.insert(target, (number, named));
                }
                let (number, name) = &known[target];
                closing.push(*number);
                called.push(name.clone());
            }
            closures.push(closing);
            named.push(called);
        }
        let steps = &network.arcs().steps;
        let (mut first, mut of_arcs) = (Vec::with_capacity(steps.len() + 1), Vec::new());
        first.push(0);
        for &step in steps {
            let from = of_arcs.len();
            known_by.closing(network, step, &mut of_arcs);
            of_arcs[from..].sort_unstable();
            let mut kept = from;
            for at in from..of_arcs.len() {
                if at == from || of_arcs[at] != of_arcs[kept - 1] {
                    of_arcs[kept] = of_arcs[at];
                    kept += 1;
                }
            }
            of_arcs.truncate(kept);
            first.push(u32::try_from(of_arcs.len()).unwrap_or(u32::MAX));
        }
        Ok((Self { numbers: kinds, closures, first, of_arcs }, named))
    }

    pub(super) fn len(&self) -> usize {
        self.numbers.len()
    }

    /// The targets that close an arc.
    pub(super) fn of_arc(&self, arc: usize) -> &[u32] {
        &self.of_arcs[self.first[arc] as usize..self.first[arc + 1] as usize]
    }

    /// The arcs that each target closes: those of target `t` at `first[t]..first[t + 1]`.
    pub(super) fn arcs(&self) -> (Vec<u32>, Vec<u32>) {
        let mut first = vec![0_u32; self.len() + 1];
        for &closer in &self.of_arcs {
            first[closer as usize + 1] += 1;
        }
        for closer in 0..self.len() {
            first[closer + 1] += first[closer];
        }
        let (mut free, mut arcs) = (first.clone(), vec![0; self.of_arcs.len()]);
        for arc in 0..self.first.len() - 1 {
            for &closer in self.of_arc(arc) {
                let free = &mut free[closer as usize];
                arcs[*free as usize] = u32::try_from(arc).unwrap_or(u32::MAX);
                *free += 1;
            }
        }
        (first, arcs)
    }

    /// The targets of a closure.
    pub(super) fn of_closure(&self, closure: usize) -> &[u32] {
        &self.closures[closure]
    }

    /// Whether a place is one of the targets of a closure, or lies in one.
    pub(super) fn holds(&self, closure: usize, network: &Network, place: PlaceId) -> bool {
        self.closures[closure].iter().any(|&closer| match self.numbers[closer as usize] {
            Known::Country(country) => network[place].country == Some(country),
            Known::Place(closed) => closed == place,
            Known::Other => false,
        })
    }
}

impl Numbers {
    fn add(&mut self, network: &Network, target: &Target, kinds: &mut Vec<Known>) -> Result<u32, TargetError> {
        let number = u32::try_from(kinds.len()).unwrap_or(u32::MAX);
        let mut kind = Known::Other;
        match target {
            Target::Country(country) => {
                self.countries.insert(*country, number);
                kind = Known::Country(*country);
            }
            Target::Place(id) => {
                let place = network.place(id)?;
                self.places.insert(place, number);
                kind = Known::Place(place);
            }
            Target::Border(id) => self.other(0, network.border(id)?.index(), number),
            Target::Link(id) => self.other(1, network.link(id)?.index(), number),
            Target::Mode(mode) => self.other(2, *mode as usize, number),
            Target::Passage(id) => self.other(3, network.passage(id)?.index(), number),
            Target::Project(id) => self.other(4, network.project(id)?.index(), number),
            Target::Corridor(id) => {
                for link in &network[network.corridor(id)?].links {
                    self.corridors.entry(link.index()).or_default().push(number);
                }
            }
        }
        kinds.push(kind);
        Ok(number)
    }

    fn other(&mut self, kind: u8, at: usize, number: u32) {
        self.others.insert((kind, at), number);
    }

    /// The targets that close a step, some of them perhaps twice.
    fn closing(&self, network: &Network, step: Step, found: &mut Vec<u32>) {
        let link = match step {
            Step::Transfer { transfer, .. } => return self.at_place(network, network[transfer].place, found),
            Step::Link { link, .. } => link,
        };
        let row = &network[link];
        for territory in row.extent.territories() {
            if let Territory::Country(country) = territory {
                found.extend(self.countries.get(&country));
            }
        }
        self.at_place(network, row.from, found);
        self.at_place(network, row.to, found);
        if !self.others.is_empty() {
            let border = row.border().map(|border| (0, border.index()));
            let own = [Some((1, link.index())), Some((2, row.mode as usize)), border];
            let passages = row.passages().iter().map(|passage| (3, passage.index()));
            let keys =
                own.into_iter().flatten().chain(row.project().map(|project| (4, project.index()))).chain(passages);
            found.extend(keys.filter_map(|key| self.others.get(&key)));
        }
        if !self.corridors.is_empty() {
            found.extend(self.corridors.get(&link.index()).into_iter().flatten());
        }
    }

    fn at_place(&self, network: &Network, place: PlaceId, found: &mut Vec<u32>) {
        found.extend(network[place].country.and_then(|country| self.countries.get(&country)));
        if !self.places.is_empty() {
            found.extend(self.places.get(&place));
        }
    }
}
