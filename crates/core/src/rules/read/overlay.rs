//! `overlays/<place>/overlay.toml`: one place's phone numbers and switches. Nothing clinical can stand here.

use super::node::Table;
use crate::rules::diagnostic::Place;
use crate::rules::model::{Overlay, Slot, SlotValue};
use crate::rules::names::NameKind;

pub(crate) fn overlay(id: &str, table: &mut Table<'_, '_>, slots: &[Slot]) -> Overlay {
    let place = table.place();
    table.reading.define_kebab(NameKind::Overlay, id, &place);
    let name = table.shown("name");
    let published = table
        .needed_choice("status", &[("example", false), ("published", true)])
        .unwrap_or(false);
    let filled = table.table("slots", |table| {
        table.every_member(|name, start, mut value| {
            value
                .reading
                .uses(NameKind::Slot, name, value.file, start, value.rule.as_ref());
            let filled = value.table(slot_value).unwrap_or_default();
            (name.to_owned(), filled)
        })
    });
    let settings = table.members("settings", |name, start, mut value| {
        value
            .reading
            .uses(NameKind::Setting, name, value.file, start, value.rule.as_ref());
        value.flag().map(|flag| (name.to_owned(), flag))
    });
    let overlay = Overlay {
        id: id.to_owned(),
        name,
        published,
        dated: table.date("dated"),
        review_due: table.date("review_due"),
        slots: filled.unwrap_or_default(),
        settings: settings.into_iter().flatten().collect(),
    };
    if overlay.dated > overlay.review_due {
        let message = format!(
            "the review on {} is due before the overlay was written",
            overlay.review_due
        );
        table.error_at(
            "review_due",
            "date-order",
            message,
            Some("put the review after `dated`".to_owned()),
        );
    }
    check_emergency_slots(table, &overlay, slots);
    overlay
}

/// Who to call in an emergency must be there where real people use it.
fn check_emergency_slots(table: &mut Table<'_, '_>, overlay: &Overlay, slots: &[Slot]) {
    for slot in slots.iter().filter(|slot| slot.emergency) {
        let filled = overlay.slots.iter().find(|(id, _)| *id == slot.id);
        if filled.is_some_and(|(_, value)| !value.phone.trim().is_empty()) {
            continue;
        }
        let message = format!("the emergency slot `{}` has no phone number", slot.id);
        let help = format!("add `phone` to [slots.{}]", slot.id);
        let place = phone_place(table, &slot.id);
        let rule = table.rule.clone();
        if overlay.published {
            let rule = rule.as_deref();
            table
                .reading
                .error(place, rule, "empty-emergency-slot", message, Some(help));
        } else {
            let rule = rule.as_deref();
            table
                .reading
                .warning(place, rule, "empty-emergency-slot", message, Some(help));
        }
    }
}

/// Where the slot's phone stands, or would.
fn phone_place(table: &Table<'_, '_>, slot: &str) -> Place {
    let under = |value: &toml::de::DeValue<'_>, key: &str| match value {
        toml::de::DeValue::Table(inner) => inner
            .get_key_value(key)
            .map(|(name, value)| (name.span().start, value.span().start)),
        _ => None,
    };
    let slots = table.table.get("slots").map(toml::Spanned::get_ref);
    let named = slots.and_then(|slots| under(slots, slot));
    let inner = slots.and_then(|slots| match slots {
        toml::de::DeValue::Table(inner) => inner.get(slot),
        _ => None,
    });
    let phone = inner.and_then(|inner| under(inner.get_ref(), "phone"));
    match phone.map(|(_, at)| at).or(named.map(|(at, _)| at)) {
        Some(at) => table.file.place(at),
        None => table.place_of("slots"),
    }
}

fn slot_value(table: &mut Table<'_, '_>) -> SlotValue {
    let mut text = |key| {
        table
            .get(key)
            .and_then(|mut value| value.any_text())
            .unwrap_or_default()
            .to_owned()
    };
    SlotValue {
        phone: text("phone"),
        hours: text("hours"),
        form: text("form"),
        note: text("note"),
    }
}
