//! Clause by clause: what word groups say together, which words filled which group, and clauses of complaint in which
//! nothing was understood.

use std::ops::Range;

use super::assertion::Mention;
use super::combine::GroupAt;
use super::compile::Sign;
use super::cue::Says;
use super::cuebook::Known;
use super::reader::{FoundSign, Hit, Reader};
use super::sentence::{clause_ends, sentence_ends};
use super::token::Token;
use super::view::View;

/// So many places of word groups are looked at in one clause.
const CLAUSE_PLACES: usize = 4096;

/// So many hits of a note are compared with each other.
const NESTED: usize = 400;

/// A complaint that has gone is named so few words before.
const COMPLAINT: usize = 5;

/// How a mention was said together by word groups.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// The combination as the rules write it.
    pub combination: String,
    /// For each part the word group (words written out stand in brackets) and its bytes in the note.
    pub parts: Vec<(String, Range<u32>)>,
}

impl Reader {
    /// What word groups say together, clause by clause.
    pub(super) fn combined(&self, tokens: &[Token], signs: &[FoundSign], hits: &mut Vec<Hit>) {
        let mut out = Vec::new();
        let (combinations, vocabulary) = (&self.compiled.combinations, &self.compiled.vocabulary);
        self.each_clause(tokens, signs, |_, inside| {
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

    /// `No leg weakness`: a combination that begins with a denial gives way to the same sign said without it, so that it
    /// is denied. `Can't feel`, where nothing is left without the first words, stays whole.
    pub(super) fn leave_denials(&self, tokens: &[Token], hits: &mut Vec<Hit>) {
        let within = |outer: &Hit, inner: &Hit| {
            inner.concept == outer.concept && inner.from > outer.from && inner.to <= outer.to
        };
        let nested = |hit: &&Hit| hit.own != u64::MAX && hits.iter().take(NESTED).any(|other| within(hit, other));
        if !hits.iter().take(NESTED).any(|hit| nested(&hit)) {
            return;
        }
        let (cues, _) = self.cues(tokens, &sentence_ends(&self.compiled, tokens));
        let denials: Vec<(usize, usize)> = cues
            .iter()
            .filter(|cue| {
                let group = self.compiled.groups.get(usize::from(cue.group));
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

    fn group_places(&self, tokens: &[Token], signs: &[FoundSign]) -> Vec<GroupAt> {
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

    /// Takes out the groups whose words are part of an idiom (`hay fever`).
    fn without_idioms(&self, found: &mut Vec<GroupAt>) {
        let idiom = |at: &GroupAt| self.compiled.idioms.contains(&at.group);
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
    fn each_clause(&self, tokens: &[Token], signs: &[FoundSign], mut each: impl FnMut(Range<usize>, &[GroupAt])) {
        let mut found = self.group_places(tokens, signs);
        if found.is_empty() {
            return;
        }
        self.without_idioms(&mut found);
        let mut rest = found.as_slice();
        let mut from = 0usize;
        let mut inside: Vec<GroupAt> = Vec::new();
        for end in clause_ends(tokens, &sentence_ends(&self.compiled, tokens)) {
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

    /// Which words filled which group, where a mention was found by a combination.
    #[must_use]
    pub fn said(&self, text: &str, mention: &Mention) -> Option<Said> {
        let tokens = self.tokens(text);
        let signs = self.signs(&tokens);
        let (combinations, vocabulary) = (&self.compiled.combinations, &self.compiled.vocabulary);
        let bytes = |from: usize, to: usize| {
            let start = tokens.get(from).map_or(0, |token| token.start);
            let end = tokens.get(to.saturating_sub(1)).map_or(start, |token| token.end);
            start..end
        };
        let mut said = None;
        self.each_clause(&tokens, &signs, |_, inside| {
            let mut out = Vec::new();
            combinations.of_clause(vocabulary, &tokens, inside, &mut out);
            let here = out.iter().find(|combined| {
                combined.concept == mention.concept && bytes(combined.from, combined.to) == (mention.start..mention.end)
            });
            let Some(combined) = here else { return };
            let Some((written, places)) = combinations.parts(vocabulary, &tokens, inside, combined.number) else {
                return;
            };
            let name = |group: u32| combinations.group_name(group).unwrap_or_default().to_owned();
            said = Some(Said {
                combination: written.to_owned(),
                parts: places
                    .iter()
                    .map(|at| (name(at.group), bytes(at.from, at.to)))
                    .collect(),
            });
        });
        said
    }

    /// Clauses that hold a word of complaint and in which nothing was found, as bytes of the note. `mentions` are those of
    /// the note.
    pub fn unread(&self, text: &str, mentions: &[Mention], out: &mut Vec<Range<u32>>) {
        let tokens = self.tokens(text);
        let signs = self.signs(&tokens);
        self.unread_in(&tokens, &signs, mentions, out);
    }

    pub(super) fn unread_in(
        &self,
        tokens: &[Token],
        signs: &[FoundSign],
        mentions: &[Mention],
        out: &mut Vec<Range<u32>>,
    ) {
        if self.compiled.complaints.is_empty() {
            return;
        }
        self.each_clause(tokens, signs, |clause, inside| {
            if !inside.iter().any(|at| self.compiled.complaints.contains(&at.group)) {
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

impl View<'_> {
    /// Whether a denial stands between the words of a combination: `legs not weak`.
    pub(super) fn denied_between(&self, hit: &Hit) -> bool {
        (hit.from..hit.to)
            .filter(|at| !hit.own(*at))
            .flat_map(|at| self.cues_over(at))
            .any(|cue| {
                cue.from > hit.from
                    && cue.to < hit.to
                    && self.group(cue).is_some_and(|group| group.says == Says::Absent)
            })
            || self.gone_within(hit)
    }

    /// `head pain gone with paracetamol`, `headache over brow has gone`: what has gone is the complaint named before it, and
    /// no sign (`legs have gone`).
    fn gone_within(&self, hit: &Hit) -> bool {
        (hit.from.saturating_add(1)..hit.to)
            .flat_map(|at| self.cues_over(at))
            .any(|cue| {
                let over = self.group(cue).is_some_and(|group| {
                    matches!(group.says, Says::Resolved | Says::Absent) && group.reaches(false) && !group.reaches(true)
                });
                // `no better with cocodamol`: its first words are another cue's.
                let whole = self.cue_over(cue.from).is_some_and(|first| first.from == cue.from);
                over && whole
                    && cue.from > hit.from
                    && cue.to.saturating_sub(cue.from) > 1
                    && (cue.from.saturating_sub(COMPLAINT)..cue.from)
                        .rev()
                        .take_while(|at| self.mark_at(*at) == 0)
                        .any(|at| self.class(at, Known::Complaint))
            })
    }

    /// What likeness alone took together with a denial: `face not puffy`, `legs: no muscle weakness`.
    pub(super) fn denied_within(&self, hit: &Hit) -> bool {
        (hit.from..hit.to).flat_map(|at| self.cues_over(at)).any(|cue| {
            let group = self.group(cue);
            let denies = group.is_some_and(|group| group.says == Says::Absent && group.reaches(true));
            denies
                && cue.to < hit.to
                && (self.plainly_denies(cue) || (cue.to..hit.to).any(|at| self.class(at, Known::Complaint)))
        })
    }
}
