//! Networks from GeoJSON, GraphML, GMNS and tables in memory: our own exports come back the same,
//! what others write is read, and what is wrong is told with its place.

mod snapshot;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use landbridge::{CostModel, Import, LoadError, Mode, Network, Scenario};
use snapshot::{assert_golden, here};

const SMALL: &str = "tests/fixtures/small";

fn texts(network: &Network) -> Vec<(&'static str, String)> {
    network.tables().into_iter().map(|(name, grid)| (name, grid.to_csv())).collect()
}

/// Metres by the best route to every place, from every place of a small network and some of a large
/// one, by the ids of the two.
fn distances(network: &Network) -> BTreeMap<(String, String), u64> {
    let scenario = Scenario::default().in_year(network.as_of_year());
    let metric = network.metric(&scenario, &CostModel::distance()).unwrap();
    let mut all = BTreeMap::new();
    for (from, origin) in network.places().step_by(1 + network.places().len() / 20) {
        for ((_, destination), values) in network.places().zip(metric.from(from).values()) {
            if let Some(values) = values {
                all.insert((origin.id.to_string(), destination.id.to_string()), values.distance.get());
            }
        }
    }
    all
}

fn ids(network: &Network) -> (Vec<String>, Vec<String>) {
    let mut places: Vec<String> = network.places().map(|(_, place)| place.id.to_string()).collect();
    let mut links: Vec<String> = network.links().map(|(_, link)| link.id.to_string()).collect();
    places.sort();
    links.sort();
    (places, links)
}

#[test]
fn tables_come_back_whole() {
    for network in [Network::bundled(), Network::from_dir(here(SMALL)).unwrap()] {
        let tables = texts(&network);
        let again = Network::from_tables(tables.iter().map(|(name, text)| (name, text.as_bytes()))).unwrap();
        assert_eq!(texts(&again), tables);
        assert_eq!(ids(&again), ids(&network));
        for model in [CostModel::time(), CostModel::money()] {
            let costs = |network: &Network| -> Vec<_> {
                let metric = network.metric(&Scenario::default().in_year(2026), &model).unwrap();
                network.arc_ids().map(|arc| metric.cost(arc)).collect()
            };
            assert!(costs(&again) == costs(&network), "every arc costs the same");
        }
    }
}

#[test]
fn maps_and_graphs_come_back_with_the_same_distances() {
    for network in [Network::bundled(), Network::from_dir(here(SMALL)).unwrap()] {
        let transfers = texts(&network).into_iter().find(|(name, _)| *name == "transfer").unwrap().1;
        let (geojson, graphml) = (network.to_geojson(None), network.to_graphml(None));
        let from_geojson = Import::new().geojson("map.geojson", geojson.as_bytes());
        let from_graphml = Import::new().graphml("graph.graphml", graphml.as_bytes());
        let expected = distances(&network);
        assert!(expected.len() > network.places().len());
        for import in [from_geojson, from_graphml] {
            let again = import.table("transfer", transfers.as_bytes()).build().unwrap();
            assert_eq!(ids(&again), ids(&network));
            for (_, link) in network.links() {
                let other = &again[again.link(&link.id).unwrap()];
                assert_eq!((other.mode, other.gauge_mm, other.length), (link.mode, link.gauge_mm, link.length));
                assert_eq!((other.directed, other.extent, other.status), (link.directed, link.extent, link.status));
            }
            assert!(distances(&again) == expected, "every shortest distance is the same");
        }
    }
}

#[test]
fn the_course_of_a_line_is_kept_over_the_antimeridian() {
    let network = Network::bundled();
    let again = Network::from_geojson(network.to_geojson(None).as_bytes()).unwrap();
    let mut crossed = 0;
    for (id, link) in network.links() {
        let (was, is) = (network.course(id, true), again.course(again.link(&link.id).unwrap(), true));
        assert_eq!(was, is, "{}", link.id);
        crossed += usize::from(was.windows(2).any(|pair| (pair[0].x() - pair[1].x()).abs() > 180.0));
    }
    assert!(crossed > 0, "no link crosses the antimeridian: nothing was tested");
}

