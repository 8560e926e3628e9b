//! Each measure as a sentence, computed from the figures it states.

use super::findings::{counted, hub_name, noun, percent};
use super::{Anatomy, CorridorDependence, DependenceReport, FullMeasures, HubPart, Overall, Verdict};
use crate::network::Grade;
use crate::redundancy::{By, Number};
use crate::route::Route;
use crate::units::to_float;
use crate::{Cost, Territory};

impl<'n> DependenceReport<'n> {
    /// The parts of the hub over all corridors, those on the most best routes first; nothing unless
    /// all measures were asked for.
    #[must_use]
    pub fn anatomy(&self) -> Vec<HubPart> {
        Anatomy::together(self.rows.iter().filter_map(|row| Some(&row.full.as_ref()?.anatomy)))
    }

    /// Sentences on the measures beyond the headline, computed; nothing unless all measures were
    /// asked for.
    #[must_use]
    pub fn full_findings(&self) -> Vec<String> {
        let hub = hub_name(self.network, &self.hub);
        let mut sentences: Vec<String> =
            self.overall.iter().flat_map(|overall| self.overall_findings(&hub, overall)).collect();
        let open = |row: &&CorridorDependence<'n>| row.verdict.is_some_and(|verdict| verdict != Verdict::Terminal);
        let judged: Vec<&CorridorDependence<'n>> = self.rows.iter().filter(open).collect();
        let full: Vec<&FullMeasures<'n>> = judged.iter().filter_map(|row| row.full.as_deref()).collect();
        if full.is_empty() {
            return sentences;
        }
        sentences.extend(parts_finding(&hub, &self.anatomy()));
        let fewer = full
            .iter()
            .filter(|one| one.links.closed.is_some_and(|closed| number(closed) < number(one.links.open)))
            .count();
        let in_cuts = full.iter().filter(|one| one.countries.cuts_with_hub > 0).count();
        let in_all = full
            .iter()
            .filter(|one| one.countries.cuts_with_hub > 0 && one.countries.cuts_with_hub == one.countries.cuts.len());
        sentences.push(format!(
            "Of {}, {fewer} have fewer link-disjoint routes without {hub}; {hub} is in a smallest set of countries that cuts {in_cuts} of them, and in every such set for {}.",
            counted(full.len(), "corridor"),
            in_all.count(),
        ));
        let told = full.iter().filter(|one| one.capacity.is_ok()).count();
        sentences.push(format!(
            "Published capacities bound what {told} of {} can carry; for the others there is no capacity loss to state.",
            counted(full.len(), "corridor"),
        ));
        let weakest = judged.iter().filter(|row| self.rests_on(row).dependence >= Grade::Assumed).count();
        sentences.push(format!(
            "The dependence of {weakest} of {} rests on at least one value that is assumed or unstated.",
            counted(judged.len(), "corridor"),
        ));
        sentences
    }

    fn overall_findings(&self, hub: &str, overall: &Overall) -> Vec<String> {
        let mut sentences = Vec::new();
        let units = self.objective.units_per();
        if let (Some(importance), Some(cut_off)) = (overall.importance, overall.cut_off) {
            sentences.push(format!(
                "Closing {hub} makes a carriage that is still possible dearer by {:.1} {} on average over {}; it cuts off {} of the weight. Pairs with an end in {hub} ({} of the weight) are counted in neither.",
                importance / units,
                self.objective.unit(),
                counted(overall.pairs, "pair"),
                percent(cut_off),
                percent(overall.terminal),
            ));
        }
        if let (Some((every, some)), Some(drop)) = (overall.betweenness, overall.efficiency_drop) {
            let used = if (some - every).abs() < 1e-12 {
                percent(every)
            } else {
                format!("between {} and {}, as routes tie,", percent(every), percent(some))
            };
            sentences.push(format!(
                "Of the weight without an end in {hub}, {used} goes through {hub} on its best route; the efficiency of all carriage falls by {} when {hub} closes.",
                percent(drop),
            ));
        }
        sentences
    }

    /// What was found for one corridor, in sentences.
    #[must_use]
    pub fn explain(&self, row: &CorridorDependence<'n>) -> Vec<String> {
        let hub = hub_name(self.network, &self.hub);
        let name = &self.network[row.corridor].name;
        let mut sentences = vec![match row.verdict {
            None => format!("{name}: there is no way, with {hub} or without."),
            Some(Verdict::Terminal) => format!("{name} starts or ends in {hub}: that it depends on it is no question."),
            Some(Verdict::Unused) => format!("{name}: a best route avoids {hub} already."),
            Some(Verdict::Indispensable) => format!("{name}: without {hub} there is no way at all."),
            Some(Verdict::Avoidable) => format!(
                "{name}: without {hub} it takes {} more {} ({} instead of {}), through {}; dependence {:.2}.",
                percent(row.network.premium().unwrap_or(f64::INFINITY)),
                noun(self.objective),
                self.amount(row.network.closed),
                self.amount(row.network.open),
                through(row.replacement.as_ref()),
                row.network.dependence().unwrap_or_default(),
            ),
        }];
        if let Some(share) = row.share {
            sentences.push(format!(
                "Along the line, {} of the kilometres and {} of the hours lie inside {hub}.",
                percent(share.distance),
                percent(share.time),
            ));
        }
        if let Some(full) = &row.full {
            sentences.extend(self.explain_full(&hub, full));
        }
        sentences.push(format!("The weakest value behind this is {}.", self.rests_on(row).dependence.word()));
        sentences
    }

