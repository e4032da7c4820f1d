//! The rules as written: items by kind and id, each with its keys. Where an item lies, and in what order its keys stand,
//! is no change.

use std::collections::BTreeMap;

use metasign_core::rules::bundle::Bundle;
use toml::{Table, Value};

/// What stands under a key.
#[derive(Debug, PartialEq)]
enum Written {
    /// A number, a text, a condition, as one line.
    One(String),
    /// A list whose order says nothing.
    Many(Vec<String>),
}

/// Keys of an item, those of tables inside it joined with a full stop.
type Keys = BTreeMap<String, Written>;

/// Everything written, by the order of its kind and its name.
pub(super) struct Items(BTreeMap<(usize, String), Keys>);

/// How a key, or an item as a whole, differs.
#[derive(Debug, PartialEq)]
pub(super) enum Change {
    Added,
    TakenOut,
    Value {
        key: String,
        old: String,
        new: String,
    },
    List {
        key: String,
        gone: Vec<String>,
        come: Vec<String>,
    },
}

/// Folders and files whose tables are items, and what a person calls one; red flags are what a reader looks for first.
const KINDS: [(&str, &str); 11] = [
    ("triggers/", "red flag"),
    ("care/", "care rule"),
    ("status/", "status rule"),
    ("signs/", "sign"),
    ("pathways/slots.toml", "slot"),
    ("pathways/", "pathway"),
    ("qualifiers.toml", "qualifier"),
    ("measurements.toml", "measurement"),
    ("sources.toml", "source"),
    ("language/", "words"),
    ("codelists/", "codelist"),
];
/// Parts of scoring.toml whose tables are items.
const SCORED: [(&str, &str); 3] = [("points", "points"), ("domains", "domain"), ("modifiers", "modifier")];

impl Items {
    pub(super) fn of(bundle: &Bundle) -> Self {
        let mut items = Self(BTreeMap::new());
        for (path, content) in bundle.files() {
            let Some(text) = content.text() else { continue };
            if path.starts_with("cases/") || path.starts_with("schema/") {
                continue;
            }
            if path.ends_with(".csv") {
                items.codelist(path, text);
            } else if let Some(table) = path.ends_with(".toml").then(|| text.parse::<Table>().ok()).flatten() {
                items.file(path, table);
            }
        }
        items
    }

    fn file(&mut self, path: &str, mut table: Table) {
        if path == "scoring.toml" {
            for (part, kind) in SCORED {
                if let Some(Value::Table(rows)) = table.remove(part) {
                    self.tables(1, kind, rows);
                }
            }
            self.whole(1, "scoring".to_owned(), table);
        } else if let Some(id) = path.strip_prefix("tumours/") {
            self.whole(2, format!("tumour type {}", id.trim_end_matches(".toml")), table);
        } else if let Some(place) = path.strip_prefix("overlays/") {
            self.whole(
                13,
                format!("overlay {}", place.trim_end_matches("/overlay.toml")),
                table,
            );
        } else if let Some((order, (_, kind))) =
            KINDS.iter().enumerate().find(|(_, (start, _))| path.starts_with(start))
        {
            // Behind scoring and tumour types, but for red flags.
            let order = if order == 0 { 0 } else { order.saturating_add(2) };
            self.tables(order, kind, table);
        } else {
            self.whole(14, path.trim_end_matches(".toml").replace("ruleset", "rule set"), table);
        }
    }

    fn tables(&mut self, order: usize, kind: &str, tables: Table) {
        for (id, value) in tables {
            if let Value::Table(inner) = value {
                self.whole(order, format!("{kind} {id}"), inner);
            }
        }
    }

    fn whole(&mut self, order: usize, name: String, table: Table) {
        let mut keys = Keys::new();
        flatten("", Value::Table(table), &mut keys);
        self.0.insert((order, name), keys);
    }

    fn codelist(&mut self, path: &str, text: &str) {
        let name = path.rsplit('/').next().unwrap_or(path).trim_end_matches(".csv");
        let rows = text
            .lines()
            .filter(|line| !line.starts_with('#') && !line.trim().is_empty())
            .skip(1);
        let codes = Written::Many(rows.map(|row| row.replacen(',', " ", 2)).collect());
        let keys = self.0.entry((12, format!("codelist {name}"))).or_default();
        keys.insert("codes".to_owned(), codes);
    }

