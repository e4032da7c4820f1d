//! Codelists: the form of each code, doubles, and the entry that says where the list came from.

use std::collections::{BTreeMap, BTreeSet};

use super::digits::{fault, looks_like};
use crate::rules::diagnostic::Place;
use crate::rules::model::{Codelist, Tumour};
use crate::rules::read::Reading;
use crate::rules::read::codelist::Companion;

pub(crate) fn codelists(reading: &mut Reading<'_>, lists: &[Codelist], companions: &[Companion]) {
    for list in lists {
        codes(reading, list);
    }
    let mut described: BTreeMap<&str, &Companion> = BTreeMap::new();
    for companion in companions {
        if let Some(first) = described.insert(&companion.list, companion) {
            let message = format!(
                "the codelist `{}` has another entry at {}:{}",
                companion.list, first.place.file, first.place.line
            );
            reading.error(
                companion.place.clone(),
                Some(&companion.list),
                "duplicate-id",
                message,
                Some("keep one".to_owned()),
            );
        }
    }
    for list in lists {
        if !described.contains_key(list.list.as_str()) {
            let help = format!(
                "add `[{}]` with title, origin and left_out to a TOML file in codelists/",
                list.list
            );
            let message = "nothing says where the codelist came from and what was left out".to_owned();
            reading.error(
                file_place(list),
                Some(&list.list),
                "missing-origin",
                message,
                Some(help),
            );
        }
    }
    for companion in companions {
        let files: BTreeSet<&str> = lists
            .iter()
            .filter(|list| list.list == companion.list)
            .map(|list| list.system.name())
            .collect();
        let Some(systems) = &companion.systems else {
            if files.is_empty() {
                let message = format!("there is no file of the codelist `{}`", companion.list);
                let help = "add the file, or say `systems = []` when there is no code and phrases must do".to_owned();
                reading.error(
                    companion.place.clone(),
                    Some(&companion.list),
                    "missing-codelist",
                    message,
                    Some(help),
                );
            }
            continue;
        };
        let stated: BTreeSet<&str> = systems.iter().map(|system| system.name()).collect();
        for system in stated.symmetric_difference(&files) {
            let (message, help) = if stated.contains(system) {
                let message = format!("there is no file of the codelist `{}` in {system}", companion.list);
                (message, format!("add the file, or take {system} out of `systems`"))
            } else {
                let message = format!(
                    "the codelist `{}` has a file in {system} that its entry doesn't know",
                    companion.list
                );
                (message, format!("add {system} to `systems`, or delete the file"))
            };
            reading.error(
                companion.place.clone(),
                Some(&companion.list),
                "missing-codelist",
                message,
                Some(help),
            );
        }
    }
}

fn codes(reading: &mut Reading<'_>, list: &Codelist) {
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    for (row, (code, _)) in list.codes.iter().enumerate() {
        // The header is line 1. Terms with line breaks would shift this; the reader refuses none, so the code is named too.
        let place = Place {
            line: u32::try_from(row.saturating_add(2)).unwrap_or(u32::MAX),
            column: 1,
            ..file_place(list)
        };
        if let Some(fault) = fault(list.system, code) {
            let other = looks_like(code).filter(|other| *other != list.system);
            let (kind, help) = match other {
                Some(other) => (
                    "two-systems",
                    format!(
                        "it looks like {}; move it to {}.{}.csv",
                        other.name(),
                        list.list,
                        other.name()
                    ),
                ),
                None => (
                    "bad-code",
                    "copy the code again from the dictionary, as text".to_owned(),
                ),
            };
            let message = format!("`{code}` can't be a {} code: {fault}", list.system.name());
            reading.error(place, Some(&list.list), kind, message, Some(help));
        } else if !seen.insert(code) {
            let message = format!("the code `{code}` stands twice");
            reading.error(
                place,
                Some(&list.list),
                "duplicate-code",
                message,
                Some("take one out".to_owned()),
            );
        }
    }
}

/// A code that both shows a cancer and says it isn't history cancels itself.
pub(crate) fn histories(reading: &mut Reading<'_>, lists: &[Codelist], tumours: &[Tumour]) {
    for tumour in tumours {
        let excluded = lists.iter().filter(|list| tumour.exclude.contains(&list.list));
        let excluded: BTreeMap<(&str, &str), &str> = excluded
            .flat_map(|list| {
                list.codes
                    .iter()
                    .map(|(code, _)| ((list.system.name(), code.as_str()), list.list.as_str()))
            })
            .collect();
        for list in lists.iter().filter(|list| tumour.history_codes.contains(&list.list)) {
            for (code, _) in &list.codes {
                if let Some(other) = excluded.get(&(list.system.name(), code.as_str())) {
                    let message = format!(
                        "the code `{code}` is in `{}` and in `{other}`, which excludes it",
                        list.list
                    );
                    let help = "take it out of one of the lists".to_owned();
                    reading.warning(
                        tumour.place.clone(),
                        Some(&tumour.id),
                        "excluded-code",
                        message,
                        Some(help),
                    );
                }
            }
        }
    }
}

fn file_place(list: &Codelist) -> Place {
    Place {
        file: format!("codelists/{}.{}.csv", list.list, list.system.name()),
        line: 0,
        column: 0,
    }
}
