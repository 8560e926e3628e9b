//! What is open in which year.

use std::collections::BTreeSet;

use landbridge::{Mode, Network};

/// Lines with the first year in which they are open.
const OPENED: &[(u16, &[&str])] = &[
    (1990, &["rail-alashankou-dostyk"]),
    (1996, &["rail-tejen-serakhs-tm", "rail-serakhs-tm-sarakhs-ir", "rail-serakhs-tm-sarakhs-ir-1520"]),
    (2004, &["rail-khromtau-altynsarin"]),
    (2012, &["rail-zhetygen-altynkol", "rail-altynkol-khorgos"]),
    (2013, &["rail-uzen-bolashak", "rail-bolashak-serhetyaka", "rail-serhetyaka-bereket"]),
    (2014, &["rail-bereket-etrek", "rail-etrek-akyayla", "rail-akyayla-incheh-borun", "rail-incheh-borun-sabz-dasht"]),
    (2014, &["rail-zhezkazgan-saksaulskaya", "rail-shalkar-beyneu"]),
    (2016, &["rail-yersai-kuryk"]),
    (2017, &["sea-kuryk-alat"]),
    (2017, &["rail-marabda-akhalkalaki", "rail-akhalkalaki-canbaz", "rail-canbaz-kars"]),
];

#[test]
fn lines_open_in_their_year() {
    let network = Network::bundled();
    for &(year, links) in OPENED {
        for id in links {
            let link = &network[network.link(id).unwrap_or_else(|_| panic!("{id} is not in the network"))];
            assert!(!link.is_open_in(year - 1), "{id} is open in {} already", year - 1);
            for snapshot in [year, 2018, 2022, 2026, 2030, 2035].into_iter().filter(|&snapshot| snapshot >= year) {
                assert!(link.is_open_in(snapshot), "{id} is not open in {snapshot}");
            }
        }
    }
}

#[test]
fn planned_lines_open_in_their_year_and_not_before() {
    let network = Network::bundled();
    let planned = network.links().map(|(_, link)| link).filter(|link| link.project.is_some());
    let mut years = BTreeSet::new();
    for link in planned.filter(|link| link.mode == Mode::Rail) {
        let Some(opened) = link.opened else { continue };
        years.insert(opened);
        assert!(!link.is_open_in(opened - 1), "{} is open in {} already", link.id, opened - 1);
        assert!(link.is_open_in(opened), "{} is not open in {opened}", link.id);
    }
    assert!(years.iter().any(|&year| year > 2026), "no line opens in the years to come");
}
