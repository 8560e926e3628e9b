//! Texts kept in files: compared whole, written anew with `UPDATE_GOLDEN=1`.

use std::path::{Path, PathBuf};

/// A path inside the repository.
pub(crate) fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Fails at the first line that differs from `tests/golden/NAME`.
pub(crate) fn assert_golden(name: &str, text: &str) {
    let file = here("tests/golden").join(name);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&file, text).expect("the golden file can be written");
        return;
    }
    let golden = std::fs::read_to_string(&file).unwrap_or_default().replace("\r\n", "\n");
    for (at, (is, was)) in text.lines().zip(golden.lines()).enumerate() {
        assert_eq!(is, was, "{name}, line {}: UPDATE_GOLDEN=1 takes the new text", at + 1);
    }
    assert_eq!(text, golden, "{name} ends otherwise");
}
