//! A network as one compact file of bytes.
//!
//! ```text
//!   "landbrdg" version │ length sum rows… │ length sum rows… │ 0 sum
//!        8        2    │    4     8       │                  │      the sum of each block is seeded with
//!                                                                   the one before, so that none can be
//!                                                                   lost, doubled or exchanged
//! ```

mod rows;

use std::io::{self, Read, Write};

use twox_hash::xxhash3_64::Hasher;

use crate::network::{BuildError, Network};
use rows::{Reading, Row, Writing};

const MAGIC: [u8; 8] = *b"landbrdg";
const VERSION: u16 = 1;
/// Rows are gathered to blocks of about this many bytes.
const BLOCK: usize = 1 << 16;

/// The bytes are not a network that this version can read.
#[derive(Debug, thiserror::Error)]
pub enum BinaryError {
    /// The file begins otherwise: it is something else.
    #[error("this is not a binary network: it does not begin with `landbrdg`")]
    Foreign,
    /// Written by a version that this one does not know.
    #[error("the binary network has version {0}; this library reads version {VERSION}: write it anew from its tables")]
    Version(
        /// The version of the file.
        u16,
    ),
    /// The file ends too early.
    #[error("the binary network is cut short")]
    Cut,
    /// The file is damaged: a sum does not agree, or something follows its end.
    #[error("the binary network is damaged: {0}")]
    Damaged(
        /// What is wrong.
        &'static str,
    ),
    /// The rows do not make a network.
    #[error("the rows of the binary network do not agree: {0}")]
    Rows(#[from] BuildError),
    /// It cannot be read at all.
    #[error("the binary network cannot be read: {0}")]
    Io(io::Error),
}

impl Network {
    /// Writes the network in a compact binary form, for [`Network::from_binary`]: versioned, with a sum
    /// over each block. The same network gives the same bytes.
    ///
    /// # Complexity
    /// O(places + links) time; O(blocks of 64 KiB and distinct texts) space.
    ///
    /// # Errors
    /// When the writer fails.
    ///
    /// ```
    /// use landbridge::Network;
    /// let network = Network::bundled();
    /// let mut bytes = Vec::new();
    /// network.write_binary(&mut bytes)?;
    /// let again = Network::from_binary(&bytes[..])?;
    /// assert_eq!(again.fingerprint(), network.fingerprint());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn write_binary(&self, writer: impl Write) -> io::Result<()> {
        self.write_blocks(writer).map(|_| ())
    }

    /// A network from the binary form that [`Network::write_binary`] gives.
    ///
    /// The form carries everything that the tables carry, the assumptions too; nothing is filled in.
    /// No more memory is taken than there are bytes to be read, whatever lengths the file claims.
    ///
    /// # Errors
    /// When the bytes are something else, of another version, cut or damaged, or the rows do not
    /// agree with each other. A file is not signed: its sums find accidents, not forgery, and a
    /// forged one is an error or a network, never a panic.
    ///
    /// ```
    /// use landbridge::{BinaryError, Network};
    /// assert!(matches!(Network::from_binary(&b"node_id,name"[..]), Err(BinaryError::Foreign)));
    /// ```
    pub fn from_binary(reader: impl Read) -> Result<Self, BinaryError> {
        let mut reader = reader;
        let magic: [u8; 8] = exactly(&mut reader).map_err(|error| if_cut(error, BinaryError::Foreign))?;
        if magic != MAGIC {
            return Err(BinaryError::Foreign);
        }
        let version = u16::from_le_bytes(exactly(&mut reader)?);
        if version != VERSION {
            return Err(BinaryError::Version(version));
        }
        let mut reading = Reading::default();
        let (mut sum, mut block) = (u64::from(VERSION), Vec::new());
        loop {
            let length = u32::from_le_bytes(exactly(&mut reader)?);
            let stated = u64::from_le_bytes(exactly(&mut reader)?);
            block.clear();
            reader.by_ref().take(u64::from(length)).read_to_end(&mut block).map_err(BinaryError::Io)?;
            if block.len() as u64 != u64::from(length) {
                return Err(BinaryError::Cut);
            }
            sum = Hasher::oneshot_with_seed(sum, &block);
            if sum != stated {
                return Err(BinaryError::Damaged("a sum does not agree"));
            }
            if length == 0 {
                break;
            }
            let mut rest = &block[..];
            while !rest.is_empty() {
                let (row, after) =
                    postcard::take_from_bytes::<Row<'_>>(rest).map_err(|_| BinaryError::Damaged("a row is none"))?;
                reading.add(row).ok_or(BinaryError::Damaged("a row holds a value that there is not"))?;
                rest = after;
            }
        }
        if reader.read(&mut [0]).map_err(BinaryError::Io)? > 0 {
            return Err(BinaryError::Damaged("something follows its end"));
        }
        Ok(reading.stored.build()?)
    }

    /// A sum over all that the network holds: two networks with the same rows have the same, and two
    /// with different rows, but for accident, do not. It may change with the version of the library.
    ///
    /// # Complexity
    /// O(places + links).
    ///
    /// # Panics
    /// Never: nothing is written anywhere.
    #[must_use]
    pub fn fingerprint(&self) -> u64 {
        self.write_blocks(io::sink()).expect("a sink takes all")
    }

    fn write_blocks(&self, mut writer: impl Write) -> io::Result<u64> {
        writer.write_all(&MAGIC)?;
        writer.write_all(&VERSION.to_le_bytes())?;
        let mut sum = u64::from(VERSION);
        let mut put = |block: &[u8]| {
            sum = Hasher::oneshot_with_seed(sum, block);
            let length = u32::try_from(block.len()).map_err(io::Error::other)?;
            writer.write_all(&length.to_le_bytes())?;
            writer.write_all(&sum.to_le_bytes())?;
            writer.write_all(block)
        };
        let mut block = Vec::with_capacity(2 * BLOCK);
        Writing::new(self).rows(|row| {
            block = postcard::to_extend(row, std::mem::take(&mut block)).map_err(io::Error::other)?;
            if block.len() >= BLOCK {
                put(&block)?;
                block.clear();
            }
            Ok(())
        })?;
        if !block.is_empty() {
            put(&block)?;
        }
        put(&[])?;
        writer.flush()?;
        Ok(sum)
    }
}

/// The next bytes of a reader, as many as asked for.
fn exactly<const N: usize>(reader: &mut impl Read) -> Result<[u8; N], BinaryError> {
    let mut bytes = [0; N];
    reader.read_exact(&mut bytes).map_err(|error| match error.kind() {
        io::ErrorKind::UnexpectedEof => BinaryError::Cut,
        _ => BinaryError::Io(error),
    })?;
    Ok(bytes)
}

/// What a file that is too short for its beginning is.
fn if_cut(error: BinaryError, other: BinaryError) -> BinaryError {
    if matches!(error, BinaryError::Cut) { other } else { error }
}
