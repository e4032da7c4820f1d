//! What a condition may be, and the words of its language.

use crate::rules::condition::Expression;

/// Parentheses and `not` nest at most this deep.
pub(crate) const MAX_DEPTH: usize = 64;
/// A condition has at most this many characters.
pub(crate) const MAX_LENGTH: usize = 16 << 10;

/// Words that mean something in conditions and so can't be the id of a sign.
pub(crate) const RESERVED: [&str; 32] = [
    "and",
    "or",
    "not",
    "at",
    "least",
    "of",
    "no",
    "record",
    "within",
    "more",
    "than",
    "ago",
    "after",
    "before",
    "score",
    "tumour",
    "metastatic",
    "age",
    "male",
    "female",
    "setting",
    "scored",
    "affinity",
    "high-risk-primary",
    "domains",
    "explained",
    "unchanged",
    "cancer-history",
    "coded-cancer-history",
    "diagnosis",
    "first-diagnosis",
    "metastatic-diagnosis",
];

/// Stands where something could not be read; never leaves the parser without an error beside it.
pub(super) fn nothing() -> Expression {
    Expression::Or(Vec::new())
}

/// The number, where it is a whole one that fits.
pub(super) fn whole_number(number: f64) -> Option<u32> {
    let text = number.to_string();
    text.parse().ok()
}
