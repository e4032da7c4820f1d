//! A draft as the clinician sees it, or as answered.

use crate::assessment::{AnsweredPrompt, Evidence, Prompt, Proposal, Reference, Score, Threshold};
use crate::facts::{Case, TumourScore};
use crate::record::{AnswerAction, Date, Notice, NoticeCode};
use crate::rules::model::{RuleSet, Tier};

use super::draft::Draft;
use super::prompts::Prompts;
use super::why;
use super::words::{Words, fill};

/// Adds what becomes of a draft.
pub(super) fn present(case: &Case<'_, '_>, draft: &Draft, out: &mut Prompts) {
    let rules = case.rules;
    let trigger = draft.trigger.and_then(|trigger| rules.triggers.get(trigger));
    let tumour = draft
        .cancer
        .and_then(|cancer| case.history.cancers.get(cancer))
        .and_then(|found| rules.tumours.get(found.tumour));
    let rule = trigger.map_or("points", |trigger| trigger.id.as_str());
    let name = format!("{rule}/{}", draft.site.name());
    let id = tumour.map_or_else(|| name.clone(), |tumour| format!("{name}/{}", tumour.id));
    let fingerprint = why::fingerprint(case.record, case, &name, &draft.behind, draft.cancer);
    let mut interruptive = draft.tier.interruptive();
    let (until, capped) = answered_until(case, &fingerprint, draft.tier);
    if capped {
        let most = case.rules.info.snooze.caps.of(draft.tier);
        out.notices.push(Notice::general(
            NoticeCode::AnswerCapped,
            format!(
                "an answer to the prompt of `{rule}` would hold for longer than the {most} days the rules allow; it holds for {most} days"
            ),
        ));
    }
    if let Some(until) = until {
        if draft.tier == Tier::Emergency {
            // An answer never hides an emergency; for a day at most it stops the interruption.
            interruptive = false;
        } else {
            out.answered.push(AnsweredPrompt {
                rule: rule.to_owned(),
                urgency: draft.tier,
                fingerprint,
                until,
            });
            return;
        }
    }
    let mut words = Words::of(case, draft);
    if let Some(lowered) = draft.lowered.and_then(|index| out.lowered.get(index)) {
        words.lower(case, lowered);
    }
    let mut whys: Vec<Evidence> = draft
        .cancer
        .and_then(|cancer| why::of_cancer(case, cancer))
        .into_iter()
        .collect();
    whys.extend(
        draft
            .shown
            .iter()
            .filter_map(|(finding, points)| why::of_finding(case, *finding, *points)),
    );
    let mut actions: Vec<String> = Vec::new();
    let mut timing = String::new();
    let mut safety_net = Vec::new();
    let mut sources: Vec<&str> = trigger
        .map(|trigger| trigger.sources.iter().map(String::as_str).collect())
        .unwrap_or_default();
    if let Some(pathway) = words.pathway {
        timing.clone_from(&pathway.timing);
        actions.push(fill(&pathway.call, rules, case.plan));
        actions.extend(pathway.actions.iter().map(|action| fill(action, rules, case.plan)));
        safety_net = pathway
            .safety_net
            .iter()
            .map(|line| fill(line, rules, case.plan))
            .collect();
        sources.extend(pathway.sources.iter().map(String::as_str));
    }
    // Another urgent route for the same site is not lost by being merged.
    for other in draft
        .also
        .iter()
        .filter_map(|other| rules.triggers.get(*other))
        .filter(|other| other.tier.interruptive())
    {
        let line = format!("Also: {}", other.headline);
        if !actions.contains(&line) && trigger.is_none_or(|trigger| trigger.pathway != other.pathway) {
            actions.push(line);
        }
    }
    // A red flag cites its own guidance; points cite what is known of the tumour type.
    if let Some(tumour) = tumour.filter(|_| trigger.is_none()) {
        sources.extend(tumour.sources.iter().map(String::as_str));
    }
    out.shown.push(Prompt {
        id,
        rule: rule.to_owned(),
        urgency: draft.tier,
        interruptive,
        site: draft.site,
        tumour: tumour.map(|tumour| tumour.id.clone()),
        headline: words.headline,
        why: whys,
        score: draft
            .score
            .and_then(|score| case.scores.get(score))
            .map(|score| shown_score(rules, score)),
        check: words.check,
        actions,
        timing,
        lowers_concern: words.lowers_concern,
        uncertainty: words.uncertainty,
        safety_net,
        propose: trigger.and_then(|trigger| trigger.code.as_ref()).map(|code| {
            let newest = draft
                .shown
                .first()
                .and_then(|(finding, _)| case.found.findings.get(*finding));
            Proposal {
                system: code.system.name().to_owned(),
                code: code.code.clone(),
                term: code.term.clone(),
                date: newest.map(|finding| finding.date),
                entry: newest
                    .and_then(|finding| case.found.entry(case.record, finding.entry))
                    .map(|entry| entry.id.to_string()),
            }
        }),
        references: references(rules, &sources),
        basis: trigger.map(|trigger| trigger.basis.letter().to_owned()),
        also: also(rules, draft),
        fingerprint,
    });
}

fn also(rules: &RuleSet, draft: &Draft) -> Vec<String> {
    let mut also: Vec<String> = draft
        .also
        .iter()
        .filter_map(|other| rules.triggers.get(*other))
        .map(|other| other.id.clone())
        .collect();
    if draft.also_points {
        also.push("points".to_owned());
    }
    also.sort_unstable();
    also.dedup();
    also
}

/// Until when the newest answer to a prompt holds, if it holds on the day of the question, and whether the rules' cap cut it
/// short.
fn answered_until(case: &Case<'_, '_>, fingerprint: &str, tier: Tier) -> (Option<Date>, bool) {
    let snooze = case.rules.info.snooze;
    let newest = case
        .record
        .answers
        .iter()
        .filter(|answer| &*answer.fingerprint == fingerprint && answer.date <= case.record.as_of)
        .max_by_key(|answer| answer.date);
    let Some(answer) = newest else { return (None, false) };
    let days = match answer.action {
        AnswerAction::Acknowledged => snooze.acknowledged_days,
        AnswerAction::Snoozed => snooze.snoozed_days,
        AnswerAction::Dismissed => snooze.dismissed_days,
    };
    let most = answer.date.plus_days(snooze.caps.of(tier));
    let until = answer.until.unwrap_or_else(|| answer.date.plus_days(days));
    let capped = answer
        .until
        .is_some_and(|until| until > most && until >= case.record.as_of);
    let until = Some(until.min(most)).filter(|until| case.record.as_of <= *until);
    (until, capped)
}

pub(crate) fn shown_score(rules: &RuleSet, score: &TumourScore) -> Score {
    Score {
        total: score.total,
        parts: score.parts.clone(),
        thresholds: rules
            .scoring
            .thresholds
            .iter()
            .map(|(tier, at_least, _)| Threshold {
                urgency: *tier,
                at_least: *at_least,
            })
            .collect(),
    }
}

fn references(rules: &RuleSet, sources: &[&str]) -> Vec<Reference> {
    let mut out: Vec<Reference> = Vec::new();
    for id in sources {
        if out.iter().any(|reference| reference.id == *id) {
            continue;
        }
        let title = match rules.sources.iter().find(|source| source.id == *id) {
            Some(source) => format!("{}. {}", source.publisher, source.title),
            None => format!("Evidence document, section {}", id.trim_start_matches("EV-")),
        };
        out.push(Reference {
            id: (*id).to_owned(),
            title,
        });
    }
    out
}
