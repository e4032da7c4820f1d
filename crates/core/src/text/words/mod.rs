//! Words: which word each token is, and which phrases, cues and lengths of time begin at it. Nothing of where a sentence ends,
//! nor of what a word's neighbours make of it.

mod cue;
mod cuebook;
mod duration;
mod entry;
mod filter;
mod lexicon;
mod phrase;
mod sign;
mod slips;
mod vocabulary;

pub use cue::Says;
pub(crate) use cue::{Answer, Axis, Closer, Group, Reach, Span};
pub(crate) use cuebook::{CueBook, FIRST_CLASS, FIRST_WORD, Known};
pub(crate) use duration::{Durations, Moment};
pub(crate) use entry::{ANY_WORD, NUMBER, RESERVED, SLIP, YEAR, place};
pub(crate) use filter::Filter;
pub(crate) use lexicon::Lexicon;
pub(crate) use phrase::{Coded, Tree};
pub(crate) use sign::{FoundSign, Sign};
pub(crate) use slips::SLIP_LETTERS;
#[cfg(not(embedded))]
pub use vocabulary::english_bytes;
pub(crate) use vocabulary::{FILLER, STARTS_CUE, STARTS_SIGN, STARTS_TIME, Vocabulary};
