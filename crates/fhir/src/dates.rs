//! When something was: the many members, forms and names under which resources say it.

use metasign_core::record::{Date, PartialDate};

use crate::json::{Next, Outcome, Reader};
use crate::lenient::{Period, Trouble};
use crate::over::{self, Over};

/// The dates of one resource.
#[derive(Debug, Default)]
pub(crate) struct Dates {
    /// When it was true: onset, effective, performed, occurrence, a period.
    pub(crate) start: Option<PartialDate>,
    /// Its end, or the abatement.
    pub(crate) end: Option<PartialDate>,
    /// When it was written down.
    pub(crate) written: Option<PartialDate>,
    /// The age at the start, in days, where that is what is said: resolved with the birth date.
    pub(crate) age: Option<Age>,
    pub(crate) age_at_end: Option<Age>,
    /// It has ended, nobody says when.
    pub(crate) ended: bool,
    /// Members that gave a date, one bit each, so that a second one is told.
    seen: u32,
    /// `dateRecorded` or `dateWritten`, which only DSTU2 has.
    pub(crate) dstu2: bool,
}

/// An age in years and days.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Age {
    years: i32,
    days: i32,
}

impl Age {
    fn of(value: f64, unit: &str) -> Option<Self> {
        if !(0.0..=150_000.0).contains(&value) {
            return None;
        }
        let unit = unit.trim().to_ascii_lowercase();
        let days_of_one = match unit.as_str() {
            "" | "a" | "a_j" | "y" | "yr" | "yrs" | "year" | "years" => {
                let years = whole(value);
                return (years <= 150).then_some(Self {
                    years,
                    days: whole((value - f64::from(years)) * 365.25),
                });
            }
            "mo" | "mo_j" | "mth" | "month" | "months" => 30.4375,
            "wk" | "w" | "week" | "weeks" => 7.0,
            "d" | "day" | "days" => 1.0,
            "h" | "hr" | "hour" | "hours" | "min" | "minutes" => 0.0,
            _ => return None,
        };
        Some(Self {
            years: 0,
            days: whole(value * days_of_one),
        })
    }

    /// The year in which a person of this birth date reached the age.
    pub(crate) fn year_from(self, birth: PartialDate) -> Option<PartialDate> {
        let day = birth
            .earliest()
            .plus_months(self.years.saturating_mul(12))
            .plus_days(self.days);
        PartialDate::parse(&year_of(day))
    }
}

fn year_of(day: Date) -> String {
    format!("{:04}", day.year_month_day().0)
}

/// The whole part of a number that is known to be small.
fn whole(value: f64) -> i32 {
    // INVARIANT: the callers give at most 150,000 * 30.4375.
    #[expect(clippy::cast_possible_truncation, reason = "cut off on purpose; the value is small")]
    let whole = value.trunc() as i32;
    whole
}

/// The one year a text names: `about 2011`, `summer 2011`, `2011?`. Two years, or none, are not guessed at.
fn year_in(text: &str) -> Option<PartialDate> {
    let mut found = None;
    for word in text.split(|character: char| !character.is_ascii_digit()) {
        let year = word
            .parse::<u16>()
            .ok()
            .filter(|year| word.len() == 4 && (1900..2100).contains(year));
        if year.is_some() {
            if found.is_some() {
                return None;
            }
            found = PartialDate::parse(word);
        }
    }
    found
}

