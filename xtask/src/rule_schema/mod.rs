//! JSON Schemas of the rule files, for editors: `rules/schema/<kind>.schema.json`.
//!
//! Every rule file names its schema in its first line (`#:schema …`), as the TOML extensions of editors read it.
//! They are for authors alone: the loader does not read them, and the tests hold them to what the loader does.

#[cfg(test)]
mod agreement;
mod kinds;
mod shape;
#[cfg(test)]
mod validator;

use serde_json::{Value, json};

/// A kind of rule file.
struct Kind {
    name: &'static str,
    title: &'static str,
    schema: fn() -> Value,
}

const KINDS: [Kind; 15] = [
    kind(
        "ruleset",
        "The rule set: who, which version, draft or approved",
        kinds::ruleset,
    ),
    kind("sources", "Citations", kinds::sources),
    kind("qualifiers", "Words said about a sign", kinds::qualifiers),
    kind("measurements", "Laboratory tests and measurements", kinds::measurements),
    kind("scoring", "Points, modifiers, caps, thresholds", kinds::scoring),
    kind("signs", "Signs, symptoms and results", kinds::signs),
    kind("tumours", "A tumour type", kinds::tumours),
    kind("triggers", "Red flags", kinds::triggers),
    kind("care", "Care rules, which are quiet", kinds::care),
    kind("status", "How known metastatic disease shows", kinds::status),
    kind("pathways", "What to do", kinds::pathways),
    kind("slots", "Local slots that pathways name", kinds::slots),
    kind("overlay", "One place's telephone numbers and switches", kinds::overlay),
    kind(
        "accepted-warnings",
        "Warnings of `metasign check` that are meant",
        kinds::accepted_warnings,
    ),
    kind(
        "cases",
        "Cases: small records and what must be prompted for them",
        kinds::cases,
    ),
];

const fn kind(name: &'static str, title: &'static str, schema: fn() -> Value) -> Kind {
    Kind { name, title, schema }
}

/// Every schema: its path from the project's folder, and its text.
pub(crate) fn all() -> Vec<(String, String)> {
    let texts = KINDS.iter().map(|kind| {
        let mut schema = (kind.schema)();
        if let Some(members) = schema.as_object_mut() {
            // Draft 7 is what the TOML extensions of editors know.
            members.insert("$schema".to_owned(), json!("http://json-schema.org/draft-07/schema#"));
            members.insert("title".to_owned(), kind.title.into());
        }
        let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
        text.push('\n');
        (format!("rules/schema/{}.schema.json", kind.name), text)
    });
    texts.collect()
}
