//! Signs said by composition: word groups that stand together in a clause (`<leg> + <weak>`).
//!
//! A combination is a row of elements, each a word group or words of its own, with how each stands to the one before:
//! `+` anywhere in the clause, `>` after it, beside it where nothing is written between, `..` up to three words further.
//! `{n}` keeps all of them within n words, `! <group>` says what must not be in the clause. Groups are found by the same
//! walk as phrases; here only their places are compared. Work is bounded for each clause by how many places and tries
//! are looked at, so reading stays linear in the note.

use super::token::{Kind, Token};
use super::vocabulary::{FILLER, Vocabulary};
use crate::flat::{Fault, Packed, Rows, Shelf, Store, Stored};
use rustc_hash::FxHashMap;

/// Two elements of a combination stand at most so many tokens apart.
const APART: usize = 12;
/// Between words written beside each other so many fillers may stand.
const BESIDE: usize = 2;
/// So many words may stand where `..` is written.
const GAP: usize = 3;
/// So many places of one group are looked at in one clause.
const PLACES: usize = 6;
/// So many ways of placing the elements of one combination are tried in one clause.
const TRIES: u32 = 64;
/// Elements of one combination.
const MOST_ELEMENTS: usize = 5;
/// Items that one word group may come to, its references written out.
const ITEMS: usize = 20_000;

/// How an element stands to the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Link {
    Anywhere,
    After,
    Beside,
    Gap,
}

#[derive(Clone, Debug)]
struct Element {
    /// Any of these groups fills it.
    groups: Vec<u32>,
    link: Link,
}

#[derive(Clone, Debug)]
struct Combination {
    concept: u32,
    elements: Vec<Element>,
    without: Vec<u32>,
    within: Option<u32>,
}

/// A place of a word group in a note.
#[derive(Clone, Copy, Debug)]
pub(crate) struct GroupAt {
    pub(crate) group: u32,
    pub(crate) from: usize,
    pub(crate) to: usize,
}

/// A combination found: its sign, its tokens, and which of them belong to its elements (by distance from the first).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Combined {
    pub(crate) concept: u32,
    pub(crate) from: usize,
    pub(crate) to: usize,
    pub(crate) own: u64,
    /// Which combination.
    pub(crate) number: u32,
}

/// Combinations as they are read from the rules.
#[derive(Debug, Default)]
pub(crate) struct Written {
    each: Vec<Combination>,
    texts: Vec<String>,
}

/// All combinations of the rules, by the group that each is looked up with.
#[derive(Debug, Default)]
pub(crate) struct Combinations {
    /// Of each: its concept, within how many words less one, the set that must not be there, then its elements.
    each: Rows,
    /// Sets of groups.
    sets: Rows,
    by_key: Rows,
    /// How many word groups there are.
    groups: u32,
    /// As written in the rules, and the names of the word groups.
    texts: Packed<(Vec<String>, Vec<String>)>,
}

/// An element is four times the number of its set, and how it stands to the one before it.
const LINKS: [Link; 4] = [Link::Anywhere, Link::After, Link::Beside, Link::Gap];
/// What stands in a row before the set that must not be there and the elements.
const BEFORE_ELEMENTS: usize = 2;

/// Word groups by name, and those that combinations write out themselves.
#[derive(Debug, Default)]
pub(crate) struct Groups {
    names: Vec<String>,
    items: Vec<Vec<String>>,
    /// By group: itself and every group that it takes in whole.
    takes_in: Vec<Vec<u32>>,
    by_name: FxHashMap<String, u32>,
}

