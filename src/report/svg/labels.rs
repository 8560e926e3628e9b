//! Names beside their points, none over another.

use super::sheet::width_of;

/// A name and its point; earlier ones go first.
#[derive(Clone, Debug)]
pub(super) struct Name {
    pub(super) at: [f64; 2],
    pub(super) text: String,
}

/// A name that found room: where its text begins, on its base line.
#[derive(Clone, Debug)]
pub(super) struct Placed {
    pub(super) name: Name,
    pub(super) begin: [f64; 2],
}

/// Left, top, right and bottom.
type Box4 = [f64; 4];

fn overlap(one: Box4, other: Box4) -> bool {
    one[0] < other[2] && other[0] < one[2] && one[1] < other[3] && other[1] < one[3]
}

const GAP: f64 = 5.0;

/// Finds room for as many names as there is, in their order; what finds none is left out, dot and all.
pub(super) fn arrange(names: Vec<Name>, size: f64, window: Box4) -> Vec<Placed> {
    let mut taken: Vec<Box4> = Vec::new();
    let mut placed = Vec::new();
    for name in names {
        let (width, [x, y]) = (width_of(&name.text, size), name.at);
        let dot = [x - 3.0, y - 3.0, x + 3.0, y + 3.0];
        let (right, left, middle) = (x + GAP, x - GAP - width, x - width / 2.0);
        let (level, above, below) = (y + size * 0.35, y - GAP, y + GAP + size * 0.75);
        let begins = [
            [right, level],
            [left, level],
            [middle, above],
            [middle, below],
            [right, above],
            [right, below],
            [left, above],
            [left, below],
        ];
        let room = begins.into_iter().find_map(|begin| {
            let own = [begin[0] - 1.0, begin[1] - size * 0.8, begin[0] + width + 1.0, begin[1] + size * 0.25];
            let inside = own[0] >= window[0] && own[1] >= window[1] && own[2] <= window[2] && own[3] <= window[3];
            (inside && !taken.iter().any(|&other| overlap(own, other) || overlap(dot, other))).then_some((begin, own))
        });
        if let Some((begin, own)) = room {
            taken.extend([own, dot]);
            placed.push(Placed { name, begin });
        }
    }
    placed
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn no_name_lies_over_another_or_outside(points in proptest::collection::vec((0.0..200.0, 0.0..100.0, 1..12usize), 0..60)) {
            let names = points.iter().map(|&(x, y, length)| Name { at: [x, y], text: "x".repeat(length) }).collect();
            let placed = arrange(names, 10.0, [0.0, 0.0, 200.0, 100.0]);
            let boxes: Vec<Box4> = placed
                .iter()
                .map(|one| [one.begin[0], one.begin[1] - 8.0, one.begin[0] + width_of(&one.name.text, 10.0), one.begin[1] + 2.5])
                .collect();
            for (at, one) in boxes.iter().enumerate() {
                prop_assert!(one[0] >= 0.0 && one[1] >= 0.0 && one[2] <= 200.0 && one[3] <= 100.0);
                prop_assert!(boxes[..at].iter().all(|other| !overlap(*one, *other)));
            }
        }
    }

    #[test]
    fn the_first_name_goes_first() {
        let name = |text: &str| Name { at: [50.0, 50.0], text: text.to_owned() };
        let placed = arrange(vec![name("Aktau"), name("Kuryk")], 10.0, [0.0, 0.0, 120.0, 100.0]);
        assert_eq!(placed[0].name.text, "Aktau");
    }
}
