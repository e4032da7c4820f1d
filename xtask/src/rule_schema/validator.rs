//! As much of JSON Schema draft 7 as the rule schemas use; a word it does not know fails the test.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "test code")]

use std::cell::RefCell;
use std::collections::HashMap;

use regex::Regex;
use serde_json::{Map, Value};

thread_local! {
    /// Making a pattern ready costs more than all its uses.
    static PATTERNS: RefCell<HashMap<String, Regex>> = RefCell::default();
}

/// What is wrong with `value`, each with where.
pub(super) fn mistakes(schema: &Value, value: &Value, place: &str, found: &mut Vec<String>) {
    let rules = schema.as_object().unwrap();
    for (word, rule) in rules {
        let wrong = match (word.as_str(), value) {
            ("$schema" | "title" | "description" | "examples", _) => false,
            ("type", _) => !is_type(rule.as_str().unwrap(), value),
            ("enum", _) => !rule.as_array().unwrap().contains(value),
            ("const", _) => rule != value,
            ("pattern", Value::String(text)) => !matches(rule.as_str().unwrap(), text),
            ("minimum", Value::Number(number)) => number.as_f64() < rule.as_f64(),
            ("maximum", Value::Number(number)) => number.as_f64() > rule.as_f64(),
            ("exclusiveMinimum", Value::Number(number)) => number.as_f64() <= rule.as_f64(),
            ("minItems", Value::Array(items)) => (items.len() as u64) < rule.as_u64().unwrap(),
            ("maxItems", Value::Array(items)) => (items.len() as u64) > rule.as_u64().unwrap(),
            ("uniqueItems", Value::Array(items)) => (1..items.len()).any(|at| items[..at].contains(&items[at])),
            ("items", Value::Array(items)) => {
                for (at, item) in items.iter().enumerate() {
                    mistakes(rule, item, &format!("{place}[{at}]"), found);
                }
                false
            }
            ("required", Value::Object(members)) => has_not_all(members, rule),
            ("dependencies", Value::Object(members)) => rule
                .as_object()
                .unwrap()
                .iter()
                .any(|(key, others)| members.contains_key(key) && has_not_all(members, others)),
            ("properties" | "additionalProperties" | "propertyNames", Value::Object(members)) => {
                object(word, rules, members, place, found)
            }
            ("anyOf", _) => fitting(rule, value) == 0,
            ("oneOf", _) => fitting(rule, value) != 1,
            (
                "pattern"
                | "minimum"
                | "maximum"
                | "exclusiveMinimum"
                | "minItems"
                | "maxItems"
                | "uniqueItems"
                | "items"
                | "required"
                | "dependencies"
                | "properties"
                | "additionalProperties"
                | "propertyNames",
                _,
            ) => false,
            (other, _) => panic!("the validator does not know `{other}`"),
        };
        if wrong {
            found.push(format!("{place}: {word} {rule}"));
        }
    }
}

fn object(
    word: &str,
    rules: &Map<String, Value>,
    members: &Map<String, Value>,
    place: &str,
    found: &mut Vec<String>,
) -> bool {
    let rule = &rules[word];
    let properties = rules.get("properties").and_then(Value::as_object);
    for (key, value) in members {
        let place = format!("{place}.{key}");
        let property = properties.and_then(|properties| properties.get(key));
        match (word, property) {
            ("properties", Some(schema)) => mistakes(schema, value, &place, found),
            ("additionalProperties", None) if rule == &Value::Bool(false) => found.push(format!("{place}: unknown")),
            ("additionalProperties", None) => mistakes(rule, value, &place, found),
            ("propertyNames", _) => mistakes(rule, &Value::String(key.clone()), &place, found),
            _ => {}
        }
    }
    false
}

fn matches(pattern: &str, text: &str) -> bool {
    PATTERNS.with_borrow_mut(|known| {
        let ready = known.entry(pattern.to_owned());
        ready.or_insert_with(|| Regex::new(pattern).unwrap()).is_match(text)
    })
}

fn has_not_all(members: &Map<String, Value>, keys: &Value) -> bool {
    let mut keys = keys.as_array().unwrap().iter();
    !keys.all(|key| members.contains_key(key.as_str().unwrap()))
}

fn fitting(schemas: &Value, value: &Value) -> usize {
    let fits = |schema: &&Value| {
        let mut found = Vec::new();
        mistakes(schema, value, "", &mut found);
        found.is_empty()
    };
    schemas.as_array().unwrap().iter().filter(fits).count()
}

pub(super) fn is_type(name: &str, value: &Value) -> bool {
    match name {
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "number" => value.is_number(),
        "integer" => value.is_u64() || value.is_i64(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("the validator does not know the type `{other}`"),
    }
}