impl Groups {
    /// Takes the groups of the language files. `fillers` are groups whose words may stand anywhere between others and
    /// need not be written out.
    pub(crate) fn new<'a>(
        groups: impl Iterator<Item = (&'a str, &'a [String])> + Clone,
        fillers: &[String],
    ) -> Result<Self, String> {
        let mut out = Self::default();
        for (name, _) in groups.clone() {
            out.add(name.to_owned());
        }
        let written: FxHashMap<&str, &[String]> = groups.clone().collect();
        for (number, (name, words)) in groups.enumerate() {
            let mut items = Vec::new();
            let mut whole = Vec::new();
            for item in words {
                match whole_group(item) {
                    Some(group) => whole.push(group.to_owned()),
                    None => items.extend(write_out(item, &written, fillers, &mut vec![name.to_owned()])?),
                }
            }
            items.sort_unstable();
            items.dedup();
            let whole: Vec<u32> = whole.iter().map(|name| out.named(name)).collect::<Result<_, _>>()?;
            if let (Some(slot), Some(takes_in)) = (out.items.get_mut(number), out.takes_in.get_mut(number)) {
                *slot = items;
                takes_in.extend(whole);
            }
        }
        out.close()?;
        Ok(out)
    }

    /// Follows groups that take in groups to the end.
    fn close(&mut self) -> Result<(), String> {
        let direct = self.takes_in.clone();
        let of = |group: u32| usize::try_from(group).ok().and_then(|group| direct.get(group));
        for (number, takes_in) in (0u32..).zip(&mut self.takes_in) {
            let mut next = 0usize;
            while let Some(group) = takes_in.get(next).copied() {
                for inner in of(group).into_iter().flatten() {
                    if *inner == number && group != number {
                        let name = |group: u32| usize::try_from(group).ok().and_then(|group| self.names.get(group));
                        return Err(format!(
                            "the word groups `{}` and `{}` refer to each other",
                            name(number).map_or("", String::as_str),
                            name(group).map_or("", String::as_str)
                        ));
                    }
                    if !takes_in.contains(inner) {
                        takes_in.push(*inner);
                    }
                }
                next = next.saturating_add(1);
            }
        }
        Ok(())
    }

    fn add(&mut self, name: String) -> u32 {
        let number = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        self.by_name.insert(name.clone(), number);
        self.names.push(name);
        self.items.push(Vec::new());
        self.takes_in.push(vec![number]);
        number
    }

    /// A group with all that it takes in.
    pub(crate) fn with_inner(&self, group: u32) -> &[u32] {
        let inner = usize::try_from(group).ok().and_then(|group| self.takes_in.get(group));
        inner.map_or(&[], Vec::as_slice)
    }

    /// The groups of alternatives that a combination writes out: those it names, and its own words as one more.
    fn alternatives(&mut self, alternatives: &[String]) -> Result<Vec<u32>, String> {
        let mut groups = Vec::new();
        let mut words = Vec::new();
        for item in alternatives {
            match whole_group(item) {
                Some(name) => groups.extend_from_slice(self.with_inner(self.named(name)?)),
                None => words.push(item.as_str()),
            }
        }
        if !words.is_empty() {
            groups.push(self.own(&words)?);
        }
        groups.sort_unstable();
        groups.dedup();
        Ok(groups)
    }

    fn own(&mut self, words: &[&str]) -> Result<u32, String> {
        let name = format!("({})", words.join("|"));
        if let Some(known) = self.by_name.get(&name) {
            return Ok(*known);
        }
        let mut items = Vec::new();
        for item in words {
            let mut forms = vec![String::new()];
            for piece in pieces(item) {
                let more = match piece {
                    Piece::Words(words) => vec![words.to_owned()],
                    Piece::Group(group) => {
                        let inner = self.with_inner(self.named(group)?).to_vec();
                        let of = |group: &u32| usize::try_from(*group).ok().and_then(|group| self.items.get(group));
                        inner.iter().filter_map(of).flatten().cloned().collect()
                    }
                };
                forms = product(&forms, &more)?;
            }
            items.extend(forms);
        }
        items.sort_unstable();
        items.dedup();
        let number = self.add(name);
        if let Some(slot) = usize::try_from(number)
            .ok()
            .and_then(|number| self.items.get_mut(number))
        {
            *slot = items;
        }
        Ok(number)
    }

    /// Every item of every group as plain words, `..` written out as up to three words.
    pub(crate) fn items(&self) -> impl Iterator<Item = (u32, String)> + '_ {
        (0u32..).zip(&self.items).flat_map(|(group, items)| {
            items
                .iter()
                .flat_map(move |item| spelled(item).into_iter().map(move |words| (group, words)))
        })
    }

    fn named(&self, name: &str) -> Result<u32, String> {
        let found = self.by_name.get(name).copied();
        found.ok_or_else(|| format!("there is no word group `{name}`"))
    }

    /// The name of a group.
    pub(crate) fn names(self) -> Vec<String> {
        self.names
    }
}

