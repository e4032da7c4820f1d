//! Evidence from time: how long a sign has gone on, and how often it brought the person back.

use crate::engine::Plan;
use crate::record::{Assertion, Date, Record};

use super::collect::Collected;
use super::finding::Finding;

/// Sets the engine's own qualifiers on findings sorted by sign and date.
pub(super) fn mark(findings: &mut [Finding], plan: &Plan, record: &Record<'_>, found: &Collected) {
    for group in findings.chunk_by_mut(|left, right| left.sign == right.sign) {
        for (qualifier, days) in &plan.qualifiers.lasting {
            lasting(group, *qualifier, *days);
        }
        for (qualifier, count, days) in &plan.qualifiers.repeated {
            attendances(group, *qualifier, *count, *days, record, found);
        }
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

/// The third (or so) consultation for the same sign within the window ending on the day of the question.
fn attendances(group: &mut [Finding], qualifier: u8, count: u32, days: i32, record: &Record<'_>, found: &Collected) {
    let from = record.as_of.plus_days(days.saturating_neg());
    let mut seen: Vec<(Date, Option<&str>)> = Vec::new();
    for finding in group
        .iter()
        .filter(|finding| finding.assertion == Assertion::Present && finding.latest >= from)
    {
        let consultation = found
            .entry(record, finding.entry)
            .and_then(|entry| entry.consultation.as_deref());
        let same = |(date, known): &(Date, Option<&str>)| match (known, consultation) {
            (Some(known), Some(this)) => *known == this,
            _ => *date == finding.latest,
        };
        if !seen.iter().any(same) {
            seen.push((finding.latest, consultation));
            if u32::try_from(seen.len()).unwrap_or(u32::MAX) >= count {
                break;
            }
        }
    }
    if u32::try_from(seen.len()).unwrap_or(u32::MAX) >= count {
        for finding in group
            .iter_mut()
            .filter(|finding| finding.assertion == Assertion::Present && finding.latest >= from)
        {
            finding.qualifiers |= bit(qualifier);
        }
    }
}

fn bit(qualifier: u8) -> u64 {
    1_u64.checked_shl(u32::from(qualifier)).unwrap_or(0)
}
