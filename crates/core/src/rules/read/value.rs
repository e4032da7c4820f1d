//! A TOML value being read as what it should be; anything else is a mistake with its place.

use toml::de::DeValue;

use super::node::{Table, Value};
use crate::record::{Date, PartialDate, Precision};
use crate::rules::names::NameKind;
use crate::rules::slips::calendar;
use crate::rules::wording;
use crate::text::nearest;

/// How far back something counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lookback {
    /// So many days.
    Days(i32),
    /// Without limit.
    Ever,
}

impl<'b> Value<'_, 'b> {
    /// A text that says something.
    pub(crate) fn text(&mut self) -> Option<String> {
        let text = self.any_text()?;
        if text.trim().is_empty() {
            self.error(
                "empty-text",
                format!("`{}` is empty", self.key),
                Some("write it, or leave the key out".to_owned()),
            );
            return None;
        }
        Some(text.to_owned())
    }

    /// A text, even an empty one.
    pub(crate) fn any_text(&mut self) -> Option<&'b str> {
        match self.value.get_ref() {
            DeValue::String(text) => Some(text),
            _ => self.wrong_type("a text in quotes"),
        }
    }

    /// A text people read: nothing in it may reassure.
    pub(crate) fn shown(&mut self) -> Option<String> {
        let text = self.text()?;
        if let Some(problem) = wording::forbidden(&text) {
            self.error("forbidden-wording", problem.message(), Some(problem.help()));
        }
        Some(text)
    }

    /// The line a clinician reads first.
    pub(crate) fn headline(&mut self) -> Option<String> {
        let text = self.text()?;
        if let Some(problem) = wording::forbidden_headline(&text) {
            self.error("forbidden-wording", problem.message(), Some(problem.help()));
        }
        Some(text)
    }

    pub(crate) fn shown_list(&mut self) -> Vec<String> {
        self.items("a list of texts", |item| item.shown())
    }

    pub(crate) fn texts(&mut self) -> Vec<String> {
        self.items("a list of texts", |item| item.text())
    }

    /// Each item of the list, with `read`.
    pub(crate) fn items<T>(&mut self, what: &str, mut read: impl FnMut(&mut Value<'_, 'b>) -> Option<T>) -> Vec<T> {
        let DeValue::Array(items) = self.value.get_ref() else {
            self.wrong_type::<()>(what);
            return Vec::new();
        };
        let mut results = Vec::new();
        for value in items {
            let mut item = Value {
                reading: self.reading,
                file: self.file,
                rule: self.rule.clone(),
                key: self.key,
                value,
            };
            results.extend(read(&mut item));
        }
        results
    }

    pub(crate) fn number(&mut self) -> Option<f64> {
        let number = match self.value.get_ref() {
            DeValue::Integer(integer) => i64::from_str_radix(integer.as_str(), integer.radix())
                .ok()
                .and_then(|integer| i32::try_from(integer).ok())
                .map(f64::from),
            DeValue::Float(float) => float.as_str().parse::<f64>().ok(),
            _ => return self.wrong_type("a number"),
        };
        match number.filter(|number| number.is_finite() && number.abs() <= 1e9) {
            Some(number) => Some(number),
            None => {
                self.error(
                    "bad-number",
                    format!("`{}` is not a number that can be used", self.key),
                    None,
                );
                None
            }
        }
    }

    /// A whole number from 0.
    pub(crate) fn whole(&mut self) -> Option<u32> {
        let DeValue::Integer(integer) = self.value.get_ref() else {
            return self.wrong_type("a whole number");
        };
        match u32::from_str_radix(integer.as_str(), integer.radix())
            .ok()
            .filter(|whole| *whole <= 1_000_000)
        {
            Some(whole) => Some(whole),
            None => {
                self.error(
                    "bad-number",
                    format!("`{}` must be a whole number from 0", self.key),
                    None,
                );
                None
            }
        }
    }

    pub(crate) fn flag(&mut self) -> Option<bool> {
        match self.value.get_ref() {
            DeValue::Boolean(flag) => Some(*flag),
            _ => self.wrong_type("true or false, without quotes"),
        }
    }

    /// A day, in quotes or as TOML's own date.
    pub(crate) fn date(&mut self) -> Option<Date> {
        let text = match self.value.get_ref() {
            DeValue::String(text) => text.to_string(),
            DeValue::Datetime(datetime) => datetime.to_string(),
            _ => return self.wrong_type("a date such as \"2026-11-21\""),
        };
        let date = PartialDate::parse(&text).filter(|date| date.precision() == Precision::Day && text.len() == 10);
        if date.is_none() {
            self.error(
                "bad-date",
                format!("`{text}` is not a day of the calendar"),
                Some(match calendar(&text) {
                    Some(day) => format!("write year, month and day: \"{day}\""),
                    None => "write year, month and day, as in \"2026-11-21\"".to_owned(),
                }),
            );
        }
        date.map(PartialDate::earliest)
    }

    /// A length of time.
    pub(crate) fn days(&mut self) -> Option<i32> {
        match self.lookback()? {
            Lookback::Days(days) => Some(days),
            Lookback::Ever => {
                self.error(
                    "bad-period",
                    format!("`{}` needs a length of time", self.key),
                    Some("as in \"3 weeks\"".to_owned()),
                );
                None
            }
        }
    }

    /// The fewest days that a length of time may have, by the calendar.
    pub(crate) fn shortest_days(&mut self) -> Option<i32> {
        let nominal = self.days()?;
        Some(self.any_text().and_then(shortest_months).unwrap_or(nominal))
    }

    pub(crate) fn lookback(&mut self) -> Option<Lookback> {
        let text = self.any_text()?;
        if text == "ever" {
            return Some(Lookback::Ever);
        }
        let days = period_days(text);
        if days.is_none() {
            let help = "write a whole number and days, weeks, months or years, as in \"3 weeks\"".to_owned();
            self.error("bad-period", format!("`{text}` is not a length of time"), Some(help));
        }
        days.map(Lookback::Days)
    }

    /// One of a few words.
    pub(crate) fn choice<T: Copy>(&mut self, choices: &[(&'static str, T)]) -> Option<T> {
        let text = self.any_text()?;
        if let Some((_, choice)) = choices.iter().find(|(name, _)| *name == text) {
            return Some(*choice);
        }
        let names = choices.iter().map(|(name, _)| *name);
        let help = match nearest(text, names.clone()) {
            Some(name) => format!("did you mean `{name}`?"),
            None => format!("one of {}", names.collect::<Vec<&str>>().join(", ")),
        };
        self.error("unknown-value", format!("`{}` can't be `{text}`", self.key), Some(help));
        None
    }

    /// The name of something defined elsewhere.
    pub(crate) fn reference(&mut self, kind: NameKind) -> Option<String> {
        let name = self.text()?;
        self.reading
            .uses(kind, &name, self.file, self.value.span().start, self.rule.as_ref());
        Some(name)
    }

    pub(crate) fn references(&mut self, kind: NameKind) -> Vec<String> {
        let what = format!("a list of names, each a {kind}");
        let mut seen: Vec<String> = Vec::new();
        self.items(&what, |item| {
            let name = item.reference(kind)?;
            if seen.contains(&name) {
                item.error(
                    "listed-twice",
                    format!("`{name}` is listed twice"),
                    Some("take one out".to_owned()),
                );
                return None;
            }
            seen.push(name.clone());
            Some(name)
        })
    }

    /// The tables of a list, each written `[[name]]`.
    pub(crate) fn tables<T>(&mut self, read: &mut dyn FnMut(&mut Table<'_, 'b>) -> T) -> Vec<T> {
        self.items("a list of tables, each written `[[…]]`", |item| {
            item.table(|table| read(table))
        })
    }
}

/// `3 weeks` in days. Months and years are rounded up, so that a window never closes early.
pub(crate) fn period_days(text: &str) -> Option<i32> {
    let (count, unit) = text.split_once(' ')?;
    let count: i32 = count.parse().ok().filter(|count| (1..=40_000).contains(count))?;
    // 1461 days are 4 years, or 48 months.
    let quarters = |numerator: i32, denominator: i32| {
        i64::from(count)
            .checked_mul(i64::from(numerator))
            .map(|days| days.saturating_add(i64::from(denominator).saturating_sub(1)))
            .and_then(|days| days.checked_div(i64::from(denominator)))
    };
    let days = match unit {
        "day" | "days" => Some(i64::from(count)),
        "week" | "weeks" => quarters(7, 1),
        "month" | "months" => quarters(1461, 48),
        "year" | "years" => quarters(1461, 4),
        _ => None,
    };
    days.and_then(|days| i32::try_from(days).ok())
}

/// The days of the shortest such stretch of the calendar; `None` for what is written in days or weeks, which is always as long.
fn shortest_months(text: &str) -> Option<i32> {
    // From 1 February on, and for 1 month February itself; so in no year that has a 29 February.
    const MONTHS: [i32; 12] = [0, 28, 59, 89, 120, 150, 181, 212, 242, 273, 303, 334];
    let (count, unit) = text.split_once(' ')?;
    let count: usize = count.parse().ok()?;
    let (years, months) = match unit {
        "month" | "months" => (count.div_euclid(12), count.rem_euclid(12)),
        "year" | "years" => (count, 0),
        _ => return None,
    };
    let years = i32::try_from(years).ok()?;
    // Four years hold a leap day wherever they begin.
    let days = years.checked_mul(1461)?.div_euclid(4);
    days.checked_add(*MONTHS.get(months)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_of_time_never_close_early() {
        let days = ["1 day", "3 weeks", "6 months", "12 months", "1 year", "5 years"].map(period_days);
        assert_eq!(days, [Some(1), Some(21), Some(183), Some(366), Some(366), Some(1827)]);
        let bad = [
            "",
            "3",
            "weeks",
            "0 days",
            "-1 days",
            "1.5 weeks",
            "3  weeks",
            "3 fortnights",
            "99999 days",
        ];
        assert_eq!(bad.map(period_days), [None; 9]);
    }
    #[test]
    fn only_months_and_years_can_be_shorter_than_they_say() {
        let months = [
            "1 month",
            "3 months",
            "6 months",
            "12 months",
            "1 year",
            "4 years",
            "50 months",
        ]
        .map(shortest_months);
        let days = [28, 89, 181, 365, 365, 1461, 1520];
        assert_eq!(months, days.map(Some));
        assert_eq!(["28 days", "4 weeks", "26 weeks"].map(shortest_months), [None; 3]);
    }
}
