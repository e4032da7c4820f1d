//! Stages of cancer, which FHIR holds in places where no word says that a cancer is meant: the value of an Observation
//! of the stage group, and `Condition.stage`.
//!
//! “Stage IV” alone may be a kidney's or an ulcer's, so the note reader does not take it for spread. Here the place says
//! what it is of, and the words the reader knows are put together: “cancer: stage IV”.

use metasign_core::record::{System, Text};

use crate::concept::Concept;

/// Questions for the stage group of a cancer (LOINC and SNOMED CT, from mCODE).
const STAGE_GROUP: [&str; 5] = ["21908-9", "21902-2", "21914-7", "399537006", "399390009"];

/// Questions for the M category (distant metastases).
const M_CATEGORY: [&str; 3] = ["21907-1", "21901-4", "21913-9"];

/// SNOMED CT's “Clinical stage IV (finding)”.
const STAGE_IV: &str = "2640006";

/// Words that make a problem a cancer.
const CANCER: [&str; 13] = [
    "cancer",
    "carcinom",
    "malignan",
    "neoplasm",
    "tumour",
    "tumor",
    "melanom",
    "sarcom",
    "blastom",
    "adenoca",
    "mesotheliom",
    "seminom",
    "germ cell",
];

/// Whether the question asks for the stage group of a cancer, or for its M category.
pub(crate) fn asks(code: &Concept<'_>) -> bool {
    if code.codes.iter().any(|coding| {
        matches!(coding.system, System::Loinc | System::Snomed)
            && (STAGE_GROUP.contains(&&*coding.code) || M_CATEGORY.contains(&&*coding.code))
    }) {
        return true;
    }
    let words = code.words().map(|words| words.to_lowercase()).unwrap_or_default();
    let stage = words.contains("stage") || words.contains("staging");
    stage
        && (words.contains("tnm")
            || words.contains("stage group")
            || words.contains("ajcc")
            || words.contains("uicc")
            || is_cancer(&words))
}

/// What a stage says in words the note reader knows; `None` when it says nothing of spread.
pub(crate) fn in_words(stage: &Concept<'_>) -> Option<Text<'static>> {
    if stage
        .codes
        .iter()
        .any(|coding| coding.system == System::Snomed && &*coding.code == STAGE_IV)
    {
        return Some("cancer: stage IV".into());
    }
    stage
        .words()
        .and_then(|words| spread(words))
        .or_else(|| spread(stage.foreign_code.as_deref()?))
}

/// What the words of a stage say of spread.
pub(crate) fn spread(words: &str) -> Option<Text<'static>> {
    // `Clinical stage IV (finding)`, `Stage 4`, `IVB`, `4`, `AJCC stage IVA`, `cT3 N1 M1`, `M1`.
    let mut after_stage = false;
    let parts: Vec<&str> = words
        .split(|character: char| !character.is_alphanumeric())
        .filter(|part| !part.is_empty())
        .collect();
    for part in &parts {
        let part = part.to_ascii_uppercase();
        let bare = part.trim_end_matches(['A', 'B', 'C']);
        if (after_stage || parts.len() <= 1) && matches!(bare, "IV" | "4") {
            return Some("cancer: stage IV".into());
        }
        let category = part
            .trim_start_matches(['C', 'P', 'Y'])
            .trim_end_matches(['A', 'B', 'C', 'D']);
        if category == "M1" {
            return Some("cancer: M1 disease".into());
        }
        after_stage = matches!(part.as_str(), "STAGE" | "GROUP" | "STADIUM") || (after_stage && part == "GROUP");
    }
    None
}

/// What `Condition.stage` says, where the problem is a cancer.
pub(crate) fn of_problem(problem: &Concept<'_>, stage: &Concept<'_>) -> Option<Text<'static>> {
    let named = problem.words().is_some_and(|words| is_cancer(&words.to_lowercase()));
    let coded = problem.codes.iter().any(|coding| match coding.system {
        // Solid cancers; a lymphoma of stage IV has not spread in the same sense.
        System::Icd10 => matches!(coding.code.as_bytes(), [b'C', b'0'..=b'7', ..] | [b'C', b'8', b'0', ..]),
        _ => coding.term.as_ref().is_some_and(|term| is_cancer(&term.to_lowercase())),
    });
    let says_so = stage.words().is_some_and(|words| {
        let words = words.to_lowercase();
        is_cancer(&words) || words.contains("tnm") || words.contains("ajcc")
    });
    if named || coded || says_so {
        in_words(stage)
    } else {
        None
    }
}

fn is_cancer(words: &str) -> bool {
    CANCER.into_iter().any(|cancer| words.contains(cancer)) && !words.contains("lymphom") && !words.contains("benign")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn concept(words: &'static str) -> Concept<'static> {
        let mut concept = Concept::default();
        concept.text = Some(words.into());
        concept
    }

    #[test]
    fn stage_iv_is_known_however_it_is_written() {
        for words in [
            "Clinical stage IV (finding)",
            "Stage 4",
            "IV",
            "4",
            "IVB",
            "AJCC stage group IVA",
            "stage: IV",
            "Stage Group 4",
        ] {
            assert_eq!(spread(words).as_deref(), Some("cancer: stage IV"), "{words}");
        }
        for words in ["M1", "cM1", "cT3 N1 M1b", "pM1a"] {
            assert_eq!(spread(words).as_deref(), Some("cancer: M1 disease"), "{words}");
        }
        for words in [
            "Stage III",
            "Stage 3",
            "IIIC",
            "M0",
            "T4 N0 M0",
            "grade 4",
            "pT4",
            "",
            "Gleason 4",
        ] {
            assert_eq!(spread(words), None, "{words}");
        }
    }

    #[test]
    fn the_stage_of_a_kidney_is_no_spread() {
        assert_eq!(
            of_problem(&concept("Chronic kidney disease"), &concept("Stage 4")),
            None
        );
        assert_eq!(
            of_problem(&concept("Hodgkin lymphoma, malignant"), &concept("Stage IV")),
            None
        );
        assert!(of_problem(&concept("Malignant neoplasm of breast"), &concept("Stage IV")).is_some());
        assert!(!asks(&concept("CKD stage")) && asks(&concept("TNM stage")) && asks(&concept("Cancer stage")));
    }
}
