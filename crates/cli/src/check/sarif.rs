//! Findings as SARIF 2.1.0, which code editors and code hosts show beside the line.

use std::collections::BTreeSet;

use metasign_core::rules::diagnostic::{Diagnostic, Severity};
use serde_json::{Value, json};

/// One run with all findings; `base` is the folder of the rules as the caller named it, so that files are found from there.
pub(super) fn log(found: &[Diagnostic], base: &str) -> Value {
    let kinds: BTreeSet<&str> = found.iter().map(|one| one.code).collect();
    let results: Vec<Value> = found.iter().map(|one| result(one, base)).collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "metasign",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": kinds.iter().map(|kind| json!({"id": kind})).collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

fn result(one: &Diagnostic, base: &str) -> Value {
    let level = match one.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let said = match &one.help {
        Some(help) => format!("{}. {help}", one.message),
        None => one.message.clone(),
    };
    let file = format!("{base}{}", one.place.file).replace(' ', "%20");
    let mut location = json!({"artifactLocation": {"uri": file}});
    if one.place.line > 0 {
        let region = json!({"startLine": one.place.line, "startColumn": one.place.column.max(1)});
        if let Some(members) = location.as_object_mut() {
            members.insert("region".to_owned(), region);
        }
    }
    json!({
        "ruleId": one.code,
        "level": level,
        "message": {"text": said},
        "locations": [{"physicalLocation": location}],
        "properties": {"rule": one.rule},
    })
}
