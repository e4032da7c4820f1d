//! `qualifiers.toml` and `measurements.toml`.

use super::choices::SEXES;
use super::node::Table;
use crate::rules::model::{Adjust, Measurement, Qualifier, RangeLimit};
use crate::rules::names::NameKind;

/// The engine keeps qualifiers as bits of one word.
pub(crate) const MAX_QUALIFIERS: usize = 64;

pub(crate) fn qualifiers(table: &mut Table<'_, '_>) -> Vec<Qualifier> {
    let qualifiers = table.entries(&[], |id, table| {
        let place = table.place();
        table.reading.define_kebab(NameKind::Qualifier, id, &place);
        qualifier(id, table)
    });
    if qualifiers.len() > MAX_QUALIFIERS {
        let message = format!(
            "there are {} qualifiers and at most {MAX_QUALIFIERS} can be",
            qualifiers.len()
        );
        table.error_here("too-many-qualifiers", message, Some("merge some".to_owned()));
    }
    qualifiers
}

fn qualifier(id: &str, table: &mut Table<'_, '_>) -> Qualifier {
    let qualifier = Qualifier {
        id: id.to_owned(),
        name: table.shown("name"),
        phrases: table.texts("phrases"),
        at_least_days: table.days("at_least"),
        consultations: table.whole("consultations"),
        within_days: table.days("within"),
        new_word: table.flag("new_word").unwrap_or(false),
    };
    if qualifier.consultations.is_some() != qualifier.within_days.is_some() {
        let help = "give both: so many consultations within so long".to_owned();
        table.error_here(
            "incomplete",
            "`consultations` and `within` go together".to_owned(),
            Some(help),
        );
    }
    if qualifier.consultations == Some(0) {
        table.error_at(
            "consultations",
            "bad-number",
            "`consultations` must be 1 or more".to_owned(),
            None,
        );
    }
    if qualifier.at_least_days.is_some() || qualifier.consultations.is_some() {
        table.basis();
    } else {
        if table.has("basis") {
            table.basis_kind();
        }
        table.allow(&["basis"]);
        table.reference("source", NameKind::Source);
        table.optional_text("note");
    }
    qualifier
}

pub(crate) fn measurements(table: &mut Table<'_, '_>) -> Vec<Measurement> {
    table.entries(&[], |id, table| {
        let place = table.place();
        table.reading.define_kebab(NameKind::Measurement, id, &place);
        measurement(id, table)
    })
}

fn measurement(id: &str, table: &mut Table<'_, '_>) -> Measurement {
    let name = table.shown("name");
    let codes = table.references("codes", NameKind::Codelist);
    let phrases = table.texts("phrases");
    let unit = table
        .need("unit")
        .and_then(|mut value| value.any_text())
        .unwrap_or_default()
        .to_owned();
    let units = table.members("units", |name, _, mut value| {
        let factor = value.number()?;
        if factor <= 0.0 {
            value.error("bad-number", format!("the factor of `{name}` must be above 0"), None);
        }
        Some((name.to_owned(), factor))
    });
    let units: Vec<(String, f64)> = units.into_iter().flatten().collect();
    if units.iter().any(|(other, _)| *other == unit) {
        let help = format!("take `{unit}` out of `units`: its factor is 1");
        table.error_at(
            "units",
            "duplicate-unit",
            format!("`{unit}` is the unit itself"),
            Some(help),
        );
    }
    let measurement = Measurement {
        id: id.to_owned(),
        name,
        codes,
        phrases,
        unit,
        units,
        plausible: plausible(table),
        accept_unitless: table
            .choice("unitless", &[("refuse", false), ("accept", true)])
            .unwrap_or(false),
        decimals: decimals(table),
        adjust: table.table("adjust", adjust),
        limits: table.tables("limit", limit),
    };
    table.basis();
    if measurement.codes.is_empty() && measurement.phrases.is_empty() && measurement.adjust.is_none() {
        let help = "add `codes` or `phrases`, or take the measurement out".to_owned();
        table.error_here(
            "never-found",
            "nothing in a record can be this measurement".to_owned(),
            Some(help),
        );
    }
    measurement
}

fn plausible(table: &mut Table<'_, '_>) -> (f64, f64) {
    let Some(mut value) = table.need("plausible") else {
        return (f64::MIN, f64::MAX);
    };
    let bounds = value.items("two numbers, the lowest and the highest believed", |item| item.number());
    match bounds.as_slice() {
        [low, high] if low < high => (*low, *high),
        _ => {
            let help = "write the lowest and the highest value that can be true, as in [1.0, 5.0]".to_owned();
            value.error(
                "bad-bounds",
                "`plausible` must be two numbers, the lower first".to_owned(),
                Some(help),
            );
            (f64::MIN, f64::MAX)
        }
    }
}

fn decimals(table: &mut Table<'_, '_>) -> u8 {
    let decimals = table.whole("decimals").unwrap_or(1);
    match u8::try_from(decimals) {
        Ok(decimals) if decimals <= 6 => decimals,
        _ => {
            table.error_at("decimals", "bad-number", "`decimals` must be 0 to 6".to_owned(), None);
            0
        }
    }
}

fn limit(table: &mut Table<'_, '_>) -> RangeLimit {
    let limit = RangeLimit {
        high: table.optional_number("high"),
        low: table.optional_number("low"),
        sex: table.choice("sex", &SEXES),
        over_age: table.optional_number("over_age"),
        basis: table.basis(),
    };
    if limit.high.is_none() && limit.low.is_none() {
        let help = "add `high`, `low` or both".to_owned();
        table.error_here("missing-bound", "the limit has no number".to_owned(), Some(help));
    }
    if let (Some(low), Some(high)) = (limit.low, limit.high)
        && low >= high
    {
        table.error_at(
            "low",
            "empty-band",
            format!("no value lies between {low} and {high}"),
            None,
        );
    }
    limit
}

fn adjust(table: &mut Table<'_, '_>) -> Adjust {
    Adjust {
        from: table.needed_reference("from", NameKind::Measurement),
        with: table.needed_reference("with", NameKind::Measurement),
        per_unit: table.number("per_unit"),
        reference: table.number("reference"),
        basis: table.basis(),
    }
}
