//! What the examples share: arguments, loading, printing, exit codes (0 answered, 1 no way, 2 bad input).
#![allow(dead_code, reason = "each example uses its part")]

use std::error::Error;
use std::io::{ErrorKind, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use landbridge::{
    BinaryError, CostModel, Country, Demand, Dependence, Grid, LoadError, Measures, Network, Objective, PlaceId,
    Scenario, Target,
};

pub(crate) type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// How an example that got through ended.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    Answered,
    NoWay,
}

/// Runs an example and turns its end into an exit code.
pub(crate) fn exit(run: impl FnOnce() -> Result<Outcome>) -> ExitCode {
    match run() {
        Ok(Outcome::Answered) => ExitCode::SUCCESS,
        Ok(Outcome::NoWay) => ExitCode::from(1),
        Err(error) => {
            // a terminal that is gone is no reason to fall over
            let _ = std::io::stderr().write_all(message(error.as_ref()).as_bytes());
            ExitCode::from(2)
        }
    }
}

/// One `error:` for each fault; faults of tables with the line they stand in.
fn message(error: &(dyn Error + 'static)) -> String {
    error.downcast_ref::<LoadError>().map_or_else(|| format!("error: {error}\n"), LoadError::render)
}

/// An error of the operating system without its number.
pub(crate) fn plain(error: &std::io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "there is no such file or directory".to_owned(),
        ErrorKind::IsADirectory => "this is a directory, not a file".to_owned(),
        ErrorKind::AlreadyExists => "this is there already".to_owned(),
        ErrorKind::NotADirectory => "its parent is a file, not a directory".to_owned(),
        ErrorKind::InvalidData => "this is not UTF-8 text".to_owned(),
        ErrorKind::PermissionDenied => "this is not permitted".to_owned(),
        ErrorKind::StorageFull => "there is no space left".to_owned(),
        _ => error.to_string(),
    }
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum ObjectiveArg {
    Distance,
    Time,
    Money,
    /// Money, with each hour at the value of time.
    Generalised,
}

impl From<ObjectiveArg> for Objective {
    fn from(arg: ObjectiveArg) -> Self {
        Self::ALL[arg as usize]
    }
}

/// How many measures there shall be.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum MeasuresArg {
    Headline,
    All,
}

impl From<MeasuresArg> for Measures {
    fn from(arg: MeasuresArg) -> Self {
        [Self::Headline, Self::All][arg as usize]
    }
}

/// The network, the what-if and what to minimise.
#[derive(Args)]
pub(crate) struct Question {
    /// What to minimise.
    #[arg(long, value_enum, default_value_t = ObjectiveArg::Time)]
    pub(crate) objective: ObjectiveArg,
    /// Close something; may be repeated. KIND:NAME with KIND one of country, border, place, link,
    /// mode, passage, project, corridor: `country:RU`, `passage:suez`, `mode:sea`; a name that can
    /// mean one thing only may stand alone.
    #[arg(long, value_name = "TARGET")]
    pub(crate) close: Vec<String>,
    /// Open something whatever its status and years, a planned line say; may be repeated.
    #[arg(long, value_name = "TARGET")]
    pub(crate) open: Vec<String>,
    /// The year; the year of the data when not given.
    #[arg(long, value_parser = year)]
    pub(crate) year: Option<u16>,
    /// A scenario as JSON, for delays and factors too, such as
    /// `{"open": ["project:cku"], "delay": [{"target": "passage:suez", "hours": 48}]}`.
    #[arg(long, value_name = "FILE")]
    pub(crate) scenario: Option<PathBuf>,
    /// Your own network in place of the bundled one: a directory with node.csv and link.csv, or a
    /// binary file made by `export --format binary`.
    #[arg(long, value_name = "DIR")]
    pub(crate) network: Option<PathBuf>,
}

impl Question {
    pub(crate) fn load(&self) -> Result<Network> {
        Ok(match &self.network {
            Some(path) => load(path)?,
            None => Network::bundled(),
        })
    }

    pub(crate) fn scenario(&self, network: &Network) -> Result<Scenario> {
        let mut scenario = match &self.scenario {
            Some(file) => read_scenario(file)?,
            None => Scenario::default(),
        };
        scenario.year = self.year.or(scenario.year);
        for target in &self.close {
            scenario.close.push(network.target(target)?);
        }
        for target in &self.open {
            scenario.open.push(network.target(target)?);
        }
        Ok(scenario)
    }

