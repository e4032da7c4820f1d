//! Answers that only confirm or deny the question they stand beside: by their words, which are the same in all code
//! systems, and by their codes, for senders leave the words out.

mod words;

use metasign_core::record::{Assertion, System, Text};

pub(crate) use self::words::{of_start, of_value, of_words};
use crate::concept::{Coded, system_of};
use crate::json::{Next, Outcome, Reader};

/// What a yes-or-no answer says of the question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Answer {
    Yes,
    No,
    CannotTell,
}

/// Qualifiers of SNOMED CT, answers of LOINC, as code and meaning. Read from published value sets, not from memory.
const CODED: [(System, &str, Answer); 40] = [
    (System::Snomed, "373066001", Answer::Yes),        // Yes
    (System::Snomed, "373067005", Answer::No),         // No
    (System::Snomed, "261665006", Answer::CannotTell), // Unknown
    (System::Snomed, "410515003", Answer::Yes),        // Known present
    (System::Snomed, "410516002", Answer::No),         // Known absent
    (System::Snomed, "410594000", Answer::No),         // Definitely NOT present
    (System::Snomed, "415684004", Answer::CannotTell), // Suspected
    (System::Snomed, "52101004", Answer::Yes),         // Present
    (System::Snomed, "2667000", Answer::No),           // Absent
    (System::Snomed, "10828004", Answer::Yes),         // Positive
    (System::Snomed, "260385009", Answer::No),         // Negative
    (System::Snomed, "260373001", Answer::Yes),        // Detected
    (System::Snomed, "260415000", Answer::No),         // Not detected
    (System::Snomed, "82334004", Answer::CannotTell),  // Indeterminate
    (System::Snomed, "419984006", Answer::CannotTell), // Inconclusive
    (System::Snomed, "42425007", Answer::CannotTell),  // Equivocal
    (System::Snomed, "410605003", Answer::Yes),        // Confirmed present
    (System::Snomed, "410591008", Answer::Yes),        // Definitely present
    (System::Snomed, "410592001", Answer::CannotTell), // Probably present
    (System::Snomed, "410590009", Answer::CannotTell), // Known possible
    (System::Snomed, "410593006", Answer::CannotTell), // Probably NOT present
    (System::Snomed, "272519000", Answer::No),         // Absent
    (System::Snomed, "373068000", Answer::CannotTell), // Undetermined
    (System::Snomed, "11214006", Answer::Yes),         // Reactive
    (System::Snomed, "131194007", Answer::No),         // Non-reactive
    (System::Snomed, "17621005", Answer::No),          // Normal
    (System::Loinc, "LA6626-1", Answer::No),           // Normal
    (System::Loinc, "LA33-6", Answer::Yes),            // Yes
    (System::Loinc, "LA32-8", Answer::No),             // No
    (System::Loinc, "LA9633-4", Answer::Yes),          // Present
    (System::Loinc, "LA9634-2", Answer::No),           // Absent
    (System::Loinc, "LA6576-8", Answer::Yes),          // Positive
    (System::Loinc, "LA6577-6", Answer::No),           // Negative
    (System::Loinc, "LA11882-0", Answer::Yes),         // Detected
    (System::Loinc, "LA11883-8", Answer::No),          // Not detected
    (System::Loinc, "LA11884-6", Answer::CannotTell),  // Indeterminate
    (System::Loinc, "LA11885-3", Answer::CannotTell),  // Equivocal
    (System::Loinc, "LA9663-1", Answer::CannotTell),   // Inconclusive
    (System::Loinc, "LA18198-4", Answer::CannotTell),  // No call
    (System::Loinc, "LA4489-6", Answer::CannotTell),   // Unknown
];

/// A coded answer: what it says of the question, where it only says that, and what it was made of.
#[derive(Debug, Default)]
pub(crate) struct Given {
    /// What its codes and words say; two that differ can't be told.
    pub(crate) answer: Option<Answer>,
    /// A code stands there.
    pub(crate) coded: bool,
}

impl Given {
    pub(crate) fn add(&mut self, answer: Option<Answer>) {
        self.answer = match (self.answer, answer) {
            (Some(one), Some(other)) if one != other => Some(Answer::CannotTell),
            (known, answer) => known.or(answer),
        };
    }
}

/// What a code says, in a system whose answers are known.
pub(crate) fn of_code(system: Option<&str>, code: &str) -> Option<Answer> {
    let uri = system.unwrap_or_default();
    match system_of(uri) {
        Some(system) => CODED
            .into_iter()
            .find_map(|(of, known, answer)| (of == system && known == code).then_some(answer)),
        // Single letters in HL7's own tables only (0136, 0532, interpretations): elsewhere `N` may be Normal.
        None => {
            let tables = ["hl7.org", "0136", "0532", "113883.12.136", "113883.12.532", "yes-no"];
            let hl7 = tables.into_iter().any(|table| uri.contains(table));
            let letter = match code {
                "Y" | "y" | "POS" | "DET" => Some(Answer::Yes),
                "N" | "n" | "NEG" | "ND" => Some(Answer::No),
                "U" | "u" | "UNK" | "NA" | "NI" | "ASKU" | "NASK" | "NAV" | "IND" | "E" | "NP" => {
                    Some(Answer::CannotTell)
                }
                _ => None,
            };
            letter.filter(|_| hl7).or_else(|| of_words(code))
        }
    }
}

