//! `CodeableConcept`: one idea in several code systems, and the words the clinician saw.

use metasign_core::record::{Coding, System, Text};

use crate::json::{Next, Outcome, Reader};

/// A coded concept, or a text standing in for one.
#[derive(Debug, Clone, Default)]
pub(crate) struct Concept<'a> {
    /// Its codes in the systems metasign knows.
    pub(crate) codes: Vec<Coding<'a>>,
    /// `text`: what was picked or typed.
    pub(crate) text: Option<Text<'a>>,
    /// The display of a coding in a system that is not read: better than nothing when there is no other word.
    foreign: Option<Text<'a>>,
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

    /// A status: R4 wraps in a `CodeableConcept` what STU3 writes as a word.
    pub(crate) fn status_word(&mut self, member: &'static str) -> Outcome<Option<Text<'a>>> {
        if self.next_kind()? != Next::Object {
            return self.text(member);
        }
        let (mut word, mut text) = (None, None);
        self.members(|reader, name| match name {
            "coding" => reader.each(|reader| {
                if !reader.expect(Next::Object, member)? {
                    return Ok(());
                }
                reader.members(|reader, name| {
                    match name {
                        "code" if word.is_none() => word = reader.text(member)?,
                        _ => reader.pass_over()?,
                    }
                    Ok(())
                })
            }),
            "text" => {
                text = reader.text(member)?;
                Ok(())
            }
            _ => reader.pass_over(),
        })?;
        Ok(word.or(text))
    }

    fn coding(&mut self, member: &'static str, concept: &mut Concept<'a>) -> Outcome<()> {
        if !self.expect(Next::Object, member)? {
            return Ok(());
        }
        let (mut system, mut code, mut display) = (None, None, None);
        self.members(|reader, name| {
            match name {
                "system" => system = reader.text(member)?,
                "code" => code = reader.text(member)?,
                "display" => display = reader.text(member)?,
                _ => reader.pass_over()?,
            }
            Ok(())
        })?;
        match (system.as_deref().and_then(system_of), code) {
            (Some(system), Some(code)) => concept.codes.push(Coding {
                system,
                code: normal_code(system, code),
                term: display,
            }),
            (_, code) => {
                self.foreign_codes = self.foreign_codes.saturating_add(usize::from(code.is_some()));
                if concept.foreign.is_none() {
                    concept.foreign = display;
                }
            }
        }
        Ok(())
    }
}

/// The system a URI names, as GP suppliers and UK Core write it. Everything else is passed over and counted.
fn system_of(uri: &str) -> Option<System> {
    let path = uri.strip_prefix("http://").or_else(|| uri.strip_prefix("https://"))?;
    match path.trim_end_matches('/') {
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
        ] {
            assert_eq!(system_of(uri), Some(System::Snomed), "{uri}");
        }
        assert_eq!(system_of("https://dmd.nhs.uk"), Some(System::Dmd));
        for uri in [
            "snomed",
            "http://snomed.info/sctx",
            "http://hl7.org/fhir/sid/icd-10-cm",
            "urn:oid:1",
            "",
        ] {
            assert_eq!(system_of(uri), None, "{uri}");
        }
    }
}
