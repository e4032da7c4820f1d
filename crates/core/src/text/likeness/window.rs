//! The words around a mention that likeness is asked about, and the pieces of a note in which nothing was found. No
//! cue is weighed here.

use std::borrow::Cow;

use metasign_likeness::{Scores, Words};

use super::judge::{Alone, DOUBTED, DOUBTED_ALONE, DOUBTED_PHRASE, Judge, Verdict, hundredths, standing};
use crate::record::Assertion;
use crate::text::assertion::Mention;
use crate::text::characters::{decoded, fold_word};
use crate::text::clauses::{Hit, View, clause_ends, ends_clause, sentence_around};
use crate::text::token::{Kind, Token, large};
use crate::text::words::{STARTS_SIGN, Says, Vocabulary};

/// A sentence of so many tokens is judged whole; of a longer one, …
const WHOLE: usize = 26;
/// … so many on either side of the mention.
const AROUND: usize = 12;
/// A piece with fewer words says too little for likeness alone.
const FEWEST: usize = 2;
/// Of the clause around a mention so many tokens on either side are judged by themselves.
const NEAR: usize = 6;
/// Words that join one complaint to the next.
const JOINS: [&str; 5] = ["and", "with", "w", "plus", "also"];
/// Where a sign is said to go on so little likeness will do.
const GOES_ON: f32 = -0.8;
/// Beside a believed sign of the same sentence so little will do, in hundredths of log-odds.
const COMPANY: i16 = -50;
/// Another reading of the same words is surer by so much, in hundredths of log-odds.
const SURER: i16 = 200;
/// So many mentions on either side are looked at.
const NEIGHBOURS: usize = 8;
/// A sentence with so few words besides the sign's own is filled by it.
const BARE: usize = 2;
/// The words that carry a sign lie within so many tokens.
const CARRIED: usize = 9;

/// Scores of so many pieces of a note are kept: a mention is judged more than once, and mentions share sentences.
const KEPT: usize = 64;

/// A note as likeness is asked about it.
#[derive(Debug)]
pub(crate) struct Windows<'n> {
    pub(crate) judge: &'n Judge,
    text: &'n str,
    tokens: &'n [Token],
    /// Where sentences end.
    ends: &'n [usize],
    /// Cut when first asked about.
    words: Option<Words<'n>>,
    /// The scores of pieces of the note, each where its place says.
    asked: Vec<(Option<(usize, usize)>, Scores)>,
}

impl<'n> Windows<'n> {
    /// A note that has not been asked about yet.
    pub(crate) fn of(judge: &'n Judge, text: &'n str, tokens: &'n [Token], ends: &'n [usize]) -> Self {
        Self {
            judge,
            text,
            tokens,
            ends,
            words: None,
            asked: Vec::new(),
        }
    }

    /// Judges a mention by the words around it.
    pub(crate) fn judge(&mut self, hit: &Hit, mention: &mut Mention) {
        if !self.judge.knows(hit.concept) {
            return;
        }
        let standing = self.standing(hit);
        mention.likeness = Some(hundredths(standing));
        mention.likened = hit.alone.is_some();
        if !matches!(mention.assertion, Assertion::Present | Assertion::Possible) {
            return;
        }
        match hit.alone {
            Some(possible) => {
                if possible {
                    mention.assertion = Assertion::Possible;
                    mention.low_confidence = true;
                }
            }
            // What is said to go on, to be back or to be as ever is a complaint, however little is said of it.
            None if standing >= GOES_ON && goes_on(mention) => {}
            None => match Judge::verdict(standing, self.doubted(hit)) {
                Verdict::Stands => {}
                Verdict::Doubted => {
                    mention.doubted = mention.assertion == Assertion::Present;
                    mention.assertion = Assertion::Possible;
                    mention.low_confidence = true;
                }
                Verdict::OtherSense => mention.assertion = Assertion::Other,
            },
        }
    }

    /// Down to where a mention is only doubted. An emergency in the rules' own words of more than one is never taken for another
    /// sense; one in words that fill their sentence hardly ever: what else could be meant stands nowhere.
    fn doubted(&self, hit: &Hit) -> f32 {
        let phrase = hit.own == u64::MAX;
        let words = |from: usize, to: usize| {
            let all = self.tokens.get(from..to).unwrap_or_default();
            all.iter().filter(|token| token.kind == Kind::Word).count()
        };
        if self.judge.emergency(hit.concept) {
            let (from, to) = sentence_around(self.ends, hit.from);
            let own = words(hit.from, hit.to);
            let bare = words(from, to).saturating_sub(own) <= BARE;
            if phrase && (own > 1 || bare) {
                return f32::NEG_INFINITY;
            }
            if bare {
                return DOUBTED_ALONE;
            }
        }
        if phrase { DOUBTED_PHRASE } else { DOUBTED }
    }

