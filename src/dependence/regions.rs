//! Countries by the groups they belong to, and which have no coast: `country.csv`, compiled in.

use std::collections::BTreeMap;

use crate::Country;
use crate::network::Network;

const COUNTRIES: &str = include_str!("../../network/country.csv");

/// The rows of a compiled table, by column.
pub(super) fn rows(text: &'static str) -> impl Iterator<Item = BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header: Vec<String> = reader.headers().map(|row| row.iter().map(str::to_owned).collect()).unwrap_or_default();
    reader
        .into_records()
        .map_while(Result::ok)
        .map(move |row| header.iter().cloned().zip(row.iter().map(str::to_owned)).collect())
}

fn countries() -> impl Iterator<Item = (Country, BTreeMap<String, String>)> {
    rows(COUNTRIES).filter_map(|row| Some((row.get("country")?.parse().ok()?, row)))
}

/// Countries by the groups they belong to, each country a group of its own.
pub(super) struct Regions(Vec<(String, Vec<Country>)>);

impl Regions {
    pub(super) fn bundled() -> Self {
        let mut regions: Vec<(String, Vec<Country>)> = Vec::new();
        for (country, row) in countries() {
            let groups = row.get("groups").map(String::as_str).unwrap_or_default();
            for name in std::iter::once(country.code()).chain(groups.split(';')).filter(|name| !name.is_empty()) {
                match regions.iter_mut().find(|(known, _)| known == name) {
                    Some((_, members)) => members.push(country),
                    None => regions.push((name.to_owned(), vec![country])),
                }
            }
        }
        Self(regions)
    }

    pub(super) fn of(&self, name: &str) -> &[Country] {
        self.0.iter().find(|(known, _)| known == name).map_or(&[], |(_, members)| members)
    }
}

impl Network {
    /// The countries without a coast that the network has places in, in order of their codes.
    ///
    /// Which country has a coast is geography, and the same in every network.
    ///
    /// ```
    /// use landbridge::Network;
    /// let landlocked = Network::bundled().landlocked();
    /// assert!(landlocked.contains(&"KZ".parse()?) && !landlocked.contains(&"GE".parse()?));
    /// # Ok::<(), landbridge::UnknownCountry>(())
    /// ```
    #[must_use]
    pub fn landlocked(&self) -> Vec<Country> {
        let inland = countries().filter(|(_, row)| row.get("landlocked").is_some_and(|flag| flag == "1"));
        let here = |country: &Country| self.places().any(|(_, place)| place.country == Some(*country));
        inland.map(|(country, _)| country).filter(here).collect()
    }
}

impl Country {
    /// The members of a group of the bundled `country.csv`: `EAEU`, `EU`, `CIS`, `central-asia`.
    /// `None` when it is no group.
    ///
    /// ```
    /// use landbridge::{Blocs, Country};
    /// let union = Country::group("EAEU").unwrap();
    /// let blocs = Blocs::default().bloc("EAEU", union)?;
    /// assert!(blocs.bloc("CIS", Country::group("CIS").unwrap()).is_err(), "the union lies in it");
    /// assert!(Country::group("Hansa").is_none());
    /// # Ok::<(), landbridge::CountryTwice>(())
    /// ```
    #[must_use]
    pub fn group(name: &str) -> Option<Vec<Self>> {
        let members = Regions::bundled().of(name).to_vec();
        (!members.is_empty() && name.parse::<Self>().is_err()).then_some(members)
    }
}
