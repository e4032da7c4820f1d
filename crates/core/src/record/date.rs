//! Calendar dates without clock or time zone: days since 1970-01-01, with the precision the record gave.

use std::borrow::Cow;
use std::fmt;

use jiff::civil;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A calendar day, counted in days since 1970-01-01 (the form the C interface uses too).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(i32);

/// How much of a date the record gave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// Year, month and day.
    Day,
    /// Year and month only.
    Month,
    /// Year only.
    Year,
}

/// A date as a record holds it: a day, a month or a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartialDate {
    earliest: Date,
    precision: Precision,
}

impl Date {
    /// The day `days` after 1970-01-01.
    #[must_use]
    pub const fn from_days_since_epoch(days: i32) -> Self {
        Self(days)
    }

    /// The day of this year, month and day, if the calendar has it (years 1 to 9999).
    #[must_use]
    pub fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        if year < 1 {
            return None;
        }
        civil::Date::new(year, month, day).ok().map(Self::from_civil)
    }

    /// Whether a question can be asked on this day: it lies in the years 1900 to 2200. Anything else is a mistake of
    /// units (seconds for days) or a date nobody typed.
    #[must_use]
    pub const fn is_askable(self) -> bool {
        // 1900-01-01 and 2200-12-31, which a test counts.
        self.0 >= -25_567 && self.0 <= 84_370
    }

    /// Days since 1970-01-01; negative before it.
    #[must_use]
    pub const fn days_since_epoch(self) -> i32 {
        self.0
    }

    /// Whole days from `earlier` to `self`; negative when `earlier` is the later one.
    #[must_use]
    pub const fn days_since(self, earlier: Self) -> i32 {
        self.0.saturating_sub(earlier.0)
    }

    /// The day `days` later (earlier when negative).
    #[must_use]
    pub const fn plus_days(self, days: i32) -> Self {
        Self(self.0.saturating_add(days))
    }

    /// Whole years from `birth` to `self`, as an age is counted.
    #[must_use]
    pub(crate) fn years_since(self, birth: Self) -> i32 {
        let (now, then) = (self.civil(), birth.civil());
        let years = i32::from(now.year()).saturating_sub(i32::from(then.year()));
        let had_birthday = (now.month(), now.day()) >= (then.month(), then.day());
        years.saturating_sub(i32::from(!had_birthday))
    }

    /// Year, month (1 to 12) and day of the month.
    #[must_use]
    pub fn year_month_day(self) -> (i16, i8, i8) {
        let date = self.civil();
        (date.year(), date.month(), date.day())
    }

    /// The day so many calendar months later (earlier when negative); the last of the month where it has no such day.
    #[must_use]
    pub fn plus_months(self, months: i32) -> Self {
        let span = jiff::Span::new().try_months(months).unwrap_or_default();
        Self::from_civil(self.civil().saturating_add(span))
    }

    fn from_civil(date: civil::Date) -> Self {
        let epoch = civil::Date::constant(1970, 1, 1);
        Self(date.since((jiff::Unit::Day, epoch)).map_or(0, |span| span.get_days()))
    }

    fn civil(self) -> civil::Date {
        // A span of more days than the calendar has would be refused: the calendar's own ends stand for what lies beyond.
        let days = self.0.clamp(-719_162, 2_932_896);
        let epoch = civil::Date::constant(1970, 1, 1);
        epoch.saturating_add(jiff::Span::new().try_days(days).unwrap_or_default())
    }
}

impl PartialDate {
    /// A full date.
    #[must_use]
    pub const fn day(date: Date) -> Self {
        Self {
            earliest: date,
            precision: Precision::Day,
        }
    }

    /// Reads `YYYY`, `YYYY-MM`, `YYYY-MM-DD` or a timestamp that begins with such a day.
    ///
    /// The time of day and its zone are not read: a consultation belongs to the day its own system wrote
    /// (EVIDENCE H31). `None` for anything else, `0000-00-00` and `2026-02-30` included.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let year = number(bytes.get(0..4)?)?;
        let (month, precision) = match bytes.get(4) {
            None => (1, Precision::Year),
            Some(b'-') => (number(bytes.get(5..7)?)?, Precision::Month),
            Some(_) => return None,
        };
        let (day, precision) = match (precision, bytes.get(7)) {
            (Precision::Month, Some(b'-')) => (number(bytes.get(8..10)?)?, Precision::Day),
            (_, None) => (1, precision),
            (_, Some(_)) => return None,
        };
        match bytes.get(10) {
            None | Some(b'T' | b' ') => {}
            Some(_) => return None,
        }
        let earliest = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?)?;
        Some(Self { earliest, precision })
    }

    /// The first day it may mean.
    #[must_use]
    pub const fn earliest(self) -> Date {
        self.earliest
    }

    /// The last day it may mean.
    #[must_use]
    pub fn latest(self) -> Date {
        let first = self.earliest.civil();
        match self.precision {
            Precision::Day => self.earliest,
            Precision::Month => Date::from_civil(first.last_of_month()),
            Precision::Year => Date::from_civil(first.last_of_year()),
        }
    }

    /// How much of it the record gave.
    #[must_use]
    pub const fn precision(self) -> Precision {
        self.precision
    }
}

