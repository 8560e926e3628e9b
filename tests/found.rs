//! What fuzzing found, tried again: each file of `tests/found/READER/` is an input that a reader once failed
//! on, or one that its fuzz target (`fuzz/run`) starts from.

#[allow(unreachable_pub, reason = "the fuzz crate shares it")]
#[path = "common/readers.rs"]
mod readers;

use std::path::Path;

#[test]
fn nothing_that_was_found_fails_again() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/found");
    for (reader, read) in readers::READERS {
        let mut inputs = 0;
        for entry in std::fs::read_dir(folder.join(reader)).unwrap() {
            let bytes = std::fs::read(entry.unwrap().path()).unwrap();
            read(&bytes);
            // a file that is cut, and one with a byte changed, are inputs too
            for part in 1..8 {
                let at = bytes.len() * part / 8;
                read(&bytes[..at]);
                let mut other = bytes.clone();
                if let Some(byte) = other.get_mut(at) {
                    *byte ^= 1 << part;
                }
                read(&other);
            }
            inputs += 1;
        }
        assert!(inputs > 0, "{reader} is tried on nothing");
    }
}
