//! `pathways/*.toml`: what to do, and the local slots that say whom to call.

use super::node::Table;
use super::node::Value;
use crate::rules::model::{Pathway, Slot};
use crate::rules::names::NameKind;

pub(crate) fn pathways(table: &mut Table<'_, '_>) -> Vec<Pathway> {
    table.entries(&[], |id, table| {
        let place = table.place();
        table.reading.define_kebab(NameKind::Pathway, id, &place);
        Pathway {
            id: id.to_owned(),
            name: table.shown("name"),
            timing: table.shown("timing"),
            call: table
                .need("call")
                .and_then(|mut value| slotted(&mut value))
                .unwrap_or_default(),
            actions: slotted_list(table, "do"),
            safety_net: slotted_list(table, "safety_net"),
            sources: table.sources(),
        }
    })
}

pub(crate) fn slots(table: &mut Table<'_, '_>) -> Vec<Slot> {
    table.entries(&[], |id, table| {
        let place = table.place();
        table.reading.define_kebab(NameKind::Slot, id, &place);
        let slot = Slot {
            id: id.to_owned(),
            name: table.shown("name"),
            emergency: table.flag("emergency").unwrap_or(false),
            fallback: table.optional_shown("fallback").unwrap_or_default(),
        };
        if slot.fallback.is_empty() {
            let help = "say what to do where no place fills it, as in `hospital switchboard, ask for …`".to_owned();
            table.error_here("missing-fallback", "the slot has no fallback".to_owned(), Some(help));
        }
        slot
    })
}

fn slotted_list(table: &mut Table<'_, '_>, key: &'static str) -> Vec<String> {
    let list = table.get(key).map(|mut value| value.items("a list of texts", slotted));
    list.unwrap_or_default()
}

/// A shown text with `{slot}`s.
fn slotted(value: &mut Value<'_, '_>) -> Option<String> {
    let text = value.shown()?;
    for piece in slot_names(&text) {
        match piece {
            Ok((at, name)) => {
                let offset = value.file.inside_string(value.offset(), at);
                value
                    .reading
                    .uses(NameKind::Slot, name, value.file, offset, value.rule.as_ref());
            }
            Err(at) => {
                let place = value.file.place(value.file.inside_string(value.offset(), at));
                let rule = value.rule.clone();
                let help = "write a slot as `{slot-name}`, opened and closed".to_owned();
                value.reading.error(
                    place,
                    rule.as_deref(),
                    "bad-slot",
                    "a brace stands alone".to_owned(),
                    Some(help),
                );
            }
        }
    }
    Some(text)
}

/// The slots a text names, each with where its name begins; where a brace stands alone, the place of it.
pub(crate) fn slot_names(text: &str) -> Vec<Result<(usize, &str), usize>> {
    let mut found = Vec::new();
    let mut open: Option<usize> = None;
    for (at, letter) in text.char_indices() {
        match (letter, open) {
            ('{', None) => open = Some(at),
            ('{', Some(_)) => found.push(Err(at)),
            ('}', None) => found.push(Err(at)),
            ('}', Some(start)) => {
                let start = start.saturating_add(1);
                found.push(Ok((start, text.get(start..at).unwrap_or_default())));
                open = None;
            }
            _ => {}
        }
    }
    found.extend(open.map(Err));
    found
}
