//! The way of a note in `ARCHITECTURE.md` is true: the note is read as it says, and its rooms are passed from the ground up.

use std::fs;

use metasign_core::engine::{Engine, EngineOptions};
use metasign_core::record::{Assertion, Sex};
use metasign_core::text::NoteContext;

use crate::floors::TEXT;
use crate::root;

const NOTE: [&str; 3] = [
    "PMH breast ca '09. Prev well, LBP 3/52. Husband says he is off",
    "his legs. Denies numbness.",
    "- any fever ring us",
];

/// The words of each mention, how they are meant, and for how many days.
const MEANT: [(&str, Assertion, Option<u32>); 5] = [
    ("breast ca", Assertion::Historical, None),
    ("LBP", Assertion::Present, Some(21)),
    ("off\nhis legs", Assertion::Family, None),
    ("numbness", Assertion::Absent, None),
    ("fever", Assertion::Hypothetical, None),
];

#[test]
fn the_note_is_read_as_its_way_tells() {
    let engine = Engine::embedded(&EngineOptions::default()).unwrap();
    let context = NoteContext {
        sex: Some(Sex::Female),
        ..NoteContext::default()
    };
    let note = NOTE.join("\n");
    let mut mentions = Vec::new();
    engine.reader().read(&note, &context, &mut mentions);
    let found = |words: &str| {
        let start = u32::try_from(note.find(words).unwrap()).unwrap();
        let found = mentions.iter().find(|mention| mention.start == start);
        found.map(|mention| (mention.assertion, mention.duration_days))
    };
    for (words, assertion, days) in MEANT {
        assert_eq!(found(words), Some((assertion, days)), "{words}");
    }
}

#[test]
fn the_way_goes_up_through_the_floors() {
    let text = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let shown: Vec<String> = NOTE.iter().map(|line| format!("`{line}`")).collect();
    let (_, way) = text
        .split_once(&shown.join(" / "))
        .expect("the note is shown line by line");
    let rooms = way
        .lines()
        .skip_while(|line| !line.starts_with("|---"))
        .skip(1)
        .map_while(|line| line.strip_prefix("| `"));
    let rooms: Vec<&str> = rooms.filter_map(|line| line.split('`').next()).collect();
    let floors = rooms.iter().map(|room| {
        let floor = TEXT.iter().rposition(|floor| floor.rooms.contains(room));
        floor.unwrap_or_else(|| panic!("there is no room `{room}`"))
    });
    let floors: Vec<usize> = floors.collect();
    assert!(
        floors.is_sorted_by(|before, after| before >= after),
        "the way goes down: {rooms:?}"
    );
    // The tables and what makes them are on no note's way, the roof is where it is asked for, and a note is one piece.
    let passed = TEXT.iter().enumerate().filter(|(floor, _)| floors.contains(floor));
    let left: Vec<&str> = TEXT.iter().flat_map(|floor| floor.rooms).copied().collect();
    let left: Vec<&str> = left
        .into_iter()
        .filter(|room| !passed.clone().any(|(_, floor)| floor.rooms.contains(room)))
        .collect();
    assert_eq!(left, ["reader", "pieces", "compile", "language", "tables"]);
}
