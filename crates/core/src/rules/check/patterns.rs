//! Regular expressions: they must be ones, and small enough that scanning notes stays quick.

use regex_automata::meta;
use regex_automata::nfa::thompson;
use regex_automata::util::syntax;
use regex_syntax::hir::Hir;

use crate::rules::diagnostic::Place;
use crate::rules::model::{Sign, Tumour};
use crate::rules::read::Reading;
use crate::rules::written::Written;

/// A pattern may compile to so many bytes; size and nesting are limited as the note reader limits them. `\bL[1-5] pain\b` takes under 100 KiB with full Unicode word boundaries.
const MAX_PATTERN_BYTES: usize = 1 << 20;

/// Looks at every pattern; at its size only when `thorough`, since compiling is most of the work and the engine
/// compiles them once more anyway, with a limit of its own.
pub(crate) fn signs_and_tumours(
    reading: &mut Reading<'_>,
    written: &Written<'_>,
    signs: &[Sign],
    tumours: &[Tumour],
    thorough: bool,
) {
    for sign in signs {
        for pattern in &sign.patterns {
            let place = || written.place(&sign.place.file, &[&sign.id, "patterns"], Some(pattern));
            look(reading, &place, &sign.id, pattern, thorough);
        }
    }
    for tumour in tumours {
        for pattern in &tumour.history_patterns {
            let place = || written.place(&tumour.place.file, &["history", "patterns"], Some(pattern));
            look(reading, &place, &tumour.id, pattern, thorough);
        }
    }
}

fn look(reading: &mut Reading<'_>, place: &dyn Fn() -> Place, id: &str, pattern: &str, thorough: bool) {
    let config = syntax::Config::new().case_insensitive(true).nest_limit(40);
    let tree = match syntax::parse_with(pattern, &config) {
        Ok(tree) => tree,
        Err(error) => {
            let reason = error.to_string();
            let reason = reason
                .lines()
                .rev()
                .find(|line| !line.trim().is_empty())
                .unwrap_or_default();
            let reason = reason.trim().trim_start_matches("error: ");
            let help = "see docs.rs/regex for what patterns can be; use single quotes around them".to_owned();
            let message = format!("the pattern `{pattern}` can't be read: {reason}");
            reading.error(place(), Some(id), "bad-pattern", message, Some(help));
            return;
        }
    };
    if tree.properties().minimum_len() == Some(0) {
        let message = format!("the pattern `{pattern}` is found in every text, even an empty one");
        reading.error(
            place(),
            Some(id),
            "bad-pattern",
            message,
            Some("name at least one letter it needs".to_owned()),
        );
        return;
    }
    if !thorough {
        return;
    }
    if everywhere(&tree) {
        let message = format!("the pattern `{pattern}` is found in any word, so in every note");
        let help = "name letters that only this has, or use phrases instead".to_owned();
        reading.warning(place(), Some(id), "wide-pattern", message, Some(help));
        return;
    }
    // Few patterns come near the limit; only those are compiled to see.
    if crate::text::most_bytes(&tree) <= MAX_PATTERN_BYTES {
        return;
    }
    let config = thompson::Config::new().nfa_size_limit(Some(MAX_PATTERN_BYTES));
    if thompson::Compiler::new()
        .configure(config)
        .build_from_hir(&tree)
        .is_err()
    {
        let message = format!("the pattern `{pattern}` is too large");
        let help = "use fewer repetitions, or phrases instead".to_owned();
        reading.error(place(), Some(id), "bad-pattern", message, Some(help));
    }
}

/// Sentences that have hardly a letter in the same place.
const ORDINARY: [&str; 5] = [
    "Seen today, well in himself",
    "BP 128/74, pulse regular",
    "Rx reviewed: no change",
    "flu jab given (left arm)",
    "Plan: recheck bloods in 3/12",
];

/// Whether it is found in each of a few sentences that have nothing in common.
fn everywhere(tree: &Hir) -> bool {
    // As the reader does: whatever is scanned is short, so the plainest way to look is the quickest to make.
    let plain = meta::Config::new()
        .hybrid(false)
        .dfa(false)
        .onepass(false)
        .auto_prefilter(false);
    let made = meta::Builder::new().configure(plain).build_from_hir(tree);
    made.is_ok_and(|regex| ORDINARY.iter().all(|text| regex.is_match(text)))
}
