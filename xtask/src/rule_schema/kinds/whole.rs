//! The rule set as a whole, its citations, and one place's own numbers.

use metasign_core::rules::model::Tier;
use serde_json::Value;

use super::super::shape::{
    any_text, choice, date, entries, flag, list, members, names, needed, optional, period, some_names, table, text,
    texts, whole, with,
};

pub(in crate::rule_schema) fn ruleset() -> Value {
    let caps = [
        (
            Tier::Emergency,
            "An emergency: it is never hidden, an answer only stops it interrupting.",
        ),
        (Tier::Urgent24h, "Urgent within 24 hours."),
        (Tier::UrgentSuspectedCancer, "Urgent suspected cancer."),
        (Tier::SoonReview, "Soon review."),
        (Tier::Watch, "Watch."),
    ];
    let caps = table(
        caps.into_iter()
            .map(|(tier, what)| needed(tier.name(), period(), what))
            .collect(),
    );
    let snooze = table(vec![
        needed(
            "acknowledged",
            period(),
            "How long `acknowledged` holds when it names no end.",
        ),
        needed("snoozed", period(), "How long `snoozed` holds when it names no end."),
        needed(
            "dismissed",
            period(),
            "How long `dismissed` holds when it names no end.",
        ),
        needed(
            "caps",
            caps,
            "The most an answer holds, whatever end it names, by the tier of its prompt.",
        ),
    ]);
    table(vec![
        needed("schema", with(text(), "const", "metasign.rules/1"), "The rule format."),
        needed("id", text(), "Id of the rule set."),
        needed("version", text(), "Its version: three numbers, as in `0.1.0`."),
        needed("title", text(), "Title."),
        needed(
            "status",
            choice(&["draft", "approved"]),
            "Draft, or approved by a named person.",
        ),
        optional("authors", texts(), "Who wrote it."),
        optional("approver", any_text(), "Who approved it; empty for a draft."),
        optional(
            "history",
            table(vec![optional(
                "exclude",
                names(),
                "Codelists that are no history of any cancer.",
            )]),
            "What holds for the history of every tumour type.",
        ),
        needed("effective", date(), "From when it is meant to be used."),
        needed(
            "review_due",
            date(),
            "When it is due for review; it still works after that and says that it is overdue.",
        ),
        needed(
            "statement",
            text(),
            "A sentence shown with every assessment: draft or approved, not validated.",
        ),
        needed(
            "uncertainty",
            text(),
            "The standard sentence of what a prompt does not say.",
        ),
        optional(
            "settings",
            entries(flag()),
            "Named yes/no switches; conditions read them as setting(name), overlays may change them.",
        ),
        needed(
            "snooze",
            snooze,
            "How long an answer holds when it names no end; it never hides an emergency.",
        ),
    ])
}

pub(in crate::rule_schema) fn sources() -> Value {
    members(table(vec![
        needed("title", text(), "Title."),
        needed("publisher", text(), "Publisher, or authors and journal."),
        optional(
            "year",
            with(with(whole(), "minimum", 1900), "maximum", 2200),
            "Year, where known.",
        ),
        optional("url", text(), "Address, where known."),
        needed(
            "evidence",
            with(texts(), "minItems", 1),
            "References (`R19`) and sections (`EV-2.1`) of the evidence document.",
        ),
        needed(
            "checked",
            choice(&["verified", "secondary", "known"]),
            "How far it was checked (EVIDENCE tags V, V*, K).",
        ),
    ]))
}

pub(in crate::rule_schema) fn overlay() -> Value {
    let slot = table(vec![
        optional("phone", any_text(), "Telephone number."),
        optional("hours", any_text(), "When it is answered."),
        optional("form", any_text(), "Referral form or address."),
        optional("note", any_text(), "A remark."),
    ]);
    table(vec![
        needed("name", text(), "The place."),
        needed(
            "status",
            choice(&["example", "published"]),
            "A published overlay must fill every emergency slot.",
        ),
        needed("dated", date(), "When it was written."),
        needed("review_due", date(), "When it is due for review."),
        optional("slots", members(slot), "Whom to call here: ids of pathways/slots.toml."),
        optional("settings", members(flag()), "Switches of ruleset.toml changed here."),
    ])
}

pub(in crate::rule_schema) fn accepted_warnings() -> Value {
    let warning = table(vec![
        needed(
            "code",
            choice(&[
                "repeated-phrase",
                "unused-sign",
                "common-phrase",
                "denial-phrase",
                "other-sense-phrase",
                "swallowed-phrase",
                "not-said",
                "shadowed",
                "two-histories",
                "opposed-codes",
            ]),
            "The kind of warning, as `check` names it in brackets.",
        ),
        needed("in", some_names(), "The signs the warnings are in."),
        optional(
            "about",
            names(),
            "What the warnings quote first, such as the phrase; left out, all of the kind in these signs.",
        ),
        needed("reason", text(), "Why they are meant."),
    ]);
    table(vec![needed(
        "warning",
        list(warning),
        "Warnings accepted for one reason each.",
    )])
}
