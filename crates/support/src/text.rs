//! The note reader with the shipped language and without signs.

use metasign_core::text::{Concept, Language, Reader};

use crate::repository;

/// The shipped language: its cues and lists, and the words that combinations are made of.
pub fn language() -> Language {
    let files = repository::texts(&repository::rules().join("language"), "toml");
    Language::from_files(files.iter().map(|(path, content)| (path.as_str(), content.as_str())))
        .unwrap_or_else(|problems| panic!("{problems:#?}"))
}

/// A reader with the shipped language.
pub fn reader(concepts: &[Concept<'_>], qualifiers: &[Vec<&str>], tests: &[Vec<&str>]) -> Reader {
    Reader::with_tests(&language(), concepts, qualifiers, tests).unwrap_or_else(|problems| panic!("{problems:#?}"))
}
