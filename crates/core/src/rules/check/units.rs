//! Units as far as rules need them: whether anybody writes such a unit, and what kind of amount it is of.

use crate::record::normalised_unit;
use crate::text::nearest;

/// What is counted or weighed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Substance,
    Mass,
    Cells,
    /// Units of activity.
    Activity,
    Other,
}

/// Above the line of a unit, without its prefix.
const SUBSTANCE: [&str; 2] = ["mol", "eq"];
const PREFIXES: [&str; 10] = ["", "m", "u", "n", "p", "f", "k", "d", "c", "mc"];
/// Whole units without a line.
const ALONE: [&str; 31] = [
    "%",
    "ratio",
    "index",
    "score",
    "kg",
    "g",
    "lb",
    "st",
    "[lb_av]",
    "lb_av",
    "c",
    "cel",
    "celsius",
    "degc",
    "°c",
    "degreesc",
    "degreescelsius",
    "degreec",
    "mm",
    "cm",
    "m",
    "mmhg",
    "kpa",
    "mpas",
    "mpa.s",
    "mpa·s",
    "cp",
    "fl",
    "pg",
    "s",
    "1",
];
const BELOW: [&str; 24] = [
    "l", "dl", "ml", "ul", "nl", "pl", "fl", "mm^3", "kg", "g", "mg", "mol", "mmol", "umol", "min", "h", "hr", "hour",
    "1h", "d", "day", "24h", "m^2", "hpf",
];
/// For advice.
const USUAL: [&str; 24] = [
    "mmol/L", "umol/L", "nmol/L", "pmol/L", "mEq/L", "g/L", "g/dL", "mg/L", "mg/dL", "ug/L", "ng/mL", "ng/L", "pg/mL",
    "U/L", "kU/L", "U/mL", "mIU/L", "10*9/L", "10*12/L", "mL/min", "mm/h", "mmHg", "kg", "%",
];

/// What a unit counts; `None` for one that nobody writes.
pub(super) fn kind(unit: &str) -> Option<Kind> {
    let unit = normalised_unit(unit);
    let Some((above, below)) = unit.split_once('/') else {
        return ALONE.contains(&unit.as_str()).then_some(Kind::Other);
    };
    let below = below.split('/').next().unwrap_or_default();
    if !BELOW.contains(&below) {
        return None;
    }
    let with_prefix = |bases: &[&str]| {
        bases.iter().any(|base| {
            above
                .strip_suffix(base)
                .is_some_and(|prefix| PREFIXES.contains(&prefix))
        })
    };
    if above.is_empty() || above.starts_with("10^") || matches!(above, "cells" | "cell" | "k") {
        Some(Kind::Cells)
    } else if with_prefix(&SUBSTANCE) {
        Some(Kind::Substance)
    } else if with_prefix(&["g"]) {
        Some(Kind::Mass)
    } else if with_prefix(&["u", "iu", "kat"]) {
        Some(Kind::Activity)
    } else if with_prefix(&["l", "m"]) {
        Some(Kind::Other)
    } else {
        None
    }
}

/// The unit most like one that nobody writes.
pub(super) fn nearest_unit(unit: &str) -> Option<&'static str> {
    nearest(unit, USUAL.iter().copied())
}

impl Kind {
    /// What the term of a code says is measured, where it says so.
    pub(super) fn stated(term: &str) -> Option<Self> {
        let term = term.to_lowercase();
        let says = |words: &[&str]| words.iter().any(|words| term.contains(words));
        if says(&["substance concentration", "[moles/volume]", "molar concentration"]) {
            Some(Self::Substance)
        } else if says(&["mass concentration", "[mass/volume]"]) {
            Some(Self::Mass)
        } else if says(&["number concentration", "[#/volume]"]) {
            Some(Self::Cells)
        } else if says(&[
            "catalytic concentration",
            "[enzymatic activity/volume]",
            "[units/volume]",
            "arbitrary concentration",
            "[arbitrary concentration]",
        ]) {
            Some(Self::Activity)
        } else {
            None
        }
    }

    pub(super) const fn words(self) -> &'static str {
        match self {
            Self::Substance => "an amount of substance (moles)",
            Self::Mass => "a mass (grams)",
            Self::Cells => "a number of cells",
            Self::Activity => "units of activity",
            Self::Other => "something else",
        }
    }

    pub(super) const fn example(self) -> &'static str {
        match self {
            Self::Substance => "mmol/L",
            Self::Mass => "g/L",
            Self::Cells => "10*9/L",
            Self::Activity => "U/L",
            Self::Other => "%",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_that_laboratories_write_are_known() {
        for unit in USUAL.iter().chain(&[
            "x10^9/L",
            "mL/min/1.73m2",
            "/nL",
            "°C",
            "mPa.s",
            "micromol/L",
            "lbs",
            "mm/1h",
        ]) {
            assert!(kind(unit).is_some(), "{unit}");
        }
        for unit in ["gram/litter", "mgg/dL", "mmol", "mmoll", "potato", "mmol/potato"] {
            assert!(kind(unit).is_none(), "{unit}");
        }
    }
}
