//! What lowers concern, as general rules (EVIDENCE 13.2): unchanged, explained, reviewed, already acted on. No emergency
//! with a new word is lowered.

use crate::evidence::Finding;
use crate::evidence::Truth;
use crate::facts::{Case, Scope};
use crate::plan::bit;
use crate::record::{Assertion, Date, PartialDate};
use crate::rules::model::{MetastaticStatus, SignKind, Site, Tier};
use crate::wording::date_in_words;

/// A prompt shown more quietly than its rule says, and why.
#[derive(Debug)]
pub(crate) struct Lowered {
    pub(crate) trigger: Option<usize>,
    pub(crate) score: Option<usize>,
    pub(crate) tier: Tier,
    /// In words, for `explain` and the prompt.
    pub(crate) reason: String,
    /// When somebody was told; the prompt then asks whether that is soon enough.
    pub(crate) referred: Option<PartialDate>,
}

/// What is known of a prompt before it is shown.
pub(crate) struct Concern<'a> {
    pub(crate) trigger: Option<usize>,
    pub(crate) score: Option<usize>,
    pub(crate) tier: Tier,
    pub(crate) site: Site,
    /// All findings behind it.
    pub(crate) behind: &'a [usize],
}

/// Where something was said: day, entry, first byte.
type Said = (Date, usize, u32);

/// What lowers a prompt, if something does; the first of the general rules that does.
pub(crate) fn lowered(case: &Case<'_, '_>, concern: &Concern<'_>) -> Option<Lowered> {
    let evidence = evidence(case, concern.behind);
    let unsure = unsure(case, concern, &evidence);
    let steady = || steady(case, concern, &evidence);
    let explained = || explained(case, concern, &evidence);
    let improving = || improving(case, concern, &evidence);
    let explained_improving = || explained_improving(case, concern, &evidence);
    let known_results = || known_results(case, concern, &evidence);
    let reviewed = || reviewed(case, concern, &evidence);
    let cleared = || cleared(case, concern, &evidence);
    let acted_on = || acted_on(case, concern, &evidence);
    let known = steady()
        .or_else(explained)
        .or_else(improving)
        .or_else(explained_improving)
        .or_else(known_results)
        .or_else(reviewed)
        .or_else(cleared)
        .or_else(acted_on)
        .filter(|(tier, _, referred)| *tier < concern.tier || referred.is_some());
    // What is known of the complaint is the better reason, unless doubt of the words leaves even less.
    let (tier, reason, referred) = match (known, unsure) {
        (Some(known), Some(unsure)) if unsure.0 < known.0 => unsure,
        (Some(known), _) => known,
        (None, unsure) => unsure.filter(|(tier, ..)| *tier < concern.tier)?,
    };
    Some(Lowered {
        trigger: concern.trigger,
        score: concern.score,
        tier,
        reason,
        referred,
    })
}

/// Whether a prompt rests only on words that may mean something else.
pub(crate) fn is_unsure(case: &Case<'_, '_>, concern: &Concern<'_>) -> bool {
    unsure(case, concern, &evidence(case, concern.behind)).is_some()
}

type Answer = Option<(Tier, String, Option<PartialDate>)>;

/// The findings that say something is wrong: symptoms, results, imaging; not treatments, habits, other causes.
fn evidence<'c>(case: &'c Case<'_, '_>, behind: &[usize]) -> Vec<&'c Finding> {
    let findings = behind.iter().filter_map(|index| case.found.findings.get(*index));
    findings
        .filter(|finding| {
            finding.counts()
                && case.plan.signs.get(finding.sign).is_some_and(|sign| {
                    let from = sign
                        .lookback_days
                        .map(|days| case.record.as_of.plus_days(days.saturating_neg()));
                    matches!(sign.kind, SignKind::Symptom | SignKind::Laboratory | SignKind::Imaging)
                        && from.is_none_or(|from| finding.latest >= from)
                })
        })
        .collect()
}

fn signs(evidence: &[&Finding]) -> Vec<usize> {
    let mut signs: Vec<usize> = evidence.iter().map(|finding| finding.sign).collect();
    signs.sort_unstable();
    signs.dedup();
    signs
}

fn new_word(case: &Case<'_, '_>, evidence: &[&Finding]) -> bool {
    let newest = evidence.iter().map(|finding| finding.latest).max();
    evidence
        .iter()
        .filter(|finding| Some(finding.latest) == newest)
        .any(|finding| finding.qualifiers & case.plan.qualifiers.new_words != 0)
}

