//! From what fired to what the clinician sees: one prompt a site and tumour, most urgent first.

mod draft;
mod lower;
mod merge;
mod place;
mod present;
mod prompts;
pub(crate) mod why;
mod words;

use crate::assessment::{AnsweredPrompt, Prompt};
use crate::evidence::Truth;
use crate::explain::Outcome;
use crate::facts::Case;
use crate::rules::model::Tier;

use self::draft::{Draft, draft, points_draft};
use self::lower::{Lowered, lowered};
use self::merge::{join, joins, superseded};
use self::present::present;
pub(crate) use self::present::shown_score;
pub(crate) use self::prompts::Prompts;

/// Puts the prompts together.
pub(crate) fn prompts(case: &Case<'_, '_>, watch_tier: bool) -> Prompts {
    let decisions = &case.decisions;
    let mut drafts: Vec<Draft> = decisions
        .iter()
        .filter_map(|decision| decision.fired.as_ref())
        .filter_map(|fired| draft(case, fired))
        .collect();
    let superseded = superseded(case, &drafts);
    drafts.retain(|draft| draft.trigger.is_none_or(|trigger| !superseded.contains(&trigger)));
    drafts.extend(
        case.scores
            .iter()
            .enumerate()
            .filter_map(|(index, score)| points_draft(index, score)),
    );
    let mut out = Prompts {
        outcomes: vec![Outcome::NotFired; decisions.len()],
        ..Prompts::default()
    };
    lower(case, &mut drafts, &mut out.lowered);
    let total = |draft: &Draft| {
        draft
            .score
            .and_then(|score| case.scores.get(score))
            .map_or(0.0, |score| score.total)
    };
    drafts.sort_by(|left, right| {
        right
            .tier
            .cmp(&left.tier)
            .then_with(|| left.trigger.is_none().cmp(&right.trigger.is_none()))
            .then_with(|| total(right).total_cmp(&total(left)))
            .then_with(|| left.trigger.cmp(&right.trigger))
    });
    let mut kept: Vec<Draft> = Vec::new();
    for draft in drafts {
        match kept.iter_mut().find(|known| joins(known, &draft, case)) {
            Some(known) => join(case, known, draft),
            None => kept.push(draft),
        }
    }
    for draft in kept {
        if draft.tier == Tier::Watch && !watch_tier {
            continue;
        }
        present(case, &draft, &mut out);
    }
    out.shown.sort_by(|left, right| {
        let points = |prompt: &Prompt| prompt.score.as_ref().map_or(0.0, |score| score.total);
        right
            .urgency
            .cmp(&left.urgency)
            .then_with(|| points(right).total_cmp(&points(left)))
            .then_with(|| left.id.cmp(&right.id))
    });
    out.outcomes = outcomes(case, &superseded, &out.answered);
    out
}

/// Shows more quietly what a general rule lowers.
fn lower(case: &Case<'_, '_>, drafts: &mut [Draft], out: &mut Vec<Lowered>) {
    for draft in drafts {
        let rule = draft.trigger.and_then(|trigger| case.rules.triggers.get(trigger));
        if rule.is_some_and(|rule| rule.care || rule.code.is_some()) {
            continue;
        }
        if let Some(lowered) = lowered(case, &draft.concern()) {
            draft.tier = lowered.tier;
            // It asks; it doesn't tell.
            let unsure = case.rules.scoring.lowering.unsure.as_ref();
            draft.query |= unsure.is_some_and(|rule| rule.name == lowered.reason);
            draft.lowered = Some(out.len());
            out.push(lowered);
        }
    }
}

fn outcomes(case: &Case<'_, '_>, superseded: &[usize], answered: &[AnsweredPrompt]) -> Vec<Outcome> {
    case.decisions
        .iter()
        .enumerate()
        .map(|(index, decision)| {
            let id = case.rules.triggers.get(index).map(|trigger| trigger.id.as_str());
            match (&decision.fired, decision.when, decision.unless) {
                (Some(_), _, _) if superseded.contains(&index) => Outcome::Superseded,
                (Some(_), _, _) if answered.iter().any(|answered| Some(answered.rule.as_str()) == id) => {
                    Outcome::Answered
                }
                (Some(_), _, _) => Outcome::Fired,
                (None, Truth::True, _) => Outcome::HeldBack,
                (None, Truth::CannotTell, _) => Outcome::CannotTell,
                (None, Truth::False, _) => Outcome::NotFired,
            }
        })
        .collect()
}
