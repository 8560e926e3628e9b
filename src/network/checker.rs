//! The faults that a builder collects, and where names lead meanwhile.

use std::collections::HashSet;

use geo::{Distance as _, Geodesic, Haversine, Point};

use super::index::{Index, Named};
use super::{Issue, Link, Place, PlaceId, PlaceKind, nearest, shown};
use crate::Distance;

/// The places, and where their ids lead.
#[derive(Clone, Copy)]
pub(super) struct Places<'n> {
    pub(super) rows: &'n [Place],
    pub(super) ids: &'n Index,
}

/// The issues as they pile up.
#[derive(Default)]
pub(super) struct Checker {
    pub(super) issues: Vec<Issue>,
    /// Places that a fault of their links was put down to already.
    blamed: HashSet<PlaceId>,
    /// Links that are too short because one of their ends, no telling which, has its coordinates exchanged.
    doubtful: Vec<(usize, [PlaceId; 2], Distance, Distance)>,
}

impl Checker {
    pub(super) fn fault(
        &mut self,
        at: (&'static str, usize),
        column: &'static str,
        value: &str,
        problem: impl Into<String>,
        help: Option<String>,
    ) {
        self.issues.push(Issue {
            table: at.0,
            row: at.1,
            column,
            value: value.to_owned(),
            problem: problem.into(),
            first: None,
            // a table of another network has a wrong name in each row: the first few helps suffice
            help: help.filter(|_| self.helps()),
        });
    }

    /// Whether the nearest name is still looked for: it takes a walk over all names.
    fn helps(&self) -> bool {
        self.issues.len() < 50
    }

    /// Where each id of a table stands; an id that is empty or not unique is a fault.
    pub(super) fn ids<T: Named>(&mut self, table: &'static str, column: &'static str, rows: &[T]) -> Index {
        let mut ids = Index::with_room_for(rows.len());
        for row in 0..u32::try_from(rows.len()).unwrap_or(u32::MAX) {
            let first = ids.insert(row, rows);
            self.id(table, column, row, rows, first);
        }
        if u32::try_from(rows.len()).is_err() {
            self.fault((table, rows.len()), column, "", "too many rows", None);
        }
        ids
    }

    /// Notes an id that is empty, or that an earlier row has already.
    pub(super) fn id<T: Named>(
        &mut self,
        table: &'static str,
        column: &'static str,
        row: u32,
        rows: &[T],
        first: Option<u32>,
    ) {
        let (at, id) = ((table, row as usize), rows[row as usize].id());
        if id.trim().is_empty() {
            self.fault(at, column, id, "the id is empty", None);
        } else if let Some(first) = first {
            self.fault(at, column, id, "an earlier row has the same id", None);
            if let Some(issue) = self.issues.last_mut() {
                issue.first = Some(first as usize);
            }
        }
    }

    pub(super) fn look_up<T: Named>(
        &mut self,
        at: (&'static str, usize),
        column: &'static str,
        kind: &str,
        name: &str,
        ids: &Index,
        rows: &[T],
    ) -> Option<u32> {
        let found = ids.get(name, rows);
        if found.is_none() {
            self.unknown(at, column, kind, name, rows);
        }
        found
    }

    /// Notes a name that no row has.
    pub(super) fn unknown<T: Named>(
        &mut self,
        at: (&'static str, usize),
        column: &'static str,
        kind: &str,
        name: &str,
        rows: &[T],
    ) {
        let near = if self.helps() { nearest(name, rows.iter().map(Named::id)) } else { Vec::new() };
        self.fault(at, column, name, format!("there is no {kind} with this id"), did_you_mean(near.first()));
    }

    pub(super) fn place(
        &mut self,
        at: (&'static str, usize),
        column: &'static str,
        name: &str,
        places: Places<'_>,
    ) -> Option<PlaceId> {
        self.look_up(at, column, "place", name, places.ids, places.rows).map(PlaceId)
    }
}

fn did_you_mean(name: Option<&String>) -> Option<String> {
    name.map(|name| format!("did you mean `{name}`?"))
}

/// The least length a link between two points can have: the great circle less 0.1 %, and less
/// 50 m for coordinates of three decimals.
fn least_length(from: Point<f64>, to: Point<f64>) -> Distance {
    let sphere = Haversine.distance(from, to);
    // a sphere and the ellipsoid differ by up to 0.6 %: the smaller of the two is no-one's error
    let metres = if sphere > 1e6 { sphere * 0.994 } else { sphere.min(Geodesic.distance(from, to)) };
    allowed(metres)
}

/// The least length of a link over this many metres.
fn allowed(metres: f64) -> Distance {
    Distance::from_km((metres * 0.999 - 50.0).max(0.0) / 1e3).unwrap_or_default()
}

pub(super) fn on_globe(point: Point<f64>) -> bool {
    point.x().abs() <= 180.0 && point.y().abs() <= 90.0
}

impl Checker {
    /// A link is no shorter than the great circle between its places.
    pub(super) fn length(&mut self, row: usize, link: &Link, ends: [&Place; 2]) -> bool {
        let ids = [link.from, link.to];
        let [from, to] = ends.map(|end| end.point);
        // a place off the globe is a fault of its own already
        let on_globe_both = [from, to].into_iter().all(on_globe);
        // the way over the ellipsoid takes long to find, and matters only where the sphere objects
        if on_globe_both && link.length >= allowed(Haversine.distance(from, to)) {
            return true;
        }
        let least = if on_globe_both { least_length(from, to) } else { Distance::ZERO };
        if link.length >= least {
            return true;
        }
        // a place whose coordinates are exchanged is far from all it is linked to: one message, at the place
        let exchanged = |point: Point<f64>| Point::new(point.y(), point.x());
        let far = link.length.get() <= least.get() / 20 * 19;
        let fits = |from, to| far && on_globe(from) && on_globe(to) && least_length(from, to) <= link.length;
        let place = match (fits(exchanged(from), to), fits(from, exchanged(to))) {
            (false, false) => {
                self.too_short(row, link.length, least, None);
                return false;
            }
            (true, true) => {
                self.doubtful.push((row, ids, link.length, least));
                return false;
            }
            (first, _) => ids[usize::from(!first)],
        };
        if self.blamed.insert(place) {
            let point = ends[usize::from(place == ids[1])].point;
            let problem = format!("too far from the other end of the link `{}`", shown(&link.id));
            let help = "exchanged, they fit: x_coord is the longitude, y_coord the latitude".to_owned();
            let value = format!("{} {}", point.x(), point.y());
            self.fault(("node", place.index()), "x_coord, y_coord", &value, problem, Some(help));
        }
        false
    }

    fn too_short(&mut self, row: usize, length: Distance, least: Distance, and: Option<&str>) {
        let help = format!("the great circle between its places is {:.1} km", least.as_km() / 0.999);
        let help = help + and.unwrap_or_default();
        self.fault(
            ("link", row),
            "length_km",
            &length.as_km().to_string(),
            "shorter than the great circle",
            Some(help),
        );
    }

    /// Once all links are known: those whose fault no other link put down to one of their ends.
    pub(super) fn doubts(&mut self) {
        for (row, ids, length, least) in std::mem::take(&mut self.doubtful) {
            if !ids.iter().any(|place| self.blamed.contains(place)) {
                let and = "; with the coordinates of either exchanged it fits: x_coord is the longitude";
                self.too_short(row, length, least, Some(and));
            }
        }
    }

    /// Whether both ends of a link on land have a country. One message a place that has none.
    pub(super) fn on_land(&mut self, row: usize, link: &Link, ends: [&Place; 2]) -> bool {
        for (id, end) in [link.from, link.to].into_iter().zip(ends).filter(|(_, end)| end.country.is_none()) {
            if end.kind == PlaceKind::Sea {
                let problem = format!("the place `{}` is at sea: only sea links lead there", shown(&end.id));
                self.fault(("link", row), "mode", link.mode.word(), problem, None);
            } else if self.blamed.insert(id) {
                let problem =
                    format!("the cell is empty, but the {} link `{}` leads there", link.mode, shown(&link.id));
                let help = "only sea links lead to a place without a country".to_owned();
                self.fault(("node", id.index()), "country", "", problem, Some(help));
            }
        }
        ends.iter().all(|end| end.country.is_some())
    }
}