    /// A complaint told by a relative, or of kin called by name, is most likely the patient's: `Wife: he is off his legs`,
    /// `Nan keeps falling`. Only where likeness is sure that it is a complaint.
    pub(crate) fn of_patient(&mut self, view: &View<'_>, hit: &Hit, mention: &mut Mention) {
        let Some(cue) = mention
            .cue
            .filter(|_| mention.assertion == Assertion::Family && self.judge.knows(hit.concept))
        else {
            return;
        };
        let at = view.tokens.partition_point(|token| token.start < cue.start);
        let meant = view
            .cues_over(at)
            .find_map(|cue| view.group(cue).and_then(|group| group.of_complaint));
        let Some(meant) = meant else { return };
        let opens = at == sentence_around(self.ends, at).0
            || at.checked_sub(1).is_some_and(|before| {
                view.token(before).is_some_and(|token| token.kind == Kind::Mark) || view.says(before, Says::Reporter)
            });
        if opens && self.standing(hit) >= 0.0 {
            mention.assertion = meant;
            mention.of_patient = true;
            mention.low_confidence = true;
        }
    }

    /// A combination that likeness doubts has no claim to the cues among its words: `no` still denies its neighbours.
    pub(crate) fn disown(&mut self, hits: &mut [Hit]) {
        let judge = self.judge;
        // `no falls` as a remark about a fracture still denies the falls.
        let learned: Vec<(usize, usize)> = hits
            .iter()
            .filter(|hit| judge.knows(hit.concept))
            .map(|hit| (hit.from, hit.to))
            .collect();
        for hit in hits
            .iter_mut()
            .filter(|hit| hit.own == u64::MAX && !judge.knows(hit.concept))
        {
            let first = learned.partition_point(|(from, _)| *from <= hit.from);
            hit.doubted |= learned
                .get(first..)
                .unwrap_or_default()
                .iter()
                .take_while(|(from, _)| *from < hit.to)
                .any(|(_, to)| *to <= hit.to);
        }
        for hit in hits
            .iter_mut()
            .filter(|hit| hit.own != u64::MAX && judge.knows(hit.concept))
        {
            if Judge::verdict(self.standing(hit), DOUBTED) != Verdict::Stands {
                hit.doubted = true;
            }
        }
    }

    /// Adds what likeness alone finds, piece by piece.
    pub(crate) fn likened(&mut self, vocabulary: &Vocabulary, hits: &mut Vec<Hit>) {
        let (judge, tokens) = (self.judge, self.tokens);
        let found = hits.len();
        let mut before = 0usize;
        for (from, to) in pieces(tokens, self.ends) {
            let words = tokens.get(from..to).unwrap_or_default();
            let known = |token: &&Token| token.entry != 0 && vocabulary.has(token.entry, STARTS_SIGN);
            while hits.get(before).is_some_and(|hit| before < found && hit.from < from) {
                before = before.saturating_add(1);
            }
            let here = hits
                .get(before..found)
                .unwrap_or_default()
                .iter()
                .take_while(|hit| hit.from < to);
            let beside = here.clone().any(|hit| judge.knows(hit.concept));
            if words.iter().filter(|token| token.kind == Kind::Word).count() < FEWEST
                || !words.iter().any(|token| known(&token))
            {
                continue;
            }
            let scores = self.ask(from, to);
            let Some(alone) = scores.and_then(|scores| judge.alone(scores, beside)) else {
                continue;
            };
            let already = here.clone().any(|hit| judge.related(hit.concept, &alone));
            if already {
                continue;
            }
            if let Some(mut hit) = placed(judge, self.text, tokens, from, to, &alone) {
                match Judge::alone_verdict(self.standing(&hit)) {
                    Verdict::Stands => hits.push(hit),
                    Verdict::Doubted => {
                        hit.alone = Some(true);
                        hits.push(hit);
                    }
                    Verdict::OtherSense => {}
                }
            }
        }
        if hits.len() > found {
            hits.sort_by_key(|hit| (hit.from, hit.to, hit.concept));
        }
    }

