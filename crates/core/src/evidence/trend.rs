//! Evidence from changes of results over time.

use crate::record::Assertion;
use crate::rules::model::{Bounds, Change, Trend, TrendFrom};

use super::finding::{Detail, Finding};
use super::reading::{Dated, Reading};
use super::result::{ResultValue, meets};
use super::terms::EvidenceSource;

impl Reading<'_, '_> {
    /// Shows every sign that a change of results makes. `results` has sorted them.
    pub(super) fn trends(&mut self) {
        let (plan, rules) = (self.plan, self.rules);
        for (sign, sign_plan) in plan
            .signs
            .iter()
            .enumerate()
            .filter(|(_, plan)| !plan.trends.is_empty())
        {
            let Some(trends) = rules.signs.get(sign).map(|sign| sign.trends.as_slice()) else {
                continue;
            };
            for (trend, measurement) in trends.iter().zip(&sign_plan.trends) {
                let first = self
                    .out
                    .results
                    .partition_point(|result| result.measurement < *measurement);
                let end = self
                    .out
                    .results
                    .partition_point(|result| result.measurement <= *measurement);
                let series = self.out.results.get(first..end).unwrap_or(&[]);
                let Some((compared, newest, holds)) = change(trend, series) else {
                    continue;
                };
                let (compared, newest) = (first.saturating_add(compared), first.saturating_add(newest));
                if holds {
                    self.counted_against(&trend.bounds, newest);
                    let detail = Detail::Trend(compared, newest);
                    self.result_finding(sign, newest, Assertion::Present, EvidenceSource::Trend, detail);
                } else if rules.signs.get(sign).is_some_and(|sign| sign.measures.is_empty()) && trends.len() == 1 {
                    let detail = Detail::Trend(compared, newest);
                    self.result_finding(sign, newest, Assertion::Absent, EvidenceSource::Trend, detail);
                }
            }
        }
    }
}

impl<'r> Reading<'_, 'r> {
    /// A value typed with an earlier one, "wt 62 (was 70)": nobody says when that was, so the change is possible only.
    pub(super) fn typed_change(
        &mut self,
        dated: Dated<'_, 'r>,
        measurement: usize,
        before: f64,
        now: f64,
        span: (u32, u32),
    ) {
        let (plan, rules) = (self.plan, self.rules);
        let Some((date, latest)) = dated.date else { return };
        for (sign, sign_plan) in plan
            .signs
            .iter()
            .enumerate()
            .filter(|(_, plan)| plan.trends.contains(&measurement))
        {
            let Some(trends) = rules.signs.get(sign).map(|sign| sign.trends.as_slice()) else {
                continue;
            };
            let of_it = trends
                .iter()
                .zip(&sign_plan.trends)
                .filter(|(_, of)| **of == measurement);
            let holds = of_it
                .into_iter()
                .any(|(trend, _)| trend.bounds == Bounds::default() && changed(trend.change, before, now));
            if holds {
                self.find(&Finding {
                    sign,
                    origin: sign,
                    entry: dated.index,
                    date,
                    latest,
                    assertion: Assertion::Possible,
                    source: EvidenceSource::Text,
                    qualifiers: 0,
                    duration_days: None,
                    span: Some(span),
                    detail: Detail::None,
                    chance: None,
                });
            }
        }
    }
}

/// Positions of the comparison value and the newest, and whether the change is there; `None` when there is nothing to
/// compare: then nobody can tell.
fn change(trend: &Trend, series: &[ResultValue]) -> Option<(usize, usize, bool)> {
    // A value with a comparator has no size to compare.
    let exact: Vec<(usize, &ResultValue)> = series
        .iter()
        .enumerate()
        .filter(|(_, result)| result.comparator.is_none())
        .collect();
    let (&(newest_index, newest), earlier) = exact.split_last()?;
    let within: Vec<(usize, &ResultValue)> = earlier
        .iter()
        .copied()
        .filter(|(_, result)| {
            let days = newest.latest.days_since(result.latest);
            days >= trend.minimum_days.max(1) && days <= trend.within_days
        })
        .collect();
    if let Change::Rises(times) = trend.change {
        let mut run = 0_u32;
        let mut later = newest;
        let mut start = newest_index;
        for (index, result) in within.iter().rev() {
            if result.value >= later.value {
                break;
            }
            run = run.saturating_add(1);
            later = result;
            start = *index;
            if run >= times {
                break;
            }
        }
        if u32::try_from(within.len()).unwrap_or(u32::MAX) < times {
            return None;
        }
        return Some((
            start,
            newest_index,
            run >= times && meets(&trend.bounds, newest) == Some(true),
        ));
    }
    if trend.from == TrendFrom::Own {
        let (index, reference) = own_reference(&within, newest)?;
        let holds = changed(trend.change, reference, newest.value);
        return Some((index, newest_index, holds && meets(&trend.bounds, newest) == Some(true)));
    }
    let by_value =
        |left: &&(usize, &ResultValue), right: &&(usize, &ResultValue)| left.1.value.total_cmp(&right.1.value);
    let compared = match trend.from {
        TrendFrom::Highest => within.iter().max_by(by_value),
        TrendFrom::Lowest => within.iter().min_by(by_value),
        TrendFrom::Earliest => within.first(),
        TrendFrom::Previous | TrendFrom::Own => within.last(),
    };
    let (index, then) = *compared?;
    let holds = changed(trend.change, then.value, newest.value);
    Some((index, newest_index, holds && meets(&trend.bounds, newest) == Some(true)))
}

/// The person's own reference (EVIDENCE 13.1 no. 5): the lowest of the 7 days before the newest, else the median of
/// the days before that; the position is that of the value shown for it.
fn own_reference(within: &[(usize, &ResultValue)], newest: &ResultValue) -> Option<(usize, f64)> {
    let mut earlier: Vec<(usize, f64)> = Vec::new();
    let mut recent: Option<(usize, f64)> = None;
    for (index, result) in within {
        if newest.latest.days_since(result.latest) <= RECENT_DAYS {
            if recent.is_none_or(|(_, lowest)| result.value < lowest) {
                recent = Some((*index, result.value));
            }
        } else {
            earlier.push((*index, result.value));
        }
    }
    if recent.is_some() {
        return recent;
    }
    earlier.sort_by(|left, right| left.1.total_cmp(&right.1));
    let upper = earlier.len() / 2;
    let &(index, value) = earlier.get(upper)?;
    if earlier.len() % 2 == 1 {
        return Some((index, value));
    }
    let &(index, below) = earlier.get(upper.checked_sub(1)?)?;
    Some((index, f64::midpoint(below, value)))
}

/// A result of these days stands before the median of the year.
const RECENT_DAYS: i32 = 7;

/// Whether two values differ so.
fn changed(change: Change, before: f64, now: f64) -> bool {
    match change {
        Change::FallPercent(percent) => before > 0.0 && (before - now) * 100.0 + TOLERANCE >= percent * before,
        Change::Fall(amount) => before - now + TOLERANCE >= amount,
        Change::RisePercent(percent) => before > 0.0 && (now - before) * 100.0 + TOLERANCE >= percent * before,
        Change::Rise(amount) => now - before > amount + TOLERANCE,
        Change::Times(times) => before > 0.0 && now + TOLERANCE >= times * before,
        Change::Rises(_) => false,
    }
}

/// Decimals such as 0.1 are not exact in binary: 80.0 to 76.0 is 5 % and must count as such.
const TOLERANCE: f64 = 1e-9;
