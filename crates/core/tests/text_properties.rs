//! What holds for any text whatever: no panic, spans on characters, the same answer twice, work in proportion to length.
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

use std::sync::LazyLock;

use metasign_core::text::{Mention, NoteContext, Reader};
use metasign_support::text;
use proptest::prelude::*;

static READER: LazyLock<Reader> = LazyLock::new(text::small);

/// Pieces that make notes with much to decide in them.
const PIECES: [&str; 40] = [
    "back pain",
    "leg weakness",
    "haemoptysis",
    "mets",
    "SOB",
    "numb",
    "no ",
    "not ",
    "?",
    "denies ",
    " but ",
    ", ",
    ". ",
    "; ",
    ": ",
    " - ",
    "\n",
    " or ",
    "mum ",
    "if ",
    "h/o ",
    "PMH: ",
    "FH: ",
    " resolved",
    " 3/52",
    " since 2019",
    "[ ] ",
    " Y ",
    " N ",
    "wt 62 (was 70)",
    "power 3/5",
    "é",
    "’",
    "–",
    "→",
    "\u{0}",
    "worse at night",
    "(",
    "x",
    "ALP 310",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read(text in "\\PC{0,200}") {
        check(&text);
    }

    #[test]
    fn any_characters_are_read(text in proptest::collection::vec(any::<char>(), 0..120)) {
        check(&text.into_iter().collect::<String>());
    }

    #[test]
    fn any_note_is_read(pieces in proptest::collection::vec(0..PIECES.len(), 0..60)) {
        check(&pieces.into_iter().map(|piece| PIECES[piece]).collect::<String>());
    }

    #[test]
    fn a_sentence_after_it_does_not_change_a_mention(pieces in proptest::collection::vec(0..10usize, 0..20)) {
        let note: String = pieces.into_iter().map(|piece| PIECES[piece]).collect();
        let alone = read(&note);
        let followed = read(&format!("{note}. The weather is fine."));
        let brief = |mentions: &[Mention]| mentions.iter().map(|one| (one.concept, one.start, one.end, one.assertion)).collect::<Vec<_>>();
        prop_assert_eq!(brief(&alone), brief(&followed));
    }
}

#[test]
fn a_phrase_is_found_whatever_its_case_and_spaces() {
    use metasign_core::text::find_phrase;
    assert_eq!(find_phrase("No  BACK \n pain", "back pain"), Some(4..15));
    assert_eq!(find_phrase("no back", "back pain"), None);
    assert_eq!(find_phrase("Élan", "él"), Some(0..3));
    assert_eq!(find_phrase("x", " "), None);
}

#[test]
fn notes_made_to_be_slow_are_read() {
    for text in [
        "backpain".repeat(100_000),
        "a".repeat(10_000_000),
        "é".repeat(200_000),
        "no back pain, ".repeat(100_000),
        "not ".repeat(50_000),
        "back pain ".repeat(20_000),
        "[ ] ".repeat(30_000),
        "PMH: ".repeat(20_000),
        "the ".repeat(50_000),
        "3/52 ".repeat(20_000),
        "?".repeat(200_000),
        "? ".repeat(50_000),
        "weight 3 ".repeat(20_000),
        "power 3/".repeat(20_000),
        ".\n".repeat(50_000),
        format!("back pain {}", "worse ".repeat(20_000)),
        format!("{} back pain", "at night ".repeat(20_000)),
        "PMH ".repeat(20_000),
        "numb\n".repeat(20_000),
    ] {
        let mentions = read(&text);
        assert!(mentions.len() <= text.len() / 4);
        let mut measured = Vec::new();
        READER.measurements(&text, &NoteContext::default(), &mut measured);
    }
}

#[test]
fn work_grows_with_length_and_no_faster() {
    for piece in [
        "no back pain, ",
        "back pain worse ",
        "not ",
        "? ",
        "PMH: back pain, ",
        "mum back pain 3/52 ",
        "[ ] back pain ",
        "if ",
    ] {
        let (short, long) = (piece.repeat(1000), piece.repeat(16_000));
        let (few, many) = (READER.work(&short), READER.work(&long));
        assert!(many <= few.saturating_mul(17), "{piece:?}: {few} steps, then {many}");
        assert!(
            many <= 1000 * long.len() as u64,
            "{piece:?}: {many} steps for {} bytes",
            long.len()
        );
    }
}

fn read(text: &str) -> Vec<Mention> {
    let mut mentions = Vec::new();
    READER.read(text, &NoteContext::default(), &mut mentions);
    mentions
}

fn check(text: &str) {
    let mentions = read(text);
    for mention in &mentions {
        for offset in [
            mention.start,
            mention.end,
            mention.scope.start,
            mention.scope.end,
            mention.sentence.start,
            mention.sentence.end,
        ] {
            assert!(text.is_char_boundary(offset as usize), "{offset} in {text:?}");
        }
        assert!(
            mention.start < mention.end && mention.scope.start <= mention.start && mention.scope.end >= mention.end
        );
        assert!(
            mention.sentence.start <= mention.start && mention.sentence.end >= mention.end,
            "{mention:?}"
        );
    }
    assert_eq!(mentions, read(text));
    let mut measured = Vec::new();
    READER.measurements(text, &NoteContext::default(), &mut measured);
    for one in &measured {
        assert!(text.get(one.start as usize..one.end as usize).is_some());
    }
    for start in (0..text.len().min(60)).step_by(9) {
        let mention = READER.assess_span(text, start..start + 5, &NoteContext::default());
        assert!(text.get(mention.start as usize..mention.end as usize).is_some());
    }
}
