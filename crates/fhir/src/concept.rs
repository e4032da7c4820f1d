//! `CodeableConcept`: one idea in several code systems, and the words the clinician saw.

use std::borrow::Cow;

use metasign_core::record::{Coding, System, Text};

use crate::answer::{self, Given};
use crate::json::{Next, Outcome, Reader};
use crate::lenient::Trouble;

/// So many codes of one concept, or of one entry, are kept.
pub(crate) const MAX_CODES: usize = 64;

/// Longer words are a sentence, which has its own places.
const MAX_FINDING: usize = 60;

/// A coded concept, or a text standing in for one.
#[derive(Debug, Clone, Default)]
pub(crate) struct Concept<'a> {
    /// Its codes in the systems metasign knows.
    pub(crate) codes: Vec<Coding<'a>>,
    /// `text`: what was picked or typed.
    pub(crate) text: Option<Text<'a>>,
    /// The display of a coding in a system that is not read: better than nothing when there is no other word.
    foreign: Option<Text<'a>>,
    /// A code of a system that is not read: some, such as stages, speak for themselves.
    pub(crate) foreign_code: Option<Text<'a>>,
}

/// One `Coding` as sent.
#[derive(Debug, Default)]
pub(crate) struct Coded<'a> {
    pub(crate) system: Option<Text<'a>>,
    pub(crate) code: Option<Text<'a>>,
    pub(crate) display: Option<Text<'a>>,
}

impl<'a> Concept<'a> {
    /// Whether it says nothing at all.
    pub(crate) const fn is_empty(&self) -> bool {
        self.codes.is_empty() && self.text.is_none() && self.foreign.is_none()
    }

    /// The words for it: its text, else a term.
    pub(crate) fn words(&self) -> Option<&Text<'a>> {
        let term = || self.codes.iter().find_map(|coding| coding.term.as_ref());
        self.text.as_ref().or_else(term).or(self.foreign.as_ref())
    }

    /// Puts a finding that is said in words only on its place: “Weakness”, “Both legs” is “Weakness of Both legs”. `false` where
    /// a code says what is found, or the place is told already.
    pub(crate) fn take_place(&mut self, sites: &[Self]) -> bool {
        let places: Vec<&str> = sites
            .iter()
            .filter_map(|site| site.words().map(|words| &**words))
            .collect();
        let Some(words) = self.words().filter(|_| self.codes.is_empty() && !places.is_empty()) else {
            return false;
        };
        let lower = words.to_lowercase();
        if words.len() > MAX_FINDING || places.iter().any(|place| lower.contains(&place.to_lowercase())) {
            return false;
        }
        self.text = Some(format!("{} of {}", words.trim_end_matches('.'), places.join(" and ")).into());
        true
    }

    /// All the words for it: its text and its terms.
    pub(crate) fn all_words(&self) -> impl Iterator<Item = &str> {
        let terms = self.codes.iter().filter_map(|coding| coding.term.as_deref());
        let foreign = self.foreign.as_deref();
        self.text.as_deref().into_iter().chain(terms).chain(foreign)
    }

    /// Words that the codes don't carry: all there are when there is no code, else a text unlike every term.
    pub(crate) fn words_beyond_codes(&self) -> Option<&Text<'a>> {
        if self.codes.is_empty() {
            return self.words();
        }
        let same = |term: &Text<'a>, text: &Text<'a>| term.eq_ignore_ascii_case(text);
        self.text.as_ref().filter(|text| {
            !self
                .codes
                .iter()
                .filter_map(|code| code.term.as_ref())
                .any(|term| same(term, text))
        })
    }
}

