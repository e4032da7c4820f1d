//! What an `Observation` or one of its components measured or found: value, comparator, range, interpretation.

use metasign_core::record::{Comparator, ReferenceRange, Text, same_unit};

use crate::answer::{Given, Interpretation};
use crate::concept::Concept;
use crate::json::{Next, Outcome, Reader};
use crate::lenient::Trouble;
use crate::number::Number;

/// A question and its answer.
#[derive(Debug, Default)]
pub(crate) struct Measured<'a> {
    pub(crate) code: Concept<'a>,
    pub(crate) value: Value<'a>,
    pub(crate) interpretation: Interpretation<'a>,
    pub(crate) ranges: Vec<Range<'a>>,
    pub(crate) data_absent: bool,
}

/// The answer, in one of FHIR's forms.
#[derive(Debug, Default)]
pub(crate) enum Value<'a> {
    #[default]
    None,
    Quantity(Quantity<'a>),
    Text(Text<'a>),
    Concept(Concept<'a>, Given),
    Flag(bool),
    /// In a form metasign does not read (a range, a ratio, sampled data…).
    Unread,
}

/// A number with its unit.
#[derive(Debug, Default)]
pub(crate) struct Quantity<'a> {
    pub(crate) value: Option<f64>,
    pub(crate) comparator: Option<Comparator>,
    unit: Option<Text<'a>>,
    code: Option<Text<'a>>,
    ucum: bool,
}

/// One reference range as sent.
#[derive(Debug, Default)]
pub(crate) struct Range<'a> {
    low: Option<Quantity<'a>>,
    high: Option<Quantity<'a>>,
    text: Option<Text<'a>>,
    special: bool,
}

/// So many ranges of one value are kept: which of several holds, nobody can tell.
const MAX_RANGES: usize = 8;

impl<'a> Quantity<'a> {
    /// The unit, and the same said a second time: the UCUM code where there is one, for it is exact; else the laboratory's
    /// own words; else the code whatever its system.
    pub(crate) fn units(&self) -> (Option<&Text<'a>>, Option<&Text<'a>>) {
        let (first, second) = if self.ucum {
            (&self.code, &self.unit)
        } else {
            (&self.unit, &self.code)
        };
        match (first.as_ref(), second.as_ref()) {
            (None, second) => (second, None),
            (first, second) => (first, second.filter(|second| Some(*second) != first)),
        }
    }

    /// A number read from a text.
    pub(crate) fn of_text(number: &Number<'_>) -> Self {
        Self {
            value: Some(number.value),
            comparator: number.comparator,
            unit: number.unit.map(|unit| unit.to_owned().into()),
            ..Self::default()
        }
    }

    /// Whether two quantities are in one unit, as far as either says.
    fn in_unit_of(&self, other: &Self) -> bool {
        let (ours, theirs) = (self.units(), other.units());
        let pair =
            |one: Option<&Text<'a>>, other: Option<&Text<'a>>| one.zip(other).map(|(one, other)| same_unit(one, other));
        let pairs = [
            pair(ours.0, theirs.0),
            pair(ours.0, theirs.1),
            pair(ours.1, theirs.0),
            pair(ours.1, theirs.1),
        ];
        pairs.into_iter().flatten().any(|same| same) || pairs.iter().all(Option::is_none)
    }
}

