//! `language/*.toml` are read by the note reader; what is told here are older names, and words that stand twice in one list.

use std::collections::BTreeSet;

use toml::de::DeValue;

use super::node::Table;

/// `within` is a length of time in the other files.
const RENAMED: [(&str, &str); 1] = [("within", "within-words")];

/// Warns of keys that have another name now.
pub(crate) fn old_names(table: &mut Table<'_, '_>) {
    for (id, _, value) in table.rest(&[]) {
        let DeValue::Table(group) = value.get_ref() else {
            continue;
        };
        for (key, _) in group {
            let Some((old, new)) = RENAMED.iter().find(|(old, _)| *old == key.get_ref().as_ref()) else {
                continue;
            };
            let place = table.file.place(key.span().start);
            let message = format!("`{old}` is called `{new}` now");
            let help = format!("write `{new}`");
            table.reading.warning(place, Some(id), "old-name", message, Some(help));
        }
    }
}

/// Warns of words that one list holds twice: the second was meant to be another.
pub(crate) fn listed_twice(table: &mut Table<'_, '_>) {
    for (id, _, value) in table.rest(&[]) {
        let DeValue::Table(group) = value.get_ref() else {
            continue;
        };
        for (_, list) in group {
            let DeValue::Array(items) = list.get_ref() else {
                continue;
            };
            let mut seen = BTreeSet::new();
            for item in items {
                let DeValue::String(word) = item.get_ref() else {
                    continue;
                };
                if !seen.insert(word.to_lowercase()) {
                    let place = table.file.place(item.span().start);
                    let message = format!("`{word}` stands twice in this list");
                    let help = "take one out; small and capital letters are read alike".to_owned();
                    table
                        .reading
                        .warning(place, Some(id), "word-twice", message, Some(help));
                }
            }
        }
    }
}
