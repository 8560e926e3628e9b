//! Values over years: lines, or areas on one another.

use super::legend::{Entry, Legend};
use super::palette::{FAINT, REST, RULE, kind};
use super::sheet::{Anchor, Sheet, Stroke, path};
use crate::dependence::Power;
use crate::network::Network;
use crate::report::YearJson;

/// Values over years, as SVG.
///
/// ```text
///  1 ┤      ▁▁▃▃▅▅     areas: shares of a whole, on one another
///    ┤ ▃▃▅▅▅▅▅▅▅▅▅     lines: values side by side; a year without a value breaks its line
///  0 └────────────▶ year
/// ```
///
/// # Units
/// Values are ratios in \[0, 1\] and are told in percent.
///
/// # Complexity
/// O(years · series).
///
/// # Example
/// ```
/// use landbridge::report::YearChart;
/// let mut chart = YearChart::new("Shares", vec![1990, 2026]);
/// chart.add("<script>", vec![Some(0.4), Some(0.1)]);
/// chart.add("others", vec![Some(0.6), Some(0.9)]);
/// assert!(chart.areas().contains("&lt;script&gt;"));
/// assert!(chart.lines().contains("2026"));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct YearChart {
    title: String,
    below: String,
    years: Vec<u16>,
    series: Vec<(String, Vec<Option<f64>>)>,
}

const WIDTH: f64 = 760.0;
const PLOT: [f64; 4] = [58.0, 64.0, WIDTH - 24.0, 340.0];
/// Players beyond so many are one.
const MOST_PLAYERS: usize = 7;

impl YearChart {
    /// Nothing to draw yet; the years ascend.
    #[must_use]
    pub fn new(title: impl Into<String>, years: Vec<u16>) -> Self {
        Self { title: title.into(), below: String::new(), years, series: Vec::new() }
    }

    /// With these words under the title.
    #[must_use]
    pub fn below(mut self, words: impl Into<String>) -> Self {
        self.below = words.into();
        self
    }

    /// Adds a series: a name, and a value for each year.
    ///
    /// # Panics
    /// When it has not as many values as there are years.
    pub fn add(&mut self, name: impl Into<String>, values: Vec<Option<f64>>) {
        assert_eq!(values.len(), self.years.len(), "a series has a value for each year");
        self.series.push((name.into(), values));
    }

    /// The mean dependence on a hub in the three scopes.
    #[must_use]
    pub fn of_years(title: impl Into<String>, years: &[YearJson]) -> Self {
        let mut chart = Self::new(title, years.iter().map(|year| year.year).collect());
        for (scope, name) in ["along the line", "within the family", "in the whole network"].into_iter().enumerate() {
            chart.add(name, years.iter().map(|year| year.dependence[scope]).collect());
        }
        chart
    }

    /// The shares of power in each year: the players with most over all years, and all others as one.
    #[must_use]
    pub fn of_powers(title: impl Into<String>, network: &Network, powers: &[(u16, Power)]) -> Self {
        let mut names: Vec<(String, Vec<Option<f64>>)> = Vec::new();
        for (at, (_, power)) in powers.iter().enumerate() {
            for (player, share) in power.shares() {
                let name = player.name(network);
                let known = names.iter().position(|(known, _)| known == name).unwrap_or_else(|| {
                    names.push((name.to_owned(), vec![Some(0.0); powers.len()]));
                    names.len() - 1
                });
                names[known].1[at] = Some(share);
            }
        }
        let sum = |values: &[Option<f64>]| values.iter().flatten().sum::<f64>();
        names.sort_by(|one, other| sum(&other.1).total_cmp(&sum(&one.1)).then_with(|| one.0.cmp(&other.0)));
        let mut chart = Self::new(title, powers.iter().map(|(year, _)| *year).collect());
        let others = names.split_off(names.len().min(MOST_PLAYERS));
        for (name, values) in names {
            chart.add(name, values);
        }
        if !others.is_empty() {
            let together = |at: usize| others.iter().filter_map(|(_, values)| values[at]).sum();
            chart.add(format!("{} others", others.len()), (0..powers.len()).map(|at| Some(together(at))).collect());
        }
        chart
    }

    fn x(&self, year: u16) -> f64 {
        let (first, last) = (self.years.first().copied().unwrap_or(year), self.years.last().copied().unwrap_or(year));
        let part = if last > first { f64::from(year - first) / f64::from(last - first) } else { 0.5 };
        PLOT[0] + part * (PLOT[2] - PLOT[0])
    }

    fn y(value: f64) -> f64 {
        PLOT[3] - value.clamp(0.0, 1.0) * (PLOT[3] - PLOT[1])
    }

    fn axes(&self, sheet: &mut Sheet) {
        for quarter in 0..=4_u32 {
            let value = f64::from(quarter) / 4.0;
            let y = Self::y(value);
            sheet.line([PLOT[0], y], [PLOT[2], y], Stroke::new(if quarter == 0 { REST } else { RULE }, 1.0));
            sheet.text([PLOT[0] - 8.0, y + 4.0], Anchor::End, 11.0, FAINT, &format!("{} %", quarter * 25));
        }
        let mut free = f64::NEG_INFINITY;
        for &year in &self.years {
            let x = self.x(year);
            if x >= free {
                sheet.line([x, PLOT[3]], [x, PLOT[3] + 5.0], Stroke::new(REST, 1.0));
                sheet.text([x, PLOT[3] + 18.0], Anchor::Middle, 11.0, FAINT, &year.to_string());
                free = x + 42.0;
            }
        }
    }

