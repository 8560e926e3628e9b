//! Published shares of carriage through Kazakhstan, and the model's by the same definitions.

use std::collections::{BTreeMap, BTreeSet};

use super::regions::rows;
use super::{Demand, Regions};
use crate::cost::{CostModel, Metric, MetricError, Objective};
use crate::network::{Link, Mode, Network, PlaceId};
use crate::scenario::{Scenario, Selection, Target};

/// From "on every best route" to "on some best route", which differ where routes tie.
type Range = Option<(f64, f64)>;

/// A published share of the carriage out of China.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct PublishedShare {
    /// The share.
    pub share: f64,
    /// The year it describes.
    pub year: String,
    /// What it is a share of.
    pub of_what: String,
    /// Where it was published.
    pub source_id: String,
    /// How it was counted.
    pub note: String,
}

/// The model's shares to one part of the world, by one objective.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ModelShare {
    /// `EU`, `Russia`, or `both, by TEU`.
    pub to: &'static str,
    /// `rail`, or `rail and road`.
    pub by: &'static str,
    /// What is minimised.
    pub objective: Objective,
    /// Through Kazakhstan; over the borders to Kazakhstan, Mongolia, Russia.
    pub through: [Range; 4],
}

/// Both, side by side.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct OfficialShares {
    /// What is published.
    pub published: Vec<PublishedShare>,
    /// What the model says: how carriage divides among cities is nowhere published, so that all of it
    /// rests on an assumption.
    pub model: Vec<ModelShare>,
    /// Pairs of ends to the EU and to Russia.
    pub pairs: [usize; 2],
}

const DEMAND: &str = include_str!("../../network/demand.csv");
/// The seas that count as part of a way overland: those of the Middle Corridor.
const INLAND: [&str; 2] = ["caspian", "black-sea"];

impl Network {
    /// The published shares of carriage between China and Europe that crosses Kazakhstan, or leaves
    /// China for it, and those of the model: of all pairs of Chinese and European ends of corridors
    /// with a way overland, the share whose best route does so.
    ///
    /// # Units
    /// Shares in \[0, 1\].
    ///
    /// # Complexity
    /// O(P · (V + E) log V) for P pairs, by rail and by rail and road, for each objective.
    ///
    /// # Errors
    /// When a target of the scenario names nothing, or no metric can be made.
    ///
    /// # Example
    /// ```
    /// use landbridge::{Network, Scenario};
    /// let shares = Network::bundled().official_shares(&Scenario::default())?;
    /// assert!(shares.published.iter().any(|one| one.share == 0.85));
    /// # Ok::<(), landbridge::MetricError>(())
    /// ```
    pub fn official_shares(&self, scenario: &Scenario) -> Result<OfficialShares, MetricError> {
        let eu: Vec<String> = Regions::bundled().of("EU").iter().map(|country| country.code().to_owned()).collect();
        let regions = [eu, vec!["RU".to_owned()]];
        let weights = regions.each_ref().map(|codes| published_flow(self, codes));
        let pairs = regions.each_ref().map(|codes| pairs(self, codes));
        let hubs = hubs(self).iter().map(|hub| self.select(hub)).collect::<Result<Vec<_>, _>>()?;
        let mut model = Vec::new();
        for (roads, objective) in [false, true].into_iter().flat_map(|roads| Objective::ALL.map(|one| (roads, one))) {
            let metric = self.metric(&overland(self, scenario, roads), &CostModel::new(objective))?;
            let by = if roads { "rail and road" } else { "rail" };
            let [eu, russia] = pairs.each_ref().map(|pairs| shares(&metric, &hubs, pairs));
            let both = [0, 1, 2, 3].map(|at| mean(weights, [eu[at], russia[at]]));
            let regions = [("EU", eu), ("Russia", russia), ("both, by TEU", both)];
            model.extend(regions.map(|(to, through)| ModelShare { to, by, objective, through }));
        }
        model.sort_by_key(|one| ["EU", "Russia"].iter().position(|to| *to == one.to).unwrap_or(2));
        Ok(OfficialShares { published: published(), model, pairs: pairs.each_ref().map(Vec::len) })
    }
}

