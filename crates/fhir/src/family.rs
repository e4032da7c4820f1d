//! What puts a statement on relatives: headings of sections and lists, and questions.

use crate::concept::Concept;

/// LOINC's and SNOMED CT's codes of a section with the history of family members' diseases.
const SECTIONS: [&str; 2] = ["10157-6", "422432008"];

/// Relatives, as the words of a problem name them.
const RELATIVES: [&str; 31] = [
    "mother",
    "father",
    "mum",
    "mom",
    "dad",
    "parent",
    "sister",
    "brother",
    "sibling",
    "aunt",
    "uncle",
    "cousin",
    "niece",
    "nephew",
    "daughter",
    "son",
    "grandmother",
    "grandfather",
    "grandparent",
    "grandma",
    "grandad",
    "gran",
    "nan",
    "grandson",
    "granddaughter",
    "mgm",
    "mgf",
    "pgm",
    "pgf",
    "relative",
    "fdr",
];

/// Whether a concept heads a section or list of the family's.
pub(crate) fn heads(concept: &Concept<'_>) -> bool {
    concept.codes.iter().any(|code| SECTIONS.contains(&&*code.code)) || concept.all_words().any(is_heading)
}

/// Whether a word, in lower case, names a relative.
pub(crate) fn is_relative(word: &str) -> bool {
    RELATIVES.contains(&word) || RELATIVES.contains(&word.trim_end_matches('s'))
}

/// Whether a problem's own words put it on a relative: “Mother: breast cancer”, “Breast cancer (father)”.
pub(crate) fn is_relatives(words: &str) -> bool {
    let lower = words.trim().to_ascii_lowercase();
    let named = |part: &str| {
        let mut parts = part
            .split([' ', '-', ',', '/', '&', '\''])
            .filter(|word| !word.is_empty());
        let side = |word: &str| {
            matches!(
                word,
                "maternal"
                    | "paternal"
                    | "half"
                    | "older"
                    | "younger"
                    | "her"
                    | "his"
                    | "in"
                    | "and"
                    | "both"
                    | "a"
                    | "s"
            )
        };
        let mut some = false;
        parts.all(|word| {
            some |= is_relative(word);
            is_relative(word) || side(word)
        }) && some
    };
    // The relative before a mark or a verb, or alone in brackets at the end.
    let before = [
        ":",
        " - ",
        " \u{2013} ",
        " had ",
        " has ",
        " with ",
        " died ",
        " diagnosed ",
    ]
    .into_iter()
    .any(|mark| lower.split_once(mark).is_some_and(|(before, _)| named(before)));
    let behind = lower
        .strip_suffix(')')
        .and_then(|inside| inside.rsplit_once('('))
        .is_some_and(|(_, inside)| named(inside));
    let last = lower.rsplit_once(" in ").is_some_and(|(_, last)| named(last));
    before || behind || last
}

/// Words that put what a heading holds on the family.
pub(crate) const HEADS: [&str; 14] = [
    "family",
    "familial",
    "families",
    "relatives",
    "relative",
    "fh",
    "fhx",
    "f/h",
    "fam",
    "f/hx",
    "maternal",
    "paternal",
    "parental",
    "hereditary",
];

/// Words behind “family” that make it something else: the doctor, contraception, who was talked to.
const NOT_HISTORY: [&str; 14] = [
    "planning",
    "doctor",
    "doctors",
    "physician",
    "practice",
    "practitioner",
    "medicine",
    "meeting",
    "discussion",
    "support",
    "liaison",
    "carer",
    "therapy",
    "contact",
];

/// Whether a heading puts what stands under it on the family: any that says family, FH or relatives.
pub(crate) fn is_heading(title: &str) -> bool {
    let mut family = false;
    let mut other = false;
    for word in title.split(|character: char| !character.is_alphanumeric() && character != '/') {
        let is = |known: &str| word.eq_ignore_ascii_case(known);
        family |= HEADS.into_iter().any(is);
        other |= NOT_HISTORY.into_iter().any(is);
    }
    family && !other
}

