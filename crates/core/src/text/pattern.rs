//! A rule author's regular expressions, and where in a note they need to be tried.
//!
//! Every match of nearly every pattern holds one of a few pieces of plain text: `\bC[1-7] pain\b` holds ` pain`. One pass
//! over the note finds all such pieces; a pattern is tried only on the sentences that hold one of its own. Pieces may be
//! found where the pattern then isn't, never the other way round. A pattern is compiled when first tried. Which pieces a
//! pattern needs is decided before; nothing of that is known here.

use serde::{Deserialize, Serialize};

use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, AhoCorasickKind};
use regex_automata::meta;
use regex_automata::util::syntax;

/// A regular expression may compile to so many bytes.
pub(crate) const PATTERN_BYTES: usize = 1 << 20;

/// All patterns of the rules.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Patterns {
    each: Vec<Pattern>,
    gate: Gate,
    /// What finds the pieces; made when the first note is read.
    #[serde(skip)]
    pieces: OnceLock<Option<AhoCorasick>>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Pattern {
    concept: u32,
    text: String,
    #[serde(skip)]
    regex: OnceLock<Option<meta::Regex>>,
}

/// The pieces of text that patterns need.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Gate {
    pub(crate) pieces: Vec<String>,
    /// What each piece is needed by.
    pub(crate) needed_by: Vec<NeededBy>,
    /// Patterns that have no piece, and are tried everywhere.
    pub(crate) everywhere: Vec<usize>,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct NeededBy {
    pub(crate) pattern: usize,
    /// The piece begins, ends, where a word does.
    pub(crate) front: bool,
    pub(crate) back: bool,
    /// A letter that folds to a plain one: pieces are not found across it, so every pattern is tried.
    pub(crate) odd: bool,
}

/// Where patterns need to be tried: the place of a piece and its pattern, in the order of the places.
#[derive(Debug, Default)]
pub(crate) struct Tries {
    at: Vec<(usize, usize)>,
    everywhere: Vec<usize>,
}

impl Patterns {
    /// Patterns, each with its concept, and the pieces that they need.
    pub(crate) fn of(texts: &[(u32, &str)], gate: Gate) -> Self {
        let pattern = |(concept, text): &(u32, &str)| Pattern {
            concept: *concept,
            text: (*text).to_owned(),
            regex: OnceLock::new(),
        };
        Self {
            each: texts.iter().map(pattern).collect(),
            gate,
            pieces: OnceLock::new(),
        }
    }

    /// Where in a note a pattern may be found.
    pub(crate) fn tries(&self, text: &str) -> Tries {
        let mut tries = Tries::default();
        if self.each.is_empty() {
            return tries;
        }
        let gate = &self.gate;
        let Some(pieces) = self.pieces.get_or_init(|| gate.automaton()) else {
            // Without the pieces everything is tried everywhere: slow, and right.
            tries.everywhere = (0..self.each.len()).collect();
            return tries;
        };
        tries.everywhere.clone_from(&gate.everywhere);
        let bytes = text.as_bytes();
        let is_word = |at: Option<usize>| {
            at.and_then(|at| bytes.get(at))
                .map(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
        };
        // Beside a letter outside of ASCII nothing is said; the pattern itself will.
        let is_wide = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(|byte| *byte >= 128);
        let edge = |outside: Option<usize>, inside: Option<usize>| {
            is_wide(outside) || is_word(outside).unwrap_or(false) != is_word(inside).unwrap_or(false)
        };
        for found in pieces.find_overlapping_iter(text) {
            let Some(needed_by) = gate.needed_by.get(found.pattern().as_usize()) else {
                continue;
            };
            if needed_by.odd {
                tries.everywhere = (0..self.each.len()).collect();
                tries.at.clear();
                return tries;
            }
            let (start, end) = (found.start(), found.end());
            let front = !needed_by.front || edge(start.checked_sub(1), Some(start));
            let back = !needed_by.back || edge(Some(end), end.checked_sub(1));
            if front && back {
                tries.at.push((start, needed_by.pattern));
            }
        }
        tries.at.sort_unstable();
        tries
    }

    /// A pattern's concept and its regular expression.
    pub(crate) fn get(&self, pattern: usize) -> Option<(u32, &meta::Regex)> {
        let pattern = self.each.get(pattern)?;
        // Whoever made the patterns has tried it, so it compiles.
        let regex = pattern.regex.get_or_init(|| build(&pattern.text));
        Some((pattern.concept, regex.as_ref()?))
    }
}

impl Gate {
    fn automaton(&self) -> Option<AhoCorasick> {
        AhoCorasickBuilder::new()
            .ascii_case_insensitive(true)
            // A whole table would be a little faster to ask, and takes three times as long to make and 3 MB.
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .build(&self.pieces)
            .ok()
    }
}

impl Tries {
    pub(crate) fn is_empty(&self) -> bool {
        self.at.is_empty() && self.everywhere.is_empty()
    }

    /// The patterns to try on a part of the note, each once, in their order.
    pub(crate) fn within(&self, start: usize, end: usize, out: &mut Vec<usize>) {
        out.clear();
        out.extend(&self.everywhere);
        let first = self.at.partition_point(|(at, _)| *at < start);
        let rest = self.at.get(first..).unwrap_or_default();
        out.extend(rest.iter().take_while(|(at, _)| *at < end).map(|(_, pattern)| *pattern));
        out.sort_unstable();
        out.dedup();
    }
}

pub(crate) fn syntax_config() -> syntax::Config {
    syntax::Config::new().case_insensitive(true).nest_limit(40)
}

pub(crate) fn build(text: &str) -> Option<meta::Regex> {
    let config = meta::Config::new().nfa_size_limit(Some(PATTERN_BYTES)).utf8_empty(true);
    meta::Builder::new()
        .configure(config)
        .syntax(syntax_config())
        .build(text)
        .ok()
}
