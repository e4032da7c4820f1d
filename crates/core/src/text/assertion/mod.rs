//! Who, when and how: whose a mention is, when it is, whether it is denied or in doubt, by the cues that reach it. Nothing of how
//! the mention was found, nor of what likeness makes of it.

mod answer;
mod assess;
mod carry;
mod later;
mod list;
mod mention;
mod person;
mod walk;

pub use mention::{Cue, Mention, Negation, Temporality};
