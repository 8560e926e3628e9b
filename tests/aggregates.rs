//! Counts, means and weakest grades of whole reports, made anew from their rows, on generated networks
//! whose rows are graded and whose lines are partly planned.

use std::collections::BTreeSet;

use landbridge::strategies::{Networks, networks};
use landbridge::{
    By, CorridorId, Cost, CostModel, Dependence, DependenceReport, Effect, Grade, Measures, Metric, Network,
    NoCapacity, Number, Objective, Player, Powers, Provenance, Route, Scenario, SeaAccess, Status, Target, Verdict,
    View,
};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;

const GRADES: [Grade; 6] =
    [Grade::Published, Grade::Derived, Grade::Published, Grade::Measured, Grade::Derived, Grade::Assumed];

fn lines() -> Networks {
    networks().places(6..=10).links(12..=24).countries(6).gauges(false)
}

/// Generated networks that have corridors, each row with a grade; `worst` bounds the grades.
fn graded(number: usize, worst: Grade) -> impl Iterator<Item = Network> {
    let mut runner = TestRunner::deterministic();
    let strategy = lines();
    let drawn = std::iter::repeat_with(move || strategy.new_tree(&mut runner).unwrap().current());
    drawn.filter(|network| network.corridors().len() > 0).take(number).enumerate().map(move |(seed, network)| {
        let mut rows = network.rows();
        let grade = |at: usize| Provenance::new(GRADES[(at * 5 + seed * seed) % 6].min(worst), "", "");
        for (at, row) in rows.links.iter_mut().enumerate() {
            row.provenance = grade(at);
            row.capacity = (seed % 3 > 0).then(|| landbridge::Capacity::tonnes_per_year((at + seed) as u64 % 5));
        }
        rows.transfers.iter_mut().enumerate().for_each(|(at, row)| row.provenance = grade(at + 1));
        rows.assumptions.iter_mut().for_each(|row| row.provenance = Provenance::new(Grade::Published, "", ""));
        rows.build().unwrap()
    })
}

/// Up to four countries, those first that the first corridor can pass through.
fn hubs(network: &Network) -> Vec<Target> {
    let line = network.corridors().next().unwrap().1;
    let own = [line.origin, line.destination].map(|end| network[end].country);
    let countries: BTreeSet<_> = network.places().filter_map(|(_, place)| place.country).collect();
    let mut countries: Vec<_> = countries.into_iter().collect();
    countries.sort_by_key(|&country| own.contains(&Some(country)));
    countries.into_iter().take(4).map(Target::Country).collect()
}

fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let values: Vec<f64> = values.collect();
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / f64::from(u32::try_from(values.len()).unwrap()))
}

fn near(a: Option<f64>, b: Option<f64>) -> bool {
    a.zip(b).map_or(a == b, |(a, b)| (a - b).abs() < 1e-9)
}

fn weakest<'r>(metric: &Metric<'_>, routes: impl IntoIterator<Item = &'r Route<'r>>) -> Grade {
    let grades = routes.into_iter().flat_map(|route| route.legs().iter().map(|leg| metric.grade(leg.arc)));
    grades.max().unwrap_or(Grade::Published)
}

