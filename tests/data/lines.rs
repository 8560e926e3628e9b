//! Coverage, corridors, passages, and what hangs together.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use landbridge::{CorridorId, CostModel, Link, Mode, Network, PlaceId, Project, Scenario, Status, System, Target};

use crate::support::{Findings, Groups, judge};

/// Border crossings by rail that the network must have, planned ones too.
const RAIL_CROSSINGS: &[(&str, &str)] = &[
    ("aghband", "meghri"),
    ("akhalkalaki", "canbaz"),
    ("aksarayskaya", "ganyushkino"),
    ("aksu-kostanay", "kartaly"),
    ("akyayla", "incheh-borun"),
    ("alashankou", "dostyk"),
    ("altynkol", "khorgos"),
    ("aqina", "imamnazar"),
    ("astara-az", "astara-ir"),
    ("aul", "lokot"),
    ("bakhty", "tacheng"),
    ("bolashak", "serhetyaka"),
    ("boldumsaz", "khujayli"),
    ("boten", "mohan"),
    ("boyuk-kesik", "gardabani"),
    ("brest", "malaszewicze"),
    ("chernyshevskoye", "kybartai"),
    ("chop", "zahony"),
    ("dilucu", "sadarak"),
    ("dong-dang", "pingxiang"),
    ("elton", "saykhin"),
    ("erenhot", "zamyn-uud"),
    ("fishkhabur", "ovakoy"),
    ("galaba", "hairatan"),
    ("grodekovo", "suifenhe"),
    ("iletsk", "shyngyrlau"),
    ("iletsk", "zhaisan"),
    ("irtyshskoye", "valikhanovo"),
    ("isilkul", "bulaevo"),
    ("izov", "hrubieszow"),
    ("julfa-az", "jolfa-ir"),
    ("kaindy", "merke"),
    ("kapikoy", "razi"),
    ("kapikule", "svilengrad"),
    ("karakalpakiya", "oazis"),
    ("keles", "saryagash"),
    ("kharlachi", "kharlachi-af"),
    ("khojadavlet", "farap"),
    ("krasnoye", "orsha"),
    ("kulunda", "sharbakty"),
    ("maktaaral", "syrdarya"),
    ("mamlyutka", "petukhovo"),
    ("mamonovo", "braniewo"),
    ("manzhouli", "zabaikalsk"),
    ("meghri", "ordubad"),
    ("mirjaveh", "taftan"),
    ("mostyska", "medyka"),
    ("mynkul", "karasuk"),
    ("naushki", "sukhbaatar"),
    ("nikeltau", "orsk"),
    ("nizhneleninskoye", "tongjiang"),
    ("ozinki", "semiglavy-mar"),
    ("pallasovka", "zhanibek"),
    ("rozanak", "shamtiq"),
    ("samur", "yalama"),
    ("sarakhs-ir", "serakhs-tm"),
    ("serhetabat", "torghundi"),
    ("shalamcheh", "basra"),
    ("toguzak", "troitsk"),
    ("topa", "torugart"),
];

#[test]
fn the_network_covers_what_it_promises() {
    let network = Network::bundled();
    assert!(network.places().len() >= 480, "{} places", network.places().len());
    assert!(network.links().len() >= 800, "{} links", network.links().len());
    assert!(network.corridors().len() >= 45, "{} corridors", network.corridors().len());
    assert!(network.families().len() >= 8, "{:?}", network.families());
    let mut with_links = 0;
    for (id, project) in network.projects() {
        let opened = Scenario::default().opening(Target::Project(project.id.clone()));
        let built = network.links().any(|(_, link)| link.project() == Some(id));
        let refused = network.metric(&opened, &CostModel::distance()).is_err();
        assert_eq!(refused, !built, "{}: what has no link cannot be opened, and only that", project.id);
        with_links += usize::from(built);
    }
    assert!(with_links >= 20, "{with_links} projects with links");
    let complete = |project: &&Project| project.year.is_some() && !project.sponsor.is_empty();
    let complete = network.projects().map(|(_, project)| project).filter(complete).count();
    assert!(complete >= 25, "{complete} projects with year and sponsor");
    for (_, place) in network.places() {
        let id = network.place(&place.id).unwrap();
        assert!(network.links().any(|(_, link)| link.from == id || link.to == id), "{}: no link ends there", place.id);
    }
    for &(a, b) in RAIL_CROSSINGS {
        let [a, b] = [a, b].map(|name| network.place(name).unwrap());
        let joins = |link: &Link| link.mode == Mode::Rail && link.border().is_some() && link.other_end(a) == Some(b);
        let found = network.links().any(|(_, link)| joins(link));
        assert!(found, "no rail link from {} to {}", network[a].name, network[b].name);
    }
}

