//! Events on a network drawn by hand: what their tables may say, what they change, and what the model makes of them.

#[path = "common/drawing.rs"]
#[allow(dead_code, reason = "each test uses its part")]
mod common;

use common::draw;
use landbridge::{Change, Delay, Events, Factor, Network, Objective, Scenario, Seen};

const HEAD: &str = "event_id,name,start,end,targets,effect,delay_h,money_factor,grade,source_id,note\n";
const OBSERVED: &str = "observed_id,event_id,quantity,origin_node_id,destination_node_id,mode,objective,low,likely,high,through,usable,fit,grade,source_id,note\n";

/// From 2021 on a leads to c by b, before that round by d and e; 2 h and 100 USD are 100 km.
fn network() -> Network {
    let drawn = draw("a-b-c\n|   |\nd---e").links("ab: opened=2021");
    drawn.corridors("line: a c ab bc; round: a e ad de; end: a b ab; rest: d e de").build()
}

fn read(events: &str, observed: &str) -> Events {
    let read = Events::read((HEAD.to_owned() + events).as_bytes(), (OBSERVED.to_owned() + observed).as_bytes());
    read.unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn each_effect_changes_its_targets_from_the_year_of_the_event_on() {
    let rows = [
        ("closed,,", Change::Closed),
        (",,", Change::Closed),
        ("reduced,,", Change::Reduced),
        ("avoided,,", Change::Avoided),
        ("delayed,24,", Change::Delayed(24.0)),
        ("delayed,0,", Change::Delayed(0.0)),
        ("dearer,,1.5", Change::Dearer(1.5)),
        ("dearer,,1", Change::Dearer(1.0)),
    ];
    for (cells, change) in rows {
        let events = read(&format!("it,It,2021-03-01,2021-04-01,link:bc; place:d ;,{cells},,,\n"), "");
        let event = &events.events[0];
        assert_eq!((event.change, event.year()), (change, 2021));
        assert_eq!((event.start.as_str(), event.end.as_deref()), ("2021-03-01", Some("2021-04-01")));
        assert_eq!(event.targets, ["link:bc".parse().unwrap(), "place:d".parse().unwrap()]);
        let mut during = Scenario::default().in_year(2021);
        for target in event.targets.clone() {
            match change {
                Change::Delayed(hours) => during.delay.push(Delay { target, hours }),
                Change::Dearer(money) => during.factor.push(Factor { target, time: 1.0, money }),
                _ => during.close.push(target),
            }
        }
        assert_eq!(event.scenarios(), [Scenario::default().in_year(2020), during], "{cells}");
    }
    let words = rows.map(|(_, change)| change.word());
    assert_eq!(words, ["closed", "closed", "reduced", "avoided", "delayed", "delayed", "dearer", "dearer"]);
}

#[test]
fn what_can_be_seen_has_its_word_and_unit() {
    let expected = [
        (Seen::Reroute, "reroute", "", true),
        (Seen::CutOff, "cut_off", "1 if cut off", true),
        (Seen::ExtraLength, "extra_km", "km", false),
        (Seen::ExtraDays, "extra_days", "d", false),
        (Seen::TransitDays, "transit_days", "d", false),
        (Seen::Price, "price", "USD/FEU", false),
        (Seen::ExtraPrice, "extra_price", "USD/FEU", false),
    ];
    assert_eq!(Seen::ALL.map(|(seen, ..)| (seen, seen.word(), seen.unit(), seen.is_yes_or_no())), expected);
}

#[test]
fn corridors_lose_their_way_or_go_on_at_a_higher_cost() {
    let network = network();
    // judged, terminal, cut off, how much dearer in thousandths, and the mean of that
    let cases = [
        // line 4 h by b, then 10 h round; round 6 h by b, then 8 h
        ("2022-05-01,,place:b,closed,,", 3, 1, "", "line 1500 round 333", 611),
        ("2022-05-01,,link:ab;link:ad,reduced,,", 4, 0, "line round end", "", 0),
        // rest 6 h, then 7 h
        ("2022-05-01,,link:de,delayed,1,", 4, 0, "", "rest 167", 42),
        ("2022-05-01,,place:e,delayed,1,", 4, 0, "", "round 167 rest 167", 83),
        // line 200 USD, then 400; round 300 USD by b, then 400 by d
        ("2022-05-01,,link:bc,dearer,,3", 4, 0, "", "line 1000 round 333", 333),
        // the year before had no line ab, so that nothing is dearer than then
        ("2021-05-01,,place:e,avoided,,", 2, 2, "", "", 0),
    ];
    for (cells, judged, terminal, cut_off, dearer, premium) in cases {
        let events = read(&format!("it,It,{cells},,,\n"), "");
        let report = &network.replay(&events).unwrap()[0];
        let id = |id: landbridge::CorridorId| network[id].id.clone();
        let lost: Vec<String> = report.cut_off.iter().map(|&one| id(one)).collect();
        let more: Vec<String> =
            report.dearer.iter().map(|&(one, more)| format!("{} {:.0}", id(one), 1e3 * more)).collect();
        assert_eq!((report.judged, report.terminal), (judged, terminal), "{cells}");
        assert_eq!((lost.join(" ").as_str(), more.join(" ").as_str()), (cut_off, dearer), "{cells}");
        assert!((1e3 * report.premium.unwrap() - f64::from(premium)).abs() < 0.5, "{cells}: {:?}", report.premium);
        let by_money = matches!(report.event.change, Change::Dearer(_));
        assert_eq!(report.objective, if by_money { Objective::Money } else { Objective::Time });
    }
}

#[test]
fn what_was_free_before_has_no_premium() {
    let network =
        draw("a-b\n|\nc").links("ab: km=0 h=0; ac: km=0 h=3; abx: km=100 h=2").corridors("free: a b ab; dear: a c ac");
    let network = network.build();
    let events = read("it,It,2022-05-01,,link:ab,closed,,,,,\n", "");
    let report = &network.replay(&events).unwrap()[0];
    assert_eq!((report.judged, report.dearer.len(), report.premium), (2, 0, Some(0.0)));
}

#[test]
fn the_model_beside_what_was_seen() {
    let network = network();
    let events = "shut,Shut,2022-05-01,,place:b,closed,,,,,\ndear,Dear,2022-05-01,,link:bc,dearer,,3,,,\n";
    // what the model says, in thousandths, and whether that is what was seen
    let cases = [
        ("shut,reroute,a,c,,,,,,link:bc,,,,,", Some(0), Some(false)),
        ("shut,reroute,a,c,,,,,,link:bc;place:d,,,,,", Some(1_000), Some(true)),
        ("shut,cut_off,a,c,,,,0,,,,,,,", Some(0), Some(true)),
        ("shut,cut_off,a,b,,,,1,,,,,,,", Some(1_000), Some(true)),
        // without a way before, nothing was cut off
        ("shut,cut_off,a,c,road,,,1,,,,,,,", None, None),
        ("shut,extra_km,a,c,,,100,200,300,,1,,,,", Some(300_000), Some(true)),
        ("shut,extra_km,a,c,,,100,200,299,,1,,,,", Some(300_000), Some(false)),
        ("shut,extra_km,a,b,,,,1,,,,,,,", None, None),
        ("shut,extra_days,a,c,,,,0.25,,,,,,,", Some(250), Some(true)),
        ("shut,extra_days,d,e,rail,,,0.5,,,,,,,", Some(0), Some(false)),
        ("shut,transit_days,a,c,rail;road,time,0.4,0.5,0.6,,,,,,", Some(417), Some(true)),
        ("shut,price,a,c,,money,500,501,502,,,,,,", Some(500_000), Some(true)),
        ("dear,extra_price,a,e,,money,,200,,,,,,,", Some(100_000), Some(false)),
        ("dear,price,a,e,,money,,400,,,0,,,,", None, None),
    ];
    let rows: Vec<String> = cases.iter().zip(0..).map(|((row, ..), at)| format!("o{at},{row}\n")).collect();
    let events = read(events, &rows.concat());
    let reports = network.replay(&events).unwrap();
    let found: Vec<_> = reports.iter().flat_map(|report| &report.residuals).collect();
    assert_eq!(found.len(), cases.len());
    for ((row, model, agrees), one) in cases.into_iter().zip(found) {
        let thousandths = one.model.map(|model| format!("{:.0}", 1e3 * model));
        assert_eq!((thousandths, one.agrees()), (model.map(|model: u32| model.to_string()), agrees), "{row}");
        let seen = one.observation;
        assert_eq!(one.difference(), one.model.map(|model| model - seen.likely), "{row}");
        assert!(seen.low <= seen.likely && seen.likely <= seen.high && seen.usable != row.ends_with(",0,,,,"));
    }
}

#[test]
fn each_bad_cell_is_told_with_its_row() {
    let event = |row: &str| Events::read((HEAD.to_owned() + row).as_bytes(), "".as_bytes()).unwrap_err().to_string();
    let cases = [
        ("it,It,2021-03-01,,,closed,,,,,", "event.csv, row `it`: `` is not a target such as `passage:suez`"),
        (
            "it,It,2021-03-01,,link:bc;nowhere:x,,,,,,",
            "event.csv, row `it`: `nowhere:x` is not a target such as `passage:suez`",
        ),
        (
            "it,It,2021-03-01,,link:bc,burnt,,,,,",
            "event.csv, row `it`: `burnt` is not closed, reduced, avoided, delayed or dearer",
        ),
        ("it,It,2021-03-01,,link:bc,delayed,,,,,", "event.csv, row `it`: `` is not hours of delay"),
        ("it,It,2021-03-01,,link:bc,delayed,-1,,,,", "event.csv, row `it`: `-1` is not hours of delay"),
        ("it,It,2021-03-01,,link:bc,delayed,inf,,,,", "event.csv, row `it`: `inf` is not hours of delay"),
        ("it,It,2021-03-01,,link:bc,dearer,,0.5,,,", "event.csv, row `it`: `0.5` is not a factor of at least 1"),
        ("it,It,1800-03-01,,link:bc,,,,,,", "event.csv, row `it`: `1800-03-01` is not a day such as 2021-03-23"),
        ("it,It,soon,,link:bc,,,,,,", "event.csv, row `it`: `soon` is not a day such as 2021-03-23"),
        ("it,It,2201-03-01,,link:bc,,,,,,", "event.csv, row `it`: `2201-03-01` is not a day such as 2021-03-23"),
        ("it,It,2021-03-01,,link:bc,,,,certain,,", "event.csv, row `it`: `certain` is not a grade"),
    ];
    for (row, message) in cases {
        assert_eq!(event(row), message);
    }
    let one = HEAD.to_owned() + "it,It,2021-03-01,,link:bc,,,,,,\n";
    let seen =
        |row: &str| Events::read(one.as_bytes(), (OBSERVED.to_owned() + row).as_bytes()).unwrap_err().to_string();
    let cases = [
        ("o,other,extra_km,a,c,,,,1,,,,,,,", "`other` is not an event of event.csv"),
        ("o,it,colour,a,c,,,,1,,,,,,,", "`colour` is not a quantity"),
        ("o,it,extra_km,a,c,air,,,1,,,,,,,", "`air` is not a mode"),
        ("o,it,extra_km,a,c,,beauty,,1,,,,,,,", "`beauty` is not an objective"),
        ("o,it,extra_km,a,c,,,,,,,,,,,", "`` is not a figure"),
        ("o,it,extra_km,a,c,,,,nan,,,,,,,", "`` is not a figure"),
        ("o,it,extra_km,a,c,,,2,1,3,,,,,,", "`1` is not within low and high"),
        ("o,it,extra_km,a,c,,,0,4,3,,,,,,", "`4` is not within low and high"),
        ("o,it,reroute,a,c,,,,,,,,,,,", "`` is not what the way went through"),
        ("o,it,reroute,a,c,,,,,,x:y,,,,,", "`x:y` is not a target such as `passage:suez`"),
    ];
    for (row, message) in cases {
        assert_eq!(seen(row), format!("observed.csv, row `o`: {message}"));
    }
    // a reroute that cannot be compared needs nothing that it went through
    assert!(!read("it,It,2021-03-01,,link:bc,,,,,,", "o,it,reroute,a,c,,,,,,,0,,,,").observations[0].usable);
}

#[test]
fn the_bundled_events_are_those_of_their_tables() {
    let events = Events::bundled();
    let first_cells = |table: &'static str| -> Vec<&str> {
        table.lines().skip(1).filter_map(|line| line.split(',').next()).collect()
    };
    let ids: Vec<&str> = events.events.iter().map(|one| one.id.as_str()).collect();
    assert_eq!(ids, first_cells(include_str!("../network/event.csv")));
    let ids: Vec<&str> = events.observations.iter().map(|one| one.id.as_str()).collect();
    assert_eq!(ids, first_cells(include_str!("../network/observed.csv")));
    let of = events.events.iter().flat_map(|event| events.of(event)).count();
    assert!(ids.len() > 10 && of == ids.len(), "{of}");
    assert!(events.events.iter().all(|event| events.of(event).all(|one| one.event == event.id)));
}