impl<'a> Measured<'a> {
    /// Takes one member of an Observation or component; `false` if it is none of these, and then nothing is taken.
    pub(crate) fn take(&mut self, reader: &mut Reader<'a>, name: &str) -> Outcome<bool> {
        if name.starts_with("value") && reader.next_kind()? == Next::Null {
            // Says nothing, and erases nothing.
            reader.pass_over()?;
            return Ok(true);
        }
        if name.starts_with("value") && !matches!(self.value, Value::None) {
            reader.trouble(Trouble::Twice("value"));
        }
        match name {
            "code" => self.code = reader.concept("code")?,
            "valueQuantity" => self.value = Value::Quantity(reader.quantity("valueQuantity")?),
            "valueString" => self.value = reader.text("valueString")?.map_or(Value::None, Value::Text),
            "valueCodeableConcept" => {
                let (concept, given) = reader.answer_concept("valueCodeableConcept")?;
                self.value = Value::Concept(concept, given);
            }
            "valueBoolean" => self.value = reader.flag("valueBoolean")?.map_or(Value::None, Value::Flag),
            "valueInteger" => {
                let value = reader.decimal("valueInteger")?;
                self.value = Value::Quantity(Quantity {
                    value,
                    ..Quantity::default()
                });
            }
            "valueRange" | "valueRatio" | "valueSampledData" | "valueAttachment" | "valueTime" | "valueDateTime"
            | "valuePeriod" => {
                self.value = Value::Unread;
                reader.pass_over()?;
            }
            "interpretation" => reader.each(|reader| reader.interpretation(&mut self.interpretation))?,
            "referenceRange" => reader.each(|reader| {
                let range = reader.reference_range()?;
                if self.ranges.len() < MAX_RANGES {
                    self.ranges.push(range);
                }
                Ok(())
            })?,
            "dataAbsentReason" => {
                self.data_absent = true;
                reader.pass_over()?;
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// The laboratory's range, if exactly one fits the value; `Err` says why a range that is there can't be used.
    pub(crate) fn range(&self) -> Result<Option<ReferenceRange>, &'static str> {
        let mut usable = self.ranges.iter().filter(|range| !range.special);
        let Some(range) = usable.next() else {
            return Ok(None);
        };
        if usable.next().is_some() {
            return Err("it has several reference ranges and does not say which one holds; none was used");
        }
        if let Value::Quantity(quantity) = &self.value
            && range
                .low
                .iter()
                .chain(&range.high)
                .any(|limit| !limit.in_unit_of(quantity))
        {
            return Err("its reference range is in another unit than its value and was not used");
        }
        let bound = |quantity: &Option<Quantity<'_>>| quantity.as_ref().and_then(|quantity| quantity.value);
        let limits = ReferenceRange {
            low: bound(&range.low),
            high: bound(&range.high),
        };
        if limits.is_upside_down() {
            return Err("its reference range has its lower limit above its upper one and was not used");
        }
        if limits.low.is_some() || limits.high.is_some() {
            return Ok(Some(limits));
        }
        Ok(range.text.as_deref().and_then(range_of_text))
    }

    /// Whether it says anything.
    pub(crate) fn is_empty(&self) -> bool {
        self.code.is_empty() && matches!(self.value, Value::None) && !self.data_absent
    }
}

impl<'a> Reader<'a> {
    /// A `Quantity`.
    pub(crate) fn quantity(&mut self, member: &'static str) -> Outcome<Quantity<'a>> {
        let mut quantity = Quantity::default();
        let mut unreadable = false;
        if !self.expect(Next::Object, member)? {
            return Ok(quantity);
        }
        self.members(|reader, name| {
            match name {
                "value" => {
                    if quantity.value.is_some() {
                        reader.trouble(Trouble::Twice(member));
                    }
                    quantity.value = reader.decimal(member)?;
                }
                "comparator" => {
                    let word = reader.text(member)?;
                    quantity.comparator = word.as_deref().and_then(comparator_of);
                    unreadable = word.is_some() && quantity.comparator.is_none();
                }
                "unit" | "units" => quantity.unit = reader.text(member)?,
                "code" => quantity.code = reader.text(member)?,
                "system" => {
                    quantity.ucum = reader.words(member)?.is_some_and(|system| is_ucum(&system));
                }
                _ => reader.pass_over()?,
            }
            Ok(())
        })?;
        if unreadable {
            // A number whose comparator can't be read is not that number.
            self.trouble(Trouble::Word(member));
            quantity.value = None;
        }
        Ok(quantity)
    }

    /// Whether the `type` of a reference range is another than “normal”.
    fn is_special(&mut self) -> Outcome<bool> {
        const MEMBER: &str = "referenceRange.type";
        let (mut normal, mut other) = (false, false);
        if self.next_kind()? != Next::Object {
            let word = self.words(MEMBER)?;
            return Ok(word.is_some_and(|word| !word.trim().eq_ignore_ascii_case("normal")));
        }
        let mut hear = |word: Option<std::borrow::Cow<'_, str>>| {
            if let Some(word) = word {
                let is_normal = word.trim().to_ascii_lowercase().starts_with("normal");
                normal |= is_normal;
                other |= !is_normal;
            }
        };
        self.members(|reader, name| match name {
            "coding" => reader.each(|reader| {
                if let Some(coded) = reader.coded(MEMBER)? {
                    hear(coded.code.map(|code| code.as_str().to_owned().into()));
                }
                Ok(())
            }),
            "text" => {
                hear(reader.words(MEMBER)?);
                Ok(())
            }
            _ => reader.pass_over(),
        })?;
        Ok(other && !normal)
    }

    fn reference_range(&mut self) -> Outcome<Range<'a>> {
        const MEMBER: &str = "referenceRange";
        let mut range = Range::default();
        if !self.expect(Next::Object, MEMBER)? {
            return Ok(range);
        }
        self.members(|reader, name| {
            match name {
                "low" => range.low = Some(reader.quantity(MEMBER)?),
                "high" => range.high = Some(reader.quantity(MEMBER)?),
                "text" => range.text = reader.text(MEMBER)?,
                // `therapeutic`, `critical` and the like are not the limits of normal.
                "type" => range.special = reader.is_special()?,
                _ => reader.pass_over()?,
            }
            Ok(())
        })?;
        Ok(range)
    }
}

/// Whether a system is UCUM: its URI however it ends, or its OID.
fn is_ucum(system: &str) -> bool {
    let system = system.trim().trim_end_matches('/');
    let path = system
        .strip_prefix("http://")
        .or_else(|| system.strip_prefix("https://"));
    matches!(path, Some("unitsofmeasure.org" | "www.unitsofmeasure.org")) || system == "urn:oid:2.16.840.1.113883.6.8"
}

fn comparator_of(word: &str) -> Option<Comparator> {
    match word.trim() {
        "<" => Some(Comparator::Below),
        "<=" | "≤" => Some(Comparator::AtMost),
        ">=" | "≥" => Some(Comparator::AtLeast),
        ">" => Some(Comparator::Above),
        _ => None,
    }
}

/// A range in plain words: `2.2 - 2.6`, `(2.2-2.6)`, `2.2 to 2.6`, `< 5`, `>60`. Anything more is not guessed at.
pub(crate) fn range_of_text(text: &str) -> Option<ReferenceRange> {
    let text = text.trim();
    let text = text
        .strip_prefix(['(', '['])
        .and_then(|inner| inner.strip_suffix([')', ']']))
        .unwrap_or(text)
        .trim();
    if let Some(high) = text.strip_prefix("<=").or_else(|| text.strip_prefix('<')) {
        return Some(ReferenceRange {
            low: None,
            high: Some(plain_number(high)?),
        });
    }
    if let Some(low) = text.strip_prefix(">=").or_else(|| text.strip_prefix('>')) {
        return Some(ReferenceRange {
            low: Some(plain_number(low)?),
            high: None,
        });
    }
    let (low, high) = text
        .split_once('-')
        .or_else(|| text.split_once('\u{2013}'))
        .or_else(|| text.split_once(" to "))?;
    let (low, high) = (plain_number(low)?, plain_number(high)?);
    (low <= high).then_some(ReferenceRange {
        low: Some(low),
        high: Some(high),
    })
}

/// Digits with at most one point: no sign, no exponent, no `inf`.
fn plain_number(text: &str) -> Option<f64> {
    let text = text.trim();
    let plain = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    plain.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_in_plain_words_are_read_and_others_are_not_guessed() {
        let both = |low, high| {
            Some(ReferenceRange {
                low: Some(low),
                high: Some(high),
            })
        };
        for text in [
            "2.2 - 2.6",
            "(2.2-2.6)",
            "2.2 to 2.6",
            "2.2\u{2013}2.6",
            " [2.2 - 2.6] ",
        ] {
            assert_eq!(range_of_text(text), both(2.2, 2.6), "{text}");
        }
        assert_eq!(
            range_of_text("<5"),
            Some(ReferenceRange {
                low: None,
                high: Some(5.0)
            })
        );
        assert_eq!(
            range_of_text("> 60"),
            Some(ReferenceRange {
                low: Some(60.0),
                high: None
            })
        );
        for text in [
            "greater than 0.2 to greater than 0.8",
            "2.6 - 2.2",
            "normal",
            "1e3 - 1e4",
            "-5 - 5",
            "2.2 - 2.6 mmol/L",
            "2-3-4",
            "",
            "-",
            "inf - nan",
        ] {
            assert_eq!(range_of_text(text), None, "{text}");
        }
    }
}
