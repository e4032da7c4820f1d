//! Phrases as sequences of words in one tree, walked beside the tokens of a note.

use std::marker::PhantomData;

use rustc_hash::FxHashMap;

use super::token::{Gap, Kind, Resolve, Token, fold_char, tokenise};
use super::vocabulary::{ANY_WORD, Builder, FILLER, NUMBER, SLIP, Vocabulary, YEAR};
use crate::flat::{Fault, Graph, Numbers, Rows, Shelf, Steps, Store, Stored};

/// At most so many words in a row may be passed over inside a phrase.
const FILLERS: u32 = 2;
/// So many readings of the words so far are kept.
const WAYS: usize = 6;

/// What a phrase stands for, as numbers.
pub(crate) trait Coded: Copy + PartialEq {
    fn code(self) -> [u32; 3];
    fn of(code: [u32; 3]) -> Self;
}

/// Phrases in the making, each with what it stands for.
#[derive(Debug)]
pub(crate) struct Growing<T> {
    phrases: Vec<(Vec<u32>, T)>,
}

impl<T> Default for Growing<T> {
    fn default() -> Self {
        Self { phrases: Vec::new() }
    }
}

impl<T: Coded> Growing<T> {
    pub(crate) fn add(&mut self, words: Vec<u32>, value: T) {
        self.phrases.push((words, value));
    }

    /// Puts other numbers for the words.
    pub(crate) fn renumber(&mut self, number: impl Fn(u32) -> u32) {
        for word in self.phrases.iter_mut().flat_map(|(words, _)| words) {
            *word = number(*word);
        }
    }

    pub(crate) fn finish(mut self) -> Tree<T> {
        // What one phrase stands for keeps its order.
        self.phrases.sort_by(|(one, _), (other, _)| one.cmp(other));
        let mut codes: Vec<[u32; 3]> = Vec::new();
        let mut by_code: FxHashMap<[u32; 3], u32> = FxHashMap::default();
        let mut sets: FxHashMap<Vec<u32>, u32> = FxHashMap::default();
        let phrases = self.phrases.chunk_by(|(one, _), (other, _)| one == other);
        let phrases: Vec<(&[u32], u32)> = phrases
            .filter_map(|phrases| {
                let mut set: Vec<u32> = Vec::new();
                for (_, value) in phrases {
                    let next = u32::try_from(codes.len()).unwrap_or(u32::MAX);
                    let code = *by_code.entry(value.code()).or_insert(next);
                    if code == next {
                        codes.push(value.code());
                    }
                    if !set.contains(&code) {
                        set.push(code);
                    }
                }
                let next = u32::try_from(sets.len().saturating_add(1)).unwrap_or(u32::MAX);
                let says = *sets.entry(set).or_insert(next);
                phrases.first().map(|(words, _)| (words.as_slice(), says))
            })
            .collect();
        let mut rows: Vec<(u32, Vec<u32>)> = sets.into_iter().map(|(set, number)| (number, set)).collect();
        rows.sort_unstable();
        let graph = Graph::of_sorted(phrases.into_iter().map(|(words, says)| (words.iter().copied(), says)));
        let column = |at: usize| codes.iter().filter_map(|code| code.get(at).copied()).collect();
        Tree {
            steps: Steps::of(&graph),
            said: Rows::of(std::iter::once(Vec::new()).chain(rows.into_iter().map(|(_, set)| set))),
            codes: [column(0), column(1), column(2)],
            of: PhantomData,
        }
    }
}

/// A tree of phrases, each with what it stands for.
#[derive(Clone, Debug)]
pub(crate) struct Tree<T> {
    steps: Steps,
    /// By what a state says: the codes of all that it stands for.
    said: Rows,
    codes: [Numbers; 3],
    of: PhantomData<T>,
}

impl<T> Stored for Tree<T> {
    fn store(&self, to: &mut Store) -> Result<(), Fault> {
        self.steps.store(to)?;
        self.said.store(to)?;
        self.codes.iter().try_for_each(|codes| codes.store(to))
    }

    fn load(from: &mut Shelf<'_>) -> Result<Self, Fault> {
        Ok(Self {
            steps: Steps::load(from)?,
            said: Rows::load(from)?,
            codes: [Numbers::load(from)?, Numbers::load(from)?, Numbers::load(from)?],
            of: PhantomData,
        })
    }
}

impl<T> Default for Tree<T> {
    fn default() -> Self {
        Self {
            steps: Steps::default(),
            said: Rows::default(),
            codes: Default::default(),
            of: PhantomData,
        }
    }
}

impl<T: Coded> Tree<T> {
    fn values(&self, node: u32) -> impl Iterator<Item = T> + '_ {
        let said = usize::try_from(self.steps.says(node)).unwrap_or(usize::MAX);
        self.said.row(said).filter_map(|code| {
            let code = usize::try_from(code).ok()?;
            let [kind, one, other] = &self.codes;
            Some(T::of([kind.get(code)?, one.get(code)?, other.get(code)?]))
        })
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
