//! Findings as evidence a clinician can check: name, date, the exact words or value.

use crate::assessment::Evidence;
use crate::evidence::{CancerMention, Detail, EvidenceSource, Finding, ResultValue};
use crate::facts::Case;
use crate::plan::{When, bit};
use crate::record::{Assertion, Comparator, Entry, Record};

/// At most so many findings of one sign are shown.
const SHOWN: usize = 3;

/// A finding as evidence.
pub(crate) fn of_finding(case: &Case<'_, '_>, index: usize, points: Option<f64>) -> Option<Evidence> {
    let finding = case.found.findings.get(index)?;
    let sign = case.rules.signs.get(finding.sign)?;
    let entry = case.found.entry(case.record, finding.entry)?;
    let qualifiers = case
        .rules
        .qualifiers
        .iter()
        .enumerate()
        .filter(|(index, _)| u8::try_from(*index).is_ok_and(|index| finding.qualifiers & bit(index) != 0))
        // Lengths that no words stand for are for conditions; a clinician reads "persistent" once.
        .filter(|(_, qualifier)| !(qualifier.phrases.is_empty() && qualifier.at_least_days.is_some()))
        .map(|(_, qualifier)| qualifier.id.clone())
        .collect();
    Some(Evidence {
        sign: sign.id.clone(),
        name: sign.name.clone(),
        assertion: finding.assertion,
        date: Some(finding.date),
        entry: Some(entry.id.to_string()),
        source: finding.source,
        quote: quote(case, finding, entry),
        span: finding.span.map(|(start, end)| [start, end]),
        qualifiers,
        points,
    })
}

/// A cancer of the history as evidence: its first coded mention, else its first mention.
pub(crate) fn of_cancer(case: &Case<'_, '_>, cancer: usize) -> Option<Evidence> {
    let found = case.history.cancers.get(cancer)?;
    let mention = found
        .mentions
        .first()
        .and_then(|position| case.found.cancers.get(*position))?;
    of_mention(case, mention)
}

/// A mention of a cancer as evidence.
pub(crate) fn of_mention(case: &Case<'_, '_>, mention: &CancerMention) -> Option<Evidence> {
    let tumour = case.rules.tumours.get(mention.tumour)?;
    let entry = case.found.entry(case.record, mention.entry)?;
    let subtype = mention.subtype.and_then(|subtype| tumour.subtypes.get(subtype));
    let name = match subtype {
        Some(subtype) => format!("{} ({})", tumour.name, subtype.name),
        None => tumour.name.clone(),
    };
    Some(Evidence {
        sign: tumour.id.clone(),
        name,
        assertion: Assertion::Present,
        date: mention.date,
        entry: Some(entry.id.to_string()),
        source: if mention.coding.is_some() {
            EvidenceSource::Code
        } else {
            EvidenceSource::Text
        },
        quote: mention
            .coding
            .map_or_else(|| words(entry, mention.span), |coding| term(entry, coding)),
        span: mention.span.map(|(start, end)| [start, end]),
        qualifiers: Vec::new(),
        points: None,
    })
}

/// The status mentions and findings that show the metastatic status.
pub(crate) fn of_status(case: &Case<'_, '_>) -> Vec<Evidence> {
    let coded = case.status.mentions.iter().filter_map(|position| {
        let mention = case.found.statuses.get(*position)?;
        let rule = case.rules.statuses.get(mention.status)?;
        let entry = case.found.entry(case.record, mention.entry)?;
        Some(Evidence {
            sign: rule.id.clone(),
            name: rule.name.clone(),
            assertion: Assertion::Present,
            date: mention.date,
            entry: Some(entry.id.to_string()),
            source: EvidenceSource::Code,
            quote: term(entry, mention.coding),
            span: None,
            qualifiers: Vec::new(),
            points: None,
        })
    });
    let found = case
        .status
        .findings
        .iter()
        .filter_map(|index| of_finding(case, *index, None));
    coded.take(20).chain(found.take(20)).collect()
}

/// So many of the newest readings are compared with each other.
const READINGS: usize = 32;

