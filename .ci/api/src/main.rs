//! Lists the public interface, one item a line: its path, and its signature as it is written in the source.
//!
//!     public-api target/doc/landbridge.json > docs/public-api.txt

use std::collections::{BTreeSet, HashMap};
use std::error::Error;
use std::fs;

use serde_json::Value;

struct Api {
    index: serde_json::Map<String, Value>,
    sources: HashMap<String, Vec<String>>,
    lines: BTreeSet<String>,
}

fn id(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn ids(value: &Value) -> Vec<String> {
    value.as_array().map(|all| all.iter().map(id).collect()).unwrap_or_default()
}

impl Api {
    /// What stands in the source where the item is, up to its body.
    fn signature(&mut self, item: &Value) -> String {
        let Some(file) = item["span"]["filename"].as_str() else { return String::new() };
        let at = |end: &str, part: usize| item["span"][end][part].as_u64().unwrap_or(1) as usize;
        let (first, last) = (at("begin", 0), at("end", 0));
        let source = self
            .sources
            .entry(file.to_owned())
            .or_insert_with(|| fs::read_to_string(file).unwrap_or_default().lines().map(str::to_owned).collect());
        let mut text = String::new();
        for number in first..=last.min(source.len()) {
            let line = &source[number - 1];
            let (from, to) = (
                if number == first { at("begin", 1) - 1 } else { 0 },
                if number == last { at("end", 1) - 1 } else { line.len() },
            );
            let line = line.get(from..to.min(line.len())).unwrap_or(line).trim();
            if !line.starts_with("//") && !line.starts_with('#') {
                text.push_str(line);
                text.push(' ');
            }
            if line.ends_with('{') {
                break;
            }
        }
        let body = text.find('{').unwrap_or(text.len());
        text[..body].trim().trim_end_matches([',', ';']).to_owned()
    }

    fn walk(&mut self, id: &str, path: &str) {
        let Some(item) = self.index.get(id).cloned() else { return };
        let Some((kind, inner)) = item["inner"].as_object().and_then(|inner| inner.iter().next()) else { return };
        let name = item["name"].as_str().unwrap_or_default();
        if item["visibility"] != "public" && item["visibility"] != "default" {
            return;
        }
        match kind.as_str() {
            "use" => {
                let target = &inner["id"];
                if inner["is_glob"] == true {
                    return self.inside(&target.to_string(), path);
                }
                let Some(target) = self.index.get(&target.to_string()).cloned() else { return };
                let renamed = inner["name"].as_str().unwrap_or_default();
                return self.item(&target, &format!("{path}::{renamed}"));
            }
            "impl" => {
                if let Some(of) = inner["trait"]["path"].as_str() {
                    let hidden = inner["is_synthetic"] == true || !inner["blanket_impl"].is_null();
                    if !hidden && of != "StructuralPartialEq" {
                        let written = Some(self.signature(&item)).filter(|text| text.starts_with("impl"));
                        self.lines.insert(format!("{path}: {}", written.unwrap_or_else(|| format!("impl {of}"))));
                    }
                    return;
                }
                for member in ids(&inner["items"]) {
                    self.walk(&member, path);
                }
                return;
            }
            _ => {}
        }
        self.item(&item, &format!("{path}::{name}"));
    }

    fn inside(&mut self, module: &str, path: &str) {
        let members = self.index.get(module).map(|item| ids(&item["inner"]["module"]["items"]));
        members.unwrap_or_default().iter().for_each(|member| self.walk(member, path));
    }

    fn item(&mut self, item: &Value, path: &str) {
        let Some((kind, inner)) = item["inner"].as_object().and_then(|inner| inner.iter().next()) else { return };
        // the documents of the repository are no interface
        if path.ends_with("::_documentation") {
            return;
        }
        // what a macro writes stands nowhere in the source
        let written =
            Some(self.signature(item)).filter(|text| kind != "macro" && !text.contains("!(") && !text.is_empty());
        self.lines.insert(format!("{path}: {}", written.unwrap_or_else(|| kind.clone())));
        let plain = ids(&inner["kind"]["plain"]["fields"]);
        let lists = [&inner["items"], &inner["variants"], &inner["impls"], &inner["kind"]["struct"]["fields"]];
        for member in lists.into_iter().flat_map(ids).chain(plain) {
            self.walk(&member, path);
        }
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let file = std::env::args().nth(1).ok_or("the JSON of rustdoc, please")?;
    let mut json: Value = serde_json::from_str(&fs::read_to_string(file)?)?;
    let root = id(&json["root"]);
    let Value::Object(index) = json["index"].take() else { return Err("no index".into()) };
    let mut api = Api { index, sources: HashMap::new(), lines: BTreeSet::new() };
    api.inside(&root, "landbridge");
    if api.lines.len() < 500 {
        return Err(format!("{} items: the JSON is of a form that is not known here", api.lines.len()).into());
    }
    api.lines.iter().for_each(|line| println!("{line}"));
    Ok(())
}
