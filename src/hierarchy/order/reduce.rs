//! What is eliminated before anything is cut: dead ends and nodes in the middle of a line.

use super::{Adjacency, id};

/// In one round a dead end is followed only so far inwards, so that no way up becomes long.
const DEEPEST: u8 = 8;

/// Eliminates nodes of at most two neighbours, which adds no more edges than it takes away, and writes
/// them in order to the front of `slots`. Gives what is left: its nodes, and the graph among them with
/// the edges that were added.
///
/// A round takes dead ends from their tips and of the other nodes only such as do not touch, so that
/// even a line of a million nodes ends in a tree of small height.
pub(super) fn reduce(graph: &Adjacency, slots: &mut [u32]) -> (Vec<u32>, Adjacency) {
    let mut gone = 0;
    let mut nodes: Vec<u32> = (0..id(graph.nodes())).collect();
    let mut graph = graph.clone();
    loop {
        let before = gone;
        let mut is_out = vec![false; nodes.len()];
        let mut out = |node: u32| {
            slots[gone] = nodes[node as usize];
            gone += 1;
        };
        let degree = dead_ends(&graph, &mut is_out, &mut out);
        let mut in_middle = vec![false; nodes.len()];
        let mut added = Vec::new();
        for node in (0..id(nodes.len())).filter(|&node| degree[node as usize] <= 2) {
            if is_out[node as usize] {
                continue;
            }
            let mut around = graph.of(node).iter().copied().filter(|&head| !is_out[head as usize]);
            let ends = [around.next(), around.next()];
            if !ends.iter().flatten().any(|&end| in_middle[end as usize]) {
                in_middle[node as usize] = true;
                out(node);
                if let [Some(a), Some(b)] = ends {
                    added.push((a, b));
                }
            }
        }
        if gone == before {
            return (nodes, graph);
        }
        let few = (gone - before) * 64 < nodes.len();
        let stays = |node: u32| !is_out[node as usize] && !in_middle[node as usize];
        (nodes, graph) = rest(&nodes, &graph, stays, &added);
        if few {
            return (nodes, graph);
        }
    }
}

/// Takes out nodes of one neighbour and of none, again and again but not too deep; the degrees then.
fn dead_ends(graph: &Adjacency, is_out: &mut [bool], mut out: impl FnMut(u32)) -> Vec<u32> {
    let nodes = 0..id(graph.nodes());
    let mut degree: Vec<u32> = nodes.clone().map(|node| id(graph.of(node).len())).collect();
    let mut depth = vec![0_u8; degree.len()];
    let mut tips: Vec<u32> = nodes.filter(|&node| degree[node as usize] <= 1).collect();
    let mut at = 0;
    while let Some(&node) = tips.get(at) {
        at += 1;
        if is_out[node as usize] || depth[node as usize] >= DEEPEST {
            continue;
        }
        is_out[node as usize] = true;
        out(node);
        if let Some(&inner) = graph.of(node).iter().find(|&&head| !is_out[head as usize]) {
            depth[inner as usize] = depth[inner as usize].max(depth[node as usize] + 1);
            degree[inner as usize] -= 1;
            if degree[inner as usize] <= 1 {
                tips.push(inner);
            }
        }
    }
    degree
}

fn rest(nodes: &[u32], graph: &Adjacency, stays: impl Fn(u32) -> bool, added: &[(u32, u32)]) -> (Vec<u32>, Adjacency) {
    let mut place = vec![u32::MAX; nodes.len()];
    let mut kept = Vec::new();
    for node in (0..id(nodes.len())).filter(|&node| stays(node)) {
        place[node as usize] = id(kept.len());
        kept.push(nodes[node as usize]);
    }
    let inside = (0..id(nodes.len())).filter(|&node| stays(node)).flat_map(|node| {
        let heads = graph.of(node).iter().filter(move |&&head| head > node);
        heads.map(move |&head| (node, head))
    });
    let edges = inside.filter(|&(_, head)| stays(head)).chain(added.iter().copied());
    let edges: Vec<(u32, u32)> = edges.map(|(a, b)| (place[a as usize], place[b as usize])).collect();
    let graph = Adjacency::new(kept.len(), &edges);
    (kept, graph)
}
