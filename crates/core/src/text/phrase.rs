//! Phrases as sequences of words in one tree, walked beside the tokens of a note.

use std::marker::PhantomData;

use rustc_hash::FxHashMap;

use super::token::{Gap, Kind, Resolve, Token, fold_char, tokenise};
use super::vocabulary::{ANY_WORD, Builder, FILLER, NUMBER, SLIP, Vocabulary, YEAR};
use crate::flat::{Fault, Rows, Shelf, Steps, Store, Stored};

/// At most so many words in a row may be passed over inside a phrase.
const FILLERS: u32 = 2;
/// So many readings of the words so far are kept.
const WAYS: usize = 6;

/// What a phrase stands for, as numbers.
pub(crate) trait Coded: Copy + PartialEq {
    fn code(self) -> [u32; 3];
    fn of(code: [u32; 3]) -> Self;
}

/// A tree of phrases in the making, each with what it stands for.
#[derive(Debug)]
pub(crate) struct Growing<T> {
    edges: FxHashMap<(u32, u32), u32>,
    ends: Vec<Vec<T>>,
}

impl<T> Default for Growing<T> {
    fn default() -> Self {
        Self {
            edges: FxHashMap::default(),
            ends: vec![Vec::new()],
        }
    }
}

impl<T: Coded> Growing<T> {
    pub(crate) fn add(&mut self, words: &[u32], value: T) {
        let mut node = 0u32;
        for word in words {
            let next = u32::try_from(self.ends.len()).unwrap_or(0);
            let entry = self.edges.entry((node, *word)).or_insert(next);
            if *entry == next {
                self.ends.push(Vec::new());
            }
            node = *entry;
        }
        if let Some(end) = usize::try_from(node).ok().and_then(|node| self.ends.get_mut(node))
            && !end.contains(&value)
        {
            end.push(value);
        }
    }

    pub(crate) fn finish(self) -> Tree<T> {
        let edges = self.edges.into_iter().map(|((from, key), to)| (from, key, to));
        Tree {
            steps: Steps::of(self.ends.len(), edges.collect()),
            ends: Rows::of(
                self.ends
                    .iter()
                    .map(|values| values.iter().flat_map(|value| value.code())),
            ),
            of: PhantomData,
        }
    }
}

/// A tree of phrases, each with what it stands for.
#[derive(Clone, Debug)]
pub(crate) struct Tree<T> {
    steps: Steps,
    ends: Rows,
    of: PhantomData<T>,
}

impl<T> Stored for Tree<T> {
    fn store(&self, to: &mut Store) -> Result<(), Fault> {
        self.steps.store(to)?;
        self.ends.store(to)
    }

    fn load(from: &mut Shelf<'_>) -> Result<Self, Fault> {
        Ok(Self {
            steps: Steps::load(from)?,
            ends: Rows::load(from)?,
            of: PhantomData,
        })
    }
}

impl<T> Default for Tree<T> {
    fn default() -> Self {
        Self {
            steps: Steps::default(),
            ends: Rows::default(),
            of: PhantomData,
        }
    }
}

