//! `ruleset.toml` and `sources.toml`: who made the rules, and what they rest on.

use super::names::is_evidence_reference;
use super::node::Table;
use crate::rules::model::{ApprovalStatus, Info, Snooze, SnoozeCaps, Source, Tier};
use crate::rules::names::{NameKind, is_kebab_case};

/// The schema name of the rule format.
pub(crate) const RULES_SCHEMA: &str = "metasign.rules/1";

pub(crate) fn info(table: &mut Table<'_, '_>) -> Info {
    let schema = table.text("schema");
    if !schema.is_empty() && schema != RULES_SCHEMA {
        let message = format!("the schema is `{schema}`");
        let help = format!("this version reads `{RULES_SCHEMA}`");
        table.error_at("schema", "unknown-schema", message, Some(help));
    }
    let id = table.text("id");
    if !id.is_empty() && !is_kebab_case(&id) {
        let help = "use small letters, digits and single hyphens, as in `metasign-uk`";
        table.error_at(
            "id",
            "bad-id",
            format!("`{id}` is not a kebab-case id"),
            Some(help.to_owned()),
        );
    }
    let info = Info {
        id,
        version: version(table),
        title: table.text("title"),
        status: table
            .needed_choice(
                "status",
                &[("draft", ApprovalStatus::Draft), ("approved", ApprovalStatus::Approved)],
            )
            .unwrap_or(ApprovalStatus::Draft),
        authors: table.texts("authors"),
        approver: table
            .get("approver")
            .and_then(|mut value| value.any_text())
            .unwrap_or_default()
            .to_owned(),
        effective: table.date("effective"),
        review_due: table.date("review_due"),
        statement: table.shown("statement"),
        uncertainty: table.shown("uncertainty"),
        settings: settings(table),
        snooze: table
            .needed_table("snooze", |table| Snooze {
                acknowledged_days: snooze_days(table, "acknowledged"),
                snoozed_days: snooze_days(table, "snoozed"),
                dismissed_days: snooze_days(table, "dismissed"),
                caps: snooze_caps(table),
            })
            .unwrap_or(Snooze {
                acknowledged_days: 1,
                snoozed_days: 1,
                dismissed_days: 1,
                caps: NO_SNOOZE,
            }),
    };
    if info.status == ApprovalStatus::Approved && info.approver.trim().is_empty() {
        let help = "write the approver's name, or set the status to `draft`";
        table.error_at(
            "approver",
            "no-approver",
            "the rule set is approved by nobody".to_owned(),
            Some(help.to_owned()),
        );
    }
    if info.effective > info.review_due {
        let message = format!(
            "the review on {} is due before the rules take effect on {}",
            info.review_due, info.effective
        );
        table.error_at(
            "review_due",
            "date-order",
            message,
            Some("put the review after `effective`".to_owned()),
        );
    }
    info
}

/// `[history]`: codelists that are no history of any cancer.
pub(crate) fn never_history(table: &mut Table<'_, '_>) -> Vec<String> {
    table
        .table("history", |table| table.references("exclude", NameKind::Codelist))
        .unwrap_or_default()
}

/// `[settings]` of the rule set; each name may be asked in conditions and changed by overlays.
fn settings(table: &mut Table<'_, '_>) -> Vec<(String, bool)> {
    let settings = table.members("settings", |name, start, mut value| {
        let place = value.file.place(start);
        value.reading.define_kebab(NameKind::Setting, name, &place);
        value.flag().map(|flag| (name.to_owned(), flag))
    });
    settings.into_iter().flatten().collect()
}

fn version(table: &mut Table<'_, '_>) -> semver::Version {
    let text = table.text("version");
    match semver::Version::parse(&text) {
        Ok(version) => version,
        Err(_) if text.is_empty() => semver::Version::new(0, 0, 0),
        Err(_) => {
            let help = "write three numbers, as in `0.1.0`".to_owned();
            table.error_at(
                "version",
                "bad-version",
                format!("`{text}` is not a version"),
                Some(help),
            );
            semver::Version::new(0, 0, 0)
        }
    }
}

