//! `status/*.toml`: how known metastatic disease shows.

use super::choices::site;
use super::node::Table;
use super::when::Scope;
use crate::rules::model::{MetastaticStatus, Site, StatusRule};
use crate::rules::names::NameKind;

const STATUSES: [(&str, MetastaticStatus); 3] = [
    ("recorded", MetastaticStatus::Recorded),
    ("probable", MetastaticStatus::Probable),
    ("possible", MetastaticStatus::Possible),
];

pub(crate) fn statuses(table: &mut Table<'_, '_>) -> Vec<StatusRule> {
    table.entries(&[], |id, table| {
        let place = table.place();
        table.reading.define_kebab(NameKind::Status, id, &place);
        let rule = StatusRule {
            id: id.to_owned(),
            name: table.shown("name"),
            status: table
                .needed_choice("status", &STATUSES)
                .unwrap_or(MetastaticStatus::Possible),
            site: site(table, "site").unwrap_or(Site::General),
            codes: table.references("codes", NameKind::Codelist),
            exclude: table.references("exclude", NameKind::Codelist),
            sign: table.reference("sign", NameKind::Sign),
            when: table.condition("when", Scope::Status),
            basis: table.basis_kind(),
            sources: table.sources(),
            place,
        };
        if rule.codes.is_empty() && rule.sign.is_none() && !table.has("when") {
            let help = "add `codes`, `sign` or `when`".to_owned();
            table.error_here(
                "never-found",
                "nothing in a record can show this status".to_owned(),
                Some(help),
            );
        }
        rule
    })
}
