//! Limits where the laboratory sent none (EVIDENCE 13.3): beyond one counts, within one is never called normal.

use crate::plan::bit;
use crate::record::{Comparator, NoticeCode, PartialDate, Record};
use crate::rules::model::{Bounds, Measurement, RangeLimit, RuleSet};

use super::reading::Reading;
use super::result::{ResultValue, limit_said, meets};

/// EVIDENCE 13.2 no. 11: unchanged for 6 months or more.
const LONG_STANDING_DAYS: i32 = 182;

/// Gives each result without a laboratory's limit the rules' own.
pub(super) fn assume(results: &mut [ResultValue], rules: &RuleSet, record: &Record<'_>) {
    for group in results.chunk_by_mut(|left, right| left.measurement == right.measurement) {
        let test = group
            .first()
            .and_then(|result| rules.measurements.get(result.measurement));
        let Some(test) = test.filter(|test| !test.limits.is_empty()) else {
            continue;
        };
        let (low, high) = limits(test, record);
        for result in group {
            if result.high.is_none() && high.is_some() {
                result.high = high;
                result.assumed.high = true;
            }
            if result.low.is_none() && low.is_some() {
                result.low = low;
                result.assumed.low = true;
            }
        }
    }
}

/// The lower and upper limit for this person. Where sex or age is not known, the limit further out: what lies beyond
/// it lies beyond the other too.
fn limits(test: &Measurement, record: &Record<'_>) -> (Option<f64>, Option<f64>) {
    let age = record
        .patient
        .birth_date
        .map(PartialDate::earliest)
        .filter(|birth| *birth <= record.as_of)
        .map(|birth| f64::from(record.as_of.years_since(birth)));
    let fits = |limit: &RangeLimit| {
        let sex = match (limit.sex, record.patient.sex) {
            (None, _) => Some(true),
            (Some(_), None) => None,
            (Some(wanted), Some(sex)) => Some(wanted == sex),
        };
        let old = match (limit.over_age, age) {
            (None, _) => Some(true),
            (Some(_), None) => None,
            (Some(over), Some(age)) => Some(age > over),
        };
        match (sex, old) {
            (Some(false), _) | (_, Some(false)) => Some(false),
            (Some(true), Some(true)) => Some(true),
            _ => None,
        }
    };
    let (mut low, mut high): (Option<f64>, Option<f64>) = (None, None);
    for limit in &test.limits {
        match fits(limit) {
            Some(false) => {}
            Some(true) => {
                high = limit.high.or(high);
                low = limit.low.or(low);
            }
            None => {
                high = match (high, limit.high) {
                    (Some(known), Some(other)) => Some(known.max(other)),
                    (known, other) => known.or(other),
                };
                low = match (low, limit.low) {
                    (Some(known), Some(other)) => Some(known.min(other)),
                    (known, other) => known.or(other),
                };
            }
        }
    }
    (low, high)
}

impl Reading<'_, '_> {
    /// Remembers and says that a result counted against a limit of the rules' own.
    pub(super) fn counted_against(&mut self, bounds: &Bounds, result: usize) {
        let rules = self.rules;
        let Some(value) = self.out.results.get_mut(result) else {
            return;
        };
        value.assumed.counted_high |= bounds.above_range && value.assumed.high;
        value.assumed.counted_low |= bounds.below_range && value.assumed.low;
        let value = value.clone();
        let Some(said) = limit_said(&value, rules) else { return };
        if let Some(entry) = self.out.entry(self.record, value.entry) {
            self.notice(NoticeCode::LimitAssumed, entry, said);
        }
    }

    /// The qualifier for a result that was as far beyond its limit half a year ago or more, and never within since.
    pub(super) fn long_standing(&self, bounds: &Bounds, newest: usize) -> u64 {
        let results = &self.out.results;
        let Some((unchanged, value)) = self.plan.qualifiers.unchanged.zip(results.get(newest)) else {
            return 0;
        };
        let earlier = results.get(..newest).unwrap_or(&[]).iter().rev();
        let beyond =
            earlier.take_while(|result| result.measurement == value.measurement && meets(bounds, result) == Some(true));
        let rises = bounds.above_range || bounds.above.is_some() || bounds.at_least.is_some();
        let as_far = |result: &ResultValue| {
            if rises {
                result.value >= value.value
            } else {
                result.value <= value.value
            }
        };
        let old = |result: &ResultValue| value.latest.days_since(result.latest) >= LONG_STANDING_DAYS;
        let steady = beyond.into_iter().any(|result| old(result) && as_far(result));
        if steady { bit(unchanged) } else { 0 }
    }

    /// Nothing is open but that a value within our own limit is not called normal.
    pub(super) fn within_assumed(&self, bounds: &Bounds, result: usize) -> bool {
        self.out.results.get(result).is_some_and(|result| {
            result.comparator.is_none_or(|comparator| {
                matches!(comparator, Comparator::Below | Comparator::AtMost) && bounds.above_range
            }) && (bounds.above_range && result.assumed.high || bounds.below_range && result.assumed.low)
        })
    }
}