/// Lines as a drawing program writes them: no ids, no places, ends that meet.
const DRAWN: &str = r#"{"type": "Feature", "properties": {"km": 800.5}, "geometry": {"type": "LineString", "coordinates": [[76.95, 43.25], [80.0, 44.5], [82.5, 45.2]]}}
{"type": "Feature", "id": "west", "properties": {"km": 480, "country": "KZ", "country_to": "CN"}, "geometry": {"type": "MultiLineString", "coordinates": [[[82.5, 45.2], [85.0, 44.6]], [[85.0, 44.6], [87.6, 43.8]]]}}
"#;

#[test]
fn lines_without_places_make_them_where_they_end() {
    let import = || Import::new().geojson("drawn.geojsonl", DRAWN.as_bytes()).fill("link", "mode", "rail");
    let network = import().rename("link", "km", "length_km").fill("node", "country", "KZ").build().unwrap();
    assert_eq!((network.places().len(), network.links().len()), (3, 2));
    let joint = network.place("82.5 45.2").unwrap();
    let west = network.link("west").unwrap();
    assert_eq!((network[west].from, network[west].mode, network[west].length.as_km()), (joint, Mode::Rail, 480.0));
    assert_eq!(network.course(west, true).len(), 3);
    let measured = import().measure_lengths().fill("node", "country", "KZ").build().unwrap();
    let geodesic = measured[measured.link("link-1").unwrap()].length.as_km();
    assert!((490.0..510.0).contains(&geodesic), "{geodesic}");
    // a name of its own for ids: the course goes with the line all the same
    let named = DRAWN.replace("\"km\": 480", "\"ref\": \"tunnel\", \"km\": 480").replace("\"id\": \"west\", ", "");
    let import = Import::new().geojson("named", named.as_bytes()).rename("link", "ref", "link_id");
    let import = import.rename("link", "km", "length_km").fill("link", "mode", "rail").fill("node", "country", "KZ");
    let network = import.build().unwrap();
    assert_eq!(network.course(network.link("tunnel").unwrap(), true).len(), 3);
    // and a record separator before each feature, RFC 8142
    let sequence: String = DRAWN.lines().flat_map(|line| ["\u{1e}", line, "\n"]).collect();
    let import = Import::new().geojson("sequence", sequence.as_bytes()).fill("link", "mode", "rail");
    assert_eq!(import.measure_lengths().fill("node", "country", "KZ").build().unwrap().links().len(), 2);
}

/// What NetworkX 3.6.1 and igraph 1.0.0 wrote of the small network, by `tests/golden/graphml/make.py`.
#[test]
fn what_other_libraries_write_is_read() {
    let network = Network::from_dir(here(SMALL)).unwrap();
    let transfers = texts(&network).into_iter().find(|(name, _)| *name == "transfer").unwrap().1;
    for (file, keeps_ids) in [("networkx.graphml", true), ("igraph.graphml", false)] {
        let path = here("tests/golden/graphml").join(file);
        let mut import = Import::new().graphml(file, std::fs::File::open(path).unwrap());
        // igraph numbers its vertices, so that a table of transfers by id would not fit
        if keeps_ids {
            import = import.table("transfer", transfers.as_bytes());
        }
        let again = import.build().unwrap();
        assert_eq!((again.places().len(), again.links().len()), (network.places().len(), network.links().len()));
        let length = |network: &Network| network.links().map(|(_, link)| link.length.get()).sum::<u64>();
        assert_eq!(length(&again), length(&network));
        if keeps_ids {
            assert!(distances(&again) == distances(&network));
        }
    }
}

const GMNS: [(&str, &str); 4] = [
    ("config.csv", "dataset_name,long_length,speed\ntest,mi,mph\n"),
    (
        "node.csv",
        "node_id,name,x_coord,y_coord,node_type,country\n1,Almaty,76.95,43.25,external,KZ\n2,,82.5,45.2,,KZ\n",
    ),
    (
        "link.csv",
        "link_id,from_node_id,to_node_id,directed,geometry_id,length,grade,facility_type,capacity,free_speed,lanes,allowed_uses\n7,1,2,1,g,500,0.02,motorway,1800,62.1371,2,auto\n",
    ),
    ("geometry.csv", "geometry_id,geometry\ng,\"LINESTRING (76.95 43.25, 80 44.5, 82.5 45.2)\"\n"),
];

