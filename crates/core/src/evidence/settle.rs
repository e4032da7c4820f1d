//! A general word settles a special one: "back pain settled" ends the thoracic back pain said before it, also in a later
//! entry. A special sign said after the general denial stands. A general word of recovery ends the complaints before it.

use rustc_hash::FxHashSet;

use crate::plan::Plan;
use crate::record::{Assertion, Date};
use crate::rules::model::{Recovered, SignKind};

use super::finding::Finding;

/// Where something was said: day, entry, first byte.
type Said = (Date, usize, u32);

/// Ends what a later general denial ends: the statement becomes one about the past, and its sign is said to be absent.
pub(super) fn general_denials(findings: &mut Vec<Finding>, plan: &Plan) {
    let mut newest: Vec<Option<(Said, usize)>> = vec![None; plan.signs.len()];
    for (index, finding) in findings.iter().enumerate() {
        if finding.assertion == Assertion::Absent
            && finding.origin == finding.sign
            && let Some(slot) = newest.get_mut(finding.sign)
            && slot.is_none_or(|(known, _)| said(finding) > known)
        {
            *slot = Some((said(finding), index));
        }
    }
    if newest.iter().all(Option::is_none) {
        return;
    }
    let mut ended: FxHashSet<(usize, usize)> = FxHashSet::default();
    for finding in findings.iter_mut().filter(|finding| finding.counts()) {
        let Some(sign) = plan.signs.get(finding.origin) else {
            continue;
        };
        if !matches!(sign.kind, SignKind::Symptom | SignKind::Laboratory) {
            continue;
        }
        let at = said(finding);
        // On one day an emergency sign stands: a missed sign costs more than a second look.
        let ends =
            |(denied, _): &(Said, usize)| denied.0 > at.0 || (denied.0 == at.0 && !sign.emergency && *denied > at);
        // What is counted for another sign too is ended by a denial of the sign itself: "back pain gone" ends the spinal pain.
        let general = sign.counts_as.iter().skip(usize::from(finding.sign == finding.origin));
        let denial = general
            .filter_map(|general| newest.get(*general).copied().flatten())
            .filter(ends)
            .max();
        if let Some((_, denial)) = denial {
            finding.assertion = Assertion::Historical;
            ended.insert((finding.origin, denial));
        }
    }
    let mut ended: Vec<(usize, usize)> = ended.into_iter().collect();
    ended.sort_unstable();
    for (sign, denial) in ended {
        if let Some(denial) = findings.get(denial).cloned() {
            findings.push(Finding {
                sign,
                origin: sign,
                ..denial
            });
        }
    }
}

/// A general word of recovery on a later day ("all better since Thursday") ends the complaints of the weeks before it. What
/// is said again that day stands, and so does an emergency sign: that asks for its own word.
pub(super) fn recoveries(findings: &mut Vec<Finding>, plan: &Plan, rule: &Recovered) {
    let word = |finding: &&Finding| {
        finding.assertion == Assertion::Present
            && (plan.lowering.recovered.contains(&finding.sign) || plan.lowering.well.contains(&finding.sign))
    };
    let mut words: Vec<Finding> = findings.iter().filter(word).cloned().collect();
    if words.is_empty() {
        return;
    }
    words.sort_by_key(said);
    let mut ended: FxHashSet<(usize, usize)> = FxHashSet::default();
    for finding in findings.iter_mut().filter(|finding| finding.counts()) {
        let symptom = |sign: usize| {
            plan.signs
                .get(sign)
                .is_some_and(|plan| plan.kind == SignKind::Symptom && !plan.emergency)
        };
        if !symptom(finding.origin) || !symptom(finding.sign) {
            continue;
        }
        let ends = |word: &&Finding| {
            let least = if plan.lowering.recovered.contains(&word.sign) {
                1
            } else {
                rule.well_after_days
            };
            (least..=rule.within_days).contains(&word.latest.days_since(finding.latest))
        };
        // The newest such word: an older one can't end what was said after it.
        let newest = words.iter().enumerate().rev().find(|(_, word)| ends(word));
        if let Some((place, _)) = newest {
            finding.assertion = Assertion::Historical;
            ended.insert((finding.sign, place));
        }
    }
    let mut ended: Vec<(usize, usize)> = ended.into_iter().collect();
    ended.sort_unstable();
    for (sign, word) in ended {
        if let Some(word) = words.get(word).cloned() {
            findings.push(Finding {
                sign,
                origin: sign,
                assertion: Assertion::Absent,
                qualifiers: 0,
                duration_days: None,
                ..word
            });
        }
    }
}

fn said(finding: &Finding) -> Said {
    (
        finding.latest,
        finding.entry,
        finding.span.map_or(0, |(start, _)| start),
    )
}
