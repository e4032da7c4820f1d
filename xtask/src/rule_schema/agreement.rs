//! The schemas against the loader: every key, every demand, every word of a choice, every type; and the shipped files.
//!
//! The loader is asked by small files that hold one thing out of the ordinary at one place of one table; what it says
//! of that place is what the schema must say.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "test code"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use metasign_core::rules::bundle::Bundle;
use metasign_core::rules::diagnostic::{Diagnostic, Severity};
use metasign_core::rules::load::load;
use metasign_core::rules::model::RuleSet;
use serde_json::Value;

use super::{KINDS, Kind, all, validator};
use crate::command::root;

/// A key, id and word like no other.
const STRANGE: &str = "qqqqqqqqqqqqqqqq";
/// The id of tables under ids; `scoring.toml` has a row of this name, so a tumour's row of it need not be whole.
const ENTRY: &str = "groin-pain";
const SCORING: &str = "[points.groin-pain]\nsigns = [\"x\"]\ndomain = \"bone\"\nsite = \"bone\"\npoints = 3\n\
                       basis = \"C\"\nsource = \"EV-6.4\"\n";
/// One value of each type.
const SAMPLES: [&str; 6] = ["\"x\"", "1", "1.5", "true", "[]", "{}"];

/// One step from a table or list into what it holds.
#[derive(Debug, Clone, PartialEq)]
enum Step {
    Key(String),
    Entry,
    Item,
}

/// A small file with `value` at one place.
struct Probe {
    diagnostics: Vec<Diagnostic>,
    /// Columns of the innermost key and value.
    key: u32,
    value: u32,
}

struct Loader {
    rules: RuleSet,
}

#[test]
fn the_loader_knows_the_same_keys() {
    let loader = Loader::new();
    let universe: BTreeSet<String> = KINDS
        .iter()
        .flat_map(|kind| nodes(kind).into_iter().flat_map(|(_, schema)| properties(&schema)))
        .collect();
    for kind in &KINDS {
        for (path, schema) in nodes(kind)
            .iter()
            .filter(|(_, schema)| schema["properties"].is_object())
        {
            let known = properties(schema);
            let company = if known.contains("basis") { ", basis = \"C\"" } else { "" };
            for name in &universe {
                let company = if name == "basis" { "" } else { company };
                let probe = loader.put(kind, path, &format!("{name} = 1{company}"));
                let refused = probe
                    .says(probe.inside(path), &["unknown-key", "unknown-site"])
                    .is_some();
                assert_eq!(!refused, known.contains(name), "{} {path:?} `{name}`", kind.name);
            }
            // Keys no schema has are among those the loader lists when it finds none near.
            let probe = loader.put(kind, path, &format!("{STRANGE} = 1{company}"));
            let said = probe.says(probe.inside(path), &["unknown-key", "unknown-site"]);
            let listed = words(said.expect("a strange key is known"));
            assert!(!listed.is_empty(), "{} {path:?}", kind.name);
            assert!(listed.is_subset(&known), "{} {path:?}: {listed:?}", kind.name);
        }
    }
}

#[test]
fn the_loader_demands_the_same_keys() {
    let loader = Loader::new();
    for kind in &KINDS {
        for (path, schema) in nodes(kind)
            .iter()
            .filter(|(_, schema)| schema["properties"].is_object())
        {
            let probe = loader.put(kind, path, &format!("{STRANGE} = 1"));
            let own = if path.last() == Some(&Step::Entry) {
                probe.key
            } else {
                probe.value
            };
            let known = properties(schema);
            let missing: BTreeSet<String> = probe
                .diagnostics
                .iter()
                .filter(|said| {
                    said.place.line == 1
                        && said.place.column == own
                        && (said.code.starts_with("missing-") || said.code == "no-case")
                })
                .filter_map(|said| match said.code {
                    "missing-key" => said.message.split('`').nth(1).map(str::to_owned),
                    "missing-source" if known.contains("sources") => Some("sources".to_owned()),
                    // A limit is one of several keys, which `anyOf` says.
                    "missing-bound" => None,
                    "no-case" => Some("case".to_owned()),
                    code => code.strip_prefix("missing-").map(str::to_owned),
                })
                .collect();
            let required: BTreeSet<String> = strings(&schema["required"]);
            assert_eq!(missing, required, "{} {path:?}", kind.name);
        }
    }
}

#[test]
fn the_loader_takes_the_same_words() {
    let loader = Loader::new();
    let refusals = ["unknown-value", "unknown-basis", "unknown-word", "care-tier"];
    for kind in &KINDS {
        for (path, schema) in nodes(kind).iter().filter(|(_, schema)| schema["enum"].is_array()) {
            let known = strings(&schema["enum"]);
            for word in &known {
                let probe = loader.put(kind, path, &format!("\"{word}\""));
                assert!(
                    probe.says(probe.value, &refusals).is_none(),
                    "{} {path:?} `{word}`",
                    kind.name
                );
            }
            let probe = loader.put(kind, path, &format!("\"{STRANGE}\""));
            let said = probe.says(probe.value, &refusals);
            let said = said.unwrap_or_else(|| panic!("{} {path:?} takes any word", kind.name));
            for word in words(said).difference(&known).filter(|_| said.code != "unknown-basis") {
                let probe = loader.put(kind, path, &format!("\"{word}\""));
                assert!(
                    probe.says(probe.value, &refusals).is_some(),
                    "{} {path:?} `{word}`",
                    kind.name
                );
            }
        }
    }
}

