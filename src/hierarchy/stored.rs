//! The order of a hierarchy as bytes: what takes longest of it, kept for the next time.
//!
//! ```text
//!   "lborder\0" version │ sum of the topology │ rank of each stop… │ sum of all before
//!        8         2    │          8          │    4 each          │        8
//! ```

use std::io::{self, Read, Write};
use std::sync::Arc;

use twox_hash::xxhash3_64::Hasher;

use super::Hierarchy;
use super::shape::{Shape, TooHigh};
use crate::network::{Network, Topology};

const MAGIC: [u8; 8] = *b"lborder\0";
const VERSION: u16 = 1;
const HEAD: usize = 18;

/// The bytes are not an order of the stops of this network.
#[derive(Debug, thiserror::Error)]
pub enum StoredOrderError {
    /// The file begins otherwise: it is something else.
    #[error("this is not the order of a hierarchy: it does not begin with `lborder`")]
    Foreign,
    /// Written by a version that this one does not know.
    #[error("the order has version {0}; this library reads version {VERSION}: make the hierarchy anew")]
    Version(
        /// The version of the file.
        u16,
    ),
    /// It was made for a network with other places, links or transfers.
    #[error("the order belongs to another network: places, links or transfers are not the same")]
    OtherNetwork,
    /// The file is cut, damaged, or followed by something.
    #[error("the order is damaged: {0}")]
    Damaged(
        /// What is wrong.
        &'static str,
    ),
    /// It cannot be read at all.
    #[error("the order cannot be read: {0}")]
    Io(#[from] io::Error),
}

impl Hierarchy<'_> {
    /// Writes the order, for [`Network::hierarchy_from_order`]. The same network gives the same bytes.
    ///
    /// # Complexity
    /// O(stops + arcs) time, O(stops) space.
    ///
    /// # Errors
    /// When the writer fails.
    ///
    /// ```
    /// use landbridge::Network;
    /// let network = Network::bundled();
    /// let mut bytes = Vec::new();
    /// network.hierarchy().write_order(&mut bytes)?;
    /// let again = network.hierarchy_from_order(&bytes[..])?;
    /// assert_eq!(again.arcs(), network.hierarchy().arcs());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn write_order(&self, mut writer: impl Write) -> io::Result<()> {
        let mut bytes = head(self.network.arcs());
        bytes.extend(self.shape.ranks.iter().flat_map(|rank| rank.to_le_bytes()));
        bytes.extend(Hasher::oneshot(&bytes).to_le_bytes());
        writer.write_all(&bytes)?;
        writer.flush()
    }
}

impl Network {
    /// A hierarchy in an order that [`Hierarchy::write_order`] kept: what [`Network::hierarchy`] gives, without
    /// the time that the order takes.
    ///
    /// # Complexity
    /// O(arcs of the hierarchy) time and space. No more is read than the network has stops.
    ///
    /// # Errors
    /// When the bytes are something else, of another version, cut or damaged, or the order is that of
    /// another network.
    ///
    /// ```
    /// use landbridge::{Network, StoredOrderError};
    /// let network = Network::bundled();
    /// let found = network.hierarchy_from_order(&b"node_id,name"[..]);
    /// assert!(matches!(found, Err(StoredOrderError::Foreign)));
    /// ```
    pub fn hierarchy_from_order(&self, reader: impl Read) -> Result<Hierarchy<'_>, StoredOrderError> {
        let (topology, mut bytes) = (self.arcs(), Vec::new());
        let length = HEAD + 4 * topology.stops.len() + 8;
        reader.take(length as u64 + 1).read_to_end(&mut bytes)?;
        if !bytes.starts_with(&MAGIC) {
            return Err(StoredOrderError::Foreign);
        }
        let head = head(topology);
        match bytes.get(8..10) {
            Some(&[low, high]) if [low, high] != VERSION.to_le_bytes() => {
                return Err(StoredOrderError::Version(u16::from_le_bytes([low, high])));
            }
            _ if bytes.len() < HEAD => return Err(StoredOrderError::Damaged("it is cut short")),
            _ if bytes[..HEAD] != head => return Err(StoredOrderError::OtherNetwork),
            _ if bytes.len() < length => return Err(StoredOrderError::Damaged("it is cut short")),
            _ if bytes.len() > length => return Err(StoredOrderError::Damaged("something follows its end")),
            _ => {}
        }
        let (all, sum) = bytes.split_at(length - 8);
        if Hasher::oneshot(all).to_le_bytes() != *sum {
            return Err(StoredOrderError::Damaged("its sum does not agree"));
        }
        let (words, _) = all[HEAD..].as_chunks::<4>();
        let ranks: Vec<u32> = words.iter().map(|&rank| u32::from_le_bytes(rank)).collect();
        let mut is_taken = vec![false; ranks.len()];
        for &rank in &ranks {
            if is_taken.get_mut(rank as usize).is_none_or(|taken| std::mem::replace(taken, true)) {
                return Err(StoredOrderError::Damaged("two stops have one rank"));
            }
        }
        let shape = Shape::new(topology, &ranks);
        let shape = shape.map_err(|TooHigh| StoredOrderError::Damaged("it stacks too many stops on one"))?;
        Ok(Hierarchy { network: self, shape: Arc::new(shape) })
    }
}

/// What a file begins with. The sum tells one topology from another.
fn head(topology: &Topology) -> Vec<u8> {
    const CHUNK: usize = 1 << 13;
    let mut sum = topology.stops.len() as u64;
    for (tails, heads) in topology.tails.chunks(CHUNK).zip(topology.heads.chunks(CHUNK)) {
        let bytes: Vec<u8> = tails.iter().chain(heads).flat_map(|stop| stop.to_le_bytes()).collect();
        sum = Hasher::oneshot_with_seed(sum, &bytes);
    }
    [&MAGIC[..], &VERSION.to_le_bytes(), &sum.to_le_bytes()].concat()
}
