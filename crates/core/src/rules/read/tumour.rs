//! `tumours/<type>.toml`: one tumour type, how its history shows and where it spreads.

use super::choices::{AFFINITIES, SEXES, sites};
use super::node::Table;
use super::scoring::row;
use super::when::Scope;
use crate::rules::model::{Affinity, FollowUp, PointsRow, Site, Subtype, Tumour};
use crate::rules::names::NameKind;
use crate::text::nearest;

/// The tumour type `id`; `base` are the rows of `scoring.toml` it may change.
pub(crate) fn tumour(id: &str, table: &mut Table<'_, '_>, base: &[PointsRow]) -> Tumour {
    let place = table.place();
    table.reading.define_kebab(NameKind::Tumour, id, &place);
    let history = table.needed_table("history", |table| History {
        codes: table.references("codes", NameKind::Codelist),
        phrases: table.texts("phrases"),
        says: table.texts("says"),
        patterns: table.texts("patterns"),
        exclude: table.references("exclude", NameKind::Codelist),
        sex: table.choice("sex", &SEXES),
    });
    let history = history.unwrap_or_default();
    let affinity = table.table("affinity", |table| {
        let cells = cells(table, true);
        let characteristic = sites(table, "characteristic");
        (cells, characteristic, table.basis())
    });
    let (affinity, characteristic, affinity_basis) = match affinity {
        Some((cells, characteristic, basis)) => (cells, characteristic, Some(basis)),
        None => (Vec::new(), Vec::new(), None),
    };
    let tumour = Tumour {
        id: id.to_owned(),
        name: table.shown("name"),
        plain: table.shown("plain"),
        history_codes: history.codes,
        history_phrases: history.phrases,
        history_says: history.says,
        history_patterns: history.patterns,
        exclude: history.exclude,
        sex: history.sex,
        subtypes: subtypes(id, table),
        affinity,
        characteristic,
        affinity_basis,
        points: points(id, table, base),
        high_risk: table.table("high_risk", |table| {
            (table.needed_condition("when", Scope::Scoring), table.basis())
        }),
        recurrence: table.table("recurrence", |table| {
            (table.shown("text"), table.needed_reference("source", NameKind::Source))
        }),
        follow_up: table.table("follow_up", |table| FollowUp {
            pathway: table.needed_reference("pathway", NameKind::Pathway),
            text: table.shown("text"),
        }),
        report: table
            .table("report", |table| table.references("signs", NameKind::Sign))
            .unwrap_or_default(),
        sources: table.sources(),
        place,
    };
    let in_words = [&tumour.history_phrases, &tumour.history_says, &tumour.history_patterns];
    if tumour.history_codes.is_empty() && in_words.iter().all(|words| words.is_empty()) {
        let help = "add `codes`, `phrases` or `says` to [history]".to_owned();
        table.error_at_name(
            "history",
            "never-found",
            "nothing in a record can show this cancer: its [history] names no codes and no words".to_owned(),
            Some(help),
        );
    }
    tumour
}

#[derive(Default)]
struct History {
    codes: Vec<String>,
    phrases: Vec<String>,
    says: Vec<String>,
    patterns: Vec<String>,
    exclude: Vec<String>,
    sex: Option<crate::record::Sex>,
}

/// `site = "high"` for each site named.
fn cells(table: &mut Table<'_, '_>, with_basis: bool) -> Vec<(Site, Affinity)> {
    let mut found = Vec::new();
    let others: &[&str] = if with_basis {
        &["basis", "source", "note", "characteristic"]
    } else {
        &[]
    };
    for (name, start, _) in table.rest(others) {
        let Some(site) = Site::from_name(name) else {
            let sites = Site::ALL.map(Site::name);
            let help = match nearest(name, sites) {
                Some(site) => format!("did you mean `{site}`?"),
                None => format!("one of {}", sites.join(", ")),
            };
            let place = table.file.place(start);
            let rule = table.rule.clone();
            table.reading.error(
                place,
                rule.as_deref(),
                "unknown-site",
                format!("there is no site `{name}`"),
                Some(help),
            );
            table.open_keys();
            continue;
        };
        let affinity = table.choice(site.name(), &AFFINITIES);
        found.extend(affinity.map(|affinity| (site, affinity)));
    }
    found
}

fn subtypes(tumour: &str, table: &mut Table<'_, '_>) -> Vec<Subtype> {
    let subtypes = table.table("subtypes", |table| {
        table.entries(&[], |id, table| {
            let place = table.place();
            table
                .reading
                .define(NameKind::Subtype, &format!("{tumour}.{id}"), &place);
            if !crate::rules::names::is_kebab_case(id) {
                table.error_here("bad-id", format!("`{id}` is not a kebab-case id"), None);
            }
            let subtype = Subtype {
                id: id.to_owned(),
                name: table.shown("name"),
                codes: table.references("codes", NameKind::Codelist),
                phrases: table.texts("phrases"),
                when: table.condition("when", Scope::Scoring),
                affinity: table.table("affinity", |table| cells(table, true)).unwrap_or_default(),
            };
            if subtype.codes.is_empty() && subtype.phrases.is_empty() && subtype.when.is_none() {
                let help = "add `codes`, `phrases` or `when`".to_owned();
                table.error_here(
                    "never-found",
                    "nothing in a record can show this subtype".to_owned(),
                    Some(help),
                );
            }
            subtype
        })
    });
    subtypes.unwrap_or_default()
}

fn points(tumour: &str, table: &mut Table<'_, '_>, base: &[PointsRow]) -> Vec<PointsRow> {
    let rows = table.table("points", |table| {
        table.entries(&[], |id, table| {
            let base = base.iter().find(|row| row.id == id);
            let mut row = row(id, table, base);
            let own = |name: &String| name.split('.').next() == Some(tumour);
            if let Some(other) = row.tumours.iter().find(|name| !own(name)) {
                let help =
                    format!("name `{tumour}` or its subtypes, or move the row to that tumour's file or scoring.toml");
                let message = format!("a row of this file can't be for `{other}`");
                table.error_at("tumours", "other-tumour", message, Some(help));
            }
            if row.tumours.is_empty() {
                row.tumours.push(tumour.to_owned());
            }
            row
        })
    });
    rows.unwrap_or_default()
}
