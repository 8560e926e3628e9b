//! The measures beyond the headline: laws on networks drawn at random, and by hand on small ones.

#[allow(dead_code, reason = "no law of the bundled network here")]
#[path = "common/cases.rs"]
mod config;

use config::cases;
use landbridge::strategies::{Draft, Networks, cost_models, laws, networks};
use landbridge::{Dependence, Measures, Network, Openness, Target, Verdict, View};
use proptest::prelude::*;
use proptest::sample::Index;

/// Networks that often have ways, ties, lines and countries between.
fn dense() -> Networks {
    networks().places(2..=7).links(4..=14).countries(5)
}

fn hub(network: &Network, indices: &[Index]) -> Vec<Target> {
    indices.iter().filter_map(|&index| network.draw_target(index)).collect()
}

fn indices() -> impl Strategy<Value = Vec<Index>> {
    prop::collection::vec(any::<Index>(), 1..=2)
}

proptest! {
    #![proptest_config(cases(96))]

    #[test]
    fn measures_are_bounded(network in dense(), draft: Draft, model in cost_models(), at in indices()) {
        let query = Dependence::on(&network).scenario(network.draw_scenario(&draft)).model(model).measures(Measures::All);
        let report = hub(&network, &at).into_iter().fold(query, Dependence::hub).run().unwrap();
        laws::measures_are_bounded(&report)?;
    }

    #[test]
    fn overall_is_that_of_all_ways(network in dense(), draft: Draft, model in cost_models(), at in indices()) {
        laws::overall_is_that_of_all_ways(&network, &network.draw_scenario(&draft), &model, &hub(&network, &at))?;
    }

    #[test]
    fn reliability_is_that_of_all_states(
        network in dense(), draft: Draft, model in cost_models(), at in indices(), tenths in 0_u8..=10,
    ) {
        let (scenario, hub) = (network.draw_scenario(&draft), hub(&network, &at));
        laws::reliability_is_that_of_all_states(&network, &scenario, &model, &hub, f64::from(tenths) / 10.0)?;
    }

    #[test]
    fn the_matrix_is_a_report_for_each_country(network in dense(), draft: Draft, model in cost_models()) {
        laws::the_matrix_is_a_report_for_each_country(&network, &network.draw_scenario(&draft), &model)?;
    }
}

fn small() -> Network {
    Network::from_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/small")).unwrap()
}

#[test]
fn on_the_small_network() {
    let network = small();
    let query = Dependence::on(&network).hub("country:KZ".parse().unwrap()).measures(Measures::All);
    let report = query.run().unwrap();
    laws::measures_are_bounded(&report).unwrap();
    assert!(report.rows.iter().any(|row| row.full.is_some()));
    assert!(report.rows.iter().all(|row| row.full.is_some() == row.verdict.is_some()));
    assert!(!report.anatomy().is_empty(), "Kazakhstan carries something");
    for row in &report.rows {
        assert!(!report.explain(row).is_empty());
    }
    let findings = report.full_findings();
    assert!(findings.len() >= 4);
    let judged = report.rows.iter().filter(|row| row.verdict.is_some_and(|verdict| verdict != Verdict::Terminal));
    let in_cuts = judged.filter_map(|row| row.full.as_ref()).filter(|full| full.countries.cuts_with_hub != 0).count();
    let said = format!("is in a smallest set of countries that cuts {in_cuts} of them");
    assert!(in_cuts > 0 && findings.iter().any(|finding| finding.contains(&said)), "{findings:?}");
    let headline = Dependence::on(&network).hub("country:KZ".parse().unwrap()).run().unwrap();
    assert!(headline.rows.iter().all(|row| row.full.is_none()) && headline.overall.is_none());
    assert!(headline.full_findings().is_empty());
}

#[test]
fn an_openness_out_of_range_is_none() {
    let (open, country) = (Openness::default, "KZ".parse().unwrap());
    for good in [1.0, 1.5, 1e9] {
        assert!(open().stretch(good).is_some(), "{good}");
    }
    for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -1.0] {
        assert!(open().stretch(bad).is_none() && open().each(bad).is_none(), "{bad}");
        assert!(open().country(country, bad).is_none(), "{bad}");
    }
    assert!(open().stretch(0.99).is_none() && open().each(1.01).is_none() && open().country(country, 1.01).is_none());
    assert!([0.0, 1.0].iter().all(|&one| open().each(one).is_some() && open().country(country, one).is_some()));
}

#[test]
fn the_boundary_of_the_bundled_network() {
    let network = Network::bundled();
    let test = Dependence::on(&network).hub("country:KZ".parse().unwrap()).boundary().unwrap();
    assert_eq!(test.views.len(), View::ALL.len());
    let rows = test.rows();
    assert_eq!(rows.len(), network.corridors().len());
    for row in &rows {
        for &(view, verdict, dependence) in &row.views {
            let moved = row.base.1.zip(dependence).is_some_and(|(a, b)| (a - b).abs() > landbridge::TURNS_AT);
            assert_eq!(row.turns_on().any(|one| one == view), verdict != row.base.0 || moved);
            // an end in the hub stays there however the map is cut
            assert!(row.base.0 != Some(Verdict::Terminal) || verdict.is_none_or(|seen| seen == Verdict::Terminal));
        }
    }
    for (view, report) in &test.views {
        for (seen, base) in report.rows.iter().zip(&test.base.rows) {
            let more = *view == View::WithPlanned;
            assert!(if more { seen.network.open <= base.network.open } else { seen.network.open >= base.network.open });
        }
    }
    let planned = View::WithPlanned.scenario(&network, &landbridge::Scenario::default()).unwrap();
    assert!(planned.open.len() > 10);
}

#[test]
fn a_view_that_changes_nothing_is_left_out() {
    let network = small();
    let without_roads = landbridge::Scenario::default();
    assert_eq!(
        View::WithoutRoads.scenario(&network, &without_roads).is_some(),
        network.links().any(|(_, link)| link.mode == landbridge::Mode::Road)
    );
    assert!(View::WithoutNorth.scenario(&network, &without_roads).is_none(), "no such families there");
}
