//! Drafts that say the same become one.

use crate::facts::Case;
use crate::rules::model::Tier;

use super::draft::{Draft, same_words};
use super::lower::is_unsure;

/// The triggers that another one that fired stands for.
pub(super) fn superseded(case: &Case<'_, '_>, drafts: &[Draft]) -> Vec<usize> {
    // What may mean something else stands for nothing.
    let fired: Vec<usize> = drafts
        .iter()
        .filter(|draft| !is_unsure(case, &draft.concern()))
        .filter_map(|draft| draft.trigger)
        .collect();
    let tier = |trigger: usize| case.rules.triggers.get(trigger).map(|trigger| trigger.tier);
    let mut out: Vec<usize> = fired
        .iter()
        .filter_map(|trigger| Some((*trigger, case.plan.triggers.get(*trigger)?)))
        .flat_map(|(trigger, plan)| plan.supersedes.iter().map(move |other| (trigger, *other)))
        // Nothing less urgent stands for something more urgent.
        .filter(|(trigger, other)| tier(*trigger) >= tier(*other))
        .map(|(_, other)| other)
        .collect();
    out.sort_unstable();
    out.dedup();
    out
}

/// Whether a later (less urgent) draft belongs to one that is kept.
pub(super) fn joins(known: &Draft, draft: &Draft, case: &Case<'_, '_>) -> bool {
    if known.alone || draft.alone {
        return false;
    }
    if known.site == draft.site && known.cancer == draft.cancer {
        return true;
    }
    // Points and quiet rules that say nothing which a kept prompt has not said, for this or another cancer of the
    // history: a clinician has four seconds.
    let quiet = draft.trigger.is_none() || draft.tier <= Tier::SoonReview;
    let said = |finding: &usize| known.behind.iter().any(|behind| same_words(case, *behind, *finding));
    quiet && !draft.behind.is_empty() && draft.behind.iter().all(said)
}

/// Adds a draft to the one it belongs to.
pub(super) fn join(case: &Case<'_, '_>, known: &mut Draft, draft: Draft) {
    let same_place = known.site == draft.site && known.cancer == draft.cancer;
    known.also.extend(draft.trigger);
    known.also.extend(&draft.also);
    if draft.trigger.is_none() && same_place {
        known.also_points = true;
        known.score = known.score.or(draft.score);
    }
    for (finding, points) in draft.shown {
        match known
            .shown
            .iter_mut()
            .find(|(shown, _)| *shown == finding || same_words(case, *shown, finding))
        {
            Some((_, shown)) => *shown = shown.or(points),
            None if same_place => known.shown.push((finding, points)),
            None => {}
        }
    }
    if same_place {
        known.behind.extend(draft.behind);
    }
}