    /// Item by item what is otherwise in `new`.
    pub(super) fn changes_to(&self, new: &Self) -> Vec<(String, Vec<Change>)> {
        let names: std::collections::BTreeSet<_> = self.0.keys().chain(new.0.keys()).collect();
        let mut out = Vec::new();
        for name in names {
            let changes = match (self.0.get(name), new.0.get(name)) {
                (Some(_), None) => vec![Change::TakenOut],
                (None, Some(_)) => vec![Change::Added],
                (Some(old), Some(new)) => keys_changed(old, new),
                (None, None) => Vec::new(),
            };
            if !changes.is_empty() {
                out.push((name.1.clone(), changes));
            }
        }
        out
    }
}

fn keys_changed(old: &Keys, new: &Keys) -> Vec<Change> {
    let none = || Written::One("nothing".to_owned());
    let names: std::collections::BTreeSet<_> = old.keys().chain(new.keys()).collect();
    let mut out = Vec::new();
    for key in names {
        let empty = none();
        let (before, after) = (old.get(key).unwrap_or(&empty), new.get(key).unwrap_or(&empty));
        if before == after {
            continue;
        }
        out.push(match (before, after) {
            (Written::One(old), Written::One(new)) => Change::Value {
                key: key.clone(),
                old: old.clone(),
                new: new.clone(),
            },
            (before, after) => {
                let (before, after) = (before.list(), after.list());
                let gone = before
                    .iter()
                    .filter(|item| !after.contains(item))
                    .map(ToString::to_string)
                    .collect();
                let come = after
                    .iter()
                    .filter(|item| !before.contains(item))
                    .map(ToString::to_string)
                    .collect();
                Change::List {
                    key: key.clone(),
                    gone,
                    come,
                }
            }
        });
    }
    // Lists that say the same in another order say nothing new.
    out.retain(|change| !matches!(change, Change::List { gone, come, .. } if gone.is_empty() && come.is_empty()));
    out
}

impl Written {
    fn list(&self) -> Vec<&str> {
        match self {
            Self::One(text) if text == "nothing" => Vec::new(),
            Self::One(text) => vec![text],
            Self::Many(items) => items.iter().map(String::as_str).collect(),
        }
    }
}

fn flatten(name: &str, value: Value, keys: &mut Keys) {
    let under = |key: &str| {
        if name.is_empty() {
            key.to_owned()
        } else {
            format!("{name}.{key}")
        }
    };
    match value {
        Value::Table(table) => {
            for (key, value) in table {
                flatten(&under(&key), value, keys);
            }
        }
        Value::Array(items) if items.iter().any(Value::is_table) => {
            for (number, item) in (1_u32..).zip(items) {
                flatten(&format!("{name} {number}"), item, keys);
            }
        }
        Value::Array(items) => {
            keys.insert(name.to_owned(), Written::Many(items.iter().map(said).collect()));
        }
        one => {
            keys.insert(name.to_owned(), Written::One(said(&one)));
        }
    }
}

/// A value as a person writes it, on one line.
fn said(value: &Value) -> String {
    match value {
        Value::String(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changes(path: &str, old: &str, new: &str) -> Vec<(String, Vec<Change>)> {
        let items = |text: &str| {
            let mut items = Items(BTreeMap::new());
            items.file(path, text.parse().unwrap_or_default());
            items
        };
        items(old).changes_to(&items(new))
    }

    #[test]
    fn changes_are_told_key_by_key_as_they_are_written() {
        let found = changes(
            "tumours/breast.toml",
            "[points.groin-pain]\npoints = 3",
            "[points.groin-pain]\npoints = 2",
        );
        let change = Change::Value {
            key: "points.groin-pain.points".to_owned(),
            old: "3".to_owned(),
            new: "2".to_owned(),
        };
        assert_eq!(found, [("tumour type breast".to_owned(), vec![change])]);
    }

    #[test]
    fn order_and_line_ends_are_no_change() {
        let old = "[a]\nwhen = \"\"\"\nb\nor c\"\"\"\nphrases = [\"x\", \"y\"]";
        let new = "[a]\nphrases = [\"y\", \"x\"]\nwhen = \"b or c\"";
        assert_eq!(changes("triggers/a.toml", old, new), []);
        let taken = changes("triggers/a.toml", old, "");
        assert_eq!(taken, [("red flag a".to_owned(), vec![Change::TakenOut])]);
    }
}
