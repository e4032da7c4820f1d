//! `scoring.toml`, and the rows of points that tumours add or change.

use super::choices::{AFFINITIES, site, tier_choices};
use super::node::Table;
use super::pathway::slot_names;
use super::trigger::too_many_checks;
use super::when::Scope;
use crate::rules::model::{Affinity, Basis, Domain, Modifier, PointsPrompt, PointsRow, Scoring, Site, Tier};
use crate::rules::names::NameKind;

/// Tiers a total of points can reach. The interruptive ones are for red flags alone.
const SCORED_TIERS: [Tier; 3] = [Tier::UrgentSuspectedCancer, Tier::SoonReview, Tier::Watch];

pub(crate) fn scoring(table: &mut Table<'_, '_>) -> Scoring {
    let thresholds = table.needed_table("thresholds", thresholds).unwrap_or_default();
    let caps = table.needed_table("caps", caps).unwrap_or_default();
    let domains = table.needed_table("domains", |table| {
        table.entries(&[], |id, table| {
            let place = table.place();
            table.reading.define_kebab(NameKind::Domain, id, &place);
            let domain = Domain {
                id: id.to_owned(),
                name: table.shown("name"),
                cap: table.number("cap"),
                basis: table.basis(),
            };
            if domain.cap <= 0.0 {
                table.error_at("cap", "bad-number", "`cap` must be above 0".to_owned(), None);
            }
            domain
        })
    });
    let points = table.needed_table("points", |table| {
        table.entries(&[], |id, table| {
            let place = table.place();
            table.reading.define_kebab(NameKind::Points, id, &place);
            row(id, table, None)
        })
    });
    let modifiers = table.table("modifiers", |table| {
        table.entries(&[], |id, table| {
            let place = table.place();
            table.reading.define_kebab(NameKind::Modifier, id, &place);
            Modifier {
                id: id.to_owned(),
                name: table.shown("name"),
                points: table.number("points"),
                when: table.needed_condition("when", Scope::Modifier),
                basis: table.basis(),
            }
        })
    });
    let prompts = table.needed_table("prompts", prompts);
    let lowering = table.table("lower", super::lowering::lowering);
    let complaints = table.table("complaints", super::lowering::complaints);
    Scoring {
        thresholds,
        modifiers_up: caps.modifiers_up,
        modifiers_down: caps.modifiers_down,
        modifiers_basis: caps.modifiers_basis.unwrap_or_else(Basis::consensus),
        laboratory_only: caps.laboratory_only.unwrap_or(Tier::SoonReview),
        text_only_history: caps.text_only_history.unwrap_or(Tier::SoonReview),
        extra_item: caps.extra_item,
        domains: domains.unwrap_or_default(),
        points: points.unwrap_or_default(),
        modifiers: modifiers.unwrap_or_default(),
        prompts: prompts.unwrap_or_default(),
        lowering: lowering.unwrap_or_default(),
        complaints: complaints.unwrap_or_default(),
    }
}

/// What a prompt raised by points says, for each tier points can reach.
fn prompts(table: &mut Table<'_, '_>) -> Vec<PointsPrompt> {
    let found = SCORED_TIERS.into_iter().filter_map(|tier| {
        table.need(tier.name())?.table(|table| {
            let prompt = PointsPrompt {
                tier,
                headline: table
                    .need("headline")
                    .and_then(|mut value| value.headline())
                    .unwrap_or_default(),
                known_metastatic: table.get("known_metastatic").and_then(|mut value| value.headline()),
                pathway: table.needed_reference("pathway", NameKind::Pathway),
                follow_up: table.flag("follow_up").unwrap_or(false),
                check: table.shown_list("check"),
                lowers_concern: table.shown_list("lowers_concern"),
            };
            let known = prompt.known_metastatic.as_deref().unwrap_or_default();
            for (key, text) in [("headline", prompt.headline.as_str()), ("known_metastatic", known)] {
                let strange = slot_names(text)
                    .into_iter()
                    .any(|name| !matches!(name, Ok((_, "cancer" | "site"))));
                if strange {
                    let help = "only `{cancer}` and `{site}` are filled in here".to_owned();
                    let message = format!("`{key}` has a brace that nothing fills");
                    table.error_at(key, "bad-slot", message, Some(help));
                }
            }
            too_many_checks(table, prompt.check.len());
            prompt
        })
    });
    found.collect()
}

fn thresholds(table: &mut Table<'_, '_>) -> Vec<(Tier, f64, Basis)> {
    let mut found: Vec<(Tier, f64, Basis)> = Vec::new();
    for tier in SCORED_TIERS {
        let value = table.need(tier.name());
        let threshold = value.and_then(|mut value| value.table(|table| (table.number("at_least"), table.basis())));
        let Some((at_least, basis)) = threshold else { continue };
        if at_least <= 0.0 {
            let message = format!("the threshold of `{}` must be above 0", tier.name());
            table.error_at(tier.name(), "bad-number", message, None);
        }
        if let Some((higher, higher_at_least, _)) = found.last()
            && at_least >= *higher_at_least
        {
            let message = format!(
                "`{}` begins at {at_least}, not below `{}` at {higher_at_least}",
                tier.name(),
                higher.name()
            );
            let help = "a more urgent tier needs more points".to_owned();
            table.error_at(tier.name(), "threshold-order", message, Some(help));
        }
        found.push((tier, at_least, basis));
    }
    found
}

#[derive(Default)]
struct Caps {
    modifiers_up: f64,
    modifiers_down: f64,
    modifiers_basis: Option<Basis>,
    laboratory_only: Option<Tier>,
    text_only_history: Option<Tier>,
    extra_item: f64,
}

