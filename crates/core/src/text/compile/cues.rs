//! Makes the book of cues: the phrases of the language files with their choices and classes, as one automaton without choices.
//! Not what a group of cues says.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use super::phrases;
use super::vocabulary::{Builder, Numbering};
use crate::flat::{Graph, Steps};
use crate::text::language::{Language, next_class};
use crate::text::token::large;
use crate::text::words::{ANY_WORD, CueBook, FIRST_CLASS, FIRST_WORD, Known};

/// Set in a key that stands for a class, while cues are made.
const CLASS: u32 = 1 << 30;

/// Cues in the making.
#[derive(Debug)]
pub(super) struct Cues {
    steps: Vec<(u32, u32, u32)>,
    /// What each state says, as a number in `said`.
    says: Vec<u32>,
    said: Vec<Vec<u16>>,
    /// The classes of each entry, as bits.
    bits: Vec<u64>,
}

impl Cues {
    /// Compiles the cues; also gives the words with which one can begin.
    pub(super) fn build(language: &Language, vocabulary: &mut Builder) -> (Self, Vec<u32>) {
        let mut names: Vec<&str> = Known::NAMES.to_vec();
        let others = language.classes.iter().map(|(name, _)| name.as_str());
        names.extend(others.filter(|name| !Known::NAMES.contains(name)));
        let mut members: Vec<Vec<Vec<u32>>> = vec![Vec::new(); names.len()];
        for (name, words) in &language.classes {
            let place = names.iter().position(|known| known == name);
            if let Some(list) = place.and_then(|place| members.get_mut(place)) {
                list.extend(words.iter().map(|word| phrases::words(word, vocabulary)));
            }
        }
        let mut net = Net {
            nodes: vec![Node::default()],
            names: &names,
            members: &members,
            vocabulary,
        };
        for (number, group) in (0u16..).zip(&language.groups) {
            for text in &group.phrases {
                let start = net.node();
                net.link(0, start);
                let (end, _) = net.sequence(start, text, false);
                if let Some(node) = net.get(end) {
                    node.says.push(number);
                }
            }
        }
        let nodes = net.nodes;
        let (mut book, mut firsts) = Self::compile(&nodes);
        for class in 0..names.len() {
            let key = CLASS | u32::try_from(class).unwrap_or(0);
            if firsts.contains(&key) {
                let single = members
                    .get(class)
                    .into_iter()
                    .flatten()
                    .filter(|words| words.len() == 1);
                firsts.extend(single.flatten());
            }
        }
        firsts.retain(|first| first & CLASS == 0);
        firsts.sort_unstable();
        firsts.dedup();
        let mut bits: Vec<u64> = Vec::new();
        for (class, list) in members.iter().enumerate().take(64) {
            for words in list {
                let [entry] = words.as_slice() else { continue };
                let place = usize::try_from(*entry).unwrap_or(usize::MAX);
                if bits.len() <= place {
                    bits.resize(place.saturating_add(1), 0);
                }
                if let Some(bits) = bits.get_mut(place) {
                    *bits |= 1u64.wrapping_shl(u32::try_from(class).unwrap_or(0));
                }
            }
        }
        book.bits = bits;
        (book, firsts)
    }

