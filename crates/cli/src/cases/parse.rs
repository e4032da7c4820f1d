//! A file of cases read: strict, every mistake at its place.

use metasign_core::record::{Date, Entry, NoticeCode, PartialDate, Precision, Sex};
use metasign_core::rules::model::{MetastaticStatus, RuleSet, Site, Tier};
use serde::de::DeserializeOwned;
use toml::de::DeTable;

use super::entry::Lines;
use super::table::{Source, Table, mistake};
use super::{Case, Cases, Expected};

const KEYS: [&str; 22] = [
    "name",
    "reason",
    "as_of",
    "sex",
    "age",
    "birth_date",
    "history",
    "notes",
    "codes",
    "results",
    "medications",
    "letters",
    "entries",
    "overlay",
    "expect",
    "never",
    "nothing",
    "metastatic",
    "cancers",
    "score",
    "notices",
    "cannot_tell",
];

/// The day cases are asked on when they name none: 2026-03-12.
const AS_OF: Date = Date::from_days_since_epoch(20_524);

/// Reads the cases of one file.
pub(super) fn cases(path: &str, text: &str, rules: &RuleSet, into: &mut Cases) {
    let mut source = Source::new(path, text);
    let document = match DeTable::parse(text) {
        Ok(document) => document,
        Err(error) => {
            let mut found = mistake(path, "not-toml", error.message().trim_end_matches('.'), "");
            found.place = source.place(error.span().map_or(0, |span| span.start));
            into.mistakes.push(found);
            return;
        }
    };
    let top = Table::new(document.get_ref(), 0);
    top.only(&["case"], &mut source);
    let tables = top.tables("case", &mut source);
    if tables.is_empty() {
        source.wrong(
            0,
            "no-case",
            "the file holds no case",
            "a case begins with a line `[[case]]`",
        );
    }
    for table in tables {
        let before = source.mistakes.len();
        let case = case(table, rules, &mut source);
        let mistakes = source.mistakes.iter_mut().skip(before);
        mistakes.for_each(|found| found.rule = Some(case.name.clone()).filter(|name| !name.is_empty()));
        if source.mistakes.len() == before {
            into.cases.push(case);
        }
    }
    into.mistakes.append(&mut source.mistakes);
}

fn case(table: Table<'_>, rules: &RuleSet, source: &mut Source<'_>) -> Case {
    table.only(&KEYS, source);
    let as_of = table
        .text("as_of", source)
        .and_then(|text| day(text, source))
        .unwrap_or(AS_OF);
    let tumours = rules.tumours.iter().map(|tumour| tumour.id.as_str());
    let triggers = rules.triggers.iter().map(|trigger| trigger.id.as_str());
    let overlays = rules.overlays.iter().map(|overlay| overlay.id.as_str());
    let statuses = ["none-recorded", "possible", "probable", "recorded"];
    let case = Case {
        place: source.place(table.offset),
        name: table.needed("name", source),
        reason: table.needed("reason", source),
        as_of,
        sex: table
            .text("sex", source)
            .and_then(|text| source.word(text, "sex", word::<Sex>, &["female", "male"])),
        birth_date: birth_date(table, as_of, source),
        entries: entries(table, as_of, rules, source),
        overlay: name("overlay", table, overlays, source),
        expect: expectations("expect", table, rules, source),
        never: expectations("never", table, rules, source),
        nothing: table.flag("nothing", source),
        metastatic: table
            .text("metastatic", source)
            .and_then(|text| source.word(text, "metastatic status", word::<MetastaticStatus>, &statuses)),
        cancers: table
            .has("cancers")
            .then(|| names("cancers", "tumour type", table, tumours, source)),
        score: table.number("score", source),
        notices: table
            .texts("notices", source)
            .into_iter()
            .filter_map(|text| source.word(text, "notice code", word::<NoticeCode>, &[]))
            .collect(),
        cannot_tell: names("cannot_tell", "rule", table, triggers, source),
    };
    let expectations = [
        "expect",
        "never",
        "nothing",
        "metastatic",
        "cancers",
        "score",
        "notices",
        "cannot_tell",
    ];
    if !expectations.iter().any(|key| table.has(key)) {
        let help = "add `expect`, `never` or `nothing = true`";
        source.wrong(
            table.offset,
            "no-expectation",
            "the case expects nothing, so it can't fail",
            help,
        );
    }
    let above_watch = |expected: &Expected| expected.tier.or(expected.at_least) > Some(Tier::Watch);
    if case.nothing && case.expect.iter().any(above_watch) {
        let message = "the case has `nothing`, and `expect` above watch";
        source.wrong(table.offset, "contradiction", message, "leave one out");
    }
    case
}

