//! Every answer about the small network, whole: figures, words and JSON, by each objective.

mod snapshot;

use std::fmt::Write as _;

use landbridge::report::{ConfidenceJson, EventsJson, Grid, ProjectJson, RedundancyJson, YearJson};
use landbridge::{
    CostModel, Dependence, Events, Measures, Network, Objective, Powers, Scenario, SeaAccess, SeaAccessReport,
};
use snapshot::{assert_golden, here};

const SMALL: &str = "tests/fixtures/small";

fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string_pretty(value).unwrap() + "\n"
}

/// Under a heading: grids, then sentences.
fn tell(out: &mut String, head: &str, grids: &[Grid], words: &[String]) {
    writeln!(out, "\n## {head}\n").unwrap();
    for grid in grids {
        writeln!(out, "{}", grid.to_csv()).unwrap();
    }
    for line in words {
        writeln!(out, "{line}").unwrap();
    }
}

fn answers(network: &Network, objective: Objective) -> (String, String) {
    let (mut out, mut data) = (format!("# By {objective}\n"), String::new());
    let model = CostModel::new(objective);
    let headline = Dependence::on(network).model(model).hub("country:KZ".parse().unwrap());
    let query = headline.clone().measures(Measures::All);

    // one that cannot be gone round, one that can, one in which a line ends
    for hub in ["country:KZ", "country:AZ", "passage:caspian", "country:TR"] {
        let query = Dependence::on(network).model(model).hub(hub.parse().unwrap()).measures(Measures::All);
        let report = query.run().unwrap();
        let words = [report.findings(), report.full_findings()].concat();
        let explained = report.rows.iter().flat_map(|row| report.explain(row));
        tell(&mut out, &format!("Dependence on {hub}"), &[report.grid(), report.family_grid()], &words);
        tell(&mut out, "In sentences", &[], &explained.collect::<Vec<_>>());
        data += &json(&report.to_json());
    }

    let boundary = headline.boundary().unwrap();
    tell(&mut out, "Boundary", &[boundary.grid()], &boundary.findings());
    data += &json(&boundary.to_json());

    let effects = query.project_effects().unwrap();
    let projects: Vec<ProjectJson> = effects.map(|effect| ProjectJson::new(network, &effect.unwrap())).collect();
    let grids = [Grid::of_projects(&projects), Grid::of_rankings(&projects)];
    tell(&mut out, "Projects", &grids, &ProjectJson::findings(&projects));
    data += &json(&projects);

    let landlocked = network.landlocked();
    let snapshots = headline.snapshots([2020, 2035], &landlocked);
    let years: Vec<YearJson> = snapshots.map(|one| YearJson::of_snapshot(&one.unwrap())).collect();
    let grids = [Grid::of_years(&years), Grid::of_snapshots(&years, objective)];
    tell(&mut out, "Years", &grids, &YearJson::findings(&years));
    data += &json(&years);

    let powers = Powers::on(network).model(model).run().unwrap();
    tell(&mut out, "Powers", &[powers.grid(), powers.family_grid()], &powers.findings());
    data += &json(&powers.to_json());

    let access = landlocked.iter().map(|&country| SeaAccess::of(network, country).model(model).run().unwrap());
    let access: Vec<SeaAccessReport<'_>> = access.collect();
    let grids = [Grid::of_sea_access(&access), Grid::of_closures(&access), Grid::of_gateways(&access)];
    tell(&mut out, "Access to the sea", &grids, &access.iter().flat_map(SeaAccessReport::findings).collect::<Vec<_>>());
    data += &json(&access.iter().map(SeaAccessReport::to_json).collect::<Vec<_>>());

    let draws = headline.draws(20, 7);
    let (intervals, ranking) = (draws.intervals().unwrap(), draws.ranking().unwrap());
    tell(&mut out, "Confidence", &[intervals.grid(network), ranking.grid()], &intervals.findings());
    data += &json(&ConfidenceJson::new(network, &intervals, &ranking));

    let metric = network.metric(&Scenario::default(), &model).unwrap();
    let ends = [network.place("Ürümqi").unwrap(), network.place("Poti").unwrap()];
    let redundancy = RedundancyJson::new(&metric, ends[0], ends[1]);
    let grids = [redundancy.ways_grid(), redundancy.unavoidable_grid(), redundancy.frontier_grid()];
    tell(&mut out, "Redundancy", &grids, &redundancy.notes());
    data += &json(&redundancy);
    (out, data)
}

#[test]
fn every_answer_about_the_small_network() {
    let network = Network::from_dir(here(SMALL)).unwrap();
    let (mut words, mut data) = (String::new(), String::new());
    for objective in Objective::ALL {
        let (told, json) = answers(&network, objective);
        words += &told;
        data = if objective == Objective::Time { json } else { data };
    }
    let read = |name: &str| std::fs::read(here(SMALL).join(name)).unwrap();
    let events = Events::read(read("event.csv").as_slice(), read("observed.csv").as_slice()).unwrap();
    let events = EventsJson::new(&network, &network.replay(&events).unwrap());
    tell(&mut words, "Events", &[Grid::of_events(&events), Grid::of_observed(&events)], &events.findings);
    let shares = network.official_shares(&Scenario::default()).unwrap();
    // without what was published, which changes with the data of the crate
    tell(&mut words, "Official shares", &[shares.grid()], &shares.findings());
    assert_golden("answers.txt", &words);
    assert_golden("answers.json", &(data + &json(&events)));
}
