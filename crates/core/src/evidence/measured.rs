//! Evidence from results: units converted or refused, plausibility, the laboratory's own range.

use crate::assessment::EvidenceSource;
use crate::record::{Assertion, Comparator, Date, NoticeCode, PartialDate, Sex};
use crate::rules::model::{Bounds, Measure, Measurement};

use super::collect::{Dated, Reading};
use super::finding::{Detail, Finding};
use super::unit::normalised;

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

/// A value typed in a note.
pub(super) struct Typed<'t> {
    measurement: usize,
    value: f64,
    previous: Option<f64>,
    unit: Option<&'t str>,
    comparator: Option<Comparator>,
    span: (u32, u32),
    assertion: Assertion,
}

impl<'t> Typed<'t> {
    pub(super) fn of(text: &'t str, measured: &crate::text::Measured) -> Self {
        let unit = measured.unit.as_ref().and_then(|span| {
            let start = usize::try_from(span.start).ok()?;
            text.get(start..usize::try_from(span.end).ok()?)
        });
        Self {
            measurement: usize::try_from(measured.test).unwrap_or(usize::MAX),
            value: measured.value,
            previous: measured.previous,
            unit,
            comparator: measured.comparator,
            span: (measured.start, measured.end),
            assertion: measured.assertion,
        }
    }
}

