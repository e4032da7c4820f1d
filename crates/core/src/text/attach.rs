//! Qualifiers and durations: which mention each is said of. Not what a mention is.

use super::assertion::Mention;
use super::clauses::{Hit, Place, View, sentence_around};
use super::token::{Kind, large};
use super::words::{FoundSign, STARTS_TIME, Sign};
use crate::record::Assertion;

/// Attaches qualifiers to the mentions they are said of.
pub(crate) fn qualify(view: &View<'_>, signs: &[FoundSign], hits: &[Hit], mentions: &mut [Mention]) {
    // What its words only look like is said of nothing: `numb feet, spreading to thighs`.
    let other_sense: Vec<bool> = mentions
        .iter()
        .map(|mention| mention.assertion == Assertion::Other && mention.of_patient)
        .collect();
    for found in signs {
        let Sign::Qualifier { concept, qualifier } = found.sign else {
            continue;
        };
        if qualifier >= 64 {
            continue;
        }
        let place = Place {
            from: found.from,
            to: found.to,
        };
        let mut own = Mention::blank(u32::MAX, 0, 0);
        view.assess(place, false, &mut own);
        if matches!(
            own.assertion,
            Assertion::Absent | Assertion::Hypothetical | Assertion::Family
        ) || view.denies_qualifier(place)
        {
            continue;
        }
        let fits = |index: usize, hit: &Hit| {
            !other_sense.get(index).copied().unwrap_or_default()
                && concept.is_none_or(|concept| concept == hit.concept || hit.concept == u32::MAX)
        };
        for index in said_of(view, hits, found.from, found.to, fits) {
            if let Some(mention) = mentions.get_mut(index) {
                mention.qualifiers |= 1u64.wrapping_shl(u32::from(qualifier));
            }
        }
    }
}

/// Whether a token can begin a duration: a number, a word that the language names, or `x3`.
fn may_begin_time(view: &View<'_>, at: usize) -> bool {
    view.token(at).is_some_and(|token| match token.kind {
        Kind::Number => true,
        Kind::Mark => false,
        Kind::Word => {
            view.lexicon.vocabulary.has(token.entry, STARTS_TIME)
                || matches!(view.text.as_bytes().get(large(token.start)), Some(b'x' | b'X'))
        }
    })
}

/// Attaches durations to the mentions they are said of.
pub(crate) fn time(view: &View<'_>, hits: &[Hit], mentions: &mut [Mention]) {
    let mut at = 0usize;
    while at < view.tokens.len() {
        if !may_begin_time(view, at) {
            at = at.saturating_add(1);
            continue;
        }
        let found = view
            .lexicon
            .durations
            .at(view.text, &view.lexicon.vocabulary, view.tokens, at, view.context.date);
        let Some(duration) = found else {
            at = at.saturating_add(1);
            continue;
        };
        for index in said_of(view, hits, duration.from, duration.to, |_, _| true) {
            if let Some(mention) = mentions.get_mut(index) {
                mention.duration_days = Some(
                    mention
                        .duration_days
                        .map_or(duration.days, |days| days.max(duration.days)),
                );
            }
        }
        at = duration.to.max(at.saturating_add(1));
    }
}

/// A qualifier or duration further than so many tokens from a mention is not said of it. Keeps the work bounded.
const FAR: usize = 60;

/// The mentions that a qualifier or duration at `from..to` is said of: the nearest before it in its sentence, else the
/// nearest after it, else the last mention of the sentence before (`LBP 7/52. Worse at night, waking her`).
fn said_of(view: &View<'_>, hits: &[Hit], from: usize, to: usize, fits: impl Fn(usize, &Hit) -> bool) -> Vec<usize> {
    let (first, last) = sentence_around(view.ends, from);
    let inside = |hit: &Hit| hit.from < to && hit.to > from;
    let before = hits.partition_point(|hit| hit.from < from);
    let with_rest = |anchor: usize| -> Vec<usize> {
        // Signs of the same words, and items joined to it without a comma, are meant together.
        let Some(hit) = hits.get(anchor) else {
            return Vec::new();
        };
        let low = anchor.saturating_sub(8);
        let near = hits.iter().enumerate().skip(low).take(17);
        near.filter(|(index, other)| fits(*index, other) && other.from < hit.to && other.to > hit.from)
            .map(|(index, _)| index)
            .collect()
    };
    let holder = hits
        .iter()
        .enumerate()
        .skip(before.saturating_sub(8))
        .take(16)
        .find(|(index, hit)| inside(hit) && fits(*index, hit));
    let near_before = |hit: &Hit| hit.to <= from && from.saturating_sub(hit.to) <= FAR;
    if let Some((index, hit)) = holder {
        // `LBP worse on coughing`: a sign swallowed by the qualifier's own words is part of them, and the qualifier is
        // said of the sign before.
        let swallowed = hit.from >= from && hit.to <= to && (hit.from > from || hit.to < to);
        let earlier = hits
            .iter()
            .enumerate()
            .take(before)
            .rev()
            .take(32)
            .find(|(index, hit)| fits(*index, hit) && near_before(hit) && hit.from >= first);
        return match earlier {
            Some((index, _)) if swallowed => with_rest(index),
            _ => with_rest(index),
        };
    }
    let near_after = |hit: &Hit| hit.from >= to && hit.from < last && hit.from.saturating_sub(to) <= FAR;
    let prior = hits
        .iter()
        .enumerate()
        .take(before)
        .rev()
        .take(32)
        .find(|(index, hit)| fits(*index, hit) && near_before(hit));
    let next = hits
        .iter()
        .enumerate()
        .skip(before)
        .take(8)
        .find(|(index, hit)| fits(*index, hit) && near_after(hit));
    let comma_between = |a: usize, b: usize| {
        view.tokens
            .get(a..b)
            .unwrap_or_default()
            .iter()
            .any(|token| matches!(token.mark, b',' | b';' | b':' | b'.') && token.kind == Kind::Mark)
    };
    match (prior, next) {
        (Some((index, hit)), next) if hit.from >= first => {
            // `HA, bilat leg weakness`: what stands right before a sign and not right after another is said of it.
            if let Some((after, following)) = next
                && !comma_between(to, following.from)
                && comma_between(hit.to, from)
            {
                return with_rest(after);
            }
            with_rest(index)
        }
        (_, Some((index, _))) => with_rest(index),
        (Some((index, hit)), None) => {
            // The sentence has no mention of its own: it goes on about the last one, unless a sentence lies between or
            // a new heading begins.
            let (previous, _) = first
                .checked_sub(1)
                .map_or((0, 0), |place| sentence_around(view.ends, place));
            let earlier = previous
                .checked_sub(1)
                .map_or(previous, |place| sentence_around(view.ends, place).0);
            if hit.from >= earlier && !view.new_section(hit.from, from) {
                with_rest(index)
            } else {
                Vec::new()
            }
        }
        (None, None) => Vec::new(),
    }
}
