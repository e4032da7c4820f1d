//! What stands under the keys of a table, each read as what it should be.

use super::node::{Table, Value};
use super::value::Lookback;
use super::when::{Scope, never};
use crate::record::Date;
use crate::rules::condition::Condition;
use crate::rules::model::{Basis, BasisKind};
use crate::rules::names::NameKind;

impl<'b> Table<'_, 'b> {
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
}