    /// How much corridors, all when none is named, depend on a hub.
    pub(crate) fn dependence<'n>(
        &self,
        network: &'n Network,
        hub: &[String],
        corridors: &[String],
    ) -> Result<Dependence<'n>> {
        let mut query = Dependence::on(network).scenario(self.scenario(network)?).model(self.model());
        for target in hub {
            // a hub that no one named is no one's mistake
            let own = |error| match target.as_str() {
                "country:KZ" => format!("{error}: name a hub of this network with --hub").into(),
                _ => Box::<dyn Error>::from(error),
            };
            query = query.hub(network.target(target).map_err(own)?);
        }
        for corridor in corridors {
            query = query.corridor(network.corridor(corridor)?);
        }
        if network.corridors().len() == 0 {
            return Err("this network has no corridors: add corridor.csv and corridor_link.csv".into());
        }
        Ok(query)
    }

    /// The published demand on the bundled network; all corridors alike on one's own.
    pub(crate) fn demand(&self, network: &Network) -> Demand {
        if self.network.is_none() { Demand::bundled(network) } else { Demand::of_corridors(network) }
    }

    pub(crate) fn model(&self) -> CostModel {
        CostModel::new(self.objective.into())
    }
}

/// A network from a directory of tables, or from a binary file.
pub(crate) fn load(path: &Path) -> Result<Network> {
    if let Some(file) = std::fs::File::open(path).ok().filter(|_| path.is_file()) {
        match Network::from_binary(std::io::BufReader::new(file)) {
            Err(BinaryError::Foreign) => {}
            found => return found.map_err(|error| format!("{}: {error}", path.display()).into()),
        }
    }
    Ok(Network::from_dir(path)?)
}

fn year(text: &str) -> std::result::Result<u16, String> {
    let year = text.trim().parse().ok().filter(|year| (1800..=2200).contains(year));
    year.ok_or_else(|| "not a year from 1800 to 2200".to_owned())
}

fn read_scenario(file: &Path) -> Result<Scenario> {
    let text = std::fs::read_to_string(file).map_err(|error| format!("{}: {}", file.display(), plain(&error)))?;
    let text = text.trim_start_matches('\u{feff}');
    serde_json::from_str(text).map_err(|error| {
        let problem = error.to_string();
        let problem = problem.split(" at line ").next().unwrap_or_default();
        // a name in it may hold what acts on a terminal
        let problem: String = problem.replace(char::is_control, "\u{fffd}");
        format!("{}:{}:{}: {problem}", file.display(), error.line(), error.column()).into()
    })
}

/// Countries by code or name.
pub(crate) fn countries(network: &Network, names: &[String]) -> Result<Vec<Country>> {
    let country = |name: &String| match network.target(name)? {
        Target::Country(country) => Ok(country),
        _ => Err(format!("--country {name}: this is no country").into()),
    };
    names.iter().map(country).collect()
}

/// Pairs of places: the ends of `corridors`, of the `demand`, or of a CSV file with columns `from` and `to`.
pub(crate) fn pairs(network: &Network, between: &str) -> Result<Vec<(PlaceId, PlaceId)>> {
    let demand = match between {
        "corridors" => Demand::of_corridors(network),
        "demand" => Demand::bundled(network),
        file => {
            let text = std::fs::read_to_string(file).map_err(|error| format!("{file}: {}", plain(&error)))?;
            let rows = csv::Reader::from_reader(text.as_bytes()).into_deserialize::<(String, String)>();
            let pair = |row: std::result::Result<(String, String), csv::Error>| {
                let (from, to) = row.map_err(|error| format!("{file}: {error}"))?;
                Ok((network.place(&from)?, network.place(&to)?))
            };
            return rows.map(pair).collect();
        }
    };
    Ok(demand.flows().iter().map(|flow| (flow.from, flow.to)).collect())
}

/// One part of several: `2/8`.
pub(crate) fn shard(text: &str) -> std::result::Result<(usize, usize), String> {
    let parts = text.split_once('/').and_then(|(part, of)| Some((part.parse().ok()?, of.parse().ok()?)));
    parts.filter(|&(part, of)| 1 <= part && part <= of).ok_or_else(|| "not I/N with 1 ≤ I ≤ N, such as 2/8".to_owned())
}

/// The form of the answer, and where it goes.
#[derive(Args)]
pub(crate) struct Output {
    /// The form of the answer.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// Write to this file instead of the terminal.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Table,
    Json,
    Csv,
    Markdown,
}

impl Output {
    /// Puts the words on a terminal, or the same answer as JSON, CSV (the first grid) or Markdown (all).
    pub(crate) fn put(&self, words: &str, value: &impl serde::Serialize, grids: &[&Grid]) -> Result<()> {
        let text = match self.format {
            Format::Table => words.to_owned(),
            Format::Json => json(value)?,
            Format::Csv => grids.iter().take(1).map(|grid| grid.to_csv()).collect(),
            Format::Markdown => grids.iter().map(|grid| grid.to_markdown()).collect::<Vec<_>>().join("\n"),
        };
        put(&text, self.out.as_deref())
    }
}

