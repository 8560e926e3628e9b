//! The whole suite of a user: 30 lines, with the faults planted that it must find.
use downstream::{toll, toll_that_forgets};
use landbridge::strategies::{Draft, laws};
use landbridge::{CostModel, Network, Scenario};
use proptest::prelude::*;
use proptest::sample::Index;

fn mine() -> Network {
    Network::from_dir("network").unwrap()
}

mod the_book {
    landbridge::book_of_laws!(super::mine(), cases = 32);
}

proptest! {
    #[test]
    fn my_toll_is_a_cost(draft: Draft, at: Index) {
        let (mine, target) = (mine(), mine().draw_target(at).unwrap());
        laws::a_cost_is_lawful(&mine, &mine.draw_scenario(&draft), &target, toll)?;
        prop_assert!(laws::a_cost_is_lawful(&mine, &Scenario::default(), &target, toll_that_forgets).is_err());
    }
}

#[test]
fn my_network_is_joined_and_the_planted_one_is_not() {
    let joined = |dir| {
        laws::every_place_is_reached(
            &Network::from_dir(dir).unwrap().metric(&Scenario::default(), &CostModel::time()).unwrap(),
        )
    };
    joined("network").unwrap();
    assert!(joined("planted").unwrap_err().to_string().contains("no way from `b` to `a`"));
}
