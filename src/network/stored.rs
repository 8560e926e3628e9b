//! A network from rows that were a network before: by position instead of by name.

use super::builder::Ground;
use super::checker::{Checker, on_globe};
use super::index::Index;
use super::{Border, BuildError, Extent, Link, Mode, Network, NetworkBuilder, Passage, Place, Project, Territory};

/// Places, links and what links refer to, by position; all other rows are in the builder.
#[derive(Default)]
pub(crate) struct Stored {
    pub(crate) builder: NetworkBuilder,
    pub(crate) places: Vec<Place>,
    pub(crate) links: Vec<Link>,
    pub(crate) borders: Vec<Border>,
    pub(crate) passages: Vec<Passage>,
    pub(crate) projects: Vec<Project>,
}

impl Stored {
    /// Checks that the positions lead somewhere and the rows agree with each other, and builds the
    /// network. Lengths and coordinates were held against each other before the network was stored.
    pub(crate) fn build(self) -> Result<Network, BuildError> {
        let Self { builder, places, links, borders, passages, projects } = self;
        let mut check = Checker::default();
        let mut place_ids = Index::with_room_for(places.len());
        for (row, place) in (0..).zip(&places) {
            let at = ("node", row as usize);
            if place_ids.insert(row, &places).is_some() {
                check.fault(at, "node_id", &place.id, "an earlier row has the same id", None);
            }
            if !on_globe(place.point) {
                check.fault(at, "x_coord, y_coord", &place.id, "not a point on the globe", None);
            }
        }
        let fits = |link: &Link| {
            let within = |at: Option<usize>, table: usize| at.is_none_or(|at| at < table);
            link.from.index() < places.len()
                && link.to.index() < places.len()
                && within(link.border().map(super::BorderId::index), borders.len())
                && within(link.project().map(super::ProjectId::index), projects.len())
                && link.passages().iter().all(|passage| passage.index() < passages.len())
                && link.length_range().is_none_or(|(low, high)| low <= link.length && link.length <= high)
                && lies(link, [&places[link.from.index()], &places[link.to.index()]])
        };
        for (row, link) in links.iter().enumerate().filter(|(_, link)| !fits(link)) {
            check.fault(("link", row), "link_id", &link.id, "does not fit the rows it refers to", None);
        }
        let link_ids = if builder.has_corridors() { check.ids("link", "link_id", &links) } else { Index::default() };
        builder.build_on(check, Ground { places, place_ids, links, link_ids, borders, passages, projects })
    }
}

/// Whether a link lies where its places are.
fn lies(link: &Link, ends: [&Place; 2]) -> bool {
    let [from, to] = ends.map(|end| end.country);
    match link.extent {
        Extent::Within(Territory::Sea) => link.mode == Mode::Sea,
        Extent::Within(Territory::Country(country)) => link.mode != Mode::Sea && [from, to] == [Some(country); 2],
        Extent::Across { from: first, to: second, from_length } => {
            link.mode != Mode::Sea
                && first != second
                && [from, to] == [Some(first), Some(second)]
                && from_length <= link.length
                && link.border().is_some()
        }
    }
}
