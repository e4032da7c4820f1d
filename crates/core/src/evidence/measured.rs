//! Evidence from results: plausibility, the laboratory's own range, limits met.

use crate::record::{Assertion, Date, NoticeCode, Sex};
use crate::rules::model::{Bounds, Measure};

use super::finding::Detail;
use super::limits::assume;
use super::reading::{Dated, Reading};
use super::result::{Assumed, ResultValue, meets};
use super::terms::EvidenceSource;
use super::unit::factor;

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
        // A record built in code has been through no reader that would have left it out.
        let range = entry.range.filter(|range| !range.is_upside_down());
        if range.is_none() && entry.range.is_some() {
            let message = "its reference range has its lower limit above its upper one and was not used";
            self.notice(NoticeCode::ValueImplausible, entry, message);
        }
        let range = range.unwrap_or_default();
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
        assume(&mut self.out.results, self.rules, self.record);
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
                        self.told_worse_of_day(&measure.bounds, result);
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

    /// Says that another result of the same day lies on the other side of a limit.
    fn told_worse_of_day(&mut self, bounds: &Bounds, result: usize) {
        let Some(met) = self.out.results.get(result) else {
            return;
        };
        let (measurement, day, entry) = (met.measurement, met.latest, met.entry);
        let other = self.out.results.iter().any(|other| {
            other.measurement == measurement && other.latest == day && meets(bounds, other) == Some(false)
        });
        let name = self.rules.measurements.get(measurement).map(|test| test.name.as_str());
        if let Some((entry, name)) = self.out.entry(self.record, entry).zip(name).filter(|_| other) {
            let message =
                format!("{name}: two results of one day lie on either side of a limit; the worse counts, check both");
            self.notice(NoticeCode::ValueUndecided, entry, message);
        }
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
        // Which of one day's results is the newer nobody can tell: where one alone would do, the worse counts.
        if measure.results <= 1
            && let Some(day) = series.last().map(|result| result.latest)
            && from.is_none_or(|from| day >= from)
        {
            let of_day = series
                .iter()
                .enumerate()
                .rev()
                .take_while(|(_, result)| result.latest == day);
            let mut met = of_day.filter(|(_, result)| meets(&measure.bounds, result) == Some(true));
            if let Some((index, _)) = met.next() {
                return Limit::Met(start.saturating_add(index));
            }
        }
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
