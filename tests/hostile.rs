//! Bad input: each case is a small good network with one edit. Every message is kept in
//! `tests/golden/hostile.txt`; a case with more than one message has more than one fault.

mod snapshot;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use landbridge::{CostModel, LoadError, Network, Scenario};
use snapshot::{assert_golden, here};

type Tables = BTreeMap<String, Vec<u8>>;

/// The tables of `tests/fixtures/small`.
fn good() -> Tables {
    std::fs::read_dir(here("tests/fixtures/small"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.file_name().unwrap().to_str().unwrap().to_owned(), std::fs::read(path).unwrap()))
        .collect()
}

fn write(tables: &Tables, directory: &Path) {
    for (name, bytes) in tables {
        std::fs::write(directory.join(name), bytes).unwrap();
    }
}

fn load(tables: &Tables) -> Result<Network, LoadError> {
    let directory = tempfile::tempdir().unwrap();
    write(tables, directory.path());
    Network::from_dir(directory.path()).map_err(|error| without(directory.path(), error))
}

/// The messages, without the name of the directory.
fn without(directory: &Path, mut error: LoadError) -> LoadError {
    for issue in &mut error.issues {
        let file = Path::new(&issue.file).strip_prefix(directory).expect("every message names a file of the directory");
        issue.file = file.to_str().unwrap().to_owned();
    }
    error
}

fn text(tables: &Tables, file: &str) -> String {
    String::from_utf8(tables[file].clone()).unwrap()
}