    /// How well a mention stands: its sentence, the words next to it and its own words together. A sign is often told in
    /// the midst of much that has nothing to do with it.
    fn standing(&mut self, hit: &Hit) -> f32 {
        let judge = self.judge;
        let (from, to) = around(self.tokens, self.ends, hit);
        let (near_from, near_to) = near(self.text, self.tokens, from, to, hit);
        let mut of = |from: usize, to: usize| {
            let scores = self.ask(from, to);
            scores.map(|scores| judge.alikeness(hit.concept, scores))
        };
        let sentence = of(from, to);
        let beside = if (near_from, near_to) == (from, to) {
            sentence
        } else {
            of(near_from, near_to)
        };
        let (Some(sentence), Some(beside), Some(own)) = (sentence, beside, of(hit.from, hit.to)) else {
            return 0.0;
        };
        standing(sentence, beside, own, hit.end.saturating_sub(hit.start))
    }

    fn ask(&mut self, from: usize, to: usize) -> Option<&Scores> {
        self.asked.resize_with(KEPT, Default::default);
        let place = from.wrapping_mul(31).wrapping_add(to) % KEPT;
        let (at, scores) = self.asked.get_mut(place)?;
        if *at != Some((from, to)) {
            let (start, end) = bytes(self.tokens, from, to);
            let typed = self.text.get(start..end).unwrap_or_default();
            match decoded(typed, |_, _| {}) {
                // What an entity stands for is not where it stands.
                Cow::Owned(words) => self.judge.score(&words, scores),
                Cow::Borrowed(_) => {
                    let words = self.words.get_or_insert_with(|| self.judge.words(self.text));
                    words.score(start, end, scores);
                }
            }
            *at = Some((from, to));
        }
        Some(scores)
    }
}

/// Where tokens begin and end.
fn bytes(tokens: &[Token], from: usize, to: usize) -> (usize, usize) {
    let start = tokens.get(from).map_or(0, |token| large(token.start));
    let end = tokens.get(to.saturating_sub(1)).map_or(start, |token| large(token.end));
    (start, end)
}

fn piece<'t>(text: &'t str, tokens: &[Token], from: usize, to: usize) -> &'t str {
    let (start, end) = bytes(tokens, from, to);
    text.get(start..end).unwrap_or_default()
}

/// The sentence around a mention, a long one so many tokens on either side; what is put in brackets after it is another
/// matter (`heavy legs (safety netted)`).
fn around(tokens: &[Token], ends: &[usize], hit: &Hit) -> (usize, usize) {
    let (from, to) = sentence_around(ends, hit.from);
    let to = to.max(hit.to);
    let opens = |place: &usize| {
        tokens
            .get(*place)
            .is_some_and(|token| token.kind == Kind::Mark && token.mark == b'(')
    };
    let to = (hit.to..to).find(opens).unwrap_or(to);
    if to.saturating_sub(from) <= WHOLE {
        return (from, to);
    }
    (
        from.max(hit.from.saturating_sub(AROUND)),
        to.min(hit.to.saturating_add(AROUND)),
    )
}

/// The clause around a mention, at most so many tokens on either side.
fn near(text: &str, tokens: &[Token], from: usize, to: usize, hit: &Hit) -> (usize, usize) {
    let open = |place: &usize| {
        tokens.get(*place).is_some_and(|token| {
            let typed = text.get(large(token.start)..large(token.end)).unwrap_or_default();
            match token.kind {
                Kind::Mark => !ends_clause(token.mark) && !matches!(token.mark, b'+' | b'&'),
                _ => !JOINS.iter().any(|joins| typed.eq_ignore_ascii_case(joins)),
            }
        })
    };
    let front = (from..hit.from)
        .rev()
        .take(NEAR)
        .take_while(open)
        .last()
        .unwrap_or(hit.from);
    let back = (hit.to..to).take(NEAR).take_while(open).last();
    (front, back.map_or(hit.to, |last| last.saturating_add(1)))
}

/// Sentences, long ones cut where clauses end.
fn pieces(tokens: &[Token], ends: &[usize]) -> Vec<(usize, usize)> {
    let mut out = Vec::with_capacity(ends.len());
    let clauses = clause_ends(tokens, ends, |_| false);
    let mut from = 0usize;
    let mut clause = 0usize;
    for end in ends {
        if end.saturating_sub(from) <= WHOLE {
            out.push((from, *end));
        } else {
            let mut start = from;
            while let Some(cut) = clauses.get(clause).filter(|cut| **cut <= *end) {
                clause = clause.saturating_add(1);
                let next = clauses.get(clause).copied().unwrap_or(*end).min(*end);
                if *cut > start && (next.saturating_sub(start) > WHOLE || *cut == *end) {
                    out.push((start, *cut));
                    start = *cut;
                }
            }
            if *end > start {
                out.push((start, *end));
            }
        }
        while clauses.get(clause).is_some_and(|cut| *cut <= *end) {
            clause = clause.saturating_add(1);
        }
        from = *end;
    }
    out
}