fn gmns(files: &[(&str, &str)]) -> tempfile::TempDir {
    let there = tempfile::tempdir().unwrap();
    for (name, text) in files {
        std::fs::write(there.path().join(name), text).unwrap();
    }
    there
}

#[test]
fn gmns_is_read_in_the_units_it_states() {
    let there = gmns(&GMNS);
    let network = Import::new().gmns(there.path()).fill("link", "mode", "road").build().unwrap();
    let link = &network[network.link("7").unwrap()];
    assert_eq!((link.length.as_km(), link.directed, link.class.as_str()), (804.672, true, "motorway"));
    assert!((link.speed().unwrap().as_km_per_hour() - 100.0).abs() < 0.01 && link.capacity().is_none());
    assert_eq!((link.shape().len(), network[network.place("2").unwrap()].name.as_str()), (1, "2"));
    let tables = texts(&network);
    let one_way = [
        Network::from_tables(tables.iter().map(|(name, text)| (name, text.as_bytes()))),
        Network::from_geojson(network.to_geojson(None).as_bytes()),
        Network::from_graphml(network.to_graphml(None).as_bytes()),
        // as a library writes it that says so of the edge, or of the whole graph
        Network::from_graphml(network.to_graphml(None).replace("<data key=\"edge-directed\">1</data>", "").as_bytes()),
        Network::from_graphml(
            network
                .to_graphml(None)
                .replace("<data key=\"edge-directed\">1</data>", "")
                .replace(" directed=\"true\"", "")
                .replace("\"undirected\"", "\"directed\"")
                .as_bytes(),
        ),
    ];
    assert!(one_way.into_iter().all(|again| again.unwrap().links().all(|(_, link)| link.directed)));
    let both_ways = network.to_graphml(None).replace(">1</data>", ">0</data>");
    assert!(Network::from_graphml(both_ways.as_bytes()).unwrap().links().all(|(_, link)| !link.directed));
    assert_eq!(Network::from_gmns(there.path()).unwrap_err().issues.len(), 1, "no mode is stated");
    let without = gmns(&GMNS[1..]);
    let error = Import::new().gmns(without.path()).fill("link", "mode", "road").build().unwrap_err();
    assert!(error.to_string().contains("in what unit"), "{error}");
}

