//! What reading alone can't see: contradictions, cycles, codes that can't be, words that reassure.

pub(crate) mod accepted;
pub(crate) mod codes;
pub(crate) mod combinations;
pub(crate) mod cycles;
pub(crate) mod digits;
pub(crate) mod examples;
pub(crate) mod files;
pub(crate) mod limits;
pub(crate) mod numbers;
pub(crate) mod opposed;
pub(crate) mod patterns;
pub(crate) mod phones;
pub(crate) mod phrases;
pub(crate) mod reach;
pub(crate) mod shadowed;
mod units;
pub(crate) mod words;

use std::collections::BTreeSet;

use super::diagnostic::Place;
use super::model::{Info, Overlay, Sign};
use super::names::NameKind;
use super::read::Reading;
use crate::record::Date;

/// Signs nothing refers to: perhaps a slip in the rule that was meant to.
pub(crate) fn unused(reading: &mut Reading<'_>, signs: &[Sign]) {
    let remarks: BTreeSet<&str> = signs
        .iter()
        .filter(|sign| sign.remark)
        .map(|sign| sign.id.as_str())
        .collect();
    let leading: BTreeSet<&str> = signs
        .iter()
        .filter(|sign| sign.also.iter().any(|other| !remarks.contains(other.as_str())))
        .map(|sign| sign.id.as_str())
        .collect();
    for (id, place) in reading.unused(NameKind::Sign) {
        // A sign that is also another one works through that one; through a remark (`pain`) it only ends.
        if leading.contains(id.as_str()) {
            continue;
        }
        let help = "name it in a rule, a row of points or another sign, or take it out".to_owned();
        reading.warning(
            place,
            Some(&id),
            "unused-sign",
            format!("no rule uses the sign `{id}`"),
            Some(help),
        );
    }
}

/// Reviews that are overdue. Overdue rules still work and say so.
pub(crate) fn reviews(reading: &mut Reading<'_>, info: &Info, overlays: &[Overlay], today: Date) {
    let mut overdue = |file: String, rule: &str, due: Date| {
        if due < today {
            let place = Place {
                file,
                line: 0,
                column: 0,
            };
            let help = "review it and move the date on".to_owned();
            reading.warning(
                place,
                Some(rule),
                "review-overdue",
                format!("the review was due on {due}"),
                Some(help),
            );
        }
    };
    overdue("ruleset.toml".to_owned(), &info.id, info.review_due);
    for overlay in overlays {
        overdue(
            format!("overlays/{}/overlay.toml", overlay.id),
            &overlay.id,
            overlay.review_due,
        );
    }
}
