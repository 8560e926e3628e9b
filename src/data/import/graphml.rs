//! Places and links from GraphML.

use std::collections::HashMap;
use std::ops::Range;

use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::Import;
use crate::data::sheet::{Sheet, line_at};
use crate::data::{LoadError, LoadIssue};

/// An attribute that a `key` element declares.
struct Key {
    name: String,
    default: Option<String>,
    of_edges: Option<bool>,
    is_float: bool,
}

/// The node or edge that is being read.
struct Open {
    is_edge: bool,
    at: usize,
    cells: Vec<(String, String, Option<Range<usize>>)>,
}

struct Reading<'a> {
    file: &'a str,
    text: &'a str,
    issues: Vec<LoadIssue>,
    keys: HashMap<String, Key>,
    nodes: Sheet,
    links: Sheet,
    directed: bool,
    graphs: usize,
    open: Option<Open>,
    /// The key whose value, or whose default, is being read; with its text and where it begins.
    value: Option<(String, String, usize, bool)>,
    last: (usize, u64),
    import: &'a Import,
}

pub(super) fn read(import: &mut Import, file: &str, text: &str) {
    let text = text.trim_start_matches('\u{feff}');
    let mut reading = Reading {
        file,
        text,
        issues: Vec::new(),
        keys: HashMap::new(),
        nodes: Sheet::new(file, text),
        links: Sheet::new(file, text),
        directed: false,
        graphs: 0,
        open: None,
        value: None,
        last: (0, 1),
        import,
    };
    reading.nodes.header = ["node_id", "name", "country", "x_coord", "y_coord"].map(str::to_owned).into();
    reading.links.header = ["link_id", "from_node_id", "to_node_id", "directed"].map(str::to_owned).into();
    reading.all();
    let Reading { issues, nodes, links, .. } = reading;
    import.issues.extend(issues);
    import.add([("node", nodes), ("link", links)]);
}

