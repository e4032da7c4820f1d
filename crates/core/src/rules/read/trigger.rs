//! `triggers/*.toml` and `care/*.toml`: when to say what.

use super::choices::{site, tier_choices};
use super::node::Table;
use super::when::Scope;
use crate::record::System;
use crate::rules::model::{KnownMetastatic, ProposedCode, Site, Tier, Trigger};
use crate::rules::names::NameKind;

/// A GP can check three things during a consultation (EVIDENCE 7.2).
pub(crate) const MAX_CHECKS: usize = 3;

/// The rules of one file; `care` for those of `care/`, which are quiet.
pub(crate) fn triggers(table: &mut Table<'_, '_>, care: bool) -> Vec<Trigger> {
    table.entries(&[], |id, table| {
        let place = table.place();
        table.reading.define_kebab(NameKind::Trigger, id, &place);
        trigger(id, table, care)
    })
}

fn trigger(id: &str, table: &mut Table<'_, '_>, care: bool) -> Trigger {
    if !care && !table.has("site") {
        let help = "add `site = \"…\"`, or `site = \"general\"`".to_owned();
        table.error_here("missing-key", "`site` is missing".to_owned(), Some(help));
    }
    let tier = table
        .needed_choice("tier", &tier_choices(&Tier::ALL))
        .unwrap_or(Tier::Watch);
    if care && tier > Tier::SoonReview {
        let help = "care rules are quiet: `soon-review` or `watch`".to_owned();
        table.error_at(
            "tier",
            "care-tier",
            format!("a care rule can't be `{}`", tier.name()),
            Some(help),
        );
    }
    let trigger = Trigger {
        id: id.to_owned(),
        name: table.shown("name"),
        evidence: table.optional_text("evidence"),
        site: site(table, "site").unwrap_or(Site::General),
        tier,
        when: table.needed_condition("when", Scope::Trigger),
        unless: table.condition("unless", Scope::Trigger),
        pathway: table.needed_reference("pathway", NameKind::Pathway),
        headline: table
            .need("headline")
            .and_then(|mut value| value.headline())
            .unwrap_or_default(),
        check: table.shown_list("check"),
        lowers_concern: table.shown_list("lowers_concern"),
        uncertainty: table.optional_shown("uncertainty"),
        supersedes: table.references("supersedes", NameKind::Trigger),
        query: table.get("query").and_then(|mut value| value.headline()),
        known_metastatic: table.table("known_metastatic", |table| KnownMetastatic {
            show: table.flag("show").unwrap_or(true),
            headline: table.get("headline").and_then(|mut value| value.headline()),
            pathway: table.reference("pathway", NameKind::Pathway),
        }),
        code: table.table("code", |table| code(table)).flatten(),
        basis: table.basis_kind(),
        sources: table.sources(),
        care,
        place: table.place(),
    };
    check(table, &trigger);
    trigger
}

/// Says so when a prompt would ask for more than can be done at once.
pub(crate) fn too_many_checks(table: &mut Table<'_, '_>, count: usize) {
    if count > MAX_CHECKS {
        let message = format!("there are {count} things to check and at most {MAX_CHECKS} can be shown");
        let help = "keep the most telling ones".to_owned();
        table.error_at("check", "too-many-checks", message, Some(help));
    }
}

fn check(table: &mut Table<'_, '_>, trigger: &Trigger) {
    too_many_checks(table, trigger.check.len());
    let hidden = trigger.known_metastatic.as_ref().is_some_and(|known| !known.show);
    if trigger.tier == Tier::Emergency && hidden {
        let help = "take `show = false` out: known metastatic disease hides no emergency".to_owned();
        let message = "an emergency is hidden when metastatic disease is recorded".to_owned();
        table.error_at("known_metastatic", "hidden-emergency", message, Some(help));
    }
    if trigger.supersedes.contains(&trigger.id) {
        let message = format!("`{}` supersedes itself", trigger.id);
        table.error_at(
            "supersedes",
            "cycle",
            message,
            Some("take it out of `supersedes`".to_owned()),
        );
    }
}

/// `[….code]`: the code a recording prompt proposes; term and system are filled in from the codelist.
fn code(table: &mut Table<'_, '_>) -> Option<ProposedCode> {
    let codelist = table.needed_reference("codelist", NameKind::Codelist);
    let code = table.text("code");
    Some(ProposedCode {
        codelist,
        system: System::Snomed,
        code,
        term: String::new(),
    })
}
