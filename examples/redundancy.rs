//! How many independent ways are there, what do they share, and what does losing a part cost?
//!
//! ```text
//! cargo run --release --example redundancy -- --from "Xi'an" --to Poti
//! cargo run --release --example redundancy -- --from Urumqi --to Almaty --close mode:sea --format json
//! ```
//!
//! Exit code 0: there is a way; 1: none, with the cut that proves it; 2: bad input.

mod common;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, ValueEnum};
use common::{Outcome, Question, Result, json, put, table};
use landbridge::{
    By, Cost, Cut, DisjointRoutes, Grid, LinkId, Metric, Network, Number, PlaceId, Player, Replacements, Route,
};
use serde_json::{Value, json};

/// Disjoint routes, cuts, what cannot be avoided, and what its loss costs.
#[derive(Parser)]
struct Arguments {
    /// Where it starts: a place's id or name, in any case.
    #[arg(long, value_name = "PLACE")]
    from: String,
    /// Where it ends.
    #[arg(long, value_name = "PLACE")]
    to: String,
    #[command(flatten)]
    question: Question,
    /// The form of the answer.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// Write to this file instead of the terminal.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum Format {
    Table,
    Json,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    common::exit(|| run(&arguments))
}

fn run(arguments: &Arguments) -> Result<Outcome> {
    let network = arguments.question.load()?;
    let (from, to) = (network.place(&arguments.from)?, network.place(&arguments.to)?);
    let metric = network.metric(&arguments.question.scenario(&network)?, &arguments.question.model())?;
    let no_way = metric.why_no_way(from, to);
    let answer = answer(&metric, from, to, no_way.as_ref())?;
    let text = match (arguments.format, &no_way) {
        (Format::Json, _) => json(&answer)?,
        (Format::Table, Some(cut)) => {
            format!("no way: everything across this cut is closed\n\n{}", table(&cut.grid(&network)))
        }
        (Format::Table, None) => told(&answer),
    };
    put(&text, arguments.out.as_deref())?;
    Ok(if metric.shortest(from, to).is_some() { Outcome::Answered } else { Outcome::NoWay })
}

fn cost(cost: Cost) -> Value {
    cost.finite().map_or(Value::Null, Value::from)
}

fn route(route: &Route<'_>) -> Value {
    let network = route.network();
    let links: Vec<&str> = route.links().map(|link| network[link].id.as_str()).collect();
    let countries: Vec<String> = route.countries().iter().map(ToString::to_string).collect();
    json!({"cost": cost(route.cost()), "countries": countries, "links": links})
}

fn disjoint(found: &DisjointRoutes<'_>, no_way: &Value) -> Value {
    let number = match found.number {
        Number::Exactly(number) => json!(number),
        Number::Between(least, most) => json!({"at_least": least, "at_most": most}),
        Number::Unlimited => Value::Null,
    };
    let proof = found.cut.as_ref().filter(|cut| cut.size > 0).map(|cut| cut.near_origin().to_vec());
    let cut =
        proof.map_or_else(|| if found.routes.is_empty() { no_way.clone() } else { Value::Null }, |cut| json!(cut));
    json!({"number": number, "routes": found.routes.iter().map(route).collect::<Vec<_>>(), "cut": cut})
}

