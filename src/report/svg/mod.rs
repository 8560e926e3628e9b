//! Pictures as SVG: maps, charts over years, tables of shades. No browser, no font file, no request;
//! the same answer gives the same bytes.

mod chart;
mod heat;
mod labels;
mod legend;
mod looks;
mod map;
mod palette;
mod projection;
mod sheet;

pub use chart::YearChart;
pub use looks::MapScope;
pub use map::Map;

pub(super) use looks::look_of;
pub(super) use palette::{FAINT, KINDS, shade};
pub(super) use projection::Projection;
pub(super) use sheet::Stroke;