/// What one case changes.
enum Edit {
    /// The cell of a column in the row whose first cells, joined with commas, begin so.
    Cell(&'static str, &'static str, &'static str, String),
    /// The first occurrence of a text.
    Swap(&'static str, &'static str, &'static str),
    /// More text at the end.
    More(&'static str, String),
    /// Another content.
    Whole(&'static str, Vec<u8>),
    /// Two files with other contents.
    Both([(&'static str, &'static str); 2]),
    /// No such file.
    Gone(&'static str),
}

use Edit::{Both, Cell, Gone, More, Swap, Whole};

fn cell(file: &'static str, row: &'static str, column: &'static str, value: &str) -> Edit {
    Cell(file, row, column, value.to_owned())
}

fn node(row: &'static str, column: &'static str, value: &str) -> Edit {
    cell("node.csv", row, column, value)
}

fn link(row: &'static str, column: &'static str, value: &str) -> Edit {
    cell("link.csv", row, column, value)
}

fn more(file: &'static str, text: &str) -> Edit {
    More(file, text.to_owned())
}

fn whole(file: &'static str, text: impl AsRef<[u8]>) -> Edit {
    Whole(file, text.as_ref().to_vec())
}

fn edited(edit: &Edit) -> Tables {
    let mut tables = good();
    match edit {
        Cell(file, row, column, value) => {
            let old = text(&tables, file);
            let mut reader = csv::Reader::from_reader(old.as_bytes());
            let header = reader.headers().unwrap().clone();
            let at = header.iter().position(|name| name == *column).expect("the column is there");
            let mut writer = csv::Writer::from_writer(Vec::new());
            writer.write_record(&header).unwrap();
            let mut found = 0;
            for record in reader.records() {
                let mut cells: Vec<String> = record.unwrap().iter().map(str::to_owned).collect();
                if cells.join(",").starts_with(row) {
                    found += 1;
                    cells[at].clone_from(value);
                }
                writer.write_record(&cells).unwrap();
            }
            assert_eq!(found, 1, "one row of {file} begins with {row}");
            tables.insert((*file).to_owned(), writer.into_inner().unwrap());
        }
        Swap(file, from, to) => {
            let old = text(&tables, file);
            assert!(old.contains(from), "{file} has {from}");
            tables.insert((*file).to_owned(), old.replacen(from, to, 1).into_bytes());
        }
        More(file, text) => {
            tables.entry((*file).to_owned()).or_default().extend_from_slice(text.as_bytes());
        }
        Whole(file, bytes) => {
            tables.insert((*file).to_owned(), bytes.clone());
        }
        Both(files) => {
            tables.extend(files.map(|(file, text)| (file.to_owned(), text.as_bytes().to_vec())));
        }
        Gone(file) => {
            tables.remove(*file).expect("the file was there");
        }
    }
    tables
}

const FIRST: &str = "rail-urumqi-dostyk,";

/// Files that are no tables.
fn files() -> Vec<(&'static str, Edit)> {
    let good = good();
    let cut = |file: &'static str, bytes: usize| Whole(file, good[file][..good[file].len() - bytes].to_vec());
    vec![
        ("no node.csv", Gone("node.csv")),
        ("no link.csv", Gone("link.csv")),
        ("corridor_link.csv without corridor.csv", Gone("corridor.csv")),
        ("corridor.csv without corridor_link.csv", Gone("corridor_link.csv")),
        ("empty node.csv", whole("node.csv", "")),
        ("blank lines only", whole("link.csv", "\n \r\n\n")),
        ("byte order mark only", whole("link.csv", "\u{feff}")),
        ("header only, node.csv", whole("node.csv", "node_id,name,country,x_coord,y_coord\n")),
        ("header only, link.csv", whole("link.csv", "link_id,from_node_id,to_node_id,directed,mode,length_km")),
        ("no header", Swap("node.csv", "node_id,name,country,x_coord,y_coord,node_type,aliases\n", "")),
        ("semicolons", whole("node.csv", text(&good, "node.csv").replace(',', ";"))),
        ("tabs", whole("link.csv", text(&good, "link.csv").replace(',', "\t"))),
        ("not UTF-8, first line", whole("node.csv", b"node_id,n\xe4me\n")),
        ("not UTF-8, Latin-1 in line 3", whole("node.csv", b"node_id,name\na,b\nc,\xdcr\xfcmqi\n")),
        ("UTF-16", whole("link.csv", b"\xff\xfel\0i\0n\0k\0")),
        ("a spreadsheet", whole("node.csv", b"PK\x03\x04\x14\0\x06\0\x08\0\xe1\x81\xff\n")),
        ("cut in a row", cut("link.csv", 40)),
        ("cut in a quoted cell", cut("node.csv", 40)),
        ("cut in the header", whole("link.csv", "link_id,from_node_id,to_no")),
        ("quote never closed", Swap("node.csv", "Dostyk", "\"Dostyk")),
        ("quote never closed, to the end", more("node.csv", "x,\"X,KZ,70,45,,\ny,Y,KZ,70,45,,\n")),
        ("text after a closing quote", Swap("node.csv", "Dostyk", "\"Dos\"tyk")),
        ("one cell too many", Swap("link.csv", ",caspian\n", ",caspian,x\n")),
        ("one cell too few", Swap("transfer.csv", "dostyk-gauge,", "")),
        ("comma unquoted", Swap("node.csv", "Almaty", "Almaty, Kazakhstan")),
        ("a line of 5 MB", whole("node.csv", "x".repeat(5_000_000))),
        ("a cell of 5 MB", link(FIRST, "from_node_id", &"x".repeat(5_000_000))),
        ("a million commas", more("link.csv", &",".repeat(1_000_000))),
        ("datapackage.json cut short", whole("datapackage.json", "{ \"name\": \"small\",")),
        ("datapackage.json empty", whole("datapackage.json", "")),
        ("datapackage.json no object", whole("datapackage.json", "[1, 2]\n")),
        ("datapackage.json year in words", whole("datapackage.json", "{\n \"as_of_year\": \"today\"\n}")),
        ("datapackage.json year too large", whole("datapackage.json", "{\"as_of_year\": 70000}")),
        ("datapackage.json year 0", whole("datapackage.json", "{\"as_of_year\": 0}")),
        ("datapackage.json version a number", whole("datapackage.json", "{\"version\": 1}")),
    ]
}

/// Headers and ids.
fn headers_and_ids() -> Vec<(&'static str, Edit)> {
    vec![
        ("node.csv without node_id", Swap("node.csv", "node_id", "id")),
        ("node.csv without x_coord, lon instead", Swap("node.csv", "x_coord", "lon")),
        ("node.csv with x_cord", Swap("node.csv", "x_coord", "x_cord")),
        ("node.csv in capitals", Swap("node.csv", "node_id,name", "NODE_ID,NAME")),
        ("link.csv without length_km", Swap("link.csv", "length_km,gauge_mm", "metres,gauge_mm")),
        ("link.csv with guage_mm", Swap("link.csv", "gauge_mm", "guage_mm")),
        ("link.csv with mode twice", Swap("link.csv", "project_id", "mode")),
        ("border.csv without border_id", Swap("border.csv", "border_id", "crossing")),
        ("corridor_link.csv without seq", Swap("corridor_link.csv", "seq", "number")),
        ("assumption.csv without unit", Swap("assumption.csv", "unit", "units_of")),
        ("place twice", node("dostyk,", "node_id", "urumqi")),
        ("place thrice", more("node.csv", "baku,B,AZ,49.9,40.4,,\nbaku,C,AZ,49.9,40.4,,\n")),
        ("link twice", link("rail-dostyk-almaty,", "link_id", "rail-urumqi-dostyk")),
        ("border twice", cell("border.csv", "iletsk,", "border_id", "dostyk")),
        ("transfer twice", cell("transfer.csv", "aktau-port,", "transfer_id", "baku-port")),
        ("corridor twice", cell("corridor.csv", "northern,", "corridor_id", "middle")),
        ("passage twice", cell("passage.csv", "caspian,", "passage_id", "bosporus")),
        ("project twice", more("project.csv", "shortcut,again,,,\n")),
        ("assumption twice", cell("assumption.csv", "speed-rail-cn,", "assumption_id", "speed-rail")),
        ("empty place id", node("oil-rocks,", "node_id", "")),
        ("blank place id", node("oil-rocks,", "node_id", "  ")),
        ("empty link id", link(FIRST, "link_id", "")),
        ("empty border id", cell("border.csv", "iletsk,", "border_id", "")),
        ("empty passage id", cell("passage.csv", "caspian,", "passage_id", "")),
        ("line ends in an id", link(FIRST, "from_node_id", "urum\nqi\u{1b}[2J")),
        ("text turned round", link(FIRST, "from_node_id", "urumqi\u{202e}")),
        ("markup in a name", link(FIRST, "from_node_id", "<script>alert(1)</script>")),
        ("a formula as a name", link(FIRST, "from_node_id", "=cmd()")),
    ]
}

/// Cells of `node.csv`.
fn places() -> Vec<(&'static str, Edit)> {
    vec![
        ("country in lower case", node("dostyk,", "country", "kz")),
        ("country by name", node("dostyk,", "country", "Kazakhstan")),
        ("country by a misspelt name", node("dostyk,", "country", "Kazakstan")),
        ("country of three letters", node("dostyk,", "country", "KAZ")),
        ("country that is none", node("dostyk,", "country", "Q7")),
        ("country with a sign beyond ASCII", node("dostyk,", "country", "К")),
        ("road to a turning point at sea", more("link.csv", "road-x,istanbul,bosporus-mouth,0,road,60,,,,,open,,,,\n")),
        ("city without a country", node("almaty,", "country", "")),
        ("longitude empty", node("dostyk,", "x_coord", "")),
        ("longitude in words", node("dostyk,", "x_coord", "east")),
        ("longitude in degrees and minutes", node("dostyk,", "x_coord", "82°30'")),
        ("longitude with a decimal comma", node("dostyk,", "x_coord", "82,5")),
        ("longitude NaN", node("dostyk,", "x_coord", "NaN")),
        ("longitude infinite", node("dostyk,", "x_coord", "inf")),
        ("longitude beyond every number", node("dostyk,", "x_coord", "1e999")),
        ("longitude 1e300", node("dostyk,", "x_coord", "1e300")),
        ("longitude 181", node("dostyk,", "x_coord", "181")),
        ("longitude in metres", node("dostyk,", "x_coord", "9183858.7")),
        ("latitude -91", node("oil-rocks,", "y_coord", "-91")),
        ("coordinates exchanged, off the globe", more("node.csv", "jakarta,Jakarta,ID,-6.2,106.8,,\n")),
        ("coordinates exchanged", Swap("node.csv", "82.5,45.2", "45.2,82.5")),
        ("coordinates exchanged, and those of a neighbour would fit", Swap("node.csv", "49.9,40.4", "40.4,49.9")),
        ("coordinates of an end exchanged", Swap("node.csv", "37.6,55.75", "55.75,37.6")),
        ("kind of place unknown", node("baku,", "node_type", "harbour")),
        ("kind of place misspelt", node("baku,", "node_type", "prot")),
    ]
}

/// Cells of `link.csv`.
fn links() -> Vec<(&'static str, Edit)> {
    vec![
        ("length empty", link(FIRST, "length_km", "")),
        ("length NaN", link(FIRST, "length_km", "NaN")),
        ("length infinite", link(FIRST, "length_km", "inf")),
        ("length minus infinite", link(FIRST, "length_km", "-inf")),
        ("length negative", link(FIRST, "length_km", "-480")),
        ("length zero", link(FIRST, "length_km", "0")),
        ("length 1e300", link(FIRST, "length_km", "1e300")),
        ("length with unit", link(FIRST, "length_km", "480 km")),
        ("length with thousands", link("rail-almaty-aktobe,", "length_km", "2,200.0")),
        ("length with a decimal comma", link(FIRST, "length_km", "480,5")),
        ("length with a comma for thousands", link(FIRST, "length_km", "1,480")),
        ("length in hexadecimal", link(FIRST, "length_km", "0x1E0")),
        ("shorter than the great circle", link(FIRST, "length_km", "400")),
        ("from an unknown place", link(FIRST, "from_node_id", "Urumchi")),
        ("to an unknown place", link(FIRST, "to_node_id", "dostik")),
        ("to a place unlike any", link(FIRST, "to_node_id", "???")),
        ("from nowhere", link(FIRST, "from_node_id", "")),
        ("mode unknown", link(FIRST, "mode", "maglev")),
        ("mode misspelt", link(FIRST, "mode", "rial")),
        ("mode in capitals", link(FIRST, "mode", "RAIL")),
        ("mode empty", link(FIRST, "mode", "")),
        ("directed in words", link(FIRST, "directed", "both")),
        ("directed 2", link(FIRST, "directed", "2")),
        ("gauge in metres", link(FIRST, "gauge_mm", "1.435")),
        ("gauge negative", link(FIRST, "gauge_mm", "-1435")),
        ("gauge 99999", link(FIRST, "gauge_mm", "99999")),
        ("split longer than the link", link(FIRST, "split_km", "481")),
        ("split negative", link(FIRST, "split_km", "-1")),
        ("low above the length", link(FIRST, "length_low_km", "490")),
        ("high below the length", link(FIRST, "length_high_km", "470")),
        ("status unknown", link(FIRST, "status", "abandoned")),
        ("status misspelt", link(FIRST, "status", "opne")),
        ("year in words", link(FIRST, "opened_year", "soon")),
        ("year with two digits", link(FIRST, "opened_year", "91")),
        ("year 99999", link(FIRST, "opened_year", "99999")),
        ("year with a fraction", link(FIRST, "opened_year", "1990.5")),
        ("border unknown", link(FIRST, "border_id", "dostik")),
        ("passage unknown", link("sea-aktau-baku,", "passages", "caspian;bosphorus")),
        ("project unknown", link("rail-almaty-aktau,", "project_id", "short-cut")),
        ("rails without a gauge", link("rail-dostyk-almaty,", "gauge_mm", "")),
        ("road with a gauge", link("road-almaty-urumqi,", "gauge_mm", "1520")),
        ("open before its year", link("rail-dostyk-almaty,", "opened_year", "2031")),
        ("planned for a year gone by", link("rail-almaty-aktau,", "opened_year", "2020")),
        (
            "open after its end",
            Both([
                ("datapackage.json", "{\"as_of_year\": 2026}"),
                (
                    "link.csv",
                    "link_id,from_node_id,to_node_id,directed,mode,length_km,gauge_mm,closed_year\na,dostyk,almaty,0,rail,800,1520,2024\n",
                ),
            ]),
        ),
        ("road to a place at sea", link("sea-poti-bosporus,", "mode", "road")),
        (
            "country that is not the place's",
            Whole("link.csv", {
                let head = "link_id,from_node_id,to_node_id,directed,mode,length_km,gauge_mm,country,country_to\n";
                format!("{head}a,dostyk,almaty,0,rail,800,1520,CN,\n").into_bytes()
            }),
        ),
        (
            "closed before it opened",
            whole(
                "link.csv",
                "link_id,from_node_id,to_node_id,directed,mode,length_km,gauge_mm,opened_year,closed_year\na,dostyk,almaty,0,rail,800,1520,1990,1980\n",
            ),
        ),
        (
            "speed zero, time negative",
            whole(
                "link.csv",
                "link_id,from_node_id,to_node_id,directed,mode,length_km,speed_kmh,time_h\na,dostyk,almaty,0,rail,800,0,-1\n",
            ),
        ),
        (
            "links of another network, 100,000",
            More("link.csv", {
                (0..100_000).fold(String::new(), |mut rows, at| {
                    writeln!(rows, "l{at},aktaw,moskow{at},0,rail,5,,,,,open,,,,").unwrap();
                    rows
                })
            }),
        ),
    ]
}

/// Links over borders, and the sources of rows.
fn borders_and_sources() -> Vec<(&'static str, Edit)> {
    const SOURCES: (&str, &str) = ("source.csv", "source_id,publisher\ngazetteer,An office\nalmanac,A house\n");
    let passages = |text| Both([SOURCES, ("passage.csv", text)]);
    let countries = |row: &str| {
        let head =
            "link_id,from_node_id,to_node_id,directed,mode,length_km,gauge_mm,country,country_to,split_km,border_id\n";
        Whole("link.csv", format!("{head}{row}\n").into_bytes())
    };
    vec![
        ("over a border with one country", countries("a,urumqi,dostyk,0,rail,480,1435,CN,,465,dostyk")),
        ("over a border with one country twice", countries("a,urumqi,dostyk,0,rail,480,1435,CN,CN,465,dostyk")),
        ("over a border without a split", link(FIRST, "split_km", "")),
        ("over a border without a crossing", link(FIRST, "border_id", "")),
        ("over a border without both", more("link.csv", "x,baku,tbilisi,0,road,550,,,,,open,,,,\n")),
        ("crossing between other countries", link(FIRST, "border_id", "iletsk")),
        ("crossing by another mode", link(FIRST, "border_id", "khorgos")),
        ("crossing of a link that lies elsewhere", link("rail-tbilisi-poti,", "border_id", "iletsk")),
        ("source unknown", passages("passage_id,source_id\ncaspian,gazeteer\nbosporus,gazetteer\n")),
        ("source unlike any", passages("passage_id,source_id\ncaspian,x\nbosporus,gazetteer\n")),
        ("graded without a source", passages("passage_id,grade,source_id\ncaspian,published,\nbosporus,,\n")),
        (
            "source unknown, and a fault of another table",
            Both([("source.csv", "source_id\nx\n"), ("border.csv", "border_id,source_id\ndostyk,y\n")]),
        ),
    ]
}

/// The tables that one may leave out.
fn others() -> Vec<(&'static str, Edit)> {
    vec![
        ("transfer at an unknown place", cell("transfer.csv", "aktau-port,", "node_id", "aktua")),
        ("transfer where one system does not come", cell("transfer.csv", "dostyk-gauge,", "from_gauge_mm", "1000")),
        ("transfer where nothing meets", cell("transfer.csv", "dostyk-gauge,", "node_id", "oil-rocks")),
        ("transfer where neither meets", cell("transfer.csv", "dostyk-gauge,", "node_id", "poti")),
        ("transfer to itself", cell("transfer.csv", "dostyk-gauge,", "to_gauge_mm", "1435")),
        ("transfer from an unknown mode", cell("transfer.csv", "aktau-port,", "from_mode", "train")),
        ("transfer without a mode", cell("transfer.csv", "aktau-port,", "to_mode", "")),
        ("transfer in negative time", cell("transfer.csv", "aktau-port,", "time_h", "-1")),
        ("transfer at no price", cell("transfer.csv", "aktau-port,", "price_usd_per_feu", "free")),
        ("border between unknown countries", cell("border.csv", "iletsk,", "country_a", "Kazachstan")),
        ("border of an unknown mode", cell("border.csv", "iletsk,", "mode", "foot")),
        ("border dwell infinite", cell("border.csv", "dostyk,", "dwell_h", "inf")),
        ("border fee negative", cell("border.csv", "khorgos,", "fee_usd_per_feu", "-90")),
        ("project in the year never", cell("project.csv", "shortcut,", "year", "never")),
        ("corridor from an unknown place", cell("corridor.csv", "middle,", "origin_node_id", "urumchi")),
        ("corridor to another place", cell("corridor.csv", "middle,", "destination_node_id", "baku")),
        ("corridor without a name", cell("corridor.csv", "middle,", "name", "")),
        ("corridor without links", more("corridor.csv", "empty,Middle,Empty,baku,poti\n")),
        (
            "corridor with a gap",
            Swap(
                "corridor_link.csv",
                "middle,3,rail-almaty-aktobe\nmiddle,4,rail-aktobe-aktau\nmiddle,5,sea-aktau-baku\nmiddle,6,rail-baku-tbilisi\nmiddle,7,rail-tbilisi-poti\nmiddle,8,sea-poti-bosporus\nmiddle,9,",
                "middle,3,rail-aktobe-aktau\nmiddle,4,sea-aktau-baku\nmiddle,5,rail-baku-tbilisi\nmiddle,6,rail-tbilisi-poti\nmiddle,7,sea-poti-bosporus\nmiddle,8,",
            ),
        ),
        (
            "corridor with links out of order",
            Swap(
                "corridor_link.csv",
                "2,rail-dostyk-almaty\nmiddle,3,rail-almaty-aktobe",
                "3,rail-almaty-aktobe\nmiddle,2,rail-dostyk-almaty",
            ),
        ),
        ("corridor with a number left out", cell("corridor_link.csv", "northern,5,", "seq", "6")),
        ("corridor with a number twice", cell("corridor_link.csv", "northern,5,", "seq", "4")),
        ("corridor link of no corridor", cell("corridor_link.csv", "northern,5,", "corridor_id", "northen")),
        ("corridor over an unknown link", cell("corridor_link.csv", "northern,5,", "link_id", "rail-orenburg-moskow")),
        ("corridor over another link", cell("corridor_link.csv", "northern,2,", "link_id", "rail-almaty-aktau")),
        ("assumption with low above high", Swap("assumption.csv", "20,40,60", "60,40,20")),
        ("assumption with likely above high", Swap("assumption.csv", "20,40,60", "20,70,60")),
        ("assumption below 0", cell("assumption.csv", "fee,", "low", "-5")),
        ("assumption in the wrong unit", cell("assumption.csv", "speed-sea,", "unit", "kn")),
        ("assumption without a unit", cell("assumption.csv", "speed-sea,", "unit", "")),
        ("assumption of an unknown quantity", cell("assumption.csv", "speed-sea,", "quantity", "sped")),
        ("assumption without a value", cell("assumption.csv", "speed-sea,", "likely", "")),
        ("assumption of 1e999", cell("assumption.csv", "fee,", "high", "1e999")),
        ("speed from 0", cell("assumption.csv", "speed-sea,", "low", "0")),
        ("grade unknown", whole("passage.csv", "passage_id,grade\ncaspian,guess\nbosporus,published\n")),
    ]
}

#[test]
fn every_fault_has_its_message() {
    let cases = [files(), headers_and_ids(), places(), links(), borders_and_sources(), others()];
    let cases: Vec<_> = cases.into_iter().flatten().collect();
    assert!(cases.len() >= 100);
    let mut messages = String::new();
    for (name, edit) in &cases {
        let Err(error) = load(&edited(edit)) else { panic!("{name}: taken for good") };
        assert!(!error.issues.is_empty(), "{name}");
        let told = error.to_string();
        assert!(told.len() < 8_000, "{name}: {} bytes", told.len());
        assert!(told.chars().all(|sign| sign == '\n' || !sign.is_control()), "{name}: {told:?}");
        writeln!(messages, "# {name}\n{told}\n").unwrap();
    }
    assert_golden("hostile.txt", &messages);
}

#[test]
fn a_directory_that_is_none() {
    let there = tempfile::tempdir().unwrap();
    let missing = there.path().join("missing");
    assert!(Network::from_dir(&missing).unwrap_err().to_string().ends_with("missing: there is no such directory"));
    let file = there.path().join("file");
    std::fs::write(&file, "x").unwrap();
    assert!(Network::from_dir(&file).unwrap_err().to_string().ends_with("file: this is not a directory"));
    write(&good(), there.path());
    std::fs::remove_file(there.path().join("border.csv")).unwrap();
    std::fs::create_dir(there.path().join("border.csv")).unwrap();
    let told = without(there.path(), Network::from_dir(there.path()).unwrap_err()).to_string();
    assert_eq!(told, "border.csv: this is a directory, not a file");
}

/// Length, time and price from every place to every other.
fn all_pairs(network: &Network) -> Vec<Vec<Option<landbridge::Values>>> {
    let metric = network.metric(&Scenario::default(), &CostModel::time()).unwrap();
    network.places().map(|(place, _)| metric.from(place).values()).collect()
}

#[test]
fn what_is_odd_but_right_is_taken() {
    let plain = all_pairs(&load(&good()).unwrap());
    let every = |change: &dyn Fn(&str) -> String| -> Tables {
        let tables = good().into_iter();
        tables.map(|(name, bytes)| (name, change(&String::from_utf8(bytes).unwrap()).into_bytes())).collect()
    };
    let spaced = |text: &str| text.replace(",rail,", ", rail ,");
    for (name, tables) in [
        ("CRLF", every(&|text| text.replace('\n', "\r\n"))),
        ("byte order mark", every(&|text| format!("\u{feff}{text}"))),
        ("both", every(&|text| format!("\u{feff}{}", text.replace('\n', "\r\n")))),
        ("no end of the last line", every(&|text| text.trim_end().to_owned())),
        ("blank lines", every(&|text| text.replace('\n', "\n\n"))),
        ("spaces", every(&spaced)),
        ("an unknown column", edited(&Swap("passage.csv", "passage_id,name\ncaspian,", "passage_id,colour\ncaspian,"))),
        ("true and false", edited(&link(FIRST, "directed", "FALSE"))),
    ] {
        assert!(all_pairs(&load(&tables).unwrap_or_else(|error| panic!("{name}: {error}"))) == plain, "{name}");
    }
}

#[test]
fn names_keep_what_is_in_them() {
    for name in ["a, b", "a \"b\"", "a\nb", "<script>alert(1)</script>", "=cmd()", "Ürümqi|乌鲁木齐", "' OR 1=1 --"]
    {
        let network = load(&edited(&node("urumqi,", "name", name))).unwrap();
        assert_eq!(network[network.place("urumqi").unwrap()].name, name);
        assert_eq!(network.place(name).unwrap(), network.place("urumqi").unwrap());
    }
}

#[test]
fn a_line_counts_the_lines_before_it() {
    let nodes = "node_id,name,country,x_coord,y_coord\na,\"A\nor\nB\",KZ,70,45\n\nb,B,KZ,71,zz\n";
    for ends in ["\n", "\r\n"] {
        let error = load(&edited(&whole("node.csv", nodes.replace('\n', ends)))).unwrap_err();
        assert_eq!(error.issues[0].line, Some(6), "{error}");
    }
}

#[test]
fn a_large_table_is_read() {
    let mut rows = text(&good(), "node.csv");
    for at in 0..100_000 {
        writeln!(rows, "n{at},Place {at},KZ,70,45,,").unwrap();
    }
    let network = load(&edited(&whole("node.csv", rows))).unwrap();
    assert_eq!(network.places().len(), 100_014);
}