#[test]
fn a_summary_is_that_of_its_rows() {
    let (mut judged, mut grades) = ([0; 4], BTreeSet::new());
    for network in graded(100, Grade::Measured) {
        let model = CostModel::new(Objective::ALL[network.links().len() % 4]);
        let metric = network.metric(&Scenario::default(), &model).unwrap();
        for hub in hubs(&network) {
            let report = Dependence::on(&network).model(model).hub(hub).run().unwrap();
            let (rows, summary) = (&report.rows, report.summary());
            let having = |verdict: Verdict| rows.iter().filter(|row| row.verdict == Some(verdict)).count();
            let verdicts = [Verdict::Terminal, Verdict::Unused, Verdict::Avoidable, Verdict::Indispensable].map(having);
            assert_eq!(summary.verdicts, verdicts);
            assert_eq!(summary.corridors, rows.iter().filter(|row| row.best.is_some()).count());
            assert_eq!(summary.open_lines, rows.iter().filter(|row| row.line.open < Cost::INFINITE).count());
            let scope = |of: fn(&landbridge::CorridorDependence<'_>) -> landbridge::Scope| {
                mean(rows.iter().filter_map(|row| of(row).dependence()))
            };
            assert!(near(summary.line, scope(|row| row.line)) && near(summary.family, scope(|row| row.family)));
            assert!(near(summary.network, scope(|row| row.network)));
            for row in rows {
                let expected = weakest(&metric, row.best.iter().chain(&row.replacement));
                assert_eq!(report.rests_on(row).dependence, expected.max(Grade::Published));
            }
            let behind = rows.iter().filter(|row| row.best.is_some()).map(|row| report.rests_on(row).dependence);
            let behind = behind.max().unwrap_or(Grade::Published);
            assert_eq!((report.weakest(), summary.rests_on), (behind, behind));
            judged.iter_mut().zip(verdicts).for_each(|(all, one)| *all += one);
            grades.insert(behind);
        }
    }
    assert!(judged.iter().all(|&count| count > 5) && grades.len() == 3, "{judged:?} {grades:?}");
}

#[test]
fn powers_and_access_rest_on_the_weakest_of_their_ways() {
    let (mut lower, mut shares) = (0, 0);
    for network in graded(120, Grade::Measured) {
        let metric = network.metric(&Scenario::default(), &CostModel::time()).unwrap();
        let report = Powers::on(&network).run().unwrap();
        for row in &report.rows {
            let line = &network[row.corridor];
            let frontier = metric.frontier(line.origin, line.destination).outside_option(row.outside).run().unwrap();
            let routes: Vec<Route<'_>> = frontier.ways().map(|way| way.route()).collect();
            assert_eq!(row.rests_on, weakest(&metric, &routes));
            lower += usize::from(weakest(&metric, routes.first()) < row.rests_on);
            let squares: f64 = row.power.shares().map(|(_, share)| share * share).sum();
            let any = row.power.players.iter().any(|(_, power)| *power > 0.0);
            assert!(near(row.power.hhi(), any.then_some(squares)));
            assert!(near(row.power.effective_number(), any.then(|| 1.0 / squares)));
            let word = row.power.concentration().map(landbridge::Concentration::word);
            let expected = if squares > 0.25 {
                "high"
            } else if squares > 0.15 {
                "moderate"
            } else {
                "low"
            };
            assert_eq!((word, row.power.is_asymmetric()), (any.then_some(expected), any.then_some(squares > 0.25)));
        }
        let countries: BTreeSet<_> = network.places().filter_map(|(_, place)| place.country).collect();
        for country in countries {
            let access = SeaAccess::of(&network, country).run().unwrap();
            let best = access.gateways.first().map(|gateway| &gateway.route);
            let others = access.closures.iter().filter_map(|one| one.replacement.as_ref());
            assert_eq!(access.rests_on(), weakest(&metric, best.into_iter().chain(others)));
            let at = |place: landbridge::PlaceId| network[place].country;
            assert_eq!(access.has_coast(), access.gateways.iter().any(|one| at(one.place) == Some(country)));
            let joined = |other: landbridge::Country| {
                let graph = network.topology();
                graph.edge_indices().any(|edge| {
                    let (tail, head) = graph.edge_endpoints(edge).unwrap();
                    let ends = [tail, head].map(|stop| at(graph[stop].place));
                    metric.cost(edge.into()) < Cost::INFINITE && ends == [Some(country), Some(other)]
                })
            };
            for one in &access.closures {
                assert_eq!(one.neighbour, joined(one.country));
            }
            let own: Vec<f64> =
                access.closures.iter().filter(|one| one.neighbour).filter_map(|one| one.share).collect();
            let (sum, squares) = (own.iter().sum::<f64>(), own.iter().map(|share| share * share).sum::<f64>());
            let expected = own.iter().any(|&share| share > 0.0).then(|| sum * sum / squares);
            assert!(near(access.effective_neighbours(), expected), "{own:?}");
            shares += usize::from(own.iter().filter(|&&share| share > 0.0).count() > 1);
            let weight = |one: &landbridge::Closure<'_>| (one.scope.dependence().unwrap_or(0.0), one.share);
            assert!(access.closures.windows(2).all(|two| weight(&two[0]) >= weight(&two[1])));
        }
    }
    assert!(lower > 0 && shares > 10, "{lower} {shares}");
}