/// The mention of a sign that likeness alone found: from the first to the last of the words that carry it.
fn placed(judge: &Judge, text: &str, tokens: &[Token], from: usize, to: usize, alone: &Alone) -> Option<Hit> {
    let carrying = judge.carrying(piece(text, tokens, from, to), alone);
    let word = |token: &Token| {
        let typed = text.get(large(token.start)..large(token.end)).unwrap_or_default();
        fold_word(typed)
    };
    let places: Vec<usize> = tokens
        .iter()
        .enumerate()
        .take(to)
        .skip(from)
        .filter(|(_, token)| token.kind == Kind::Word && carrying.contains(&word(token)))
        .map(|(place, _)| place)
        .collect();
    let most = carrying.first()?;
    let anchor = places
        .iter()
        .copied()
        .find(|place| tokens.get(*place).is_some_and(|token| word(token) == *most))
        .or_else(|| places.first().copied())?;
    let near = |place: &&usize| place.abs_diff(anchor) <= CARRIED;
    let first = places.iter().find(near).copied().unwrap_or(anchor);
    let last = places.iter().rev().find(near).copied().unwrap_or(anchor);
    Some(Hit {
        concept: alone.concept,
        absent: false,
        from: first,
        to: last.saturating_add(1),
        start: tokens.get(first)?.start,
        end: tokens.get(last)?.end,
        own: u64::MAX,
        // It has no words of its own, and no claim to the cues among them.
        doubted: true,
        alone: Some(false),
    })
}

fn goes_on(mention: &Mention) -> bool {
    let ongoing = mention.cue.is_some_and(|cue| cue.says == Says::Ongoing);
    mention.unchanged || mention.returned || ongoing
}

/// Two complaints in one short sentence thin out each other's likeness: beside one that is believed, another needs less.
pub(crate) fn believe_company(mentions: &mut [Mention]) {
    for at in 0..mentions.len() {
        let Some(doubted) = mentions.get(at) else { continue };
        let near = doubted.assertion == Assertion::Possible
            && doubted.doubted
            && !doubted.likened
            && doubted.likeness.is_some_and(|likeness| likeness >= COMPANY);
        if !near {
            continue;
        }
        let beside = mentions
            .iter()
            .skip(at.saturating_sub(NEIGHBOURS))
            .take(NEIGHBOURS.saturating_mul(2))
            .any(|other| {
                other.assertion == Assertion::Present
                    && other.sentence == doubted.sentence
                    && !other.likened
                    && other.likeness.is_some_and(|likeness| likeness >= 0)
                    && (other.end <= doubted.start || doubted.end <= other.start)
            });
        if beside && let Some(doubted) = mentions.get_mut(at) {
            doubted.assertion = Assertion::Present;
            doubted.low_confidence = false;
            doubted.doubted = false;
        }
    }
}

/// Of two signs said by the very same words one that likeness is sure of leaves another, which it doubts, as another sense:
/// `legs weak, unsteady` is a gait before it is a balance.
pub(crate) fn leave_to_surer(mentions: &mut [Mention]) {
    for at in 0..mentions.len() {
        let Some(doubted) = mentions.get(at) else { continue };
        let Some(own) = doubted
            .likeness
            .filter(|own| *own < 0 && !doubted.written && doubted.assertion == Assertion::Present)
        else {
            continue;
        };
        let surer = mentions
            .iter()
            .skip(at.saturating_sub(NEIGHBOURS))
            .take(NEIGHBOURS.saturating_mul(2))
            .any(|other| {
                other.assertion == Assertion::Present
                    && other
                        .likeness
                        .is_some_and(|likeness| likeness >= own.saturating_add(SURER))
                    && other.start <= doubted.start
                    && doubted.end <= other.end
            });
        if surer && let Some(doubted) = mentions.get_mut(at) {
            doubted.assertion = Assertion::Possible;
            doubted.low_confidence = true;
            doubted.doubted = true;
        }
    }
}
