//! Evidence from values typed in a note.

use std::ops::Range;

use crate::record::{Assertion, Comparator, NoticeCode};
use crate::text::Measured;

use super::reading::{Dated, Reading};
use super::result::{Assumed, ResultValue};
use super::unit::factor;

/// A value typed in a note.
pub(super) struct Typed<'t> {
    measurement: usize,
    value: f64,
    previous: Option<f64>,
    previous_unit: Option<&'t str>,
    unit: Option<&'t str>,
    rest: Option<(f64, &'t str)>,
    comparator: Option<Comparator>,
    span: (u32, u32),
    assertion: Assertion,
}

impl<'t> Typed<'t> {
    pub(super) fn of(text: &'t str, measured: &Measured) -> Self {
        let typed = |span: &Range<u32>| {
            let start = usize::try_from(span.start).ok()?;
            text.get(start..usize::try_from(span.end).ok()?)
        };
        let unit = measured.unit.as_ref().and_then(typed);
        let rest = measured.rest.as_ref();
        Self {
            measurement: usize::try_from(measured.test).unwrap_or(usize::MAX),
            value: measured.value,
            previous: measured.previous,
            previous_unit: measured.previous_unit.as_ref().and_then(typed),
            unit,
            rest: rest.and_then(|(value, span)| Some((*value, typed(span)?))),
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
        let Ok(factor) = factor(test, typed.unit).or_else(|_| if typed.unit.is_none() { Ok(1.0) } else { Err(()) })
        else {
            self.notice(
                NoticeCode::UnitUnknown,
                entry,
                format!("{}: typed with a unit that is not known; not used", test.name),
            );
            return;
        };
        // `10 st 13 lb`: the rest counts where its unit is the smaller one.
        let rest = typed
            .rest
            .and_then(|(rest, unit)| Some(rest * self::factor(test, Some(unit)).ok().filter(|small| *small < factor)?));
        let value = typed.value * factor + rest.unwrap_or_default();
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
            .and_then(|previous| match typed.previous_unit {
                None => Some(previous * factor),
                Some(unit) => Some(previous * self::factor(test, Some(unit)).ok()?),
            })
            .filter(|before| (lowest..=highest).contains(before));
        if let Some(before) = before {
            self.typed_change(dated, typed.measurement, before, value, typed.span);
        }
    }
}
