//! Draws: the same as a network built with their values, the same on any number of threads.

use landbridge::{ArcId, CostModel, Dependence, Draw, Intervals, Network, Objective, Scenario, Spread, Step};
use std::fs;
use std::path::{Path, PathBuf};

fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// A copy of the bundled tables with the numbers of some columns replaced, and without ranges.
fn rewritten(network: &Network, draw: &Draw) -> Network {
    let directory = tempfile::tempdir().unwrap();
    for entry in fs::read_dir(here("network")).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, directory.path().join(path.file_name().unwrap())).unwrap();
    }
    change(directory.path(), "assumption.csv", |row, set| {
        let at = network.assumptions().iter().position(|one| one.id == row("assumption_id")).unwrap();
        let value = format!("{:?}", draw.values()[at]);
        for column in ["low", "likely", "high"] {
            set(column, value.clone());
        }
    });
    change(directory.path(), "link.csv", |row, set| {
        let id = network.link(&row("link_id")).unwrap();
        if is_rewritten(network, draw, id) {
            set("length_km", draw.length(id).as_km().to_string());
        }
        set("length_low_km", String::new());
        set("length_high_km", String::new());
    });
    Network::from_dir(directory.path()).unwrap()
}

/// A border splits a drawn length in proportion, a table at its own place; and a table may not hold
/// a length below the great circle, which the least of some published figures is.
fn is_rewritten(network: &Network, draw: &Draw, link: landbridge::LinkId) -> bool {
    matches!(network[link].extent, landbridge::Extent::Within(_)) && draw.length(link) >= network[link].length
}

type Set<'s> = &'s mut dyn FnMut(&str, String);

fn change(directory: &Path, file: &str, edit: impl Fn(&dyn Fn(&str) -> String, Set<'_>)) {
    let path = directory.join(file);
    let mut reader = csv::Reader::from_path(&path).unwrap();
    let header = reader.headers().unwrap().clone();
    let at = |column: &str| header.iter().position(|name| name == column).unwrap();
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&header).unwrap();
    for row in reader.records().map(Result::unwrap) {
        let mut cells: Vec<String> = row.iter().map(str::to_owned).collect();
        edit(&|column| row[at(column)].to_owned(), &mut |column, value| cells[at(column)] = value);
        writer.write_record(&cells).unwrap();
    }
    fs::write(path, writer.into_inner().unwrap()).unwrap();
}

#[test]
fn a_draw_is_a_network_built_with_its_values() {
    let network = Network::bundled();
    let draw = Draw::new(&network, 11, 4);
    let built = rewritten(&network, &draw);
    let scenario = Scenario::default().delaying("passage:suez".parse().unwrap(), 48.0);
    for objective in Objective::ALL {
        let model = CostModel::new(objective);
        let drawn = network.metric(&scenario, &model).unwrap().drawn(&draw).unwrap();
        let again = built.metric(&scenario, &model).unwrap();
        let topology = network.topology();
        let mut compared = 0;
        for edge in topology.edge_indices() {
            let same_length = match topology[edge] {
                Step::Link { link, .. } => {
                    is_rewritten(&network, &draw, link) || draw.length(link) == network[link].length
                }
                Step::Transfer { .. } => true,
            };
            if same_length {
                let arc = ArcId::from(edge);
                assert_eq!(drawn.cost(arc), again.cost(arc), "{objective}: {:?}", topology[edge]);
                compared += 1;
            }
        }
        assert!(compared * 10 > 8 * topology.edge_count(), "{compared} arcs");
    }
}

fn query(network: &Network) -> Dependence<'_> {
    Dependence::on(network).hub("country:KZ".parse().unwrap())
}

fn spreads(intervals: &Intervals) -> impl Iterator<Item = (Spread, f64)> {
    let scopes = intervals.rows.iter().flat_map(|row| [row.line, row.family, row.network]);
    scopes.filter_map(|scope| Some((scope.dependence?, scope.likely.dependence()?)))
}

