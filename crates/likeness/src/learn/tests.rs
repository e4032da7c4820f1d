//! What is learned, and what damage does.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::arithmetic_side_effects,
    reason = "a test"
)]

use super::*;
use crate::{Likeness, MeantScores, Scores, Words};

fn example(sign: &str, note: &str) -> Example {
    Example {
        signs: vec![sign.to_owned()],
        phrase: String::new(),
        note: note.to_owned(),
        says: Says::Sign,
    }
}

fn some() -> Vec<Example> {
    let lines = [
        example("leg", "legs like jelly since Monday"),
        example("leg", "his knees go from under him"),
        example("leg", "weak legs on the stairs"),
        example("cough", "barking all night with phlegm"),
        example("cough", "hacking away, dry cough"),
        example("none", "table legs glued, chair mended"),
        example("none", "dog barking next door"),
    ];
    lines.iter().cycle().take(lines.len() * 11).cloned().collect()
}

#[test]
fn known_lines_are_told_apart_and_threads_change_nothing() {
    let bytes = learn(&some(), [7; 32], 1);
    assert_eq!(bytes, learn(&some(), [7; 32], 3));
    let model = Likeness::from_bytes(&bytes).unwrap();
    assert_eq!(model.digest(), &[7; 32]);
    let mut scores = Scores::default();
    for line in some() {
        model.score(&line.note, &mut scores);
        let best = (0..model.names().len())
            .max_by(|one, other| scores.each[*one].total_cmp(&scores.each[*other]))
            .unwrap();
        assert_eq!(model.names()[best], line.signs[0], "{}", line.note);
    }
    model.score("legs gone to jelly", &mut scores);
    let (leg, none) = (model.class("leg").unwrap(), model.class("none").unwrap());
    assert!(scores.each[leg] > scores.each[none]);
    assert_eq!(model.reasons("legs gone to jelly", leg, none)[0].0, "jelly");
}

#[test]
fn how_a_phrase_is_meant_is_learned_beside_the_signs() {
    let lines = [
        ("present", "back pain", "has back pain at night"),
        ("present", "cough", "has cough all day"),
        ("absent", "back pain", "denies back pain"),
        ("absent", "cough", "denies cough or fever"),
    ];
    let tsv: String = std::iter::once("meant\tphrase\tnote".to_owned())
        .chain((0..12).flat_map(|_| lines.map(|(meant, phrase, note)| format!("{meant}\t{phrase}\t{note}"))))
        .collect::<Vec<_>>()
        .join("\n");
    let mut examples = some();
    assert!(
        Likeness::from_bytes(&learn(&examples, [0; 32], 1))
            .unwrap()
            .ways()
            .is_empty()
    );
    examples.extend(examples_from_tsv("meant-1.tsv", &tsv).unwrap());
    let bytes = learn(&examples, [0; 32], 2);
    assert_eq!(bytes, learn(&examples, [0; 32], 1));
    let model = Likeness::from_bytes(&bytes).unwrap();
    assert_eq!(model.ways(), ["absent", "present"]);
    let mut scores = MeantScores::default();
    for (note, absent) in [("denies nausea", true), ("has nausea", false)] {
        model.score_meant(note, note.len() - 6, note.len(), &mut scores);
        assert_eq!(scores.each[0] > scores.each[1], absent, "{note}");
    }
    let damaged = bytes.get(..bytes.len() - 3).unwrap();
    assert!(Likeness::from_bytes(damaged).is_err());
}

#[test]
fn a_phrase_that_does_not_stand_in_its_note_is_a_mistake() {
    let problems = examples_from_tsv("m.tsv", "meant\tphrase\tnote\npresent\tcough\thas back pain\n").unwrap_err();
    assert_eq!(problems.first().map(|problem| problem.line), Some(2));
}

#[test]
fn damaged_weights_are_an_error_or_another_model_never_a_panic() {
    let bytes = learn(&some(), [0; 32], 2);
    for length in [0, 7, 8, 40, 41, 60, bytes.len() - 1] {
        assert!(Likeness::from_bytes(&bytes[..length]).is_err(), "{length}");
    }
    let mut longer = bytes.clone();
    longer.push(0);
    assert!(Likeness::from_bytes(&longer).is_err());
    for at in 0..bytes.len().min(400) {
        let mut wrong = bytes.clone();
        wrong[at] ^= 0xFF;
        if let Ok(model) = Likeness::from_bytes(&wrong) {
            model.score("legs like jelly", &mut Scores::default());
        }
    }
}

#[test]
fn mistakes_in_example_files_are_told_with_their_line() {
    let text = "sign\tphrase\tnote\nleg\tlegs\tlegs bad\nleg only\nnone/leg\tx\ty\n\tx\ty\n";
    let problems = examples_from_tsv("a.tsv", text).unwrap_err();
    assert_eq!(
        problems.iter().map(|problem| problem.line).collect::<Vec<_>>(),
        [3, 4, 5]
    );
    assert!(examples_from_tsv("a.tsv", "id\tx\n").is_err());
}

#[test]
fn a_stretch_of_a_note_scores_as_it_would_alone() {
    let model = Likeness::from_bytes(&learn(&some(), [0; 32], 1)).unwrap();
    let fresh = || Likeness::from_bytes(model.bytes()).unwrap();
    // With words that the examples know and words that they don't, a question mark and digits joined to letters.
    let note = "Seen in clinic: ?legs like jelly, 3days; xylophones wobble. Can't climb the stairs";
    let model = fresh();
    let mut words = Words::of(&model, note);
    let (mut part, mut whole) = (Scores::default(), Scores::default());
    for (start, end) in [
        (0, note.len()),
        (16, 32),
        (17, 21),
        (34, 39),
        (41, 58),
        (60, note.len()),
        (5, 5),
    ] {
        for _ in 0..2 {
            words.score(start, end, &mut part);
            // Another model, that has met no word yet.
            fresh().score(&note[start..end], &mut whole);
            assert_eq!(part.each, whole.each, "{:?}", &note[start..end]);
        }
    }
}
