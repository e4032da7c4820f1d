//! The third reader: cues weighed against the words around a mention.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a failed test says so"
)]

use metasign_core::text::{Assertion, Mention, NoteContext, find_phrase};
use metasign_support::{engine, repository};

fn assess(note: &str, phrase: &str) -> Mention {
    let span = find_phrase(note, phrase).unwrap_or_else(|| panic!("`{phrase}` is not in `{note}`"));
    engine().reader().assess_span(note, span, &NoteContext::default())
}

/// Meaning, phrase and sentence of one hand's examples.
fn examples() -> Vec<(String, String, String)> {
    let text = repository::read("rules/examples/meant-17.tsv");
    let lines = text.lines().skip(1).filter(|line| !line.starts_with('#'));
    lines
        .map(|line| {
            let mut cells = line.split('\t').map(str::to_owned);
            (cells.next().unwrap(), cells.next().unwrap(), cells.next().unwrap())
        })
        .collect()
}

#[test]
fn where_the_words_overrule_the_cues_they_are_mostly_right() {
    let (mut overruled, mut right) = (0, 0);
    for (meant, phrase, note) in examples() {
        let mention = assess(&note, &phrase);
        if mention.weighed {
            overruled += 1;
            right += i32::from(mention.assertion.name() == meant);
        }
    }
    assert!(overruled >= 20 && right * 10 >= overruled * 9, "{right} of {overruled}");
}

#[test]
fn a_bare_name_is_left_to_the_cues() {
    // A whole sentence that is the sign itself has nothing around it either.
    for note in [
        "Back pain no better with cocodamol.",
        "Leg weakness",
        "Fever 38.4",
        "* Back pain",
        "Urinary retention.",
        "Seizure",
        "Fall",
    ] {
        let phrase = note.trim_matches(['*', ' ', '.']);
        let mention = assess(note, phrase);
        assert_eq!(
            (mention.assertion, mention.weighed),
            (Assertion::Present, false),
            "{note}"
        );
    }
}

#[test]
fn lines_before_and_after_are_not_weighed() {
    for (_, phrase, note) in examples() {
        let alone = assess(&note, &phrase);
        let among = format!("Chaperone declined.\n{note}\nUrine dip negative.");
        // The phrase must not stand in the line before.
        if !"chaperone declined.".contains(&phrase.to_lowercase()) {
            assert_eq!(alone.meant, assess(&among, &phrase).meant, "{note}");
        }
    }
}