/// Caps of a rule set with mistakes, which is never run.
const NO_SNOOZE: SnoozeCaps = SnoozeCaps {
    emergency: 1,
    urgent_24h: 1,
    urgent_suspected_cancer: 1,
    soon_review: 1,
    watch: 1,
};

/// `[snooze.caps]`: a period for each tier, none longer than that of a less urgent one.
fn snooze_caps(table: &mut Table<'_, '_>) -> SnoozeCaps {
    let caps = table.needed_table("caps", |table| {
        let mut shorter: Option<(&'static str, i32)> = None;
        let mut cap = |tier: Tier| {
            let key = tier.name();
            let Some(days) = table.need(key).and_then(|mut value| value.days()) else {
                return 1;
            };
            if let Some((urgent, of_urgent)) = shorter
                && days < of_urgent
            {
                let message =
                    format!("`{key}` may be put off for {days} days, the more urgent `{urgent}` for {of_urgent}");
                let help = "what is more urgent can't be put off for longer".to_owned();
                table.error_at(key, "cap-order", message, Some(help));
            }
            shorter = Some((key, days));
            days
        };
        SnoozeCaps {
            emergency: cap(Tier::Emergency),
            urgent_24h: cap(Tier::Urgent24h),
            urgent_suspected_cancer: cap(Tier::UrgentSuspectedCancer),
            soon_review: cap(Tier::SoonReview),
            watch: cap(Tier::Watch),
        }
    });
    caps.unwrap_or(NO_SNOOZE)
}

fn snooze_days(table: &mut Table<'_, '_>, key: &'static str) -> i32 {
    table.need(key).and_then(|mut value| value.days()).unwrap_or(1)
}

pub(crate) fn sources(table: &mut Table<'_, '_>) -> Vec<Source> {
    table.entries(&[], |id, table| {
        let place = table.place();
        let plain = id
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'.');
        if !plain || id.starts_with("EV-") {
            let help = "use letters, digits and hyphens; `EV-…` is kept for the evidence document".to_owned();
            table.error_here("bad-id", format!("`{id}` can't be the id of a source"), Some(help));
        }
        table.reading.define(NameKind::Source, id, &place);
        source(id, table)
    })
}

fn source(id: &str, table: &mut Table<'_, '_>) -> Source {
    let year = table.whole("year");
    if year.is_some_and(|year| !(1900..=2200).contains(&year)) {
        table.error_at("year", "bad-number", "`year` is not a year".to_owned(), None);
    }
    let title = table.text("title");
    let publisher = table.text("publisher");
    let url = table.optional_text("url");
    let evidence = table.get("evidence").map(|mut value| {
        value.items("a list of references such as `R19` or `EV-2.1`", |item| {
            let name = item.text()?;
            if !is_evidence_reference(&name) {
                let help = "write a reference `R1` to `R128` or a section `EV-2.1` of the evidence document".to_owned();
                item.error(
                    "unknown-evidence",
                    format!("the evidence document has no `{name}`"),
                    Some(help),
                );
            }
            Some(name)
        })
    });
    let evidence = evidence.unwrap_or_default();
    if evidence.is_empty() {
        let help = "add `evidence = [\"R19\"]`: where the evidence document has it".to_owned();
        table.error_here(
            "missing-evidence",
            "the source doesn't lead to the evidence document".to_owned(),
            Some(help),
        );
    }
    let checked = [("verified", "verified"), ("secondary", "secondary"), ("known", "known")];
    Source {
        id: id.to_owned(),
        title,
        publisher,
        year: year.and_then(|year| i32::try_from(year).ok()),
        url,
        evidence,
        checked: table.needed_choice("checked", &checked).unwrap_or_default().to_owned(),
    }
}
