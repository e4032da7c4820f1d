//! The rule authors' note cases: `rules/cases/text/*.tsv`, one line a mention.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::arithmetic_side_effects,
    clippy::print_stdout,
    reason = "a test"
)]

use metasign_core::text::{Assertion, Concept, Expression, NoteContext, find_phrase};
use metasign_support::{repository, text};

#[test]
fn note_cases_are_read_as_their_authors_meant() {
    let reader = text::reader(&[], &[], &[]);
    let cases = cases();
    let mut misread = Vec::new();
    for case in &cases {
        let span = find_phrase(&case.note, &case.phrase)
            .unwrap_or_else(|| panic!("{}: the note has no `{}`", case.place, case.phrase));
        let mention = reader.assess_span(&case.note, span, &NoteContext::default());
        if mention.assertion != case.wanted {
            let cue = mention
                .cue
                .map_or("-", |cue| &case.note[cue.start as usize..cue.end as usize]);
            misread.push(format!(
                "{}: [{}] {}\n    {} read as {} by `{cue}`",
                case.place,
                case.phrase,
                case.note,
                case.wanted.name(),
                mention.assertion.name()
            ));
        }
    }
    assert!(cases.len() >= 150, "{} cases", cases.len());
    assert!(
        misread.is_empty(),
        "{} of {} misread:\n{}",
        misread.len(),
        cases.len(),
        misread.join("\n")
    );
}

struct Case {
    place: String,
    phrase: String,
    note: String,
    wanted: Assertion,
}

fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for (file, content) in repository::texts(&repository::rules().join("cases/text"), "tsv") {
        for (number, line) in (1..).zip(content.lines()) {
            if line.starts_with('#') || line.starts_with("phrase\t") || line.is_empty() {
                continue;
            }
            let columns: Vec<&str> = line.split('\t').collect();
            let place = format!("{file}:{number}");
            let wanted =
                Assertion::from_name(columns[2]).unwrap_or_else(|| panic!("{place}: `{}` is no assertion", columns[2]));
            cases.push(Case {
                place,
                phrase: columns[0].to_owned(),
                note: columns[1].to_owned(),
                wanted,
            });
        }
    }
    cases
}

/// The same cases found among all other signs, as an engine reads a note: what one sign's words hold must not change how
/// another is read.
#[test]
fn note_cases_are_read_alike_among_other_signs() {
    let cases = cases();
    let mut phrases: Vec<&str> = cases.iter().map(|case| case.phrase.as_str()).collect();
    phrases.sort_unstable();
    phrases.dedup();
    let concepts: Vec<Concept<'_>> = phrases
        .iter()
        .map(|phrase| Concept {
            expressions: vec![Expression::Phrase(phrase)],
            qualifiers: vec![],
        })
        .collect();
    let reader = text::reader(&concepts, &[], &[]);
    let mut misread = Vec::new();
    for case in &cases {
        let span = find_phrase(&case.note, &case.phrase).unwrap();
        let mut mentions = Vec::new();
        reader.read(&case.note, &NoteContext::default(), &mut mentions);
        let found = mentions
            .iter()
            .find(|mention| mention.start as usize == span.start && mention.end as usize == span.end);
        let read = found.map(|mention| mention.assertion);
        if read.is_some_and(|read| read != case.wanted) {
            misread.push(format!(
                "{}: [{}] {} read as {read:?}",
                case.place, case.phrase, case.note
            ));
        }
    }
    assert!(misread.is_empty(), "{} misread:\n{}", misread.len(), misread.join("\n"));
}
