//! Evidence from time: how long a sign has gone on, and how often it brought the person back.

use rustc_hash::FxHashSet;

use crate::plan::{Plan, bit};
use crate::record::{Assertion, Date, Record};
use crate::rules::model::SignKind;

use super::collected::Collected;
use super::finding::Finding;

/// Sets the engine's own qualifiers on findings sorted by sign and date.
pub(super) fn mark(findings: &mut [Finding], plan: &Plan, record: &Record<'_>, found: &Collected) {
    unchanged_all(findings, plan);
    for group in findings.chunk_by_mut(|left, right| left.sign == right.sign) {
        for (qualifier, days) in &plan.qualifiers.lasting {
            lasting(group, *qualifier, *days);
        }
        unchanged(group, plan);
    }
    for complaint in &plan.complaints {
        attendances(findings, complaint, plan, record, found);
    }
}

/// From the earliest onset (the mention's date less its stated duration) to each later mention, unless it went away between.
fn lasting(group: &mut [Finding], qualifier: u8, days: i32) {
    let mut onset: Option<Date> = None;
    let mut last: Option<Date> = None;
    for finding in group {
        match finding.assertion {
            Assertion::Present | Assertion::Possible => {
                // Two episodes a year apart are not one that lasted a year: the span restarts after a gap of 90 days.
                if last.is_some_and(|last| finding.latest.days_since(last) > MAX_GAP_DAYS) {
                    onset = None;
                }
                let began = finding
                    .latest
                    .plus_days(finding.duration_days.unwrap_or(0).saturating_neg());
                let first = onset.map_or(began, |onset| onset.min(began));
                onset = Some(first);
                last = Some(finding.latest);
                if finding.latest.days_since(first) >= days {
                    finding.qualifiers |= bit(qualifier);
                }
            }
            Assertion::Absent => onset = None,
            _ => {}
        }
    }
}

/// Mentions further apart than a symptom's lookback (EVIDENCE 6.2: 90 days) are taken as separate episodes.
const MAX_GAP_DAYS: i32 = 90;

/// The third (or so) contact for one complaint within the window ending on the day of the question, whoever wrote it and
/// however it was said (EVIDENCE 13.2 no. 24).
fn attendances(findings: &mut [Finding], complaint: &[usize], plan: &Plan, record: &Record<'_>, found: &Collected) {
    let groups: Vec<(usize, usize)> = complaint
        .iter()
        .map(|sign| {
            let first = findings.partition_point(|finding| finding.sign < *sign);
            let end = findings.partition_point(|finding| finding.sign <= *sign);
            (first, end)
        })
        .filter(|(first, end)| first < end)
        .collect();
    for (qualifier, count, days) in &plan.qualifiers.repeated {
        let from = record.as_of.plus_days(days.saturating_neg());
        let recent = |finding: &&Finding| finding.assertion == Assertion::Present && finding.latest >= from;
        let mut contacts: Vec<(Date, Option<&str>)> = groups
            .iter()
            .flat_map(|(first, end)| findings.get(*first..*end).unwrap_or(&[]))
            .filter(recent)
            .map(|finding| {
                let entry = found.entry(record, finding.entry);
                (finding.latest, entry.and_then(|entry| entry.consultation.as_deref()))
            })
            .collect();
        contacts.sort_unstable();
        contacts.dedup();
        if !enough(&contacts, *count) {
            continue;
        }
        for (first, end) in &groups {
            for finding in findings.get_mut(*first..*end).unwrap_or(&mut []) {
                if finding.assertion == Assertion::Present && finding.latest >= from {
                    finding.qualifiers |= bit(*qualifier);
                }
            }
        }
    }
}

/// Days and consultations that are not the same contact. Two consultations of one day are two only when both say which.
fn enough(contacts: &[(Date, Option<&str>)], count: u32) -> bool {
    let mut seen: Vec<(Date, Option<&str>)> = Vec::new();
    for (date, consultation) in contacts {
        let same = |(known_date, known): &(Date, Option<&str>)| match (known, consultation) {
            (Some(known), Some(this)) => known == this,
            _ => known_date == date,
        };
        if !seen.iter().rev().any(same) {
            seen.push((*date, *consultation));
            if u32::try_from(seen.len()).unwrap_or(u32::MAX) >= count {
                return true;
            }
        }
    }
    false
}

/// `No change from last month`, `nothing new`, said of no one complaint, is said of all symptoms of the entry that have no
/// word of change.
fn unchanged_all(findings: &mut [Finding], plan: &Plan) {
    let Some(unchanged) = plan.qualifiers.unchanged.map(bit) else {
        return;
    };
    let says = |finding: &&Finding| {
        finding.assertion == Assertion::Present && plan.lowering.unchanged_all.contains(&finding.sign)
    };
    let entries: FxHashSet<usize> = findings.iter().filter(says).map(|finding| finding.entry).collect();
    if entries.is_empty() {
        return;
    }
    for finding in findings {
        let sign = plan.signs.get(finding.sign);
        if entries.contains(&finding.entry)
            && finding.counts()
            && sign.is_some_and(|sign| sign.kind == SignKind::Symptom)
            && finding.qualifiers & plan.qualifiers.new_words == 0
        {
            finding.qualifiers |= unchanged;
        }
    }
}

/// A sign is unchanged as long as its newest statement says so and has no word of change; one such word restores it
/// (EVIDENCE 13.2 no. 11).
fn unchanged(group: &mut [Finding], plan: &Plan) {
    let Some(unchanged) = plan.qualifiers.unchanged.map(bit) else {
        return;
    };
    if group.iter().all(|finding| finding.qualifiers & unchanged == 0) {
        return;
    }
    let counts = |finding: &&Finding| finding.counts();
    let newest = group.iter().filter(counts).map(|finding| finding.latest).max();
    let said = group
        .iter()
        .filter(counts)
        .filter(|finding| Some(finding.latest) == newest)
        .fold(0, |said, finding| said | finding.qualifiers);
    if said & unchanged == 0 || said & plan.qualifiers.new_words != 0 {
        for finding in group {
            finding.qualifiers &= !unchanged;
        }
    }
}
