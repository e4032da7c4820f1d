//! `[lower.…]` and `[complaints.…]` of `scoring.toml`.

use super::choices::{sites, tier_choices};
use super::node::Table;
use crate::rules::model::{
    ActedOn, Cleared, Complaint, Disputed, Explained, Lowering, Recovered, Reviewed, Route, Steady, Tier, Unsure,
};
use crate::rules::names::{NameKind, is_kebab_case};

/// The tiers a lowered prompt can be left at.
const LEFT: [Tier; 2] = [Tier::SoonReview, Tier::Watch];
/// The tiers a route can answer: never an emergency.
const ANSWERED: [Tier; 3] = [Tier::Urgent24h, Tier::UrgentSuspectedCancer, Tier::SoonReview];

pub(crate) fn lowering(table: &mut Table<'_, '_>) -> Lowering {
    Lowering {
        unsure: table.table("unsure", unsure),
        steady: table.table("steady", |table| Steady {
            name: table.shown("name"),
            tier: left(table),
            at_least_days: shortest(table, "at_least"),
            deficits: table.references("deficits", NameKind::Sign),
            of_all: table.references("of_all", NameKind::Sign),
            basis: table.basis(),
        }),
        explained: table.table("explained", quiet),
        improving: table.table("improving", quiet),
        explained_improving: table.table("explained_improving", quiet),
        recovered: table.table("recovered", |table| Recovered {
            name: table.shown("name"),
            signs: needed(table, "signs"),
            well: table.references("well", NameKind::Sign),
            well_after_days: days(table, "well_after"),
            within_days: days(table, "within"),
            basis: table.basis(),
        }),
        known_results: table.table("known_results", quiet),
        reviewed: table.table("reviewed", |table| Reviewed {
            name: table.shown("name"),
            signs: needed(table, "signs"),
            letters: table.references("letters", NameKind::Sign),
            tier: left(table),
            basis: table.basis(),
        }),
        cleared: table.table("cleared", |table| Cleared {
            name: table.shown("name"),
            signs: needed(table, "signs"),
            denied: table.references("denied", NameKind::Sign),
            letters: needed(table, "letters"),
            tier: left(table),
            basis: table.basis(),
        }),
        disputed: table.table("disputed", |table| Disputed {
            name: table.shown("name"),
            signs: needed(table, "signs"),
            misfiled: table.references("misfiled", NameKind::Sign),
            letters: table.references("letters", NameKind::Sign),
            basis: table.basis(),
        }),
        acted_on: table.table("acted_on", acted_on),
    }
}

fn unsure(table: &mut Table<'_, '_>) -> Unsure {
    let mut share = |key: &'static str| {
        let value = table.number(key);
        if !(0.0..=1.0).contains(&value) {
            table.error_at(key, "bad-share", format!("`{key}` is a chance from 0 to 1"), None);
        }
        value
    };
    let (interrupts, refers, shows, counts) = (share("interrupts"), share("refers"), share("shows"), share("counts"));
    let asks = share("asks");
    Unsure {
        name: table.shown("name"),
        tier: left(table),
        interrupts,
        refers,
        shows,
        asks,
        counts,
        basis: table.basis(),
    }
}

fn quiet(table: &mut Table<'_, '_>) -> Explained {
    Explained {
        name: table.shown("name"),
        up_to: table
            .needed_choice("up_to", &tier_choices(&ANSWERED))
            .unwrap_or(Tier::Watch),
        tier: left(table),
        basis: table.basis(),
    }
}

/// The fewest days that a length of time may have: six months are 181 to 184, 26 weeks always 182.
fn shortest(table: &mut Table<'_, '_>, key: &'static str) -> i32 {
    let value = table.need(key);
    value.and_then(|mut value| value.shortest_days()).unwrap_or(i32::MAX)
}

fn days(table: &mut Table<'_, '_>, key: &'static str) -> i32 {
    let value = table.need(key);
    value.and_then(|mut value| value.days()).unwrap_or(i32::MAX)
}

fn needed(table: &mut Table<'_, '_>, key: &'static str) -> Vec<String> {
    let value = table.need(key);
    value
        .map(|mut value| value.references(NameKind::Sign))
        .unwrap_or_default()
}

fn left(table: &mut Table<'_, '_>) -> Tier {
    table
        .needed_choice("tier", &tier_choices(&LEFT))
        .unwrap_or(Tier::SoonReview)
}

fn acted_on(table: &mut Table<'_, '_>) -> ActedOn {
    let name = table.shown("name");
    let headline = table.shown("headline");
    let tier = left(table);
    let basis = table.basis();
    let routes = table.needed_table("routes", |table| {
        table.entries(&[], |id, table| {
            if !is_kebab_case(id) {
                table.error_here("bad-id", format!("`{id}` must be lower case with hyphens"), None);
            }
            if !table.has("signs") {
                let help = "name the signs that show that it was taken, `signs = [\"…\"]`".to_owned();
                table.error_at(
                    "signs",
                    "missing-signs",
                    "the route names no sign".to_owned(),
                    Some(help),
                );
            }
            Route {
                id: id.to_owned(),
                name: table.shown("name"),
                signs: needed(table, "signs"),
                tier: table
                    .needed_choice("tier", &tier_choices(&ANSWERED))
                    .unwrap_or(Tier::SoonReview),
                sites: sites(table, "sites"),
            }
        })
    });
    ActedOn {
        name,
        headline,
        tier,
        routes: routes.unwrap_or_default(),
        basis,
    }
}

pub(crate) fn complaints(table: &mut Table<'_, '_>) -> Vec<Complaint> {
    table.entries(&[], |id, table| {
        if !is_kebab_case(id) {
            table.error_here("bad-id", format!("`{id}` must be lower case with hyphens"), None);
        }
        let complaint = Complaint {
            id: id.to_owned(),
            name: table.shown("name"),
            signs: table.references("signs", NameKind::Sign),
        };
        if complaint.signs.len() < 2 {
            let help = "name two signs or more that tell of one complaint".to_owned();
            table.error_at(
                "signs",
                "missing-signs",
                "the complaint joins nothing".to_owned(),
                Some(help),
            );
        }
        complaint
    })
}
