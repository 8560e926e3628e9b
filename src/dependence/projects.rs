//! What planned lines change.

use super::standing::{Standing, StandingChange};
use super::{Dependence, DependenceReport, Measures, Verdict, mean};
use crate::cost::MetricError;
use crate::network::{CorridorId, Grade, ProjectId};
use crate::scenario::{Scenario, Target};
use crate::units::to_float;

/// What one project changes.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ProjectEffect {
    /// The project.
    pub project: ProjectId,
    /// When it opens and no other project does.
    pub alone: Effect,
    /// When it opens after all others.
    pub last: Effect,
}

/// The difference that an opening makes.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Effect {
    /// Corridors whose best way gets cheaper.
    pub cheaper: Vec<CorridorId>,
    /// Corridors that get a way.
    pub joined: Vec<CorridorId>,
    /// Mean saving over all corridors that had a way, as a share of the cost before.
    pub saving: f64,
    /// Mean change of dependence on the hub within the family, over corridors judged before and after.
    pub family: f64,
    /// Mean change of dependence on the hub in the whole network.
    pub network: f64,
    /// Corridors that needed the hub, within the family, and no longer do.
    pub freed: Vec<CorridorId>,
    /// Corridors that needed the hub in the whole network, and no longer do.
    pub freed_wholly: Vec<CorridorId>,
    /// Corridors whose best way begins to use the hub.
    pub drawn_in: Vec<CorridorId>,
    /// Corridors that get their first way within the family, and only through the hub. A new line
    /// takes no way away, so that this is the only reverse of being freed.
    pub bound: Vec<CorridorId>,
    /// The weakest grade behind the costs that are compared.
    pub rests_on: Grade,
    /// κ, λ and the shares of power, when [`Measures::All`] were asked for.
    pub standing: Option<StandingChange>,
}

/// The network with some projects open.
struct State<'n> {
    report: DependenceReport<'n>,
    standing: Option<Standing>,
}

impl Effect {
    fn between(before: &State<'_>, after: &State<'_>) -> Self {
        let standing = before.standing.as_ref().zip(after.standing.as_ref()).map(|(old, new)| old.change_to(new));
        let (before, after) = (&before.report, &after.report);
        let pairs = || before.rows.iter().zip(&after.rows);
        let which = |changed: fn(Verdicts) -> bool| -> Vec<CorridorId> {
            let verdicts = |(old, new): &(&super::CorridorDependence<'_>, &super::CorridorDependence<'_>)| {
                [old.family.verdict(), new.family.verdict(), old.verdict, new.verdict]
            };
            pairs().filter(|pair| changed(verdicts(pair))).map(|(old, _)| old.corridor).collect()
        };
        let finite = || {
            pairs()
                .filter_map(|(old, new)| Some((old.corridor, old.network.open.finite()?, new.network.open.finite()?)))
        };
        let change = |scope: fn(&super::CorridorDependence<'_>) -> super::Scope| {
            mean(pairs().filter_map(|(old, new)| Some(scope(new).dependence()? - scope(old).dependence()?)))
        };
        let saving = |old: u64, new: u64| if old == 0 { 0.0 } else { 1.0 - to_float(new) / to_float(old) };
        Self {
            cheaper: finite().filter(|(_, old, new)| new < old).map(|(id, ..)| id).collect(),
            joined: which(|[.., old, new]| old.is_none() && new.is_some()),
            saving: mean(finite().map(|(_, old, new)| saving(old, new))).unwrap_or_default(),
            family: change(|row| row.family).unwrap_or_default(),
            network: change(|row| row.network).unwrap_or_default(),
            freed: which(|[old, new, ..]| is_freed(old, new)),
            freed_wholly: which(|[.., old, new]| is_freed(old, new)),
            drawn_in: which(|[.., old, new]| {
                old == Some(Verdict::Unused) && matches!(new, Some(Verdict::Avoidable | Verdict::Indispensable))
            }),
            bound: which(|[old, new, ..]| old.is_none() && new == Some(Verdict::Indispensable)),
            rests_on: before.weakest().max(after.weakest()),
            standing,
        }
    }
}

fn is_freed(old: Option<Verdict>, new: Option<Verdict>) -> bool {
    old == Some(Verdict::Indispensable) && matches!(new, Some(Verdict::Avoidable | Verdict::Unused))
}

/// In the family before and after, in the network before and after.
type Verdicts = [Option<Verdict>; 4];

impl<'n> Dependence<'n> {
    /// What each project of the network changes: costs, and dependence on the hub; with
    /// [`Measures::All`] κ, λ and the shares of power over all corridors too.
    ///
    /// Each is opened alone, and as the last of all: two lines that replace each other are worth
    /// much alone and little last, two that need each other the reverse. Projects without links in
    /// the tables are left out, and so are those that are open already.
    ///
    /// # Units
    /// Savings and changes of dependence and shares are ratios; a change is after minus before.
    ///
    /// # Complexity
    /// Two [`Dependence::run`] a project; with all measures two [`Powers::run`](crate::Powers::run)
    /// and two frontiers a pair of ends too.
    ///
    /// # Errors
    /// As [`Dependence::run`].
    ///
    /// # Example
    /// ```
    /// use landbridge::{Dependence, Network};
    /// let network = Network::bundled();
    /// let effects = Dependence::on(&network).hub("country:KZ".parse()?).projects()?;
    /// assert!(effects.iter().all(|effect| effect.alone.saving >= 0.0), "a new line makes nothing dearer");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn projects(&self) -> Result<Vec<ProjectEffect>, MetricError> {
        self.project_effects()?.collect()
    }

    /// As [`Dependence::projects`], one by one: what has been found can be shown while the rest is
    /// looked for.
    ///
    /// # Errors
    /// As [`Dependence::run`], at once or for each project.
    pub fn project_effects(
        &self,
    ) -> Result<impl ExactSizeIterator<Item = Result<ProjectEffect, MetricError>>, MetricError> {
        let network = self.network;
        let year = self.scenario.year.unwrap_or_else(|| network.as_of_year());
        let openable = |project: ProjectId| {
            network.links().any(|(_, link)| link.project() == Some(project) && !link.is_open_in(year))
        };
        let projects: Vec<ProjectId> = network.projects().map(|(id, _)| id).filter(|&id| openable(id)).collect();
        let none = self.with_projects(&[])?;
        let all = self.with_projects(&projects)?;
        Ok((0..projects.len()).map(move |at| {
            let project = projects[at];
            let others: Vec<ProjectId> = projects.iter().copied().filter(|&other| other != project).collect();
            let (others, alone) = (self.with_projects(&others)?, self.with_projects(&[project])?);
            let (alone, last) = (Effect::between(&none, &alone), Effect::between(&others, &all));
            Ok(ProjectEffect { project, alone, last })
        }))
    }

    fn with_projects(&self, opened: &[ProjectId]) -> Result<State<'n>, MetricError> {
        let targets = opened.iter().map(|&project| Target::Project(self.network[project].id.clone()));
        let scenario = targets.fold(self.scenario.clone(), Scenario::opening);
        let all = self.measures == Measures::All;
        let standing = all.then(|| Standing::of(self.network, &scenario, &self.model)).transpose()?;
        let report = self.clone().measures(Measures::Headline).scenario(scenario).run()?;
        Ok(State { report, standing })
    }
}
