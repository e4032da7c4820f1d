//! Limits that no believed value reaches, units that nobody writes, and units in which no code of the list reports.

use super::units::{Kind, kind, nearest_unit};
use crate::rules::model::{Bounds, Change, Codelist, Measurement, Sign};
use crate::rules::read::Reading;
use crate::rules::written::Written;

const FILE: &str = "measurements.toml";

pub(crate) fn limits(
    reading: &mut Reading<'_>,
    written: &Written<'_>,
    measurements: &[Measurement],
    signs: &[Sign],
    lists: &[Codelist],
) {
    let mut look = Look { reading, written };
    for measurement in measurements {
        look.units(measurement);
        look.reported(measurement, lists);
        for (number, limit) in measurement.limits.iter().enumerate() {
            let number = number.to_string();
            for (key, value) in [("high", limit.high), ("low", limit.low)] {
                let keys = [measurement.id.as_str(), "limit", &number, key];
                look.limit(FILE, &measurement.id, &keys, value, measurement);
            }
        }
    }
    let of = |name: &str| measurements.iter().find(|measurement| measurement.id == name);
    for sign in signs {
        let file = sign.place.file.as_str();
        let measures = sign
            .measures
            .iter()
            .map(|measure| (&measure.of, &measure.bounds))
            .enumerate();
        for (number, (name, bounds)) in measures {
            let number = number.to_string();
            look.bounds(file, &sign.id, &["measure", &number], bounds, of(name));
        }
        for (number, trend) in sign.trends.iter().enumerate() {
            let number = number.to_string();
            let measurement = of(&trend.of);
            look.bounds(file, &sign.id, &["trend", &number], &trend.bounds, measurement);
            if let Some(measurement) = measurement {
                let keys = [sign.id.as_str(), "trend", &number];
                look.change(file, &sign.id, &keys, trend.change, measurement);
            }
        }
    }
}

struct Look<'a, 'b, 'w> {
    reading: &'a mut Reading<'b>,
    written: &'a Written<'w>,
}

impl Look<'_, '_, '_> {
    fn units(&mut self, measurement: &Measurement) {
        let id = measurement.id.as_str();
        let main = (measurement.unit.as_str(), vec![id, "unit"]);
        let others = measurement
            .units
            .iter()
            .map(|(unit, _)| (unit.as_str(), vec![id, "units", unit.as_str()]));
        for (unit, keys) in std::iter::once(main).chain(others) {
            if kind(unit).is_some() {
                continue;
            }
            let message = format!("`{unit}` is no unit that laboratories write");
            let help = match nearest_unit(unit) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "write it as results come, as in `mmol/L`, `g/dL`, `10*9/L`".to_owned(),
            };
            let place = self.written.place(FILE, &keys, None);
            self.reading
                .warning(place, Some(id), "unknown-unit", message, Some(help));
        }
    }

    /// What the terms of the codes say is measured, held to the units: an amount of substance is never in grams.
    fn reported(&mut self, measurement: &Measurement, lists: &[Codelist]) {
        let terms = lists
            .iter()
            .filter(|list| measurement.codes.contains(&list.list))
            .flat_map(|list| list.codes.iter().map(|(_, term)| term.as_str()));
        let stated: Vec<Kind> = terms.filter_map(Kind::stated).collect();
        let units =
            std::iter::once(measurement.unit.as_str()).chain(measurement.units.iter().map(|(unit, _)| unit.as_str()));
        let known: Vec<Kind> = units.filter_map(kind).collect();
        let Some(first) = stated.first() else { return };
        if known.is_empty() || stated.iter().any(|kind| known.contains(kind)) {
            return;
        }
        let id = measurement.id.as_str();
        let message = format!(
            "no code of `{}` reports in `{}`: their terms say {}",
            measurement.codes.join("`, `"),
            measurement.unit,
            first.words()
        );
        let help = format!(
            "write the unit that results come in, as in `{}`, or its factor in `units`",
            first.example()
        );
        let place = self.written.place(FILE, &[id, "unit"], None);
        self.reading
            .warning(place, Some(id), "unreported-unit", message, Some(help));
    }

    fn bounds(&mut self, file: &str, sign: &str, under: &[&str], bounds: &Bounds, of: Option<&Measurement>) {
        let Some(measurement) = of else { return };
        for (key, value) in [
            ("above", bounds.above),
            ("at_least", bounds.at_least),
            ("below", bounds.below),
            ("at_most", bounds.at_most),
            ("fallback_high", bounds.fallback_high),
            ("fallback_low", bounds.fallback_low),
        ] {
            let keys = [&[sign], under, &[key]].concat();
            self.limit(file, sign, &keys, value, measurement);
        }
    }

    fn limit(&mut self, file: &str, rule: &str, keys: &[&str], value: Option<f64>, measurement: &Measurement) {
        let (low, high) = measurement.plausible;
        let Some(value) = value.filter(|value| *value < low || *value > high) else {
            return;
        };
        let message = format!(
            "the limit {value} lies outside what is plausible for `{}` ({low} to {high} {}), so no result ever meets it",
            measurement.id, measurement.unit
        );
        let help = format!(
            "limits are in `{}`; look at the decimal point, or at `plausible`",
            measurement.unit
        );
        let place = self.written.place(file, keys, None);
        self.reading
            .warning(place, Some(rule), "limit-implausible", message, Some(help));
    }

    fn change(&mut self, file: &str, sign: &str, keys: &[&str], change: Change, measurement: &Measurement) {
        let (low, high) = measurement.plausible;
        let (key, size) = match change {
            Change::Fall(size) => ("fall", size),
            Change::Rise(size) => ("rise", size),
            Change::Times(size) => ("times", size * low.max(f64::MIN_POSITIVE)),
            Change::FallPercent(_) | Change::RisePercent(_) | Change::Rises(_) => return,
        };
        let most = if key == "times" { high } else { high - low };
        if size <= most {
            return;
        }
        let message = format!(
            "no change of `{}` is so large: what is plausible lies between {low} and {high} {}",
            measurement.id, measurement.unit
        );
        let help = format!(
            "changes are in `{}`; look at the decimal point, or at `plausible`",
            measurement.unit
        );
        let place = self.written.place(file, &[keys, &[key]].concat(), None);
        self.reading
            .warning(place, Some(sign), "limit-implausible", message, Some(help));
    }
}
