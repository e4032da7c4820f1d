//! `signs/*.toml`: how each sign shows in a record.

use super::choices::{SEXES, site};
use super::node::Table;
use super::value::Lookback;
use super::when::Scope;
use crate::rules::condition::RESERVED;
use crate::rules::model::{Bounds, Change, Measure, Sign, SignKind, Site, Trend, TrendFrom};
use crate::rules::names::NameKind;

/// The kinds of sign, as written.
pub(crate) const KINDS: [(&str, SignKind); 7] = [
    ("symptom", SignKind::Symptom),
    ("laboratory", SignKind::Laboratory),
    ("imaging", SignKind::Imaging),
    ("history", SignKind::History),
    ("treatment", SignKind::Treatment),
    ("process", SignKind::Process),
    ("context", SignKind::Context),
];
/// Keys that say how a sign shows; a made-up sign has none of them.
const WAYS: [&str; 11] = [
    "codes",
    "absent_codes",
    "phrases",
    "says",
    "patterns",
    "absent_phrases",
    "medications",
    "medication_phrases",
    "qualifiers",
    "measure",
    "trend",
];

/// The signs of one file; `file_site` is the site the file's name stands for.
pub(crate) fn signs(table: &mut Table<'_, '_>, file_site: Option<Site>) -> Vec<Sign> {
    table.entries(&[], |id, table| {
        let place = table.place();
        table.reading.define_kebab(NameKind::Sign, id, &place);
        if RESERVED.contains(&id) {
            let help = "choose another id: conditions use this word".to_owned();
            table.error_here("reserved-id", format!("`{id}` can't be the id of a sign"), Some(help));
        }
        sign(id, table, file_site)
    })
}

fn sign(id: &str, table: &mut Table<'_, '_>, file_site: Option<Site>) -> Sign {
    let kind = table.choice("kind", &KINDS).unwrap_or(SignKind::Symptom);
    let sign = Sign {
        id: id.to_owned(),
        name: table.shown("name"),
        plain: table.optional_shown("plain"),
        site: site(table, "site").or(file_site).unwrap_or(Site::General),
        kind,
        codes: table.references("codes", NameKind::Codelist),
        absent_codes: table.references("absent_codes", NameKind::Codelist),
        phrases: table.texts("phrases"),
        says: table.texts("says"),
        patterns: table.texts("patterns"),
        absent_phrases: table.texts("absent_phrases"),
        medications: table.references("medications", NameKind::Codelist),
        medication_phrases: table.texts("medication_phrases"),
        also: table.references("also", NameKind::Sign),
        explained_by: table.references("explained_by", NameKind::Sign),
        emergency: table.flag("emergency").unwrap_or(false),
        remark: table.flag("remark").unwrap_or(false),
        lookback_days: match table.lookback("lookback") {
            Some(Lookback::Days(days)) => Some(days),
            Some(Lookback::Ever) => None,
            None => default_lookback(kind),
        },
        measures: table.tables("measure", measure),
        trends: table.tables("trend", trend).into_iter().flatten().collect(),
        qualifiers: qualifiers(table),
        when: table.condition("when", Scope::Sign),
        sources: table.references("sources", NameKind::Source),
        place: table.place(),
    };
    check_ways(table, &sign);
    sign
}

/// A sign shows in some way, or it is made up of others; never both, never neither.
fn check_ways(table: &mut Table<'_, '_>, sign: &Sign) {
    if sign.also.contains(&sign.id) {
        let help = "take it out of `also`".to_owned();
        table.error_at(
            "also",
            "cycle",
            format!("`{}` is said to be also itself", sign.id),
            Some(help),
        );
    }
    if table.has("when") {
        if let Some(way) = WAYS.into_iter().find(|way| table.has(way)) {
            let help = format!("take `{way}` out, or move it to a sign of its own that the condition names");
            let message = format!("a made-up sign has a condition and can't have `{way}` too");
            table.error_at(way, "two-ways", message, Some(help));
        }
        return;
    }
    let shows = !sign.codes.is_empty()
        || !sign.phrases.is_empty()
        || !sign.says.is_empty()
        || !sign.patterns.is_empty()
        || !sign.medications.is_empty()
        || !sign.medication_phrases.is_empty()
        || table.has("measure")
        || table.has("trend");
    if !shows {
        let help = "add `codes`, `phrases`, a `[[measure]]`, or make it up with `when`".to_owned();
        table.error_here(
            "never-found",
            "nothing in a record can show this sign".to_owned(),
            Some(help),
        );
    }
}