impl Reading<'_> {
    fn all(&mut self) {
        let mut reader = Reader::from_str(self.text);
        let (mut root, mut depth) = (false, 0);
        loop {
            let at = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX).min(self.text.len());
            let event = match reader.read_event() {
                Ok(event) => event,
                Err(error) => {
                    let at = usize::try_from(reader.error_position()).unwrap_or(at).min(self.text.len());
                    return self.fault(at, format!("not well-formed XML: {error}"), None);
                }
            };
            match event {
                Event::Eof if depth > 0 => return self.fault(at, "the file ends within an element", None),
                Event::Eof => break,
                Event::DocType(_) => {
                    return self.fault(at, "a document type is not read", Some("take the <!DOCTYPE …> out"));
                }
                Event::Start(element) => {
                    if !root && element.local_name().as_ref() != "graphml" {
                        return self.fault(at, "the root is not <graphml>", None);
                    }
                    (root, depth) = (true, depth + 1);
                    self.start(&element, at);
                }
                Event::Empty(element) => {
                    self.start(&element, at);
                    self.end(element.local_name().as_ref());
                }
                Event::End(element) => {
                    depth -= 1;
                    self.end(element.local_name().as_ref());
                }
                Event::Text(text) => self.more(&text.xml10_content(), at),
                Event::CData(text) => self.more(&text.xml10_content(), at),
                Event::GeneralRef(reference) => {
                    let sign = reference.resolve_char_ref().ok().flatten().map(String::from);
                    let name = reference.xml10_content();
                    match sign.or_else(|| resolve_predefined_entity(&name).map(str::to_owned)) {
                        Some(text) => self.more(&text, at),
                        None => self.fault(at, "an entity other than &lt; &gt; &amp; &apos; &quot;", None),
                    }
                }
                _ => {}
            }
        }
        if !root {
            self.fault(0, "the file holds no <graphml>", None);
        }
    }

    fn line(&mut self, at: usize) -> u64 {
        let from = if at < self.last.0 { (0, 1) } else { self.last };
        self.last = (at, from.1 + line_at(&self.text[from.0..], at - from.0) - 1);
        self.last.1
    }

    fn fault(&mut self, at: usize, problem: impl Into<String>, help: Option<&str>) {
        let end = self.text[at..].find(['>', '\n', ';']).map_or(self.text.len(), |length| at + length + 1);
        let issue = LoadIssue::of_line(self.file, self.line(at), problem);
        let issue = LoadIssue { help: help.map(str::to_owned), ..issue };
        // all may stand in one line, and only so many are shown
        let shown = self.issues.len() < LoadError::SHOWN;
        self.issues.push(if shown { issue.in_text(self.text, at..end) } else { issue });
    }

    fn start(&mut self, element: &BytesStart<'_>, at: usize) {
        let mut attributes = HashMap::new();
        for attribute in element.attributes() {
            let value = attribute.ok().and_then(|attribute| {
                let value = attribute.normalized_value(XmlVersion::Implicit1_0).ok()?.into_owned();
                Some((attribute.key.as_ref().to_owned(), value))
            });
            match value {
                Some((name, value)) => _ = attributes.insert(name, value),
                None => return self.fault(at, "an attribute that cannot be read", None),
            }
        }
        let take = |name: &str| attributes.get(name).cloned();
        match element.local_name().as_ref() {
            "key" => {
                let Some(id) = take("id") else { return self.fault(at, "a key without an id", None) };
                let of_edges = match take("for").as_deref() {
                    Some("node") => Some(false),
                    Some("edge") => Some(true),
                    _ => None,
                };
                let is_float = matches!(take("attr.type").as_deref(), Some("double" | "float"));
                let name = take("attr.name").unwrap_or_else(|| id.clone());
                self.keys.insert(id.clone(), Key { name, default: None, of_edges, is_float });
                self.value = Some((id, String::new(), at, true));
            }
            "graph" => {
                self.graphs += 1;
                if self.graphs > 1 {
                    self.fault(at, "a second graph, or a graph inside another", None);
                }
                self.directed = take("edgedefault").as_deref() == Some("directed");
            }
            "node" => {
                let Some(id) = take("id") else { return self.fault(at, "a node without an id", None) };
                self.open = Some(Open { is_edge: false, at, cells: vec![("node_id".to_owned(), id, None)] });
            }
            "edge" => {
                let (Some(from), Some(to)) = (take("source"), take("target")) else {
                    return self.fault(at, "an edge needs a source and a target", None);
                };
                let directed = take("directed").map_or(self.directed, |word| word == "true");
                let id = take("id").unwrap_or_else(|| format!("link-{}", self.links.rows.len() + 1));
                let directed = u8::from(directed).to_string();
                let cells = [("link_id", id), ("from_node_id", from), ("to_node_id", to), ("directed", directed)];
                let cells = cells.map(|(name, value)| (name.to_owned(), value, None)).into();
                self.open = Some(Open { is_edge: true, at, cells });
            }
            "data" => {
                let Some(key) = take("key") else { return self.fault(at, "data without a key", None) };
                if !self.keys.contains_key(&key) {
                    return self.fault(at, "no key is declared with this id", None);
                }
                self.value = Some((key, String::new(), at, false));
            }
            "port" | "hyperedge" => self.fault(at, "ports and hyperedges are not read", None),
            _ => {}
        }
    }

    /// Text of a value; each value begins where its element does.
    fn more(&mut self, text: &str, at: usize) {
        if let Some((_, value, begins, is_key)) = &mut self.value {
            if value.is_empty() && !*is_key {
                *begins = at;
            }
            value.push_str(text);
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "default" => {
                if let Some((key, value, _, true)) = &mut self.value
                    && let Some(key) = self.keys.get_mut(key)
                {
                    key.default = Some(std::mem::take(value).trim().to_owned());
                }
            }
            "key" => self.value = None,
            "data" => {
                if let (Some((key, mut value, at, false)), Some(open)) = (self.value.take(), &mut self.open) {
                    let key = &self.keys[&key];
                    let table = if open.is_edge { "link" } else { "node" };
                    let name = self.import.renamed(table, &key.name).to_owned();
                    // a whole number that went through a library of floats
                    if let Some(whole) = value.trim().strip_suffix(".0").filter(|_| key.is_float) {
                        value = String::from(whole);
                    }
                    let own = open.cells.iter().any(|(column, ..)| *column == name);
                    // ids of nodes and ends are those of the element, which all others refer to
                    if !own || name == "directed" || name == "link_id" {
                        open.cells.retain(|(column, ..)| *column != name);
                        let length = self.text[at..].find('<').unwrap_or(0);
                        open.cells.push((name, value, Some(at..at + length)));
                    }
                }
            }
            "node" | "edge" => {
                let Some(mut open) = self.open.take() else { return };
                for key in self.keys.values().filter(|key| key.of_edges.is_none_or(|edges| edges == open.is_edge)) {
                    if let Some(default) = &key.default
                        && !open.cells.iter().any(|(column, ..)| *column == key.name)
                    {
                        open.cells.push((key.name.clone(), default.clone(), None));
                    }
                }
                let line = self.line(open.at);
                let sheet = if open.is_edge { &mut self.links } else { &mut self.nodes };
                sheet.push(open.at, line, open.cells);
            }
            _ => {}
        }
    }
}