/// A name, and what an import of it should be faulted for.
fn faulty() -> Vec<(&'static str, Import)> {
    let map = |text: &str| Import::new().geojson("map.geojson", text.as_bytes());
    let graph = |text: &str| Import::new().graphml("graph.graphml", text.as_bytes());
    let bomb = "<!DOCTYPE g [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>\n<graphml><graph><node id=\"&b;\"/></graph></graphml>";
    let body = |text: &str| {
        format!(
            "<graphml>\n<key id=\"c\" for=\"node\" attr.name=\"country\"/>\n<graph edgedefault=\"undirected\">\n{text}\n</graph>\n</graphml>"
        )
    };
    let point = |properties: &str, at: &str| {
        format!(
            "{{\"type\": \"Feature\",\n \"properties\": {properties},\n \"geometry\": {{\"type\": \"Point\", \"coordinates\": {at}}}}}\n"
        )
    };
    vec![
        ("GeoJSON: empty", map("")),
        ("GeoJSON: cut short", map(&DRAWN[..DRAWN.len() - 40])),
        ("GeoJSON: not JSON", map("PK\u{3}\u{4} zip")),
        ("GeoJSON: topology", map("{\"type\": \"Topology\", \"objects\": {}}")),
        ("GeoJSON: deep", map(&"[".repeat(100_000))),
        (
            "GeoJSON: polygon",
            map(
                "{\"type\": \"Feature\", \"properties\": {}, \"geometry\": {\"type\": \"Polygon\", \"coordinates\": []}}",
            ),
        ),
        (
            "GeoJSON: metres",
            map(&point("{\"node_id\": \"a\"}", "[9183858.7, 5400000]"))
                .geojson("lines", DRAWN.as_bytes())
                .fill("link", "mode", "rail")
                .fill("link", "length_km", "800"),
        ),
        (
            "GeoJSON: other reference system",
            map(
                "{\"type\": \"FeatureCollection\", \"crs\": {\"properties\": {\"name\": \"EPSG:3857\"}}, \"features\": []}",
            ),
        ),
        ("GeoJSON: a position of one", map(&point("{}", "[76.95]"))),
        ("GeoJSON: a position in words", map(&point("{}", "[\"east\", 43]"))),
        (
            "GeoJSON: country misspelt",
            map(&point("{\"node_id\": \"a\",\n  \"country\": \"Kazakstan\"}", "[76.95, 43.25]"))
                .geojson("lines", DRAWN.as_bytes())
                .fill("link", "mode", "rail")
                .fill("link", "length_km", "800"),
        ),
        (
            "GeoJSON: parts that do not join",
            map(
                "{\"type\": \"Feature\", \"geometry\": {\"type\": \"MultiLineString\", \"coordinates\": [[[0, 0], [1, 1]], [[5, 5], [6, 6]]]}}",
            ),
        ),
        ("GeoJSON: no mode, no length", map(DRAWN).fill("node", "country", "KZ")),
        (
            "GeoJSON: property misspelt",
            map(&DRAWN.replace("km", "lenght_km")).fill("link", "mode", "rail").fill("node", "country", "KZ"),
        ),
        ("GraphML: empty", graph("")),
        ("GraphML: a bomb of entities", graph(bomb)),
        ("GraphML: an entity", graph(&body("<node id=\"a\"><data key=\"c\">&kz;</data></node>"))),
        ("GraphML: cut short", graph("<graphml><graph><node id=\"a\">")),
        ("GraphML: not well-formed", graph("<graphml><graph></graphml>")),
        ("GraphML: another root", graph("<html><body/></html>")),
        ("GraphML: country misspelt", graph(&body("<node id=\"a\">\n <data key=\"c\">Kazakstan</data></node>"))),
        ("GraphML: a hyperedge", graph(&body("<hyperedge/>"))),
        ("GraphML: undeclared key", graph(&body("<node id=\"a\"><data key=\"d\">x</data></node>"))),
        ("GraphML: edge to nowhere", graph(&body("<edge source=\"a\"/>"))),
        (
            "coordinates exchanged, no telling whose",
            Import::new()
                .table(
                    "node.csv",
                    "node_id,name,country,x_coord,y_coord\na,A,GR,22.94,40.64\nb,B,MK,42.00,21.43\n".as_bytes(),
                )
                .table(
                    "link.csv",
                    "link_id,from_node_id,to_node_id,directed,mode,length_km\na-b,a,b,0,rail,243\n".as_bytes(),
                ),
        ),
        ("table unknown", Import::new().table("nodes.csv", "a\n".as_bytes()).dir(here(SMALL))),
        ("fill unknown", Import::new().dir(here(SMALL)).fill("link", "guage_mm", "1435")),
        ("not UTF-8", Import::new().geojson("map.geojson", &b"{\n\xff}"[..])),
    ]
}

#[test]
fn rows_of_bare_commas_are_no_rows() {
    let read = |file: &str| std::fs::read_to_string(here(SMALL).join(file)).unwrap();
    let (node, link) = (read("node.csv"), read("link.csv"));
    let blank = |text: &str| ",".repeat(text.lines().next().unwrap().matches(',').count()) + "\n";
    let (nodes, links) = (node.clone() + &blank(&node).repeat(2), link.clone() + &blank(&link));
    let import = |node: &str, link: &str| {
        let tables = [("node", node.to_owned()), ("link", link.to_owned())];
        let rest = ["border", "passage", "project"].map(|name| (name, read(&format!("{name}.csv"))));
        Network::from_tables(tables.iter().chain(&rest).map(|(name, text)| (name, text.as_bytes())))
    };
    assert_eq!(texts(&import(&nodes, &links).unwrap()), texts(&import(&node, &link).unwrap()));
}

#[test]
fn every_fault_has_its_place() {
    let mut told = String::new();
    for (name, import) in faulty() {
        let Err(error) = import.build() else { panic!("{name}: taken for good") };
        let text = error.render();
        assert!(text.len() < 6_000 && text.chars().all(|sign| sign == '\n' || !sign.is_control()), "{name}: {text:?}");
        writeln!(told, "# {name}\n{text}").unwrap();
    }
    assert_golden("import.txt", &told);
}

