//! The note reader with the shipped language and without signs.

use metasign_core::text::{Concept, Language, Reader};

use crate::repository;

/// The cues and lists of the shipped language, without the words of combinations: the readers of these tests have none, and
/// a slip that a word group writes out is no slip any more.
pub fn language() -> Language {
    let mut files = repository::texts(&repository::rules().join("language"), "toml");
    files.retain(|(path, _)| !path.contains("words/"));
    Language::from_files(files.iter().map(|(path, content)| (path.as_str(), content.as_str())))
        .unwrap_or_else(|problems| panic!("{problems:#?}"))
}

/// A reader with the shipped language.
pub fn reader(concepts: &[Concept<'_>], qualifiers: &[Vec<&str>], tests: &[Vec<&str>]) -> Reader {
    Reader::with_tests(&language(), concepts, qualifiers, tests).unwrap_or_else(|problems| panic!("{problems:#?}"))
}
