//! `language/*.toml` are read by the note reader; what is told here are its older names.

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