/// The chance that none of its words says what it says is too high for so loud a prompt. Where emergency signs are behind a
/// loud prompt they must carry it; a code, a result or a word that nothing is known of is sure.
fn unsure(case: &Case<'_, '_>, concern: &Concern<'_>, evidence: &[&Finding]) -> Answer {
    let rule = case.rules.scoring.lowering.unsure.as_ref()?;
    concern.trigger?;
    let emergency = |finding: &&&Finding| case.plan.signs.get(finding.sign).is_some_and(|sign| sign.emergency);
    let carried = concern.tier >= Tier::Urgent24h && evidence.iter().any(|finding| emergency(&finding));
    let carrying = evidence.iter().filter(|finding| !carried || emergency(finding));
    let needed = match concern.tier {
        Tier::Emergency | Tier::Urgent24h => rule.interrupts,
        Tier::UrgentSuspectedCancer => rule.refers,
        _ => rule.shows,
    };
    let (mut none, mut known) = (1.0, false);
    let mut said: Vec<&Finding> = Vec::new();
    for finding in carrying {
        if finding.chance == Some(0) {
            known = true;
            continue;
        }
        // The same words under two signs are one statement.
        if said.iter().any(|other| other.shares_words(finding)) {
            continue;
        }
        let likely = f64::from(finding.chance?) / 1000.0;
        known = true;
        said.push(finding);
        none *= 1.0 - likely;
        if 1.0 - none >= needed {
            return None;
        }
    }
    if !known {
        return None;
    }
    let chance = 1.0 - none;
    // What may be an emergency is asked about, unless hardly anything speaks for it.
    let least = if concern.tier == Tier::Emergency {
        rule.asks
    } else {
        rule.shows
    };
    let tier = if chance < least { Tier::Watch } else { rule.tier };
    Some((tier, rule.name.clone(), None))
}

/// Every symptom or result is recorded as unchanged. An emergency only where it is one of the deficits named, on record
/// for long enough or explained.
fn steady(case: &Case<'_, '_>, concern: &Concern<'_>, evidence: &[&Finding]) -> Answer {
    let rule = case.rules.scoring.lowering.steady.as_ref()?;
    concern.trigger?;
    let unchanged = bit(case.plan.qualifiers.unchanged?);
    let signs = signs(evidence);
    let imaging = |sign: &usize| {
        case.plan
            .signs
            .get(*sign)
            .is_some_and(|plan| plan.kind == SignKind::Imaging)
    };
    let holds = |sign: &usize| {
        let (_, qualifiers) = case.standing(*sign, Scope::default());
        qualifiers & unchanged != 0
            && (concern.tier < Tier::Urgent24h || !began_lately(evidence, *sign, rule.at_least_days))
            && (concern.tier != Tier::Emergency
                || case.plan.lowering.deficits.contains(sign)
                    && (on_record(case, *sign, rule.at_least_days) || case.has_explanation(*sign)))
    };
    let every = !signs.is_empty() && !signs.iter().any(imaging) && signs.iter().all(holds);
    (every && !new_word(case, evidence)).then(|| (rule.tier, rule.name.clone(), None))
}

/// Whether a sign is said to last for less than so many days: "6/52, waterworks as usual" is no old pain.
fn began_lately(evidence: &[&Finding], sign: usize, days: i32) -> bool {
    let lately = |finding: &&&Finding| finding.duration_days.is_some_and(|lasted| lasted < days);
    evidence.iter().filter(lately).any(|finding| finding.sign == sign)
}

/// Whether a sign is on record for so many days, by an entry or by the duration said.
fn on_record(case: &Case<'_, '_>, sign: usize, days: i32) -> bool {
    let since = case.record.as_of.plus_days(days.saturating_neg());
    case.found.of_sign(sign).iter().any(|finding| {
        let began = finding
            .latest
            .plus_days(finding.duration_days.unwrap_or(0).saturating_neg());
        finding.assertion != Assertion::Absent && began <= since
    })
}

/// A third contact asks again whether the explanation holds.
fn repeated(case: &Case<'_, '_>, evidence: &[&Finding]) -> bool {
    let qualifiers = case.plan.qualifiers.repeated.iter();
    let repeated = qualifiers.fold(0, |set, (qualifier, _, _)| set | bit(*qualifier));
    evidence.iter().any(|finding| finding.qualifiers & repeated != 0)
}