    /// Makes the net one tree-like automaton without choices; gives the keys with which a cue can begin.
    fn compile(nodes: &[Node]) -> (Self, Vec<u32>) {
        let mut edges = Vec::new();
        let mut said: Vec<Vec<u16>> = vec![Vec::new()];
        let mut says = vec![0u32];
        let mut numbers: FxHashMap<Vec<u16>, u32> = FxHashMap::from_iter([(Vec::new(), 0)]);
        let mut states: FxHashMap<Vec<u32>, u32> = FxHashMap::default();
        let root = closure(nodes, vec![0]);
        let mut open = vec![root.clone()];
        states.insert(root, 0);
        let mut firsts = Vec::new();
        let mut at = 0usize;
        while let Some(state) = open.get(at).cloned() {
            let from = u32::try_from(at).unwrap_or(0);
            at = at.saturating_add(1);
            let mut ways: Vec<(u32, u32)> = Vec::new();
            for node in state.iter().filter_map(|node| nodes.get(usize::try_from(*node).ok()?)) {
                ways.extend(&node.ways);
            }
            ways.sort_unstable();
            for chunk in ways.chunk_by(|one, other| one.0 == other.0) {
                let Some((key, _)) = chunk.first() else { continue };
                let next = closure(nodes, chunk.iter().map(|(_, to)| *to).collect());
                let number = match states.get(&next) {
                    Some(number) => *number,
                    None => {
                        let number = u32::try_from(open.len()).unwrap_or(0);
                        let mut groups: Vec<u16> = next
                            .iter()
                            .filter_map(|node| nodes.get(usize::try_from(*node).ok()?))
                            .flat_map(|node| node.says.iter().copied())
                            .collect();
                        groups.sort_unstable();
                        groups.dedup();
                        let fresh = u32::try_from(said.len()).unwrap_or(0);
                        says.push(*numbers.entry(groups.clone()).or_insert_with(|| {
                            said.push(groups);
                            fresh
                        }));
                        open.push(next.clone());
                        states.insert(next, number);
                        number
                    }
                };
                if from == 0 {
                    firsts.push(*key);
                }
                edges.push((from, *key, number));
            }
        }
        let book = Self {
            steps: edges,
            says,
            said,
            bits: Vec::new(),
        };
        (book, firsts)
    }

    /// Lays the cues out, with the entries of the finished vocabulary.
    pub(super) fn finish(self, numbering: &Numbering) -> CueBook {
        let words = self.steps.iter().map(|(_, key, _)| *key);
        let classed = (0u32..).zip(&self.bits).filter(|(_, bits)| **bits != 0);
        let mut held: Vec<(u32, u64)> = words
            .filter(|key| key & CLASS == 0 && *key > ANY_WORD)
            .chain(classed.map(|(entry, _)| entry))
            .map(|entry| {
                let bits = usize::try_from(entry).ok().and_then(|entry| self.bits.get(entry));
                (numbering.entry(entry), bits.copied().unwrap_or(0))
            })
            .collect();
        held.sort_unstable();
        held.dedup();
        let symbol = |key: u32| {
            if key & CLASS != 0 {
                FIRST_CLASS.saturating_add(key & !CLASS)
            } else if key <= ANY_WORD {
                key
            } else {
                let place = held.binary_search_by_key(&numbering.entry(key), |(entry, _)| *entry);
                FIRST_WORD.saturating_add(u32::try_from(place.unwrap_or(0)).unwrap_or(0))
            }
        };
        // Only so many classes have a bit.
        let steps = self
            .steps
            .iter()
            .filter(|(_, key, _)| key & CLASS == 0 || key & !CLASS < 64);
        let steps = steps.map(|(from, key, to)| (*from, symbol(*key), *to));
        let graph = Graph::of_steps(&self.says, steps.collect());
        let mut sets: Vec<u64> = held.iter().map(|(_, bits)| *bits).chain([0]).collect();
        sets.sort_unstable();
        sets.dedup();
        let number = |set: u64| u32::try_from(sets.binary_search(&set).unwrap_or(0)).unwrap_or(0);
        let last = held.last().map_or(0, |(entry, _)| large(*entry));
        let mut bits = vec![0u8; (last / 64).saturating_add(1).saturating_mul(8)];
        for (entry, _) in &held {
            if let Some(cell) = bits.get_mut(large(*entry) / 8) {
                *cell |= 1u8.wrapping_shl(entry % 8);
            }
        }
        let mut sum = 0u32;
        let before = bits.as_chunks::<8>().0.iter().map(|cells| {
            let before = sum;
            sum = sum.saturating_add(u64::from_le_bytes(*cells).count_ones());
            before
        });
        CueBook {
            steps: Steps::of(&graph),
            said: self.said,
            before: before.collect(),
            classes: held.iter().map(|(_, bits)| number(*bits)).collect(),
            sets,
            held: Cow::Owned(bits),
        }
    }
}

/// A place inside the phrases as written.
#[derive(Clone, Debug, Default)]
struct Node {
    ways: Vec<(u32, u32)>,
    /// Places that are the same without a word.
    same: Vec<u32>,
    says: Vec<u16>,
}

/// The phrases as written, with their choices.
struct Net<'a> {
    nodes: Vec<Node>,
    names: &'a [&'a str],
    members: &'a [Vec<Vec<u32>>],
    vocabulary: &'a mut Builder,
}