impl<'r> Reading<'_, 'r> {
    pub(super) fn coded_result(&mut self, dated: Dated<'_, 'r>, measurement: usize) {
        let Dated { index, entry, date } = dated;
        let Some(value) = entry.value else { return };
        let rules = self.rules;
        let Some(test) = rules.measurements.get(measurement) else {
            return;
        };
        if !matches!(entry.assertion, Assertion::Present | Assertion::Historical) {
            return;
        }
        let Some((date, latest)) = date else {
            self.notice(
                NoticeCode::DateMissing,
                entry,
                format!("{}: no date; not used", test.name),
            );
            return;
        };
        let also = |message| {
            entry
                .unit_also
                .as_deref()
                .map_or(Err(message), |unit| factor(test, Some(unit)))
        };
        let factor = match factor(test, entry.unit.as_deref()).or_else(also) {
            Ok(factor) => factor,
            Err(message) => {
                self.notice(NoticeCode::UnitUnknown, entry, message);
                return;
            }
        };
        let converted = value * factor;
        let (lowest, highest) = test.plausible;
        if !converted.is_finite() || converted < lowest || converted > highest {
            self.notice(
                NoticeCode::ValueImplausible,
                entry,
                format!(
                    "{}: outside {lowest} to {highest} {}; not used, check value and unit",
                    test.name, test.unit
                ),
            );
            return;
        }
        if (factor - 1.0).abs() > f64::EPSILON {
            self.notice(
                NoticeCode::UnitConverted,
                entry,
                format!("{}: converted to {}", test.name, test.unit),
            );
        }
        let range = entry.range.unwrap_or_default();
        let limit = |limit: Option<f64>| limit.map(|limit| limit * factor).filter(|limit| limit.is_finite());
        self.out.results.push(ResultValue {
            measurement,
            entry: index,
            date,
            latest,
            value: converted,
            comparator: entry.comparator,
            low: limit(range.low),
            high: limit(range.high).filter(|high| *high > 0.0),
            assumed: Assumed::default(),
            typed: None,
            adjusted: false,
        });
    }

    /// A value typed in a note: lower certainty, said in a notice; a laboratory's result of the same day stands above it.
    pub(super) fn typed_result(&mut self, dated: Dated<'_, 'r>, typed: &Typed<'_>) {
        let Dated { index, entry, date } = dated;
        let rules = self.rules;
        let (Some(test), Some((date, latest))) = (rules.measurements.get(typed.measurement), date) else {
            return;
        };
        if typed.assertion != Assertion::Present {
            return;
        }
        let Ok(factor) = factor(test, typed.unit).or_else(|_| if typed.unit.is_none() { Ok(1.0) } else { Err(()) })
        else {
            self.notice(
                NoticeCode::UnitUnknown,
                entry,
                format!("{}: typed with a unit that is not known; not used", test.name),
            );
            return;
        };
        let value = typed.value * factor;
        let (lowest, highest) = test.plausible;
        if !value.is_finite() || value < lowest || value > highest {
            self.notice(
                NoticeCode::ValueImplausible,
                entry,
                format!(
                    "{}: typed value outside {lowest} to {highest} {}; not used",
                    test.name, test.unit
                ),
            );
            return;
        }
        self.notice(
            NoticeCode::ValueFromText,
            entry,
            format!("{}: read from the note, not from a result; confirm it", test.name),
        );
        self.out.results.push(ResultValue {
            measurement: typed.measurement,
            entry: index,
            date,
            latest,
            value,
            comparator: typed.comparator,
            low: None,
            high: None,
            assumed: Assumed::default(),
            typed: Some(typed.span),
            adjusted: false,
        });
        let before = typed
            .previous
            .map(|previous| previous * factor)
            .filter(|before| (lowest..=highest).contains(before));
        if let Some(before) = before {
            self.typed_change(dated, typed.measurement, before, value, typed.span);
        }
    }

    /// Sorts the results, adds adjusted ones, and shows every sign that a limit makes.
    pub(super) fn results(&mut self) {
        let key = |result: &ResultValue| (result.measurement, result.latest, result.typed.is_none(), result.entry);
        self.out.results.sort_by_key(key);
        self.adjust();
        self.out.results.sort_by_key(key);
        // A typed value gives way to a laboratory's of the same day.
        let measured: Vec<(usize, Date)> = self
            .out
            .results
            .iter()
            .filter(|result| result.typed.is_none())
            .map(|result| (result.measurement, result.latest))
            .collect();
        self.out.results.retain(|result| {
            result.typed.is_none() || measured.binary_search(&(result.measurement, result.latest)).is_err()
        });
        super::limits::assume(&mut self.out.results, self.rules, self.record);
        let plan = self.plan;
        for (sign, sign_plan) in plan.signs.iter().enumerate().filter(|(_, plan)| plan.has_measures) {
            let rules = self.rules;
            let Some(measures) = rules.signs.get(sign).map(|sign| sign.measures.as_slice()) else {
                continue;
            };
            let from = sign_plan
                .lookback_days
                .map(|days| self.record.as_of.plus_days(days.saturating_neg()));
            let mut denied = None;
            let mut undecided = false;
            let mut shown = false;
            for (measure, measurement) in measures.iter().zip(&sign_plan.measures) {
                match self.limit(measure, *measurement, from) {
                    Limit::Met(result) => {
                        self.counted_against(&measure.bounds, result);
                        let qualifiers = self.long_standing(&measure.bounds, result);
                        self.result_finding_with(
                            sign,
                            result,
                            Assertion::Present,
                            EvidenceSource::Result,
                            Detail::Result(result),
                            qualifiers,
                        );
                        shown = true;
                    }
                    Limit::NotMet(result) => denied = denied.or(Some(result)),
                    Limit::Undecided(result) if self.within_assumed(&measure.bounds, result) => undecided = true,
                    Limit::Undecided(result) => {
                        undecided = true;
                        let message = format!(
                            "{}: a comparator, or the lack of a laboratory range, leaves a limit undecided",
                            rules
                                .measurements
                                .get(*measurement)
                                .map_or("a test", |test| test.name.as_str())
                        );
                        if let Some(entry) = self
                            .out
                            .results
                            .get(result)
                            .and_then(|result| self.out.entry(self.record, result.entry))
                        {
                            self.notice(NoticeCode::ValueUndecided, entry, message);
                        }
                    }
                    Limit::NotMeasured => undecided = true,
                    Limit::NotFor => {}
                }
            }
            if let Some(result) = denied.filter(|_| !shown && !undecided) {
                self.result_finding(
                    sign,
                    result,
                    Assertion::Absent,
                    EvidenceSource::Result,
                    Detail::Result(result),
                );
            }
        }
    }

    pub(super) fn result_finding(
        &mut self,
        sign: usize,
        result: usize,
        assertion: Assertion,
        source: EvidenceSource,
        detail: Detail,
    ) {
        self.result_finding_with(sign, result, assertion, source, detail, 0);
    }

    fn result_finding_with(
        &mut self,
        sign: usize,
        result: usize,
        assertion: Assertion,
        source: EvidenceSource,
        detail: Detail,
        qualifiers: u64,
    ) {
        let Some(value) = self.out.results.get(result) else {
            return;
        };
        let finding = Finding {
            sign,
            origin: sign,
            entry: value.entry,
            date: value.date,
            latest: value.latest,
            assertion,
            source,
            qualifiers,
            duration_days: None,
            span: value.typed,
            detail,
            chance: None,
        };
        self.find(&finding);
    }

    fn limit(&self, measure: &Measure, measurement: usize, from: Option<Date>) -> Limit {
        match (measure.sex, self.record.patient.sex) {
            (Some(_), None) => return Limit::NotMeasured,
            (Some(Sex::Female), Some(Sex::Male)) | (Some(Sex::Male), Some(Sex::Female)) => return Limit::NotFor,
            _ => {}
        }
        let start = self
            .out
            .results
            .partition_point(|result| result.measurement < measurement);
        let end = self
            .out
            .results
            .partition_point(|result| result.measurement <= measurement);
        let series = self.out.results.get(start..end).unwrap_or(&[]);
        let newest = series
            .iter()
            .enumerate()
            .rev()
            .take_while(|(_, result)| from.is_none_or(|from| result.latest >= from));
        let mut first = None;
        let mut count = 0_u32;
        for (index, result) in newest.map(|(index, result)| (start.saturating_add(index), result)) {
            first = first.or(Some(index));
            match meets(&measure.bounds, result) {
                Some(true) => count = count.saturating_add(1),
                Some(false) => return Limit::NotMet(index),
                None => return Limit::Undecided(index),
            }
            if count >= measure.results.max(1) {
                return first.map_or(Limit::NotMeasured, Limit::Met);
            }
        }
        Limit::NotMeasured
    }

    /// Adds what can be made from another test of the same day, never from an already adjusted one.
    fn adjust(&mut self) {
        let rules = self.rules;
        let mut made = Vec::new();
        for (measurement, plan) in self.plan.measurements.iter().enumerate() {
            let Some((from, with)) = plan.adjust else { continue };
            let Some(test) = rules.measurements.get(measurement) else {
                continue;
            };
            let Some(adjust) = &test.adjust else { continue };
            let on = |wanted: usize, date: Date| {
                let first = self
                    .out
                    .results
                    .partition_point(|result| (result.measurement, result.latest) < (wanted, date));
                let same_day = self.out.results.get(first..).unwrap_or(&[]).iter();
                same_day
                    .take_while(move |result| (result.measurement, result.latest) == (wanted, date))
                    .find(|result| result.comparator.is_none() && result.typed.is_none())
            };
            for result in self
                .out
                .results
                .iter()
                .filter(|result| result.measurement == from && result.typed.is_none())
            {
                if on(measurement, result.latest).is_some() || result.comparator.is_some() {
                    continue;
                }
                let Some(with) = on(with, result.latest) else { continue };
                let value = adjust.per_unit.mul_add(adjust.reference - with.value, result.value);
                if value >= test.plausible.0 && value <= test.plausible.1 {
                    made.push(ResultValue {
                        measurement,
                        value,
                        adjusted: true,
                        ..result.clone()
                    });
                }
            }
        }
        self.out.results.extend(made);
    }
}

enum Limit {
    Met(usize),
    NotMet(usize),
    Undecided(usize),
    NotMeasured,
    NotFor,
}

/// The factor from a unit to the measurement's own.
fn factor(test: &Measurement, unit: Option<&str>) -> Result<f64, String> {
    let Some(unit) = unit.map(str::trim).filter(|unit| !unit.is_empty()) else {
        return if test.accept_unitless {
            Ok(1.0)
        } else {
            Err(format!(
                "{}: no unit; not used, because it can't be told from other units",
                test.name
            ))
        };
    };
    // Most come as the rules write them.
    if unit == test.unit {
        return Ok(1.0);
    }
    let unit = normalised(unit);
    if unit == normalised(&test.unit) {
        return Ok(1.0);
    }
    test.units
        .iter()
        .find(|(name, _)| normalised(name) == unit)
        .map(|(_, factor)| *factor)
        .ok_or_else(|| {
            format!(
                "{}: a unit that is not known for it; not used (it is kept in {})",
                test.name, test.unit
            )
        })
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