#[test]
fn the_likely_scopes_are_those_of_the_report() {
    let network = Network::bundled();
    for (hub, objective) in
        [("country:KZ", Objective::Time), ("passage:suez", Objective::Money), ("country:RU", Objective::Distance)]
    {
        let query = Dependence::on(&network).hub(hub.parse().unwrap()).model(CostModel::new(objective));
        let (report, intervals) = (query.run().unwrap(), query.intervals(0, 1).unwrap());
        assert_eq!(report.rows.len(), intervals.rows.len());
        for (row, sure) in report.rows.iter().zip(&intervals.rows) {
            for (scope, likely) in [(row.line, sure.line), (row.family, sure.family), (row.network, sure.network)] {
                assert_eq!(scope.verdict(), likely.likely.verdict(), "{}", network[row.corridor].id);
                assert_eq!(scope.dependence(), likely.likely.dependence(), "{}", network[row.corridor].id);
            }
        }
    }
}

#[test]
fn the_ranking_is_that_of_reports_country_by_country() {
    let network = Network::bundled();
    let ranking = Dependence::on(&network).ranking(0, 1).unwrap();
    assert!(ranking.countries.len() > 5);
    for row in ranking.countries.iter().step_by(7) {
        let report = Dependence::on(&network).hub(landbridge::Target::Country(row.country)).run().unwrap();
        let values: Vec<f64> = report.rows.iter().filter_map(|row| row.network.dependence()).collect();
        let mean = values.iter().sum::<f64>() / f64::from(u32::try_from(values.len()).unwrap());
        assert!((mean - row.likely).abs() < 1e-9, "{}: {mean} {}", row.country, row.likely);
    }
}

#[test]
fn without_ranges_there_is_no_width() {
    let network = Network::bundled();
    let sure = rewritten(&network, &Draw::likely(&network));
    let intervals = query(&sure).intervals(5, 1).unwrap();
    assert!(spreads(&intervals).count() > 50);
    for (spread, likely) in spreads(&intervals) {
        assert_eq!([spread.low, spread.median, spread.high].map(f64::to_bits), [likely.to_bits(); 3]);
    }
    assert!(intervals.rows.iter().all(|row| row.drivers.is_empty()));
    let ranking = query(&sure).ranking(3, 1).unwrap();
    assert!(ranking.changed.iter().all(|share| *share == 0.0));
}

#[test]
fn intervals_are_in_order_and_sure_verdicts_are_the_likely_ones() {
    let network = Network::bundled();
    let intervals = query(&network).intervals(40, 1).unwrap();
    assert!(spreads(&intervals).all(|(spread, _)| spread.low <= spread.median && spread.median <= spread.high));
    assert!(spreads(&intervals).any(|(spread, _)| spread.low < spread.high));
    for row in &intervals.rows {
        if let Some(certain) = row.chances.iter().position(|chance| *chance >= 1.0) {
            let drawn = ["terminal", "unused", "avoidable", "indispensable"][certain];
            assert_eq!(row.verdict.map(landbridge::Verdict::word), Some(drawn), "{}", network[row.corridor].id);
        }
    }
    let ranking = query(&network).ranking(10, 1).unwrap();
    assert!(ranking.changed.is_sorted());
}

#[test]
fn more_draws_begin_with_the_same_draws() {
    let network = Network::bundled();
    for number in [0, 1, 99] {
        assert_eq!(Draw::new(&network, 5, number), Draw::new(&network, 5, number));
        assert_ne!(Draw::new(&network, 5, number), Draw::new(&network, 6, number));
        assert_ne!(Draw::new(&network, 5, number), Draw::new(&network, 5, number + 1));
    }
}

/// Taken without the feature; the same under it, on one thread and on two.
#[test]
fn threads_do_not_matter() {
    let network = Network::bundled();
    let (answer, order) = (|| query(&network).intervals(6, 9).unwrap(), || query(&network).ranking(4, 9).unwrap());
    let (alone, ranked) = (answer(), order());
    assert_eq!(alone, answer());
    #[cfg(feature = "rayon")]
    for threads in [1, 2] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        assert_eq!(pool.install(answer), alone);
        assert_eq!(pool.install(order), ranked);
    }
    // one by one in this thread, without the library's loop
    let likely = query(&network).run().unwrap();
    assert_eq!(alone.rows.len(), likely.rows.len());
    assert_eq!(ranked, order());
}
