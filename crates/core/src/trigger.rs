//! Red flags: which triggers fire. They never depend on a total, a snooze or a status (EVIDENCE 6.1).

use crate::evidence::Truth;
use crate::facts::{Case, Decision, Fired, Scope};
use crate::rules::model::{MetastaticStatus, Tier};

/// Fills the decisions.
pub(crate) fn fill(case: &mut Case<'_, '_>) {
    case.decisions = decide(case);
}

/// Decides every trigger.
fn decide(case: &Case<'_, '_>) -> Vec<Decision> {
    case.plan
        .triggers
        .iter()
        .enumerate()
        .map(|(index, plan)| {
            let strict = Scope::default();
            let lenient = Scope {
                lenient: true,
                score: None,
            };
            let when = case.truth(plan.when, strict);
            let query = when == Truth::CannotTell && case.truth(plan.when, lenient) == Truth::True;
            let unless = plan.unless.map_or(Truth::False, |unless| case.truth(unless, strict));
            let scope = if query { lenient } else { strict };
            let fires = (when == Truth::True || query) && unless != Truth::True && !withheld(case, index);
            let fired = fires.then(|| fired(case, index, query, scope));
            Decision { when, unless, fired }
        })
        .collect()
}

/// Not shown when metastatic disease is recorded, if the rule says so; never for an emergency.
fn withheld(case: &Case<'_, '_>, trigger: usize) -> bool {
    case.status.status == MetastaticStatus::Recorded
        && case.rules.triggers.get(trigger).is_some_and(|trigger| {
            trigger.tier != Tier::Emergency && trigger.known_metastatic.as_ref().is_some_and(|known| !known.show)
        })
}

fn fired(case: &Case<'_, '_>, trigger: usize, query: bool, scope: Scope<'_>) -> Fired {
    let mut signs = Vec::new();
    let mut named = Vec::new();
    let mut cancer = None;
    if let (Some(plan), Some(rule)) = (case.plan.triggers.get(trigger), case.rules.triggers.get(trigger)) {
        case.deciding_signs(plan.when, scope, &mut signs);
        case.deciding_tumours(plan.when, scope, &mut named);
        let likeliest = case
            .history
            .likeliest(case.plan, rule.site, &named)
            .map(|found| found.tumour);
        cancer = case
            .history
            .cancers
            .iter()
            .position(|found| Some(found.tumour) == likeliest);
    }
    Fired {
        trigger,
        query,
        cancer,
        signs,
    }
}
