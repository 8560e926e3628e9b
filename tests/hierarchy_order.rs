//! The order of elimination: a permutation, always the same, and good where it is known what is good.

use std::collections::BTreeSet;

use geo::Point;
use landbridge::{Adjacency, Fill, nested_dissection};
use proptest::prelude::*;

/// Ranks are a permutation, or `Fill::of` panics.
fn fill(points: &[Point], graph: &Adjacency) -> Fill {
    Fill::of(graph, &nested_dissection(points, graph))
}

fn at_one_point(nodes: usize) -> Vec<Point> {
    vec![Point::new(66.9, 48.0); nodes]
}

fn grid(side: u32) -> (Vec<Point>, Adjacency) {
    let at = |row, column| row * side + column;
    let cells = || (0..side).flat_map(|row| (0..side).map(move |column| (row, column)));
    let points = cells().map(|(row, column)| Point::new(50.0 + 0.1 * f64::from(column), 40.0 + 0.1 * f64::from(row)));
    let across = cells().filter(|&(_, column)| column > 0).map(|(row, column)| (at(row, column - 1), at(row, column)));
    let up = cells().filter(|&(row, _)| row > 0).map(|(row, column)| (at(row - 1, column), at(row, column)));
    let links: Vec<(u32, u32)> = across.chain(up).collect();
    (points.collect(), Adjacency::new(cells().count(), &links))
}

fn graphs() -> impl Strategy<Value = (Vec<Point>, Vec<(u32, u32)>)> {
    (1..150_usize, 0..4_usize).prop_flat_map(|(nodes, density)| {
        let end = 0..u32::try_from(nodes).unwrap();
        let point = (-180.0..=180.0, -90.0..=90.0).prop_map(|(x, y)| Point::new(x, y));
        let links = prop::collection::vec((end.clone(), end), 0..=nodes * density);
        (prop::collection::vec(point, nodes), links)
    })
}

/// Takes nodes away one by one and joins what was around them.
fn naive_arcs(nodes: usize, links: &[(u32, u32)], rank: &[u32]) -> usize {
    let mut around = vec![BTreeSet::new(); nodes];
    for &(a, b) in links.iter().filter(|(a, b)| a != b) {
        around[rank[a as usize] as usize].insert(rank[b as usize] as usize);
        around[rank[b as usize] as usize].insert(rank[a as usize] as usize);
    }
    let mut arcs = 0;
    for node in 0..nodes {
        let above: Vec<usize> = around[node].iter().copied().filter(|&other| other > node).collect();
        arcs += above.len();
        for &a in &above {
            around[a].extend(above.iter().filter(|&&b| b != a));
        }
    }
    arcs
}

proptest! {
    #[test]
    fn a_permutation_always_the_same((points, links) in graphs()) {
        let graph = Adjacency::new(points.len(), &links);
        let rank = nested_dissection(&points, &graph);
        let mut sorted = rank.clone();
        sorted.sort_unstable();
        prop_assert!(sorted.into_iter().eq(0..u32::try_from(points.len()).unwrap()));
        prop_assert_eq!(&rank, &nested_dissection(&points, &graph));
        let turned: Vec<(u32, u32)> = links.iter().rev().map(|&(a, b)| (b, a)).collect();
        prop_assert_eq!(rank, nested_dissection(&points, &Adjacency::new(points.len(), &turned)));
    }

    #[test]
    fn arcs_are_those_of_taking_nodes_away((points, links) in graphs()) {
        let graph = Adjacency::new(points.len(), &links);
        let rank = nested_dissection(&points, &graph);
        prop_assert_eq!(Fill::of(&graph, &rank).arcs, naive_arcs(points.len(), &links, &rank));
        let plain: Vec<u32> = (0..u32::try_from(points.len()).unwrap()).collect();
        prop_assert_eq!(Fill::of(&graph, &plain).arcs, naive_arcs(points.len(), &links, &plain));
    }

    #[test]
    fn a_tree_needs_few_arcs_and_little_height(parents in prop::collection::vec(any::<prop::sample::Index>(), 1..400)) {
        let links: Vec<(u32, u32)> = (1..).zip(&parents).map(|(node, parent)| (node, u32::try_from(parent.index(node as usize)).unwrap())).collect();
        let found = fill(&at_one_point(parents.len() + 1), &Adjacency::new(parents.len() + 1, &links));
        prop_assert!(found.arcs <= 2 * links.len(), "{:?}", found);
        prop_assert!(found.height <= 60, "{:?}", found);
    }
}

