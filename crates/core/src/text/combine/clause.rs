//! Clause by clause: what word groups say together, which words filled which group, and clauses of complaint in which
//! nothing was understood. Nothing of likeness.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::search::GroupAt;
use super::table::Combinations;
use crate::text::assertion::Mention;
use crate::text::clauses::{Hit, clause_ends, cues, sentence_ends};
use crate::text::token::Token;
use crate::text::words::{FoundSign, Known, Lexicon, Says, Sign};

/// So many places of word groups are looked at in one clause.
const CLAUSE_PLACES: usize = 4096;

/// So many hits of a note are compared with each other.
const NESTED: usize = 400;

/// How a mention was said together by word groups.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// The combination as the rules write it.
    pub combination: String,
    /// For each part the word group (words written out stand in brackets) and its bytes in the note.
    pub parts: Vec<(String, Range<u32>)>,
}

/// All that word groups say together.
#[derive(Debug)]
pub(crate) struct Together {
    pub(crate) combinations: Combinations,
    /// Word groups whose words are taken up whole: what stands in them says nothing else (`hay fever`).
    pub(crate) idioms: Vec<u32>,
    /// Word groups whose words are words of complaint: a clause that holds one and says no sign was not understood.
    pub(crate) complaints: Vec<u32>,
}

impl Together {
    /// What word groups say together, clause by clause.
    pub(crate) fn combined(
        &self,
        lexicon: &Lexicon,
        tokens: &[Token],
        ends: &[usize],
        signs: &[FoundSign],
        hits: &mut Vec<Hit>,
    ) {
        let mut out = Vec::new();
        let (combinations, vocabulary) = (&self.combinations, &lexicon.vocabulary);
        self.each_clause(lexicon, tokens, ends, signs, |_, inside| {
            combinations.of_clause(vocabulary, tokens, inside, &mut out);
        });
        for combined in out {
            let Some(words) = tokens.get(combined.from..combined.to) else {
                continue;
            };
            let (Some(first), Some(last)) = (words.first(), words.last()) else {
                continue;
            };
            hits.push(Hit {
                concept: combined.concept,
                absent: false,
                from: combined.from,
                to: combined.to,
                start: first.start,
                end: last.end,
                own: combined.own,
                doubted: false,
                alone: None,
            });
        }
    }

    /// Takes out the groups whose words are part of an idiom (`hay fever`).
    fn without_idioms(&self, found: &mut Vec<GroupAt>) {
        let idiom = |at: &GroupAt| self.idioms.contains(&at.group);
        let idioms: Vec<GroupAt> = found.iter().copied().filter(idiom).collect();
        if idioms.is_empty() {
            return;
        }
        let mut covered = Vec::new();
        for at in &idioms {
            if covered.len() < at.to {
                covered.resize(at.to, false);
            }
            covered.get_mut(at.from..at.to).unwrap_or_default().fill(true);
        }
        found.retain(|at| idiom(at) || !(at.from..at.to).all(|place| covered.get(place).copied().unwrap_or(false)));
    }

    /// Calls `each` with the end of every clause that holds a word group, and the groups' places in it.
    fn each_clause(
        &self,
        lexicon: &Lexicon,
        tokens: &[Token],
        ends: &[usize],
        signs: &[FoundSign],
        mut each: impl FnMut(Range<usize>, &[GroupAt]),
    ) {
        let mut found = group_places(tokens, signs);
        if found.is_empty() {
            return;
        }
        self.without_idioms(&mut found);
        let mut rest = found.as_slice();
        let mut from = 0usize;
        let mut inside: Vec<GroupAt> = Vec::new();
        for end in clause_ends(tokens, ends, |token| lexicon.cues.is(token.entry, Known::Turn)) {
            let count = rest.partition_point(|at| at.from < end);
            let (clause, after) = rest.split_at(count);
            rest = after;
            inside.clear();
            // A group that runs over the end of the clause is in neither.
            inside.extend(clause.iter().copied().filter(|at| at.to <= end).take(CLAUSE_PLACES));
            if !inside.is_empty() {
                each(from..end, &inside);
            }
            from = end;
        }
    }

