//! Regular expressions: they must be ones, and small enough that scanning notes stays quick.

use regex_automata::nfa::thompson;
use regex_automata::util::syntax;

use crate::rules::diagnostic::Place;
use crate::rules::model::{Sign, Tumour};
use crate::rules::read::Reading;

/// A pattern may compile to so many bytes; size and nesting are limited as the note reader limits them. `\bL[1-5] pain\b` takes under 100 KiB with full Unicode word boundaries.
const MAX_PATTERN_BYTES: usize = 1 << 20;

/// Looks at every pattern; at its size only when `thorough`, since compiling is most of the work and the engine
/// compiles them once more anyway, with a limit of its own.
pub(crate) fn signs_and_tumours(reading: &mut Reading<'_>, signs: &[Sign], tumours: &[Tumour], thorough: bool) {
    for sign in signs {
        for pattern in &sign.patterns {
            look(reading, &sign.place, &sign.id, pattern, thorough);
        }
    }
    for tumour in tumours {
        for pattern in &tumour.history_patterns {
            look(reading, &tumour.place, &tumour.id, pattern, thorough);
        }
    }
}

fn look(reading: &mut Reading<'_>, place: &Place, id: &str, pattern: &str, thorough: bool) {
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
            reading.error(place.clone(), Some(id), "bad-pattern", message, Some(help));
            return;
        }
    };
    if tree.properties().minimum_len() == Some(0) {
        let message = format!("the pattern `{pattern}` is found in every text, even an empty one");
        reading.error(
            place.clone(),
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
        reading.error(place.clone(), Some(id), "bad-pattern", message, Some(help));
    }
}