    fn amount(&self, cost: Cost) -> String {
        let units = cost.finite().map(|units| to_float(units) / self.objective.units_per());
        units.map_or_else(|| "no way".to_owned(), |value| format!("{value:.0} {}", self.objective.unit()))
    }

    fn explain_full(&self, hub: &str, full: &FullMeasures<'n>) -> Vec<String> {
        let mut sentences = Vec::new();
        let routes = |number: Option<Number>| match number {
            Some(Number::Exactly(number)) => number.to_string(),
            Some(Number::Between(least, most)) => format!("{least} to {most}"),
            Some(Number::Unlimited) => "any number".to_owned(),
            None => "–".to_owned(),
        };
        if let Some(closed) = full.links.closed {
            sentences.push(format!(
                "Routes that share no link: {} with {hub}, {} without.",
                routes(Some(full.links.open)),
                routes(Some(closed)),
            ));
        }
        if let (Some(kappa), Some(lambda)) = (full.countries.kappa[0], full.countries.lambda[0]) {
            let sets: Vec<String> = full
                .countries
                .cuts
                .iter()
                .take(4)
                .map(|cut| cut.iter().map(|country| country.code().to_owned()).collect::<Vec<_>>().join(" + "))
                .collect();
            let more = full.countries.cuts.len().saturating_sub(sets.len());
            let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
            sentences.push(format!(
                "Routes that share no transit country: {kappa}; countries that cut all ways together: {lambda} ({}{rest}).",
                sets.join(", "),
            ));
        }
        if let Some(near) = &full.near_optimal {
            let points: Vec<String> = near
                .curve
                .iter()
                .map(|point| {
                    let more = if point.complete { "" } else { "+" };
                    format!("{} of {}{more} within {}", point.through, point.routes, percent(point.stretch))
                })
                .collect();
            sentences.push(format!("Nearly best routes through {hub}: {}.", points.join(", ")));
        }
        match &full.capacity {
            Ok(found) => sentences.push(format!(
                "Capacity: {:.1} Mt a year with {hub}, {:.1} without ({} lost).",
                found.open.value.as_mt_per_year(),
                found.closed.value.as_mt_per_year(),
                percent(found.loss),
            )),
            Err(why) => sentences.push(format!("Capacity loss cannot be stated: {why}.")),
        }
        if let Some(found) = full.reliability {
            sentences.push(format!(
                "With each of the {} deciding countries open with probability {} (an assumption, unless given), the chance to arrive within {} is {:.3} with {hub} and {:.3} without.",
                found.players,
                found.each,
                self.amount(found.budget),
                found.open,
                found.closed,
            ));
        }
        let vital: Vec<String> = [By::Border, By::Place, By::Link]
            .into_iter()
            .filter_map(|by| full.anatomy.most_vital(by))
            .map(|part| format!("{} ({:.2})", part.target, part.dependence))
            .collect();
        if !vital.is_empty() {
            sentences.push(format!("Dearest to lose alone inside {hub}: {}.", vital.join(", ")));
        }
        sentences
    }
}

fn parts_finding(hub: &str, parts: &[HubPart]) -> Option<String> {
    let of_kind = |by: By| parts.iter().find(|part| part.by == by);
    let told: Vec<String> = [By::Border, By::Place, By::Link]
        .into_iter()
        .filter_map(of_kind)
        .map(|part| {
            format!("{} ({} best routes, dependence up to {:.2})", part.target, part.corridors, part.dependence)
        })
        .collect();
    (!told.is_empty()).then(|| format!("Inside {hub}, the most corridors run over {}.", told.join(", ")))
}

fn number(number: Number) -> usize {
    match number {
        Number::Exactly(number) | Number::Between(number, _) => number,
        Number::Unlimited => usize::MAX,
    }
}

fn through(route: Option<&Route<'_>>) -> String {
    let names = route.into_iter().flat_map(Route::territories).map(|(territory, _)| match territory {
        Territory::Country(country) => country.name().to_owned(),
        Territory::Sea => "the sea".to_owned(),
    });
    names.collect::<Vec<_>>().join(", ")
}
