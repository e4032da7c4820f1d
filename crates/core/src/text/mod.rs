//! Reads notes: finds the signs that a note mentions and says of each mention how it is meant.
//!
//! This is machinery. It knows no medicine (signs' phrases come from the rules as [`Concept`]s) and no language (cues
//! come from `rules/language/` as a [`Language`]). It is not for codes, results or dates of entries; and it decides
//! nothing about a patient, only about the words.
//!
//! A note goes through these steps, each in time linear in its length:
//!
//! 1. `token`: words, numbers and marks, folded and looked up in one pass; `lines`: which line ends are the writer's.
//! 2. `phrase`: mentions and qualifiers, by a walk through a tree of phrases. A note in which no word begins one stops here.
//! 3. `sentence`: sentence ends and sections; `note` and `cuebook`: cues, with their classes of words.
//! 4. `walk`, `carry`, `answer`: for each mention, the cue on each question (denied? past? whose? …) that reaches it in its
//!    sentence, what is carried over from the sentence before and said in the one after, and a form's answer.
//! 5. `assertion`: what they say together; `attach`: qualifiers and durations.
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
mod find;
mod judge;
mod language;
mod later;
mod lines;
mod meant;
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
pub use find::find_phrase;
pub use language::{Language, LanguageProblem};
pub use measure::Measured;
pub(crate) use pattern::most_bytes;
pub use reader::{NoteContext, NoteDate, NoteKind, Reader};
#[cfg(not(embedded))]
#[doc(hidden)]
pub use vocabulary::english_bytes;