/// The stops of a network that hang together over some of its links.
struct Reach {
    stops: HashMap<(PlaceId, System), usize>,
    groups: Groups,
}

impl Reach {
    fn new<'n>(network: &'n Network, links: impl Iterator<Item = &'n Link>) -> Self {
        let mut stops = HashMap::new();
        let mut pairs = Vec::new();
        for link in links {
            let system = System { mode: Some(link.mode), gauge_mm: link.gauge_mm };
            pairs.push([link.from, link.to].map(|place| {
                let next = stops.len();
                *stops.entry((place, system)).or_insert(next)
            }));
        }
        for (_, transfer) in network.transfers() {
            if let [Some(&a), Some(&b)] = transfer.systems.map(|system| stops.get(&(transfer.place, system))) {
                pairs.push([a, b]);
            }
        }
        let mut groups = Groups::new(stops.len());
        for [a, b] in pairs {
            groups.join(a, b);
        }
        Self { stops, groups }
    }

    fn joins(&self, from: PlaceId, to: PlaceId) -> bool {
        let groups = |wanted: PlaceId| -> BTreeSet<usize> {
            let here = self.stops.iter().filter(|((place, _), _)| *place == wanted);
            here.map(|(_, &stop)| self.groups.root(stop)).collect()
        };
        !groups(from).is_disjoint(&groups(to))
    }

    /// The places of each group, the largest group first.
    fn parts<'n>(&self, network: &'n Network) -> Vec<BTreeSet<&'n str>> {
        let mut parts: BTreeMap<usize, BTreeSet<&str>> = BTreeMap::new();
        for ((place, _), &stop) in &self.stops {
            parts.entry(self.groups.root(stop)).or_default().insert(&network[*place].id);
        }
        let mut parts: Vec<_> = parts.into_values().collect();
        parts.sort_by_key(|places| std::cmp::Reverse(places.len()));
        parts
    }
}

/// The year in which a corridor claims to be open: today, unless a link of it is not open now;
/// then the first, or else the last, year in which all its links are.
fn claimed_year(network: &Network, corridor: CorridorId) -> Option<u16> {
    let links = || network[corridor].links.iter().map(|&link| &network[link]);
    let open = |year: &u16| links().all(|link| link.is_open_in(*year));
    let today = network.as_of_year();
    if open(&today) {
        return Some(today);
    }
    (today..=2060).find(open).or_else(|| (1990..today).rev().find(open))
}

#[test]
fn corridors_are_whole_in_the_year_they_claim() {
    let network = Network::bundled();
    let (mut never, mut broken) = (Findings::new(), Findings::new());
    for (id, corridor) in network.corridors() {
        let Some(year) = claimed_year(&network, id) else {
            let missing = corridor.links.iter().map(|&link| &network[link]).filter(|link| link.status != Status::Open);
            let missing: Vec<&str> = missing.map(|link| link.id.as_str()).collect();
            never.insert(corridor.id.clone(), format!("no year in which all is open: {missing:?}"));
            continue;
        };
        let reach = Reach::new(&network, corridor.links.iter().map(|&link| &network[link]));
        if !reach.joins(corridor.origin, corridor.destination) {
            broken.insert(corridor.id.clone(), format!("its links are open in {year}, but a transfer is missing"));
        }
    }
    judge("corridor", "corridor-open", never);
    judge("corridor", "corridor-whole", broken);
}

#[test]
fn the_land_network_hangs_together() {
    let network = Network::bundled();
    let today = network.as_of_year();
    let land = network.links().map(|(_, link)| link).filter(|link| link.mode != Mode::Sea && link.is_open_in(today));
    let parts = Reach::new(&network, land).parts(&network);
    for place in ["xian", "rotterdam", "karachi", "bandar-abbas", "istanbul", "st-petersburg", "vladivostok", "almaty"]
    {
        assert!(parts[0].contains(place), "{place} is not on the mainland");
    }
    let apart = parts[1..].iter().map(|places| {
        let first = places.first().copied().unwrap_or_default();
        (first.to_owned(), format!("apart from the rest by land: {places:?}"))
    });
    judge("node", "land-part", apart.collect());
}

#[test]
fn land_and_sea_together_reach_every_place() {
    let network = Network::bundled();
    let today = network.as_of_year();
    let open = network.links().map(|(_, link)| link).filter(|link| link.is_open_in(today));
    let parts = Reach::new(&network, open).parts(&network);
    let apart = parts[1..].iter().map(|places| {
        let first = places.first().copied().unwrap_or_default();
        (first.to_owned(), format!("apart from the rest: {places:?}"))
    });
    judge("node", "part", apart.collect());
}

