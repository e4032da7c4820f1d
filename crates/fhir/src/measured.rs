//! What an `Observation` or one of its components measured or found: value, comparator, range, interpretation.

use metasign_core::record::{Comparator, ReferenceRange, Text};

use crate::concept::Concept;
use crate::json::{Next, Outcome, Reader};
use crate::lenient::Trouble;

/// A question and its answer.
#[derive(Debug, Default)]
pub(crate) struct Measured<'a> {
    pub(crate) code: Concept<'a>,
    pub(crate) value: Value<'a>,
    pub(crate) interpretation: Option<Text<'a>>,
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
    Concept(Concept<'a>),
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

impl<'a> Quantity<'a> {
    /// The unit: the UCUM code where there is one, for it is exact; else the laboratory's own words.
    pub(crate) fn unit(&self) -> Option<&Text<'a>> {
        let exact = if self.ucum { self.code.as_ref() } else { None };
        exact.or(self.unit.as_ref()).or(self.code.as_ref())
    }
}

impl<'a> Measured<'a> {
    /// Takes one member of an Observation or component; `false` if it is none of these, and then nothing is taken.
    pub(crate) fn take(&mut self, reader: &mut Reader<'a>, name: &str) -> Outcome<bool> {
        if name.starts_with("value") && !matches!(self.value, Value::None) {
            reader.troubles.push(Trouble::Twice("value"));
        }
        match name {
            "code" => self.code = reader.concept("code")?,
            "valueQuantity" => self.value = Value::Quantity(reader.quantity("valueQuantity")?),
            "valueString" => self.value = reader.text("valueString")?.map_or(Value::None, Value::Text),
            "valueCodeableConcept" => self.value = Value::Concept(reader.concept("valueCodeableConcept")?),
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
            "interpretation" => reader.each(|reader| {
                // Its codes are FHIR's own, not the record's: they don't count as passed over.
                let counted = reader.foreign_codes;
                let concept = reader.concept("interpretation")?;
                reader.foreign_codes = counted;
                if self.interpretation.is_none() {
                    self.interpretation = concept.words().cloned();
                }
                Ok(())
            })?,
            "referenceRange" => reader.each(|reader| {
                self.ranges.push(reader.reference_range()?);
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
        let unit = match &self.value {
            Value::Quantity(quantity) => quantity.unit(),
            _ => None,
        };
        let mut usable = self.ranges.iter().filter(|range| !range.special);
        let Some(range) = usable.next() else {
            return Ok(None);
        };
        if usable.next().is_some() {
            return Err("it has several reference ranges and does not say which one holds; none was used");
        }
        let other_unit = |quantity: &Quantity<'_>| match (quantity.unit(), unit) {
            (Some(theirs), Some(ours)) => !theirs.eq_ignore_ascii_case(ours),
            _ => false,
        };
        if range.low.iter().chain(&range.high).any(other_unit) {
            return Err("its reference range is in another unit than its value and was not used");
        }
        let bound = |quantity: &Option<Quantity<'_>>| quantity.as_ref().and_then(|quantity| quantity.value);
        let (low, high) = (bound(&range.low), bound(&range.high));
        if low.is_some() || high.is_some() {
            return Ok(Some(ReferenceRange { low, high }));
        }
        Ok(range.text.as_deref().and_then(range_of_text))
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
                        reader.troubles.push(Trouble::Twice(member));
                    }
                    quantity.value = reader.decimal(member)?;
                }
                "comparator" => {
                    let word = reader.text(member)?;
                    quantity.comparator = word.as_deref().and_then(comparator_of);
                    unreadable = word.is_some() && quantity.comparator.is_none();
                }
                "unit" => quantity.unit = reader.text(member)?,
                "code" => quantity.code = reader.text(member)?,
                "system" => {
                    quantity.ucum = reader.text(member)?.as_deref() == Some("http://unitsofmeasure.org");
                }
                _ => reader.pass_over()?,
            }
            Ok(())
        })?;
        if unreadable {
            // A number whose comparator can't be read is not that number.
            self.troubles.push(Trouble::Word(member));
            quantity.value = None;
        }
        Ok(quantity)
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
                "type" => range.special = !matches!(reader.status_word(MEMBER)?.as_deref(), None | Some("normal")),
                _ => reader.pass_over()?,
            }
            Ok(())
        })?;
        Ok(range)
    }
}

fn comparator_of(word: &str) -> Option<Comparator> {
    match word {
        "<" => Some(Comparator::Below),
        "<=" => Some(Comparator::AtMost),
        ">=" => Some(Comparator::AtLeast),
        ">" => Some(Comparator::Above),
        _ => None,
    }
}

/// A range in plain words: `2.2 - 2.6`, `(2.2-2.6)`, `2.2 to 2.6`, `< 5`, `>60`. Anything more is not guessed at.
fn range_of_text(text: &str) -> Option<ReferenceRange> {
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
