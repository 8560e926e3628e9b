//! Laws of the binary form.

use proptest::{prop_assert, prop_assert_eq};

use super::{Law, unexpected};
use crate::network::Network;

/// A network that is written and read again is the same: its tables, its arcs, its bytes.
///
/// # Errors
/// When it is not so.
pub fn binary_comes_back(network: &Network) -> Law {
    let mut bytes = Vec::new();
    network.write_binary(&mut bytes).map_err(unexpected)?;
    let again = Network::from_binary(&bytes[..]).map_err(unexpected)?;
    let mut rewritten = Vec::new();
    again.write_binary(&mut rewritten).map_err(unexpected)?;
    prop_assert!(bytes == rewritten, "the bytes differ");
    prop_assert_eq!(network.fingerprint(), again.fingerprint());
    prop_assert_eq!(network.tables(), again.tables());
    prop_assert_eq!(format!("{:?}", network.arcs()), format!("{:?}", again.arcs()));
    for (id, place) in network.places() {
        prop_assert_eq!(again.place(&place.id).map_err(unexpected)?, id);
    }
    Ok(())
}
