//! Windows of time around the question or an event, where dates are known to the day, month or year.

use crate::evidence::{Finding, Truth};
use crate::plan::{EventId, When};
use crate::record::{Date, PartialDate};
use crate::rules::condition::Period;
use crate::rules::model::MetastaticStatus;

use super::case::Case;

/// The first and the last day something may have been.
type Days = (Date, Date);

impl Case<'_, '_> {
    pub(super) fn around<'f>(&self, mut findings: impl Iterator<Item = &'f Finding>, window: When) -> Truth {
        let Some(days) = window.event().and_then(|event| self.event(event)) else {
            return Truth::CannotTell;
        };
        let (_, inner) = window.bounds(days);
        let inside = |finding: &Finding| finding.date.earliest() >= inner.0 && finding.latest <= inner.1;
        if findings.any(inside) {
            Truth::True
        } else {
            Truth::CannotTell
        }
    }

    /// Whether the first of the findings is after an event.
    pub(super) fn first_seen<'f>(&self, findings: impl Iterator<Item = &'f Finding>, event: EventId) -> Truth {
        let (Some(first), Some(days)) = (
            findings.min_by_key(|finding| finding.date.earliest()),
            self.event(event),
        ) else {
            return Truth::CannotTell;
        };
        if first.date.earliest() >= days.1 {
            Truth::True
        } else if first.latest < days.0 {
            Truth::False
        } else {
            Truth::CannotTell
        }
    }

    pub(super) fn event(&self, event: EventId) -> Option<Days> {
        let days = |date: PartialDate| (date.earliest(), date.latest().min(self.record.as_of));
        match event {
            EventId::Diagnosis => self.history.newest_diagnosis().map(days),
            EventId::FirstDiagnosis => self.history.first_diagnosis().map(days),
            EventId::MetastaticDiagnosis if self.status.status >= MetastaticStatus::Recorded => {
                self.status.first.map(days)
            }
            EventId::MetastaticDiagnosis => None,
            EventId::Sign(sign) => {
                let newest = self
                    .found
                    .of_sign(sign)
                    .iter()
                    .filter(|finding| finding.counts())
                    .max_by_key(|finding| finding.latest)?;
                Some((newest.date.earliest(), newest.latest))
            }
        }
    }

    pub(super) fn event_in(&self, event: EventId, window: Option<When>) -> Truth {
        let Some((first, last)) = self.event(event) else {
            return Truth::CannotTell;
        };
        let Some(window) = window else { return Truth::True };
        let (inside, outside) = match window {
            When::Within(period) => {
                let from = back(self.record.as_of, period);
                (first >= from, last < from)
            }
            When::MoreThanAgo(period) => {
                let until = back(self.record.as_of, period);
                (last < until, first >= until)
            }
            window => {
                let Some(days) = window.event().and_then(|event| self.event(event)) else {
                    return Truth::CannotTell;
                };
                let (outer, inner) = window.bounds(days);
                (first >= inner.0 && last <= inner.1, last < outer.0 || first > outer.1)
            }
        };
        match (inside, outside) {
            (true, _) => Truth::True,
            (false, true) => Truth::False,
            (false, false) => Truth::CannotTell,
        }
    }
}

impl When {
    pub(super) const fn event(self) -> Option<EventId> {
        match self {
            Self::WithinAfter(_, event) | Self::WithinBefore(_, event) | Self::After(event) | Self::Before(event) => {
                Some(event)
            }
            Self::Within(_) | Self::MoreThanAgo(_) => None,
        }
    }

    /// The days that may be meant and the days that are surely meant, around an event known to within some days.
    pub(super) fn bounds(self, event: Days) -> (Days, Days) {
        let (never, ever) = (
            Date::from_days_since_epoch(i32::MIN),
            Date::from_days_since_epoch(i32::MAX),
        );
        match self {
            Self::WithinAfter(period, _) => ((event.0, forward(event.1, period)), (event.1, forward(event.0, period))),
            Self::WithinBefore(period, _) => ((back(event.0, period), event.1), (back(event.1, period), event.0)),
            Self::After(_) => ((event.0, ever), (event.1, ever)),
            Self::Before(_) => ((never, event.1), (never, event.0)),
            Self::Within(_) | Self::MoreThanAgo(_) => ((never, ever), (never, ever)),
        }
    }
}

pub(super) fn back(date: Date, period: Period) -> Date {
    match period {
        Period::Days(days) => date.plus_days(days.saturating_neg()),
        Period::Months(months) => date.plus_months(months.saturating_neg()),
    }
}

fn forward(date: Date, period: Period) -> Date {
    match period {
        Period::Days(days) => date.plus_days(days),
        Period::Months(months) => date.plus_months(months),
    }
}