/// As [`Output`], and a map.
#[derive(Args)]
pub(crate) struct MapOutput {
    /// The form of the answer.
    #[arg(long, value_enum, default_value_t = MapFormat::Table)]
    format: MapFormat,
    /// Write to this file instead of the terminal.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum)]
enum MapFormat {
    Table,
    Json,
    Csv,
    Geojson,
    Markdown,
}

impl MapOutput {
    /// As [`Output::put`], or the map when there is one.
    pub(crate) fn put(
        &self,
        words: &str,
        value: &impl serde::Serialize,
        grids: &[&Grid],
        map: Option<&dyn Fn() -> String>,
    ) -> Result<()> {
        let format = match self.format {
            MapFormat::Geojson => {
                let map = map.ok_or("the map shows the dependence on one hub: leave out --boundary and --matrix")?;
                return put(&(map() + "\n"), self.out.as_deref());
            }
            MapFormat::Table => Format::Table,
            MapFormat::Json => Format::Json,
            MapFormat::Csv => Format::Csv,
            MapFormat::Markdown => Format::Markdown,
        };
        Output { format, out: self.out.clone() }.put(words, value, grids)
    }
}

/// A grid for people, with a line under the header.
pub(crate) fn table(grid: &Grid) -> String {
    let mut table = comfy_table::Table::new();
    table.load_preset("     ──            ");
    table.set_header(&grid.header);
    table.add_rows(&grid.rows);
    table.lines().fold(String::new(), |text, line| text + line.trim_end() + "\n")
}

/// A grid for people whose rows stand in groups: a first cell that repeats is left empty.
pub(crate) fn grouped(grid: &Grid) -> String {
    let mut rows = grid.clone();
    for (row, above) in rows.rows.iter_mut().skip(1).zip(&grid.rows) {
        if row[0] == above[0] {
            row[0].clear();
        }
    }
    table(&rows)
}

/// Prints the text, or puts it in a file whole or not at all.
pub(crate) fn put(text: &(impl AsRef<[u8]> + ?Sized), out: Option<&Path>) -> Result<()> {
    let Some(file) = out else {
        let mut stdout = std::io::stdout().lock();
        return match stdout.write_all(text.as_ref()).and_then(|()| stdout.flush()) {
            // the reader has seen enough: `… | head`
            Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
            other => Ok(other.map_err(|error| format!("standard output: {}", plain(&error)))?),
        };
    };
    write(text.as_ref(), file).map_err(|error| format!("{}: {}", file.display(), plain(&error)))?;
    if std::io::stderr().is_terminal() {
        eprintln!("wrote {}", file.display());
    }
    Ok(())
}

/// Puts a new directory of files there, whole or not at all.
pub(crate) fn put_all(files: impl IntoIterator<Item = (String, String)>, directory: &Path) -> Result<()> {
    let told = |error: std::io::Error| format!("{}: {}", directory.display(), plain(&error.kind().into()));
    if directory.exists() {
        return Err(told(ErrorKind::AlreadyExists.into()).into());
    }
    let mut draft = tempfile::Builder::new();
    #[cfg(unix)]
    draft.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o777));
    let draft = draft.tempdir_in(parent(directory)).map_err(told)?;
    for (name, text) in files {
        std::fs::write(draft.path().join(name), text).map_err(told)?;
    }
    Ok(std::fs::rename(draft.path(), directory).map_err(told)?)
}

fn parent(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Writes beside the file and then takes its place, so that it is never half there. What is not a
/// plain file (`/dev/stdout`, a pipe) is written to as it is; a link is followed.
fn write(text: &[u8], file: &Path) -> std::io::Result<()> {
    let file = file.canonicalize().unwrap_or_else(|_| file.to_owned());
    let old = std::fs::metadata(&file).ok();
    if old.as_ref().is_some_and(|old| !old.is_file()) {
        return std::fs::OpenOptions::new().write(true).open(&file)?.write_all(text);
    }
    // the draft has a name that no one knows
    let without_draft = |error: std::io::Error| std::io::Error::from(error.kind());
    let mut draft = tempfile::Builder::new();
    // a draft is private by default; the answer is as readable as any new file, or as the old one
    #[cfg(unix)]
    draft.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut draft = draft.tempfile_in(parent(&file)).map_err(without_draft)?;
    draft.write_all(text).map_err(without_draft)?;
    if let Some(old) = old {
        draft.as_file().set_permissions(old.permissions())?;
    }
    draft.persist(&file).map_err(|error| error.error)?;
    Ok(())
}

pub(crate) fn json(value: &impl serde::Serialize) -> Result<String> {
    Ok(serde_json::to_string_pretty(value)? + "\n")
}