#[test]
fn a_caret_stands_under_what_is_wrong() {
    let tables = |nodes: &str| -> LoadError {
        let links = "link_id,from_node_id,to_node_id,directed,mode,length_km\nab,a,b,0,rail,800\n";
        Network::from_tables([("node.csv", nodes.as_bytes()), ("link.csv", links.as_bytes())]).unwrap_err()
    };
    for (row, wrong) in [
        ("b,Dostyk,KZ,east,45", "east"),
        ("b,\"Dos,tyk\",KZ, 99x ,45", "99x"),
        ("b,多斯特克,KK,82,45", "KK"),
        ("b,\"two \"\"quotes\"\"\",KZ,82,1e999", "1e999"),
    ] {
        let error = tables(&format!("node_id,name,country,x_coord,y_coord\na,Almaty,KZ,76.95,43.25\n{row}\n"));
        let told = error.render();
        let lines: Vec<&str> = told.lines().collect();
        let at = lines.iter().position(|line| line.contains('^')).expect("a caret");
        let column = lines[at].find('^').unwrap();
        let width = lines[at].matches('^').count();
        // signs of two columns stand before the mark in one row
        let wide = lines[at - 1].chars().filter(|sign| *sign > '\u{2e80}').count();
        let marked: String = lines[at - 1].chars().skip(column - wide).take(width).collect();
        assert_eq!(marked, wrong, "{told}");
        assert!(told.contains("node.csv:3:"), "{told}");
    }
}

#[test]
fn a_long_line_is_cropped_to_its_fault() {
    let name = "x".repeat(100_000);
    let nodes = format!("node_id,name,country,x_coord,y_coord\na,{name},KZ,east,43\nb,B,KZ,82,45\n");
    let links = "link_id,from_node_id,to_node_id,directed,mode,length_km\nab,a,b,0,rail,800\n";
    let error = Network::from_tables([("node.csv", nodes.as_bytes()), ("link.csv", links.as_bytes())]).unwrap_err();
    let told = error.render();
    assert!(told.len() < 400 && told.contains("…") && told.contains("^^^^"), "{told}");
}

#[test]
fn formulas_and_markup_are_harmless_and_come_back() {
    let names = [
        "=cmd()|' /C calc'!A0",
        "+1+1",
        "@SUM(A1)",
        "-2+3",
        "'=a",
        "''=b",
        "<script>alert(1)</script>",
        "a & b",
        "-12.5",
    ];
    let mut nodes = "node_id,name,country,x_coord,y_coord\n".to_owned();
    for (at, name) in names.iter().enumerate() {
        let cell = if name.starts_with('\'') { format!("'{name}") } else { (*name).to_owned() };
        writeln!(nodes, "n{at},{cell},KZ,7{at},45").unwrap();
    }
    let links = "link_id,from_node_id,to_node_id,directed,mode,length_km\nab,n0,n1,0,rail,800\n";
    let network = Network::from_tables([("node.csv", nodes.as_bytes()), ("link.csv", links.as_bytes())]).unwrap();
    let of = |network: &Network| -> Vec<String> { network.places().map(|(_, place)| place.name.to_string()).collect() };
    assert_eq!(of(&network), names);
    let csv = network.place_grid(None).to_csv();
    for row in csv::Reader::from_reader(csv.as_bytes()).records().map(Result::unwrap) {
        for cell in row.iter().filter(|cell| cell.starts_with(['=', '+', '-', '@'])) {
            assert!(cell.parse::<f64>().is_ok(), "a spreadsheet would take {cell} for a formula");
        }
    }
    let tables = texts(&network);
    assert_eq!(of(&Network::from_tables(tables.iter().map(|(name, text)| (name, text.as_bytes()))).unwrap()), names);
    let graph = network.to_graphml(None);
    assert!(!graph.contains("<script>") && graph.contains("&lt;script&gt;"));
    assert_eq!(of(&Network::from_graphml(graph.as_bytes()).unwrap()), names);
    assert_eq!(of(&Network::from_geojson(network.to_geojson(None).as_bytes()).unwrap()), names);
    assert!(!network.place_grid(None).to_markdown().contains("<script>"));
}