/// The group that an item is, where it is nothing else.
fn whole_group(item: &str) -> Option<&str> {
    let name = item.trim().strip_prefix('<')?.strip_suffix('>')?;
    (!name.contains(['<', '>'])).then_some(name.trim())
}

fn spelled(item: &str) -> Vec<String> {
    if !item.contains("..") {
        return vec![item.to_owned()];
    }
    (0..=GAP)
        .map(|words| item.replace("..", &" {word} ".repeat(words)))
        .collect()
}

enum Piece<'a> {
    Words(&'a str),
    Group(&'a str),
}

fn pieces(item: &str) -> Vec<Piece<'_>> {
    let mut out = Vec::new();
    let mut rest = item;
    while let Some((before, after)) = rest.split_once('<') {
        if !before.trim().is_empty() {
            out.push(Piece::Words(before.trim()));
        }
        let Some((name, after)) = after.split_once('>') else {
            rest = after;
            break;
        };
        out.push(Piece::Group(name.trim()));
        rest = after;
    }
    if !rest.trim().is_empty() {
        out.push(Piece::Words(rest.trim()));
    }
    out
}

fn product(front: &[String], back: &[String]) -> Result<Vec<String>, String> {
    if front.len().saturating_mul(back.len()) > ITEMS {
        return Err(format!("a word group comes to more than {ITEMS} items"));
    }
    Ok(front
        .iter()
        .flat_map(|front| back.iter().map(move |back| format!("{front} {back}").trim().to_owned()))
        .collect())
}

/// An item with the groups in it written out.
fn write_out(
    item: &str,
    written: &FxHashMap<&str, &[String]>,
    fillers: &[String],
    through: &mut Vec<String>,
) -> Result<Vec<String>, String> {
    let mut forms = vec![String::new()];
    let all = pieces(item);
    let last = all.len().saturating_sub(1);
    for (place, piece) in all.into_iter().enumerate() {
        let more = match piece {
            Piece::Words(words) => vec![words.to_owned()],
            // `top of <poss> arm`: such words are passed over anyway.
            Piece::Group(group) if place > 0 && place < last && fillers.iter().any(|filler| filler == group) => {
                continue;
            }
            Piece::Group(group) => {
                if through.iter().any(|known| known == group) {
                    let chain = through.join("`, `");
                    return Err(format!("the word groups `{chain}` and `{group}` refer to each other"));
                }
                let Some(items) = written.get(group) else {
                    return Err(format!("there is no word group `{group}`"));
                };
                through.push(group.to_owned());
                let mut inner = Vec::new();
                for item in *items {
                    inner.extend(write_out(item, written, fillers, through)?);
                }
                through.pop();
                inner
            }
        };
        forms = product(&forms, &more)?;
    }
    Ok(forms)
}

impl Written {
    /// Reads a combination as written in a rule file.
    pub(crate) fn add(&mut self, concept: u32, text: &str, groups: &mut Groups) -> Result<(), String> {
        let mut parser = Parser { rest: text, groups };
        let combination = parser.combination(concept)?;
        self.texts.push(text.to_owned());
        self.each.push(combination);
        Ok(())
    }

    /// Lays them out, and chooses for each the group that the fewest others ask for, to be looked up with.
    pub(crate) fn finish(self, names: Vec<String>) -> Combinations {
        let groups = names.len();
        let mut asked = vec![0u32; groups];
        let elements = self.each.iter().flat_map(|combination| &combination.elements);
        for group in elements.flat_map(|element| &element.groups) {
            if let Some(count) = slot(&mut asked, *group) {
                *count = count.saturating_add(1);
            }
        }
        let often = |element: &&Element| -> u32 {
            let counts = element
                .groups
                .iter()
                .filter_map(|group| asked.get(usize::try_from(*group).ok()?));
            counts.fold(0, |sum, count| sum.saturating_add(*count))
        };
        let mut by_key: Vec<Vec<u32>> = vec![Vec::new(); groups];
        for (number, combination) in (0u32..).zip(&self.each) {
            let key = combination.elements.iter().min_by_key(often);
            for group in key.into_iter().flat_map(|element| &element.groups) {
                if let Some(list) = slot(&mut by_key, *group) {
                    list.push(number);
                }
            }
        }
        let mut sets: Vec<&[u32]> = Vec::new();
        let mut numbers: FxHashMap<&[u32], u32> = FxHashMap::default();
        let mut set = |groups| {
            let next = u32::try_from(sets.len()).unwrap_or(u32::MAX);
            *numbers.entry(groups).or_insert_with(|| {
                sets.push(groups);
                next
            })
        };
        let mut rows = Vec::with_capacity(self.each.len());
        for combination in &self.each {
            let within = combination.within.map_or(0, |within| within.saturating_add(1));
            let mut row = vec![combination.concept, within, set(&combination.without)];
            for element in &combination.elements {
                let link = LINKS.iter().position(|link| *link == element.link).unwrap_or(0);
                let link = u32::try_from(link).unwrap_or(0);
                row.push(set(&element.groups).saturating_mul(4).saturating_add(link));
            }
            rows.push(row);
        }
        Combinations {
            each: Rows::of(rows),
            sets: Rows::of(sets.into_iter().map(|set| set.iter().copied())),
            by_key: Rows::of(by_key),
            groups: u32::try_from(groups).unwrap_or(u32::MAX),
            texts: Packed::of((self.texts, names)),
        }
    }
}

