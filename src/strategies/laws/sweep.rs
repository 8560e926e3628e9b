//! Laws of closing everything in turn.

use proptest::prop_assert_eq;
use proptest::test_runner::TestCaseError;

use super::{Law, unexpected};
use crate::cost::{Cost, CostModel};
use crate::dependence::Verdict;
use crate::network::{Network, PlaceId};
use crate::scenario::{Scenario, Target};

/// Each row of a sweep is what fresh metrics answer, with and without what closes; there is one for
/// each objective, closure and pair. Over a hierarchy the rows are the same.
///
/// # Errors
/// When it is not so, or no metric can be made.
pub fn sweep_is_that_of_fresh_metrics(
    network: &Network,
    scenario: &Scenario,
    models: &[CostModel],
    closures: &[Vec<Target>],
    pairs: &[(PlaceId, PlaceId)],
) -> Law {
    let query = network.sweep().scenario(scenario.clone()).models(models).pairs(pairs.iter().copied());
    let query = closures.iter().fold(query, |query, targets| query.closing(targets));
    let rows = |query: crate::SweepQuery<'_>| -> Result<Vec<_>, TestCaseError> {
        let sweep = query.ready().map_err(unexpected)?;
        let rows: Vec<_> = sweep.rows().collect();
        // apart as well as together
        prop_assert_eq!(&rows, &(0..sweep.units()).flat_map(|unit| sweep.unit(unit)).collect::<Vec<_>>());
        Ok(rows)
    };
    let [one_made_before, a_new_one] = [query.clone().over(&network.hierarchy()), query.clone().over_hierarchy(true)];
    let (over_one, over_another, rows) = (rows(one_made_before)?, rows(a_new_one)?, rows(query.over_hierarchy(false))?);
    prop_assert_eq!(over_one, &rows[..]);
    prop_assert_eq!(over_another, &rows[..]);
    let mut distinct = pairs.to_vec();
    distinct.sort_unstable();
    distinct.dedup();
    prop_assert_eq!(rows.len(), models.len() * closures.len() * distinct.len());
    for row in rows {
        let model = models.iter().find(|model| model.objective() == row.objective).copied().unwrap_or_default();
        let open = network.metric(scenario, &model).map_err(unexpected)?;
        let selection = network.select(&closures[row.closure]).map_err(unexpected)?;
        let least = |metric: &crate::Metric<'_>| metric.shortest(row.from, row.to).map_or(Cost::INFINITE, |r| r.cost());
        let terminal = [row.from, row.to].iter().any(|&end| selection.holds_place(network, end));
        let (before, after) = (least(&open), least(&open.closing(&selection)));
        let told = format!("{:?} closed, {:?} to {:?}", closures[row.closure], row.from, row.to);
        prop_assert_eq!((row.scope.open, row.scope.closed), (before, after), "{}", told);
        let verdict = match (before == Cost::INFINITE, terminal) {
            (true, _) => None,
            (_, true) => Some(Verdict::Terminal),
            _ if after == Cost::INFINITE => Some(Verdict::Indispensable),
            _ if after == before => Some(Verdict::Unused),
            _ => Some(Verdict::Avoidable),
        };
        prop_assert_eq!(row.verdict(), verdict, "{}", told);
    }
    Ok(())
}
