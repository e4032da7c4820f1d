//! A general word settles a special one: "back pain settled" ends the thoracic back pain said before it, also in a later
//! entry. A special sign said after the general denial stands.

use rustc_hash::FxHashSet;

use crate::engine::Plan;
use crate::record::{Assertion, Date};
use crate::rules::model::SignKind;

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
        let general = sign.counts_as.iter().skip(1);
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

fn said(finding: &Finding) -> Said {
    (
        finding.latest,
        finding.entry,
        finding.span.map_or(0, |(start, _)| start),
    )
}