fn published() -> Vec<PublishedShare> {
    let field = |row: &BTreeMap<String, String>, name: &str| row.get(name).cloned().unwrap_or_default();
    let wanted =
        |row: &BTreeMap<String, String>| field(row, "unit").starts_with("share_of") && field(row, "origin") == "CN";
    rows(DEMAND)
        .filter(wanted)
        .filter_map(|row| {
            Some(PublishedShare {
                share: field(&row, "weight").parse().ok()?,
                year: field(&row, "year"),
                of_what: field(&row, "unit").replace('_', " "),
                source_id: field(&row, "source_id"),
                note: field(&row, "note"),
            })
        })
        .collect()
}

fn lies(network: &Network, place: PlaceId, codes: &[String]) -> bool {
    network[place].country.is_some_and(|country| codes.iter().any(|code| code == country.code()))
}

/// TEU a year from China to some countries.
fn published_flow(network: &Network, to: &[String]) -> f64 {
    let (all, china) = (Demand::bundled(network), ["CN".to_owned()]);
    let here = all.flows().iter().filter(|flow| lies(network, flow.from, &china) && lies(network, flow.to, to));
    here.map(|flow| flow.weight).sum()
}

/// Each Chinese end of a corridor with each end in some countries.
fn pairs(network: &Network, to: &[String]) -> Vec<(PlaceId, PlaceId)> {
    let ends = |codes: &[String]| -> BTreeSet<PlaceId> {
        let all = network.corridors().flat_map(|(_, one)| [one.origin, one.destination]);
        all.filter(|&end| lies(network, end, codes)).collect()
    };
    let (from, to) = (ends(&["CN".to_owned()]), ends(to));
    from.into_iter().flat_map(|from| to.iter().map(move |&to| (from, to))).collect()
}

/// Kazakhstan, then the links from China to Kazakhstan, Mongolia and Russia.
fn hubs(network: &Network) -> Vec<Vec<Target>> {
    let towards = |neighbour: &str| -> Vec<Target> {
        let between = |link: &Link| {
            let codes: Vec<String> = link.extent.territories().map(|one| one.code().to_owned()).collect();
            ["CN", neighbour].iter().all(|code| codes.iter().any(|one| one == code))
        };
        network.links().filter(|(_, link)| between(link)).map(|(_, link)| Target::Link(link.id.to_string())).collect()
    };
    let kazakhstan = network.target("country:KZ").ok().into_iter().collect();
    vec![kazakhstan, towards("KZ"), towards("MN"), towards("RU")]
}

/// Without sea lanes other than those of the inland seas, and without roads unless asked for.
fn overland(network: &Network, asked: &Scenario, roads: bool) -> Scenario {
    let mut scenario = asked.clone();
    let inland = |link: &Link| link.passages().iter().any(|&passage| INLAND.contains(&network[passage].id.as_str()));
    let shut = |link: &Link| link.mode == Mode::Sea && !inland(link) || link.mode == Mode::Road && !roads;
    scenario
        .close
        .extend(network.links().filter(|(_, link)| shut(link)).map(|(_, link)| Target::Link(link.id.to_string())));
    scenario
}

/// Of the pairs with a way, the share whose best routes pass through each hub.
fn shares(metric: &Metric<'_>, hubs: &[Selection], pairs: &[(PlaceId, PlaceId)]) -> [Range; 4] {
    let network = metric.network();
    let closed: Vec<Metric<'_>> = hubs.iter().map(|hub| metric.closing(hub)).collect();
    let (mut joined, mut sums) = (0.0, [(0.0, 0.0); 4]);
    for one in pairs.chunk_by(|a, b| a.0 == b.0) {
        let trees: Vec<_> = closed.iter().map(|closed| closed.from(one[0].0)).collect();
        for &(from, to) in one {
            let Some(ties) = metric.ties(from, to) else { continue };
            joined += 1.0;
            let links = ties.links();
            for ((sum, hub), tree) in sums.iter_mut().zip(hubs).zip(&trees) {
                sum.0 += f64::from(u8::from(tree.cost(to) > ties.cost()));
                sum.1 += f64::from(u8::from(links.iter().any(|&link| hub.closes_link(network, link))));
            }
        }
    }
    sums.map(|(every, some)| (joined > 0.0).then(|| (every / joined, some / joined)))
}

