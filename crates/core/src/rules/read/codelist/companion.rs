//! `codelists/*.toml`, the older place of what the head of a list says now.

use crate::record::System;
use crate::rules::diagnostic::Place;
use crate::rules::names::NameKind;
use crate::rules::read::Table;

/// What the entry of a list says of it.
#[derive(Clone, Debug)]
pub(crate) struct Companion {
    pub(crate) list: String,
    pub(crate) place: Place,
    /// The systems it says there are codes in, where it says so; none at all when phrases must do.
    pub(crate) systems: Option<Vec<System>>,
}

/// Where each list came from and what was left out.
pub(crate) fn companions(table: &mut Table<'_, '_>) -> Vec<Companion> {
    table.entries(&[], |id, table| {
        let place = table.place();
        table.shown("title");
        let systems = table.get("systems").map(|mut value| {
            value.items("a list of code systems", |item| {
                let systems = System::ALL.map(|system| (system.name(), system));
                item.choice(&systems)
            })
        });
        if systems.as_ref().is_some_and(Vec::is_empty) {
            table.allow(&["origin"]);
        } else {
            table.text("origin");
        }
        table.optional_text("left_out");
        table.optional_text("gap");
        table.optional_text("note");
        table.references("sources", NameKind::Source);
        if table.has("basis") {
            table.basis_kind();
        } else {
            table.allow(&["basis"]);
        }
        Companion {
            list: id.to_owned(),
            place,
            systems,
        }
    })
}
