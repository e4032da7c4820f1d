//! The signs of the rules as the reader is given them, and what can be wrong with one. Nothing of what they mean.

/// One way in which a sign is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expression<'a> {
    /// Plain words.
    Phrase(&'a str),
    /// A regular expression, matched without regard to case inside one sentence.
    Pattern(&'a str),
    /// Plain words that say in themselves that the sign is absent (`power normal`).
    AbsentPhrase(&'a str),
    /// Word groups that stand together in a clause (`<leg> + <weak>`).
    Combination(&'a str),
}

/// A sign as the reader sees it; its place in the slice is its number.
#[derive(Clone, Debug, Default)]
pub struct Concept<'a> {
    /// The ways in which it is written.
    pub expressions: Vec<Expression<'a>>,
    /// Qualifier number and its phrases, for this sign only.
    pub qualifiers: Vec<(u16, Vec<&'a str>)>,
}

/// An expression that can't be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpressionProblem {
    /// Number of the concept, or of the test where `test` is set; 0 for a global qualifier.
    pub concept: u32,
    /// Place of the expression in its list.
    pub expression: usize,
    /// The qualifier, where it is a qualifier's phrase.
    pub qualifier: Option<u16>,
    /// Whether it is a test's name.
    pub test: bool,
    /// What is wrong.
    pub message: String,
}
