//! What puts a statement on relatives: headings of sections and lists, and questions.

/// LOINC's code of a section with the history of family members' diseases.
pub(crate) const FAMILY_SECTION: &str = "10157-6";

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
        family |= [
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
        ]
        .into_iter()
        .any(is);
        other |= NOT_HISTORY.into_iter().any(is);
    }
    family && !other
}

/// Whether a question is about relatives: its answer is then theirs.
pub(crate) fn asks(words: &str) -> bool {
    let starts = |prefix: &str| {
        words
            .trim_start()
            .get(..prefix.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(prefix))
    };
    let has = |part: &[u8]| {
        words
            .as_bytes()
            .windows(part.len())
            .any(|window| window.eq_ignore_ascii_case(part))
    };
    starts("FH:")
        || starts("FH ")
        || starts("FHx")
        || starts("F/H")
        || starts("[FH]")
        || has(b"family history")
        || has(b"family hx")
        || has(b"family member")
        || has(b"in family")
        || has(b"first degree relative")
        || has(b"history of relative")
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
