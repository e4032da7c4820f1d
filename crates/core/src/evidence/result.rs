//! A value in the measurement's own unit, and whether it meets a limit.

use crate::record::{Comparator, Date, PartialDate};
use crate::rules::model::{Bounds, RuleSet};

/// A value in the measurement's own unit.
#[derive(Debug, Clone)]
pub(crate) struct ResultValue {
    pub(crate) measurement: usize,
    pub(crate) entry: usize,
    pub(crate) date: PartialDate,
    pub(crate) latest: Date,
    pub(crate) value: f64,
    pub(crate) comparator: Option<Comparator>,
    pub(crate) low: Option<f64>,
    pub(crate) high: Option<f64>,
    /// Whether `low` and `high` are the rules' own, because the laboratory sent none.
    pub(crate) assumed: Assumed,
    /// Typed in a note rather than sent by a laboratory; bytes of the entry's text.
    pub(crate) typed: Option<(u32, u32)>,
    /// Made from another test of the same day.
    pub(crate) adjusted: bool,
}

/// Which limits of a result are the rules' own, and which of them made it count.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Assumed {
    pub(crate) low: bool,
    pub(crate) high: bool,
    pub(crate) counted_low: bool,
    pub(crate) counted_high: bool,
}

/// Whether a result meets bounds; `None` when its comparator or a missing range leaves it open.
pub(super) fn meets(bounds: &Bounds, result: &ResultValue) -> Option<bool> {
    // A fallback that this limit gives itself stands before the measurement's.
    let (own_high, own_low) = (
        bounds.fallback_high.filter(|_| result.assumed.high),
        bounds.fallback_low.filter(|_| result.assumed.low),
    );
    let high = own_high.or(result.high).or(bounds.fallback_high);
    let low = own_low.or(result.low).or(bounds.fallback_low);
    // Beyond a limit of our own counts; within it nobody can say that it is normal (EVIDENCE 13.3).
    let beyond = |answer: Option<bool>, ours: bool| answer.filter(|answer| *answer || !ours);
    let mut decided = Some(true);
    let mut ask = |answer: Option<bool>| {
        decided = match (decided, answer) {
            (Some(false), _) | (_, Some(false)) => Some(false),
            (None, _) | (_, None) => None,
            (Some(true), Some(true)) => Some(true),
        };
    };
    let value = result.value;
    // What the true value can be, given the comparator: (least, most).
    let (least, most) = match result.comparator {
        None => (value, value),
        Some(Comparator::Below | Comparator::AtMost) => (f64::NEG_INFINITY, value),
        Some(Comparator::Above | Comparator::AtLeast) => (value, f64::INFINITY),
    };
    let open_below = result.comparator == Some(Comparator::Below);
    let open_above = result.comparator == Some(Comparator::Above);
    let above = |limit: f64| {
        if least > limit || (open_above && least >= limit) {
            Some(true)
        } else if most <= limit {
            Some(false)
        } else {
            None
        }
    };
    let below = |limit: f64| {
        if most < limit || (open_below && most <= limit) {
            Some(true)
        } else if least >= limit {
            Some(false)
        } else {
            None
        }
    };
    let at_least = |limit: f64| below(limit).map(|below| !below);
    let at_most = |limit: f64| above(limit).map(|above| !above);
    if let Some(limit) = bounds.above {
        ask(above(limit));
    }
    if let Some(limit) = bounds.at_least {
        ask(at_least(limit));
    }
    if let Some(limit) = bounds.below {
        ask(below(limit));
    }
    if let Some(limit) = bounds.at_most {
        ask(at_most(limit));
    }
    if bounds.above_range {
        let answer = high.and_then(|high| above(high * bounds.range_times.unwrap_or(1.0)));
        ask(beyond(answer, result.assumed.high));
    }
    if bounds.below_range {
        ask(beyond(low.and_then(below), result.assumed.low));
    }
    decided
}

/// `ALP: the laboratory sent no range; above 130 U/L was counted as raised`.
pub(crate) fn limit_said(result: &ResultValue, rules: &RuleSet) -> Option<String> {
    let test = rules.measurements.get(result.measurement)?;
    let number = |limit: Option<f64>| {
        let decimals = usize::from(test.decimals);
        limit.map(|limit| format!("{limit:.decimals$} {}", test.unit))
    };
    let (side, limit) = if result.assumed.counted_high {
        ("above", number(result.high))
    } else if result.assumed.counted_low {
        ("below", number(result.low))
    } else {
        return None;
    };
    Some(format!(
        "{}: the laboratory sent no range; {side} {} was used as the limit",
        test.name, limit?
    ))
}