const fn default_lookback(kind: SignKind) -> Option<i32> {
    match kind {
        SignKind::Symptom => Some(90),
        SignKind::Laboratory | SignKind::Imaging => Some(183),
        SignKind::History | SignKind::Treatment | SignKind::Process | SignKind::Context => None,
    }
}

fn qualifiers(table: &mut Table<'_, '_>) -> Vec<(String, Vec<String>)> {
    table.members("qualifiers", |name, start, mut value| {
        value
            .reading
            .uses(NameKind::Qualifier, name, value.file, start, value.rule.as_ref());
        (name.to_owned(), value.texts())
    })
}

fn measure(table: &mut Table<'_, '_>) -> Measure {
    let of = table.needed_reference("of", NameKind::Measurement);
    let bounds = bounds(table, true);
    let results = table.whole("results").unwrap_or(1);
    if results == 0 || results > 100 {
        table.error_at("results", "bad-number", "`results` must be 1 to 100".to_owned(), None);
    }
    let numbers = [
        bounds.above,
        bounds.at_least,
        bounds.below,
        bounds.at_most,
        bounds.range_times,
        bounds.fallback_high,
        bounds.fallback_low,
    ];
    let range_alone = numbers.iter().all(Option::is_none);
    // The laboratory's own range needs no citation; every number of ours does.
    let cited = table.has("basis") || table.has("source");
    let basis = (!range_alone || cited).then(|| table.basis());
    Measure {
        of,
        bounds,
        results,
        sex: table.choice("sex", &SEXES),
        basis,
    }
}

/// The bounds of a measure (at least one) or of a trend's newest value (perhaps none).
fn bounds(table: &mut Table<'_, '_>, needed: bool) -> Bounds {
    let bounds = Bounds {
        above: table.optional_number("above"),
        at_least: table.optional_number("at_least"),
        below: table.optional_number("below"),
        at_most: table.optional_number("at_most"),
        above_range: table.flag("above_range").unwrap_or(false),
        below_range: table.flag("below_range").unwrap_or(false),
        range_times: table.optional_number("range_times"),
        fallback_high: table.optional_number("fallback_high"),
        fallback_low: table.optional_number("fallback_low"),
    };
    let any = bounds
        .above
        .or(bounds.at_least)
        .or(bounds.below)
        .or(bounds.at_most)
        .is_some();
    if needed && !any && !bounds.above_range && !bounds.below_range {
        let help = "add `above`, `at_least`, `below`, `at_most`, `above_range` or `below_range`".to_owned();
        table.error_here("missing-bound", "the measure has no limit".to_owned(), Some(help));
    }
    check_band(table, &bounds);
    bounds
}

