//! Answers in words: what confirms, denies or leaves open whatever the question is.

use super::Answer;
use crate::concept::Concept;

/// Words that confirm, deny or leave open whatever the question is.
const YES: [&str; 20] = [
    "yes",
    "true",
    "present",
    "known present",
    "confirmed present",
    "definitely present",
    "confirmed",
    "positive",
    "pos",
    "+ve",
    "+",
    "++",
    "+++",
    "detected",
    "reactive",
    "seen",
    "found",
    "evident",
    "elicited",
    "reported",
];

const NO: [&str; 32] = [
    "no",
    "none",
    "nil",
    "negative",
    "neg",
    "-ve",
    "not detected",
    "none detected",
    "non-reactive",
    "false",
    "absent",
    "known absent",
    "not present",
    "definitely not present",
    "not seen",
    "none seen",
    "nil seen",
    "not found",
    "none found",
    "nil found",
    "not elicited",
    "not evident",
    "none evident",
    "no evidence",
    "none reported",
    "none noted",
    "nil noted",
    "denied",
    "denies",
    "never",
    "no symptoms",
    "asymptomatic",
];

const OPEN: [&str; 45] = [
    "unknown",
    "not known",
    "don't know",
    "do not know",
    "undetermined",
    "indeterminate",
    "inconclusive",
    "equivocal",
    "not asked",
    "asked but unknown",
    "asked-unknown",
    "not-asked",
    "not answered",
    "not tested",
    "not done",
    "not performed",
    "not assessed",
    "not examined",
    "unable to assess",
    "not recorded",
    "not stated",
    "not available",
    "unavailable",
    "not applicable",
    "n/a",
    "deferred",
    "declined",
    "refused",
    "cancelled",
    "pending",
    "awaited",
    "result awaited",
    "to follow",
    "result to follow",
    "insufficient",
    "insufficient sample",
    "insufficient specimen",
    "sample haemolysed",
    "haemolysed",
    "see comment",
    "see comments",
    "see note",
    "see notes",
    "see report",
    "see below",
];

/// Words that deny a finding where they are its value. Of a test they say that it is normal, so they are no answers elsewhere:
/// a row “Power in legs: normal” is not “no power”.
const NORMAL: [&str; 12] = [
    "resolved",
    "settled",
    "gone",
    "normal",
    "nad",
    "no abnormality",
    "no abnormality detected",
    "nothing abnormal detected",
    "within normal limits",
    "wnl",
    "unremarkable",
    "normal range",
];

/// What the words of an answer say.
pub(crate) fn of_words(words: &str) -> Option<Answer> {
    let words = bare(words);
    let is = |list: &[&str]| list.iter().any(|word| word.eq_ignore_ascii_case(words));
    if is(&YES) {
        Some(Answer::Yes)
    } else if is(&NO) {
        Some(Answer::No)
    } else if is(&OPEN) {
        Some(Answer::CannotTell)
    } else {
        None
    }
}

/// What the words of a value say, where “normal” and “0 of 10” deny too.
pub(crate) fn of_value(words: &str) -> Option<Answer> {
    let said = of_words(words);
    if said.is_some() {
        return said;
    }
    let words = bare(words);
    let normal = NORMAL.into_iter().any(|word| word.eq_ignore_ascii_case(words));
    (normal || is_zero_of(words)).then_some(Answer::No)
}

/// An answer at the beginning of a longer value, and the words behind it: “No, fully mobile”, “None reported today”, “Patient
/// denies”, “No weakness” where weakness is asked for. “No change” and “No longer able” are none.
pub(crate) fn of_start<'v>(value: &'v str, question: &Concept<'_>) -> Option<(Answer, &'v str)> {
    const BEFORE: [&str; 5] = ["patient ", "pt ", "he ", "she ", "they "];
    const NOW: [&str; 8] = [
        " today",
        " now",
        " currently",
        " at present",
        " at the moment",
        " at this time",
        " on examination",
        " on exam",
    ];
    let marks = [",", ";", ". ", ":", " - ", " \u{2013} ", "\n"];
    let end = marks
        .into_iter()
        .filter_map(|mark| Some((value.find(mark)?, mark.len())))
        .min();
    let (head, rest) = match end {
        Some((at, length)) => (value.get(..at)?, value.get(at.checked_add(length)?..)?),
        None => (value, ""),
    };
    if head.len() > 80 {
        return None;
    }
    let lower = head.trim().to_ascii_lowercase();
    let mut said = lower.as_str();
    said = BEFORE
        .into_iter()
        .find_map(|who| said.strip_prefix(who))
        .unwrap_or(said);
    said = NOW.into_iter().find_map(|when| said.strip_suffix(when)).unwrap_or(said);
    if let Some(answer) = of_words(said) {
        return Some((answer, rest.trim()));
    }
    let denied = [
        "no ",
        "denies ",
        "denied ",
        "not any ",
        "no evidence of ",
        "denies any ",
        "without ",
    ];
    let named = |words: &str| {
        let mut all = words.split([' ', '/', '-']).filter(|word| !word.is_empty()).peekable();
        let asked = |word: &str| {
            word.len() > 3
                && question.all_words().any(|asked| {
                    asked
                        .to_ascii_lowercase()
                        .split([' ', '(', ')'])
                        .any(|other| other == word)
                })
        };
        all.peek().is_some() && all.all(asked)
    };
    let denies = denied
        .into_iter()
        .filter_map(|start| said.strip_prefix(start))
        .any(named);
    denies.then_some((Answer::No, rest.trim()))
}

/// `0/10`, `0 out of 10`: none, on a scale.
fn is_zero_of(words: &str) -> bool {
    let Some(behind) = words.strip_prefix('0') else {
        return false;
    };
    let behind = behind.trim_start();
    ["/", "out of ", "of "]
        .into_iter()
        .find_map(|sign| behind.strip_prefix(sign))
        .is_some_and(|most| {
            let most = most.trim();
            !most.is_empty() && most.len() < 4 && most.bytes().all(|byte| byte.is_ascii_digit())
        })
}

/// Without the kind that SNOMED writes behind a qualifier (`Absent (qualifier value)`), and the full stop.
fn bare(words: &str) -> &str {
    let words = words.split_once(" (").map_or(words, |(before, _)| before);
    words.trim().trim_end_matches('.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_may_begin_a_longer_value() {
        let mut question = Concept::default();
        question.text = Some("Muscle weakness".into());
        for (value, answer, rest) in [
            ("No, fully mobile", Answer::No, "fully mobile"),
            ("No - never", Answer::No, "never"),
            ("Patient denies", Answer::No, ""),
            ("Not present today", Answer::No, ""),
            ("No weakness", Answer::No, ""),
            ("No muscle weakness. Walks well", Answer::No, "Walks well"),
            ("Yes - both legs", Answer::Yes, "both legs"),
        ] {
            assert_eq!(of_start(value, &question), Some((answer, rest)), "{value}");
        }
        for value in [
            "No change",
            "No longer able to walk",
            "No better, worse",
            "No power",
            "Nothing new",
            "Not resolved",
            "",
        ] {
            assert_eq!(of_start(value, &question), None, "{value}");
        }
    }
}
