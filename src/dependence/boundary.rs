//! Whether a figure is a statement about the hub or about where the map ends.

use super::{Dependence, DependenceReport, Verdict, family_links};
use crate::cost::MetricError;
use crate::network::{CorridorId, Mode, Network, Status};
use crate::scenario::{Scenario, Target};

/// A figure turns on the boundary when the verdict changes, or `D` in the whole network moves by
/// more than this. It is a convention, not an estimate.
pub const TURNS_AT: f64 = 0.1;

/// The families whose own lines make up the way north of Central Asia.
const NORTH: [&str; 2] = ["Trans-Siberian", "China–Mongolia–Russia"];

/// Another end of the map.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum View {
    /// Without sea lanes and ferries.
    WithoutSea,
    /// Without Mongolia, and without the links that only lines of the Trans-Siberian and
    /// China–Mongolia–Russia families use: what they share with others stays.
    WithoutNorth,
    /// Without roads.
    WithoutRoads,
    /// With all planned lines and lines under construction that have a course.
    WithPlanned,
}

impl View {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::WithoutSea, Self::WithoutNorth, Self::WithoutRoads, Self::WithPlanned];

    /// The words for it.
    #[must_use]
    pub fn words(self) -> &'static str {
        ["without the sea", "without the Trans-Siberian and Mongolia", "without roads", "with planned lines"]
            [self as usize]
    }

    /// The scenario seen so; `None` when the network has nothing that would be taken away or added.
    #[must_use]
    pub fn scenario(self, network: &Network, scenario: &Scenario) -> Option<Scenario> {
        let links = |keep: &dyn Fn(crate::LinkId) -> bool| -> Vec<Target> {
            let kept = network.links().filter(|&(id, _)| keep(id));
            kept.map(|(_, link)| Target::Link(link.id.to_string())).collect()
        };
        let of_mode = |mode: Mode| {
            let any = network.links().any(|(_, link)| link.mode == mode);
            Vec::from_iter(any.then_some(Target::Mode(mode)))
        };
        let mut seen = scenario.clone();
        let year = scenario.year.unwrap_or(network.as_of_year());
        let changed = match self {
            Self::WithoutSea => of_mode(Mode::Sea),
            Self::WithoutRoads => of_mode(Mode::Road),
            Self::WithoutNorth => {
                let (mut own, mut others) = (vec![false; network.links().len()], vec![false; network.links().len()]);
                for family in network.families() {
                    let side = if NORTH.contains(&family) { &mut own } else { &mut others };
                    side.iter_mut().zip(family_links(network, family)).for_each(|(all, one)| *all |= one);
                }
                let mut targets = links(&|link| own[link.index()] && !others[link.index()]);
                targets.extend(network.target("country:MN").ok());
                targets
            }
            Self::WithPlanned => links(&|link| {
                let row = &network[link];
                matches!(row.status, Status::Planned | Status::Construction) && !row.is_open_in(year)
            }),
        };
        if changed.is_empty() {
            return None;
        }
        if self == Self::WithPlanned {
            seen.open.extend(changed);
        } else {
            seen.close.extend(changed);
        }
        Some(seen)
    }
}

/// One report with its answers under every other view.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct BoundaryTest<'n> {
    /// With the map as it is.
    pub base: DependenceReport<'n>,
    /// The reports under the views that change something in this network.
    pub views: Vec<(View, DependenceReport<'n>)>,
}

/// One corridor under every view.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct BoundaryRow {
    /// The corridor.
    pub corridor: CorridorId,
    /// Verdict and `D` in the whole network with the map as it is.
    pub base: (Option<Verdict>, Option<f64>),
    /// The same under each view.
    pub views: Vec<(View, Option<Verdict>, Option<f64>)>,
}

impl BoundaryRow {
    /// The views on which the figure turns: see [`TURNS_AT`].
    pub fn turns_on(&self) -> impl Iterator<Item = View> {
        let turned = |&&(_, verdict, dependence): &&(View, Option<Verdict>, Option<f64>)| {
            let moved = self.base.1.zip(dependence).is_some_and(|(base, seen)| (base - seen).abs() > TURNS_AT);
            verdict != self.base.0 || moved
        };
        self.views.iter().filter(turned).map(|&(view, ..)| view)
    }
}

impl<'n> Dependence<'n> {
    /// The same question once more under every other end of the map.
    ///
    /// ```text
    ///   map as it is        D = 0.1   go round by sea
    ///   without the sea     D = 0.5   go round by the Trans-Siberian      the figure turns on
    ///   … and without that  D = 1     "indispensable"                     where the map ends
    /// ```
    ///
    /// # Units
    /// None: verdicts and `D` in \[0, 1\].
    ///
    /// # Complexity
    /// Five times that of [`Dependence::run`].
    ///
    /// # Errors
    /// As [`Dependence::run`].
    ///
    /// # Example
    /// ```
    /// use landbridge::{Dependence, Network, View};
    /// let network = Network::bundled();
    /// let test = Dependence::on(&network).hub("country:KZ".parse()?).boundary()?;
    /// let inland = test.rows().iter().filter(|row| row.turns_on().any(|view| view == View::WithoutSea)).count();
    /// assert!(inland > 0, "some figures turn on the sea");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn boundary(&self) -> Result<BoundaryTest<'n>, MetricError> {
        let mut views = Vec::new();
        for view in View::ALL {
            if let Some(scenario) = view.scenario(self.network, &self.scenario) {
                let seen = Self { measures: super::Measures::Headline, ..self.clone() }.scenario(scenario);
                views.push((view, seen.run()?));
            }
        }
        Ok(BoundaryTest { base: self.run()?, views })
    }
}

impl BoundaryTest<'_> {
    /// One row a corridor, in the order of the report.
    #[must_use]
    pub fn rows(&self) -> Vec<BoundaryRow> {
        let figures = |report: &DependenceReport<'_>, at: usize| {
            let row = &report.rows[at];
            (row.verdict, row.network.dependence())
        };
        let row = |at: usize| BoundaryRow {
            corridor: self.base.rows[at].corridor,
            base: figures(&self.base, at),
            views: self
                .views
                .iter()
                .map(|(view, report)| {
                    let (verdict, dependence) = figures(report, at);
                    (*view, verdict, dependence)
                })
                .collect(),
        };
        (0..self.base.rows.len()).map(row).collect()
    }

    /// Sentences on how many figures turn on each view, computed.
    #[must_use]
    pub fn findings(&self) -> Vec<String> {
        let hub = super::hub_name(self.base.network, &self.base.hub);
        let rows = self.rows();
        let judged: Vec<&BoundaryRow> =
            rows.iter().filter(|row| row.base.0.is_some_and(|verdict| verdict != Verdict::Terminal)).collect();
        let mut sentences = Vec::new();
        for (view, _) in &self.views {
            let turned: Vec<_> = judged.iter().filter(|row| row.turns_on().any(|one| one == *view)).collect();
            let becomes = |wanted: Option<Verdict>| {
                let now = |row: &&&&BoundaryRow| {
                    row.base.0 != wanted && row.views.iter().any(|&(one, verdict, _)| one == *view && verdict == wanted)
                };
                turned.iter().filter(now).count()
            };
            sentences.push(format!(
                "Seen {}, {} of {} figures on {hub} turn: {} of them become indispensable, {} avoidable, {} unused, and {} have no way at all.",
                view.words(),
                turned.len(),
                judged.len(),
                becomes(Some(Verdict::Indispensable)),
                becomes(Some(Verdict::Avoidable)),
                becomes(Some(Verdict::Unused)),
                becomes(None),
            ));
        }
        sentences
    }
}
