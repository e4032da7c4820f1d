//! The note reader with the shipped language, and with the signs of a test in place of the shipped ones.

use metasign_core::text::{Concept, Expression, Language, Reader};

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

/// A reader of few signs with something of every kind: for what holds of any text whatever.
pub fn small() -> Reader {
    let phrases = [
        "back pain",
        "leg weakness",
        "weakness",
        "haemoptysis",
        "mets",
        "shortness of breath",
        "numb",
        "can't PU",
        "pins and needles",
    ];
    let mut concepts: Vec<Concept<'_>> = phrases
        .iter()
        .map(|phrase| Concept {
            expressions: vec![Expression::Phrase(phrase)],
            qualifiers: vec![(2, vec!["bilat"])],
        })
        .collect();
    concepts.push(Concept {
        expressions: vec![
            Expression::Pattern(r"power\s+[0-4]/5"),
            Expression::Pattern("é+ ?n"),
            Expression::AbsentPhrase("power normal"),
        ],
        qualifiers: vec![],
    });
    reader(
        &concepts,
        &[vec!["at night", "nocte"], vec!["worse"]],
        &[vec!["wt", "weight"], vec!["ALP", "adj Ca"]],
    )
}