impl<T: Coded> Tree<T> {
    fn values(&self, node: u32) -> impl Iterator<Item = T> + '_ {
        let codes = self
            .ends
            .row(usize::try_from(node).unwrap_or(usize::MAX))
            .as_chunks::<3>()
            .0;
        codes.iter().map(|code| T::of(code.map(u32::from_le_bytes)))
    }

    /// Walks from `start`, telling `found` of every phrase that ends: each of its values and the token after it.
    pub(crate) fn walk(
        &self,
        vocabulary: &Vocabulary,
        stems: bool,
        tokens: &[Token],
        start: usize,
        mut found: impl FnMut(T, usize),
    ) {
        // The ways in which the words so far can be read: place in the tree and fillers passed over in a row. A word may
        // both continue a phrase and be passed over, so there can be a few; more than a few are dropped.
        let mut ways = [(0u32, 0u32); WAYS];
        let mut count = 1usize;
        for (place, token) in tokens.iter().enumerate().skip(start) {
            if place > start && token.gap == Gap::Line && token.kind == Kind::Mark {
                break;
            }
            let key = if stems {
                vocabulary.stem(token.entry)
            } else {
                token.entry & !SLIP
            };
            let filler = place > start && token.kind == Kind::Word && vocabulary.has(token.entry, FILLER);
            let mut next_ways = [(0u32, 0u32); WAYS];
            let mut next_count = 0usize;
            let mut keep = |way: (u32, u32)| {
                if let Some(slot) = next_ways.get_mut(next_count) {
                    *slot = way;
                    next_count = next_count.saturating_add(1);
                }
            };
            for (node, skipped) in ways.iter().take(count) {
                if let Some(next) = self.step(*node, key, token) {
                    keep((next, 0));
                    for value in self.values(next) {
                        found(value, place.saturating_add(1));
                    }
                }
                if filler && *skipped < FILLERS {
                    keep((*node, skipped.saturating_add(1)));
                }
            }
            if next_count == 0 {
                break;
            }
            (ways, count) = (next_ways, next_count);
        }
    }

    fn step(&self, node: u32, key: u32, token: &Token) -> Option<u32> {
        let along = |key: u32| self.steps.along(node, key);
        let plain = if key == 0 { None } else { along(key) };
        plain.or_else(|| match token.kind {
            Kind::Number if year(token) => along(YEAR).or_else(|| along(NUMBER)),
            Kind::Number => along(NUMBER),
            Kind::Word => along(ANY_WORD),
            Kind::Mark => None,
        })
    }
}

/// A number of four digits without a point. Which years count is the business of whoever wrote the phrase.
fn year(token: &Token) -> bool {
    token.mark == 1
}

/// The words of a phrase as written in a file. `{number}`, `{year}` and `{word}` stand for any such token.
pub(crate) fn words(phrase: &str, vocabulary: &mut Builder) -> Vec<u32> {
    let mut found = Vec::new();
    let mut rest = phrase;
    while let Some(open) = rest.find('{') {
        let (before, from) = rest.split_at(open);
        plain_words(before, vocabulary, &mut found);
        let Some(close) = from.find('}') else {
            rest = from.trim_start_matches('{');
            continue;
        };
        let (name, after) = from.split_at(close.saturating_add(1));
        match name {
            "{number}" => found.push(NUMBER),
            "{year}" => found.push(YEAR),
            "{word}" => found.push(ANY_WORD),
            other => plain_words(other.trim_matches(['{', '}']), vocabulary, &mut found),
        }
        rest = after;
    }
    plain_words(rest, vocabulary, &mut found);
    found
}

struct Unresolved;

impl Resolve for Unresolved {
    fn word(&mut self, _: u64, _: bool, _: &[u8]) -> u32 {
        0
    }

    fn mark(&mut self, _: u8) -> u32 {
        0
    }
}

fn plain_words(phrase: &str, vocabulary: &mut Builder, found: &mut Vec<u32>) {
    if phrase.is_empty() {
        return;
    }
    let mut tokens = Vec::with_capacity(8);
    tokenise(phrase, &mut Unresolved, &mut tokens);
    found.reserve(tokens.len());
    let mut word = String::with_capacity(24);
    for token in tokens {
        let start = usize::try_from(token.start).unwrap_or(0);
        let end = usize::try_from(token.end).unwrap_or(0);
        let typed = phrase.get(start..end).unwrap_or_default();
        word.clear();
        match token.kind {
            Kind::Mark => word.push(char::from(token.mark)),
            Kind::Number => word.push_str(typed),
            Kind::Word => word.extend(typed.chars().filter_map(fold_char)),
        }
        if !word.is_empty() {
            found.push(vocabulary.intern(&word));
        }
    }
}
