//! What is open in which year.

use std::collections::BTreeSet;

use landbridge::{Mode, Network};

/// Lines with the first year in which they are open.
const OPENED: &[(u16, &[&str])] = &[
    (1990, &["rail-alashankou-dostyk"]),
    (1996, &["rail-tejen-serakhs-tm", "rail-serakhs-tm-sarakhs-ir", "rail-serakhs-tm-sarakhs-ir-1520"]),
    (1997, &["rail-kunming-nanning"]),
    (2001, &["rail-uchkuduk-misken", "rail-misken-nazarhan", "rail-nazarhan-nukus"]),
    (2004, &["rail-khromtau-altynsarin", "rail-xian-nanyang", "rail-nanyang-xinyang", "rail-xinyang-hefei"]),
    (2007, &["rail-tashguzar-kumkurgan"]),
    (2008, &["rail-hefei-nanjing"]),
    (2009, &["rail-jinghe-yining", "rail-yining-khorgos"]),
    (2012, &["rail-zhetygen-altynkol", "rail-altynkol-khorgos"]),
    (2013, &["rail-uzen-bolashak", "rail-bolashak-serhetyaka", "rail-serhetyaka-bereket"]),
    (2014, &["rail-bereket-etrek", "rail-etrek-akyayla", "rail-akyayla-incheh-borun", "rail-incheh-borun-sabz-dasht"]),
    (2014, &["rail-zhezkazgan-saksaulskaya", "rail-shalkar-beyneu"]),
    (2016, &["rail-yersai-kuryk"]),
    (2016, &["rail-angren-pap"]),
    (2017, &["sea-kuryk-alat"]),
    (2017, &["rail-lanzhou-guangyuan"]),
    (2017, &["rail-marabda-akhalkalaki", "rail-akhalkalaki-canbaz", "rail-canbaz-kars"]),
    (2020, &["rail-golmud-ruoqiang", "rail-ruoqiang-korla"]),
    (2024, &["rail-nazarhan-shovot"]),
];

/// Lines with the year in which they were closed.
const CLOSED: &[(u16, &[&str])] = &[
    (1989, &["rail-sadarak-yeraskh"]),
    (
        1992,
        &["rail-horadiz-aghband-old", "rail-aghband-meghri-old", "rail-meghri-ordubad-old", "rail-julfa-az-jolfa-ir"],
    ),
    (1992, &["rail-ingiri-sokhumi", "rail-sokhumi-gantiadi"]),
    (1993, &["rail-akhurik-dogukapi"]),
    (2018, &["sea-aktau-alat-ferry"]),
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
fn lines_close_in_their_year() {
    let network = Network::bundled();
    for &(year, links) in CLOSED {
        for id in links {
            let link = &network[network.link(id).unwrap_or_else(|_| panic!("{id} is not in the network"))];
            assert!(link.is_open_in(year - 1), "{id} is closed in {} already", year - 1);
            for snapshot in [year, 2018, 2022, 2026, 2030, 2035].into_iter().filter(|&snapshot| snapshot >= year) {
                assert!(!link.is_open_in(snapshot), "{id} is open in {snapshot}");
            }
        }
    }
}

#[test]
fn planned_lines_open_in_their_year_and_not_before() {
    let network = Network::bundled();
    let planned = network.links().map(|(_, link)| link).filter(|link| link.project().is_some());
    let mut years = BTreeSet::new();
    for link in planned.filter(|link| link.mode == Mode::Rail) {
        let Some(opened) = link.opened() else { continue };
        years.insert(opened);
        assert!(!link.is_open_in(opened - 1), "{} is open in {} already", link.id, opened - 1);
        assert!(link.is_open_in(opened), "{} is not open in {opened}", link.id);
    }
    assert!(years.iter().any(|&year| year > 2026), "no line opens in the years to come");
}
