//! Words no prompt may say: silence and low numbers are not reassurance (architecture, promise 2).

/// Phrases that reassure, in small letters.
const REASSURING: [&str; 12] = [
    "low risk",
    "low-risk",
    "no red flag",
    "no red-flag",
    "cancer excluded",
    "cancer is excluded",
    "excludes cancer",
    "rules out cancer",
    "ruled out cancer",
    "cancer ruled out",
    "no cancer found",
    "unlikely to be cancer",
];

/// A wording that is not allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Forbidden {
    /// It reassures.
    Reassures(&'static str),
    /// It gives a percentage.
    Percentage,
}

impl Forbidden {
    pub(crate) fn message(self) -> String {
        match self {
            Self::Reassures(phrase) => format!("`{phrase}` reassures, and no text shown may do that"),
            Self::Percentage => "a percentage is shown, and the engine gives none".to_owned(),
        }
    }

    pub(crate) fn help(self) -> String {
        match self {
            Self::Reassures(_) => "say what was found and what to do instead".to_owned(),
            Self::Percentage => "put the number in a note or a source".to_owned(),
        }
    }
}

/// The first reassuring phrase in a text that is shown.
pub(crate) fn forbidden(text: &str) -> Option<Forbidden> {
    let small = text.to_lowercase();
    // A word of every phrase: most texts hold none of them, and are many.
    if !["risk", "red", "cancer"].iter().any(|word| small.contains(word)) {
        return None;
    }
    let small = small.split_whitespace().collect::<Vec<&str>>().join(" ");
    let phrase = REASSURING.into_iter().find(|phrase| small.contains(phrase));
    phrase.map(Forbidden::Reassures)
}

/// The first forbidden wording in a headline: there a percentage would be read as a risk.
pub(crate) fn forbidden_headline(text: &str) -> Option<Forbidden> {
    let percentage = text.contains('%') || text.contains("per cent") || text.contains("percent");
    forbidden(text).or_else(|| percentage.then_some(Forbidden::Percentage))
}