#[test]
fn ports_hand_over_between_sea_and_land() {
    let network = Network::bundled();
    let today = network.as_of_year();
    let mut modes: BTreeMap<PlaceId, BTreeSet<Mode>> = BTreeMap::new();
    for (_, link) in network.links().filter(|(_, link)| link.is_open_in(today)) {
        for end in [link.from, link.to] {
            modes.entry(end).or_default().insert(link.mode);
        }
    }
    let mut findings = Findings::new();
    for (place, modes) in modes.into_iter().filter(|(_, modes)| modes.contains(&Mode::Sea)) {
        let here = network.transfers().map(|(_, transfer)| transfer).filter(|transfer| transfer.place == place);
        let pairs: Vec<_> = here.map(|transfer| transfer.systems.map(|system| system.mode)).collect();
        let served =
            |mode: Mode| pairs.iter().any(|pair| [Mode::Sea, mode].iter().all(|one| pair.contains(&Some(*one))));
        let missing: Vec<Mode> = modes.into_iter().filter(|mode| *mode != Mode::Sea && !served(*mode)).collect();
        if !missing.is_empty() {
            findings.insert(network[place].id.to_string(), format!("no transfer from sea to {missing:?}"));
        }
    }
    judge("node", "port-transfer", findings);
}

/// The passages of the shortest way by sea, with some passages closed; `None` when there is none.
fn by_sea(network: &Network, from: &str, to: &str, closed: &[&str]) -> Option<BTreeSet<String>> {
    let land = ["mode:rail", "mode:road"].into_iter().map(str::to_owned);
    let passages = closed.iter().map(|name| format!("passage:{name}"));
    let scenario =
        land.chain(passages).fold(Scenario::default(), |scenario, target| scenario.closing(target.parse().unwrap()));
    let metric = network.metric(&scenario, &CostModel::distance()).unwrap();
    let route = metric.shortest(network.place(from).unwrap(), network.place(to).unwrap())?;
    let passages = route.links().flat_map(|link| network[link].passages().to_vec());
    Some(passages.map(|passage| network[passage].id.clone()).collect())
}

#[test]
fn passages_lie_on_the_right_sea_lanes() {
    let network = Network::bundled();
    let runs = |from: &str, to: &str, closed: &[&str], through: &[&str]| {
        let found = by_sea(&network, from, to, closed);
        let found = found.unwrap_or_else(|| panic!("no way by sea from {from} to {to} without {closed:?}"));
        let missing: Vec<_> = through.iter().filter(|name| !found.contains(**name)).collect();
        assert!(missing.is_empty(), "{from} – {to} without {closed:?} runs through {found:?}, not {missing:?}");
    };
    let stops = |from: &str, to: &str, closed: &[&str]| {
        assert_eq!(by_sea(&network, from, to, closed), None, "{from} – {to} by sea in spite of {closed:?}");
    };
    // the Northern Sea Route is seasonal, and no way of the whole year
    assert!(!by_sea(&network, "shanghai", "rotterdam", &[]).unwrap().contains("northern-sea-route"));
    runs("shanghai", "rotterdam", &[], &["malacca", "bab-el-mandeb", "suez", "gibraltar"]);
    runs("shanghai", "rotterdam", &["suez", "bab-el-mandeb", "bering"], &["cape-of-good-hope"]);
    runs("shanghai", "rotterdam", &["suez", "northern-sea-route"], &["cape-of-good-hope"]);
    stops("shanghai", "rotterdam", &["suez", "cape-of-good-hope"]);
    let lane = network.corridor("sea-northern").unwrap();
    let named = |id: &str| {
        network[lane]
            .links
            .iter()
            .any(|&link| network[link].passages().iter().any(|&passage| network[passage].id == id))
    };
    assert!(named("northern-sea-route") && named("bering"));
    stops("shanghai", "rotterdam", &["bab-el-mandeb", "cape-of-good-hope", "bering"]);
    runs("mumbai", "st-petersburg", &[], &["suez", "gibraltar", "kiel-canal"]);
    runs("st-petersburg", "rotterdam", &["kiel-canal"], &["danish-straits"]);
    stops("st-petersburg", "rotterdam", &["danish-straits", "kiel-canal"]);
    runs("poti", "piraeus", &[], &["black-sea", "bosporus", "dardanelles"]);
    stops("poti", "piraeus", &["bosporus"]);
    stops("poti", "piraeus", &["dardanelles"]);
    stops("poti", "constanta", &["black-sea"]);
    runs("poti", "istanbul", &[], &["black-sea"]);
    runs("jebel-ali", "mumbai", &[], &["hormuz"]);
    stops("jebel-ali", "mumbai", &["hormuz"]);
    runs("bandar-abbas", "mumbai", &[], &["hormuz"]);
    stops("baku", "aktau", &["caspian"]);
    stops("astrakhan", "anzali", &["caspian"]);
    stops("baku", "poti", &[]);
}
