//! What a note has said so far: who is spoken of by the patient's sex, what a line ends, and that typing says nothing.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a failed test says so"
)]

use metasign_core::record::Sex;
use metasign_core::text::{Assertion, NoteContext, Reader, find_phrase};
use metasign_support::text;

fn read(reader: &Reader, note: &str, phrase: &str, sex: Option<Sex>) -> Assertion {
    let span = find_phrase(note, phrase).unwrap_or_else(|| panic!("`{phrase}` is not in `{note}`"));
    let context = NoteContext {
        sex,
        ..NoteContext::default()
    };
    reader.assess_span(note, span, &context).assertion
}

#[test]
fn a_pronoun_of_the_other_sex_is_not_the_patient() {
    let reader = text::reader(&[], &[], &[]);
    for (note, phrase, woman, man, unknown) in [
        (
            "Husband well, he is off his legs",
            "off his legs",
            Assertion::Family,
            Assertion::Present,
            Assertion::Present,
        ),
        (
            "Husband says he is off his legs",
            "off his legs",
            Assertion::Family,
            Assertion::Present,
            Assertion::Present,
        ),
        (
            "Her husband had a stroke. He is weak down one side.",
            "weak",
            Assertion::Family,
            Assertion::Present,
            Assertion::Present,
        ),
        (
            "Wife says he is weak",
            "weak",
            Assertion::Present,
            Assertion::Present,
            Assertion::Present,
        ),
        (
            "Wife well, he is weak",
            "weak",
            Assertion::Present,
            Assertion::Present,
            Assertion::Present,
        ),
        (
            "Wife says she is weak",
            "weak",
            Assertion::Present,
            Assertion::Family,
            Assertion::Present,
        ),
        (
            "Mum had breast ca. She has back pain.",
            "back pain",
            Assertion::Present,
            Assertion::Family,
            Assertion::Present,
        ),
        (
            "Mum had breast ca.\nShe has back pain.",
            "back pain",
            Assertion::Present,
            Assertion::Present,
            Assertion::Present,
        ),
    ] {
        let read = |sex| read(&reader, note, phrase, sex);
        let found = [read(Some(Sex::Female)), read(Some(Sex::Male)), read(None)];
        assert_eq!(found, [woman, man, unknown], "{note}");
    }
}

#[test]
fn a_new_line_ends_denials_and_answers() {
    let reader = text::reader(&[], &[], &[]);
    for (note, phrase, meant) in [
        ("Leg weakness\nDenies incontinence", "Leg weakness", Assertion::Present),
        (
            "Leg weakness\r\nDenies incontinence",
            "Leg weakness",
            Assertion::Present,
        ),
        ("Leg weakness\nDenies incontinence", "incontinence", Assertion::Absent),
        ("- Leg weakness\n- Denies alcohol", "Leg weakness", Assertion::Present),
        ("Denies alcohol\nLeg weakness", "Leg weakness", Assertion::Present),
        ("No fever\n\u{2022} leg weakness", "leg weakness", Assertion::Present),
        ("Leg weakness\nall good at home", "Leg weakness", Assertion::Present),
        ("Mum has MS\nleg weakness", "leg weakness", Assertion::Present),
        ("Back pain:\nNo\nweakness", "weakness", Assertion::Present),
        // A line that a program broke goes on.
        (
            "Advised 999 if leg weakness, numbness or\nincontinence",
            "incontinence",
            Assertion::Hypothetical,
        ),
        (
            "Denies fever, night sweats,\nweight loss",
            "weight loss",
            Assertion::Absent,
        ),
        (
            "Seen with her husband today. There has been\nno headache, no visual loss and no vomiting or\ndrowsiness since the last dose was reduced by\nthe oncology team in the middle of February.",
            "drowsiness",
            Assertion::Absent,
        ),
    ] {
        assert_eq!(read(&reader, note, phrase, None), meant, "{note}: {phrase}");
    }
}

#[test]
fn how_a_note_is_typed_says_nothing() {
    let reader = text::reader(&[], &[], &[]);
    for (note, phrase, meant) in [
        ("hasn't had a headache", "headache", Assertion::Absent),
        ("no headache or fever", "fever", Assertion::Absent),
        ("ring us if headache", "headache", Assertion::Hypothetical),
        ("mum's headache, she isn't worried", "headache", Assertion::Family),
        ("headache in 2009", "headache", Assertion::Historical),
        ("can't exclude headache", "headache", Assertion::Possible),
        ("still headache", "headache", Assertion::Present),
        ("headaches nil", "headaches", Assertion::Absent),
    ] {
        let typed = [
            note.to_owned(),
            note.to_uppercase(),
            note.replace('\'', "`"),
            note.replace('\'', "\u{b4}"),
            note.replace('\'', "\u{2019}"),
            note.replace('\'', "&#39;"),
            note.replace('\'', ""),
            note.replace(' ', "\u{a0}"),
            note.replace(' ', "&nbsp;"),
            note.replace(' ', "  "),
            note.replace(' ', "\t"),
            format!("\"{note}\""),
            format!("\u{2022} {note}"),
            format!("- {note}"),
            format!("1. {note}"),
            format!("<p>{note}</p>"),
            format!("\u{feff}{note}\r\n"),
        ];
        for typed in typed {
            assert_eq!(read(&reader, &typed, phrase, None), meant, "{typed}");
        }
    }
}

#[test]
fn a_heading_says_of_its_list_and_no_more() {
    let reader = text::reader(&[], &[], &[]);
    let note = "PMH:\n- breast cancer\nDH: letrozole\nDenies:\n- back pain\n- incontinence\nC/O leg weakness\nFH:\nmother bowel cancer\nSafety net:\n\u{2022} numbness\n\u{2022} retention\nUnsteady today";
    for (phrase, meant) in [
        ("breast cancer", Assertion::Historical),
        ("back pain", Assertion::Absent),
        ("incontinence", Assertion::Absent),
        ("leg weakness", Assertion::Present),
        ("bowel cancer", Assertion::Family),
        ("numbness", Assertion::Hypothetical),
        ("retention", Assertion::Hypothetical),
        ("Unsteady", Assertion::Present),
    ] {
        assert_eq!(read(&reader, note, phrase, None), meant, "{phrase}");
    }
}
