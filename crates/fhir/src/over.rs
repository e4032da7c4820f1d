//! Whether words say that a problem is over (`abatementString`): “ongoing”, “not resolved” and “n/a” say that it is not, or
//! nothing; “resolved 2019” and “2 years ago” that it is.

/// What words say of an end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Over {
    Yes,
    No,
    /// Nothing that can be told: what is not said to be over is not taken for over.
    Unsaid,
}

const GOING_ON: [&str; 31] = [
    "ongoing",
    "going",
    "continuing",
    "continues",
    "continuous",
    "present",
    "active",
    "still",
    "current",
    "currently",
    "unresolved",
    "persists",
    "persistent",
    "persisting",
    "chronic",
    "lifelong",
    "permanent",
    "recurrent",
    "recurring",
    "remains",
    "resolving",
    "improving",
    "improved",
    "partly",
    "partial",
    "partially",
    "worse",
    "worsening",
    "unchanged",
    "uncured",
    "unknown",
];

const ENDED: [&str; 33] = [
    "resolved",
    "ended",
    "gone",
    "better",
    "cured",
    "settled",
    "stopped",
    "ceased",
    "recovered",
    "recovery",
    "cleared",
    "healed",
    "finished",
    "abated",
    "subsided",
    "disappeared",
    "remission",
    "completed",
    "closed",
    "inactive",
    "ago",
    "age",
    "aged",
    "childhood",
    "infancy",
    "adolescence",
    "teens",
    "twenties",
    "thirties",
    "forties",
    "fifties",
    "sixties",
    "seventies",
];

/// Answers that say nothing of an end, and need no notice.
const NOTHING: [&str; 12] = [
    "no",
    "none",
    "nil",
    "n/a",
    "na",
    "not applicable",
    "not known",
    "not stated",
    "not recorded",
    "unknown",
    "-",
    "to date",
];

/// What the words of an `abatementString` say.
pub(crate) fn of(words: &str) -> Over {
    let lower = words.trim().trim_end_matches('.').to_lowercase();
    if NOTHING.contains(&lower.as_str()) {
        return Over::No;
    }
    let (mut negated, mut ended, mut going_on) = (false, false, false);
    // “Over” alone ends; “over 3 months” is a length of time.
    ended |= lower == "over" || lower.ends_with(" over");
    let parts = lower.split(|character: char| !(character.is_alphanumeric() || character == '\''));
    for word in parts {
        negated |= matches!(word, "not" | "no" | "never" | "yet") || word.ends_with("n't");
        ended |= ENDED.contains(&word);
        going_on |= GOING_ON.contains(&word);
    }
    match (negated, going_on, ended) {
        (false, true, _) | (true, _, true) | (true, false, false) => Over::No,
        // “No longer present”, “not ongoing”.
        (true, true, false) => Over::Yes,
        (false, false, true) if !lower.contains('?') => Over::Yes,
        (false, false, _) => Over::Unsaid,
    }
}

#[cfg(test)]
mod tests {
    use super::{Over, of};

    #[test]
    fn only_words_that_say_so_end_a_problem() {
        for words in [
            "Resolved",
            "resolved 2019",
            "2 years ago",
            "now better",
            "No longer present",
            "in her fifties",
            "age 45",
            "settled by January",
            "now over",
        ] {
            assert_eq!(of(words), Over::Yes, "{words}");
        }
        for words in [
            "ongoing",
            "Continuing",
            "present",
            "still active",
            "not resolved",
            "Unresolved",
            "n/a",
            "unknown",
            "none",
            "has not settled",
            "hasn't resolved",
            "not yet",
            "better but still present",
            "partially resolved",
            "-",
        ] {
            assert_eq!(of(words), Over::No, "{words}");
        }
        for words in [
            "",
            "see letter",
            "resolved?",
            "2019",
            "spring",
            "over 3 months",
            "for the past 3 weeks",
        ] {
            assert_eq!(of(words), Over::Unsaid, "{words}");
        }
    }
}
