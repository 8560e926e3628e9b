//! Everything closed in turn, beside fresh metrics with each thing closed.

#[path = "common/cases.rs"]
mod config;

use config::{bundled_cases, cases};
use landbridge::strategies::{cost_models, laws, networks};
use landbridge::{CostModel, Dependence, Network, Objective, PlaceId, Scenario, Target, Verdict};
use proptest::prelude::*;
use proptest::sample::Index;

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn each_row_is_that_of_fresh_metrics(
        network in networks().places(1..=8).links(0..=16),
        draft in any::<Index>(),
        model in cost_models(),
        closed in prop::collection::vec(prop::collection::vec(any::<Index>(), 1..=3), 1..=6),
        ends in prop::collection::vec(any::<(Index, Index)>(), 1..=6),
    ) {
        let target = |index: &Index| network.draw_target(*index);
        let closures: Vec<Vec<Target>> =
            closed.iter().map(|indices| indices.iter().filter_map(target).collect()).collect();
        let places: Vec<PlaceId> = network.places().map(|(id, _)| id).collect();
        let pairs: Vec<_> = ends.iter().map(|(a, b)| (places[a.index(places.len())], places[b.index(places.len())])).collect();
        let already = network.draw_target(draft).filter(|_| draft.index(3) == 0);
        let scenario = already.into_iter().fold(Scenario::default(), Scenario::closing);
        let mut models = vec![model];
        models.extend((model.objective() != Objective::Distance).then(CostModel::distance));
        laws::sweep_is_that_of_fresh_metrics(&network, &scenario, &models, &closures, &pairs)?;
    }
}

proptest! {
    #![proptest_config(bundled_cases(24))]

    #[test]
    fn on_draws_from_the_bundled_network(closed in prop::collection::vec(any::<Index>(), 1..=2), ends in any::<[Index; 4]>()) {
        thread_local!(static BUNDLED: Network = Network::bundled());
        BUNDLED.with(|network| {
            let closures = vec![closed.iter().filter_map(|&index| network.draw_target(index)).collect()];
            let places: Vec<PlaceId> = network.places().map(|(id, _)| id).collect();
            let place = |at: usize| places[ends[at].index(places.len())];
            let pairs = [(place(0), place(1)), (place(0), place(2)), (place(0), place(3))];
            laws::sweep_is_that_of_fresh_metrics(network, &Scenario::default(), &[CostModel::time()], &closures, &pairs)
        })?;
    }
}

#[test]
fn all_corridors_and_everything_closed_in_turn() {
    let network = Network::bundled();
    let ends = network.corridors().map(|(_, corridor)| (corridor.origin, corridor.destination));
    let query = network.sweep().pairs(ends).countries().borders().passages();
    let sweep = query.clone().ready().unwrap();
    let rows: Vec<_> = sweep.rows().collect();
    for country in ["KZ", "RU"].map(|code| code.parse().unwrap()) {
        let report = Dependence::on(&network).hub(Target::Country(country)).run().unwrap();
        for asked in &report.rows {
            let corridor = &network[asked.corridor];
            let closed = |at: usize| sweep.closures()[at] == [Target::Country(country)];
            let ends = (corridor.origin, corridor.destination);
            let row = rows.iter().find(|row| closed(row.closure) && (row.from, row.to) == ends);
            let terminal = asked.verdict == Some(Verdict::Terminal);
            assert_eq!(row.unwrap().verdict(), asked.verdict, "{} and {country}", corridor.id);
            assert!(terminal || row.unwrap().scope == asked.network, "{} and {country}", corridor.id);
        }
    }
    // each verdict is there, so that the comparison says something
    for verdict in [Verdict::Terminal, Verdict::Unused, Verdict::Avoidable] {
        assert!(rows.iter().any(|row| row.verdict() == Some(verdict)), "{verdict:?}");
    }
    let again: Vec<_> = sweep.several(0..sweep.units()).flatten().collect();
    assert_eq!(again, rows);
    let single = network.countries_borders_passages();
    assert_eq!(sweep.closures().len(), single);
    let pairs = query.and_pairs_of_them().ready().unwrap();
    assert_eq!(pairs.closures().len(), single + single * (single - 1) / 2);
}

trait Count {
    fn countries_borders_passages(&self) -> usize;
}

impl Count for Network {
    fn countries_borders_passages(&self) -> usize {
        let countries: std::collections::BTreeSet<_> = self.places().filter_map(|(_, place)| place.country).collect();
        countries.len() + self.borders().len() + self.passages().len()
    }
}

#[test]
fn what_is_not_there_is_told() {
    let network = Network::bundled();
    let error = network.sweep().closing(&[Target::Border("nowhere".into())]).ready().unwrap_err();
    assert!(error.to_string().contains("nowhere"), "{error}");
}
