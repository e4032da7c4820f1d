//! How each mention that was found is meant, judged one by one: cues first, then the words around them, then likeness. Not what
//! qualifies it.

use metasign_likeness::MeantScores;

use crate::record::Assertion;
use crate::text::assertion::{Mention, Negation, Temporality};
use crate::text::clauses::{Hit, Place, View};
use crate::text::likeness::{Besides, Windows, believe_company, leave_to_surer, weigh};
use crate::text::words::{SLIP, Says};

/// So many words before and after a mention are asked whether they only look like a denial.
const BESIDE: usize = 2;

/// Assesses each mention, and appends them to `out`.
pub(crate) fn judged(view: &View<'_>, mut windows: Option<&mut Windows<'_>>, hits: &[Hit], out: &mut Vec<Mention>) {
    let first = out.len();
    let mut around = MeantScores::default();
    for hit in hits {
        let mut mention = Mention::blank(hit.concept, hit.start, hit.end);
        mention.written = hit.own == u64::MAX && hit.alone.is_none();
        mention.misspelt = view
            .tokens
            .get(hit.from..hit.to)
            .unwrap_or_default()
            .iter()
            .any(|token| token.entry & SLIP != 0);
        view.assess(
            Place {
                from: hit.from,
                to: hit.to,
            },
            hit.absent,
            &mut mention,
        );
        let denied = hit.own != u64::MAX && view.denied_between(hit) || hit.alone.is_some() && view.denied_within(hit);
        if denied && mention.assertion != Assertion::Family {
            mention.assertion = Assertion::Absent;
            mention.negation = Negation::Negated;
        }
        if let Some(windows) = windows.as_deref_mut() {
            let judge = windows.judge;
            // Only signs that examples speak of: remarks, medicines and names of cancers keep to their cues.
            if judge.knows(hit.concept) {
                let besides = besides(view, hit, &mention, judge.emergency(hit.concept));
                weigh(judge.likeness(), &mut around, view.text, &mut mention, besides);
            }
            windows.of_patient(view, hit, &mut mention);
            // `Arm snapped turning over in bed, nephrectomy 2016`: of two readings of an emergency the one that asks.
            if mention.past_beside && mention.assertion == Assertion::Historical && judge.emergency(hit.concept) {
                mention.assertion = Assertion::Possible;
                mention.temporality = Temporality::Recent;
                mention.low_confidence = true;
            }
            windows.judge(hit, &mut mention);
        }
        out.push(mention);
    }
    let mentions = out.get_mut(first..).unwrap_or_default();
    believe_company(mentions);
    leave_to_surer(mentions);
}

/// What is known of a mention besides its words.
pub(crate) fn besides(view: &View<'_>, hit: &Hit, mention: &Mention, emergency: bool) -> Besides {
    Besides {
        absent_in_itself: hit.absent,
        emergency,
        of_family: of_family(view, mention),
        no_denial: no_denial(view, hit),
    }
}

/// Whether a mention stands under the heading of a family history.
fn of_family(view: &View<'_>, mention: &Mention) -> bool {
    let heading = mention.section.and_then(|group| view.lexicon.group(group));
    heading.is_some_and(|heading| heading.section.as_deref() == Some("family"))
}

/// `Leg weakness not settled`, `no doubt confused`.
fn no_denial(view: &View<'_>, hit: &Hit) -> bool {
    let before = hit.from.saturating_sub(BESIDE)..hit.from;
    let after = hit.to..hit.to.saturating_add(BESIDE);
    before
        .chain(after)
        .flat_map(|at| view.cues_over(at))
        .any(|cue| view.group(cue).is_some_and(|group| group.says == Says::Nothing))
}
