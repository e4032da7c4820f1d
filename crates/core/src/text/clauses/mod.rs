//! Clauses: which line ends are the writer's, where sentences and clauses end, what stands under which heading, and which words
//! are cues. Nothing of what a cue decides.

mod cues;
mod hit;
mod lines;
mod note;
mod section;
mod sentence;
mod view;

pub(crate) use cues::{Found, cues};
pub(crate) use hit::Hit;
pub(crate) use lines::tokens;
pub(crate) use note::Note;
pub(crate) use section::{Section, section_of};
pub(crate) use sentence::{clause_ends, ends_clause, sentence_around, sentence_ends};
pub(crate) use view::{Place, View};
