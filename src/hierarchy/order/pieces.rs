//! Small pieces, node by node: the one that adds the fewest arcs goes next.

use super::Adjacency;

/// As many nodes as a piece and what stands around it may have: the bits of a row.
const ROW: usize = 128;

/// The most nodes of a piece that is ordered here.
pub(super) const SMALL: usize = 40;

/// The nodes of a small piece in the order of their elimination, by minimum fill. `whole` is the graph
/// that the piece is of: its neighbours there outlast the piece and count as fill too.
pub(super) fn order(nodes: &[u32], whole: &Adjacency, slots: &mut [u32]) {
    debug_assert!(nodes.len() <= SMALL);
    let mut all = nodes.to_vec();
    let mut rows = vec![0_u128; ROW];
    for (at, &node) in nodes.iter().enumerate() {
        for &head in whole.of(node) {
            let there = nodes.binary_search(&head).unwrap_or_else(|_| {
                let known = all[nodes.len()..].iter().position(|&other| other == head);
                known.map_or_else(
                    || {
                        all.push(head);
                        all.len() - 1
                    },
                    |known| nodes.len() + known,
                )
            });
            if there < ROW {
                rows[at] |= 1 << there;
                rows[there] |= 1 << at;
            }
        }
    }
    let mut left: u128 = (1 << nodes.len()) - 1;
    for slot in slots {
        let (_, _, next) = bits(left)
            .map(|at| (missing(&rows, at), rows[at].count_ones(), at))
            .min()
            .unwrap_or_else(|| unreachable!("as many slots as nodes"));
        *slot = nodes[next];
        left &= !(1 << next);
        let around = rows[next];
        for other in bits(around) {
            rows[other] = (rows[other] | around) & !(1 << next | 1 << other);
        }
    }
}

/// Twice the edges that are missing between the neighbours.
fn missing(rows: &[u128], at: usize) -> u32 {
    bits(rows[at]).map(|other| (rows[at] & !rows[other]).count_ones() - 1).sum()
}

fn bits(mut row: u128) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        (row != 0).then(|| {
            let at = row.trailing_zeros() as usize;
            row &= row - 1;
            at
        })
    })
}
