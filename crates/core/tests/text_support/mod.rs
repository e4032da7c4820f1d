//! What the tests of the note reader share.
#![allow(dead_code, missing_docs, unreachable_pub, reason = "each test uses a part")]

use metasign_core::text::{Concept, Language, Reader};

/// The files of a folder of the repository with one ending, by name.
pub fn folder(path: &str, ending: &str) -> Vec<(String, String)> {
    let folder = format!("{}/../../{path}", env!("CARGO_MANIFEST_DIR"));
    let mut files: Vec<(String, String)> = std::fs::read_dir(folder)
        .expect("the folder")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|found| found == ending))
        .map(|path| {
            (
                path.file_name().expect("a name").to_string_lossy().into_owned(),
                std::fs::read_to_string(&path).expect("a text"),
            )
        })
        .collect();
    files.sort();
    files
}

/// The shipped language.
pub fn language() -> Language {
    let files = folder("rules/language", "toml");
    Language::from_files(files.iter().map(|(name, content)| (name.as_str(), content.as_str())))
        .unwrap_or_else(|problems| panic!("{problems:#?}"))
}

/// A reader with the shipped language.
pub fn reader(concepts: &[Concept<'_>], qualifiers: &[Vec<&str>], tests: &[Vec<&str>]) -> Reader {
    Reader::with_tests(&language(), concepts, qualifiers, tests).unwrap_or_else(|problems| panic!("{problems:#?}"))
}