    /// For each mention which words filled which group, where a combination found it; in one walk through the note.
    pub(crate) fn said(
        &self,
        lexicon: &Lexicon,
        tokens: &[Token],
        signs: &[FoundSign],
        mentions: &[Mention],
    ) -> Vec<Option<Said>> {
        let (combinations, vocabulary) = (&self.combinations, &lexicon.vocabulary);
        let bytes = |from: usize, to: usize| {
            let start = tokens.get(from).map_or(0, |token| token.start);
            let end = tokens.get(to.saturating_sub(1)).map_or(start, |token| token.end);
            start..end
        };
        let wanted: FxHashMap<(u32, u32, u32), usize> = mentions
            .iter()
            .enumerate()
            .map(|(number, mention)| ((mention.concept, mention.start, mention.end), number))
            .collect();
        let mut said = vec![None; mentions.len()];
        let mut out = Vec::new();
        let ends = sentence_ends(lexicon, tokens);
        self.each_clause(lexicon, tokens, &ends, signs, |_, inside| {
            out.clear();
            combinations.of_clause(vocabulary, tokens, inside, &mut out);
            for combined in &out {
                let place = bytes(combined.from, combined.to);
                let number = wanted.get(&(combined.concept, place.start, place.end));
                let Some(slot) = number.and_then(|number| said.get_mut(*number)) else {
                    continue;
                };
                let Some((written, places)) = combinations.parts(vocabulary, tokens, inside, combined.number) else {
                    continue;
                };
                let name = |group: u32| combinations.group_name(group).unwrap_or_default().to_owned();
                let parts = places.iter().map(|at| (name(at.group), bytes(at.from, at.to)));
                slot.get_or_insert(Said {
                    combination: written.to_owned(),
                    parts: parts.collect(),
                });
            }
        });
        said
    }

    /// Clauses that hold a word of complaint and in which nothing was found, as bytes of the note. `mentions` are those of
    /// the note.
    pub(crate) fn unread(
        &self,
        lexicon: &Lexicon,
        tokens: &[Token],
        signs: &[FoundSign],
        mentions: &[Mention],
        out: &mut Vec<Range<u32>>,
    ) {
        if self.complaints.is_empty() {
            return;
        }
        let ends = sentence_ends(lexicon, tokens);
        self.each_clause(lexicon, tokens, &ends, signs, |clause, inside| {
            if !inside.iter().any(|at| self.complaints.contains(&at.group)) {
                return;
            }
            let words = tokens.get(clause).unwrap_or_default();
            let Some((first, last)) = words.first().zip(words.last()) else {
                return;
            };
            if !mentions
                .iter()
                .any(|mention| mention.start < last.end && first.start < mention.end)
            {
                out.push(first.start..last.end);
            }
        });
    }
}

/// `No leg weakness`: a combination that begins with a denial gives way to the same sign said without it, so that it
/// is denied. `Can't feel`, where nothing is left without the first words, stays whole.
pub(crate) fn leave_denials(lexicon: &Lexicon, tokens: &[Token], ends: &[usize], hits: &mut Vec<Hit>) {
    let within =
        |outer: &Hit, inner: &Hit| inner.concept == outer.concept && inner.from > outer.from && inner.to <= outer.to;
    let nested = |hit: &&Hit| hit.own != u64::MAX && hits.iter().take(NESTED).any(|other| within(hit, other));
    if !hits.iter().take(NESTED).any(|hit| nested(&hit)) {
        return;
    }
    let (cues, _) = cues(lexicon, tokens, ends);
    let denials: Vec<(usize, usize)> = cues
        .iter()
        .filter(|cue| {
            let group = lexicon.group(cue.group);
            group.is_some_and(|group| group.says == Says::Absent && group.reaches(true))
        })
        .map(|cue| (cue.from, cue.to))
        .collect();
    let all = hits.clone();
    hits.retain(|hit| {
        let denial = denials.binary_search_by_key(&hit.from, |denial| denial.0);
        let Some((_, to)) = denial.ok().and_then(|at| denials.get(at)) else {
            return true;
        };
        hit.own == u64::MAX
            || !all
                .iter()
                .take(NESTED)
                .any(|other| within(hit, other) && other.from >= *to)
    });
}

fn group_places(tokens: &[Token], signs: &[FoundSign]) -> Vec<GroupAt> {
    signs
        .iter()
        .filter_map(|found| match found.sign {
            Sign::Group { group, exact } => {
                let first = tokens.get(found.from)?;
                (exact == 0 || first.entry == exact).then_some(GroupAt {
                    group,
                    from: found.from,
                    to: found.to,
                })
            }
            _ => None,
        })
        .collect()
}
