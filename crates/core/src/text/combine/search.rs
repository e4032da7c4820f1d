//! Finds the combinations in the clauses of a note. Work is bounded for each clause by how many places and tries are looked at,
//! so reading stays linear in the note. How a sign so found is meant is not known here.

use super::table::{Combinations, GAP, Laid, Link, MOST_ELEMENTS, slot};
use crate::text::token::{Kind, Token};
use crate::text::words::{FILLER, Vocabulary};

/// Two elements of a combination stand at most so many tokens apart.
const APART: usize = 12;
/// Between words written beside each other so many fillers may stand.
const BESIDE: usize = 2;
/// So many places of one group are looked at in one clause.
const PLACES: usize = 6;
/// So many ways of placing the elements of one combination are tried in one clause.
const TRIES: u32 = 64;

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

impl Combinations {
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
            combination,
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
            for number in self.by_key.row(at.group).iter().copied() {
                let Some(combination) = self.combination(number) else {
                    continue;
                };
                if !combination.may_be_said(holds) || tried.contains(&number) {
                    continue;
                }
                tried.push(number);
                let mut search = Search {
                    number,
                    combination,
                    vocabulary,
                    tokens,
                    found,
                    tries: 0,
                    placed: Vec::with_capacity(MOST_ELEMENTS),
                    best: None,
                    kept: None,
                };
                search.place(0);
                out.extend(search.best);
            }
        }
    }
}

struct Search<'a> {
    number: u32,
    combination: Laid<'a>,
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
        let Some((groups, link)) = self.combination.element(number) else {
            self.keep();
            return;
        };
        let places = self.found.iter().filter(|at| groups.contains(&at.group)).take(PLACES);
        for at in places {
            self.tries = self.tries.saturating_add(1);
            if self.tries > TRIES {
                return;
            }
            if self.stands(link, at) {
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
