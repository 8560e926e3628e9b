//! What every way between two places goes through.

use super::groups::{By, Member};
use crate::Country;
use crate::cost::Metric;
use crate::network::{BorderId, LinkId, PlaceId};

/// The places, borders, links and countries on every open way, each in the order of travel.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Unavoidable {
    /// Places other than origin and destination.
    pub places: Vec<PlaceId>,
    /// Borders.
    pub borders: Vec<BorderId>,
    /// Links.
    pub links: Vec<LinkId>,
    /// Countries other than those of origin and destination.
    pub countries: Vec<Country>,
}

impl Metric<'_> {
    /// The places, borders, links and transit countries that no way from one place to another
    /// avoids, whatever it costs; `None` when there is no way.
    ///
    /// ```text
    ///             ┌─▶ ● ─┐
    ///   origin ─▶ ◉      ◉ ═▶ destination     ◉ places and ═ link on every way
    ///             └─▶ ● ─┘
    /// ```
    ///
    /// # Units
    /// None.
    ///
    /// # Complexity
    /// That of [`Metric::replacements`]: what every way goes through is on the best one, and has no
    /// replacement.
    ///
    /// # Panics
    /// On a place of another network.
    ///
    /// # Example
    /// ```
    /// use landbridge::{CostModel, Network, Scenario};
    /// let network = Network::bundled();
    /// let rail = Scenario::default().closing("mode:road".parse()?).closing("mode:sea".parse()?);
    /// let metric = network.metric(&rail, &CostModel::time())?;
    /// let (urumqi, almaty) = (network.place("Urumqi")?, network.place("Almaty")?);
    /// let found = metric.unavoidable(urumqi, almaty).unwrap();
    /// assert!(found.borders.is_empty(), "there are two borders to choose from");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # References
    /// Lengauer & Tarjan 1979, [doi:10.1145/357062.357071](https://doi.org/10.1145/357062.357071)
    #[must_use]
    pub fn unavoidable(&self, from: PlaceId, to: PlaceId) -> Option<Unavoidable> {
        let mut found = Unavoidable::default();
        let on_the_way = self.pass_along(from, to, &By::ALL)?.found;
        for (gap, _) in on_the_way.into_iter().filter(|(_, way)| way.is_none()) {
            match gap.member {
                Member::Link(link) => found.links.push(link),
                Member::Place(place) => found.places.push(place),
                Member::Border(border) => found.borders.push(border),
                Member::Country(country) => found.countries.push(country),
            }
        }
        Some(found)
    }
}