/// The effect of an opening, from the reports before and after.
fn compare(network: &Network, effect: &Effect, [before, after]: [&DependenceReport<'_>; 2]) -> [usize; 4] {
    let rows = || before.rows.iter().zip(&after.rows);
    let costs =
        || rows().filter_map(|(old, new)| Some((old.corridor, old.network.open.finite()?, new.network.open.finite()?)));
    let cheaper: Vec<CorridorId> = costs().filter(|(_, old, new)| new < old).map(|(id, ..)| id).collect();
    assert_eq!(effect.cheaper, cheaper);
    #[allow(clippy::cast_precision_loss, reason = "small costs")]
    let saved = mean(costs().map(|(_, old, new)| if old == 0 { 0.0 } else { (old - new) as f64 / old as f64 }));
    assert!(near(Some(effect.saving), Some(saved.unwrap_or(0.0))));
    let among = |test: &dyn Fn(&landbridge::CorridorDependence<'_>, &landbridge::CorridorDependence<'_>) -> bool| {
        rows().filter(|(old, new)| test(old, new)).map(|(old, _)| old.corridor).collect::<Vec<CorridorId>>()
    };
    let needs = Some(Verdict::Indispensable);
    let goes_round = |verdict| matches!(verdict, Some(Verdict::Avoidable | Verdict::Unused));
    assert_eq!(effect.joined, among(&|old, new| old.best.is_none() && new.best.is_some()));
    assert_eq!(effect.freed, among(&|old, new| old.family.verdict() == needs && goes_round(new.family.verdict())));
    assert_eq!(effect.freed_wholly, among(&|old, new| old.verdict == needs && goes_round(new.verdict)));
    let used = |verdict| matches!(verdict, Some(Verdict::Avoidable | Verdict::Indispensable));
    assert_eq!(effect.drawn_in, among(&|old, new| old.verdict == Some(Verdict::Unused) && used(new.verdict)));
    assert_eq!(effect.bound, among(&|old, new| old.family.verdict().is_none() && new.family.verdict() == needs));
    let change = |of: fn(&landbridge::CorridorDependence<'_>) -> landbridge::Scope| {
        mean(rows().filter_map(|(old, new)| Some(of(new).dependence()? - of(old).dependence()?))).unwrap_or(0.0)
    };
    assert!(near(Some(effect.family), Some(change(|row| row.family))));
    assert!(near(Some(effect.network), Some(change(|row| row.network))));
    assert_eq!(effect.rests_on, before.weakest().max(after.weakest()), "{}", network.links().len());
    [effect.cheaper.len(), effect.joined.len(), effect.freed.len() + effect.bound.len(), effect.drawn_in.len()]
}

/// The same network with a third of its links planned, in two projects.
fn planned(network: &Network, seed: usize) -> Network {
    let mut rows = network.rows();
    rows.projects.clear();
    for (at, link) in rows.links.iter_mut().enumerate() {
        link.project = None;
        if (at + seed).is_multiple_of(3) {
            (link.status, link.opened, link.closed) = (Status::Planned, None, None);
            link.project = Some(format!("later-{}", at % 2));
        }
    }
    rows.build().unwrap()
}

#[test]
fn a_project_changes_what_reports_without_and_with_it_say() {
    let mut met = [0; 4];
    for (seed, network) in graded(50, Grade::Measured).enumerate() {
        let network = planned(&network, seed);
        for hub in hubs(&network) {
            let query = Dependence::on(&network).model(CostModel::distance()).hub(hub);
            let year = network.as_of_year();
            let planned = |id| network.links().any(|(_, link)| link.project() == Some(id) && !link.is_open_in(year));
            let projects: Vec<_> = network.projects().map(|(id, _)| id).filter(|&id| planned(id)).collect();
            let opened = |of: &dyn Fn(landbridge::ProjectId) -> bool| {
                let targets = projects.iter().filter(|&&id| of(id)).map(|&id| Target::Project(network[id].id.clone()));
                query.clone().scenario(targets.fold(Scenario::default(), Scenario::opening)).run().unwrap()
            };
            let effects = query.projects().unwrap();
            assert_eq!(effects.iter().map(|effect| effect.project).collect::<Vec<_>>(), projects);
            for effect in &effects {
                let id = effect.project;
                let alone = compare(&network, &effect.alone, [&opened(&|_| false), &opened(&|one| one == id)]);
                let last = compare(&network, &effect.last, [&opened(&|one| one != id), &opened(&|_| true)]);
                met.iter_mut().zip(alone).zip(last).for_each(|((all, alone), last)| *all += alone + last);
                assert!(effect.alone.standing.is_none());
            }
        }
    }
    assert!(met.iter().all(|&count| count > 2), "{met:?}");
}

#[test]
fn a_boundary_is_tested_by_the_headline_alone() {
    let network = Network::from_dir("tests/fixtures/small").unwrap();
    let query = Dependence::on(&network).hub("country:KZ".parse().unwrap()).measures(Measures::All);
    let test = query.boundary().unwrap();
    assert!(test.base.rows.iter().all(|row| row.full.is_some()) && test.base.overall.is_some());
    assert!(test.views.iter().any(|(view, _)| *view == View::WithoutSea));
    for (view, report) in &test.views {
        let scenario = view.scenario(&network, &Scenario::default()).unwrap();
        let alone = query.clone().measures(Measures::Headline).scenario(scenario).run().unwrap();
        assert!(report.rows.iter().all(|row| row.full.is_none()) && report.overall.is_none());
        let figures = |report: &DependenceReport<'_>| -> Vec<_> {
            report.rows.iter().map(|row| (row.verdict, row.line, row.family, row.network)).collect()
        };
        assert_eq!(figures(report), figures(&alone), "{}", view.words());
    }
}

