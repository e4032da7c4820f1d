//! A TOML table being read: every key asked for is known, and the others are named when it is finished.

use std::rc::Rc;

use toml::de::{DeTable, DeValue};

use super::names::Reading;
use super::value::{Lookback, Scope, Value};
use crate::record::Date;
use crate::rules::condition::Condition;
use crate::rules::diagnostic::Place;
use crate::rules::model::{Basis, BasisKind};
use crate::rules::names::{NameKind, nearest};
use crate::rules::source_text::SourceText;

/// A table and the keys asked of it so far.
pub(crate) struct Table<'r, 'b> {
    pub(crate) reading: &'r mut Reading<'b>,
    pub(crate) file: &'b SourceText<'b>,
    /// The rule it belongs to, as messages name it.
    pub(crate) rule: Option<Rc<str>>,
    table: &'b DeTable<'b>,
    /// Where the table is named.
    start: usize,
    known: Vec<&'static str>,
    /// Whether its keys are names of the author's own.
    open: bool,
}

impl<'r, 'b> Table<'r, 'b> {
    pub(crate) fn new(
        reading: &'r mut Reading<'b>,
        file: &'b SourceText<'b>,
        rule: Option<Rc<str>>,
        table: &'b DeTable<'b>,
        start: usize,
    ) -> Self {
        Self {
            reading,
            file,
            rule,
            table,
            start,
            known: Vec::new(),
            open: false,
        }
    }

    /// Where the table is named.
    pub(crate) fn place(&self) -> Place {
        self.file.place(self.start)
    }

    /// Where the value of `key` stands, or the table when it has none.
    pub(crate) fn place_of(&self, key: &str) -> Place {
        let offset = self.table.get(key).map_or(self.start, |value| value.span().start);
        self.file.place(offset)
    }

    pub(crate) fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// The value of `key`, if it has one.
    pub(crate) fn get(&mut self, key: &'static str) -> Option<Value<'_, 'b>> {
        self.known.push(key);
        let value = self.table.get(key)?;
        Some(Value {
            reading: self.reading,
            file: self.file,
            rule: self.rule.clone(),
            key,
            value,
        })
    }

    /// The value of `key`, which must be there.
    pub(crate) fn need(&mut self, key: &'static str) -> Option<Value<'_, 'b>> {
        if !self.has(key) {
            self.known.push(key);
            self.error_here(
                "missing-key",
                format!("`{key}` is missing"),
                Some(format!("add `{key} = …`")),
            );
            return None;
        }
        self.get(key)
    }

    /// A text that must be there and say something.
    pub(crate) fn text(&mut self, key: &'static str) -> String {
        self.need(key).and_then(|mut value| value.text()).unwrap_or_default()
    }

    pub(crate) fn optional_text(&mut self, key: &'static str) -> Option<String> {
        self.get(key).and_then(|mut value| value.text())
    }

    /// A text shown to clinicians or patients: it must be there and not reassure.
    pub(crate) fn shown(&mut self, key: &'static str) -> String {
        self.need(key).and_then(|mut value| value.shown()).unwrap_or_default()
    }

    pub(crate) fn optional_shown(&mut self, key: &'static str) -> Option<String> {
        self.get(key).and_then(|mut value| value.shown())
    }

    pub(crate) fn shown_list(&mut self, key: &'static str) -> Vec<String> {
        self.get(key).map(|mut value| value.shown_list()).unwrap_or_default()
    }

    /// A list of texts; empty when it is not there.
    pub(crate) fn texts(&mut self, key: &'static str) -> Vec<String> {
        self.get(key).map(|mut value| value.texts()).unwrap_or_default()
    }

    pub(crate) fn number(&mut self, key: &'static str) -> f64 {
        self.need(key).and_then(|mut value| value.number()).unwrap_or_default()
    }

    pub(crate) fn optional_number(&mut self, key: &'static str) -> Option<f64> {
        self.get(key).and_then(|mut value| value.number())
    }

    pub(crate) fn whole(&mut self, key: &'static str) -> Option<u32> {
        self.get(key).and_then(|mut value| value.whole())
    }

    pub(crate) fn flag(&mut self, key: &'static str) -> Option<bool> {
        self.get(key).and_then(|mut value| value.flag())
    }

    pub(crate) fn date(&mut self, key: &'static str) -> Date {
        let epoch = Date::from_days_since_epoch(0);
        self.need(key).and_then(|mut value| value.date()).unwrap_or(epoch)
    }

    /// A length of time in days.
    pub(crate) fn days(&mut self, key: &'static str) -> Option<i32> {
        self.get(key).and_then(|mut value| value.days())
    }

