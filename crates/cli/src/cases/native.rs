//! A record written as the native JSON, `metasign.record/1`.

use metasign_core::record::{Entry, RECORD_SCHEMA, Record};
use serde_json::{Map, Value, json};

/// The record as a native document.
pub(super) fn document(record: &Record<'_>) -> Value {
    let patient = &record.patient;
    json!({
        "schema": RECORD_SCHEMA,
        "as_of": record.as_of,
        "patient": { "sex": patient.sex, "birth_date": patient.birth_date, "reference": patient.reference },
        "entries": record.entries.iter().map(entry).collect::<Vec<_>>(),
    })
}

fn entry(entry: &Entry<'_>) -> Value {
    let codes: Vec<Value> = entry
        .codes
        .iter()
        .map(|coding| json!({ "system": coding.system, "code": coding.code, "term": coding.term }))
        .collect();
    let members = [
        ("id", json!(entry.id)),
        ("kind", json!(entry.kind)),
        ("date", json!(entry.date)),
        ("end", json!(entry.end)),
        ("codes", json!(codes)),
        ("text", json!(entry.text)),
        ("value", json!(entry.value)),
        ("unit", json!(entry.unit)),
        ("comparator", json!(entry.comparator)),
        ("range", json!(entry.range)),
        ("consultation", json!(entry.consultation)),
        ("assertion", json!(entry.assertion)),
    ];
    let members = members.into_iter().filter(|(_, value)| !value.is_null());
    Value::Object(
        members
            .map(|(name, value)| (name.to_owned(), value))
            .collect::<Map<_, _>>(),
    )
}
