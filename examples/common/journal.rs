//! A long answer that grows by whole units, and goes on after a kill where it stopped.
//!
//! While it grows, the answer is in `FILE.part`; `FILE.journal` has its question in the first line and
//! then, for each unit that is whole, the bytes that the part has with it. What the part has beyond
//! that is cut off when the same question is asked again. The whole answer takes the place of `FILE`.

use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use crate::common::{Result, plain};

/// Where an answer goes.
pub(crate) enum Journal {
    File(Box<Growing>),
    /// A terminal, pipe or device: there is nothing to go on from.
    Stream(Box<dyn Write>, String),
}

pub(crate) struct Growing {
    target: PathBuf,
    part: File,
    journal: File,
    bytes: u64,
    done: usize,
    answered: bool,
}

fn beside(target: &Path, ending: &str) -> PathBuf {
    let mut name = target.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

fn named(path: &Path) -> impl Fn(std::io::Error) -> String {
    move |error| format!("{}: {}", path.display(), plain(&error))
}

impl Journal {
    /// Begins the answer to a question with a header, or goes on with the same one.
    pub(crate) fn open(out: Option<&Path>, question: &str, header: &str) -> Result<Self> {
        let mut journal = match out {
            None => Self::Stream(Box::new(std::io::stdout()), "standard output".to_owned()),
            Some(path) if std::fs::metadata(path).is_ok_and(|data| !data.is_file()) => {
                let file = OpenOptions::new().write(true).open(path).map_err(named(path))?;
                Self::Stream(Box::new(file), path.display().to_string())
            }
            Some(path) => Self::File(Box::new(Growing::open(path, question, header)?)),
        };
        if let Self::Stream(..) = journal {
            journal.add(header, false)?;
        }
        Ok(journal)
    }

    /// The number of units that are there already, and whether one of them had an answer.
    pub(crate) fn done(&self) -> (usize, bool) {
        match self {
            Self::File(growing) => (growing.done, growing.answered),
            Self::Stream(..) => (0, false),
        }
    }

    /// Adds the rows of the next unit.
    pub(crate) fn add(&mut self, rows: &str, answered: bool) -> Result<()> {
        match self {
            Self::File(growing) => growing.add(rows, answered),
            Self::Stream(stream, name) => {
                let written = stream.write_all(rows.as_bytes()).and_then(|()| stream.flush());
                written.map_err(|error| match error.kind() {
                    ErrorKind::BrokenPipe => format!("{name}: the reader has gone before the end of the answer").into(),
                    _ => format!("{name}: {}", plain(&error)).into(),
                })
            }
        }
    }

    /// Puts the whole answer in its place.
    pub(crate) fn finish(self) -> Result<()> {
        let Self::File(growing) = self else { return Ok(()) };
        let Growing { target, part, .. } = *growing;
        part.sync_all().map_err(named(&target))?;
        std::fs::rename(beside(&target, ".part"), &target).map_err(named(&target))?;
        let journal = beside(&target, ".journal");
        Ok(std::fs::remove_file(&journal).map_err(named(&journal))?)
    }
}

impl Growing {
    fn open(target: &Path, question: &str, header: &str) -> Result<Self> {
        let (part, journal) = (beside(target, ".part"), beside(target, ".journal"));
        let open = |path: &Path| {
            let mut options = OpenOptions::new();
            options.read(true).write(true).create(true).truncate(false).open(path).map_err(named(path))
        };
        let (part_file, journal_file) = (open(&part)?, open(&journal)?);
        let target = target.to_owned();
        let mut growing = Self { target, part: part_file, journal: journal_file, bytes: 0, done: 0, answered: false };
        let mut text = String::new();
        growing.journal.read_to_string(&mut text).map_err(named(&journal))?;
        let size = growing.part.metadata().map_err(named(&part))?.len();
        let kept = match text.split_once('\n') {
            // cut before its first line was whole: nothing is there yet
            None => 0,
            Some((asked, _)) if asked != question => {
                let (part, journal) = (part.display(), journal.display());
                return Err(format!(
                    "{part} answers another question, network or version: ask that one again to go on with it, or \
                     remove {part} and {journal}"
                )
                .into());
            }
            Some((_, lines)) => question.len() + 1 + growing.recall(lines, size),
        };
        growing.part.set_len(growing.bytes).map_err(named(&part))?;
        growing.journal.set_len(kept as u64).map_err(named(&journal))?;
        for file in [&mut growing.part, &mut growing.journal] {
            file.seek(SeekFrom::End(0)).map_err(named(&journal))?;
        }
        if kept == 0 {
            growing.journal.write_all(format!("{question}\n").as_bytes()).map_err(named(&journal))?;
        }
        if growing.done == 0 {
            growing.add(header, false)?;
        }
        // the header is no unit
        growing.done -= 1;
        Ok(growing)
    }

    /// Takes up the units that are whole; the bytes of their lines.
    fn recall(&mut self, lines: &str, size: u64) -> usize {
        let mut kept = 0;
        for line in lines.split_inclusive('\n') {
            let mut fields = line.strip_suffix('\n').into_iter().flat_map(|line| line.split(' '));
            let (bytes, answered) = (fields.next().and_then(|bytes| bytes.parse().ok()), fields.next() == Some("1"));
            let Some(bytes) = bytes.filter(|&bytes| self.bytes <= bytes && bytes <= size) else { break };
            (self.bytes, self.done, self.answered) = (bytes, self.done + 1, self.answered || answered);
            kept += line.len();
        }
        kept
    }

    fn add(&mut self, rows: &str, answered: bool) -> Result<()> {
        let bytes = self.bytes + rows.len() as u64;
        let noted = format!("{bytes} {}\n", u8::from(answered));
        let written = self.part.write_all(rows.as_bytes()).and_then(|()| self.journal.write_all(noted.as_bytes()));
        if let Err(error) = written {
            // without the half unit, all that is there is whole
            let cut = self.part.set_len(self.bytes);
            let there = if cut.is_ok() { "what is there ends with a whole row; " } else { "" };
            let target = self.target.display();
            return Err(format!("{target}.part: {}; {there}the same command goes on from there", plain(&error)).into());
        }
        (self.bytes, self.done, self.answered) = (bytes, self.done + 1, self.answered || answered);
        Ok(())
    }
}
