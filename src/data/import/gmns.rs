//! Places and links from GMNS, the General Modeling Network Specification.

use std::collections::HashMap;
use std::path::Path;

use super::{Import, points};
use crate::data::LoadIssue;
use crate::data::sheet::Sheet;

const NODE: &[&str] = &["node_id", "x_coord", "y_coord"];
const LINK: &[&str] = &["link_id", "from_node_id", "to_node_id", "directed"];

/// Columns of GMNS that have the name of one of ours and another meaning: slope, kinds of junction,
/// vehicles an hour.
const OTHER_MEANING: [&str; 3] = ["grade", "node_type", "capacity"];

pub(super) fn read(import: &mut Import, directory: &Path) {
    let config = sheet(import, directory, "config.csv", &[]);
    let geometry = sheet(import, directory, "geometry.csv", &[]);
    for (table, file, needed) in [("node", "node.csv", NODE), ("link", "link.csv", LINK)] {
        let before = import.issues.len();
        let Some(mut found) = sheet(import, directory, file, needed) else {
            if import.issues.len() == before {
                let path = directory.join(file).display().to_string();
                let help = Some(format!("it needs the columns {}", needed.join(", ")));
                import.issues.push(LoadIssue { help, ..LoadIssue::of_file(&path, "the file is missing") });
            }
            continue;
        };
        if table == "link" {
            links(import, &mut found, config.as_ref(), geometry.as_ref());
        } else if found.column("name").is_none() {
            found.header.push("name".to_owned());
        }
        for name in &mut found.header {
            *name = import.renamed(table, name).to_owned();
        }
        found.names_are_ours = false;
        for name in found.header.iter_mut().filter(|name| OTHER_MEANING.contains(&name.as_str())) {
            name.insert_str(0, "GMNS ");
        }
        import.sheets.push((table, found));
    }
}

fn sheet(import: &mut Import, directory: &Path, file: &str, needed: &[&str]) -> Option<Sheet> {
    let (shown, text) = import.open(directory, file)?;
    Sheet::csv(&shown, &text, needed).map_err(|issue| import.issues.push(*issue)).ok()
}

/// Kilometres in a unit of length, or km/h in one of speed.
fn factor(unit: &str) -> Option<f64> {
    Some(match unit.to_lowercase().as_str() {
        "km" | "kilometer" | "kilometers" | "kilometre" | "kilometres" | "kph" | "km/h" | "kmh" => 1.0,
        "m" | "meter" | "meters" | "metre" | "metres" => 0.001,
        "mi" | "mile" | "miles" | "mph" => 1.609_344,
        "ft" | "foot" | "feet" => 0.000_304_8,
        _ => return None,
    })
}

fn links(import: &mut Import, links: &mut Sheet, config: Option<&Sheet>, geometry: Option<&Sheet>) {
    for (theirs, ours, unit) in [("length", "length_km", "long_length"), ("free_speed", "speed_kmh", "speed")] {
        let Some(column) = links.column(theirs) else { continue };
        let stated = config.filter(|config| !config.rows.is_empty()).map_or("", |config| config.cell(0, unit));
        let Some(factor) = factor(stated) else {
            let problem = match stated {
                "" => format!("config.csv does not say in what unit it is (`{unit}`)"),
                other => format!("config.csv states an unknown unit: {other}"),
            };
            let help = Some("km, m, mi or ft for lengths; kph or mph for speeds".to_owned());
            import.issues.push(LoadIssue { help, ..links.header_issue(theirs, &problem) });
            continue;
        };
        links.header[column] = String::from(ours);
        for row in 0..links.rows.len() {
            // what is no number is told as it is written
            if let Ok(value) = links.cell(row, ours).parse::<f64>() {
                let value = if factor.total_cmp(&1.0).is_eq() { value } else { value * factor };
                links.set(row, ours, &value.to_string());
            }
        }
    }
    if let Some(column) = links.column("facility_type").filter(|_| links.column("class").is_none()) {
        links.header[column] = String::from("class");
    }
    let shared: HashMap<&str, &str> = geometry.map_or_else(HashMap::new, |sheet| {
        (0..sheet.rows.len()).map(|row| (sheet.cell(row, "geometry_id"), sheet.cell(row, "geometry"))).collect()
    });
    let mut courses = Sheet::new(&links.file, "");
    for row in 0..links.rows.len() {
        let own = links.cell(row, "geometry");
        let course =
            if own.is_empty() { shared.get(links.cell(row, "geometry_id")).copied().unwrap_or("") } else { own };
        if course.is_empty() {
            continue;
        }
        if points(course).is_none() {
            let issue = links.issue(row, Some("geometry"), "not a WKT line: `LINESTRING (x y, x y, …)`", true);
            import.issues.push(issue);
            continue;
        }
        let cells = [("link_id", links.cell(row, "link_id")), ("wkt", course)];
        courses.push(
            0,
            links.rows[row].line(),
            cells.map(|(name, value)| (name.to_owned(), value.to_owned(), None)).into(),
        );
    }
    if !courses.rows.is_empty() {
        import.sheets.push(("geometry", courses));
    }
}