/// Whether a category says family history; “maternal health” and “family medicine” don't.
pub(crate) fn is_category(words: &str) -> bool {
    let lower = words.trim().to_ascii_lowercase();
    let family = ["family", "familial", "relative"]
        .into_iter()
        .any(|word| lower.contains(word));
    let history = ["history", "hx", "hist", "member", "disease"]
        .into_iter()
        .any(|word| lower.contains(word));
    (family && history && is_heading(words)) || matches!(lower.as_str(), "fh" | "fhx" | "f/h" | "relatives")
}

/// Whether the type of a document says that all of it is a family history.
pub(crate) fn is_document(concept: &Concept<'_>) -> bool {
    concept.codes.iter().any(|code| SECTIONS.contains(&&*code.code)) || concept.all_words().any(is_category)
}

/// Whether a question is about relatives: its answer is then theirs.
pub(crate) fn asks(words: &str) -> bool {
    let starts = |prefix: &str| {
        words
            .trim_start()
            .get(..prefix.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(prefix))
    };
    let starts_so = ["FH:", "FH ", "FHx", "F/H", "[FH]"].into_iter().any(starts);
    // Nearly no question says either.
    if starts_so || !(holds(words, "family") || holds(words, "relative")) {
        return starts_so;
    }
    [
        "family history",
        "family hx",
        "family member",
        "in family",
        "first degree relative",
        "history of relative",
    ]
    .into_iter()
    .any(|part| holds(words, part))
}

/// Whether some words hold others, in small letters or capitals.
fn holds(words: &str, part: &str) -> bool {
    let (bytes, part) = (words.as_bytes(), part.as_bytes());
    let Some(first) = part.first() else { return true };
    memchr::memchr2_iter(*first, first.to_ascii_uppercase(), bytes).any(|at| {
        let here = bytes.get(at..at.saturating_add(part.len()));
        here.is_some_and(|here| here.eq_ignore_ascii_case(part))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_heading_that_says_family_is_the_family_s() {
        for title in [
            "Family history",
            "FAMILY HISTORY:",
            "Family History (FHx)",
            "History of family member diseases",
            "FHx",
            "FH",
            "F/H",
            "Social and family history",
            "Medical history of relatives",
            "Familial cancer",
            "Family",
        ] {
            assert!(is_heading(title), "{title}");
        }
        for title in [
            "Family planning",
            "Family doctor",
            "Letter to family practice",
            "Problems",
            "",
            "Past medical history",
            "Discussion with family",
            "FHIR export",
            "Results",
        ] {
            assert!(!is_heading(title), "{title}");
        }
    }

    #[test]
    fn a_problem_of_a_relative_is_known_by_its_words() {
        for words in [
            "Mother: breast cancer",
            "Mother - breast cancer",
            "Breast cancer (maternal aunt)",
            "Breast cancer in mother",
            "Father had bowel cancer",
            "Paternal grandfather with lung cancer",
        ] {
            assert!(is_relatives(words), "{words}");
        }
        for words in [
            "Mother and baby unit",
            "Maternal care for fetal abnormality",
            "Breast cancer",
            "Bone metastases (family aware)",
            "Pain in arm",
            "Breast cancer - mother aware",
            "Mother worried: leg weakness",
            "Cancer in situ",
        ] {
            assert!(!is_relatives(words), "{words}");
        }
    }

    #[test]
    fn questions_about_relatives_are_known() {
        for words in [
            "Family history of breast cancer",
            "FH: Breast cancer",
            "No family history of bowel cancer",
            "Cancer in family",
        ] {
            assert!(asks(words), "{words}");
        }
        for words in ["Breast cancer", "Familiar with inhaler", "fhi"] {
            assert!(!asks(words), "{words}");
        }
    }
}