/// The counts in the sentences on all measures.
fn tells_what_it_counts(report: &DependenceReport<'_>) {
    let judged = || report.rows.iter().filter(|row| !matches!(row.verdict, None | Some(Verdict::Terminal)));
    let full: Vec<_> = judged().filter_map(|row| row.full.as_deref()).collect();
    let told = report.full_findings().join("\n");
    if full.is_empty() {
        assert!(!told.contains("link-disjoint"), "{told}");
        return;
    }
    let count = |test: &dyn Fn(&landbridge::FullMeasures<'_>) -> bool| full.iter().filter(|one| test(one)).count();
    let most = |number: Number| if let Number::Exactly(number) = number { number } else { usize::MAX };
    let fewer = count(&|one| one.links.closed.is_some_and(|closed| most(closed) < most(one.links.open)));
    let some = count(&|one| one.countries.cuts_with_hub > 0);
    let every = count(&|one| !one.countries.cuts.is_empty() && one.countries.cuts_with_hub == one.countries.cuts.len());
    let capacities = count(&|one| one.capacity.is_ok());
    let assumed = judged().filter(|row| report.rests_on(row).dependence >= Grade::Assumed).count();
    for part in [
        format!(", {fewer} have fewer link-disjoint routes without "),
        format!(" cuts {some} of them, and in every such set for {every}."),
        format!("Published capacities bound what {capacities} of "),
        format!("The dependence of {assumed} of "),
    ] {
        assert!(told.contains(&part), "{part}\n{told}");
    }
}

/// Every measure of a row from the public searches over the network with the hub open and closed.
#[test]
fn measures_of_a_row_are_those_of_the_searches() {
    let (mut flows, mut cuts, mut parts) = ([0; 4], 0, 0);
    for (seed, network) in graded(50, Grade::Assumed).enumerate() {
        let model = CostModel::new(Objective::ALL[seed % 4]);
        let open = network.metric(&Scenario::default(), &model).unwrap();
        for hub in hubs(&network) {
            let closed = open.closing(&network.select(std::slice::from_ref(&hub)).unwrap());
            let report = Dependence::on(&network).model(model).hub(hub.clone()).measures(Measures::All).run().unwrap();
            tells_what_it_counts(&report);
            for row in &report.rows {
                let Some(full) = &row.full else { continue };
                let (from, to) = (network[row.corridor].origin, network[row.corridor].destination);
                let terminal = row.verdict == Some(Verdict::Terminal);
                let number = |metric: &Metric<'_>| metric.disjoint(from, to, By::Link).number;
                assert_eq!(full.links.open, number(&open));
                assert_eq!(full.links.closed, (!terminal).then(|| number(&closed)));
                assert_eq!(full.links.routes.len(), open.disjoint(from, to, By::Link).routes.len());
                let frontiers = [&open, &closed].map(|metric| metric.frontier(from, to).run().unwrap());
                let asked = |at: usize| at == 0 || !terminal;
                let kappa = [0, 1].map(|at| frontiers[at].disjoint().number.filter(|_| asked(at)));
                let lambda =
                    [0, 1].map(|at| frontiers[at].minimum_cuts().filter(|_| asked(at)).map(|cuts| cuts[0].len()));
                assert_eq!((full.countries.kappa, full.countries.lambda), (kappa, lambda));
                let named =
                    |cut: &Vec<&Player>| cut.iter().map(|one| one.code(&network).to_owned()).collect::<Vec<_>>();
                let expected: Vec<Vec<String>> = frontiers[0].minimum_cuts().iter().flatten().map(named).collect();
                let found: Vec<Vec<String>> = full
                    .countries
                    .cuts
                    .iter()
                    .map(|cut| cut.iter().map(|one| one.code().to_owned()).collect())
                    .collect();
                assert_eq!(found, expected);
                let Target::Country(own) = &hub else { unreachable!() };
                let with_hub = expected.iter().filter(|cut| cut.iter().any(|one| one == own.code())).count();
                assert_eq!((full.countries.cuts_with_hub, full.countries.complete), (with_hub, [true; 2]));
                cuts += with_hub;
                let carried = [&open, &closed].map(|metric| metric.max_flow(from, to).map(|flow| flow.value.get()));
                let kind = match (&full.capacity, carried) {
                    (Err(NoCapacity::Terminal), _) if terminal => 0,
                    (Err(NoCapacity::Unstated), [None, _] | [_, None]) => 1,
                    (Err(NoCapacity::NoWay), [Some(0), _]) => 2,
                    (Ok(loss), [Some(all), Some(left)]) if all > 0 => {
                        #[allow(clippy::cast_precision_loss, reason = "small flows")]
                        let expected = 1.0 - left as f64 / all as f64;
                        assert!(near(Some(loss.loss), Some(expected)));
                        3
                    }
                    other => panic!("{other:?}"),
                };
                flows[kind] += 1;
                let uses = row.verdict != Some(Verdict::Unused) && !terminal;
                parts += full.anatomy.parts.len();
                if uses {
                    let all = open.replacements(from, to).unwrap();
                    for part in &full.anatomy.parts {
                        let one = all.all().iter().find(|one| one.closed == part.target).unwrap();
                        let (best, cost) = (all.best().cost().finite().unwrap(), one.cost.finite());
                        #[allow(clippy::cast_precision_loss, reason = "small costs")]
                        let lost =
                            cost.map_or(1.0, |cost| if cost == best { 0.0 } else { 1.0 - best as f64 / cost as f64 });
                        assert!(near(Some(part.dependence), Some(lost)));
                        let cut = open.closing(&network.select(std::slice::from_ref(&part.target)).unwrap());
                        let needed = cut.shortest(from, to).is_none();
                        assert_eq!(full.anatomy.unavoidable.contains(&part.target), needed, "{}", part.target);
                    }
                    for by in [By::Link, By::Place, By::Border] {
                        let of_kind = || full.anatomy.parts.iter().filter(|part| part.by == by);
                        let most = of_kind().map(|part| part.dependence).fold(0.0, f64::max);
                        let first = of_kind().find(|part| part.dependence >= most);
                        assert_eq!(full.anatomy.most_vital(by), first);
                    }
                }
            }
        }
    }
    assert!(cuts > 20 && parts > 20 && flows[0] > 0 && flows[1] > 0, "{cuts} {parts} {flows:?}");
}

#[test]
fn a_standing_is_that_of_frontiers_and_powers_and_a_change_its_difference() {
    let mut changed = 0;
    for (seed, network) in graded(16, Grade::Measured).enumerate() {
        let network = planned(&network, seed);
        let query = Dependence::on(&network).hub(hubs(&network)[0].clone()).measures(Measures::All);
        let standing = |opened: &[landbridge::ProjectId]| {
            let targets = opened.iter().map(|&id| Target::Project(network[id].id.clone()));
            let scenario = targets.fold(Scenario::default(), Scenario::opening);
            let metric = network.metric(&scenario, &CostModel::time()).unwrap();
            let redundance: Vec<[Option<f64>; 2]> = network
                .corridors()
                .map(|(_, one)| {
                    let frontier = metric.frontier(one.origin, one.destination).run().unwrap();
                    let cuts = frontier.minimum_cuts().map(|cuts| cuts[0].len());
                    [frontier.disjoint().number, cuts]
                        .map(|number| number.map(|number| f64::from(u32::try_from(number).unwrap())))
                })
                .collect();
            let powers = Powers::on(&network).scenario(scenario).run().unwrap().all();
            let shares: Vec<(Player, f64)> = powers.shares().map(|(player, share)| (player.clone(), share)).collect();
            (redundance, shares)
        };
        let none = standing(&[]);
        for effect in query.projects().unwrap() {
            let (alone, change) = (standing(&[effect.project]), effect.alone.standing.unwrap());
            for (at, found) in [change.kappa, change.lambda].into_iter().enumerate() {
                let both = none.0.iter().zip(&alone.0).filter_map(|(old, new)| Some(new[at]? - old[at]?));
                assert!(near(Some(found), Some(mean(both).unwrap_or(0.0))));
            }
            let of = |shares: &[(Player, f64)], one: &Player| {
                shares.iter().filter(|(player, _)| player == one).map(|(_, share)| share).sum::<f64>()
            };
            let players: BTreeSet<&Player> = none.1.iter().chain(&alone.1).map(|(player, _)| player).collect();
            let moved = |player: &&&Player| (of(&alone.1, player) - of(&none.1, player)).abs() > 1e-9;
            assert_eq!(change.shares.len(), players.iter().filter(moved).count());
            for (player, by) in &change.shares {
                assert!(near(Some(*by), Some(of(&alone.1, player) - of(&none.1, player))));
            }
            assert!(change.shares.windows(2).all(|two| two[0].1.abs() >= two[1].1.abs()));
            changed += change.shares.len();
        }
        let year = network.as_of_year();
        let snapshot = query.snapshots([year], &[]).next().unwrap().unwrap();
        let means = [0, 1].map(|at| mean(none.0.iter().filter_map(|both| both[at])));
        let found = snapshot.standing.means();
        assert!(near(found[0], means[0]) && near(found[1], means[1]), "{found:?} {means:?}");
    }
    assert!(changed > 4, "{changed}");
}
