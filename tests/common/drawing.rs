//! Networks drawn in text, and tables of the routes they should have.

use landbridge::{
    Assumption, BorderSpec, CorridorSpec, Cost, CostModel, Distance, Duration, LinkSpec, Metric, Mode, Money, Network,
    NetworkBuilder, PlaceSpec, Quantity, Scenario, Speed, Status, TransferSpec,
};

/// A network as text.
///
/// ```text
///   a--b==c        a letter is a place in country XA; a run of n characters is a link of n × 100 km
///   |     ~        from left to right or from top to bottom, named by its ends: `ab`
///   d-->--e        - | rail, = " road, ~ sea; a run with > or < leads that way only
/// ```
#[derive(Default)]
pub(crate) struct Drawing {
    places: Vec<PlaceSpec>,
    links: Vec<LinkSpec>,
    transfers: Vec<TransferSpec>,
    borders: Vec<BorderSpec>,
    corridors: Vec<CorridorSpec>,
}

pub(crate) fn draw(art: &str) -> Drawing {
    let grid: Vec<Vec<char>> = art.lines().map(|line| line.chars().collect()).collect();
    let at =
        |row: usize, column: usize| -> char { grid.get(row).and_then(|line| line.get(column)).copied().unwrap_or(' ') };
    let mut drawing = Drawing::default();
    for (row, line) in grid.iter().enumerate() {
        for (column, &letter) in line.iter().enumerate().filter(|(_, letter)| letter.is_ascii_lowercase()) {
            let id = letter.to_string();
            drawing.places.push(PlaceSpec { id, country: "XA".parse().ok(), ..PlaceSpec::default() });
            for (down, right, marks) in [(0, 1, "-=~<>"), (1, 0, "|\"~")] {
                let step = |n: usize| at(row + n * down, column + n * right);
                let run: String = (1..).map(step).take_while(|mark| marks.contains(*mark)).collect();
                let end = step(run.chars().count() + 1);
                if run.is_empty() {
                    continue;
                }
                assert!(end.is_ascii_lowercase(), "the run from `{letter}` ends at `{end}`:\n{art}");
                drawing.links.push(link(letter, end, &run));
            }
        }
    }
    drawing
}

fn link(from: char, to: char, run: &str) -> LinkSpec {
    let mode = match run {
        run if run.contains(['=', '"']) => Mode::Road,
        run if run.contains('~') => Mode::Sea,
        _ => Mode::Rail,
    };
    let length = Distance::metres(100_000 * run.chars().count() as u64);
    let (tail, head) = if run.contains('<') { (to, from) } else { (from, to) };
    LinkSpec {
        directed: run.contains(['<', '>']),
        ..LinkSpec::new(&format!("{from}{to}"), &tail.to_string(), &head.to_string(), mode, length)
    }
}

fn number<T: std::str::FromStr>(text: &str) -> T {
    text.parse().unwrap_or_else(|_| panic!("not a number: `{text}`"))
}

/// The lines of a block of text that are not empty, each cut at the colon.
fn entries(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.lines().flat_map(|line| line.split(';')).filter_map(|entry| entry.trim().split_once(':'))
}

impl Drawing {
    /// `bc: XB` puts the places b and c into the country XB.
    pub(crate) fn countries(mut self, text: &str) -> Self {
        for (letters, code) in entries(text) {
            for letter in letters.chars() {
                let place = self.places.iter_mut().find(|place| place.id == letter.to_string());
                place.expect("a drawn place").country = Some(code.trim().parse().expect("a country"));
            }
        }
        self
    }

    /// `ab: km=250 gauge=1520 status=planned opened=2030` sets what the drawing cannot show of a
    /// link; `ab2: …` for a name that is not drawn adds a parallel of `ab`.
    pub(crate) fn links(mut self, text: &str) -> Self {
        for (id, fields) in entries(text) {
            if !self.links.iter().any(|link| link.id == id) {
                let drawn = self.links.iter().find(|link| id.starts_with(&link.id)).expect("a drawn link").clone();
                self.links.push(LinkSpec { id: id.to_owned(), ..drawn });
            }
            let link = self.links.iter_mut().find(|link| link.id == id).expect("just added");
            for (key, value) in fields.split_whitespace().filter_map(|field| field.split_once('=')) {
                set(link, key, value);
            }
        }
        self
    }

    /// `b: rail/1435 rail/1520 8h 50usd` adds a transfer.
    pub(crate) fn transfers(mut self, text: &str) -> Self {
        for (place, fields) in entries(text) {
            let fields: Vec<&str> = fields.split_whitespace().collect();
            let [one, other, time, price] = fields[..] else { panic!("a transfer has four fields: {fields:?}") };
            self.transfers.push(TransferSpec {
                id: format!("{place}-{one}-{other}"),
                place: place.to_owned(),
                systems: [one, other].map(system),
                class: String::new(),
                time: Duration::from_hours(number(time.trim_end_matches('h'))),
                price: Money::from_usd(number(price.trim_end_matches("usd"))),
                provenance: landbridge::Provenance::default(),
            });
        }
        self
    }

