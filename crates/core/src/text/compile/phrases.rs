//! Makes trees of phrases: the words of each as written, and the tree that holds them all. Not what a phrase stands for.

use rustc_hash::FxHashMap;

use super::vocabulary::Builder;
use crate::flat::{Graph, Rows, Steps};
use crate::text::characters::fold_char;
use crate::text::token::{Kind, Resolve, tokenise};
use crate::text::words::{ANY_WORD, Coded, NUMBER, Tree, YEAR};

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
        Tree::of(
            Steps::of(&graph),
            Rows::of(std::iter::once(Vec::new()).chain(rows.into_iter().map(|(_, set)| set))),
            [column(0), column(1), column(2)],
        )
    }
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