#[test]
fn the_loader_takes_the_same_types() {
    let loader = Loader::new();
    for kind in &KINDS {
        for (path, schema) in nodes(kind).iter().filter(|(path, _)| !path.is_empty()) {
            let Some(name) = schema["type"].as_str() else { continue };
            for sample in SAMPLES {
                let json: Value = serde_json::from_str(sample).unwrap();
                // A remark belongs to a basis, and some tables know it only beside one.
                let (probe, column) = match path.split_last() {
                    Some((Step::Key(key), parent)) if key == "note" && kind.name == "signs" => {
                        let probe = loader.put(kind, parent, &format!("note = {sample}, basis = \"C\""));
                        let column = probe.inside(parent) + 7;
                        (probe, column)
                    }
                    _ => {
                        let probe = loader.put(kind, path, sample);
                        let column = probe.value;
                        (probe, column)
                    }
                };
                // An age that is no whole number has a code of its own.
                let refused = probe.says(column, &["wrong-type", "age"]).is_some();
                assert_eq!(
                    !refused,
                    validator::is_type(name, &json),
                    "{} {path:?} {sample}",
                    kind.name
                );
            }
        }
    }
}

#[test]
fn every_shipped_file_names_its_schema_and_fits_it() {
    let mut files = Vec::new();
    collect(&root().join("rules"), "", &mut files);
    let schemas = all();
    let mut seen = BTreeSet::new();
    for path in &files {
        if path.starts_with("language/") {
            continue;
        }
        let kind = kind_of(path);
        seen.insert(kind);
        let text = fs::read_to_string(root().join("rules").join(path)).unwrap();
        let up = "../".repeat(path.matches('/').count());
        let up = if up.is_empty() { "./" } else { &up };
        let line = format!("#:schema {up}schema/{kind}.schema.json");
        assert_eq!(text.lines().next(), Some(line.as_str()), "first line of rules/{path}");
        let value: Value = toml::from_str(&text).unwrap();
        let (_, schema) = schemas
            .iter()
            .find(|(name, _)| name.ends_with(&format!("/{kind}.schema.json")))
            .unwrap();
        let mut found = Vec::new();
        validator::mistakes(&serde_json::from_str(schema).unwrap(), &value, "", &mut found);
        assert!(found.is_empty(), "rules/{path}: {found:#?}");
    }
    let kinds: BTreeSet<&str> = KINDS.iter().map(|kind| kind.name).collect();
    assert_eq!(seen, kinds);
}

#[test]
fn what_the_loader_refuses_beyond_single_keys_is_refused_too() {
    let wrong = [
        ("signs", "[a]\nname = \"A\""),
        ("signs", "[a]\nname = \"A\"\n[[a.measure]]\nof = \"b\""),
        ("signs", "[a]\nname = \"A\"\n[[a.measure]]\nof = \"b\"\nabove = 1"),
        (
            "signs",
            "[a]\nname = \"A\"\nphrases = [\"a\"]\nlookback = \"3 fortnights\"",
        ),
        ("signs", "[A_b]\nname = \"A\"\nphrases = [\"a\"]"),
        ("qualifiers", "[a]\nname = \"A\"\nwithin = \"3 weeks\""),
        ("cases", "[[case]]\nname = \"A\"\nreason = \"B\""),
    ];
    for (name, text) in wrong {
        let kind = KINDS.iter().find(|kind| kind.name == name).unwrap();
        let value: Value = toml::from_str(text).unwrap();
        let mut found = Vec::new();
        validator::mistakes(&(kind.schema)(), &value, "", &mut found);
        assert!(!found.is_empty(), "{text}");
        let loader = Loader::new();
        let said = loader.read(kind, text);
        assert!(said.iter().any(|said| said.severity == Severity::Error), "{text}");
    }
}

impl Loader {
    fn new() -> Self {
        let rules = load(&Bundle::embedded())
            .rule_set
            .expect("the shipped rules have a mistake");
        Self { rules }
    }

