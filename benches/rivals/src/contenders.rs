//! Each contender does what it can of the work and prints figures and answers, a line each.

use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::io::BufReader;
use std::process::Command;
use std::time::Instant;

use cpu_time::ThreadTime;
use landbridge::{
    Adjacency, Cost, CostModel, Fill, Hierarchy, Network, PlaceId, Scenario, Selection, SweepRow, Target, Verdict,
    nested_dissection,
};
use petgraph::graph::{NodeIndex, UnGraph};
use routingkit_cch::{CCH, CCHMetric, CCHMetricPartialUpdater, CCHOneToMany, CCHQuery, compute_order_inertial};

use crate::told::{FEW, ROWS, allocated, answer, figure, median, peak, query, seconds};
use crate::world::World;

type Contender = (&'static str, fn(&World));

pub const CONTENDERS: [Contender; 9] = [
    ("petgraph dijkstra", petgraph),
    ("pathfinding dijkstra", pathfinding),
    ("fast_paths", fast_paths),
    ("RoutingKit", |world| routingkit(world, &inertial_order(world))),
    ("RoutingKit in the order of landbridge", |world| routingkit(world, &landbridge_order(world))),
    ("rust_road_router in the order of landbridge", |world| road_router(world, "basic")),
    ("rust_road_router, perfect, in the order of landbridge", |world| road_router(world, "perfect")),
    ("landbridge, plain search", plain_search),
    ("landbridge, hierarchy", hierarchy),
];

/// What RoutingKit takes for no way.
const INFINITE: u32 = i32::MAX as u32;

/// One-to-all and the table for a search that goes from one to all, whose costs come in its own order
/// of the places.
fn from_one<T>(world: &World, all: impl Fn(u32) -> Vec<T>, cost: impl Fn(&[T], u32) -> Option<u32>) {
    let (time, costs) = median(3, || all(world.pairs[0].0));
    figure("one-to-all ms", time * 1e3);
    answer("one to all", &(0..world.ids.len() as u32).map(|to| cost(&costs, to)).collect::<Vec<_>>());
    let (origins, destinations) = world.table();
    let (time, rows) = seconds(|| {
        let row = |&origin| {
            let costs = all(origin);
            destinations.iter().map(|&to| cost(&costs, to)).collect::<Vec<_>>()
        };
        origins[..ROWS].iter().flat_map(row).collect::<Vec<_>>()
    });
    figure("1,000 × 1,000 s", time * origins.len() as f64 / ROWS as f64);
    answer("table", &rows);
}

/// Of costs in the order of the file.
fn as_in_file(costs: &[Option<u32>], to: u32) -> Option<u32> {
    costs[to as usize]
}

fn petgraph(world: &World) {
    let build = |links: &mut dyn Iterator<Item = (u32, u32, u32)>| {
        let mut graph = UnGraph::<(), u32>::with_capacity(world.ids.len(), world.links.len());
        world.ids.iter().for_each(|_| _ = graph.add_node(()));
        links.for_each(|(from, to, length)| _ = graph.add_edge(from.into(), to.into(), length));
        graph
    };
    let (time, graph) = seconds(|| build(&mut world.links.iter().copied()));
    figure("build ms", time * 1e3);
    let search = |graph: &UnGraph<(), u32>, from: u32, to: Option<u32>| {
        petgraph::algo::dijkstra(graph, NodeIndex::from(from), to.map(NodeIndex::from), |link| *link.weight())
    };
    query(&world.pairs[..FEW], "open", |from, to| search(&graph, from, Some(to)).get(&NodeIndex::from(to)).copied());
    let closed = build(&mut world.closed(INFINITE).filter(|link| link.2 != INFINITE));
    query(&world.pairs[..FEW], "closed", |from, to| search(&closed, from, Some(to)).get(&NodeIndex::from(to)).copied());
    let all = |from| {
        let found = search(&graph, from, None);
        (0..world.ids.len()).map(|to| found.get(&NodeIndex::new(to)).copied()).collect()
    };
    from_one(world, all, as_in_file);
}

fn pathfinding(world: &World) {
    let build = |links: &mut dyn Iterator<Item = (u32, u32, u32)>| {
        let mut around = vec![Vec::new(); world.ids.len()];
        for (from, to, length) in links {
            around[from as usize].push((to, length));
            around[to as usize].push((from, length));
        }
        around
    };
    let (time, around) = seconds(|| build(&mut world.links.iter().copied()));
    figure("build ms", time * 1e3);
    let search = |around: &[Vec<(u32, u32)>], from: u32, to: u32| {
        let next = |at: &u32| around[*at as usize].iter().copied();
        pathfinding::prelude::dijkstra(&from, next, |at| *at == to).map(|found| found.1)
    };
    query(&world.pairs[..FEW], "open", |from, to| search(&around, from, to));
    let closed = build(&mut world.closed(INFINITE).filter(|link| link.2 != INFINITE));
    query(&world.pairs[..FEW], "closed", |from, to| search(&closed, from, to));
    let all = |from| {
        let reached = pathfinding::prelude::dijkstra_all(&from, |at: &u32| around[*at as usize].iter().copied());
        let cost = |to: u32| if to == from { Some(0) } else { reached.get(&to).map(|found| found.1) };
        (0..world.ids.len() as u32).map(cost).collect()
    };
    from_one(world, all, as_in_file);
}

fn fast_paths(world: &World) {
    let input = |links: &mut dyn Iterator<Item = (u32, u32, u32)>| {
        let mut input = fast_paths::InputGraph::new();
        for (from, to, length) in links {
            input.add_edge_bidir(from as usize, to as usize, length as usize);
        }
        input.freeze();
        input
    };
    let open = input(&mut world.links.iter().copied());
    let (time, graph) = seconds(|| fast_paths::prepare(&open));
    figure("build ms", time * 1e3);
    let order = graph.get_node_ordering();
    let with_order =
        |input| seconds(|| fast_paths::prepare_with_order(input, &order).expect("an order of the same graph"));
    figure("customize ms", with_order(&open).0 * 1e3);
    let ask = |graph: &fast_paths::FastGraph, pairs: usize, question: &str| {
        let mut calculator = fast_paths::create_calculator(graph);
        query(&world.pairs[..pairs], question, |from, to| {
            let found = calculator.calc_path(graph, from as usize, to as usize);
            found.map(|path| u32::try_from(path.get_weight()).unwrap())
        });
    };
    ask(&graph, 10_000, "open");
    // a link that is gone would leave its end out of the graph: it gets a length beyond all ways
    let far = 1 << 31;
    let (time, closed) = with_order(&input(&mut world.closed(far)));
    figure("close KZ ms", time * 1e3);
    let mut calculator = fast_paths::create_calculator(&closed);
    query(&world.pairs[..FEW], "closed", |from, to| {
        let found = calculator.calc_path(&closed, from as usize, to as usize).map(|path| path.get_weight());
        found.filter(|&cost| cost < far as usize).map(|cost| cost as u32)
    });
}

fn ends(world: &World) -> (Vec<u32>, Vec<u32>) {
    world.links.iter().flat_map(|&(from, to, _)| [(from, to), (to, from)]).unzip()
}

fn adjacency(world: &World) -> Adjacency {
    let links: Vec<(u32, u32)> = world.links.iter().map(|&(from, to, _)| (from, to)).collect();
    Adjacency::new(world.ids.len(), &links)
}

fn ordered(world: &World, time: f64, rank: &[u32]) -> Vec<u32> {
    figure("order s", time);
    figure("hierarchy arcs", Fill::of(&adjacency(world), rank).arcs as f64);
    by_rank(rank)
}

/// From the rank of each to who has each rank, and back.
fn by_rank(rank: &[u32]) -> Vec<u32> {
    let mut order = vec![0; rank.len()];
    (0..).zip(rank).for_each(|(node, &rank)| order[rank as usize] = node);
    order
}

fn inertial_order(world: &World) -> Vec<u32> {
    let (tails, heads) = ends(world);
    let (north, east): (Vec<f32>, Vec<f32>) =
        world.points.iter().map(|point| (point.y() as f32, point.x() as f32)).unzip();
    let nodes = u32::try_from(world.ids.len()).unwrap();
    let (time, order) = seconds(|| compute_order_inertial(nodes, &tails, &heads, &north, &east));
    ordered(world, time, &by_rank(&order))
}

fn landbridge_order(world: &World) -> Vec<u32> {
    let adjacency = adjacency(world);
    let (time, rank) = seconds(|| nested_dissection(&world.points, &adjacency));
    ordered(world, time, &rank)
}

fn routingkit(world: &World, order: &[u32]) {
    let (tails, heads) = ends(world);
    let lengths: Vec<u32> = world.links.iter().flat_map(|link| [link.2; 2]).collect();
    let before = allocated();
    let (time, hierarchy) = seconds(|| CCH::new(order, &tails, &heads, |_| {}, false));
    figure("build ms", time * 1e3);
    let mut metric = CCHMetric::new(&hierarchy, lengths.clone());
    figure("engine MB", (allocated() - before) as f64 / 1e6);
    // all copies are made before the clock runs
    let mut copies = vec![lengths; 5];
    let (time, ()) = median(5, || metric.reset(copies.pop().expect("a copy for each round")));
    figure("customize ms", time * 1e3);
    {
        let mut search = CCHQuery::new(&metric);
        query(&world.pairs, "open", |from, to| {
            search.add_source(from, 0);
            search.add_target(to, 0);
            search.run().distance()
        });
        let everywhere: Vec<u32> = (0..world.ids.len() as u32).collect();
        let mut to_all = CCHOneToMany::new(&metric, &everywhere);
        let (time, costs) = median(5, || to_all.distances_from(world.pairs[0].0));
        figure("one-to-all ms", time * 1e3);
        answer("one to all", &costs);
        let (origins, destinations) = world.table();
        let (time, table) = seconds(|| {
            let mut to_some = CCHOneToMany::new(&metric, &destinations);
            origins.iter().flat_map(|&origin| to_some.distances_from(origin)).collect::<Vec<_>>()
        });
        figure("1,000 × 1,000 s", time);
        answer("table", &table[..ROWS * destinations.len()]);
        answer("table, whole", &table);
    }
    let change = |infinite: u32| -> BTreeMap<u32, u32> {
        let arcs = world.closed(infinite).zip(&world.links).enumerate();
        let touched = arcs.filter(|(_, ((from, to, _), _))| world.inside[*from as usize] || world.inside[*to as usize]);
        touched.flat_map(|(at, ((.., now), _))| [2 * at as u32, 2 * at as u32 + 1].map(|arc| (arc, now))).collect()
    };
    let (closing, opening) = (change(INFINITE), world.links.iter().enumerate());
    let opening: BTreeMap<u32, u32> = opening
        .filter(|(at, _)| closing.contains_key(&(2 * *at as u32)))
        .flat_map(|(at, link)| [2 * at as u32, 2 * at as u32 + 1].map(|arc| (arc, link.2)))
        .collect();
    let mut updater = CCHMetricPartialUpdater::new(&hierarchy);
    let mut times = Vec::new();
    for _ in 0..5 {
        updater.apply(&mut metric, &opening);
        times.push(seconds(|| updater.apply(&mut metric, &closing)).0);
    }
    times.sort_by(f64::total_cmp);
    figure("close KZ ms", times[2] * 1e3);
    {
        let mut search = CCHQuery::new(&metric);
        query(&world.pairs[..FEW], "closed", |from, to| {
            search.add_source(from, 0);
            search.add_target(to, 0);
            search.run().distance()
        });
    }
    // each country in turn: from one closing to the next, then all pairs between other countries
    updater.apply(&mut metric, &opening);
    let (mut total, mut change, mut answers) = (0.0, BTreeMap::new(), Vec::new());
    for (country, links) in world.touching() {
        let arcs = links.iter().flat_map(|&link| [2 * link as u32, 2 * link as u32 + 1]);
        change.extend(arcs.clone().map(|arc| (arc, INFINITE)));
        total += seconds(|| updater.apply(&mut metric, &change)).0;
        let mut search = CCHQuery::new(&metric);
        let asks =
            |&&(from, to): &&(u32, u32)| [from, to].iter().all(|&end| world.countries[end as usize] != Some(country));
        let ask = |&(from, to): &(u32, u32)| {
            search.add_source(from, 0);
            search.add_target(to, 0);
            search.run().distance()
        };
        let (time, costs) = seconds(|| world.few().iter().filter(asks).map(ask).collect::<Vec<_>>());
        total += time;
        answers.extend(costs);
        change = arcs.map(|arc| (arc, world.links[arc as usize / 2].2)).collect();
    }
    figure("all countries s", total);
    answer("all countries", &answers);
}

fn metres(cost: Cost) -> Option<u32> {
    cost.finite().map(|cost| u32::try_from(cost).unwrap())
}

/// The program that `ROAD_ROUTER` names gets what it needs as vectors of 32 bits, and tells the rest itself.
fn road_router(world: &World, customization: &str) {
    let Some(program) = std::env::var_os("ROAD_ROUTER") else {
        println!("\nabsent\tROAD_ROUTER names no program");
        return;
    };
    let mut around = vec![Vec::new(); world.ids.len()];
    for (&(from, to, length), (.., closed)) in world.links.iter().zip(world.closed(INFINITE)) {
        around[from as usize].push((to, length, closed));
        around[to as usize].push((from, length, closed));
    }
    let mut first_out = vec![0];
    around.iter().for_each(|arcs| first_out.push(first_out[first_out.len() - 1] + arcs.len() as u32));
    let arcs: Vec<_> = around.into_iter().flatten().collect();
    let (origins, destinations) = world.table();
    let there = std::env::temp_dir().join(format!("rivals-{}", std::process::id()));
    std::fs::create_dir_all(&there).expect("a writable directory");
    let vectors = [
        ("order", landbridge_order(world)),
        ("first_out", first_out),
        ("head", arcs.iter().map(|arc| arc.0).collect()),
        ("weight", arcs.iter().map(|arc| arc.1).collect()),
        ("closed", arcs.iter().map(|arc| arc.2).collect()),
        ("pairs", world.pairs.iter().flat_map(|&(from, to)| [from, to]).collect()),
        ("origins", origins),
        ("destinations", destinations),
    ];
    for (name, numbers) in vectors {
        let bytes: Vec<u8> = numbers.into_iter().flat_map(u32::to_le_bytes).collect();
        std::fs::write(there.join(name), bytes).expect("a writable directory");
    }
    let status = Command::new(program).arg(customization).arg(&there).status();
    std::fs::remove_dir_all(&there).expect("the directory of before");
    assert!(status.is_ok_and(|status| status.success()), "the program of ROAD_ROUTER failed");
}

fn network(world: &World) -> (Network, Vec<PlaceId>) {
    let file = BufReader::new(File::open(&world.kept).expect("it was kept"));
    let network = Network::from_binary(file).unwrap_or_else(|fault| panic!("{fault}"));
    let places = world.ids.iter().map(|id| network.place(&id.to_string()).unwrap()).collect();
    (network, places)
}

fn kazakhstan(network: &Network) -> Selection {
    network.select(&[Target::Country("KZ".parse().unwrap())]).unwrap()
}

/// Each country closed in turn.
fn sweep(world: &World, hierarchy: &Hierarchy<'_>, places: &[PlaceId]) {
    let pairs = world.few().iter().map(|&(from, to)| (places[from as usize], places[to as usize]));
    let sweep =
        hierarchy.network().sweep().models(&[CostModel::distance()]).pairs(pairs.clone()).countries().over(hierarchy);
    let sweep = sweep.ready().unwrap();
    for threads in [1, 2] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let spent = || pool.broadcast(|_| ThreadTime::now().as_duration().as_secs_f64());
        let (before, begun) = (spent(), Instant::now());
        let rows: Vec<_> = pool.install(|| sweep.rows().collect());
        let wall = begun.elapsed();
        // of two threads the busier one: what the clock says where nobody else is at work
        let busiest = spent().iter().zip(&before).map(|(after, before)| after - before).fold(0.0, f64::max);
        eprintln!("all countries on {threads} threads: {busiest:.3} s, {wall:.2?} on the wall");
        figure(if threads == 1 { "all countries s" } else { "on two threads s" }, busiest);
        let of = |row: &SweepRow| ((row.closure, row.from, row.to), *row);
        let rows = &rows.iter().map(of).collect::<HashMap<_, _>>();
        let between =
            (0..sweep.closures().len()).flat_map(|at| pairs.clone().map(move |(from, to)| rows[&(at, from, to)]));
        let costs = between.filter(|row| row.verdict() != Some(Verdict::Terminal)).map(|row| metres(row.scope.closed));
        answer("all countries", &costs.collect::<Vec<_>>());
    }
}