impl Stored for Combinations {
    fn store(&self, to: &mut Store) -> Result<(), Fault> {
        self.each.store(to)?;
        self.sets.store(to)?;
        self.by_key.store(to)?;
        to.small(&self.groups)?;
        self.texts.store(to)
    }

    fn load(from: &mut Shelf<'_>) -> Result<Self, Fault> {
        Ok(Self {
            each: Rows::load(from)?,
            sets: Rows::load(from)?,
            by_key: Rows::load(from)?,
            groups: from.small().and_then(|groups: u32| {
                let fits = groups < 1 << 24;
                fits.then_some(groups).ok_or("there are too many word groups")
            })?,
            texts: Packed::load(from)?,
        })
    }
}

impl Combinations {
    fn set(&self, number: u32) -> impl Iterator<Item = u32> + '_ {
        self.sets.row(usize::try_from(number).unwrap_or(usize::MAX))
    }

    fn combination(&self, number: u32) -> Option<Combination> {
        let mut row = self.each.row(usize::try_from(number).ok()?);
        let (concept, within, without) = (row.next()?, row.next()?, row.next()?);
        let elements = row.map(|element| Element {
            groups: self.set(element / 4).collect(),
            link: LINKS
                .get(usize::try_from(element % 4).unwrap_or(0))
                .copied()
                .unwrap_or(Link::Anywhere),
        });
        Some(Combination {
            concept,
            within: within.checked_sub(1),
            without: self.set(without).collect(),
            elements: elements.take(MOST_ELEMENTS).collect(),
        })
    }

    /// The name of a word group.
    pub(crate) fn group_name(&self, group: u32) -> Option<&str> {
        let (_, names) = self.texts.get()?;
        usize::try_from(group)
            .ok()
            .and_then(|group| names.get(group))
            .map(String::as_str)
    }

    /// How a combination found in a clause is written, and the places of its parts.
    pub(crate) fn parts(
        &self,
        vocabulary: &Vocabulary,
        tokens: &[Token],
        found: &[GroupAt],
        number: u32,
    ) -> Option<(&str, Vec<GroupAt>)> {
        let combination = self.combination(number)?;
        let mut search = Search {
            number,
            combination: &combination,
            vocabulary,
            tokens,
            found,
            tries: 0,
            placed: Vec::new(),
            best: None,
            kept: Some(Vec::new()),
        };
        search.place(0);
        let kept = search.kept?;
        let (texts, _) = self.texts.get()?;
        Some((texts.get(usize::try_from(number).ok()?)?, kept))
    }

    /// Adds what is said by the groups of one clause. `found` holds the places of groups in it, by place.
    pub(crate) fn of_clause(
        &self,
        vocabulary: &Vocabulary,
        tokens: &[Token],
        found: &[GroupAt],
        out: &mut Vec<Combined>,
    ) {
        let cells = usize::try_from(self.groups.div_ceil(64)).unwrap_or(0);
        let mut present = vec![0u64; cells];
        for at in found {
            if let Some(word) = slot(&mut present, at.group / 64) {
                *word |= 1u64.wrapping_shl(at.group % 64);
            }
        }
        let holds = |group: u32| {
            let word = usize::try_from(group / 64).ok().and_then(|word| present.get(word));
            word.is_some_and(|word| word.wrapping_shr(group % 64) & 1 == 1)
        };
        let mut tried: Vec<u32> = Vec::new();
        let mut asked = vec![0u64; cells];
        let may_be_said = |number: u32| {
            let mut row = self
                .each
                .row(usize::try_from(number).unwrap_or(usize::MAX))
                .skip(BEFORE_ELEMENTS);
            let without = row.next().unwrap_or(0);
            row.all(|element| self.set(element / 4).any(holds)) && !self.set(without).any(holds)
        };
        for at in found {
            // Each group's combinations once.
            let Some(word) = slot(&mut asked, at.group / 64) else {
                continue;
            };
            let bit = 1u64.wrapping_shl(at.group % 64);
            if *word & bit != 0 {
                continue;
            }
            *word |= bit;
            for number in self.by_key.row(usize::try_from(at.group).unwrap_or(usize::MAX)) {
                if !may_be_said(number) || tried.contains(&number) {
                    continue;
                }
                let Some(combination) = self.combination(number) else {
                    continue;
                };
                tried.push(number);
                let mut search = Search {
                    number,
                    combination: &combination,
                    vocabulary,
                    tokens,
                    found,
                    tries: 0,
                    placed: Vec::with_capacity(combination.elements.len()),
                    best: None,
                    kept: None,
                };
                search.place(0);
                out.extend(search.best);
            }
        }
    }
}

