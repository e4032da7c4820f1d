//! Points and thresholds that can be written and are seldom meant: more than any finding is worth, or nothing at all.

use crate::rules::model::{PointsRow, Scoring, Tumour};
use crate::rules::read::Reading;
use crate::rules::written::Written;

/// The most that a finding, or a threshold, is worth: a point is about one doubling of the odds (EVIDENCE 6.1).
const MOST: f64 = 8.0;
/// The most that a modifier takes away.
const LEAST: f64 = -3.0;

pub(crate) fn points(reading: &mut Reading<'_>, written: &Written<'_>, scoring: &Scoring, tumours: &[Tumour]) {
    let mut look = Look { reading, written };
    for row in &scoring.points {
        look.row("scoring.toml", row, scoring);
    }
    for tumour in tumours {
        for row in &tumour.points {
            let base = scoring.points.iter().find(|base| base.id == row.id);
            let changed = base.is_none_or(|base| (base.points - row.points).abs() > f64::EPSILON);
            if changed {
                look.row(&tumour.place.file, row, scoring);
            }
        }
    }
    for modifier in &scoring.modifiers {
        let keys = ["modifiers", modifier.id.as_str(), "points"];
        look.size("scoring.toml", &modifier.id, &keys, modifier.points);
        look.step("scoring.toml", &modifier.id, &keys, modifier.points);
    }
    for (tier, at_least, _) in &scoring.thresholds {
        if *at_least > MOST {
            let message = format!(
                "`{}` begins at {at_least} points, above {MOST}: hardly anybody reaches it",
                tier.name()
            );
            let help = "a higher threshold hides people; lower it, or have it signed by a second clinician".to_owned();
            let place = written.place("scoring.toml", &["thresholds", tier.name(), "at_least"], None);
            look.reading.warning(place, None, "threshold-high", message, Some(help));
        }
    }
    let (up, down) = (scoring.modifiers_up, scoring.modifiers_down);
    look.size("scoring.toml", "modifiers_up", &["caps", "modifiers_up", "points"], up);
    look.size(
        "scoring.toml",
        "modifiers_down",
        &["caps", "modifiers_down", "points"],
        down,
    );
}

struct Look<'a, 'b, 'w> {
    reading: &'a mut Reading<'b>,
    written: &'a Written<'w>,
}

impl Look<'_, '_, '_> {
    fn row(&mut self, file: &str, row: &PointsRow, scoring: &Scoring) {
        let keys = ["points", row.id.as_str(), "points"];
        self.size(file, &row.id, &keys, row.points);
        self.step(file, &row.id, &keys, row.points);
        let domain = scoring.domains.iter().find(|domain| domain.id == row.domain);
        if let Some(domain) = domain.filter(|domain| row.points > domain.cap && row.points <= MOST) {
            let message = format!(
                "{} points, and the domain `{}` counts {} at most: the rest is never seen",
                row.points, domain.id, domain.cap
            );
            let help = format!(
                "write {} or less, or raise `cap` in [domains.{}]",
                domain.cap, domain.id
            );
            self.warn(file, &row.id, &keys, "unseen-points", message, help);
        }
    }

    fn size(&mut self, file: &str, id: &str, keys: &[&str], points: f64) {
        if (LEAST..=MOST).contains(&points) {
            return;
        }
        let message =
            format!("{points} points: no finding is worth more than {MOST} and nothing takes away more than {LEAST}");
        let help = "a point is about one doubling of the odds; what must be seen whatever else is there is a trigger"
            .to_owned();
        self.warn(file, id, keys, "points-range", message, help);
    }

    fn step(&mut self, file: &str, id: &str, keys: &[&str], points: f64) {
        if points.abs() > f64::EPSILON && (points * 2.0).fract().abs() < f64::EPSILON {
            return;
        }
        let message = format!("{points} points move no total over a threshold");
        let help = "write whole or half points, or take it out".to_owned();
        self.warn(file, id, keys, "unseen-points", message, help);
    }

    fn warn(&mut self, file: &str, id: &str, keys: &[&str], code: &'static str, message: String, help: String) {
        let place = self.written.place(file, keys, None);
        self.reading.warning(place, Some(id), code, message, Some(help));
    }
}