fn check_band(table: &mut Table<'_, '_>, bounds: &Bounds) {
    if bounds.above.is_some() && bounds.at_least.is_some() {
        table.error_at(
            "above",
            "two-bounds",
            "`above` and `at_least` are both given".to_owned(),
            Some("keep one".to_owned()),
        );
    }
    if bounds.below.is_some() && bounds.at_most.is_some() {
        table.error_at(
            "below",
            "two-bounds",
            "`below` and `at_most` are both given".to_owned(),
            Some("keep one".to_owned()),
        );
    }
    if bounds.above_range && bounds.below_range {
        let help = "write two measures, one for each side".to_owned();
        table.error_at(
            "below_range",
            "empty-band",
            "nothing is above and below the range at once".to_owned(),
            Some(help),
        );
    }
    let low = bounds
        .above
        .map(|low| (low, false))
        .or(bounds.at_least.map(|low| (low, true)));
    let high = bounds
        .below
        .map(|high| (high, false))
        .or(bounds.at_most.map(|high| (high, true)));
    if let (Some((low, low_counts)), Some((high, high_counts))) = (low, high) {
        let empty = low > high || (low >= high && !(low_counts && high_counts));
        if empty {
            let key = if bounds.above.is_some() { "above" } else { "at_least" };
            let message = format!("no value lies between {low} and {high}");
            table.error_at(
                key,
                "empty-band",
                message,
                Some("the lower limit must be below the upper".to_owned()),
            );
        }
    }
    for (key, number) in [
        ("range_times", bounds.range_times),
        ("fallback_high", bounds.fallback_high),
    ] {
        if number.is_some() && !bounds.above_range {
            let help = Some("add `above_range = true`, or take it out".to_owned());
            table.error_at(
                key,
                "unused-bound",
                format!("`{key}` does nothing without `above_range`"),
                help,
            );
        }
    }
    if bounds.fallback_low.is_some() && !bounds.below_range {
        let help = Some("add `below_range = true`, or take it out".to_owned());
        table.error_at(
            "fallback_low",
            "unused-bound",
            "`fallback_low` does nothing without `below_range`".to_owned(),
            help,
        );
    }
    if bounds.range_times.is_some_and(|times| times <= 0.0) {
        table.error_at(
            "range_times",
            "bad-number",
            "`range_times` must be above 0".to_owned(),
            None,
        );
    }
}

fn trend(table: &mut Table<'_, '_>) -> Option<Trend> {
    let of = table.needed_reference("of", NameKind::Measurement);
    let change = change(table);
    let falls = matches!(change, Some(Change::Fall(_) | Change::FallPercent(_)));
    let within_days = table.need("within").and_then(|mut value| value.days());
    let minimum_days = minimum_days(table).unwrap_or(0);
    if within_days.is_some_and(|within| minimum_days > within) {
        let help = "make `within` longer".to_owned();
        table.error_at(
            "minimum_days",
            "empty-window",
            "the values must lie further apart than `within` allows".to_owned(),
            Some(help),
        );
    }
    let starts = [
        ("highest", TrendFrom::Highest),
        ("lowest", TrendFrom::Lowest),
        ("earliest", TrendFrom::Earliest),
        ("previous", TrendFrom::Previous),
        ("own", TrendFrom::Own),
    ];
    let default_from = if falls { TrendFrom::Highest } else { TrendFrom::Lowest };
    let trend = Trend {
        of,
        change: change.unwrap_or(Change::Rises(1)),
        within_days: within_days.unwrap_or(1),
        minimum_days,
        from: table.choice("from", &starts).unwrap_or(default_from),
        bounds: bounds(table, false),
        basis: table.basis(),
    };
    Some(trend)
}

fn minimum_days(table: &mut Table<'_, '_>) -> Option<i32> {
    table.whole("minimum_days").and_then(|days| i32::try_from(days).ok())
}

fn change(table: &mut Table<'_, '_>) -> Option<Change> {
    let changes = [
        table.optional_number("fall_percent").map(Change::FallPercent),
        table.optional_number("fall").map(Change::Fall),
        table.optional_number("rise_percent").map(Change::RisePercent),
        table.optional_number("rise").map(Change::Rise),
        table.optional_number("times").map(Change::Times),
        table.whole("rises").map(Change::Rises),
    ];
    let mut given = changes.into_iter().flatten();
    let first = given.next();
    if first.is_none() || given.next().is_some() {
        let help = "give exactly one of fall_percent, fall, rise_percent, rise, times, rises".to_owned();
        table.error_here("bad-change", "the trend must say one change".to_owned(), Some(help));
        return None;
    }
    let sound = match first {
        Some(Change::FallPercent(number)) => number > 0.0 && number <= 100.0,
        Some(Change::Fall(number) | Change::RisePercent(number) | Change::Rise(number)) => number > 0.0,
        Some(Change::Times(number)) => number > 1.0,
        Some(Change::Rises(count)) => count > 0 && count <= 20,
        None => false,
    };
    if !sound {
        table.error_here("bad-number", "the trend's change can't be that much".to_owned(), None);
    }
    first
}
