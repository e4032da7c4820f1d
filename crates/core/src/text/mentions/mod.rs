//! Mentions: where a note says a sign, and how each is meant. Nothing of qualifiers and of values.

mod found;
mod judged;
mod plain;

pub(crate) use found::{by_phrases, found, longest};
pub(crate) use judged::{besides, judged};