fn mean([a, b]: [f64; 2], [x, y]: [Range; 2]) -> Range {
    let ((x0, x1), (y0, y1)) = (x?, y?);
    (a + b > 0.0).then(|| ((a * x0 + b * y0) / (a + b), (a * x1 + b * y1) / (a + b)))
}

/// A published definition, and what the model makes of it.
struct Definition {
    words: &'static str,
    of_what: &'static str,
    to: &'static str,
    hub: usize,
}

const DEFINITIONS: [Definition; 2] = [
    Definition {
        words: "Of carriage by rail between China and the EU, crossing Kazakhstan (the officials' words)",
        of_what: "overland",
        to: "EU",
        hub: 0,
    },
    Definition {
        words: "Of trains from China to the EU and Russia, leaving over the border with Kazakhstan (China Railway's count)",
        of_what: "trains",
        to: "both, by TEU",
        hub: 1,
    },
];

impl OfficialShares {
    /// Each published definition beside the model's range over the objectives, by rail; which of the
    /// two the model supports; and what is not in it.
    #[must_use]
    pub fn findings(&self) -> Vec<String> {
        let told = DEFINITIONS.each_ref().map(|definition| self.beside(definition));
        let supported = told.each_ref().map(|(_, gap)| gap.is_some_and(|gap| gap < 0.5));
        let answer = match supported {
            [true, true] => "both, each by its own definition",
            [true, false] => "the officials' share and not China Railway's",
            [false, true] => "China Railway's share and not the officials'",
            [false, false] => "neither",
        };
        let mut findings: Vec<String> = told.into_iter().map(|(words, _)| words).collect();
        findings.push(format!(
            "The model supports {answer}: it supports a share that lies within its range over the objectives."
        ));
        findings.push(self.caveat());
        findings
    }

    /// A sentence, and how many points the nearest published figure lies outside the model's range.
    fn beside(&self, definition: &Definition) -> (String, Option<f64>) {
        let of_kind = self.published.iter().filter(|one| one.of_what.contains(definition.of_what));
        let figures: Vec<f64> = of_kind.map(|one| 100.0 * one.share).collect();
        let own = self.model.iter().filter(|one| one.to == definition.to && one.by == "rail");
        let ranges = own.filter_map(|one| one.through[definition.hub]);
        let Some((least, most)) = ranges.reduce(|all, one| (all.0.min(one.0), all.1.max(one.1))) else {
            return (format!("{}: the model has no way to compare.", definition.words), None);
        };
        let gap = |figure: &f64| (100.0 * least - figure).max(figure - 100.0 * most).max(0.0);
        let near = figures.iter().map(gap).fold(f64::INFINITY, f64::min);
        let far = figures.iter().map(gap).fold(0.0, f64::max);
        let told: Vec<String> = figures.iter().map(|figure| format!("{figure:.0} %")).collect();
        let model = percent_range(Some((least, most)));
        let words = format!(
            "{}: published {}, the model {model}, {near:.0} to {far:.0} points apart.",
            definition.words,
            told.join(" and ")
        );
        (words, Some(near))
    }

    fn caveat(&self) -> String {
        let [eu, russia] = self.pairs;
        let mongolia = self.model.iter().filter(|one| one.by == "rail").filter_map(|one| one.through[2]);
        let most = mongolia.map(|range| range.1).fold(0.0, f64::max);
        format!(
            "The two count different destinations, so that one does not refute the other. All {eu} pairs to the EU weigh the same, and all {russia} to Russia: how carriage divides among cities, and trains to Central Asia, are not in it. The model sends at most {:.0} % over Mongolia, beside the centre's share in the note above: there it does not follow the count.",
            100.0 * most,
        )
    }
}

/// A range in percent; one number where its ends are the same.
pub(crate) fn percent_range(range: Range) -> String {
    let Some((every, some)) = range else { return "–".to_owned() };
    let [every, some] = [every, some].map(|share| format!("{:.0}", 100.0 * share));
    if every == some { format!("{every} %") } else { format!("{every}–{some} %") }
}