    pub(crate) fn lookback(&mut self, key: &'static str) -> Option<Lookback> {
        self.get(key).and_then(|mut value| value.lookback())
    }

    pub(crate) fn choice<T: Copy>(&mut self, key: &'static str, choices: &[(&'static str, T)]) -> Option<T> {
        self.get(key).and_then(|mut value| value.choice(choices))
    }

    pub(crate) fn needed_choice<T: Copy>(&mut self, key: &'static str, choices: &[(&'static str, T)]) -> Option<T> {
        self.need(key).and_then(|mut value| value.choice(choices))
    }

    pub(crate) fn reference(&mut self, key: &'static str, kind: NameKind) -> Option<String> {
        self.get(key).and_then(|mut value| value.reference(kind))
    }

    pub(crate) fn needed_reference(&mut self, key: &'static str, kind: NameKind) -> String {
        self.need(key)
            .and_then(|mut value| value.reference(kind))
            .unwrap_or_default()
    }

    pub(crate) fn references(&mut self, key: &'static str, kind: NameKind) -> Vec<String> {
        self.get(key)
            .map(|mut value| value.references(kind))
            .unwrap_or_default()
    }

    /// At least one source.
    pub(crate) fn sources(&mut self) -> Vec<String> {
        let sources = self.references("sources", NameKind::Source);
        if sources.is_empty()
            && !(self.has("sources")
                && self
                    .table
                    .get("sources")
                    .is_some_and(|value| !value.get_ref().is_array()))
        {
            let help = "add `sources = [\"EV-2.1\"]` with ids of sources.toml or sections of the evidence document";
            self.error_here("missing-source", "no source is given".to_owned(), Some(help.to_owned()));
        }
        sources
    }

    pub(crate) fn condition(&mut self, key: &'static str, scope: Scope) -> Option<Condition> {
        self.get(key).and_then(|mut value| value.condition(scope))
    }

    pub(crate) fn needed_condition(&mut self, key: &'static str, scope: Scope) -> Condition {
        self.need(key)
            .and_then(|mut value| value.condition(scope))
            .unwrap_or_else(never)
    }

    /// What the numbers of this table rest on: `basis`, `source` and an optional `note`.
    pub(crate) fn basis(&mut self) -> Basis {
        let kind = self.basis_kind();
        let source = if self.has("source") {
            self.reference("source", NameKind::Source).unwrap_or_default()
        } else {
            self.known.push("source");
            let help =
                "add `source = \"…\"` with an id of sources.toml or a section of the evidence document (`EV-6.4`)";
            self.error_here("missing-source", "no source is given".to_owned(), Some(help.to_owned()));
            String::new()
        };
        Basis {
            kind,
            source,
            note: self.optional_text("note"),
        }
    }

    /// `basis` alone.
    pub(crate) fn basis_kind(&mut self) -> BasisKind {
        if !self.has("basis") {
            self.known.push("basis");
            let help = "add `basis = \"E\"` (published estimate), `\"G\"` (guideline) or `\"C\"` (consensus)";
            self.error_here("missing-basis", "no basis is given".to_owned(), Some(help.to_owned()));
            return BasisKind::Consensus;
        }
        let letter = self.optional_text("basis").unwrap_or_default();
        match letter.as_str() {
            "E" => BasisKind::Estimate,
            "G" => BasisKind::Guideline,
            "C" => BasisKind::Consensus,
            "" => BasisKind::Consensus,
            _ => {
                let place = self.place_of("basis");
                let help = "write `E` (published estimate), `G` (guideline) or `C` (consensus)".to_owned();
                let rule = self.rule.clone();
                self.reading.error(
                    place,
                    rule.as_deref(),
                    "unknown-basis",
                    format!("there is no basis `{letter}`"),
                    Some(help),
                );
                BasisKind::Consensus
            }
        }
    }

    /// The table under `key`, if there is one.
    pub(crate) fn table<T>(&mut self, key: &'static str, read: impl FnOnce(&mut Table<'_, 'b>) -> T) -> Option<T> {
        self.get(key).and_then(|mut value| value.table(read))
    }

    /// The table under `key`, which must be there.
    pub(crate) fn needed_table<T>(
        &mut self,
        key: &'static str,
        read: impl FnOnce(&mut Table<'_, 'b>) -> T,
    ) -> Option<T> {
        self.need(key).and_then(|mut value| value.table(read))
    }

    /// Each table of the list `key`.
    pub(crate) fn tables<T>(&mut self, key: &'static str, mut read: impl FnMut(&mut Table<'_, 'b>) -> T) -> Vec<T> {
        self.get(key)
            .map(|mut value| value.tables(&mut read))
            .unwrap_or_default()
    }

    /// Each member of the table under `key`: its name, where the name stands, its value.
    pub(crate) fn members<T>(
        &mut self,
        key: &'static str,
        mut read: impl FnMut(&str, usize, Value<'_, 'b>) -> T,
    ) -> Vec<T> {
        self.get(key)
            .and_then(|mut value| value.table(|table| table.every_member(&mut read)))
            .unwrap_or_default()
    }

    /// Each member of this table, in the order of the file; all of them are known then.
    pub(crate) fn every_member<T>(&mut self, mut read: impl FnMut(&str, usize, Value<'_, 'b>) -> T) -> Vec<T> {
        self.open = true;
        let found = self.rest(&[]);
        found
            .into_iter()
            .map(|(name, start, value)| {
                let value = Value {
                    reading: self.reading,
                    file: self.file,
                    rule: self.rule.clone(),
                    key: name,
                    value,
                };
                read(name, start, value)
            })
            .collect()
    }

    /// Members that are not in `except`, in the order of the file.
    pub(crate) fn rest(&self, except: &[&str]) -> Vec<(&'b str, usize, &'b toml::Spanned<DeValue<'b>>)> {
        let members = self
            .table
            .iter()
            .filter(|(key, _)| !except.contains(&key.get_ref().as_ref()));
        let mut found: Vec<_> = members
            .map(|(key, value)| (key.get_ref().as_ref(), key.span().start, value))
            .collect();
        found.sort_by_key(|(_, start, _)| *start);
        found
    }

    /// Reads the remaining members as tables of their own, each a rule with its id.
    pub(crate) fn entries<T>(
        &mut self,
        except: &[&'static str],
        mut read: impl FnMut(&str, &mut Table<'_, 'b>) -> T,
    ) -> Vec<T> {
        self.open = true;
        let found = self.rest(except);
        let mut results = Vec::new();
        for (id, start, value) in found {
            let mut value = Value {
                reading: self.reading,
                file: self.file,
                rule: Some(Rc::from(id)),
                key: id,
                value,
            };
            let result = value.table(|table| {
                table.start = start;
                read(id, table)
            });
            results.extend(result);
        }
        results
    }

    /// Names every key nobody asked for.
    pub(crate) fn finish(mut self) {
        self.name_unknown_keys();
    }

    pub(super) fn name_unknown_keys(&mut self) {
        if self.open {
            return;
        }
        for (key, start, _) in self.rest(&[]) {
            if self.known.contains(&key) {
                continue;
            }
            let mut known = self.known.clone();
            known.sort_unstable();
            known.dedup();
            let help = match nearest(key, known.iter().copied()) {
                Some(name) => format!("did you mean `{name}`?"),
                None => format!("known here: {}", known.join(", ")),
            };
            let place = self.file.place(start);
            let rule = self.rule.clone();
            self.reading.error(
                place,
                rule.as_deref(),
                "unknown-key",
                format!("`{key}` is not a key here"),
                Some(help),
            );
        }
    }

    /// Takes keys nobody asked for as known: whoever calls this has looked at them.
    pub(crate) const fn open_keys(&mut self) {
        self.open = true;
    }

    /// Allows keys that are for readers, not for the engine.
    pub(crate) fn allow(&mut self, keys: &[&'static str]) {
        self.known.extend(keys);
    }

    /// A mistake of the whole table.
    pub(crate) fn error_here(&mut self, code: &'static str, message: String, help: Option<String>) {
        let place = self.place();
        let rule = self.rule.clone();
        self.reading.error(place, rule.as_deref(), code, message, help);
    }

    /// A mistake of the value under `key`.
    pub(crate) fn error_at(&mut self, key: &str, code: &'static str, message: String, help: Option<String>) {
        let place = self.place_of(key);
        let rule = self.rule.clone();
        self.reading.error(place, rule.as_deref(), code, message, help);
    }

    /// Something to look at in the value under `key`.
    pub(crate) fn warn_at(&mut self, key: &str, code: &'static str, message: String, help: Option<String>) {
        let place = self.place_of(key);
        let rule = self.rule.clone();
        self.reading.warning(place, rule.as_deref(), code, message, help);
    }
}

/// A condition that is never true, in place of one that could not be read.
pub(crate) fn never() -> Condition {
    Condition {
        text: String::new(),
        root: crate::rules::condition::Expression::Or(Vec::new()),
    }
}
