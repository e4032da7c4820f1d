//! What headings say: of a line, of a column or row of a table.

use crate::family;

/// Words that stand beside those of [`family::HEADS`] in the usual headings of a family history; a line of other words is a statement.
const BESIDE_FAMILY: [&str; 26] = [
    "hx",
    "hist",
    "history",
    "medical",
    "of",
    "member",
    "members",
    "disease",
    "diseases",
    "illness",
    "illnesses",
    "and",
    "social",
    "the",
    "relevant",
    "significant",
    "past",
    "genetic",
    "health",
    "conditions",
    "problems",
    "background",
    "pfsh",
    "section",
    "degree",
    "s",
];

/// Headings of the patient's own story, whatever their level: they end what is said of the family.
const OWN: [&str; 38] = [
    "examination",
    "exam",
    "o/e",
    "presenting",
    "pc",
    "hpc",
    "hpi",
    "plan",
    "impression",
    "imp",
    "assessment",
    "medication",
    "medications",
    "meds",
    "drug",
    "drugs",
    "dh",
    "allergies",
    "allergy",
    "investigations",
    "results",
    "observations",
    "obs",
    "vital",
    "vitals",
    "ros",
    "systems",
    "pmh",
    "pmhx",
    "psh",
    "mobility",
    "neurology",
    "lifestyle",
    "immunisations",
    "immunizations",
    "consultation",
    "management",
    "today",
];

/// Words that only name what a column holds.
const COLUMN: [&str; 61] = [
    "result",
    "results",
    "value",
    "values",
    "status",
    "answer",
    "present",
    "outcome",
    "state",
    "verification",
    "clinical",
    "interpretation",
    "response",
    "yes",
    "no",
    "y",
    "n",
    "comment",
    "comments",
    "note",
    "notes",
    "severity",
    "problem",
    "problems",
    "condition",
    "conditions",
    "diagnosis",
    "test",
    "tests",
    "name",
    "description",
    "detail",
    "details",
    "item",
    "code",
    "symptom",
    "symptoms",
    "finding",
    "findings",
    "question",
    "type",
    "category",
    "date",
    "time",
    "unit",
    "units",
    "range",
    "reference",
    "flag",
    "and",
    "of",
    "the",
    "a",
    "onset",
    "term",
    "procedure",
    "observation",
    "issue",
    "entry",
    "measurement",
    "text",
];

const SUBJECT: [&str; 14] = [
    "problem",
    "problems",
    "condition",
    "diagnosis",
    "test",
    "symptom",
    "finding",
    "procedure",
    "observation",
    "issue",
    "name",
    "description",
    "item",
    "term",
];

const DETAIL: [&str; 12] = [
    "date",
    "status",
    "result",
    "value",
    "onset",
    "verification",
    "outcome",
    "recorded",
    "start",
    "end",
    "severity",
    "answer",
];

const DATE: [&str; 16] = [
    "date",
    "onset",
    "when",
    "recorded",
    "start",
    "started",
    "from",
    "year",
    "since",
    "diagnosed",
    "performed",
    "effective",
    "issued",
    "time",
    "day",
    "begin",
];

const END: [&str; 11] = [
    "end",
    "ended",
    "resolved",
    "resolution",
    "abatement",
    "stopped",
    "stop",
    "closed",
    "until",
    "to",
    "finished",
];

const RELATION: [&str; 6] = ["relation", "relationship", "relative", "kinship", "family", "member"];

/// The words of a heading, in lower case.
fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|character: char| !(character.is_alphanumeric() || character == '/'))
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
}

fn any(text: &str, list: &[&str]) -> bool {
    words(text).any(|word| list.contains(&word.as_str()))
}

/// Whether a true heading (`<h3>`) puts what follows on the family.
pub(super) fn heads_family(text: &str) -> bool {
    let denied = any(text, &["no", "nil", "not", "none", "unknown", "negative", "denies"]);
    !denied && words(text).take(9).count() <= 8 && family::is_heading(text)
}

/// Whether a line that may be a statement is nothing but the heading of a family history.
pub(super) fn is_family(text: &str) -> bool {
    text.len() <= 60
        && words(text).all(|word| {
            let word = word.as_str();
            family::HEADS.contains(&word)
                || BESIDE_FAMILY.contains(&word)
                || word.bytes().all(|byte| byte.is_ascii_digit())
        })
        && family::is_heading(text)
}

/// Whether a short line heads something of the patient's own.
pub(super) fn is_own(text: &str) -> bool {
    text.len() <= 60
        && words(text).take(6).count() <= 5
        && any(text, &OWN)
        && !family::is_heading(text)
        && !names_relative(text)
}

/// Whether a label names a relative, so that what it labels is still the family's.
pub(super) fn names_relative(text: &str) -> bool {
    words(text).any(|word| family::is_relative(&word))
}

/// Whether a column is named after what is asked in it, not after the kind of its cells.
pub(super) fn asks(label: &str) -> bool {
    words(label).next().is_some() && words(label).any(|word| !COLUMN.contains(&word.as_str()))
}

/// Whether all cells of a row only name columns.
pub(super) fn names_column(cell: &str) -> bool {
    words(cell).next().is_some() && words(cell).all(|word| COLUMN.contains(&word.as_str()) || is_date_word(&word))
}

fn is_date_word(word: &str) -> bool {
    DATE.contains(&word) || END.contains(&word)
}

/// Whether a column holds what the others are about.
pub(super) fn is_subject(label: &str) -> bool {
    any(label, &SUBJECT)
}

/// Whether a column says something of the subject of its row.
pub(super) fn is_detail(label: &str) -> bool {
    any(label, &DETAIL)
}

pub(super) fn is_date(label: &str) -> bool {
    any(label, &DATE)
}

pub(super) fn is_end(label: &str) -> bool {
    any(label, &END)
}

pub(super) fn is_unit(label: &str) -> bool {
    any(label, &["unit", "units"])
}

/// Whether a column says which relative a row is about.
pub(super) fn is_relation(label: &str) -> bool {
    words(label).all(|word| RELATION.contains(&word.as_str()) || matches!(word.as_str(), "to" | "patient" | "of"))
        && any(label, &RELATION)
}

#[cfg(test)]
mod tests {
    use super::{asks, heads_family, is_family, is_own};

    #[test]
    fn a_statement_is_no_heading() {
        for text in [
            "Family history",
            "FHx:",
            "History of family member diseases",
            "Relatives",
            "3. Family medical history",
        ] {
            assert!(is_family(text) && heads_family(text), "{text}");
        }
        for text in [
            "No family history",
            "Family history of breast cancer",
            "Leg weakness, family worried",
            "Family",
            "Social history",
            "Family planning",
        ] {
            assert!(!is_family(text) || text == "Family", "{text}");
        }
        assert!(!heads_family("No family history") && !heads_family("Discussion with family"));
        assert!(is_own("Examination") && is_own("On examination today") && !is_own("Mother examination"));
        assert!(asks("Leg weakness") && asks("Adjusted calcium") && !asks("Clinical status") && !asks("Result"));
    }
}