/// An interpretation: `NEG` and `POS` answer a question that has no other answer.
#[derive(Debug, Default)]
pub(crate) struct Interpretation<'a> {
    pub(crate) words: Option<Text<'a>>,
    pub(crate) given: Given,
    pub(crate) flag: Option<Flag>,
}

/// What a laboratory calls a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flag {
    Normal,
    Abnormal,
}

impl Flag {
    fn of(word: &str) -> Option<Self> {
        const OUTSIDE: [&str; 14] = [
            "A", "AA", "H", "HH", "L", "LL", "HU", "LU", "HX", "LX", "high", "low", "abnormal", "critical",
        ];
        let word = word.trim();
        let is = |known: &str| word.eq_ignore_ascii_case(known);
        if is("N") || is("normal") {
            Some(Self::Normal)
        } else {
            OUTSIDE.into_iter().any(is).then_some(Self::Abnormal)
        }
    }
}

impl Interpretation<'_> {
    pub(crate) const fn says_nothing(&self) -> bool {
        self.words.is_none() && !self.given.coded && self.given.answer.is_none()
    }
}

impl<'a> Reader<'a> {
    /// One `interpretation`.
    pub(crate) fn interpretation(&mut self, into: &mut Interpretation<'a>) -> Outcome<()> {
        const MEMBER: &str = "interpretation";
        if !self.expect(Next::Object, MEMBER)? {
            return Ok(());
        }
        self.members(|reader, name| match name {
            "coding" => reader.each(|reader| {
                let Some(Coded { system, code, display }) = reader.coded(MEMBER)? else {
                    return Ok(());
                };
                let said = [code.as_deref(), display.as_deref()];
                into.flag = into.flag.or_else(|| said.into_iter().flatten().find_map(Flag::of));
                if let Some(code) = &code {
                    // Normal is no statement of a finding; abnormal, high and low are.
                    into.given.coded |= !matches!(
                        code.trim(),
                        "A" | "AA" | "H" | "HH" | "L" | "LL" | "HU" | "LU" | "U" | "D" | "W" | "B"
                    );
                    into.given.add(of_interpretation(system.as_deref(), code));
                }
                if into.words.is_none() {
                    into.words = display;
                }
                Ok(())
            }),
            "text" => {
                if let Some(words) = reader.text(MEMBER)? {
                    into.given.add(of_words(&words));
                    into.flag = into.flag.or_else(|| Flag::of(&words));
                    into.words = Some(words);
                }
                Ok(())
            }
            _ => reader.pass_over(),
        })
    }
}

/// Of the codes of FHIR's list only these answer a question; `N` is Normal there, not No.
fn of_interpretation(system: Option<&str>, code: &str) -> Option<Answer> {
    match code {
        "NEG" | "ND" | "NR" => Some(Answer::No),
        "POS" | "DET" | "RR" | "WR" => Some(Answer::Yes),
        "IND" | "E" => Some(Answer::CannotTell),
        _ => of_code(system.filter(|system| system_of(system).is_some()), code),
    }
}

/// Sets what is said of a question from its answer.
pub(crate) fn answered(assertion: &mut Assertion, answer: Answer) {
    *assertion = match (answer, *assertion) {
        (Answer::Yes, stated) => stated,
        (Answer::No, Assertion::Absent) => Assertion::Possible,
        (Answer::No, Assertion::Family) => Assertion::Family,
        (Answer::No, _) => Assertion::Absent,
        (Answer::CannotTell, _) => Assertion::Other,
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_known_by_code_in_their_own_systems_only() {
        let snomed = Some("http://snomed.info/sct");
        let hl7 = Some("http://terminology.hl7.org/CodeSystem/v2-0136");
        for (system, code, answer) in [
            (snomed, "373067005", Some(Answer::No)),
            (snomed, "410515003", Some(Answer::Yes)),
            (snomed, "22298006", None),
            (Some("http://loinc.org"), "LA32-8", Some(Answer::No)),
            (snomed, "LA32-8", None),
            (hl7, "N", Some(Answer::No)),
            (hl7, "Y", Some(Answer::Yes)),
            (Some("urn:oid:2.16.840.1.113883.12.136"), "N", Some(Answer::No)),
            (Some("http://local/x"), "N", None),
            (Some("http://local/x"), "no", Some(Answer::No)),
            (None, "Y", None),
            (Some("http://local/x"), "17", None),
        ] {
            assert_eq!(of_code(system, code), answer, "{system:?} {code}");
        }
    }

    #[test]
    fn answers_that_differ_can_t_be_told() {
        let mut given = Given::default();
        given.add(Some(Answer::Yes));
        given.add(None);
        assert_eq!(given.answer, Some(Answer::Yes));
        given.add(Some(Answer::No));
        assert_eq!(given.answer, Some(Answer::CannotTell));
    }

    #[test]
    fn normal_is_no_answer() {
        assert_eq!(of_interpretation(None, "N"), None);
        assert_eq!(of_interpretation(None, "NEG"), Some(Answer::No));
        assert_eq!(
            of_interpretation(Some("http://snomed.info/sct"), "10828004"),
            Some(Answer::Yes)
        );
    }
}
