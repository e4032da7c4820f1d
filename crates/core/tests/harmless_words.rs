//! A harmless word before or after it takes no emergency away (EV-9.1): every sign of an emergency, in the words that the rules
//! themselves write out, beside words that say nothing against it.
#![allow(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    clippy::panic,
    reason = "test code"
)]

use std::collections::BTreeSet;

use metasign_core::record::Assertion;
use metasign_core::rules::bundle::Bundle;
use metasign_core::rules::load::load;
use metasign_support::engine;
use metasign_support::repository::root;

/// So many phrases of each sign are tried.
const PHRASES: usize = 8;
/// Of a thousand notes so many may read otherwise: `fits with` and `a fit for` are other senses of the word.
const LOST_OF_A_THOUSAND: usize = 3;

fn shapes() -> Vec<String> {
    let text = std::fs::read_to_string(root().join("crates/core/tests/data/harmless-words.txt")).unwrap();
    let lines = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    lines.map(str::to_owned).collect()
}

fn stands(sign: &str, note: &str) -> bool {
    let mentions = engine().read_note(note);
    mentions.iter().any(|(found, mention)| {
        found.as_deref() == Some(sign) && matches!(mention.assertion, Assertion::Present | Assertion::Possible)
    })
}

#[test]
fn an_emergency_told_in_the_rules_own_words_stands_beside_harmless_ones() {
    let rules = load(&Bundle::embedded()).rule_set.unwrap();
    let shapes = shapes();
    let (mut tried, mut lost) = (0usize, BTreeSet::new());
    for sign in rules.signs.iter().filter(|sign| sign.emergency) {
        for phrase in sign.phrases.iter().take(PHRASES) {
            assert!(stands(&sign.id, phrase), "`{phrase}` alone is no {}", sign.id);
            for shape in &shapes {
                let note = shape.replace('~', phrase);
                tried += 1;
                if !stands(&sign.id, &note) {
                    lost.insert(format!("{}: {note}", sign.id));
                }
            }
        }
    }
    assert!(tried > 10_000, "only {tried} notes were tried");
    let most = tried * LOST_OF_A_THOUSAND / 1000;
    assert!(
        lost.len() <= most,
        "{} of {tried} lost:\n{}",
        lost.len(),
        lost.into_iter().collect::<Vec<_>>().join("\n")
    );
}
