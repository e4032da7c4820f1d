//! Where something is written: the line and column of a key, or of one item of its list, found again in the files.
//!
//! What has been read keeps the place of its table alone. A file is parsed here when something is to be said of it, so
//! that rules without mistakes cost nothing.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::bundle::Bundle;
use super::diagnostic::Place;
use super::source_text::SourceText;

/// The files of a bundle, to look places up in.
pub struct Written<'b> {
    bundle: &'b Bundle,
    files: RefCell<BTreeMap<String, Option<Rc<Parsed<'b>>>>>,
}

struct Parsed<'b> {
    source: SourceText<'b>,
    root: DeTable<'b>,
}

impl<'b> Written<'b> {
    /// Of this bundle.
    #[must_use]
    pub fn of(bundle: &'b Bundle) -> Self {
        Self {
            bundle,
            files: RefCell::default(),
        }
    }

    /// Where the value under `keys` stands in `file`; of a list the item with the text `item`. A key that is a number
    /// counts the items of a list from 0. As far as the keys are there: what is missing is told where it would be.
    #[must_use]
    pub fn place(&self, file: &str, keys: &[&str], item: Option<&str>) -> Place {
        let Some(parsed) = self.parsed(file) else {
            return Place::of_line(file, 0);
        };
        let mut at = None;
        let mut value: Option<&Spanned<DeValue<'b>>> = None;
        for key in keys {
            let next = match value.map(Spanned::get_ref) {
                None => parsed.root.get_key_value(*key),
                Some(DeValue::Table(table)) => table.get_key_value(*key),
                Some(DeValue::Array(items)) => {
                    let one = key.parse().ok().and_then(|number: usize| items.get(number));
                    let Some(one) = one else { break };
                    at = Some(one.span().start);
                    value = Some(one);
                    continue;
                }
                Some(_) => None,
            };
            let Some((name, found)) = next else { break };
            at = Some(match found.get_ref() {
                DeValue::Table(_) => name.span().start,
                _ => found.span().start,
            });
            value = Some(found);
        }
        if let Some((DeValue::Array(items), item)) = value.map(Spanned::get_ref).zip(item) {
            let same = |value: &&Spanned<DeValue<'_>>| matches!(value.get_ref(), DeValue::String(text) if text == item);
            at = items.iter().find(same).map(|value| value.span().start).or(at);
        }
        at.map_or_else(|| Place::of_line(file, 0), |at| parsed.source.place(at))
    }

    fn parsed(&self, file: &str) -> Option<Rc<Parsed<'b>>> {
        if let Some(known) = self.files.borrow().get(file) {
            return known.clone();
        }
        let found = self.bundle.files().find(|(path, _)| *path == file);
        let parsed = found.and_then(|(path, content)| {
            let text = content.text()?;
            let (root, _) = DeTable::parse_recoverable(text);
            Some(Rc::new(Parsed {
                source: SourceText::new(path, text),
                root: root.into_inner(),
            }))
        });
        self.files.borrow_mut().insert(file.to_owned(), parsed.clone());
        parsed
    }
}
