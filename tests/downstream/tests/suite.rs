//! The whole suite of a user, and the faults planted that it must find.
use downstream::{toll, toll_that_forgets};
use landbridge::strategies::{hold_cost, laws};
use landbridge::{CostModel, Network, Scenario};

mod my_network_and_toll {
    landbridge::book_of_laws!(landbridge::Network::from_dir("network").unwrap(), cases = 32, cost = super::toll);
}

fn joined(folder: &str) -> laws::Law {
    let network = Network::from_dir(folder).unwrap();
    laws::every_place_is_reached(&network.metric(&Scenario::default(), &CostModel::time()).unwrap())
}

#[test]
fn my_network_is_joined_and_the_planted_one_is_not() {
    joined("network").unwrap();
    assert!(joined("planted").unwrap_err().to_string().contains("no way from `b` to `a`"));
}

#[test]
fn the_toll_that_forgets_is_found() {
    let broken = hold_cost(&Network::from_dir("network").unwrap(), 32, toll_that_forgets).unwrap_err();
    assert!(broken.contains("closed"), "{broken}");
}