fn number(digits: &[u8]) -> Option<i16> {
    digits.iter().try_fold(0_i16, |sum, digit| {
        let value = digit.checked_sub(b'0').filter(|value| *value <= 9)?;
        sum.checked_mul(10)?.checked_add(i16::from(value))
    })
}

impl fmt::Display for Date {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let date = self.civil();
        write!(formatter, "{:04}-{:02}-{:02}", date.year(), date.month(), date.day())
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let date = self.earliest.civil();
        match self.precision {
            Precision::Day => self.earliest.fmt(formatter),
            Precision::Month => write!(formatter, "{:04}-{:02}", date.year(), date.month()),
            Precision::Year => write!(formatter, "{:04}", date.year()),
        }
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <Cow<'_, str>>::deserialize(deserializer)?;
        PartialDate::parse(&text)
            .filter(|date| date.precision == Precision::Day)
            .map(|date| date.earliest)
            .ok_or_else(|| D::Error::custom("a date is written YYYY-MM-DD"))
    }
}

impl Serialize for PartialDate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
    use super::*;

    #[test]
    fn the_epoch_is_day_nought_and_days_count_both_ways() {
        assert_eq!(Date::new(1970, 1, 1).unwrap().days_since_epoch(), 0);
        assert_eq!(Date::new(1969, 12, 31).unwrap().days_since_epoch(), -1);
        assert_eq!(Date::new(2026, 3, 12).unwrap().to_string(), "2026-03-12");
        assert_eq!(
            Date::new(2024, 3, 1)
                .unwrap()
                .days_since(Date::new(2024, 2, 28).unwrap()),
            2
        );
    }

    #[test]
    fn days_beyond_the_calendar_are_its_ends_and_not_the_epoch() {
        for (days, text) in [
            (i32::MAX, "9999-12-31"),
            (2_932_896, "9999-12-31"),
            (1_773_273_600, "9999-12-31"),
            (-719_162, "0001-01-01"),
            (i32::MIN, "0001-01-01"),
        ] {
            assert_eq!(Date::from_days_since_epoch(days).to_string(), text, "{days}");
        }
    }

    #[test]
    fn questions_are_asked_in_the_years_1900_to_2200() {
        for (day, askable) in [
            ((1899, 12, 31), false),
            ((1900, 1, 1), true),
            ((2200, 12, 31), true),
            ((2201, 1, 1), false),
        ] {
            let (year, month, day) = day;
            assert_eq!(Date::new(year, month, day).unwrap().is_askable(), askable, "{year}");
        }
    }

    #[test]
    fn parts_of_a_date_keep_their_precision() {
        let year = PartialDate::parse("2008").unwrap();
        assert_eq!(
            (year.earliest().to_string(), year.latest().to_string()),
            ("2008-01-01".into(), "2008-12-31".into())
        );
        let month = PartialDate::parse("2024-02").unwrap();
        assert_eq!(month.latest().to_string(), "2024-02-29");
        assert_eq!(month.to_string(), "2024-02");
        assert_eq!(
            PartialDate::parse("2024-02-10T09:30:00+00:00").unwrap().to_string(),
            "2024-02-10"
        );
    }

    #[test]
    fn dates_no_calendar_has_are_refused() {
        for text in [
            "",
            "0000-00-00",
            "2026-02-30",
            "2026-13-01",
            "26-01-01",
            "2026/01/01",
            "2026-1-1",
            "2026-01-01x",
            "20260101",
            "next week",
            "२०२६",
        ] {
            assert_eq!(PartialDate::parse(text), None, "{text}");
        }
    }

    #[test]
    fn ages_turn_on_the_birthday() {
        let birth = Date::new(1960, 6, 15).unwrap();
        assert_eq!(Date::new(2026, 6, 14).unwrap().years_since(birth), 65);
        assert_eq!(Date::new(2026, 6, 15).unwrap().years_since(birth), 66);
    }
}