    /// A file with `content` at the place of `path`: for a table its keys, for anything else the value.
    fn put(&self, kind: &Kind, path: &[Step], content: &str) -> Probe {
        let is_table = content.starts_with(|letter: char| letter.is_ascii_lowercase()) && content.contains(" = ");
        if path.is_empty() {
            let text = content.replace(", ", "\n");
            return Probe {
                diagnostics: self.read(kind, &text),
                key: 1,
                value: 1,
            };
        }
        let (mut text, mut key, mut close) = (String::new(), 1, String::new());
        let column = |text: &str| u32::try_from(text.chars().count()).unwrap() + 1;
        for (at, step) in path.iter().enumerate() {
            if at > 0 && *step != Step::Item {
                text.push_str("{ ");
                close.insert_str(0, " }");
            }
            match step {
                Step::Item => {
                    text.push('[');
                    close.insert(0, ']');
                }
                Step::Key(name) => {
                    key = column(&text);
                    text.push_str(&format!("{name} = "));
                }
                Step::Entry => {
                    key = column(&text);
                    text.push_str(&format!("{ENTRY} = "));
                }
            }
        }
        let value = column(&text);
        text.push_str(&if is_table {
            format!("{{ {content} }}")
        } else {
            content.to_owned()
        });
        text.push_str(&close);
        Probe {
            diagnostics: self.read(kind, &text),
            key,
            value,
        }
    }

    /// What the loader says of a file of this kind.
    fn read(&self, kind: &Kind, text: &str) -> Vec<Diagnostic> {
        let path = match kind.name {
            "ruleset" | "sources" | "qualifiers" | "measurements" | "scoring" | "accepted-warnings" => {
                format!("{}.toml", kind.name)
            }
            "slots" => "pathways/slots.toml".to_owned(),
            "overlay" => "overlays/place/overlay.toml".to_owned(),
            "cases" => return metasign_cli::case_mistakes("cases/probe.toml", text, &self.rules),
            folder => format!("{folder}/probe.toml"),
        };
        let mut files = vec![(path.clone(), text.as_bytes().to_vec())];
        if kind.name != "scoring" {
            files.push(("scoring.toml".to_owned(), SCORING.as_bytes().to_vec()));
        }
        let mut diagnostics = load(&Bundle::from_files(files).unwrap()).diagnostics;
        diagnostics.retain(|said| said.place.file == path);
        assert!(diagnostics.iter().all(|said| said.code != "toml-syntax"), "{text}");
        diagnostics
    }
}

impl Probe {
    /// Where the first key of the innermost table stands.
    fn inside(&self, path: &[Step]) -> u32 {
        if path.is_empty() { 1 } else { self.value + 2 }
    }

    fn says(&self, column: u32, codes: &[&str]) -> Option<&Diagnostic> {
        let mut said = self.diagnostics.iter();
        said.find(|said| said.place.line == 1 && said.place.column == column && codes.contains(&said.code))
    }
}

/// The words a message lists: `one of a, b`, `known here: a, b`, `known are a, b`.
fn words(said: &Diagnostic) -> BTreeSet<String> {
    let help = said.help.as_deref().unwrap_or_default();
    let list = ["one of ", "known here: ", "known are "]
        .iter()
        .find_map(|start| help.strip_prefix(start));
    list.into_iter()
        .flat_map(|list| list.split(", "))
        .map(str::to_owned)
        .collect()
}

fn properties(schema: &Value) -> BTreeSet<String> {
    let members = schema["properties"].as_object();
    members
        .into_iter()
        .flat_map(|members| members.keys().cloned())
        .collect()
}

fn strings(list: &Value) -> BTreeSet<String> {
    let items = list.as_array().into_iter().flatten();
    items.map(|item| item.as_str().unwrap().to_owned()).collect()
}

/// Every place of a kind's files with its schema.
fn nodes(kind: &Kind) -> Vec<(Vec<Step>, Value)> {
    let mut found = Vec::new();
    walk(Vec::new(), &(kind.schema)(), &mut found);
    found
}

fn walk(path: Vec<Step>, schema: &Value, found: &mut Vec<(Vec<Step>, Value)>) {
    found.push((path.clone(), schema.clone()));
    let into = |step: Step| path.iter().cloned().chain([step]).collect::<Vec<Step>>();
    for (name, schema) in schema["properties"].as_object().into_iter().flatten() {
        walk(into(Step::Key(name.clone())), schema, found);
    }
    if schema["additionalProperties"].is_object() {
        walk(into(Step::Entry), &schema["additionalProperties"], found);
    }
    if schema["items"].is_object() {
        walk(into(Step::Item), &schema["items"], found);
    }
}

fn kind_of(path: &str) -> &'static str {
    let name = match path.rsplit_once('/') {
        None => path.trim_end_matches(".toml"),
        Some(("pathways", "slots.toml")) => "slots",
        Some((folder, "overlay.toml")) if folder.starts_with("overlays/") => "overlay",
        Some((folder, _)) => folder.split('/').next().unwrap(),
    };
    let kind = KINDS.iter().find(|kind| kind.name == name);
    kind.unwrap_or_else(|| panic!("rules/{path} is of no kind")).name
}

fn collect(folder: &Path, prefix: &str, files: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let path = format!("{prefix}{}", entry.file_name().to_str().unwrap());
        if entry.file_type().unwrap().is_dir() {
            collect(&entry.path(), &format!("{path}/"), files);
        } else if path.ends_with(".toml") {
            files.push(path);
        }
    }
}
