//! JSON Schemas: of the record and the assessment, made from the types that read and write them; of the rule files,
//! made from a table.

use std::fs;

use metasign_core::assessment::Assessment;
use metasign_core::record::RecordDocument;
use serde_json::Value;

use crate::command::{Failed, root, say};
use crate::rule_schema;

/// Writes every schema.
pub(crate) fn write() -> Result<(), Failed> {
    for (path, schema) in all() {
        let path = root().join(path);
        fs::write(&path, schema).map_err(|error| Failed::new(format!("`{}`: {error}", path.display())))?;
        say(&format!("xtask: wrote {}", path.display()));
    }
    Ok(())
}

fn all() -> Vec<(String, String)> {
    let mut schemas = rule_schema::all();
    schemas.extend(documents().map(|(name, schema)| (format!("schemas/{name}"), schema)));
    schemas
}

fn documents() -> [(&'static str, String); 2] {
    [
        (
            "record.schema.json",
            text(
                "metasign.record/1",
                "A patient's record as metasign reads it",
                schemars::schema_for!(RecordDocument<'static>).to_value(),
            ),
        ),
        (
            "assessment.schema.json",
            text(
                "metasign.assessment/1",
                "An assessment as metasign writes it",
                schemars::generate::SchemaSettings::draft2020_12()
                    .for_serialize()
                    .into_generator()
                    .into_root_schema_for::<Assessment>()
                    .to_value(),
            ),
        ),
    ]
}

/// A schema that names itself and says which `schema` member its documents carry.
fn text(name: &str, title: &str, mut schema: Value) -> String {
    if let Some(members) = schema.as_object_mut() {
        members.insert("title".to_owned(), title.into());
        members.insert(
            "$id".to_owned(),
            format!("urn:{}", name.replace(['.', '/'], ":")).into(),
        );
    }
    if let Some(member) = schema.pointer_mut("/properties/schema").and_then(Value::as_object_mut) {
        member.insert("const".to_owned(), name.into());
    }
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
    use super::*;

    #[test]
    fn the_committed_schemas_are_the_generated_ones() {
        for (path, schema) in all() {
            let committed = fs::read_to_string(root().join(&path)).unwrap();
            assert!(committed == schema, "run `cargo xtask schema` and commit {path}");
        }
    }
}
