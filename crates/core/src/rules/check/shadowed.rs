//! Red flags that never say anything by themselves: whenever one fires, another at the same site fires that is as urgent.

use crate::rules::condition::{Expression, atoms_of, can_be_true};
use crate::rules::model::Trigger;
use crate::rules::read::Reading;
use crate::rules::written::Written;

pub(crate) fn triggers(reading: &mut Reading<'_>, written: &Written<'_>, triggers: &[Trigger]) {
    let fires: Vec<Expression> = triggers.iter().map(fires).collect();
    let atoms: Vec<_> = fires.iter().map(atoms_of).collect();
    for (shadowed, (its, its_atoms)) in triggers.iter().zip(fires.iter().zip(&atoms)) {
        let other = triggers
            .iter()
            .zip(fires.iter().zip(&atoms))
            .find(|(other, (theirs, their_atoms))| {
                covers(other, shadowed)
                    && their_atoms.iter().all(|atom| its_atoms.contains(atom))
                    && !can_be_true(&Expression::And(vec![its.clone(), not(theirs)]))
            });
        let Some((other, _)) = other else { continue };
        let place = written.place(&shadowed.place.file, &[&shadowed.id, "when"], None);
        let message = format!(
            "`{}` fires already whenever this does, as urgently and at the same site, so this is never seen",
            other.id
        );
        let help = format!(
            "take one out, make this more urgent, or name `{}` in its `supersedes` if its words are the better ones",
            other.id
        );
        reading.warning(place, Some(&shadowed.id), "shadowed", message, Some(help));
    }
}

/// Whether what `other` says stands above what `shadowed` says, or beside it in as urgent words.
fn covers(other: &Trigger, shadowed: &Trigger) -> bool {
    other.id != shadowed.id
        && other.site == shadowed.site
        // Care rules stand alone, each for itself.
        && !other.care
        && !shadowed.care
        && other.tier >= shadowed.tier
        && !shadowed.supersedes.contains(&other.id)
        && shadowed.code.is_none()
        // Of two that ask the same the second in order is told.
        && (other.tier > shadowed.tier || other.when.root != shadowed.when.root || other.id < shadowed.id)
}

fn fires(trigger: &Trigger) -> Expression {
    match &trigger.unless {
        None => trigger.when.root.clone(),
        Some(unless) => Expression::And(vec![trigger.when.root.clone(), not(&unless.root)]),
    }
}

fn not(expression: &Expression) -> Expression {
    Expression::Not(Box::new(expression.clone()))
}
