//! Evidence from values typed in a note.

use std::ops::Range;

use crate::record::{Assertion, Comparator, NoticeCode};
use crate::rules::model::Measurement;
use crate::text::{Amount, Measured};

use super::reading::{Dated, Reading};
use super::result::{Assumed, ResultValue};
use super::unit::factor;

/// A value typed in a note.
pub(super) struct Typed<'t> {
    measurement: usize,
    amount: TypedAmount<'t>,
    previous: Option<TypedAmount<'t>>,
    comparator: Option<Comparator>,
    span: (u32, u32),
    assertion: Assertion,
}

/// An amount typed in a note, with its words.
struct TypedAmount<'t> {
    value: f64,
    unit: Option<&'t str>,
    rest: Option<(f64, &'t str)>,
}

impl<'t> TypedAmount<'t> {
    fn of(text: &'t str, amount: &Amount) -> Self {
        let words = |span: &Range<u32>| {
            let start = usize::try_from(span.start).ok()?;
            text.get(start..usize::try_from(span.end).ok()?)
        };
        Self {
            value: amount.value,
            unit: amount.unit.as_ref().and_then(words),
            rest: amount
                .rest
                .as_ref()
                .and_then(|(value, span)| Some((*value, words(span)?))),
        }
    }

    /// In the test's own unit; `unit` where it has none of its own. None where the unit is not known.
    fn canonical(&self, test: &Measurement, unit: Option<&str>) -> Option<f64> {
        let factor = match self.unit.or(unit) {
            None => factor(test, None).unwrap_or(1.0),
            unit => factor(test, unit).ok()?,
        };
        // `10 st 13 lb`: the rest counts where its unit is the smaller one.
        let rest = self.rest.and_then(|(rest, unit)| {
            let small = self::factor(test, Some(unit)).ok().filter(|small| *small < factor)?;
            Some(rest * small)
        });
        Some(self.value * factor + rest.unwrap_or_default())
    }
}

impl<'t> Typed<'t> {
    pub(super) fn of(text: &'t str, measured: &Measured) -> Self {
        Self {
            measurement: usize::try_from(measured.test).unwrap_or(usize::MAX),
            amount: TypedAmount::of(text, &measured.amount),
            previous: measured.previous.as_ref().map(|amount| TypedAmount::of(text, amount)),
            comparator: measured.comparator,
            span: (measured.start, measured.end),
            assertion: measured.assertion,
        }
    }
}

impl<'r> Reading<'_, 'r> {
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
        let Some(value) = typed.amount.canonical(test, None) else {
            self.notice(
                NoticeCode::UnitUnknown,
                entry,
                format!("{}: typed with a unit that is not known; not used", test.name),
            );
            return;
        };
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
            .as_ref()
            .and_then(|previous| previous.canonical(test, typed.amount.unit))
            .filter(|before| (lowest..=highest).contains(before));
        if let Some(before) = before {
            self.typed_change(dated, typed.measurement, before, value, typed.span);
        }
    }
}