impl<'a> Reader<'a> {
    /// A `CodeableConcept`.
    pub(crate) fn concept(&mut self, member: &'static str) -> Outcome<Concept<'a>> {
        let mut concept = Concept::default();
        if self.expect(Next::Object, member)? {
            self.members(|reader, name| match name {
                "coding" => reader.each(|reader| reader.coding(member, &mut concept)),
                "text" => {
                    concept.text = reader.text(member)?;
                    Ok(())
                }
                _ => reader.pass_over(),
            })?;
        }
        Ok(concept)
    }

    /// The answer to a question: its concept, and what its codes and words say of the question.
    pub(crate) fn answer_concept(&mut self, member: &'static str) -> Outcome<(Concept<'a>, Given)> {
        let mut concept = Concept::default();
        let mut given = Given::default();
        if self.expect(Next::Object, member)? {
            self.members(|reader, name| match name {
                "coding" => reader.each(|reader| {
                    let Some(coded) = reader.coded(member)? else {
                        return Ok(());
                    };
                    if let Some(code) = coded.code.as_deref() {
                        given.coded = true;
                        given.add(answer::of_code(coded.system.as_deref(), code.trim()));
                    }
                    if let Some(words) = coded.display.as_deref() {
                        given.add(answer::of_value(words));
                    }
                    // The codes of an answer that only confirms or denies are not the record's.
                    let counted = reader.foreign_codes;
                    reader.add_coding(member, coded, &mut concept);
                    if given.answer.is_some() {
                        reader.foreign_codes = counted;
                    }
                    Ok(())
                }),
                "text" => {
                    concept.text = reader.text(member)?;
                    if let Some(words) = concept.text.as_deref() {
                        given.add(answer::of_value(words));
                    }
                    Ok(())
                }
                _ => reader.pass_over(),
            })?;
        }
        Ok((concept, given))
    }

    /// One `Coding` as sent; `None` for what is none.
    #[inline]
    pub(crate) fn coded(&mut self, member: &'static str) -> Outcome<Option<Coded<'a>>> {
        if !self.expect(Next::Object, member)? {
            return Ok(None);
        }
        let mut coded = Coded::default();
        self.members(|reader, name| {
            match name {
                "system" => coded.system = reader.text(member)?,
                // Some senders write a code of digits as a number.
                "code" if reader.next_is(Next::Number)? => coded.code = Some(reader.number()?.into()),
                "code" => coded.code = reader.text(member)?,
                "display" => coded.display = reader.text(member)?,
                _ => reader.pass_over()?,
            }
            Ok(())
        })?;
        Ok(Some(coded))
    }

    fn coding(&mut self, member: &'static str, concept: &mut Concept<'a>) -> Outcome<()> {
        if let Some(coded) = self.coded(member)? {
            self.add_coding(member, coded, concept);
        }
        Ok(())
    }

    fn add_coding(&mut self, member: &'static str, coded: Coded<'a>, concept: &mut Concept<'a>) {
        let Coded { system, code, display } = coded;
        match (system.as_deref().and_then(system_of), code) {
            (Some(_), Some(_)) if concept.codes.len() >= MAX_CODES => self.trouble(Trouble::TooMany(member)),
            (Some(system), Some(code)) => concept.codes.push(Coding {
                system,
                code: normal_code(system, code.trimmed()),
                term: display,
            }),
            (_, code) => {
                self.foreign_codes = self.foreign_codes.saturating_add(usize::from(code.is_some()));
                if concept.foreign.is_none() {
                    concept.foreign = display;
                }
                if concept.foreign_code.is_none() {
                    concept.foreign_code = code;
                }
            }
        }
    }
}

/// The system a URI names, as GP suppliers and UK Core write it, or its OID. Everything else is passed over and counted.
pub(crate) fn system_of(uri: &str) -> Option<System> {
    // Most come as published.
    match uri {
        "http://snomed.info/sct" => return Some(System::Snomed),
        "http://loinc.org" => return Some(System::Loinc),
        _ => {}
    }
    let uri = uri.trim();
    let lower = if uri.bytes().any(|byte| byte.is_ascii_uppercase()) {
        Cow::from(uri.to_ascii_lowercase())
    } else {
        Cow::from(uri)
    };
    let whole = lower.split(['?', '|', '#']).next().unwrap_or_default();
    let path = whole.strip_prefix("http://").or_else(|| whole.strip_prefix("https://"));
    let Some(path) = path else {
        return system_of_oid(whole.strip_prefix("urn:oid:").unwrap_or(whole).trim_end());
    };
    let path = path.strip_prefix("www.").unwrap_or(path).trim().trim_end_matches('/');
    match path {
        "snomed.info/sct" => Some(System::Snomed),
        "read.info/readv2" => Some(System::Read2),
        "read.info/ctv3" => Some(System::Ctv3),
        "dmd.nhs.uk" => Some(System::Dmd),
        "loinc.org" => Some(System::Loinc),
        "hl7.org/fhir/sid/icd-10" | "hl7.org/fhir/sid/icd-10-uk" => Some(System::Icd10),
        // An edition or version of SNOMED CT (`http://snomed.info/sct/83821000000107`) holds the same concepts.
        path => path.starts_with("snomed.info/sct/").then_some(System::Snomed),
    }
}

/// OIDs that GP systems and GP2GP send in place of a URI, with `urn:oid:` or bare.
fn system_of_oid(oid: &str) -> Option<System> {
    match oid {
        "2.16.840.1.113883.6.96" | "2.16.840.1.113883.2.1.3.2.4.15" => Some(System::Snomed),
        "2.16.840.1.113883.6.1" => Some(System::Loinc),
        "2.16.840.1.113883.6.3" => Some(System::Icd10),
        "2.16.840.1.113883.2.1.6.2" => Some(System::Read2),
        _ => None,
    }
}

/// The form codelists are written in.
///
/// EMIS sends Read v2 codes with the two characters that choose a synonym (`246..00`): the code is the first five.
/// NHS systems write ICD-10 without its point and fill three-character codes with an `X` (`C795`, `C01X`).
fn normal_code(system: System, code: Text<'_>) -> Text<'_> {
    match system {
        System::Read2 if code.len() == 7 => code.get(..5).map(|five| five.to_owned().into()).unwrap_or(code),
        System::Icd10 => match code.as_bytes() {
            [letter, tens, ones, last @ (b'0'..=b'9' | b'X')]
                if letter.is_ascii_uppercase() && tens.is_ascii_digit() && ones.is_ascii_digit() =>
            {
                let category = code.get(..3).unwrap_or_default();
                match last {
                    b'X' => category.to_owned().into(),
                    digit => format!("{category}.{}", char::from(*digit)).into(),
                }
            }
            _ => code,
        },
        _ => code,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_take_the_form_of_the_codelists() {
        let cases = [
            (System::Read2, "246..00", "246.."),
            (System::Read2, "246..", "246.."),
            (System::Ctv3, "XM1GI", "XM1GI"),
            (System::Icd10, "C795", "C79.5"),
            (System::Icd10, "C79.5", "C79.5"),
            (System::Icd10, "C01X", "C01"),
            (System::Icd10, "C50", "C50"),
            (System::Icd10, "é50", "é50"),
            (System::Snomed, "94222008", "94222008"),
        ];
        for (system, sent, normal) in cases {
            assert_eq!(&*normal_code(system, sent.into()), normal, "{sent}");
        }
    }

    #[test]
    fn systems_are_known_as_suppliers_write_them() {
        for uri in [
            "http://snomed.info/sct",
            "https://snomed.info/sct/",
            "http://snomed.info/sct/83821000000107",
            "http://snomed.info/sct ",
            "\u{a0}http://snomed.info/sct\n",
            "http://www.snomed.info/sct",
            "http://SNOMED.info/sct",
            "http://snomed.info/sct|http://snomed.info/sct/83821000000107",
            "urn:oid:2.16.840.1.113883.6.96",
            "urn:oid:2.16.840.1.113883.2.1.3.2.4.15",
            " HTTP://SNOMED.INFO/SCT/ ",
            "URN:OID:2.16.840.1.113883.6.96",
            "2.16.840.1.113883.6.96",
        ] {
            assert_eq!(system_of(uri), Some(System::Snomed), "{uri}");
        }
        assert_eq!(system_of("https://dmd.nhs.uk"), Some(System::Dmd));
        for uri in [
            "snomed",
            "http://snomed.info/sctx",
            "http://hl7.org/fhir/sid/icd-10-cm",
            "urn:oid:1",
            "urn:oid:2.16.840.1.113883.6.960",
            "http://example.org/snomed.info/sct",
            "",
        ] {
            assert_eq!(system_of(uri), None, "{uri}");
        }
    }
}
