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

mod text_support;

use metasign_core::text::{Assertion, NoteContext, find_phrase};

#[test]
fn note_cases_are_read_as_their_authors_meant() {
    let reader = text_support::reader(&[], &[], &[]);
    let mut misread = Vec::new();
    let mut count = 0;
    for (file, content) in text_support::folder("rules/cases/text", "tsv") {
        for (number, line) in (1..).zip(content.lines()) {
            if line.starts_with('#') || line.starts_with("phrase\t") || line.is_empty() {
                continue;
            }
            let mut columns = line.split('\t');
            let (phrase, note) = (columns.next().unwrap(), columns.next().unwrap());
            let label = columns.next().unwrap();
            let wanted =
                Assertion::from_name(label).unwrap_or_else(|| panic!("{file}:{number}: `{label}` is no assertion"));
            let span =
                find_phrase(note, phrase).unwrap_or_else(|| panic!("{file}:{number}: the note has no `{phrase}`"));
            let mention = reader.assess_span(note, span, &NoteContext::default());
            count += 1;
            if mention.assertion != wanted {
                let cue = mention
                    .cue
                    .map_or("-", |cue| &note[cue.start as usize..cue.end as usize]);
                misread.push(format!(
                    "{file}:{number}: [{phrase}] {note}\n    {} read as {} by `{cue}`",
                    wanted.name(),
                    mention.assertion.name()
                ));
            }
        }
    }
    assert!(count >= 150, "{count} cases");
    assert!(
        misread.is_empty(),
        "{} of {count} misread:\n{}",
        misread.len(),
        misread.join("\n")
    );
}
