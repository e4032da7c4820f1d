//! The cues of the language files as one tree over words and *classes of words* (`<relative> says`), walked beside a note.
//!
//! A class stands for each of its words, so that a cue is written once for every mother, uncle and brother-in-law. The
//! signs of the rules have a tree of their own (`phrase`), which knows endings and slips; cues know classes instead.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use super::language::Language;
use super::phrase;
use super::reader::large;
use super::token::{Gap, Kind, Token};
use super::vocabulary::{ANY_WORD, Builder, FILLER, NUMBER, Numbering, SLIP, Vocabulary, YEAR};
use crate::flat::{Bytes, Fault, Graph, Numbers, Shelf, Steps, Store, Stored};

/// At most so many words in a row may be passed over inside a cue.
const FILLERS: u32 = 2;
/// So many readings of the words so far are kept.
const WAYS: usize = 8;
/// Set in a key that stands for a class, while cues are made.
const CLASS: u32 = 1 << 30;
/// Keys of the finished cues: tokens of a kind, then classes, then words.
const FIRST_CLASS: u32 = 4;
const FIRST_WORD: u32 = 68;

/// Classes that the engine itself asks for, by the names that the language files give them.
#[derive(Clone, Copy, Debug)]
#[repr(u8)]
pub(crate) enum Known {
    /// `he`, `him`, `his`.
    He = 0,
    She = 1,
    /// Relatives of one sex.
    MaleRelative = 2,
    FemaleRelative = 3,
    /// `is`, `was`: after a sign whose cause, not presence, is in doubt.
    Copula = 4,
    /// `it`: an animal, where one was named.
    It = 5,
    /// Words after which no line of a writer ends: `or`, `the`.
    Open = 6,
    /// Begins a clause that is put in: `her back pain, which we irradiated, has gone`.
    Which = 7,
    /// `says`, `wondered`: whoever does so is not spoken of.
    Report = 8,
    /// Who calls about another, and whom they call about.
    Younger = 9,
    Elder = 10,
    /// `77M`, `72 yr old lady`: says the patient's sex after an age.
    Male = 11,
    Female = 12,
    /// Marks that dictation spelt out: `comma`, `full stop`.
    SpeltComma = 13,
    SpeltFull = 14,
    SpeltStop = 15,
    /// What a patient feels or does; a relative before its colon tells of it.
    Complaint = 16,
    /// What happens once and stops: `fell`, `nosebleed`.
    Event = 17,
    /// `pt`, in brackets after the name of a relation.
    ThePatient = 18,
}

impl Known {
    pub(crate) const NAMES: [&'static str; 19] = [
        "he",
        "she",
        "male-relative",
        "female-relative",
        "copula",
        "it",
        "open",
        "which",
        "report",
        "younger",
        "elder",
        "male",
        "female",
        "spelt-comma",
        "spelt-full",
        "spelt-stop",
        "complaint",
        "event",
        "the-patient",
    ];
}

/// All cues, compiled.
#[derive(Clone, Debug, Default)]
pub(crate) struct CueBook {
    steps: Steps,
    /// Sets of groups, by what a state says.
    said: Vec<Vec<u16>>,
    /// The entries that stand in a cue or a class, by eights as bits.
    held: Bytes,
    /// How many of them come before each 64.
    before: Numbers,
    /// The classes of each of them, as a number in `sets`.
    classes: Numbers,
    /// Sets of classes, as bits; the known ones first.
    sets: Vec<u64>,
}

/// Cues in the making.
#[derive(Debug)]
pub(crate) struct Cues {
    steps: Vec<(u32, u32, u32)>,
    /// What each state says, as a number in `said`.
    says: Vec<u32>,
    said: Vec<Vec<u16>>,
    /// The classes of each entry, as bits.
    bits: Vec<u64>,
}

