//! Links on their way into a network: held against their places, and led to what they state.

use super::checker::Checker;
use super::crossing::{Habits, Sides};
use super::index::{Index, Named};
use super::link::More;
use super::spec::{Stated, StatedMore};
use super::{
    Border, BorderId, BorderSpec, Extent, Link, Mode, Passage, PassageId, Place, Project, ProjectId, Provenance,
};

impl Border {
    fn undeclared(id: &str) -> Self {
        Self {
            id: id.to_owned(),
            name: id.to_owned(),
            class: String::new(),
            dwell: None,
            fee: None,
            provenance: Provenance::default(),
        }
    }
}

impl Passage {
    /// A passage; without a name, its id stands for it.
    #[must_use]
    pub fn new(id: &str, name: &str, provenance: Provenance) -> Self {
        let name = if name.is_empty() { id } else { name };
        Self { id: id.to_owned(), name: name.to_owned(), provenance }
    }
}

impl Project {
    fn undeclared(id: &str) -> Self {
        Self {
            id: id.to_owned(),
            name: id.to_owned(),
            status: String::new(),
            year: None,
            sponsor: String::new(),
            provenance: Provenance::default(),
        }
    }
}

impl From<&BorderSpec> for Border {
    fn from(spec: &BorderSpec) -> Self {
        let name = if spec.name.is_empty() { &spec.id } else { &spec.name };
        Self {
            id: spec.id.clone(),
            name: name.clone(),
            class: spec.class.clone(),
            dwell: spec.dwell,
            fee: spec.fee,
            provenance: spec.provenance.clone(),
        }
    }
}

/// The ids of the tables that links refer to, and whether links may add to them.
struct Declared {
    borders: Index,
    passages: Index,
    projects: Index,
    open: [bool; 3],
}

/// The tables that links refer to.
pub(super) struct Around {
    habits: Habits,
    declared: Declared,
    pub(super) borders: Vec<Border>,
    /// The countries and mode that each declared border states.
    sides: Vec<Sides>,
    pub(super) passages: Vec<Passage>,
    pub(super) projects: Vec<Project>,
}

/// The position of `id` in a table, which takes it up when the table may grow.
fn position<T: Named>(
    ids: &mut Index,
    items: &mut Vec<T>,
    grow: bool,
    id: &str,
    make: impl FnOnce(&str) -> T,
) -> Option<u32> {
    let found = ids.get(id, items);
    if grow && found.is_none() {
        let next = u32::try_from(items.len()).ok()?;
        items.push(make(id));
        ids.insert(next, items);
        return Some(next);
    }
    found
}

impl Around {
    pub(super) fn new(
        check: &mut Checker,
        habits: Habits,
        borders: &[BorderSpec],
        passages: Vec<Passage>,
        projects: Vec<Project>,
    ) -> Self {
        let declared = Declared {
            borders: check.ids("border", "border_id", borders),
            passages: check.ids("passage", "passage_id", &passages),
            projects: check.ids("project", "project_id", &projects),
            open: [borders.is_empty(), passages.is_empty(), projects.is_empty()],
        };
        let sides = borders.iter().map(|row| (row.countries, row.mode)).collect();
        Self { habits, declared, borders: borders.iter().map(Border::from).collect(), sides, passages, projects }
    }

    /// Checks a link whose places are known, and lets it lead to what it states.
    pub(super) fn settle(
        &mut self,
        check: &mut Checker,
        row: usize,
        link: &mut Link,
        stated: Stated,
        places: &[Place],
    ) {
        let at = ("link", row);
        let ends = [&places[link.from.index()], &places[link.to.index()]];
        let mut more = stated.more.map_or_else(StatedMore::default, |more| *more);
        let mut habits = self.habits;
        if !check.length(row, link, ends) {
            // what is measured against the length would be at fault for the same cause
            (more.split, more.length_low, more.length_high) = (None, None, None);
            habits.splits = false;
        }
        check.gauge(at, link, habits);
        if let Some(low) = more.length_low.filter(|low| *low > link.length) {
            check.fault(at, "length_low_km", &low.as_km().to_string(), "above length_km", None);
        }
        if let Some(high) = more.length_high.filter(|high| *high < link.length) {
            check.fault(at, "length_high_km", &high.as_km().to_string(), "below length_km", None);
        }
        if let (Some(opened), Some(closed)) = (link.opened(), link.closed())
            && closed <= opened
        {
            check.fault(at, "closed_year", &closed.to_string(), format!("not after opened_year {opened}"), None);
        }
        if link.mode != Mode::Sea && !check.on_land(row, link, ends) {
            return;
        }
        let Some(extent) = check.extent(at, link, stated.countries, more.split, ends, habits) else { return };
        link.extent = extent;
        let grow = self.declared.open[0];
        let border_id = match (&more.border, extent) {
            (Some(id), _) => Some(id.clone()),
            (None, Extent::Across { .. }) if grow => Some(format!("{}-{}", ends[0].id, ends[1].id)),
            (None, _) => None,
        };
        let border = border_id.and_then(|id| {
            let found = position(&mut self.declared.borders, &mut self.borders, grow, &id, Border::undeclared);
            found.or_else(|| check.look_up(at, "border_id", "border", &id, &self.declared.borders, &self.borders))
        });
        let sides = border.and_then(|border| self.sides.get(border as usize));
        check.crossing(at, link, more.border.as_deref().unwrap_or_default(), sides, grow);
        let (ids, projects, grow) = (&mut self.declared.projects, &mut self.projects, self.declared.open[2]);
        let project = more.project.and_then(|id| {
            let found = position(ids, projects, grow, &id, Project::undeclared);
            found.or_else(|| check.look_up(at, "project_id", "project", &id, ids, projects))
        });
        let (ids, rows, grow) = (&mut self.declared.passages, &mut self.passages, self.declared.open[1]);
        let mut passages = Vec::with_capacity(more.passages.len());
        for id in &more.passages {
            let found = position(ids, rows, grow, id, |id| Passage::new(id, "", Provenance::default()));
            let found = found.or_else(|| check.look_up(at, "passages", "passage", id, ids, rows));
            passages.extend(found.map(PassageId));
        }
        let length_range = (more.length_low.is_some() || more.length_high.is_some())
            .then(|| (more.length_low.unwrap_or(link.length), more.length_high.unwrap_or(link.length)));
        let own = link.more.take().map_or_else(More::default, |own| *own);
        let (project, border) = (project.map(ProjectId), border.map(BorderId));
        link.more = More { length_range, project, border, passages, ..own }.kept();
    }
}
