//! How many cases a law is tried on.

use proptest::test_runner::Config;

/// So many cases, or as many as `PROPTEST_CASES` says: `just laws` has ten thousand.
pub(crate) fn cases(number: u32) -> Config {
    let config = Config { failure_persistence: None, ..Config::default() };
    if std::env::var_os("PROPTEST_CASES").is_some() { config } else { Config { cases: number, ..config } }
}

/// The same on the bundled network, where a case takes as long as some hundreds elsewhere: a hundredth of what
/// `PROPTEST_CASES` says, and not less than `number`.
pub(crate) fn bundled_cases(number: u32) -> Config {
    let config = cases(0);
    Config { cases: number.max(config.cases / 100), ..config }
}
