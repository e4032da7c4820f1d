//! The pieces JSON Schemas of rule files are made of: what a value is, and tables of keys.

use metasign_core::rules::model::{Site, Tier};
use serde_json::{Map, Value, json};

/// A period as rules write it.
const PERIOD: &str = r"^[1-9][0-9]{0,4} (day|week|month|year)s?$";
/// An id of an author's own.
const ID: &str = "^[a-z][a-z0-9]*(-[a-z0-9]+)*$";

/// One key of a table.
pub(crate) struct Key {
    name: String,
    needed: bool,
    schema: Value,
}

/// A key that must be there.
pub(crate) fn needed(name: &str, schema: Value, description: &str) -> Key {
    key(name, true, schema, description)
}

/// A key that may be left out.
pub(crate) fn optional(name: &str, schema: Value, description: &str) -> Key {
    key(name, false, schema, description)
}

fn key(name: &str, needed: bool, mut schema: Value, description: &str) -> Key {
    if let Some(members) = schema.as_object_mut() {
        members.insert("description".to_owned(), description.into());
    }
    Key {
        name: name.to_owned(),
        needed,
        schema,
    }
}

/// A table that has these keys and no others.
pub(crate) fn table(keys: Vec<Key>) -> Value {
    let needed: Vec<&str> = keys
        .iter()
        .filter(|key| key.needed)
        .map(|key| key.name.as_str())
        .collect();
    let needed = json!(needed);
    let mut properties = Map::new();
    for key in keys {
        properties.insert(key.name, key.schema);
    }
    let mut schema = json!({ "type": "object", "properties": properties, "additionalProperties": false });
    if needed.as_array().is_some_and(|needed| !needed.is_empty()) {
        insert(&mut schema, "required", needed);
    }
    schema
}

/// Tables under ids of the author's own.
pub(crate) fn entries(entry: Value) -> Value {
    json!({ "type": "object", "additionalProperties": entry, "propertyNames": { "pattern": ID } })
}

/// Values under names that stand elsewhere, or need not be ids.
pub(crate) fn members(value: Value) -> Value {
    json!({ "type": "object", "additionalProperties": value })
}

/// `schema`, with at least one of these keys.
pub(crate) fn with_any(mut schema: Value, keys: &[&str]) -> Value {
    let each: Vec<Value> = keys.iter().map(|key| json!({ "required": [key] })).collect();
    insert(&mut schema, "anyOf", each.into());
    schema
}

/// `schema`, with exactly one of these keys.
pub(crate) fn with_one(mut schema: Value, keys: &[&str]) -> Value {
    let each: Vec<Value> = keys.iter().map(|key| json!({ "required": [key] })).collect();
    insert(&mut schema, "oneOf", each.into());
    schema
}

/// `schema`, where each of these keys needs others beside it.
pub(crate) fn with_company(mut schema: Value, keys: &[(&str, &[&str])]) -> Value {
    let company: Map<String, Value> = keys
        .iter()
        .map(|(key, others)| ((*key).to_owned(), json!(others)))
        .collect();
    insert(&mut schema, "dependencies", company.into());
    schema
}

/// `schema` with a further limit.
pub(crate) fn with(mut schema: Value, limit: &str, value: impl Into<Value>) -> Value {
    insert(&mut schema, limit, value.into());
    schema
}

fn insert(schema: &mut Value, name: &str, value: Value) {
    if let Some(members) = schema.as_object_mut() {
        members.insert(name.to_owned(), value);
    }
}

/// A text that says something.
pub(crate) fn text() -> Value {
    json!({ "type": "string", "pattern": "\\S" })
}

/// A text, even an empty one.
pub(crate) fn any_text() -> Value {
    json!({ "type": "string" })
}

pub(crate) fn flag() -> Value {
    json!({ "type": "boolean" })
}

pub(crate) fn number() -> Value {
    json!({ "type": "number" })
}

pub(crate) fn whole() -> Value {
    json!({ "type": "integer", "minimum": 0 })
}

pub(crate) fn date() -> Value {
    json!({ "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" })
}

/// `3 weeks`.
pub(crate) fn period() -> Value {
    json!({ "type": "string", "pattern": PERIOD, "examples": ["3 weeks"] })
}

/// `3 weeks` or `ever`.
pub(crate) fn lookback() -> Value {
    json!({ "type": "string", "pattern": format!("{PERIOD}|^ever$"), "examples": ["90 days", "ever"] })
}

pub(crate) fn choice(words: &[&str]) -> Value {
    json!({ "type": "string", "enum": words })
}

pub(crate) fn list(item: Value) -> Value {
    json!({ "type": "array", "items": item })
}

pub(crate) fn texts() -> Value {
    list(text())
}

/// Names of things defined elsewhere, each once.
pub(crate) fn names() -> Value {
    with(list(text()), "uniqueItems", true)
}

/// At least one name.
pub(crate) fn some_names() -> Value {
    with(names(), "minItems", 1)
}

pub(crate) fn condition() -> Value {
    any_text()
}

pub(crate) fn sites() -> Value {
    choice(&Site::ALL.map(Site::name))
}

pub(crate) fn tiers(tiers: &[Tier]) -> Value {
    let names: Vec<&str> = tiers.iter().map(|tier| tier.name()).collect();
    choice(&names)
}

pub(crate) fn sexes() -> Value {
    choice(&["female", "male"])
}

/// `basis`, `source` and `note` of a number.
pub(crate) fn basis(is_needed: bool) -> [Key; 3] {
    [
        basis_kind(is_needed),
        key(
            "source",
            is_needed,
            text(),
            "Where the number comes from: an id of sources.toml or an evidence section (`EV-6.4`).",
        ),
        optional("note", text(), "A remark, such as the odds ratio."),
    ]
}

/// `basis` alone.
pub(crate) fn basis_kind(is_needed: bool) -> Key {
    key(
        "basis",
        is_needed,
        choice(&["E", "G", "C"]),
        "What it rests on: `E` published estimate, `G` guideline, `C` consensus (needs clinical sign-off).",
    )
}