/// Every symptom has its explanation on record.
fn explained(case: &Case<'_, '_>, concern: &Concern<'_>, evidence: &[&Finding]) -> Answer {
    let rule = case.rules.scoring.lowering.explained.as_ref()?;
    concern.trigger?;
    let signs = signs(evidence);
    let every = !signs.is_empty() && signs.iter().all(|sign| case.has_explanation(*sign));
    (concern.tier <= rule.up_to && every && !new_word(case, evidence) && !repeated(case, evidence))
        .then(|| (rule.tier, rule.name.clone(), None))
}

/// Every symptom is getting better in its newest statement.
fn improving(case: &Case<'_, '_>, concern: &Concern<'_>, evidence: &[&Finding]) -> Answer {
    let rule = case.rules.scoring.lowering.improving.as_ref()?;
    (concern.tier <= rule.up_to && all_better(case, evidence)).then(|| (rule.tier, rule.name.clone(), None))
}

/// Every symptom has its explanation on record and is getting better.
fn explained_improving(case: &Case<'_, '_>, concern: &Concern<'_>, evidence: &[&Finding]) -> Answer {
    let rule = case.rules.scoring.lowering.explained_improving.as_ref()?;
    let explained = signs(evidence).iter().all(|sign| case.has_explanation(*sign));
    (concern.tier <= rule.up_to && explained && all_better(case, evidence))
        .then(|| (rule.tier, rule.name.clone(), None))
}

/// Whether all evidence is symptoms that are getting better in their newest statement, with no new word.
fn all_better(case: &Case<'_, '_>, evidence: &[&Finding]) -> bool {
    let Some(improving) = case.plan.qualifiers.improving.map(bit) else {
        return false;
    };
    let symptom = |sign: usize| {
        case.plan
            .signs
            .get(sign)
            .is_some_and(|plan| plan.kind == SignKind::Symptom)
    };
    let better = |sign: &usize| {
        let newest = case.newest_of(*sign).and_then(|index| case.found.findings.get(index));
        symptom(*sign) && newest.is_some_and(|finding| finding.qualifiers & improving != 0)
    };
    let signs = signs(evidence);
    let every = !signs.is_empty() && signs.iter().all(better);
    every && !new_word(case, evidence) && !repeated(case, evidence)
}

/// Results alone, by points, in recorded metastatic disease.
fn known_results(case: &Case<'_, '_>, concern: &Concern<'_>, evidence: &[&Finding]) -> Answer {
    let rule = case.rules.scoring.lowering.known_results.as_ref()?;
    let laboratory = |sign: &usize| {
        let plan = case.plan.signs.get(*sign);
        plan.is_some_and(|plan| plan.kind == SignKind::Laboratory)
    };
    let signs = signs(evidence);
    let known = concern.trigger.is_none() && case.status.status == MetastaticStatus::Recorded;
    (known && concern.tier <= rule.up_to && !signs.is_empty() && signs.iter().all(laboratory))
        .then(|| (rule.tier, rule.name.clone(), None))
}