impl Cues {
    /// Compiles the cues; also gives the words with which one can begin.
    pub(crate) fn build(language: &Language, vocabulary: &mut Builder) -> (Self, Vec<u32>) {
        let mut names: Vec<&str> = Known::NAMES.to_vec();
        let others = language.classes.iter().map(|(name, _)| name.as_str());
        names.extend(others.filter(|name| !Known::NAMES.contains(name)));
        let mut members: Vec<Vec<Vec<u32>>> = vec![Vec::new(); names.len()];
        for (name, words) in &language.classes {
            let place = names.iter().position(|known| known == name);
            if let Some(list) = place.and_then(|place| members.get_mut(place)) {
                list.extend(words.iter().map(|word| phrase::words(word, vocabulary)));
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
    pub(crate) fn finish(self, numbering: &Numbering) -> CueBook {
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

impl CueBook {
    /// The groups that end in a state.
    fn said(&self, state: u32) -> &[u16] {
        let said = usize::try_from(self.steps.says(state))
            .ok()
            .and_then(|said| self.said.get(said));
        said.map_or(&[], Vec::as_slice)
    }

    /// The place of an entry among those that stand in a cue or a class.
    fn place(&self, entry: u32) -> Option<u32> {
        let cells = self.held.as_chunks::<8>().0.get(large(entry) / 64)?;
        let (cells, bit) = (u64::from_le_bytes(*cells), 1u64.wrapping_shl(entry % 64));
        let below = (cells & bit.wrapping_sub(1)).count_ones();
        (cells & bit != 0).then_some(())?;
        Some(self.before.get(large(entry) / 64)?.saturating_add(below))
    }

    fn bits(&self, place: u32) -> u64 {
        let set = self.classes.get(large(place)).and_then(|set| self.sets.get(large(set)));
        set.copied().unwrap_or(0)
    }

    /// Whether a word is of a class.
    pub(crate) fn is(&self, entry: u32, class: Known) -> bool {
        let bit = 1u64.wrapping_shl(u32::from(class as u8));
        entry != 0
            && self
                .place(entry & !SLIP)
                .is_some_and(|place| self.bits(place) & bit != 0)
    }

    /// Walks from `start`, telling `found` of every cue that ends: its groups and the token after it. A cue ends with its
    /// line.
    pub(crate) fn walk(
        &self,
        vocabulary: &Vocabulary,
        tokens: &[Token],
        start: usize,
        mut found: impl FnMut(&[u16], usize),
    ) {
        let mut ways = [(0u32, 0u32); WAYS];
        let mut count = 1usize;
        for (place, token) in tokens.iter().enumerate().skip(start) {
            if place > start && token.gap == Gap::Line {
                break;
            }
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
                self.step(*node, token, |next| {
                    keep((next, 0));
                    let groups = self.said(next);
                    if !groups.is_empty() {
                        found(groups, place.saturating_add(1));
                    }
                });
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

    fn step(&self, node: u32, token: &Token, mut to: impl FnMut(u32)) {
        let key = token.entry & !SLIP;
        let mut along = |key: u32| {
            if let Some(next) = self.steps.along(node, key) {
                to(next);
            }
        };
        if let Some(place) = self.place(key).filter(|_| key != 0) {
            along(FIRST_WORD.saturating_add(place));
            let mut bits = self.bits(place);
            while bits != 0 {
                along(FIRST_CLASS.saturating_add(bits.trailing_zeros()));
                bits &= bits.wrapping_sub(1);
            }
        }
        match token.kind {
            // A year is no amount: `ca 2009` is not a calcium.
            Kind::Number => {
                along(if token.mark == 1 { YEAR } else { NUMBER });
            }
            Kind::Word => {
                along(ANY_WORD);
            }
            Kind::Mark => {}
        }
    }
}

impl Stored for CueBook {
    fn store(&self, to: &mut Store) -> Result<(), Fault> {
        self.steps.store(to)?;
        to.small(&(&self.said, &self.sets))?;
        to.table(&self.held);
        self.before.store(to)?;
        self.classes.store(to)
    }

    fn load(from: &mut Shelf<'_>) -> Result<Self, Fault> {
        let steps = Steps::load(from)?;
        let (said, sets) = from.small()?;
        Ok(Self {
            steps,
            said,
            sets,
            held: from.table()?,
            before: Numbers::load(from)?,
            classes: Numbers::load(from)?,
        })
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
        let keys = phrase::words(text, self.vocabulary);
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

/// The first class in a phrase: what stands before it, its name, what stands after it.
pub(crate) fn next_class(text: &str) -> Option<(&str, &str, &str)> {
    let (before, from) = text.split_once('<')?;
    let (name, after) = from.split_once('>')?;
    let fits = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
    fits.then_some((before, name, after))
}
