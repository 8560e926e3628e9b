//! The network itself as tables and as GraphML.

use quick_xml::Writer;
use quick_xml::events::{BytesText, Event};

use super::{Grid, territory_of};
use crate::Distance;
use crate::network::{Extent, Grade, Link, Network, Place, PlaceKind};

/// Columns of numbers in the exported tables, for readers that want to know the type.
const NUMERIC: [(&str, &str); 7] = [
    ("x_coord", "double"),
    ("y_coord", "double"),
    ("gauge_mm", "int"),
    ("split_km", "double"),
    ("length_km", "double"),
    ("opened_year", "int"),
    ("closed_year", "int"),
];

impl Network {
    /// The links, one a row; with a year, only those in use in it.
    ///
    /// ```
    /// let network = landbridge::Network::bundled();
    /// assert!(network.link_grid(Some(1991)).rows.len() < network.link_grid(None).rows.len());
    /// ```
    #[must_use]
    pub fn link_grid(&self, year: Option<u16>) -> Grid {
        let mut grid = Grid::new([
            "link_id",
            "from_node_id",
            "to_node_id",
            "directed",
            "mode",
            "class",
            "gauge_mm",
            "territory",
            "split_km",
            "length_km",
            "status",
            "opened_year",
            "closed_year",
            "border_id",
            "passages",
            "project_id",
            "grade",
            "source_id",
        ]);
        for (_, link) in self.links().filter(|(_, link)| year.is_none_or(|year| link.is_open_in(year))) {
            let or_empty = |value: Option<String>| value.unwrap_or_default();
            let passages: Vec<&str> = link.passages().iter().map(|&passage| self[passage].id.as_str()).collect();
            grid.push(vec![
                link.id.to_string(),
                self[link.from].id.to_string(),
                self[link.to].id.to_string(),
                u8::from(link.directed).to_string(),
                link.mode.to_string(),
                link.class.to_string(),
                or_empty(link.gauge_mm.map(|gauge| gauge.to_string())),
                territory_of(link.extent.territories()),
                or_empty(split_of(link).map(|split| split.as_km().to_string())),
                link.length.as_km().to_string(),
                link.status.word().to_owned(),
                or_empty(link.opened().map(|year| year.to_string())),
                or_empty(link.closed().map(|year| year.to_string())),
                or_empty(link.border().map(|border| self[border].id.clone())),
                passages.join(";"),
                or_empty(link.project().map(|project| self[project].id.clone())),
                stated(link.provenance.grade),
                link.provenance.source_id.clone(),
            ]);
        }
        grid
    }

    /// The places, one a row; with a year, only those that a link in use in it joins.
    #[must_use]
    pub fn place_grid(&self, year: Option<u16>) -> Grid {
        let mut joined = vec![year.is_none(); self.places().len()];
        for (_, link) in self.links().filter(|(_, link)| year.is_some_and(|year| link.is_open_in(year))) {
            joined[link.from.index()] = true;
            joined[link.to.index()] = true;
        }
        let mut grid =
            Grid::new(["node_id", "name", "country", "x_coord", "y_coord", "node_type", "grade", "source_id"]);
        for (_, place) in self.places().filter(|(id, _)| joined[id.index()]) {
            grid.push(vec![
                place.id.to_string(),
                place.name.to_string(),
                place.country.map(String::from).unwrap_or_default(),
                place.point.x().to_string(),
                place.point.y().to_string(),
                kind_of(place).to_owned(),
                stated(place.provenance.grade),
                place.provenance.source_id.clone(),
            ]);
        }
        grid
    }

    /// Places and links as GraphML, for NetworkX, igraph and Gephi: a multigraph without
    /// direction but for the links that have one. With a year, only what is in use in it.
    ///
    /// # Panics
    /// Never: writing to memory does not fail.
    #[must_use]
    pub fn to_graphml(&self, year: Option<u16>) -> String {
        let (mut places, mut links) = (self.place_grid(year), self.link_grid(year));
        // XML has no form for them at all
        let no_text = |sign: char| sign.is_control() && !matches!(sign, '\t' | '\n' | '\r');
        for cell in places.rows.iter_mut().chain(&mut links.rows).flatten().filter(|cell| cell.contains(no_text)) {
            *cell = cell.replace(no_text, "\u{fffd}");
        }
        let mut writer = Writer::new_with_indent(Vec::new(), b' ', 1);
        write_graphml(&mut writer, &places, &links).expect("memory takes all");
        let body = String::from_utf8(writer.into_inner()).expect("names are text");
        format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{body}\n")
    }
}

/// Length on the from-side of a link over a border.
pub(super) fn split_of(link: &Link) -> Option<Distance> {
    match link.extent {
        Extent::Across { from_length, .. } => Some(from_length),
        Extent::Within(_) => None,
    }
}

pub(super) fn kind_of(place: &Place) -> &'static str {
    PlaceKind::ALL.iter().find(|(kind, _)| *kind == place.kind).map_or("", |&(_, word)| word)
}

pub(super) fn stated(grade: Grade) -> String {
    if grade == Grade::Unstated { String::new() } else { grade.word().to_owned() }
}

fn write_graphml(writer: &mut Writer<Vec<u8>>, places: &Grid, links: &Grid) -> std::io::Result<()> {
    let namespace = ("xmlns", "http://graphml.graphdrawing.org/xmlns");
    writer.create_element("graphml").with_attribute(namespace).write_inner_content(|writer| {
        for (grid, domain) in [(places, "node"), (links, "edge")] {
            for name in &grid.header {
                let kind = NUMERIC.iter().find(|(column, _)| column == name).map_or("string", |&(_, kind)| kind);
                let key = format!("{domain}-{name}");
                let attributes = [("id", key.as_str()), ("for", domain), ("attr.name", *name), ("attr.type", kind)];
                writer.create_element("key").with_attributes(attributes).write_empty()?;
            }
        }
        let graph = writer.create_element("graph").with_attribute(("edgedefault", "undirected"));
        graph.write_inner_content(|writer| {
            for row in &places.rows {
                let node = writer.create_element("node").with_attribute(("id", row[0].as_str()));
                node.write_inner_content(|writer| write_data(writer, "node", places, row))?;
            }
            for row in &links.rows {
                let directed = if row[3] == "1" { "true" } else { "false" };
                let ends = [("id", &*row[0]), ("source", &*row[1]), ("target", &*row[2]), ("directed", directed)];
                let edge = writer.create_element("edge").with_attributes(ends);
                edge.write_inner_content(|writer| write_data(writer, "edge", links, row))?;
            }
            Ok(())
        })?;
        Ok(())
    })?;
    Ok(())
}

fn write_data(writer: &mut Writer<Vec<u8>>, domain: &str, grid: &Grid, row: &[String]) -> std::io::Result<()> {
    for (name, cell) in grid.header.iter().zip(row).filter(|(_, cell)| !cell.is_empty()) {
        let key = format!("{domain}-{name}");
        let data = writer.create_element("data").with_attribute(("key", key.as_str()));
        data.write_inner_content(|writer| writer.write_event(Event::Text(BytesText::new(cell))))?;
    }
    Ok(())
}