/// Metastatic disease is recorded, and since the newest evidence the team has reviewed it and found it stable; or the
/// team's own letters alone tell of it. What results alone add to points is the team's to follow.
fn reviewed(case: &Case<'_, '_>, concern: &Concern<'_>, evidence: &[&Finding]) -> Answer {
    let rule = case.rules.scoring.lowering.reviewed.as_ref()?;
    if concern.tier == Tier::Emergency || case.status.status < MetastaticStatus::Probable {
        return None;
    }
    // Points and reviews look for spread that nobody knows; the team that has written since knows what came before.
    let quiet = concern.trigger.is_none() || concern.tier <= Tier::SoonReview;
    let result = |finding: &&&Finding| {
        let plan = case.plan.signs.get(finding.sign);
        plan.is_some_and(|plan| plan.kind == SignKind::Laboratory)
    };
    let told = evidence.iter().filter(|finding| !result(finding));
    if quiet
        && let Some(told) = told.map(|finding| said(finding)).max()
        && let Some((letter, date)) = newest(case, &case.plan.lowering.own_letters)
        && (letter.0, letter.1) > (told.0, told.1)
    {
        return Some((rule.tier, format!("{} ({})", rule.name, date_in_words(date)), None));
    }
    if new_word(case, evidence) {
        return None;
    }
    let in_own_letter = |finding: &&Finding| {
        case.plan.lowering.own_letters.iter().any(|sign| {
            let mut letters = case.found.of_sign(*sign).iter();
            letters.any(|letter| letter.assertion == Assertion::Present && letter.entry == finding.entry)
        })
    };
    if case.status.status == MetastaticStatus::Recorded && !evidence.is_empty() && evidence.iter().all(in_own_letter) {
        return Some((rule.tier, format!("{} (its own letter)", rule.name), None));
    }
    let (review, date) = newest(case, &case.plan.lowering.reviewed)?;
    let followed = concern.trigger.is_none() && case.status.status == MetastaticStatus::Recorded;
    let evidence = evidence.iter().filter(|finding| !(followed && result(finding)));
    let evidence = evidence.map(|finding| said(finding)).max()?;
    (review >= evidence).then(|| (rule.tier, format!("{} ({})", rule.name, date_in_words(date)), None))
}

/// The team has looked since the newest evidence, or in its own letter that tells of it, and found no sign of the cancer.
fn cleared(case: &Case<'_, '_>, concern: &Concern<'_>, evidence: &[&Finding]) -> Answer {
    let rule = case.rules.scoring.lowering.cleared.as_ref()?;
    if concern.tier == Tier::Emergency || new_word(case, evidence) {
        return None;
    }
    let newest_evidence = evidence.iter().map(|finding| said(finding)).max()?;
    let found = newest(case, &case.plan.lowering.cleared);
    let ((date, entry, start), when) = found.max(denied(case, &case.plan.lowering.denied))?;
    let own_letter = || {
        evidence.iter().all(|finding| finding.entry <= entry)
            && case.plan.lowering.letters.iter().any(|sign| {
                let letters = case.found.of_sign(*sign).iter();
                letters
                    .into_iter()
                    .any(|finding| finding.assertion == Assertion::Present && finding.entry == entry)
            })
    };
    ((date, entry, start) >= newest_evidence || own_letter())
        .then(|| (rule.tier, format!("{} ({})", rule.name, date_in_words(when)), None))
}

/// A route at least as fast as the prompt was taken after the newest evidence.
fn acted_on(case: &Case<'_, '_>, concern: &Concern<'_>, evidence: &[&Finding]) -> Answer {
    let rule = case.rules.scoring.lowering.acted_on.as_ref()?;
    if concern.tier == Tier::Emergency {
        return None;
    }
    let evidence = evidence.iter().map(|finding| said(finding)).max()?;
    let routes = rule.routes.iter().zip(&case.plan.lowering.routes);
    let taken = routes
        .filter(|(route, _)| {
            route.tier >= concern.tier && (route.sites.is_empty() || route.sites.contains(&concern.site))
        })
        .filter_map(|(route, signs)| Some((newest(case, signs)?, route)))
        .filter(|((taken, _), _)| *taken >= evidence)
        .max_by_key(|((taken, _), _)| *taken);
    let ((_, date), route) = taken?;
    let reason = format!("{}: {}, {}", rule.name, route.name, date_in_words(date));
    Some((rule.tier.min(concern.tier), reason, Some(date)))
}

/// The newest statement that one of the signs is there.
fn newest(case: &Case<'_, '_>, signs: &[usize]) -> Option<(Said, PartialDate)> {
    signs
        .iter()
        .filter(|sign| case.standing(**sign, Scope::default()).0 == Truth::True)
        .flat_map(|sign| case.found.of_sign(*sign))
        .filter(|finding| finding.assertion == Assertion::Present)
        .map(|finding| (said(finding), finding.date))
        .max()
}

/// The newest statement that one of the signs is not there.
fn denied(case: &Case<'_, '_>, signs: &[usize]) -> Option<(Said, PartialDate)> {
    signs
        .iter()
        .flat_map(|sign| case.found.of_sign(*sign))
        .filter(|finding| finding.assertion == Assertion::Absent)
        .map(|finding| (said(finding), finding.date))
        .max()
}

fn said(finding: &Finding) -> Said {
    (
        finding.latest,
        finding.entry,
        finding.span.map_or(0, |(start, _)| start),
    )
}
