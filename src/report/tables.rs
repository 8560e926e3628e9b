//! The whole network as the tables it can be read from again.

use super::Grid;
use super::export::{kind_of, split_of, stated};
use crate::network::{Mode, Network, Provenance};

fn shown(value: Option<impl ToString>) -> String {
    value.map_or(String::new(), |value| value.to_string())
}

fn flag(value: bool) -> String {
    u8::from(value).to_string()
}

/// A row that ends with its grade, source and note.
fn sourced<const N: usize>(cells: [String; N], provenance: &Provenance) -> Vec<String> {
    let ends = [stated(provenance.grade), provenance.source_id.clone(), provenance.note.clone()];
    cells.into_iter().chain(ends).collect()
}

impl Network {
    /// The tables from which [`Network::from_tables`] or [`Network::from_dir`] makes the same network
    /// again, each with its name: `node`, `link`, `transfer`, and so on. Empty tables are left out.
    /// Columns without a part in any answer (tracks, the countries of a border) are not kept.
    ///
    /// ```
    /// use landbridge::{CostModel, Network, Scenario};
    /// let network = Network::bundled();
    /// let tables: Vec<_> = network.tables().into_iter().map(|(name, grid)| (name, grid.to_csv())).collect();
    /// let again = Network::from_tables(tables.iter().map(|(name, text)| (name, text.as_bytes())))?;
    /// let hours = |network: &Network| -> Result<_, Box<dyn std::error::Error>> {
    ///     let metric = network.metric(&Scenario::default(), &CostModel::time())?;
    ///     Ok(metric.shortest(network.place("Xi'an")?, network.place("Poti")?).unwrap().time())
    /// };
    /// assert_eq!(hours(&again)?, hours(&network)?);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn tables(&self) -> Vec<(&'static str, Grid)> {
        let mut tables = vec![("node", self.node_table()), ("link", self.link_table())];
        tables.extend([("transfer", self.transfer_table()), ("border", self.border_table())]);
        let mut grid = Grid::new(["passage_id", "name", "grade", "source_id", "note"]);
        for (_, row) in self.passages() {
            grid.push(sourced([row.id.clone(), row.name.clone()], &row.provenance));
        }
        tables.push(("passage", grid));
        let mut grid = Grid::new(["project_id", "name", "status", "year", "sponsor", "grade", "source_id", "note"]);
        for (_, row) in self.projects() {
            let cells = [row.id.clone(), row.name.clone(), row.status.clone(), shown(row.year), row.sponsor.clone()];
            grid.push(sourced(cells, &row.provenance));
        }
        tables.push(("project", grid));
        tables.extend(self.corridor_tables());
        tables.extend([("assumption", self.assumption_table()), ("benchmark", self.benchmark_table())]);
        tables.extend([("geometry", self.geometry_table()), ("source", self.source_table())]);
        tables.retain(|(name, grid)| !grid.rows.is_empty() || *name == "node" || *name == "link");
        tables
    }

    fn node_table(&self) -> Grid {
        let mut grid = Grid::new([
            "node_id",
            "name",
            "country",
            "x_coord",
            "y_coord",
            "node_type",
            "aliases",
            "grade",
            "source_id",
            "note",
        ]);
        for (_, place) in self.places() {
            let (x, y) = (place.point.x().to_string(), place.point.y().to_string());
            let (kind, aliases) = (kind_of(place).to_owned(), place.aliases.join(";"));
            let country = place.country.map(String::from).unwrap_or_default();
            let cells = [place.id.to_string(), place.name.to_string(), country, x, y, kind, aliases];
            grid.push(sourced(cells, &place.provenance));
        }
        grid
    }

    fn link_table(&self) -> Grid {
        let mut grid = Grid::new([
            "link_id",
            "from_node_id",
            "to_node_id",
            "directed",
            "mode",
            "class",
            "gauge_mm",
            "split_km",
            "length_km",
            "length_low_km",
            "length_high_km",
            "status",
            "opened_year",
            "closed_year",
            "project_id",
            "border_id",
            "passages",
            "speed_kmh",
            "time_h",
            "capacity_mt_per_year",
            "grade",
            "source_id",
            "note",
        ]);
        for (_, link) in self.links() {
            let passages: Vec<&str> = link.passages().iter().map(|&passage| self[passage].id.as_str()).collect();
            let cells = [
                link.id.to_string(),
                self[link.from].id.to_string(),
                self[link.to].id.to_string(),
                flag(link.directed),
                link.mode.to_string(),
                link.class.to_string(),
                shown(link.gauge_mm),
                shown(split_of(link).map(super::super::units::Distance::as_km)),
                link.length.as_km().to_string(),
                shown(link.length_range().map(|(low, _)| low.as_km())),
                shown(link.length_range().map(|(_, high)| high.as_km())),
                link.status.word().to_owned(),
                shown(link.opened()),
                shown(link.closed()),
                shown(link.project().map(|project| self[project].id.clone())),
                shown(link.border().map(|border| self[border].id.clone())),
                passages.join(";"),
                shown(link.speed().map(super::super::units::Speed::as_km_per_hour)),
                shown(link.time().map(super::super::units::Duration::as_hours)),
                shown(link.capacity().map(super::super::units::Capacity::as_mt_per_year)),
            ];
            grid.push(sourced(cells, &link.provenance));
        }
        grid
    }

    fn transfer_table(&self) -> Grid {
        let mut grid = Grid::new([
            "transfer_id",
            "node_id",
            "from_mode",
            "from_gauge_mm",
            "to_mode",
            "to_gauge_mm",
            "class",
            "time_h",
            "price_usd_per_feu",
            "grade",
            "source_id",
            "note",
        ]);
        for (_, row) in self.transfers() {
            let [from, to] = row.systems;
            let cells = [
                row.id.clone(),
                self[row.place].id.to_string(),
                shown(from.mode),
                shown(from.gauge_mm),
                shown(to.mode),
                shown(to.gauge_mm),
                row.class.clone(),
                shown(row.time.map(super::super::units::Duration::as_hours)),
                shown(row.price.map(super::super::units::Money::as_usd)),
            ];
            grid.push(sourced(cells, &row.provenance));
        }
        grid
    }

    fn border_table(&self) -> Grid {
        let mut grid =
            Grid::new(["border_id", "name", "class", "dwell_h", "fee_usd_per_feu", "grade", "source_id", "note"]);
        for (_, row) in self.borders() {
            let dwell = shown(row.dwell.map(super::super::units::Duration::as_hours));
            let fee = shown(row.fee.map(super::super::units::Money::as_usd));
            grid.push(sourced([row.id.clone(), row.name.clone(), row.class.clone(), dwell, fee], &row.provenance));
        }
        grid
    }

    fn corridor_tables(&self) -> [(&'static str, Grid); 2] {
        let mut corridors = Grid::new([
            "corridor_id",
            "family",
            "name",
            "origin_node_id",
            "destination_node_id",
            "grade",
            "source_id",
            "note",
        ]);
        let mut courses = Grid::new(["corridor_id", "seq", "link_id"]);
        for (_, row) in self.corridors() {
            let ends = [row.origin, row.destination].map(|place| self[place].id.to_string());
            let [from, to] = ends;
            let cells = [row.id.clone(), row.family.clone(), row.name.clone(), from, to];
            corridors.push(sourced(cells, &row.provenance));
            for (at, &link) in row.links.iter().enumerate() {
                courses.push(vec![row.id.clone(), (at + 1).to_string(), self[link].id.to_string()]);
            }
        }
        [("corridor", corridors), ("corridor_link", courses)]
    }

    fn assumption_table(&self) -> Grid {
        let mut grid = Grid::new([
            "assumption_id",
            "quantity",
            "mode",
            "country",
            "class",
            "unit",
            "low",
            "likely",
            "high",
            "grade",
            "source_id",
            "note",
        ]);
        for row in self.assumptions() {
            let cells = [
                row.id.clone(),
                row.quantity.word().to_owned(),
                shown(row.mode),
                row.country.map(String::from).unwrap_or_default(),
                row.class.clone(),
                row.quantity.unit().to_owned(),
                row.low.to_string(),
                row.likely.to_string(),
                row.high.to_string(),
            ];
            grid.push(sourced(cells, &row.provenance));
        }
        grid
    }

    fn benchmark_table(&self) -> Grid {
        let mut grid = Grid::new([
            "benchmark_id",
            "quantity",
            "unit",
            "origin_node_id",
            "destination_node_id",
            "via",
            "mode",
            "country",
            "low",
            "likely",
            "high",
            "year",
            "usable",
            "fit",
            "source_id",
            "note",
        ]);
        for row in self.benchmarks() {
            let via: Vec<&str> = row.via.iter().map(|&place| self[place].id.as_str()).collect();
            let modes: Vec<&str> = row.modes.iter().copied().map(Mode::word).collect();
            grid.push(vec![
                row.id.clone(),
                row.measurand.word().to_owned(),
                row.measurand.unit().to_owned(),
                self[row.origin].id.to_string(),
                self[row.destination].id.to_string(),
                via.join(";"),
                modes.join(";"),
                row.country.map(String::from).unwrap_or_default(),
                row.low.to_string(),
                row.likely.to_string(),
                row.high.to_string(),
                shown(row.year),
                flag(row.usable),
                flag(row.fit),
                row.provenance.source_id.clone(),
                row.provenance.note.clone(),
            ]);
        }
        grid
    }

    fn geometry_table(&self) -> Grid {
        let mut grid = Grid::new(["link_id", "wkt"]);
        for (id, link) in self.links().filter(|(_, link)| !link.shape().is_empty()) {
            let course = self.course(id, true);
            let pairs: Vec<String> = course.iter().map(|point| format!("{} {}", point.x(), point.y())).collect();
            grid.push(vec![link.id.to_string(), format!("LINESTRING({})", pairs.join(", "))]);
        }
        grid
    }

    fn source_table(&self) -> Grid {
        let mut grid = Grid::new(["source_id", "publisher", "title", "year", "url", "accessed"]);
        for row in self.sources() {
            let cells = [&row.id, &row.publisher, &row.title, &row.year, &row.url, &row.accessed];
            grid.push(cells.map(String::clone).into());
        }
        grid
    }
}