    /// `bc: 6h 30usd` declares the border of the link bc with its dwell and fee.
    pub(crate) fn borders(mut self, text: &str) -> Self {
        for (id, fields) in entries(text) {
            let (time, fee) = fields.trim().split_once(' ').expect("dwell and fee");
            self.borders.push(BorderSpec {
                id: id.to_owned(),
                dwell: Duration::from_hours(number(time.trim_end_matches('h'))),
                fee: Money::from_usd(number(fee.trim_end_matches("usd"))),
                ..BorderSpec::default()
            });
            let link = self.links.iter_mut().find(|link| link.id == id);
            link.expect("a drawn link").border = Some(id.to_owned());
        }
        self
    }

    /// `line: a c ab bc` adds a corridor from a to c over the links ab and bc.
    pub(crate) fn corridors(mut self, text: &str) -> Self {
        for (id, fields) in entries(text) {
            let mut fields = fields.split_whitespace().map(str::to_owned);
            self.corridors.push(CorridorSpec {
                id: id.to_owned(),
                family: "all".to_owned(),
                name: id.to_owned(),
                origin: fields.next().expect("an origin"),
                destination: fields.next().expect("a destination"),
                links: fields.collect(),
                provenance: landbridge::Provenance::default(),
            });
        }
        self
    }

    /// Builds it: 50 km/h and 1 USD/km everywhere, borders and passages free unless they say, an
    /// hour worth 10 USD; the year is 2026.
    pub(crate) fn build(self) -> Network {
        let mut builder = NetworkBuilder::new().as_of_year(2026);
        builder = self.places.into_iter().fold(builder, NetworkBuilder::place);
        builder = self.links.into_iter().fold(builder, NetworkBuilder::link);
        builder = self.transfers.into_iter().fold(builder, NetworkBuilder::transfer);
        builder = self.borders.into_iter().fold(builder, NetworkBuilder::border);
        builder = self.corridors.into_iter().fold(builder, NetworkBuilder::corridor);
        for &(quantity, word, _) in Quantity::ALL {
            let value = match quantity {
                Quantity::Speed => 50.0,
                Quantity::Price => 1.0,
                Quantity::ValueOfTime => 240.0,
                _ => 0.0,
            };
            builder = builder.assumption(Assumption::new(word, quantity, value));
        }
        builder.build().unwrap_or_else(|error| panic!("{error}"))
    }
}

fn system(text: &str) -> (Mode, Option<u16>) {
    let (word, gauge) = text.split_once('/').map_or((text, None), |(word, gauge)| (word, Some(number(gauge))));
    let mode = Mode::ALL.iter().find(|(_, known)| *known == word).expect("a mode").0;
    (mode, gauge)
}

fn set(link: &mut LinkSpec, key: &str, value: &str) {
    match key {
        "km" => link.length = Distance::from_km(number(value)).expect("a length"),
        "split" => link.split = Distance::from_km(number(value)),
        "gauge" => link.gauge_mm = Some(number(value)),
        "status" => link.status = Status::ALL.iter().find(|(_, word)| *word == value).expect("a status").0,
        "opened" => link.opened = Some(number(value)),
        "closed" => link.closed = Some(number(value)),
        "h" => link.time = Duration::from_hours(number(value)),
        "kmh" => link.speed = Speed::from_km_per_hour(number(value)),
        "project" => link.project = Some(value.to_owned()),
        "border" => link.border = Some(value.to_owned()),
        "passage" => link.passages.push(value.to_owned()),
        other => panic!("a link has no `{other}`"),
    }
}

pub(crate) fn metric<'n>(network: &'n Network, scenario: &Scenario, model: CostModel) -> Metric<'n> {
    network.metric(scenario, &model).unwrap_or_else(|error| panic!("{error}"))
}

/// Checks a table: from, to, the places on the way (`*` when several tie) and the cost in km, h or
/// USD; `-` where there is no way.
pub(crate) fn routes(metric: &Metric<'_>, table: &str) {
    let network = metric.network();
    let mut rows = 0;
    for line in table.lines().filter(|line| !line.trim().is_empty()) {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let [from, to, way, cost] = cells[..] else { panic!("four cells a row: `{line}`") };
        let route = metric.shortest(network.place(from).unwrap(), network.place(to).unwrap());
        let found = route
            .as_ref()
            .map_or("-".to_owned(), |route| route.places().iter().map(|&place| network[place].id.as_str()).collect());
        assert!(way == "*" || found == way, "{line}: found {found}");
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "small costs written in the test")]
        let units = |cost: &str| Cost::new((number::<f64>(cost) * metric.objective().units_per()).round() as u64);
        let expected = if cost == "-" { None } else { Some(units(cost)) };
        assert_eq!(route.map(|route| route.cost()), expected, "{line}");
        rows += 1;
    }
    assert!(rows > 0, "an empty table proves nothing");
}
