//! From what fired to what the clinician sees: one prompt a site and tumour, most urgent first.

mod place;
mod words;

use crate::assessment::{AnsweredPrompt, Evidence, Prompt, Proposal, Reference, Score, Threshold};
use crate::engine::Case;
use crate::evidence::Detail;
use crate::explain::Outcome;
use crate::lower::{Concern, Lowered, lowered};
use crate::record::{AnswerAction, Date, Notice, NoticeCode};
use crate::rules::model::{RuleSet, Site, Tier};
use crate::score::TumourScore;
use crate::trigger::{Decision, Fired};
use crate::why;

use self::place::place_named;
use self::words::Words;
pub(crate) use self::words::fill;

/// Prompts, what was answered, and what came of each trigger.
#[derive(Debug, Default)]
pub(crate) struct Prompts {
    pub(crate) shown: Vec<Prompt>,
    pub(crate) answered: Vec<AnsweredPrompt>,
    pub(crate) outcomes: Vec<Outcome>,
    /// What of the answers could not be taken as given.
    pub(crate) notices: Vec<Notice>,
    /// What was lowered, and why.
    pub(crate) lowered: Vec<Lowered>,
}

/// A prompt in the making.
struct Draft {
    tier: Tier,
    site: Site,
    cancer: Option<usize>,
    /// `None` for points.
    trigger: Option<usize>,
    /// Shown on its own, whatever else points to the same site.
    alone: bool,
    /// Findings shown, with points.
    shown: Vec<(usize, Option<f64>)>,
    /// All findings behind it.
    behind: Vec<usize>,
    score: Option<usize>,
    query: bool,
    /// Triggers merged into it.
    also: Vec<usize>,
    also_points: bool,
    /// Position in what was lowered.
    lowered: Option<usize>,
}

/// Puts the prompts together.
pub(crate) fn prompts(case: &Case<'_, '_>, decisions: &[Decision], watch_tier: bool) -> Prompts {
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
    out.outcomes = outcomes(case, decisions, &superseded, &out.answered);
    out
}

/// Shows more quietly what a general rule lowers.
fn lower(case: &Case<'_, '_>, drafts: &mut [Draft], out: &mut Vec<Lowered>) {
    for draft in drafts {
        let rule = draft.trigger.and_then(|trigger| case.rules.triggers.get(trigger));
        if rule.is_some_and(|rule| rule.care || rule.code.is_some()) {
            continue;
        }
        let concern = Concern {
            trigger: draft.trigger,
            score: draft.score,
            tier: draft.tier,
            site: draft.site,
            behind: &draft.behind,
        };
        if let Some(lowered) = lowered(case, &concern) {
            draft.tier = lowered.tier;
            draft.lowered = Some(out.len());
            out.push(lowered);
        }
    }
}

fn draft(case: &Case<'_, '_>, fired: &Fired) -> Option<Draft> {
    let rule = case.rules.triggers.get(fired.trigger)?;
    let mut shown: Vec<(usize, Option<f64>)> = Vec::new();
    let mut behind = Vec::new();
    for (sign, qualifier, window) in &fired.signs {
        for index in why::of_sign(case, *sign, *qualifier, *window) {
            match shown.iter_mut().find(|(known, _)| same_words(case, *known, index)) {
                Some((known, _)) if says_more(case, index, *known) => *known = index,
                Some(_) => {}
                None => shown.push((index, None)),
            }
        }
        let state = case.found.signs.get(*sign).copied().unwrap_or_default();
        behind.extend(
            (state.first..state.end)
                .filter(|index| case.found.findings.get(*index).is_some_and(|finding| finding.counts())),
        );
    }
    // No emergency rests on likeness alone.
    let likened = |(index, _): &(usize, Option<f64>)| {
        let finding = case.found.findings.get(*index);
        finding.is_some_and(|finding| finding.detail == Detail::Likened)
    };
    let tier = if fired.query && shown.iter().any(likened) {
        rule.tier.min(Tier::Urgent24h)
    } else {
        rule.tier
    };
    let site = match rule.site {
        Site::General => place_named(case, &shown),
        site => site,
    };
    Some(Draft {
        tier,
        site,
        cancer: fired.cancer,
        trigger: Some(fired.trigger),
        alone: rule.care || rule.code.is_some() || rule.site == Site::General,
        shown,
        behind,
        score: None,
        query: fired.query,
        also: Vec::new(),
        also_points: false,
        lowered: None,
    })
}

fn points_draft(index: usize, score: &TumourScore) -> Option<Draft> {
    Some(Draft {
        tier: score.tier?,
        site: score.site,
        cancer: Some(score.cancer),
        trigger: None,
        alone: false,
        shown: score
            .counted
            .iter()
            .map(|(finding, points)| (*finding, Some(*points)))
            .collect(),
        behind: score.counted.iter().map(|(finding, _)| *finding).collect(),
        score: Some(index),
        query: false,
        also: Vec::new(),
        also_points: false,
        lowered: None,
    })
}

/// Two findings of the same words, code or result: a sign and the sign it also is, or one phrase inside another.
fn same_words(case: &Case<'_, '_>, left: usize, right: usize) -> bool {
    let (Some(left), Some(right)) = (case.found.findings.get(left), case.found.findings.get(right)) else {
        return false;
    };
    match (left.span, right.span) {
        (Some(one), Some(other)) => left.entry == right.entry && one.0 < other.1 && other.0 < one.1,
        (None, None) => left.entry == right.entry && left.detail == right.detail,
        _ => false,
    }
}

/// Of two findings of the same words the one that says more: the longer phrase.
fn says_more(case: &Case<'_, '_>, left: usize, right: usize) -> bool {
    let length = |index: usize| {
        case.found
            .findings
            .get(index)
            .and_then(|finding| finding.span)
            .map(|(start, end)| end.saturating_sub(start))
    };
    length(left) > length(right)
}

/// The triggers that another one that fired stands for.
fn superseded(case: &Case<'_, '_>, drafts: &[Draft]) -> Vec<usize> {
    let fired: Vec<usize> = drafts.iter().filter_map(|draft| draft.trigger).collect();
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
fn joins(known: &Draft, draft: &Draft, case: &Case<'_, '_>) -> bool {
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

fn join(case: &Case<'_, '_>, known: &mut Draft, draft: Draft) {
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

fn present(case: &Case<'_, '_>, draft: &Draft, out: &mut Prompts) {
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

/// Until when a clinician's answer on the same evidence holds at the day of the question.
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

fn outcomes(
    case: &Case<'_, '_>,
    decisions: &[Decision],
    superseded: &[usize],
    answered: &[AnsweredPrompt],
) -> Vec<Outcome> {
    use crate::explain::Truth;
    decisions
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
