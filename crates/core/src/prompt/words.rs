//! What a prompt says besides its evidence: headline, route, what to check, how sure it is.

use crate::evidence::{Certainty, Detail, limit_said};
use crate::facts::Case;
use crate::plan::Plan;
use crate::rules::model::{MetastaticStatus, Pathway, RuleSet};
use crate::wording::date_in_words;

use super::draft::Draft;
use super::lower::Lowered;

/// What a prompt says besides its evidence.
pub(super) struct Words<'a> {
    pub(super) headline: String,
    pub(super) pathway: Option<&'a Pathway>,
    pub(super) check: Vec<String>,
    pub(super) lowers_concern: Vec<String>,
    pub(super) uncertainty: String,
}

impl<'a> Words<'a> {
    /// Says why a prompt is quieter, and asks of a referral whether it is soon enough.
    pub(super) fn lower(&mut self, case: &Case<'_, '_>, lowered: &Lowered) {
        let acted_on = case.rules.scoring.lowering.acted_on.as_ref();
        if let Some((date, rule)) = lowered.referred.zip(acted_on) {
            let date = date_in_words(date);
            self.headline = rule
                .headline
                .replace("{date}", &date)
                .replace("{headline}", &self.headline);
        }
        self.uncertainty
            .push_str(&format!(" Shown more quietly: {}.", lowered.reason));
    }

    pub(super) fn of(case: &Case<'a, '_>, draft: &Draft) -> Self {
        let rules = case.rules;
        let known = case.status.status == MetastaticStatus::Recorded;
        let pathway = |index: Option<usize>| index.and_then(|index| rules.pathways.get(index));
        let fill_in = |text: &str| {
            text.replace("{cancer}", &cancer_words(case, draft.cancer))
                .replace("{site}", draft.site.name())
        };
        let (Some(trigger), Some(plan)) = (
            draft.trigger.and_then(|trigger| rules.triggers.get(trigger)),
            draft.trigger.and_then(|trigger| case.plan.triggers.get(trigger)),
        ) else {
            let found = draft.cancer.and_then(|cancer| case.history.cancers.get(cancer));
            let own = found
                .and_then(|found| case.plan.tumours.get(found.tumour))
                .and_then(|tumour| tumour.follow_up);
            let points = rules.scoring.prompts.iter().find(|prompt| prompt.tier == draft.tier);
            let by_name = |name: &str| rules.pathways.iter().find(|pathway| pathway.id == name);
            return Self {
                headline: points.map(|points| fill_in(points.headline(known))).unwrap_or_default(),
                pathway: points.and_then(|points| {
                    if points.follow_up { pathway(own) } else { None }.or_else(|| by_name(&points.pathway))
                }),
                check: points.map(|points| points.check.clone()).unwrap_or_default(),
                lowers_concern: points.map(|points| points.lowers_concern.clone()).unwrap_or_default(),
                uncertainty: uncertainty(case, draft, None),
            };
        };
        let wording = trigger.known_metastatic.as_ref().filter(|_| known);
        let headline = match (&trigger.query, wording.and_then(|wording| wording.headline.as_ref())) {
            (Some(query), _) if draft.query => query,
            (_, Some(headline)) => headline,
            _ => &trigger.headline,
        };
        Self {
            headline: fill_in(headline),
            pathway: pathway(plan.known_pathway.filter(|_| known).or(Some(plan.pathway))),
            check: trigger.check.clone(),
            lowers_concern: trigger.lowers_concern.clone(),
            uncertainty: uncertainty(case, draft, trigger.uncertainty.as_deref()),
        }
    }
}

fn uncertainty(case: &Case<'_, '_>, draft: &Draft, own: Option<&str>) -> String {
    let mut out = own.unwrap_or(&case.rules.info.uncertainty).to_owned();
    let text_only = draft
        .cancer
        .and_then(|cancer| case.history.cancers.get(cancer))
        .is_some_and(|found| found.certainty == Certainty::Text);
    if text_only {
        out.push_str(" The cancer is known from text only: please confirm and code it.");
    }
    for said in limits_used(case, &draft.behind) {
        out.push(' ');
        out.push_str(&said);
        out.push('.');
    }
    out
}

/// The rules' own limits that results behind a prompt counted against, each said once.
fn limits_used(case: &Case<'_, '_>, behind: &[usize]) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for finding in behind.iter().filter_map(|index| case.found.findings.get(*index)) {
        let (Detail::Result(result) | Detail::Trend(_, result)) = finding.detail else {
            continue;
        };
        let result = case.found.results.get(result);
        if let Some(said) = result.and_then(|result| limit_said(result, case.rules))
            && !out.contains(&said)
        {
            out.push(said);
        }
    }
    out
}

/// `Past breast cancer (2009)`.
fn cancer_words(case: &Case<'_, '_>, cancer: Option<usize>) -> String {
    let Some(found) = cancer.and_then(|cancer| case.history.cancers.get(cancer)) else {
        return "Past cancer".to_owned();
    };
    let Some(tumour) = case.rules.tumours.get(found.tumour) else {
        return "Past cancer".to_owned();
    };
    match found.first {
        Some(date) => format!("Past {} ({})", tumour.plain, date.earliest().year_month_day().0),
        None => format!("Past {}", tumour.plain),
    }
}

/// Fills `{slot}`s: what the place says, else what to do without it. A missing number is never left blank.
pub(crate) fn fill(text: &str, rules: &RuleSet, plan: &Plan) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((name, after)) = after.split_once('}') else {
            out.push('{');
            rest = after;
            continue;
        };
        let slot = rules.slots.iter().find(|slot| slot.id == name);
        let overlay = plan.choice.overlay.and_then(|overlay| rules.overlays.get(overlay));
        let value = overlay
            .and_then(|overlay| overlay.slots.iter().find(|(id, _)| id == name))
            .map(|(_, value)| value);
        let parts: Vec<&str> = value
            .map(|value| {
                [
                    value.phone.as_str(),
                    value.hours.as_str(),
                    value.form.as_str(),
                    value.note.as_str(),
                ]
            })
            .into_iter()
            .flatten()
            .filter(|part| !part.is_empty())
            .collect();
        match slot {
            Some(slot) if parts.is_empty() => out.push_str(&slot.fallback),
            Some(slot) => {
                out.push_str(&slot.name);
                out.push(' ');
                out.push_str(&parts.join(", "));
            }
            None => {
                out.push('{');
                out.push_str(name);
                out.push('}');
            }
        }
        rest = after;
    }
    out.push_str(rest);
    out
}
