//! A TOML table being read and a value in it: every key asked for is known, and the others are named when it is finished.
//!
//! The two need each other, so what they share stands here: a table gives values, and a value may be a table. What a value
//! should be is told by `value`, what stands under a key by `table`.

use std::rc::Rc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::names::Reading;
use crate::rules::diagnostic::Place;
use crate::rules::source_text::SourceText;
use crate::text::nearest;

/// A table and the keys asked of it so far.
pub(crate) struct Table<'r, 'b> {
    pub(crate) reading: &'r mut Reading<'b>,
    pub(crate) file: &'b SourceText<'b>,
    /// The rule it belongs to, as messages name it.
    pub(crate) rule: Option<Rc<str>>,
    pub(super) table: &'b DeTable<'b>,
    /// Where the table is named.
    start: usize,
    pub(super) known: Vec<&'static str>,
    /// Whether its keys are names of the author's own.
    open: bool,
}

/// A value, the key it stands under and where it is.
pub(crate) struct Value<'r, 'b> {
    pub(crate) reading: &'r mut Reading<'b>,
    pub(crate) file: &'b SourceText<'b>,
    pub(crate) rule: Option<Rc<str>>,
    pub(crate) key: &'b str,
    pub(crate) value: &'b Spanned<DeValue<'b>>,
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
    pub(crate) fn rest(&self, except: &[&str]) -> Vec<(&'b str, usize, &'b Spanned<DeValue<'b>>)> {
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

    /// A mistake of the table under `key`, told where it is named.
    pub(crate) fn error_at_name(&mut self, key: &str, code: &'static str, message: String, help: Option<String>) {
        let name = self.table.get_key_value(key).map(|(name, _)| name.span().start);
        let place = self.file.place(name.unwrap_or(self.start));
        let rule = self.rule.clone();
        self.reading.error(place, rule.as_deref(), code, message, help);
    }
}

impl<'b> Value<'_, 'b> {
    /// Where it stands.
    pub(crate) fn offset(&self) -> usize {
        self.value.span().start
    }

    /// The table, read and then looked through for keys nobody asked for.
    pub(crate) fn table<T>(&mut self, read: impl FnOnce(&mut Table<'_, 'b>) -> T) -> Option<T> {
        match self.value.get_ref() {
            DeValue::Table(table) => Some(self.read_table(table, read)),
            _ => self.wrong_type("a table"),
        }
    }

    fn read_table<T>(&mut self, table: &'b DeTable<'b>, read: impl FnOnce(&mut Table<'_, 'b>) -> T) -> T {
        let start = self.value.span().start;
        let mut table = Table::new(self.reading, self.file, self.rule.clone(), table, start);
        let result = read(&mut table);
        table.name_unknown_keys();
        result
    }

    /// A mistake of this value.
    pub(crate) fn error(&mut self, code: &'static str, message: String, help: Option<String>) {
        let place = self.file.place(self.value.span().start);
        let rule = self.rule.clone();
        self.reading.error(place, rule.as_deref(), code, message, help);
    }

    pub(super) fn wrong_type<T>(&mut self, wanted: &str) -> Option<T> {
        let found = match self.value.get_ref() {
            DeValue::String(_) => "a text",
            DeValue::Integer(_) | DeValue::Float(_) => "a number",
            DeValue::Boolean(_) => "true or false",
            DeValue::Datetime(_) => "a date",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        };
        self.error(
            "wrong-type",
            format!("`{}` must be {wanted}, not {found}", self.key),
            None,
        );
        None
    }
}
