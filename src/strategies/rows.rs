//! A network taken apart into the rows that it was built from, to build a changed one.

use crate::network::{
    Assumption, BorderSpec, BuildError, CorridorSpec, Extent, LinkSpec, Network, NetworkBuilder, Passage, PlaceSpec,
    Project, Source, TransferSpec,
};

/// The rows of a network. Change them and build again.
///
/// ```
/// use landbridge::{CostModel, Distance, Network, Scenario};
/// let network = Network::bundled();
/// let mut rows = network.rows();
/// rows.links.retain(|link| link.id != "rail-jinghe-yining");
/// rows.corridors.clear();
/// let without = rows.build()?;
/// assert_eq!(without.links().len() + 1, network.links().len());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default)]
#[allow(missing_docs, reason = "the fields are the tables of the network")]
pub struct Rows {
    pub places: Vec<PlaceSpec>,
    pub links: Vec<LinkSpec>,
    pub transfers: Vec<TransferSpec>,
    pub borders: Vec<BorderSpec>,
    pub passages: Vec<Passage>,
    pub projects: Vec<Project>,
    pub corridors: Vec<CorridorSpec>,
    pub assumptions: Vec<Assumption>,
    pub sources: Vec<Source>,
    pub as_of_year: u16,
    pub version: String,
}

impl Rows {
    /// Builds a network of the rows.
    ///
    /// # Errors
    /// Those of [`NetworkBuilder::build`].
    pub fn build(self) -> Result<Network, BuildError> {
        let mut builder = NetworkBuilder::new().as_of_year(self.as_of_year).version(&self.version);
        builder = self.places.into_iter().fold(builder, NetworkBuilder::place);
        builder = self.links.into_iter().fold(builder, NetworkBuilder::link);
        builder = self.transfers.into_iter().fold(builder, NetworkBuilder::transfer);
        builder = self.borders.into_iter().fold(builder, NetworkBuilder::border);
        builder = self.passages.into_iter().fold(builder, NetworkBuilder::passage);
        builder = self.projects.into_iter().fold(builder, NetworkBuilder::project);
        builder = self.corridors.into_iter().fold(builder, NetworkBuilder::corridor);
        builder = self.assumptions.into_iter().fold(builder, NetworkBuilder::assumption);
        builder = self.sources.into_iter().fold(builder, NetworkBuilder::source);
        builder.build()
    }

    /// Moves all places to one point, so that a link may have any length: no cost turns on
    /// coordinates.
    #[must_use]
    pub fn at_one_point(mut self) -> Self {
        for place in &mut self.places {
            (place.x_coord, place.y_coord) = (0.0, 0.0);
        }
        self
    }
}

impl Network {
    /// The rows that build this network again.
    ///
    /// # Complexity
    /// O(places + links), time and space.
    #[must_use]
    pub fn rows(&self) -> Rows {
        Rows {
            places: self.places().map(|(_, row)| place(row)).collect(),
            links: self.links().map(|(_, row)| link(self, row)).collect(),
            transfers: self.transfers().map(|(_, row)| transfer(self, row)).collect(),
            borders: self
                .borders()
                .map(|(_, row)| BorderSpec {
                    id: row.id.clone(),
                    name: row.name.clone(),
                    class: row.class.clone(),
                    dwell: row.dwell,
                    fee: row.fee,
                    provenance: row.provenance.clone(),
                    ..BorderSpec::default()
                })
                .collect(),
            passages: self.passages().map(|(_, row)| row.clone()).collect(),
            projects: self.projects().map(|(_, row)| row.clone()).collect(),
            corridors: self
                .corridors()
                .map(|(_, row)| CorridorSpec {
                    id: row.id.clone(),
                    family: row.family.clone(),
                    name: row.name.clone(),
                    origin: self[row.origin].id.to_string(),
                    destination: self[row.destination].id.to_string(),
                    links: row.links.iter().map(|&link| self[link].id.to_string()).collect(),
                    provenance: row.provenance.clone(),
                })
                .collect(),
            assumptions: self.assumptions().to_vec(),
            sources: self.sources().to_vec(),
            as_of_year: self.as_of_year(),
            version: self.version().to_owned(),
        }
    }
}

fn place(row: &crate::Place) -> PlaceSpec {
    PlaceSpec {
        id: row.id.to_string(),
        name: row.name.to_string(),
        aliases: row.aliases.to_vec(),
        country: row.country,
        x_coord: row.point.x(),
        y_coord: row.point.y(),
        kind: row.kind,
        provenance: (*row.provenance).clone(),
    }
}

fn link(network: &Network, row: &crate::Link) -> LinkSpec {
    LinkSpec {
        directed: row.directed,
        class: row.class.to_string(),
        gauge_mm: row.gauge_mm,
        // countries are those of the places; the builder takes them from there
        split: match row.extent {
            Extent::Across { from_length, .. } => Some(from_length),
            Extent::Within(_) => None,
        },
        length_low: row.length_range().map(|(low, _)| low),
        length_high: row.length_range().map(|(_, high)| high),
        status: row.status,
        opened: row.opened(),
        closed: row.closed(),
        project: row.project().map(|id| network[id].id.clone()),
        border: row.border().map(|id| network[id].id.clone()),
        passages: row.passages().iter().map(|&id| network[id].id.clone()).collect(),
        speed: row.speed(),
        time: row.time(),
        provenance: (*row.provenance).clone(),
        ..LinkSpec::new(&row.id, &network[row.from].id, &network[row.to].id, row.mode, row.length)
    }
}

fn transfer(network: &Network, row: &crate::Transfer) -> TransferSpec {
    TransferSpec {
        id: row.id.clone(),
        place: network[row.place].id.to_string(),
        systems: row.systems.map(|system| {
            (system.mode.expect("a network with transfers tells its systems apart by mode"), system.gauge_mm)
        }),
        class: row.class.clone(),
        time: row.time,
        price: row.price,
        provenance: row.provenance.clone(),
    }
}
