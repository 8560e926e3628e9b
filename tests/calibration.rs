//! The model against published figures: bounds on the medians, and no usable figure without a way.

use std::sync::LazyLock;

use geo::{Geodesic, Length, LineString};
use landbridge::{Measurand, Network, Residual};

static NETWORK: LazyLock<Network> = LazyLock::new(Network::bundled);
static RESIDUALS: LazyLock<Vec<Residual<'static>>> = LazyLock::new(|| NETWORK.residuals().unwrap());

fn usable() -> impl Iterator<Item = &'static Residual<'static>> {
    RESIDUALS.iter().filter(|row| row.benchmark.usable)
}

/// The median of |model / published − 1| over usable figures; those that went into the links or
/// assumptions are left out when `only_checks`.
fn median(measurand: Measurand, only_checks: bool) -> f64 {
    let chosen = usable().filter(|row| row.benchmark.measurand == measurand && !(only_checks && row.benchmark.fit));
    let mut sizes: Vec<f64> = chosen.map(|row| row.ratio().unwrap().abs()).collect();
    sizes.sort_by(f64::total_cmp);
    assert!(!sizes.is_empty(), "no usable figure of {}", measurand.word());
    f64::midpoint(sizes[(sizes.len() - 1) / 2], sizes[sizes.len() / 2])
}

#[test]
fn medians_stay_within_their_bounds() {
    let bounds = [
        (Measurand::Length, 0.02, 0.02),
        (Measurand::LengthInCountry, 0.03, 0.03),
        (Measurand::TransitDays, 0.20, 0.20),
        (Measurand::Dwell, 0.20, 0.50),
        (Measurand::Price, 0.15, 0.10),
    ];
    for (measurand, of_all, of_checks) in bounds {
        for (only_checks, bound) in [(false, of_all), (true, of_checks)] {
            let median = median(measurand, only_checks);
            let word = measurand.word();
            assert!(median <= bound, "{word}: the median residual is {median:.3}, the bound {bound}");
        }
    }
}

#[test]
fn every_usable_figure_has_a_way_through_its_places() {
    for row in usable() {
        let id = &row.benchmark.id;
        let places = row.route.as_ref().unwrap_or_else(|| panic!("{id}: no way")).places();
        let mut rest = places.iter();
        assert!(row.benchmark.via.iter().all(|via| rest.any(|place| place == via)), "{id}: its places in order");
        assert_eq!((places[0], places[places.len() - 1]), (row.benchmark.origin, row.benchmark.destination), "{id}");
    }
}

#[test]
fn usable_lengths_are_within_ten_percent() {
    // the note in benchmark.csv says why
    let explained = ["cku-532-km", "cku-uz-km", "uzen-gorgan-ir-km", "yiwu-tehran-km"];
    for row in usable() {
        let kilometres = row.benchmark.measurand.unit() == "km";
        let (id, ratio) = (row.benchmark.id.as_str(), row.ratio().unwrap());
        if kilometres {
            assert_eq!(ratio.abs() > 0.10, explained.contains(&id), "{id}: {ratio:+.3}");
        }
    }
}

#[test]
fn the_worst_residuals_are_explained() {
    let mut residuals: Vec<_> = usable().collect();
    residuals.sort_by(|a, b| b.ratio().unwrap().abs().total_cmp(&a.ratio().unwrap().abs()));
    for row in &residuals[..10] {
        let note = &row.benchmark.provenance.note;
        assert!(note.len() > 20, "{}: {:+.2}, explained as `{note}`", row.benchmark.id, row.ratio().unwrap());
    }
}

#[test]
fn courses_are_no_longer_than_their_links() {
    let mut with_course = 0;
    for (id, link) in NETWORK.links().filter(|(_, link)| !link.shape().is_empty()) {
        let ratio = Geodesic.length(&LineString::from(NETWORK.course(id, true))) / 1e3 / link.length.as_km();
        // in mountains the towns on the way leave out the loops between them
        assert!((0.55..=1.02).contains(&ratio), "{}: {ratio:.3} of the length", link.id);
        with_course += 1;
    }
    assert!(with_course > 700, "{with_course} links with a course");
}
