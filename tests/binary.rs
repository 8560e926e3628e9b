//! The binary form: what comes back is what went in, and nothing else is taken for a network.

#[allow(dead_code, reason = "no law of the bundled network here")]
#[path = "common/cases.rs"]
mod config;

use config::cases;
use landbridge::strategies::{laws, networks};
use landbridge::{BinaryError, CostModel, Network, NetworkBuilder, Scenario};
use proptest::prelude::*;
use twox_hash::xxhash3_64::Hasher;

fn bytes(network: &Network) -> Vec<u8> {
    let mut bytes = Vec::new();
    network.write_binary(&mut bytes).unwrap();
    bytes
}

fn small() -> Network {
    Network::from_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/small")).unwrap()
}

fn read(bytes: &[u8]) -> Result<Network, BinaryError> {
    Network::from_binary(bytes)
}

#[test]
fn the_bundled_network_comes_back() {
    for network in [Network::bundled(), small(), NetworkBuilder::new().build().unwrap()] {
        laws::binary_comes_back(&network).unwrap();
    }
}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn generated_networks_come_back(network in networks()) {
        laws::binary_comes_back(&network)?;
    }
}

#[test]
fn a_file_that_is_cut_anywhere_is_an_error() {
    let whole = bytes(&small());
    for length in 0..whole.len() {
        match read(&whole[..length]) {
            Err(BinaryError::Foreign) => assert!(length < 8),
            Err(BinaryError::Cut) => assert!(length >= 8),
            other => panic!("{length} of {} bytes: {other:?}", whole.len()),
        }
    }
    let longer = [&whole[..], b"\n"].concat();
    assert!(matches!(read(&longer), Err(BinaryError::Damaged(_))));
}

#[test]
fn a_byte_that_is_changed_anywhere_is_an_error() {
    let whole = bytes(&small());
    for at in 0..whole.len() {
        for change in [1, 0x80] {
            let mut other = whole.clone();
            other[at] ^= change;
            let found = read(&other).map(|network| network.fingerprint());
            let right = match at {
                0..8 => matches!(found, Err(BinaryError::Foreign)),
                8..10 => matches!(found, Err(BinaryError::Version(_))),
                _ => matches!(found, Err(BinaryError::Damaged(_) | BinaryError::Cut)),
            };
            assert!(right, "byte {at} of {} changed by {change}: {found:?}", whole.len());
        }
    }
}

#[test]
fn blocks_cannot_be_lost_doubled_or_exchanged() {
    let whole = bytes(&Network::bundled());
    let blocks = blocks(&whole);
    assert!(blocks.len() > 3, "{} blocks", blocks.len());
    let rebuilt = |order: &[usize]| {
        let parts = order.iter().map(|&at| &whole[blocks[at].clone()]);
        parts.fold(whole[..10].to_vec(), |all, part| [&all, part].concat())
    };
    let mut order: Vec<usize> = (0..blocks.len()).collect();
    assert!(read(&rebuilt(&order)).is_ok());
    order.swap(0, 1);
    assert!(matches!(read(&rebuilt(&order)), Err(BinaryError::Damaged(_))));
    order.swap(0, 1);
    assert!(matches!(read(&rebuilt(&order[1..])), Err(BinaryError::Damaged(_))));
    order.insert(1, 1);
    assert!(matches!(read(&rebuilt(&order)), Err(BinaryError::Damaged(_))));
}

/// Where each block stands, with its length and sum.
fn blocks(whole: &[u8]) -> Vec<std::ops::Range<usize>> {
    let (mut at, mut blocks) = (10, Vec::new());
    while at < whole.len() {
        let length = u32::from_le_bytes(whole[at..at + 4].try_into().unwrap()) as usize;
        blocks.push(at..at + 12 + length);
        at += 12 + length;
    }
    blocks
}

/// The same bytes with sums that agree.
fn forged(mut whole: Vec<u8>) -> Vec<u8> {
    let mut sum = 1;
    for block in blocks(&whole) {
        sum = Hasher::oneshot_with_seed(sum, &whole[block.start + 12..block.end]);
        whole[block.start + 4..block.start + 12].copy_from_slice(&u64::to_le_bytes(sum));
    }
    whole
}

#[test]
fn a_forged_file_is_an_error_or_a_network() {
    let whole = bytes(&small());
    assert_eq!(forged(whole.clone()), whole);
    let body = blocks(&whole)[0].clone();
    let (mut networks, mut refused) = (0, 0);
    for at in body.start + 12..body.end {
        for change in [1, 0xff] {
            let mut other = whole.clone();
            other[at] ^= change;
            let Ok(network) = read(&forged(other)) else {
                refused += 1;
                continue;
            };
            networks += 1;
            for model in [CostModel::time(), CostModel::distance()] {
                let Ok(metric) = network.metric(&Scenario::default(), &model) else { continue };
                for (place, _) in network.places().take(2) {
                    assert_eq!(metric.from(place).values().len(), network.places().len());
                }
            }
            let _ = (network.topology(), network.tables().len());
        }
    }
    assert!(networks > 100 && refused > 100, "{networks} networks, {refused} refused");
}

#[test]
fn what_is_claimed_takes_no_memory() {
    let head = &bytes(&small())[..10];
    let claims = [head, &u32::MAX.to_le_bytes(), &[0; 8], b"little"].concat();
    assert!(matches!(read(&claims), Err(BinaryError::Cut)));
    // a row of two thousand million aliases
    let row = [2, 1, b'a', 0, 0xff, 0xff, 0xff, 0xff, 0x07];
    let sum = Hasher::oneshot_with_seed(1, &row);
    let claims = [head, &9_u32.to_le_bytes(), &sum.to_le_bytes(), &row].concat();
    assert!(matches!(read(&claims), Err(BinaryError::Damaged(_))));
}

#[test]
fn a_reader_and_a_writer_that_fail_are_told() {
    struct Broken;
    impl std::io::Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
            Err(std::io::Error::other("broken"))
        }
    }
    impl std::io::Write for Broken {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::Error::other("broken"))
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    assert!(matches!(Network::from_binary(Broken), Err(BinaryError::Io(_))));
    assert!(small().write_binary(Broken).is_err());
}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn another_numbering_is_the_same_network(network in networks()) {
        let table = |network: &Network, name| -> Vec<Vec<String>> {
            let tables = network.tables();
            let mut rows = tables.iter().find(|(of, _)| *of == name).map_or(Vec::new(), |(_, grid)| grid.rows.clone());
            rows.sort();
            rows
        };
        let mut bytes = Vec::new();
        network.write_binary(&mut bytes)?;
        let other = Network::from_binary(&bytes[..])?.numbered_by_location();
        for name in ["node", "link", "transfer", "corridor", "corridor_link", "border"] {
            prop_assert_eq!(table(&network, name), table(&other, name), "{}", name);
        }
        laws::binary_comes_back(&other)?;
        let metric = [&network, &other].map(|network| network.metric(&Scenario::default(), &CostModel::time()).unwrap());
        for (from, place) in network.places() {
            let there = metric[0].from(from);
            let again = metric[1].from(other.place(&place.id)?);
            for (to, place) in network.places() {
                prop_assert_eq!(there.cost(to), again.cost(other.place(&place.id)?));
            }
        }
    }
}