/// The findings to show for a sign that decided a rule: newest first; all attendances where repeat attendance is said.
pub(crate) fn of_sign(case: &Case<'_, '_>, sign: usize, qualifier: Option<u8>, window: Option<When>) -> Vec<usize> {
    let Some(state) = case.found.signs.get(sign) else {
        return Vec::new();
    };
    let repeated = case
        .plan
        .qualifiers
        .repeated
        .iter()
        .fold(0, |set, (id, _, _)| set | bit(*id));
    let from = case
        .plan
        .signs
        .get(sign)
        .and_then(|plan| plan.lookback_days)
        .filter(|_| window.is_none());
    let from = from.map(|days| case.record.as_of.plus_days(days.saturating_neg()));
    let mut current: Vec<usize> = (state.first..state.end)
        .filter(|index| {
            case.found.findings.get(*index).is_some_and(|finding| {
                finding.counts()
                    && from.is_none_or(|from| finding.latest >= from)
                    && qualifier.is_none_or(|qualifier| finding.qualifiers & bit(qualifier) != 0)
            })
        })
        .collect();
    current.reverse();
    // Of two readings of the same words the one that quotes more of them is shown.
    let all: Vec<usize> = current.iter().copied().take(READINGS).collect();
    let finding = |index: &usize| case.found.findings.get(*index);
    current.retain(|index| {
        let own = finding(index);
        !all.iter()
            .filter(|other| *other != index)
            .filter_map(finding)
            .any(|other| own.is_some_and(|own| other.span != own.span && other.quotes_more_than(own)))
    });
    let many = state.qualifiers & repeated != 0;
    current.truncate(if many { SHOWN } else { 1 });
    current
}

fn quote(case: &Case<'_, '_>, finding: &Finding, entry: &Entry<'_>) -> Option<String> {
    let shown = |result: &ResultValue| value(case, result, entry.range.is_some());
    match finding.detail {
        Detail::None | Detail::Likened | Detail::Disputed => words(entry, finding.span),
        Detail::Coding(coding) => term(entry, coding),
        Detail::Result(result) => case.found.results.get(result).map(shown),
        Detail::Trend(then, now) => {
            let (then, now) = (case.found.results.get(then)?, case.found.results.get(now)?);
            Some(format!(
                "{} ({}) to {}",
                value(case, then, false),
                then.date,
                value(case, now, false)
            ))
        }
    }
}

fn words(entry: &Entry<'_>, span: Option<(u32, u32)>) -> Option<String> {
    let (start, end) = span?;
    let text = entry.text.as_deref()?;
    text.get(usize::try_from(start).ok()?..usize::try_from(end).ok()?)
        .map(str::to_owned)
}

fn term(entry: &Entry<'_>, coding: usize) -> Option<String> {
    let coding = entry.codes.get(coding)?;
    Some(
        coding
            .term
            .as_deref()
            .map_or_else(|| format!("{} {}", coding.system.name(), &*coding.code), str::to_owned),
    )
}

fn value(case: &Case<'_, '_>, result: &ResultValue, with_range: bool) -> String {
    let Some(test) = case.rules.measurements.get(result.measurement) else {
        return String::new();
    };
    let comparator = match result.comparator {
        None => "",
        Some(Comparator::Below) => "<",
        Some(Comparator::AtMost) => "<=",
        Some(Comparator::AtLeast) => ">=",
        Some(Comparator::Above) => ">",
    };
    let decimals = usize::from(test.decimals);
    let mut out = format!("{} {comparator}{:.decimals$} {}", test.name, result.value, test.unit);
    if with_range {
        let low = result.low.filter(|_| !result.assumed.low);
        let high = result.high.filter(|_| !result.assumed.high);
        match (low, high) {
            (Some(low), Some(high)) => out.push_str(&format!(" ({low:.decimals$} to {high:.decimals$})")),
            (None, Some(high)) => out.push_str(&format!(" (up to {high:.decimals$})")),
            (Some(low), None) => out.push_str(&format!(" (from {low:.decimals$})")),
            (None, None) => {}
        }
    }
    if result.adjusted {
        out.push_str(", adjusted here for albumin of the same day");
    }
    if result.typed.is_some() {
        out.push_str(", typed in the note");
    }
    out
}

/// The key of a set of evidence: what it is and where it stands, not when it was asked.
pub(crate) fn fingerprint(
    record: &Record<'_>,
    case: &Case<'_, '_>,
    name: &str,
    findings: &[usize],
    cancer: Option<usize>,
) -> String {
    use sha2::{Digest, Sha256};
    // A sign named twice brings its findings twice.
    let mut findings = findings.to_vec();
    findings.sort_unstable();
    findings.dedup();
    let mut keys: Vec<String> = findings
        .iter()
        .filter_map(|index| case.found.findings.get(*index))
        .filter_map(|finding| {
            let sign = case.rules.signs.get(finding.sign)?;
            let entry = case.found.entry(record, finding.entry)?;
            Some(format!(
                "{}\u{1f}{}\u{1f}{:?}\u{1f}{:?}",
                sign.id, &*entry.id, finding.assertion, finding.span
            ))
        })
        .collect();
    keys.sort_unstable();
    keys.dedup();
    let mut hash = Sha256::new();
    hash.update(name);
    hash.update([0]);
    if let Some(tumour) = cancer
        .and_then(|cancer| case.history.cancers.get(cancer))
        .and_then(|found| case.rules.tumours.get(found.tumour))
    {
        hash.update(&tumour.id);
    }
    for key in keys {
        hash.update([0]);
        hash.update(key);
    }
    let digest = hash.finalize();
    digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}