impl Dates {
    /// Takes a member that says when; `false` if it is none, and then nothing is taken. `null` says nothing, and a
    /// member that stands there twice, or a second one that says otherwise, is told.
    pub(crate) fn take(&mut self, reader: &mut Reader<'_>, name: &str) -> Outcome<bool> {
        match name {
            "effectiveDateTime" | "effectiveInstant" => self.starts(reader, "effective", 0)?,
            "onsetDateTime" => self.starts(reader, "onset", 1)?,
            "performedDateTime" => self.starts(reader, "performed", 2)?,
            "occurrenceDateTime" => self.starts(reader, "occurrence", 3)?,
            "effectivePeriod" => self.spans(reader, "effective", 4)?,
            "performedPeriod" => self.spans(reader, "performed", 5)?,
            "occurrencePeriod" => self.spans(reader, "occurrence", 6)?,
            "period" | "actualPeriod" => self.spans(reader, "period", 7)?,
            // The end of an onset is not the end of the problem; that is its abatement.
            "onsetPeriod" => {
                let period = reader.period("onset")?;
                self.start(period.start.or(period.end), "onset", 8, reader);
            }
            "abatementDateTime" | "abatementDate" => {
                let end = reader.date("abatement")?;
                self.end(end, "abatement", 9, reader);
            }
            "abatementPeriod" => {
                // One that only began has not ended.
                let end = reader.period("abatement")?.end;
                self.end(end, "abatement", 10, reader);
            }
            "onsetAge" | "performedAge" | "occurrenceAge" => self.age = reader.age("onset")?.or(self.age),
            "onsetQuantity" => self.age = reader.age("onset")?.or(self.age),
            "onsetRange" | "performedRange" | "occurrenceRange" => {
                let (low, high) = reader.ages("onset")?;
                self.age = low.or(high).or(self.age);
            }
            "abatementAge" | "abatementQuantity" => {
                self.age_at_end = reader.age("abatement")?.or(self.age_at_end);
                self.ended |= self.age_at_end.is_some();
            }
            "abatementRange" => {
                // Surely over at its upper end only.
                let (low, high) = reader.ages("abatement")?;
                self.age_at_end = high.or(low).or(self.age_at_end);
                self.ended |= self.age_at_end.is_some();
            }
            "abatementBoolean" => self.ended |= reader.flag("abatement")?.unwrap_or(false),
            "onsetString" | "performedString" | "occurrenceString" => {
                let start = reader.date_in_words("onset")?;
                self.start(start, "onset", 11, reader);
            }
            "abatementString" => self.ends_in_words(reader)?,
            "issued" => self.written(reader, "issued", 13)?,
            "assertedDate" => self.written(reader, "assertedDate", 14)?,
            "recordedDate" => self.written(reader, "recordedDate", 15)?,
            "dateAsserted" => self.written(reader, "dateAsserted", 16)?,
            "authoredOn" => self.written(reader, "authoredOn", 17)?,
            "date" => self.written(reader, "date", 18)?,
            "indexed" => self.written(reader, "indexed", 19)?,
            "dateRecorded" | "dateWritten" | "orderedOn" => {
                self.dstu2 = true;
                self.written(reader, "dateRecorded", 20)?;
            }
            "created" => {
                let date = reader.date("created")?;
                self.told_twice(date.is_some(), "created", 21, reader);
                self.written = date.or(self.written);
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn starts(&mut self, reader: &mut Reader<'_>, member: &'static str, bit: u32) -> Outcome<()> {
        let date = reader.date(member)?;
        self.start(date, member, bit, reader);
        Ok(())
    }

    fn start(&mut self, date: Option<PartialDate>, member: &'static str, bit: u32, reader: &mut Reader<'_>) {
        let differs = date.is_some() && self.start.is_some() && self.start != date;
        self.told_twice(date.is_some(), member, bit, reader);
        if differs {
            reader.trouble(Trouble::Twice(member));
        }
        self.start = date.or(self.start);
    }

    fn end(&mut self, date: Option<PartialDate>, member: &'static str, bit: u32, reader: &mut Reader<'_>) {
        self.told_twice(date.is_some(), member, bit, reader);
        self.end = date.or(self.end);
    }

    /// An end in words: a date, or that it is over. Words that don't say so end nothing.
    fn ends_in_words(&mut self, reader: &mut Reader<'_>) -> Outcome<()> {
        const MEMBER: &str = "abatement";
        let Some(words) = reader.words(MEMBER)? else {
            return Ok(());
        };
        let over = over::of(&words);
        let dated = PartialDate::parse(words.trim()).is_some() || year_in(&words).is_some();
        if over == Over::Unsaid && !dated {
            reader.trouble(Trouble::End(MEMBER));
        } else if over != Over::No {
            let end = reader.date_of_words(&words, MEMBER);
            self.ended = true;
            self.end(end, MEMBER, 12, reader);
        }
        Ok(())
    }

    fn spans(&mut self, reader: &mut Reader<'_>, member: &'static str, bit: u32) -> Outcome<()> {
        let Period { start, end } = reader.period(member)?;
        // One of which only the end is known was then at the latest.
        self.start(start.or(end), member, bit, reader);
        self.end = end.or(self.end);
        Ok(())
    }

    /// The first of several members counts, whatever they are called.
    fn written(&mut self, reader: &mut Reader<'_>, member: &'static str, bit: u32) -> Outcome<()> {
        let date = reader.date(member)?;
        self.told_twice(date.is_some(), member, bit, reader);
        self.written = self.written.or(date);
        Ok(())
    }

    fn told_twice(&mut self, given: bool, member: &'static str, bit: u32, reader: &mut Reader<'_>) {
        let bit = 1_u32.checked_shl(bit).unwrap_or(0);
        if given && self.seen & bit != 0 {
            reader.trouble(Trouble::Twice(member));
        }
        if given {
            self.seen |= bit;
        }
    }
}

impl Reader<'_> {
    /// An age: a quantity of time.
    fn age(&mut self, member: &'static str) -> Outcome<Option<Age>> {
        if !self.next_is(Next::Object)? {
            self.expect(Next::Object, member)?;
            return Ok(None);
        }
        let (mut value, mut unit, mut code) = (None, None, None);
        self.members(|reader, name| {
            match name {
                "value" => value = reader.decimal(member)?,
                "unit" => unit = reader.words(member)?,
                "code" => code = reader.words(member)?,
                _ => reader.pass_over()?,
            }
            Ok(())
        })?;
        let Some(value) = value else { return Ok(None) };
        let age = Age::of(value, code.as_deref().unwrap_or_default().trim())
            .filter(|_| code.is_some())
            .or_else(|| Age::of(value, unit.as_deref().unwrap_or_default()));
        if age.is_none() {
            self.trouble(Trouble::Date(member));
        }
        Ok(age)
    }

    /// The lower and upper end of a span of ages.
    fn ages(&mut self, member: &'static str) -> Outcome<(Option<Age>, Option<Age>)> {
        let (mut low, mut high) = (None, None);
        if self.expect(Next::Object, member)? {
            self.members(|reader, name| {
                match name {
                    "low" => low = reader.age(member)?,
                    "high" => high = reader.age(member)?,
                    _ => reader.pass_over()?,
                }
                Ok(())
            })?;
        }
        Ok((low, high))
    }

    /// A date in a text: as it stands, else the one year it names.
    fn date_in_words(&mut self, member: &'static str) -> Outcome<Option<PartialDate>> {
        let text = self.words(member)?;
        Ok(text.and_then(|text| self.date_of_words(&text, member)))
    }

    fn date_of_words(&mut self, text: &str, member: &'static str) -> Option<PartialDate> {
        let text = text.trim();
        if let Some(date) = PartialDate::parse(text) {
            return Some(date);
        }
        let year = year_in(text);
        self.trouble(year.map_or(Trouble::Date(member), |_| Trouble::About(member)));
        year
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
    use super::*;

    #[test]
    fn an_age_becomes_the_year_it_was_reached() {
        let born = PartialDate::parse("1964-02-03").unwrap();
        for (value, unit, year) in [
            (52.0, "a", Some("2016")),
            (52.0, "years", Some("2016")),
            (52.95, "a", Some("2017")),
            (52.0, "", Some("2016")),
            (18.0, "mo", Some("1965")),
            (30.0, "d", Some("1964")),
            (0.0, "a", Some("1964")),
            (150.0, "a", Some("2114")),
            (151.0, "a", None),
            (-1.0, "a", None),
            (52.0, "kg", None),
        ] {
            let found = Age::of(value, unit).and_then(|age| age.year_from(born));
            assert_eq!(found.map(|date| date.to_string()).as_deref(), year, "{value} {unit}");
        }
        assert_eq!(
            Age::of(52.0, "a")
                .unwrap()
                .year_from(PartialDate::parse("1964").unwrap())
                .unwrap()
                .to_string(),
            "2016"
        );
    }

    #[test]
    fn one_year_in_words_is_a_date_and_two_are_not() {
        for (text, year) in [
            ("about 2011", Some("2011")),
            ("summer of 2011?", Some("2011")),
            ("2009 or 2011", None),
            ("in her fifties", None),
            ("20111", None),
            ("1899", None),
        ] {
            assert_eq!(year_in(text).map(|date| date.to_string()).as_deref(), year, "{text}");
        }
    }
}