fn slot<T>(list: &mut [T], place: u32) -> Option<&mut T> {
    usize::try_from(place).ok().and_then(|place| list.get_mut(place))
}

struct Search<'a> {
    number: u32,
    combination: &'a Combination,
    vocabulary: &'a Vocabulary,
    tokens: &'a [Token],
    found: &'a [GroupAt],
    tries: u32,
    placed: Vec<GroupAt>,
    best: Option<Combined>,
    /// The places of the best, where they are wanted.
    kept: Option<Vec<GroupAt>>,
}

impl Search<'_> {
    fn place(&mut self, number: usize) {
        let Some(element) = self.combination.elements.get(number) else {
            self.keep();
            return;
        };
        let places = self
            .found
            .iter()
            .filter(|at| element.groups.contains(&at.group))
            .take(PLACES);
        for at in places {
            self.tries = self.tries.saturating_add(1);
            if self.tries > TRIES {
                return;
            }
            if self.stands(element.link, at) {
                self.placed.push(*at);
                self.place(number.saturating_add(1));
                self.placed.pop();
            }
        }
    }

    fn stands(&self, link: Link, at: &GroupAt) -> bool {
        let Some(before) = self.placed.last() else { return true };
        if self.placed.iter().any(|other| other.from < at.to && at.from < other.to) {
            return false;
        }
        let between = if at.from >= before.to {
            at.from.saturating_sub(before.to)
        } else {
            before.from.saturating_sub(at.to)
        };
        match link {
            Link::Anywhere => between <= APART,
            Link::After => at.from >= before.to && between <= APART,
            Link::Beside => at.from >= before.to && between <= BESIDE && self.only_fillers(before.to, at.from),
            Link::Gap => at.from >= before.to && between <= GAP,
        }
    }

    fn only_fillers(&self, from: usize, to: usize) -> bool {
        self.tokens
            .get(from..to)
            .unwrap_or_default()
            .iter()
            .all(|token| token.kind == Kind::Word && self.vocabulary.has(token.entry, FILLER))
    }

    fn keep(&mut self) {
        let from = self.placed.iter().map(|at| at.from).min().unwrap_or(0);
        let to = self.placed.iter().map(|at| at.to).max().unwrap_or(from);
        let span = to.saturating_sub(from);
        if self
            .combination
            .within
            .and_then(|within| usize::try_from(within).ok())
            .is_some_and(|within| {
                let own: usize = self.placed.iter().map(|at| at.to.saturating_sub(at.from)).sum();
                span.saturating_sub(own) > within
            })
        {
            return;
        }
        if self.best.is_some_and(|best| best.to.saturating_sub(best.from) <= span) {
            return;
        }
        let mut own = 0u64;
        for place in self.placed.iter().flat_map(|at| at.from..at.to) {
            let bit = u32::try_from(place.saturating_sub(from)).unwrap_or(u32::MAX);
            own |= 1u64.checked_shl(bit).unwrap_or(0);
        }
        self.best = Some(Combined {
            number: self.number,
            concept: self.combination.concept,
            from,
            to,
            own,
        });
        if let Some(kept) = &mut self.kept {
            kept.clone_from(&self.placed);
        }
    }
}

