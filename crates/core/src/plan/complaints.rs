//! Which signs tell of one complaint: the same problem, said in other words to the receptionist, the nurse and the GP.

use crate::rules::model::{RuleSet, SignKind};

use super::data::SignPlan;
use super::names::{Names, UnknownName};

/// Groups of symptoms that tell of one complaint, each sorted: those joined by `also`, and those the rules name together.
pub(super) fn complaints(
    rules: &RuleSet,
    names: &Names<'_>,
    signs: &[SignPlan],
) -> Result<Vec<Vec<usize>>, UnknownName> {
    let mut leader: Vec<usize> = (0..signs.len()).collect();
    for (index, sign) in signs.iter().enumerate() {
        for general in sign.counts_as.iter().skip(1) {
            join(&mut leader, index, *general);
        }
    }
    for complaint in &rules.scoring.complaints {
        let mut first = None;
        for name in &complaint.signs {
            let sign = names.sign(name)?;
            match first {
                None => first = Some(sign),
                Some(first) => join(&mut leader, first, sign),
            }
        }
    }
    let mut groups: Vec<Vec<usize>> = vec![Vec::new(); signs.len()];
    for (index, sign) in signs.iter().enumerate() {
        let lead = lead(&leader, index);
        if sign.kind == SignKind::Symptom
            && let Some(group) = groups.get_mut(lead)
        {
            group.push(index);
        }
    }
    groups.retain(|group| !group.is_empty());
    Ok(groups)
}

fn lead(leader: &[usize], mut sign: usize) -> usize {
    while let Some(next) = leader.get(sign).copied().filter(|next| *next != sign) {
        sign = next;
    }
    sign
}

fn join(leader: &mut [usize], left: usize, right: usize) {
    let (left, right) = (lead(leader, left), lead(leader, right));
    if let Some(slot) = leader.get_mut(left.max(right)) {
        *slot = left.min(right);
    }
}
