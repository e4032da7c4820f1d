//! Reads combinations as the rules write them, and lays them out as a table. Not how they are looked for.

use rustc_hash::FxHashMap;

use super::groups::Groups;
use crate::flat::{Packed, Slices};
use crate::text::combine::{Combination, Combinations, Element, LINKS, Link, MOST_ELEMENTS, slot};

/// Combinations as they are read from the rules.
#[derive(Debug, Default)]
pub(super) struct Written {
    each: Vec<Combination>,
    texts: Vec<String>,
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
            each: Slices::of(rows),
            sets: Slices::of(sets.into_iter().map(|set| set.iter().copied())),
            by_key: Slices::of(by_key),
            groups: u32::try_from(groups).unwrap_or(u32::MAX),
            texts: Packed::of((self.texts, names)),
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