fn plain_search(world: &World) {
    let (network, places) = network(world);
    let model = CostModel::distance();
    let (time, metric) = median(5, || network.metric(&Scenario::default(), &model).unwrap());
    figure("customize ms", time * 1e3);
    query(&world.pairs[..FEW], "open", |from, to| {
        let route = metric.shortest(places[from as usize], places[to as usize]);
        route.and_then(|route| metres(route.cost()))
    });
    let all = |from: u32| {
        let costs = metric.from(places[from as usize]);
        network.places().map(|(place, _)| costs.cost(place)).collect()
    };
    from_one(world, all, |costs: &[Cost], to| metres(costs[places[to as usize].index()]));
    let kazakhstan = kazakhstan(&network);
    let (time, closed) = median(5, || metric.closing(&kazakhstan));
    figure("close KZ ms", time * 1e3);
    query(&world.pairs[..FEW], "closed", |from, to| {
        let route = closed.shortest(places[from as usize], places[to as usize]);
        route.and_then(|route| metres(route.cost()))
    });
}

fn hierarchy(world: &World) {
    let (network, places) = network(world);
    let before = allocated();
    let metric = network.metric(&Scenario::default(), &CostModel::distance()).unwrap();
    // the order and the shape in one
    let (time, hierarchy) = seconds(|| network.hierarchy());
    figure("order s", time);
    figure("hierarchy arcs", hierarchy.arcs() as f64);
    let (time, mut quick) = median(5, || hierarchy.customize(&metric));
    figure("customize ms", time * 1e3);
    figure("engine MB", (allocated() - before) as f64 / 1e6);
    query(&world.pairs, "open", |from, to| metres(quick.cost(places[from as usize], places[to as usize])));
    // as with RoutingKit, what it is worked out in is there before
    let (mut to_all, mut costs) = (quick.from(places[0]), Vec::new());
    let (time, ()) = median(5, || {
        to_all.restart(places[world.pairs[0].0 as usize]);
        to_all.costs_into(&mut costs);
    });
    figure("one-to-all ms", time * 1e3);
    answer("one to all", &places.iter().map(|to| metres(costs[to.index()])).collect::<Vec<_>>());
    let (origins, destinations) = world.table();
    let of = |ends: &[u32]| ends.iter().map(|&end| places[end as usize]).collect::<Vec<_>>();
    let (time, table) = seconds(|| quick.table(&of(&origins), &of(&destinations)));
    figure("1,000 × 1,000 s", time);
    let rows = |rows: usize| (0..rows).flat_map(|row| table.row(row).iter().copied().map(metres)).collect::<Vec<_>>();
    answer("table", &rows(ROWS));
    answer("table, whole", &rows(origins.len()));
    let kazakhstan = kazakhstan(&network);
    let mut times = Vec::new();
    for _ in 0..5 {
        quick.recustomize(&metric);
        // the metric, and the hierarchy that takes it on
        times.push(seconds(|| quick.recustomize(&metric.closing(&kazakhstan))).0);
    }
    times.sort_by(f64::total_cmp);
    figure("close KZ ms", times[2] * 1e3);
    query(&world.pairs[..FEW], "closed", |from, to| metres(quick.cost(places[from as usize], places[to as usize])));
    peak();
    sweep(world, &hierarchy, &places);
}
