//! How like known lines a piece of a note is.
//!
//! The note reader *finds* signs by phrases and by combinations of word groups; this crate *judges* the words they stand
//! in. A linear model over words, pairs of words and pieces of words, learned from lines that say a sign and lines that
//! only look like one, gives each sign a score and `none` another. The same examples give the same bytes on every
//! machine: the problem is convex, its order is fixed, and no random number or clock is asked.
//!
//! It knows no medicine and no rules: signs are names. It is not for deciding who has a sign or when; that is the
//! reader's business.

#![forbid(unsafe_code)]

mod context;
mod features;
mod kept;
#[cfg(feature = "learn")]
mod learn;
mod model;
mod near;
mod words;

pub use features::{BUCKETS, Features, word_pieces};
#[cfg(feature = "learn")]
pub use learn::{Example, ExampleProblem, Says, examples_from_tsv, learn};
pub use model::{Likeness, MeantScores, ModelError, Scores, digest};
pub use near::Nearness;
pub use words::Words;

/// The name of the class of lines that say no sign.
pub const NONE: &str = "none";
