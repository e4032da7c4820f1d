//! Reads notes: finds the signs that a note mentions and says of each mention how it is meant.
//!
//! This is machinery. It knows no medicine (signs' phrases come from the rules as [`Concept`]s) and no language (cues
//! come from `rules/language/` as a [`Language`]). It is not for codes, results or dates of entries; and it decides
//! nothing about a patient, only about the words.
//!
//! A note goes through four steps, each in time linear in its length:
//!
//! 1. `token`: words, numbers and marks, folded and looked up in one pass. A note in which no word begins a phrase
//!    stops here.
//! 2. `sentence`: sentence ends and sections.
//! 3. `phrase`: mentions, cues and qualifiers, each by a walk through a tree of phrases.
//! 4. `assertion`: for each mention, the nearest cue on each question (denied? past? whose? …) that reaches it.
//!
//! ```
//! use metasign_core::text::{Assertion, Concept, Expression, Language, NoteContext, Reader};
//! let negation = "[no]\nsays = \"absent\"\nbasis = \"EV-9.2\"\nphrases = [\"no\", \"denies\"]\n";
//! let language = Language::from_files([("negation.toml", negation)]).unwrap();
//! let concepts = [Concept { expressions: vec![Expression::Phrase("back pain")], qualifiers: vec![] }];
//! let reader = Reader::new(&language, &concepts, &[]).unwrap();
//! let mut mentions = Vec::new();
//! reader.read("Denies back pain.", &NoteContext::default(), &mut mentions);
//! assert_eq!(mentions[0].assertion, Assertion::Absent);
//! ```

mod answer;
mod assertion;
mod attach;
mod carry;
mod clauses;
mod combine;
mod compile;
mod cue;
mod cuebook;
mod duration;
mod filter;
mod judge;
mod language;
mod lines;
mod measure;
mod note;
mod pattern;
mod phrase;
mod reader;
mod sentence;
mod token;
mod view;
mod vocabulary;
mod walk;
mod window;

pub use crate::record::{Assertion, Comparator};
pub use assertion::{Cue, Mention, Negation, Temporality};
pub use clauses::Said;
pub use compile::{Concept, Expression, ExpressionProblem};
pub use cue::Says;
pub use language::{Language, LanguageProblem};
pub use measure::Measured;
pub(crate) use pattern::most_bytes;
pub use reader::{NoteContext, NoteDate, NoteKind, Reader, find_phrase};
