//! Cases: small records and what must be prompted for them.

use metasign_core::record::NoticeCode;
use metasign_core::rules::model::Tier;
use serde_json::Value;

use super::super::shape::{
    any_text, choice, date, flag, list, needed, number, optional, sexes, sites, table, text, tiers, whole, with,
    with_any,
};

pub(in crate::rule_schema) fn cases() -> Value {
    let prompt = || {
        list(table(vec![
            optional("tier", tiers(&Tier::ALL), "Exactly this tier."),
            optional("at_least", tiers(&Tier::ALL), "This tier or a more urgent one."),
            optional("site", sites(), "Where it points."),
            optional("rule", any_text(), "The id of the rule, or `points`."),
            optional("tumour", any_text(), "The tumour type."),
        ]))
    };
    let statuses = ["none-recorded", "possible", "probable", "recorded"];
    let lines = || list(any_text());
    let mut notices = schemars::schema_for!(NoticeCode).to_value();
    if let Some(members) = notices.as_object_mut() {
        members.retain(|name, _| matches!(name.as_str(), "oneOf" | "enum" | "type"));
    }
    let case = table(vec![
        needed("name", text(), "The case in a few words."),
        needed("reason", text(), "Why it must be so, in one sentence."),
        optional("as_of", date(), "The day the question is asked; default 2026-03-12."),
        optional("sex", sexes(), "The patient's sex."),
        optional("age", with(whole(), "maximum", 120), "Age in years; or birth_date."),
        optional("birth_date", any_text(), "YYYY-MM-DD, YYYY-MM or YYYY."),
        optional("history", lines(), "Codelist and date: `breast-cancer 2008`."),
        optional(
            "notes",
            lines(),
            "`2026-03-12: hip pain 4/52`; the date may be left out.",
        ),
        optional(
            "codes",
            lines(),
            "`2026-03-12 back-pain`, `2026-03-10 absent headache`.",
        ),
        optional(
            "results",
            lines(),
            "`2026-03-01 adjusted-calcium 3.20 mmol/L (2.20-2.60)`.",
        ),
        optional("medications", lines(), "`2025-10-01 Letrozole 2.5mg tablets`."),
        optional("letters", lines(), "`2026-03-01: …`."),
        optional(
            "entries",
            list(serde_json::json!({ "type": "object" })),
            "Anything else, as in the native record.",
        ),
        optional("overlay", any_text(), "The overlay in use."),
        optional(
            "expect",
            prompt(),
            "Each must be prompted; fields left out match anything.",
        ),
        optional("never", prompt(), "None may be prompted."),
        optional("nothing", flag(), "No prompt above watch."),
        optional("metastatic", choice(&statuses), "The expected metastatic status."),
        optional("cancers", lines(), "Exactly these tumour types in the history."),
        optional("score", number(), "Total of the highest-scoring prompt."),
        optional("notices", list(notices), "These notices must appear."),
        optional("cannot_tell", lines(), "These rules must be undecided."),
    ]);
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
    let cases = with(list(with_any(case, &expectations)), "minItems", 1);
    table(vec![needed(
        "case",
        cases,
        "A small record and what must, or must not, be prompted for it.",
    )])
}