struct Parser<'a, 'g> {
    rest: &'a str,
    groups: &'g mut Groups,
}

impl Parser<'_, '_> {
    fn combination(&mut self, concept: u32) -> Result<Combination, String> {
        let mut out = Combination {
            concept,
            elements: Vec::new(),
            without: Vec::new(),
            within: None,
        };
        let mut link = Link::Anywhere;
        let mut excluded = false;
        // Words that stand beside each other are one element.
        let mut words: Vec<&str> = Vec::new();
        let mut open = false;
        loop {
            self.rest = self.rest.trim_start();
            let Some(c) = self.rest.chars().next() else { break };
            let word_ends = self
                .rest
                .find(|c: char| c.is_whitespace() || matches!(c, '<' | '(' | '{' | '+' | '>' | '!'))
                .unwrap_or(self.rest.len());
            let mark =
                matches!(c, '<' | '(' | '{' | '>' | '!') || (c == '+' && word_ends == 0) || self.rest.starts_with("..");
            if !mark {
                let (word, rest) = self.rest.split_at(word_ends.max(c.len_utf8()));
                words.push(word);
                self.rest = rest;
                open = false;
                continue;
            }
            if !words.is_empty() {
                let group = vec![self.groups.own(&[words.join(" ").as_str()])?];
                words.clear();
                Self::element(&mut out, group, &mut link, excluded);
            }
            match c {
                '<' => {
                    let name = self.until('>')?;
                    let group = self.groups.with_inner(self.groups.named(name.trim())?).to_vec();
                    Self::element(&mut out, group, &mut link, excluded);
                    open = false;
                }
                '(' => {
                    let inside = self.until(')')?;
                    let alternatives: Vec<String> = inside.split('|').map(|item| item.trim().to_owned()).collect();
                    if alternatives.iter().any(String::is_empty) {
                        return Err("an alternative between `|` is empty".to_owned());
                    }
                    let group = self.groups.alternatives(&alternatives)?;
                    Self::element(&mut out, group, &mut link, excluded);
                    open = false;
                }
                '{' => {
                    let number = self.until('}')?;
                    let within = number.trim().parse();
                    out.within = Some(within.map_err(|_| format!("`{{{number}}}` is no number of words"))?);
                }
                '+' | '>' => {
                    if out.elements.is_empty() || excluded || open {
                        return Err(format!("something must stand before `{c}`"));
                    }
                    link = if c == '+' { Link::Anywhere } else { Link::After };
                    self.skip(1);
                    open = true;
                }
                '!' => {
                    if open {
                        return Err("something must stand before `!`".to_owned());
                    }
                    excluded = true;
                    self.skip(1);
                    open = true;
                }
                _ => {
                    if out.elements.is_empty() || open {
                        return Err("`..` stands between two words or groups".to_owned());
                    }
                    link = Link::Gap;
                    self.skip(2);
                    open = true;
                }
            }
        }
        if !words.is_empty() {
            let group = vec![self.groups.own(&[words.join(" ").as_str()])?];
            Self::element(&mut out, group, &mut link, excluded);
            open = false;
        }
        if open {
            return Err("something is missing at the end".to_owned());
        }
        if out.elements.is_empty() {
            return Err("the combination says nothing".to_owned());
        }
        if out.elements.len() > MOST_ELEMENTS {
            return Err("a combination has at most five parts".to_owned());
        }
        Ok(out)
    }

    fn element(out: &mut Combination, groups: Vec<u32>, link: &mut Link, excluded: bool) {
        if excluded {
            out.without.extend(groups);
        } else {
            out.elements.push(Element { groups, link: *link });
        }
        *link = Link::Beside;
    }

    fn until(&mut self, close: char) -> Result<String, String> {
        let inside = self.rest.get(1..).unwrap_or_default();
        let Some(end) = inside.find(close) else {
            return Err(format!("`{close}` is missing"));
        };
        let (found, rest) = inside.split_at(end);
        self.rest = rest.get(close.len_utf8()..).unwrap_or_default();
        Ok(found.to_owned())
    }

    fn skip(&mut self, bytes: usize) {
        self.rest = self.rest.get(bytes..).unwrap_or_default();
    }
}
