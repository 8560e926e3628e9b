//! Reading a network: the bundled tables, or a directory of one's own.

mod agree;
mod assemble;
mod binary;
mod cells;
mod error;
mod import;
mod lines;
mod quotes;
mod rows;
mod sheet;
mod table;

use std::cell::RefCell;
use std::io::Read;
use std::path::Path;

pub use binary::BinaryError;
pub use error::{LoadError, LoadIssue};
pub use import::Import;

use crate::network::{Network, NetworkBuilder, Quantity};
use rows::Courses;
use sheet::Sheet;
use table::Table;

macro_rules! bundled {
    ($($file:literal),* $(,)?) => {
        &[$(($file, include_str!(concat!("../../network/", $file)))),*]
    };
}

/// The tables compiled into the library.
const BUNDLED: &[(&str, &str)] = bundled![
    "node.csv",
    "link.csv",
    "transfer.csv",
    "border.csv",
    "passage.csv",
    "project.csv",
    "corridor.csv",
    "corridor_link.csv",
    "assumption.csv",
    "benchmark.csv",
    "geometry.csv",
    "source.csv",
    "exception.csv",
    "datapackage.json",
];

impl Network {
    /// The network of Eurasian corridors that comes with the library.
    ///
    /// # Panics
    /// Never with the tables as published: the test suite loads them.
    ///
    /// ```
    /// let network = landbridge::Network::bundled();
    /// assert!(network.places().len() >= 170 && network.links().len() >= 260);
    /// ```
    #[must_use]
    pub fn bundled() -> Self {
        let import = BUNDLED.iter().fold(Import::new(), |import, (file, text)| import.text(file, text));
        match import.build() {
            Ok(network) => network,
            Err(error) => panic!("the bundled tables are faulty:\n{error}"),
        }
    }

    /// A network from a directory of tables.
    ///
    /// Only `node.csv` (`node_id`, `name`, `country`, `x_coord`, `y_coord`) and `link.csv`
    /// (`link_id`, `from_node_id`, `to_node_id`, `directed`, `mode`, `length_km`) are required;
    /// the other tables of the bundled network, and their other columns, are optional. Quantities
    /// that the directory's own `assumption.csv` has no row for keep the bundled assumptions.
    ///
    /// # Errors
    /// Every fault in every table, with file, line, column, value and the nearest valid name.
    ///
    /// ```
    /// use landbridge::Network;
    /// let error = Network::from_dir("no/such/place").unwrap_err();
    /// assert!(error.to_string().contains("no/such/place"));
    /// ```
    pub fn from_dir(directory: impl AsRef<Path>) -> Result<Self, LoadError> {
        Import::new().dir(directory).build()
    }

    /// A network from tables in memory, or from anything that can be read: names such as `node.csv`,
    /// each with its content. Tables and columns are those of [`Network::from_dir`].
    ///
    /// # Errors
    /// Every fault in every table, as for [`Network::from_dir`]; a table that is not known.
    ///
    /// ```
    /// use landbridge::{CostModel, Network, Scenario};
    /// let nodes = "node_id,name,country,x_coord,y_coord\na,Almaty,KZ,76.95,43.25\nd,Dostyk,KZ,82.5,45.2\n";
    /// let links = "link_id,from_node_id,to_node_id,directed,mode,length_km\nad,a,d,0,rail,800\n";
    /// let network = Network::from_tables([("node.csv", nodes.as_bytes()), ("link.csv", links.as_bytes())])?;
    /// let metric = network.metric(&Scenario::default(), &CostModel::distance())?;
    /// assert_eq!(metric.shortest(network.place("Almaty")?, network.place("Dostyk")?).unwrap().length().as_km(), 800.0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn from_tables<N: AsRef<str>, R: Read>(tables: impl IntoIterator<Item = (N, R)>) -> Result<Self, LoadError> {
        let import = Import::new();
        tables.into_iter().fold(import, |import, (name, reader)| import.table(name.as_ref(), reader)).build()
    }

    /// A network from GeoJSON: points are places, lines are links. [`Import`] has the options.
    ///
    /// # Errors
    /// Every fault, with line and position.
    ///
    /// ```
    /// use landbridge::Network;
    /// let bundled = Network::bundled();
    /// let again = Network::from_geojson(bundled.to_geojson(None).as_bytes())?;
    /// assert_eq!(again.links().len(), bundled.links().len());
    /// # Ok::<(), landbridge::LoadError>(())
    /// ```
    pub fn from_geojson(reader: impl Read) -> Result<Self, LoadError> {
        Import::new().geojson("GeoJSON", reader).build()
    }

    /// A network from GraphML: nodes are places, edges are links. [`Import`] has the options.
    ///
    /// # Errors
    /// Every fault, with line and position.
    ///
    /// ```
    /// use landbridge::Network;
    /// let bundled = Network::bundled();
    /// let again = Network::from_graphml(bundled.to_graphml(None).as_bytes())?;
    /// assert_eq!(again.places().len(), bundled.places().len());
    /// # Ok::<(), landbridge::LoadError>(())
    /// ```
    pub fn from_graphml(reader: impl Read) -> Result<Self, LoadError> {
        Import::new().graphml("GraphML", reader).build()
    }

    /// A network from a directory of GMNS, the General Modeling Network Specification. [`Import`]
    /// has the options; most GMNS networks need [`Import::fill`], for they name neither country nor
    /// mode.
    ///
    /// # Errors
    /// Every fault, with file, line and column.
    pub fn from_gmns(directory: impl AsRef<Path>) -> Result<Self, LoadError> {
        Import::new().gmns(directory).build()
    }
}

impl NetworkBuilder {
    /// Adds the bundled assumptions for every quantity that has no assumption yet.
    pub fn bundled_assumptions(mut self) -> Self {
        let issues = RefCell::default();
        let text = bundled_text("assumption.csv").unwrap_or_default();
        let mut bundled = Self::new();
        for (name, columns) in rows::TABLES.iter().filter(|(name, _)| *name == "assumption") {
            let Ok(sheet) = Sheet::csv("assumption.csv", text, columns.required) else { continue };
            let table = Table::new(sheet, columns, &issues);
            bundled = rows::add(&table, name, bundled, &mut Courses::default(), &issues);
        }
        for &(quantity, ..) in Quantity::ALL {
            if !self.has_assumption_of(quantity) {
                self = bundled.assumptions_of(quantity).fold(self, Self::assumption);
            }
        }
        self
    }
}

fn bundled_text(name: &str) -> Option<&'static str> {
    BUNDLED.iter().find(|(file, _)| *file == name).map(|&(_, text)| text)
}