fn caps(table: &mut Table<'_, '_>) -> Caps {
    let (modifiers_up, modifiers_basis) = cap_points(table, "modifiers_up");
    let caps = Caps {
        modifiers_up,
        modifiers_down: cap_points(table, "modifiers_down").0,
        modifiers_basis,
        laboratory_only: cap_tier(table, "laboratory_only"),
        text_only_history: cap_tier(table, "text_only_history"),
        extra_item: cap_points(table, "extra_item").0,
    };
    for (key, wrong) in [
        ("modifiers_up", caps.modifiers_up < 0.0),
        ("extra_item", caps.extra_item < 0.0),
    ] {
        if wrong {
            table.error_at(key, "bad-number", format!("`{key}` can't be below 0"), None);
        }
    }
    if caps.modifiers_down > 0.0 {
        table.error_at(
            "modifiers_down",
            "bad-number",
            "`modifiers_down` can't be above 0".to_owned(),
            None,
        );
    }
    caps
}

fn cap_points(table: &mut Table<'_, '_>, key: &'static str) -> (f64, Option<Basis>) {
    let cap = table.needed_table(key, |table| (table.number("points"), table.basis()));
    cap.map_or((0.0, None), |(points, basis)| (points, Some(basis)))
}

fn cap_tier(table: &mut Table<'_, '_>, key: &'static str) -> Option<Tier> {
    let choices = tier_choices(&SCORED_TIERS);
    let tier = table.needed_table(key, |table| {
        table.basis();
        table.needed_choice("tier", &choices)
    });
    tier.flatten()
}

/// A row of points; with `base`, the row it changes, whose fields it keeps where it gives none.
pub(crate) fn row(id: &str, table: &mut Table<'_, '_>, base: Option<&PointsRow>) -> PointsRow {
    let signs = match base {
        Some(base) if !table.has("signs") => {
            table.allow(&["signs"]);
            base.signs.clone()
        }
        _ => {
            let signs = table.need("signs").map(|mut value| value.references(NameKind::Sign));
            if signs.as_ref().is_some_and(Vec::is_empty) {
                let help = "name the signs one of which is enough".to_owned();
                table.error_at("signs", "missing-sign", "the row names no sign".to_owned(), Some(help));
            }
            signs.unwrap_or_default()
        }
    };
    let kept = |key: &str, table: &Table<'_, '_>| base.is_some() && !table.has(key);
    let domain = match base {
        Some(base) if kept("domain", table) => {
            table.allow(&["domain"]);
            base.domain.clone()
        }
        _ => table.needed_reference("domain", NameKind::Domain),
    };
    let place = match base {
        Some(base) if kept("site", table) => {
            table.allow(&["site"]);
            base.site
        }
        _ => {
            if !table.has("site") {
                let help = "add `site = \"…\"`".to_owned();
                table.error_here("missing-key", "`site` is missing".to_owned(), Some(help));
            }
            site(table, "site").unwrap_or(Site::General)
        }
    };
    let changes_points = !kept("points", table);
    let points = match base {
        Some(base) if !changes_points => {
            table.allow(&["points"]);
            base.points
        }
        _ => table.number("points"),
    };
    let basis = match base {
        Some(base) if !changes_points && !table.has("basis") && !table.has("source") => {
            let note = table.optional_text("note");
            table.allow(&["basis", "source"]);
            Basis {
                note: note.or_else(|| base.basis.note.clone()),
                ..base.basis.clone()
            }
        }
        _ => table.basis(),
    };
    let row = PointsRow {
        id: id.to_owned(),
        signs,
        domain,
        site: place,
        points,
        group: table
            .optional_text("group")
            .or_else(|| base.and_then(|base| base.group.clone())),
        when: table
            .condition("when", Scope::Scoring)
            .or_else(|| base.and_then(|base| base.when.clone())),
        unless: table
            .condition("unless", Scope::Scoring)
            .or_else(|| base.and_then(|base| base.unless.clone())),
        tumours: tumours(table),
        affinity: affinities(table)
            .or_else(|| base.map(|base| base.affinity.clone()))
            .unwrap_or_default(),
        possible: table
            .optional_number("possible")
            .unwrap_or_else(|| base.map_or(0.5, |base| base.possible)),
        basis,
    };
    if !(0.0..=1.0).contains(&row.possible) {
        table.error_at(
            "possible",
            "bad-number",
            "`possible` is a share from 0 to 1".to_owned(),
            None,
        );
    }
    if row.points < 0.0 || row.points > 100.0 {
        let help = "what lowers concern belongs in [modifiers]".to_owned();
        table.error_at(
            "points",
            "bad-number",
            "`points` must be 0 to 100".to_owned(),
            Some(help),
        );
    }
    row
}

/// `tumours = ["breast.lobular", "ovarian"]`.
fn tumours(table: &mut Table<'_, '_>) -> Vec<String> {
    let tumours = table.get("tumours").map(|mut value| {
        value.items("a list of tumour types or subtypes", |item| {
            let name = item.text()?;
            let kind = if name.contains('.') {
                NameKind::Subtype
            } else {
                NameKind::Tumour
            };
            item.reference(kind)
        })
    });
    tumours.unwrap_or_default()
}

fn affinities(table: &mut Table<'_, '_>) -> Option<Vec<Affinity>> {
    let mut value = table.get("affinity")?;
    Some(value.items("a list of high, moderate, low", |item| item.choice(&AFFINITIES)))
}
