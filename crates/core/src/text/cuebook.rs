//! The cues of the language files as one tree over words and *classes of words* (`<relative> says`), walked beside a note.
//!
//! A class stands for each of its words, so that a cue is written once for every mother, uncle and brother-in-law. The
//! signs of the rules have a tree of their own (`phrase`), which knows endings and slips; cues know classes instead.

use rustc_hash::FxHashMap;

use super::language::Language;
use super::phrase;
use super::token::{Gap, Kind, Token};
use super::vocabulary::{ANY_WORD, Builder, FILLER, NUMBER, SLIP, Vocabulary, YEAR};
use crate::flat::{Fault, Numbers, Shelf, Steps, Store, Stored};

/// At most so many words in a row may be passed over inside a cue.
const FILLERS: u32 = 2;
/// So many readings of the words so far are kept.
const WAYS: usize = 8;
/// Set in a key that stands for a class.
const CLASS: u32 = 1 << 30;

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
    /// Where each state's groups begin and end.
    ends: Numbers,
    groups: Vec<u16>,
    /// The classes of each entry, as a number in `sets`.
    classes: Numbers,
    /// Sets of classes, as bits; the known ones first.
    sets: Vec<u64>,
}

impl CueBook {
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
        let mut sets = bits.clone();
        sets.sort_unstable();
        sets.dedup();
        let number = |set: &u64| u32::try_from(sets.binary_search(set).unwrap_or(0)).unwrap_or(0);
        book.classes = bits.iter().map(number).collect();
        book.sets = sets;
        (book, firsts)
    }

    /// Makes the net one tree-like automaton without choices; gives the keys with which a cue can begin.
    fn compile(nodes: &[Node]) -> (Self, Vec<u32>) {
        let mut edges = Vec::new();
        let mut groups: Vec<u16> = Vec::new();
        let mut ends = vec![0u32, 0];
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
                        let mut says: Vec<u16> = next
                            .iter()
                            .filter_map(|node| nodes.get(usize::try_from(*node).ok()?))
                            .flat_map(|node| node.says.iter().copied())
                            .collect();
                        says.sort_unstable();
                        says.dedup();
                        groups.extend(says);
                        ends.push(u32::try_from(groups.len()).unwrap_or(u32::MAX));
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
            steps: Steps::of(open.len(), edges),
            ends: ends.into_iter().collect(),
            groups,
            ..Self::default()
        };
        (book, firsts)
    }

    /// The groups that end in a state.
    fn said(&self, state: u32) -> &[u16] {
        let at = usize::try_from(state).unwrap_or(usize::MAX);
        let end = |at: usize| self.ends.get(at).and_then(|end| usize::try_from(end).ok());
        let (Some(from), Some(to)) = (end(at), end(at.saturating_add(1))) else {
            return &[];
        };
        self.groups.get(from..to).unwrap_or_default()
    }

    fn bits(&self, entry: u32) -> u64 {
        let place = usize::try_from(entry & !SLIP).unwrap_or(usize::MAX);
        let set = self.classes.get(place).and_then(|set| usize::try_from(set).ok());
        set.and_then(|set| self.sets.get(set)).copied().unwrap_or(0)
    }

    /// Whether a word is of a class.
    pub(crate) fn is(&self, entry: u32, class: Known) -> bool {
        entry != 0 && self.bits(entry) & 1u64.wrapping_shl(u32::from(class as u8)) != 0
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
        if key != 0 {
            along(key);
        }
        let mut bits = if key == 0 { 0 } else { self.bits(key) };
        while bits != 0 {
            along(CLASS | bits.trailing_zeros());
            bits &= bits.wrapping_sub(1);
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
        self.ends.store(to)?;
        to.small(&self.groups)?;
        self.classes.store(to)?;
        to.small(&self.sets)
    }

    fn load(from: &mut Shelf<'_>) -> Result<Self, Fault> {
        Ok(Self {
            steps: Steps::load(from)?,
            ends: Numbers::load(from)?,
            groups: from.small()?,
            classes: Numbers::load(from)?,
            sets: from.small()?,
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
