//! Reads notes: finds the signs that a note mentions and says of each mention how it is meant.
//!
//! This is machinery. It knows no medicine (signs' phrases come from the rules as [`Concept`]s) and no language (cues
//! come from `rules/language/` as a [`Language`]). It is not for codes, results or dates of entries; and it decides
//! nothing about a patient, only about the words.
//!
//! A note goes up these floors, each using only those below it, in time linear in the note's length:
//!
//! 1. `characters`, `token`: words, numbers and marks, folded; `context`: what is known of a note besides.
//! 2. `words`: looked up in one pass, by a walk through trees of phrases and cues.
//! 3. `clauses`: which line ends are the writer's; sentences, clauses and sections; which words are cues.
//! 4. `assertion`: for each mention, the cue on each question (denied? past? whose? …) that reaches it in its sentence, what
//!    is carried over from the sentence before and said in the one after, a form's answer, and what they say together.
//! 5. `combine`, `likeness`: signs said by word groups; how like known lines the words are.
//! 6. `mentions`: all that was found, judged one by one. A note in which nothing was found stops here.
//! 7. `attach`, `measure`: qualifiers and durations; values of tests.
//!
//! `reader` runs them. What they run on (`tables`) is made once by `compile`, of the `language` and the rules' phrases.
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

mod amount;
mod assertion;
mod attach;
mod characters;
mod clauses;
mod combine;
mod compile;
mod context;
mod find;
mod language;
mod likeness;
mod measure;
mod mentions;
mod pattern;
mod pieces;
mod reader;
mod tables;
mod token;
mod words;

pub use crate::record::{Assertion, Comparator};
pub use amount::Amount;
pub use assertion::{Cue, Mention, Negation, Temporality};
pub use combine::Said;
pub(crate) use compile::most_bytes;
pub use compile::{Concept, Expression, ExpressionProblem};
pub use context::{NoteContext, NoteDate, NoteKind};
pub use find::find_phrase;
pub use language::{Language, LanguageProblem};
pub(crate) use language::{WordGroup, groups_named, nearest};
pub use measure::Measured;
pub use reader::Reader;
pub use words::Says;
#[cfg(not(embedded))]
#[doc(hidden)]
pub use words::english_bytes;
