//! Where signs are said: by fixed phrases, by combinations, by patterns, by likeness. Not how they are meant.

use super::plain::Plain;
use crate::text::characters::floor;
use crate::text::clauses::Hit;
use crate::text::combine::leave_denials;
use crate::text::likeness::Windows;
use crate::text::tables::Compiled;
use crate::text::token::{Token, large, small};
use crate::text::words::{FoundSign, Sign};

/// Longest piece of a note that a regular expression sees, in bytes. Bounds the work for a note without a sentence end.
const PATTERN_WINDOW: usize = 1024;

/// All that a note says, by place: in the words of the rules, and in words that only likeness knows.
pub(crate) fn found(
    compiled: &Compiled,
    windows: Option<&mut Windows<'_>>,
    text: &str,
    tokens: &[Token],
    ends: &[usize],
    signs: &[FoundSign],
) -> Vec<Hit> {
    let mut hits = by_phrases(tokens, signs);
    compiled
        .together
        .combined(&compiled.lexicon, tokens, ends, signs, &mut hits);
    by_patterns(compiled, text, tokens, ends, &mut hits);
    leave_denials(&compiled.lexicon, tokens, ends, &mut hits);
    let mut hits = longest(hits);
    if let Some(windows) = windows {
        windows.disown(&mut hits);
        windows.likened(&compiled.lexicon.vocabulary, &mut hits);
    }
    hits
}

/// What fixed phrases say.
pub(crate) fn by_phrases(tokens: &[Token], signs: &[FoundSign]) -> Vec<Hit> {
    let mut hits = Vec::new();
    for found in signs {
        let Sign::Concept { concept, absent, exact } = found.sign else {
            continue;
        };
        let Some(words) = tokens.get(found.from..found.to) else {
            continue;
        };
        let (Some(first), Some(last)) = (words.first(), words.last()) else {
            continue;
        };
        if exact != 0 && first.entry != exact {
            continue;
        }
        hits.push(Hit {
            concept,
            absent,
            from: found.from,
            to: found.to,
            start: first.start,
            end: last.end,
            own: u64::MAX,
            doubted: false,
            alone: None,
        });
    }
    hits
}

/// What regular expressions say, sentence by sentence.
fn by_patterns(compiled: &Compiled, text: &str, tokens: &[Token], ends: &[usize], hits: &mut Vec<Hit>) {
    let plain = Plain::of(text).unwrapped(tokens);
    let text = plain.text.as_ref();
    let tries = compiled.patterns.tries(text);
    if tries.is_empty() {
        return;
    }
    let mut tried = Vec::new();
    let mut from = 0usize;
    for end in ends.iter().copied() {
        let start_byte = tokens
            .get(from)
            .map_or(0, |token| floor(text, plain.here(large(token.start))));
        let end_byte = tokens
            .get(end.saturating_sub(1))
            .map_or(start_byte, |token| floor(text, plain.here(large(token.end))));
        let mut window = start_byte;
        while window < end_byte {
            let stop = floor(text, window.saturating_add(PATTERN_WINDOW).min(end_byte)).max(window);
            let stop = if stop == window { end_byte } else { stop };
            tries.within(window, stop, &mut tried);
            for (concept, regex) in tried.iter().filter_map(|id| compiled.patterns.get(*id)) {
                let input = regex_automata::Input::new(text).range(window..stop);
                for found in regex.find_iter(input) {
                    let (start, end) = (small(plain.typed(found.start())), small(plain.typed(found.end())));
                    let from = tokens.partition_point(|token| token.end <= start);
                    let to = tokens.partition_point(|token| token.start < end);
                    if from < to {
                        hits.push(Hit {
                            concept,
                            absent: false,
                            from,
                            to,
                            start,
                            end,
                            own: u64::MAX,
                            doubted: false,
                            alone: None,
                        });
                    }
                }
            }
            window = stop;
        }
        from = end;
    }
}

/// So far back a longer mention of the same sign is looked for.
const OVERLAP: usize = 24;

/// Of overlapping mentions of one sign the longest; mentions of different signs are all kept.
pub(crate) fn longest(mut hits: Vec<Hit>) -> Vec<Hit> {
    hits.sort_by_key(|hit| (hit.from, std::cmp::Reverse(hit.to), hit.concept, hit.absent));
    let mut kept: Vec<Hit> = Vec::with_capacity(hits.len());
    for hit in hits {
        let rival = kept
            .iter_mut()
            .rev()
            .take(OVERLAP)
            .find(|other| other.concept == hit.concept && other.to > hit.from);
        let denies = |hit: &Hit, other: &Hit| hit.absent && other.own != u64::MAX && hit.to >= other.to;
        match rival {
            // `spine non tender` is written as a denial, whatever its words say together.
            Some(other) if denies(&hit, other) => *other = hit,
            Some(other) if denies(other, &hit) => {}
            Some(other) if hit.to.saturating_sub(hit.from) > other.to.saturating_sub(other.from) => *other = hit,
            Some(_) => {}
            None => kept.push(hit),
        }
    }
    kept.sort_by_key(|hit| (hit.from, hit.to, hit.concept));
    kept
}