fn birth_date(table: Table<'_>, as_of: Date, source: &mut Source<'_>) -> Option<PartialDate> {
    if let Some((text, offset)) = table.text("birth_date", source) {
        let date = PartialDate::parse(text);
        if date.is_none() {
            let help = "write YYYY-MM-DD, YYYY-MM or YYYY";
            source.wrong(offset, "date", "the birth date can't be read", help);
        }
        return date;
    }
    let years = table.years("age", source)?;
    // Half a year past the birthday: 1461 days are four years.
    let days = years.saturating_mul(1461).saturating_div(4).saturating_add(182);
    Some(PartialDate::day(as_of.plus_days(days.saturating_neg())))
}

fn entries(table: Table<'_>, as_of: Date, rules: &RuleSet, source: &mut Source<'_>) -> Vec<Entry<'static>> {
    type Read<'r> = fn(&mut Lines<'r>, (&str, usize), &mut Source<'_>);
    let mut lines = Lines::new(rules, as_of);
    let kinds: [(&str, Read<'_>); 6] = [
        ("history", Lines::history),
        ("codes", Lines::code),
        ("notes", Lines::note),
        ("letters", Lines::letter),
        ("results", Lines::result),
        ("medications", Lines::medication),
    ];
    for (key, read) in kinds {
        for line in table.texts(key, source) {
            read(&mut lines, line, source);
        }
    }
    for entry in table.tables("entries", source) {
        lines.native(entry, source);
    }
    lines.entries
}

fn expectations(key: &str, table: Table<'_>, rules: &RuleSet, source: &mut Source<'_>) -> Vec<Expected> {
    let tiers: Vec<&str> = Tier::ALL.iter().map(|tier| tier.name()).collect();
    let sites: Vec<&str> = Site::ALL.iter().map(|site| site.name()).collect();
    let triggers = rules
        .triggers
        .iter()
        .map(|trigger| trigger.id.as_str())
        .chain(["points"]);
    let tumours = rules.tumours.iter().map(|tumour| tumour.id.as_str());
    let mut all = Vec::new();
    for table in table.tables(key, source) {
        table.only(&["tier", "at_least", "site", "rule", "tumour"], source);
        let tier = |key: &str, source: &mut Source<'_>| {
            let text = table.text(key, source)?;
            source.word(text, "tier", Tier::from_name, &tiers)
        };
        all.push(Expected {
            tier: tier("tier", source),
            at_least: tier("at_least", source),
            site: table
                .text("site", source)
                .and_then(|text| source.word(text, "site", Site::from_name, &sites)),
            rule: name("rule", table, triggers.clone(), source),
            tumour: name("tumour", table, tumours.clone(), source),
        });
    }
    all
}

/// A text that names something of the rule set.
fn name<'n>(
    key: &str,
    table: Table<'_>,
    names: impl Iterator<Item = &'n str> + Clone,
    source: &mut Source<'_>,
) -> Option<String> {
    let text = table.text(key, source)?;
    source.is_known(text, key, names).then(|| text.0.to_owned())
}

fn names<'n>(
    key: &str,
    what: &str,
    table: Table<'_>,
    names: impl Iterator<Item = &'n str> + Clone,
    source: &mut Source<'_>,
) -> Vec<String> {
    let mut texts = table.texts(key, source);
    texts.retain(|text| source.is_known(*text, what, names.clone()));
    texts.into_iter().map(|(text, _)| text.to_owned()).collect()
}

fn day((text, offset): (&str, usize), source: &mut Source<'_>) -> Option<Date> {
    let day = PartialDate::parse(text).filter(|date| date.precision() == Precision::Day);
    if day.is_none() {
        source.wrong(offset, "date", "the day can't be read", "write YYYY-MM-DD");
    }
    day.map(PartialDate::earliest)
}

/// A word of one of the record's own vocabularies.
fn word<T: DeserializeOwned>(text: &str) -> Option<T> {
    serde_json::from_value(text.into()).ok()
}
