//! `accepted-warnings.toml`: warnings that somebody has looked at and that are meant.

use super::node::Table;
use crate::rules::diagnostic::Place;

/// The kinds that can be meant; whatever else `check` warns of is set right instead.
const KINDS: [(&str, &str); 10] = [
    ("repeated-phrase", "repeated-phrase"),
    ("unused-sign", "unused-sign"),
    ("common-phrase", "common-phrase"),
    ("denial-phrase", "denial-phrase"),
    ("other-sense-phrase", "other-sense-phrase"),
    ("swallowed-phrase", "swallowed-phrase"),
    ("not-said", "not-said"),
    ("shadowed", "shadowed"),
    ("two-histories", "two-histories"),
    ("opposed-codes", "opposed-codes"),
];
/// Kinds that only reading phrases as notes are read finds, which takes an engine.
pub(crate) const READ_BACK: [&str; 3] = ["denial-phrase", "other-sense-phrase", "swallowed-phrase"];

/// Warnings of one kind that are meant, for one reason.
#[derive(Clone, Debug)]
pub(crate) struct Accepted {
    pub(crate) place: Place,
    pub(crate) code: &'static str,
    /// The signs they are in.
    pub(crate) signs: Vec<String>,
    /// What they quote first; anything where this is empty.
    pub(crate) about: Vec<String>,
}

pub(crate) fn accepted(table: &mut Table<'_, '_>) -> Vec<Accepted> {
    if !table.has("warning") {
        table.need("warning");
    }
    table.tables("warning", entry).into_iter().flatten().collect()
}

fn entry(table: &mut Table<'_, '_>) -> Option<Accepted> {
    let place = table.place();
    let code = table.needed_choice("code", &KINDS);
    let signs = table.need("in").map(|mut value| value.texts());
    if signs.as_ref().is_some_and(Vec::is_empty) {
        let help = "name the signs that the warnings are in".to_owned();
        table.error_at(
            "in",
            "accepts-nothing",
            "nothing is accepted here".to_owned(),
            Some(help),
        );
    }
    table.text("reason");
    let about = table.texts("about");
    Some(Accepted {
        place,
        code: code?,
        signs: signs.unwrap_or_default(),
        about,
    })
}