impl Net<'_> {
    fn node(&mut self) -> u32 {
        self.nodes.push(Node::default());
        u32::try_from(self.nodes.len().saturating_sub(1)).unwrap_or(0)
    }

    fn get(&mut self, node: u32) -> Option<&mut Node> {
        self.nodes.get_mut(usize::try_from(node).ok()?)
    }

    fn link(&mut self, from: u32, to: u32) {
        if let Some(node) = self.get(from) {
            node.same.push(to);
        }
    }

    fn path(&mut self, from: u32, keys: &[u32]) -> u32 {
        let mut at = from;
        for key in keys {
            let next = self.node();
            if let Some(node) = self.get(at) {
                node.ways.push((*key, next));
            }
            at = next;
        }
        at
    }

    fn words(&mut self, from: u32, text: &str) -> u32 {
        let keys = phrases::words(text, self.vocabulary);
        self.path(from, &keys)
    }

    /// Adds what stands in `text` up to the end or, in a choice, up to its `|` or `}`; gives the place after it and the rest.
    fn sequence<'t>(&mut self, from: u32, text: &'t str, in_choice: bool) -> (u32, &'t str) {
        let mut at = from;
        let mut rest = text;
        loop {
            let stop = rest
                .find(|c: char| matches!(c, '{' | '<') || (in_choice && matches!(c, '|' | '}')))
                .unwrap_or(rest.len());
            let (plain, from_mark) = rest.split_at(stop);
            at = self.words(at, plain);
            if from_mark.is_empty() || from_mark.starts_with(['|', '}']) {
                return (at, from_mark);
            }
            let token = ["{number}", "{year}", "{word}"]
                .iter()
                .find(|token| from_mark.starts_with(**token));
            if let Some(token) = token {
                at = self.words(at, token);
                rest = from_mark.get(token.len()..).unwrap_or_default();
            } else if from_mark.starts_with('{') {
                (at, rest) = self.choice(at, from_mark.get(1..).unwrap_or_default());
            } else if let Some(("", class, after)) = next_class(from_mark) {
                at = self.class(at, class);
                rest = after;
            } else {
                at = self.words(at, "<");
                rest = from_mark.get(1..).unwrap_or_default();
            }
        }
    }

    /// `one|other|}`: each leads from `from` to one and the same place.
    fn choice<'t>(&mut self, from: u32, text: &'t str) -> (u32, &'t str) {
        let end = self.node();
        let mut rest = text;
        loop {
            let start = self.node();
            self.link(from, start);
            let (at, after) = self.sequence(start, rest, true);
            self.link(at, end);
            match after.strip_prefix('|') {
                Some(more) => rest = more,
                None => return (end, after.strip_prefix('}').unwrap_or(after)),
            }
        }
    }

    fn class(&mut self, from: u32, class: &str) -> u32 {
        let Some(number) = self.names.iter().position(|name| *name == class) else {
            return from;
        };
        let end = self.node();
        let at = self.path(from, &[CLASS | u32::try_from(number).unwrap_or(0)]);
        self.link(at, end);
        let members = self.members;
        for words in members
            .get(number)
            .into_iter()
            .flatten()
            .filter(|words| words.len() > 1)
        {
            let at = self.path(from, words);
            self.link(at, end);
        }
        end
    }
}

/// Places with all that are the same without a word, sorted.
fn closure(nodes: &[Node], mut places: Vec<u32>) -> Vec<u32> {
    let mut at = 0usize;
    let mut seen: rustc_hash::FxHashSet<u32> = places.iter().copied().collect();
    while let Some(place) = places.get(at).copied() {
        at = at.saturating_add(1);
        let same = usize::try_from(place).ok().and_then(|place| nodes.get(place));
        for next in same.into_iter().flat_map(|node| &node.same) {
            if seen.insert(*next) {
                places.push(*next);
            }
        }
    }
    // Only places with words to come or something to say tell states apart.
    places.retain(|place| {
        usize::try_from(*place)
            .ok()
            .and_then(|place| nodes.get(place))
            .is_some_and(|node| !node.ways.is_empty() || !node.says.is_empty())
    });
    places.sort_unstable();
    places.dedup();
    places
}
