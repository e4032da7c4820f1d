//! When to say what, and what to do.

use metasign_core::rules::model::Tier;
use serde_json::Value;

use super::super::shape::{
    basis_kind, condition, entries, flag, names, needed, optional, sites, some_names, table, text, texts, tiers, with,
};
use super::shared::{CHECK, LOWERS, SOURCES};

/// Tiers of care rules, which are quiet.
const QUIET: [Tier; 2] = [Tier::SoonReview, Tier::Watch];

pub(in crate::rule_schema) fn triggers() -> Value {
    prompt_rules(false)
}

pub(in crate::rule_schema) fn care() -> Value {
    prompt_rules(true)
}

fn prompt_rules(care: bool) -> Value {
    let site = "Where it points; `general` for no one site.";
    let known = table(vec![
        optional(
            "show",
            flag(),
            "false: not shown when metastatic disease is recorded (never for an emergency).",
        ),
        optional("headline", text(), "The headline then."),
        optional("pathway", text(), "The pathway then."),
    ]);
    let code = table(vec![
        needed("codelist", text(), "The codelist it stands in."),
        needed("code", text(), "The code."),
    ]);
    let tier = if care { tiers(&QUIET) } else { tiers(&Tier::ALL) };
    entries(table(vec![
        needed("name", text(), "As a clinician reads it."),
        optional(
            "evidence",
            text(),
            "The override of the evidence document, such as `O1`.",
        ),
        if care {
            optional("site", sites(), site)
        } else {
            needed("site", sites(), site)
        },
        needed("tier", tier, "How urgent it is."),
        needed("when", condition(), "Fires when this is true."),
        optional(
            "unless",
            condition(),
            "Does not fire when this is true; cannot tell does not stop it.",
        ),
        needed("pathway", text(), "What to do: an id of pathways/."),
        needed("headline", text(), "The line a clinician reads first."),
        optional("check", with(texts(), "maxItems", 3), CHECK),
        optional("lowers_concern", texts(), LOWERS),
        optional("uncertainty", text(), "In place of the rule set's standard sentence."),
        optional("supersedes", names(), "Rules not shown beside this one (same tumour)."),
        optional("query", text(), "The headline when the deciding sign is only possible."),
        optional(
            "known_metastatic",
            known,
            "Wording when metastatic disease is recorded.",
        ),
        optional("code", code, "Recording prompts only: the code to propose."),
        basis_kind(true),
        needed("sources", some_names(), SOURCES),
    ]))
}

pub(in crate::rule_schema) fn pathways() -> Value {
    entries(table(vec![
        needed("name", text(), "As a clinician reads it."),
        needed("timing", text(), "How soon."),
        needed(
            "call",
            text(),
            "Whom to contact, always shown first; {slot} is filled in by the place's overlay.",
        ),
        optional("do", texts(), "What else to do; may name {slot}s."),
        optional("safety_net", texts(), "Lines for the patient; may name {slot}s."),
        needed("sources", some_names(), SOURCES),
    ]))
}

pub(in crate::rule_schema) fn slots() -> Value {
    entries(table(vec![
        needed("name", text(), "As a clinician reads it."),
        optional("emergency", flag(), "Must be filled in a published overlay."),
        needed("fallback", text(), "What to do where no place fills it."),
    ]))
}
