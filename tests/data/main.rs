//! Checks of the bundled network: each is a test that fails, and what is right all the same stands
//! in `network/exception.csv` with its reason. An exception that is no longer needed fails too.

mod geography;
mod lines;
mod provenance;
mod rail;
mod support;
mod years;
