//! `metasign where NAME`: everything that uses a sign (or another name of the rules): rules, rows, words, cases.

use metasign_core::engine::{Engine, EngineOptions};
use metasign_core::rules::bundle::Bundle;
use metasign_core::rules::diagnostic::Place;
use metasign_core::rules::load::load;
use metasign_core::rules::written::Written;
use toml::{Table, Value};

use crate::arguments::{RulesArguments, WhereArguments};
use crate::cases::Cases;
use crate::input;
use crate::terminal::{Ended, FAINT, STRONG, Stop, Terminal};

/// A use, and how the rules speak of it there.
struct Use {
    place: Place,
    what: String,
}

pub(crate) fn run(verb: &WhereArguments, rules: &RulesArguments, terminal: &mut Terminal<'_>) -> Result<Ended, Stop> {
    let source = input::Source::at(rules.rules.as_deref());
    let bundle = source.bundle()?;
    let name = verb.name.as_str();
    let mut uses = Vec::new();
    let mut defined = false;
    for (path, content) in bundle.files() {
        let written = path.ends_with(".toml") && !path.starts_with("cases/") && !path.starts_with("language/");
        let Some(table) = content
            .text()
            .filter(|_| written)
            .and_then(|text| text.parse::<Table>().ok())
        else {
            continue;
        };
        let mut walk = Walk {
            name,
            path,
            bundle,
            uses: &mut uses,
        };
        defined |= walk.table(&table, &mut Vec::new());
    }
    if !defined && uses.is_empty() {
        return Err(Stop::Said(format!("nothing in the rules is called `{name}`")));
    }
    uses.sort_by(|left, right| left.place.cmp(&right.place));
    for one in &uses {
        let at = format!("{}:{}", one.place.file, one.place.line);
        terminal.line(format!("{at}: {}", one.what))?;
    }
    cases(name, &source, bundle, terminal)?;
    Ok(Ended::Done)
}

struct Walk<'a> {
    name: &'a str,
    path: &'a str,
    bundle: &'a Bundle,
    uses: &'a mut Vec<Use>,
}

impl Walk<'_> {
    /// Notes every use in a table; whether something of this name is defined in it.
    fn table(&mut self, table: &Table, keys: &mut Vec<String>) -> bool {
        let mut defined = false;
        for (key, value) in table {
            keys.push(key.clone());
            if key == self.name && value.is_table() {
                defined = true;
                self.add(keys, None, format!("{STRONG}is written here{STRONG:#}"));
            }
            defined |= self.value(key, value, keys);
            keys.pop();
        }
        defined
    }

    fn value(&mut self, key: &str, value: &Value, keys: &mut Vec<String>) -> bool {
        match value {
            Value::Table(inner) => return self.table(inner, keys),
            Value::Array(items) if items.iter().any(Value::is_table) => {
                let mut defined = false;
                for (number, item) in items.iter().enumerate() {
                    keys.push(number.to_string());
                    defined |= self.value(key, item, keys);
                    keys.pop();
                }
                return defined;
            }
            Value::Array(items) if items.iter().any(|item| item.as_str() == Some(self.name)) => {
                self.add(keys, Some(self.name), format!("`{key}` of {}", owner(keys)));
            }
            Value::String(text) if matches!(key, "when" | "unless") && names(text, self.name) => {
                let shown = text.split_whitespace().collect::<Vec<_>>().join(" ");
                self.add(
                    keys,
                    None,
                    format!("`{key}` of {}: {FAINT}{shown}{FAINT:#}", owner(keys)),
                );
            }
            Value::String(text) if text == self.name => self.add(keys, None, format!("`{key}` of {}", owner(keys))),
            _ => {}
        }
        false
    }

    fn add(&mut self, keys: &[String], item: Option<&str>, what: String) {
        let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
        let place = Written::of(self.bundle).place(self.path, &keys, item);
        self.uses.push(Use { place, what });
    }
}

/// The table that a key stands in, as a person names it.
fn owner(keys: &[String]) -> String {
    let above = keys.split_last().map_or(&[][..], |(_, above)| above);
    if above.is_empty() {
        "the file".to_owned()
    } else {
        format!("`{}`", above.join("."))
    }
}

/// Whether a condition asks about the name: as a whole word, not as a part of a longer id.
fn names(condition: &str, name: &str) -> bool {
    let parts = condition.split(|c: char| !(c.is_alphanumeric() || c == '-'));
    parts.into_iter().any(|part| part == name)
}

/// The cases in whose record the sign is found now.
fn cases(name: &str, source: &input::Source<'_>, bundle: &Bundle, terminal: &mut Terminal<'_>) -> Result<(), Stop> {
    let Some(rule_set) = load(bundle).rule_set else {
        return Ok(());
    };
    if !rule_set.signs.iter().any(|sign| sign.id == name) {
        return Ok(());
    }
    let cases = Cases::of(source.cases()?.as_ref(), &rule_set).cases;
    let engine: Engine = source.rules()?.engine(&EngineOptions::default()).map_err(Stop::new)?;
    for case in cases {
        let explained = engine.explain(&case.record());
        if explained.found.iter().any(|found| found.sign == name) {
            terminal.line(format!("{}:{}: case “{}”", case.place.file, case.place.line, case.name))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_no_part_of_a_longer_one() {
        assert!(names("cancer-history and (back-pain.nocturnal or x)", "back-pain"));
        assert!(!names("low-back-pain or back-pain-new", "back-pain"));
    }
}
