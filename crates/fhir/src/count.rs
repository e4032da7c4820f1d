//! Counts and scales: “number of falls 0”, “pain score 0/10” deny what they count.

use metasign_core::record::Comparator;

use crate::concept::Concept;
use crate::measured::Quantity;

/// What a count counts, where a unit says so, or that it is a score.
const COUNTED: [&str; 20] = [
    "score",
    "scores",
    "point",
    "points",
    "count",
    "number",
    "times",
    "time",
    "x",
    "episode",
    "episodes",
    "event",
    "events",
    "attack",
    "attacks",
    "occasion",
    "occasions",
    "falls",
    "seizures",
    "fits",
];

/// Questions of which 0 is no denial of a complaint: what should be there (power, reflexes), and cells and substances, which a
/// laboratory counts.
const NO_COMPLAINT: [&str; 36] = [
    "power",
    "strength",
    "sensation",
    "sense",
    "reflex",
    "function",
    "movement",
    "motor",
    "mobility",
    "pulse",
    "distance",
    "tone",
    "output",
    "intake",
    "saturation",
    "consciousness",
    "glasgow",
    "karnofsky",
    "barthel",
    "performance",
    "apgar",
    "neutro",
    "lympho",
    "white",
    "platelet",
    "leuco",
    "leuko",
    "cell",
    "antigen",
    "globin",
    "serum",
    "plasma",
    "blood",
    "level",
    "protein",
    "enzyme",
];

/// Whether a number says that there is none of what the question asks for.
pub(crate) fn denies(question: &Concept<'_>, quantity: &Quantity<'_>) -> bool {
    let none = match (quantity.value, quantity.comparator) {
        (Some(value), None | Some(Comparator::AtMost)) => value == 0.0,
        // Of what is counted in whole numbers.
        (Some(value), Some(Comparator::Below)) => value > 0.0 && value <= 1.0,
        _ => false,
    };
    let (unit, also) = quantity.units();
    none && [unit, also].into_iter().flatten().all(|unit| is_count(unit)) && !is_other(question)
}

fn is_other(question: &Concept<'_>) -> bool {
    question.all_words().any(|words| {
        let lower = words.to_lowercase();
        NO_COMPLAINT.into_iter().any(|word| lower.contains(word))
    })
}

/// `{score}`, `1`, `/10`, `episodes/week`, `/d`: no unit of a size.
fn is_count(unit: &str) -> bool {
    let lower = unit.trim().to_ascii_lowercase();
    let (above, below) = lower
        .split_once('/')
        .or_else(|| lower.split_once(" per "))
        .unwrap_or((&lower, ""));
    let above = above.trim();
    let counted = above.is_empty()
        || above == "1"
        || (above.starts_with('{') && above.ends_with('}'))
        || COUNTED.contains(&above);
    let below = below.trim();
    let time = [
        "", "d", "day", "wk", "week", "mo", "month", "a", "y", "yr", "year", "h", "hour", "24h",
    ]
    .contains(&below);
    counted && (time || (below.len() < 4 && below.bytes().all(|byte| byte.is_ascii_digit())))
}

#[cfg(test)]
mod tests {
    use super::is_count;

    #[test]
    fn counts_and_scores_have_no_unit_of_a_size() {
        for unit in [
            "",
            "1",
            "{score}",
            "/10",
            "times/week",
            "episodes per day",
            "/wk",
            "score",
            "{falls}/mo",
        ] {
            assert!(is_count(unit), "{unit}");
        }
        for unit in ["kg", "mmol/L", "10*9/L", "/uL", "%", "mg/dL", "cells/uL"] {
            assert!(!is_count(unit), "{unit}");
        }
    }
}