fn answer(metric: &Metric<'_>, from: PlaceId, to: PlaceId, no_way: Option<&Cut>) -> Result<Value> {
    let network = metric.network();
    let closed = no_way.map_or(Value::Null, |cut| {
        json!(cut.members.iter().map(|member| member.member.id(network)).collect::<Vec<_>>())
    });
    let frontier = metric.frontier(from, to).run().map_err(|unfinished| unfinished.to_string())?;
    let codes =
        |players: &[&Player]| -> Vec<String> { players.iter().map(|player| player.code(network).to_owned()).collect() };
    let kappa = frontier.disjoint();
    let cuts = frontier.minimum_cuts();
    let ways: Vec<Value> =
        frontier.ways().map(|way| json!({"cost": cost(way.cost()), "countries": codes(&way.players())})).collect();
    let unavoidable = metric.unavoidable(from, to).unwrap_or_default();
    let links = |links: &[LinkId]| -> Vec<String> { links.iter().map(|&link| network[link].id.clone()).collect() };
    let replacements = metric.replacements(from, to);
    let flow = metric.max_flow(from, to).map(|flow| {
        json!({
            "value": flow.value.as_mt_per_year(),
            "unit": "Mt/year",
            "cut_near_origin": links(&flow.cut_near_origin),
            "cut_near_destination": links(&flow.cut_near_destination),
        })
    });
    Ok(json!({
        "from": network[from].id,
        "to": network[to].id,
        "objective": metric.objective().to_string(),
        "link_disjoint": disjoint(&metric.disjoint(from, to, By::Link), &closed),
        "place_disjoint": disjoint(&metric.disjoint(from, to, By::Place), &closed),
        "country": {
            "kappa": kappa.number,
            "kappa_routes": kappa.ways.iter().map(|way| route(&way.route())).collect::<Vec<_>>(),
            "lambda": cuts.as_ref().map(|cuts| cuts[0].len()),
            "minimum_cuts": cuts.iter().flatten().map(|cut| codes(cut)).collect::<Vec<_>>(),
            "unavoidable": codes(&frontier.unavoidable()),
            "frontier": ways,
        },
        "unavoidable": {
            "places": unavoidable.places.iter().map(|&place| network[place].id.as_str()).collect::<Vec<_>>(),
            "links": links(&unavoidable.links),
            "borders": unavoidable.borders.iter().map(|&border| network[border].id.as_str()).collect::<Vec<_>>(),
        },
        "bridges": links(&metric.connectivity().bridges),
        "max_flow": flow,
        "replacements": replaced(replacements.as_ref()),
        "most_vital": vital(network, replacements.as_ref()),
    }))
}

fn replaced(found: Option<&Replacements<'_, '_>>) -> Vec<Value> {
    let Some(found) = found else { return Vec::new() };
    let row = |one| json!({"closed": one, "cost": Value::Null, "premium": Value::Null});
    found
        .all()
        .iter()
        .map(|one| {
            let mut value = row(one.closed.to_string());
            value["cost"] = cost(one.cost);
            value["premium"] = json!(found.premium(one));
            value
        })
        .collect()
}

fn vital(_network: &Network, found: Option<&Replacements<'_, '_>>) -> Value {
    let worst = |by| found.and_then(|found| found.most_vital(by)).map(|one| one.closed.parts().1.to_owned());
    json!({
        "link": worst(By::Link),
        "place": worst(By::Place),
        "border": worst(By::Border),
        "country": worst(By::Country),
    })
}

/// The answer for people: what there is of each, and the replacements as a table.
fn told(answer: &Value) -> String {
    let mut text = format!("{} – {} by {}\n\n", answer["from"], answer["to"], answer["objective"]).replace('"', "");
    let mut facts = Grid::new(["what", "answer"]);
    for (name, value) in [
        ("link-disjoint routes", &answer["link_disjoint"]["number"]),
        ("minimum link cut", &answer["link_disjoint"]["cut"]),
        ("place-disjoint routes", &answer["place_disjoint"]["number"]),
        ("country-disjoint routes", &answer["country"]["kappa"]),
        ("minimum country cuts", &answer["country"]["minimum_cuts"]),
        ("unavoidable countries", &answer["country"]["unavoidable"]),
        ("unavoidable places", &answer["unavoidable"]["places"]),
        ("unavoidable borders", &answer["unavoidable"]["borders"]),
        ("unavoidable links", &answer["unavoidable"]["links"]),
        ("greatest flow", &answer["max_flow"]["value"]),
    ] {
        let told = if value.is_null() { "no bound".to_owned() } else { value.to_string().replace('"', "") };
        facts.push(vec![name.to_owned(), told]);
    }
    text += &table(&facts);
    let mut losses = Grid::new(["closed", "cost", "premium"]);
    for one in answer["replacements"].as_array().into_iter().flatten() {
        let premium = one["premium"].as_f64().map_or("–".to_owned(), |value| format!("+{:.1} %", value * 100.0));
        let cost = if one["cost"].is_null() { "no way".to_owned() } else { one["cost"].to_string() };
        losses.push(vec![one["closed"].as_str().unwrap_or_default().to_owned(), cost, premium]);
    }
    text + "\n" + &table(&losses)
}