    fn sheet(&self, entries: &[Entry], draw: impl FnOnce(&mut Sheet)) -> String {
        let legend = Legend::new(entries, WIDTH - 32.0);
        let mut sheet = Sheet::new(WIDTH, PLOT[3] + 28.0 + legend.height() + 8.0);
        sheet.head(&self.title, &self.below);
        draw(&mut sheet);
        legend.draw(&mut sheet, [16.0, PLOT[3] + 28.0]);
        sheet.finish(&self.title)
    }

    /// The series as lines.
    #[must_use]
    pub fn lines(&self) -> String {
        let stroke = |at: usize| {
            let (colour, dash) = kind(at);
            Stroke::new(colour, 2.6).dashed(dash)
        };
        let entries: Vec<Entry> =
            self.series.iter().enumerate().map(|(at, (name, _))| Entry::line(stroke(at), name)).collect();
        self.sheet(&entries, |sheet| {
            self.axes(sheet);
            for (at, (_, values)) in self.series.iter().enumerate() {
                let points: Vec<Option<[f64; 2]>> = self
                    .years
                    .iter()
                    .zip(values)
                    .map(|(&year, value)| Some([self.x(year), Self::y((*value)?)]))
                    .collect();
                let pieces: Vec<Vec<[f64; 2]>> =
                    points.split(Option::is_none).map(|piece| piece.iter().flatten().copied().collect()).collect();
                sheet.path(&path(pieces.iter().map(Vec::as_slice)), stroke(at));
            }
        })
    }

    /// The series as areas on one another, the first lowest; a year without a value counts 0.
    #[must_use]
    pub fn areas(&self) -> String {
        let last = self.series.len().saturating_sub(1);
        let is_rest = |at: usize| at == last && at >= MOST_PLAYERS;
        let colour = |at: usize| if is_rest(at) { REST } else { kind(at).0 };
        let entries: Vec<Entry> =
            self.series.iter().enumerate().rev().map(|(at, (name, _))| Entry::field(colour(at), name)).collect();
        self.sheet(&entries, |sheet| {
            let mut under = vec![0.0; self.years.len()];
            for (at, (_, values)) in self.series.iter().enumerate() {
                let over: Vec<f64> =
                    under.iter().zip(values).map(|(under, value)| under + value.unwrap_or(0.0)).collect();
                let edge = |of: &[f64]| -> Vec<[f64; 2]> {
                    self.years.iter().zip(of).map(|(&year, &value)| [self.x(year), Self::y(value)]).collect()
                };
                let mut outline = edge(&over);
                outline.extend(edge(&under).into_iter().rev());
                sheet.area(&outline, colour(at));
                sheet.path(&path([edge(&over).as_slice()]), Stroke::new(super::palette::PAPER, 1.0));
                self.name_in(sheet, at, &under, &over);
                under = over;
            }
            self.axes(sheet);
        })
    }

    /// The name inside its area, where that is high enough.
    fn name_in(&self, sheet: &mut Sheet, at: usize, under: &[f64], over: &[f64]) {
        let inner = 1..self.years.len().saturating_sub(1);
        let Some(widest) = inner.max_by(|&a, &b| (over[a] - under[a]).total_cmp(&(over[b] - under[b]))) else { return };
        let height = Self::y(under[widest]) - Self::y(over[widest]);
        if height > 16.0 {
            let y = f64::midpoint(Self::y(under[widest]), Self::y(over[widest])) + 4.0;
            let name = &self.series[at].0;
            sheet.label([self.x(self.years[widest]), y], Anchor::Middle, 12.0, name);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_fill_the_whole_height() {
        let mut chart = YearChart::new("x", vec![2000, 2010, 2020]);
        chart.add("a", vec![Some(0.25); 3]);
        chart.add("b", vec![Some(0.75); 3]);
        assert!(chart.areas().contains(&format!("M58 {}l", PLOT[1])), "{}", chart.areas());
    }

    #[test]
    fn a_gap_breaks_the_line() {
        let mut chart = YearChart::new("x", vec![2000, 2005, 2010, 2015, 2020]);
        chart.add("a", vec![Some(0.1), Some(0.2), None, Some(0.3), Some(0.4)]);
        let svg = chart.lines();
        let line = svg.lines().find(|line| line.contains("stroke-width=\"2.6\"")).unwrap();
        assert_eq!(line.matches('M').count(), 2, "{line}");
    }

    #[test]
    fn no_years_and_one_year_are_drawn_too() {
        for years in [vec![], vec![2026]] {
            let mut chart = YearChart::new("x", years.clone());
            chart.add("a", vec![Some(0.5); years.len()]);
            assert!(!chart.areas().contains("NaN") && !chart.lines().contains("NaN"));
        }
    }
}