#[test]
fn neither_a_long_line_nor_a_wide_star_nor_scattered_places_are_much_work() {
    let nodes = 1_000_000;
    let line = Adjacency::new(nodes, &(1..1_000_000).map(|node| (node - 1, node)).collect::<Vec<_>>());
    let found = fill(&at_one_point(nodes), &line);
    assert!(found.arcs < 2 * nodes && found.height < 200, "{found:?}");
    let star = Adjacency::new(nodes, &(1..1_000_000).map(|node| (0, node)).collect::<Vec<_>>());
    let found = fill(&at_one_point(nodes), &star);
    assert_eq!((found.arcs, found.height), (nodes - 1, 2));
    assert_eq!(fill(&at_one_point(nodes), &Adjacency::new(nodes, &[])).arcs, 0);
}

#[test]
fn a_ring_of_ladders_is_cut_across_by_hops_alone() {
    let rungs = 5000;
    let across = (0..rungs).map(|rung| (2 * rung, 2 * rung + 1));
    let along = (0..2 * rungs).map(|node| (node, (node + 2) % (2 * rungs)));
    let links: Vec<(u32, u32)> = across.chain(along).collect();
    let nodes = 2 * rungs as usize;
    let found = fill(&at_one_point(nodes), &Adjacency::new(nodes, &links));
    assert!(found.arcs < 4 * nodes && found.height < 60, "{found:?}");
}

/// At most 31/4 · n² log₂ n are known for an n × n grid (George 1973), and no order needs less than n
/// nodes on one way up: half of the former is reached, and less than thrice the latter.
#[test]
fn a_grid_comes_near_to_what_is_known() {
    let side = 64;
    let (points, graph) = grid(side);
    for points in [points, at_one_point(graph.nodes())] {
        let found = fill(&points, &graph);
        let known = 31.0 / 4.0 * f64::from(side * side) * f64::from(side).log2();
        assert!(f64::from(u32::try_from(found.arcs).unwrap()) < known / 2.0, "{found:?}");
        assert!(found.height < 3 * side as usize, "{found:?}");
    }
}

#[test]
fn misleading_points_do_little_harm() {
    let (_, graph) = grid(40);
    let mut state = 1_u32;
    let mut draw = |most: f64| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        most * f64::from(state) / f64::from(u32::MAX)
    };
    let anywhere: Vec<Point> =
        (0..graph.nodes()).map(|_| Point::new(draw(360.0) - 180.0, draw(180.0) - 90.0)).collect();
    let (good, led_astray) = (fill(&at_one_point(graph.nodes()), &graph), fill(&anywhere, &graph));
    assert!(led_astray.arcs < 2 * good.arcs, "{good:?} {led_astray:?}");
}

#[test]
fn all_joined_to_all_or_to_three() {
    let everyone = |nodes: u32| (0..nodes).flat_map(|a| (0..a).map(move |b| (b, a))).collect::<Vec<_>>();
    assert_eq!(fill(&at_one_point(300), &Adjacency::new(300, &everyone(300))).arcs, 300 * 299 / 2);
    let three: Vec<(u32, u32)> = (3..5000).flat_map(|node| (0..3).map(move |hub| (hub, node))).collect();
    assert_eq!(fill(&at_one_point(5000), &Adjacency::new(5000, &three)).arcs, three.len() + 3);
}

#[test]
fn parts_that_do_not_touch_cost_what_they_cost_apart() {
    let (points, graph) = grid(20);
    let shift = 400;
    let links: Vec<(u32, u32)> =
        (0..shift).flat_map(|node| graph.of(node).iter().map(move |&head| (node, head)).collect::<Vec<_>>()).collect();
    let twice: Vec<(u32, u32)> =
        links.iter().copied().chain(links.iter().map(|&(a, b)| (a + shift, b + shift))).collect();
    let both = fill(&points.repeat(2), &Adjacency::new(800, &twice));
    assert_eq!(both.arcs, 2 * fill(&points, &graph).arcs);
}

#[test]
#[should_panic(expected = "one point a node")]
fn a_point_for_each_node() {
    let _ = nested_dissection(&[], &Adjacency::new(1, &[]));
}
