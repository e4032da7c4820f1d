//! The third reader: how a mention is meant, once more. Cues decide by rules; a linear model over the words and marks of the
//! mention's own sentence, learned from `rules/examples/meant-*.tsv`, weighs against them. It knows no cue and the cues
//! know no weights, so that the two err in different places: where it is surer than a cue is worth, it is followed.

use metasign_likeness::{Likeness, MeantScores};

use super::judge::hundredths;
use crate::record::Assertion;
use crate::text::assertion::{Mention, Negation, Temporality};
use crate::text::token::large;
use crate::text::words::Says;

/// What the decision by a cue is worth against the scores of the model (docs/performance-text.md) …
const BY_CUE: f32 = 1.0;
/// … and what it is worth that no cue was met, or one that names a person, which says little of whose the sign is.
const BY_DEFAULT: f32 = 0.8;
/// An answer in a form, the heading of a family history, another sense or the words of the sign itself are worth more.
const BY_ANSWER: f32 = 1.6;

/// So much surer than the cues the words around must be to set an emergency aside.
const SURE: f32 = 1.5;
/// Nothing further than so many bytes from the mention is looked at.
const REACH: usize = 400;

/// The ways in which a mention can be meant, by the names that example files use.
const WAYS: [(&str, Assertion); 7] = [
    ("present", Assertion::Present),
    ("absent", Assertion::Absent),
    ("possible", Assertion::Possible),
    ("historical", Assertion::Historical),
    ("family", Assertion::Family),
    ("hypothetical", Assertion::Hypothetical),
    ("other", Assertion::Other),
];

/// Which way is which class of the model.
fn way(likeness: &Likeness, class: usize) -> Option<Assertion> {
    let name = likeness.ways().get(class)?;
    WAYS.iter().find(|(known, _)| known == name).map(|(_, way)| *way)
}

/// The score of one way.
fn of(likeness: &Likeness, scores: &MeantScores, wanted: Assertion) -> f32 {
    let found = scores
        .each
        .iter()
        .enumerate()
        .find(|(class, _)| way(likeness, *class) == Some(wanted));
    found.map_or(0.0, |(_, score)| *score)
}

/// Whether it is the patient's, now.
fn now(assertion: Assertion) -> bool {
    matches!(assertion, Assertion::Present | Assertion::Possible)
}

/// What is known of a mention besides its words.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Besides {
    /// Its own words deny the sign.
    pub(crate) absent_in_itself: bool,
    /// Missing it costs more than one mention too many.
    pub(crate) emergency: bool,
    /// It stands under the heading of a family history.
    pub(crate) of_family: bool,
    /// What stands beside it looks like a denial and is none: `not settled`, `no doubt`.
    pub(crate) no_denial: bool,
}

/// Weighs what the cues decided against the words around a mention. Says, in hundredths, how much more they speak for the
/// patient's having it now than for the best other meaning; `None` where nothing was learned.
pub(crate) fn weigh(
    likeness: &Likeness,
    scores: &mut MeantScores,
    text: &str,
    mention: &mut Mention,
    besides: Besides,
) {
    if likeness.ways().is_empty() {
        return;
    }
    // What another sentence says of it, and other senses of the words, are beyond what the model looks at.
    let beyond = mention.cue.is_some_and(|cue| {
        cue.says == Says::OtherSense || cue.start >= mention.sentence.end || cue.end <= mention.sentence.start
    });
    if beyond {
        return;
    }
    score(likeness, scores, text, mention);
    let answered = mention
        .cue
        .is_some_and(|cue| matches!(cue.says, Says::Answer | Says::Excludes));
    let person = matches!(mention.assertion, Assertion::Family | Assertion::Other);
    let worth = if answered || besides.absent_in_itself || besides.of_family && person {
        BY_ANSWER
    } else if mention.cue.is_some() && !person {
        BY_CUE
    } else {
        BY_DEFAULT
    };
    let by_cue = mention.assertion;
    let (mut best, mut most) = (by_cue, f32::NEG_INFINITY);
    let (mut is_now, mut is_not) = (f32::NEG_INFINITY, f32::NEG_INFINITY);
    for (class, score) in scores.each.iter().enumerate() {
        let Some(way) = way(likeness, class) else { continue };
        let score = if way == by_cue { score + worth } else { *score };
        if score > most {
            (best, most) = (way, score);
        }
        let side = if now(way) { &mut is_now } else { &mut is_not };
        *side = side.max(score);
    }
    if is_now.is_finite() && is_not.is_finite() {
        mention.meant = Some(hundredths(is_now - is_not));
    }
    // Numbers are all alike to it: `temp 38.6` is denied no more than `temp 36.8` is.
    let words = text.get(large(mention.start)..large(mention.end)).unwrap_or_default();
    if best == Assertion::Absent && now(by_cue) && mention.written && words.bytes().any(|byte| byte.is_ascii_digit()) {
        return;
    }
    // The very words that it would take for a denial are known to be none.
    if best == by_cue || best == Assertion::Absent && besides.no_denial && now(by_cue) {
        return;
    }
    // An emergency that no cue denies is asked about, where the words around it are not very sure.
    let held = scores
        .each
        .iter()
        .enumerate()
        .find(|(class, _)| way(likeness, *class) == Some(by_cue))
        .map_or(0.0, |(_, score)| score + worth);
    if besides.emergency && now(by_cue) && !now(best) && most - held < SURE {
        best = Assertion::Possible;
        if by_cue == best {
            return;
        }
    }
    // Bare names are mostly denied; where nothing stands around one, that says nothing of it.
    if by_cue == Assertion::Present {
        let between = |scores: &MeantScores| of(likeness, scores, best) - of(likeness, scores, Assertion::Present);
        let here = between(scores);
        let words = text.get(large(mention.start)..large(mention.end)).unwrap_or_default();
        likeness.score_meant(words, 0, words.len(), scores);
        if here <= between(scores) {
            return;
        }
    }
    mention.assertion = best;
    mention.cue = None;
    mention.weighed = true;
    mention.scope = mention.start..mention.end;
    mention.negation = if best == Assertion::Absent {
        Negation::Negated
    } else {
        Negation::Affirmed
    };
    mention.temporality = match best {
        Assertion::Historical => Temporality::Historical,
        Assertion::Hypothetical => Temporality::Hypothetical,
        _ => Temporality::Recent,
    };
    mention.of_patient = !matches!(best, Assertion::Family | Assertion::Other);
}

/// Scores what stands around a mention. A line end inside its sentence is a wrapped line, and no end.
fn score(likeness: &Likeness, scores: &mut MeantScores, text: &str, mention: &Mention) {
    let (start, end) = (large(mention.start), large(mention.end));
    let from = large(mention.sentence.start).max(text.ceil_char_boundary(start.saturating_sub(REACH)));
    let to = large(mention.sentence.end).min(text.floor_char_boundary(end.saturating_add(REACH)));
    match text.get(from..to) {
        Some(sentence) if sentence.contains(['\n', '\r']) => {
            let joined = sentence.replace(['\n', '\r'], " ");
            likeness.score_meant(&joined, start.saturating_sub(from), end.saturating_sub(from), scores);
        }
        _ => likeness.score_meant(text, start, end, scores),
    }
}
