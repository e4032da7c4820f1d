//! What to do, and the local slots a place fills.

use serde::{Deserialize, Serialize};

use crate::record::Date;

/// What to do and whom to call.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Pathway {
    /// Its id.
    pub id: String,
    /// As a clinician reads it.
    pub name: String,
    /// How fast, in words.
    pub timing: String,
    /// Whom to call, with `{slot}`s; always shown first.
    pub call: String,
    /// Then what, with `{slot}`s.
    pub actions: Vec<String>,
    /// Lines for the patient.
    pub safety_net: Vec<String>,
    /// Citations.
    pub sources: Vec<String>,
}

/// A local slot.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Slot {
    /// Its id.
    pub id: String,
    /// As a clinician reads it.
    pub name: String,
    /// Must be filled in a published overlay.
    pub emergency: bool,
    /// What to show when no place fills it.
    pub fallback: String,
}

/// A place that fills slots.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Overlay {
    /// Its id: the folder's name.
    pub id: String,
    /// Name of the place.
    pub name: String,
    /// Published, as against an example.
    pub published: bool,
    /// When it was written.
    pub dated: Date,
    /// When it is due for review.
    pub review_due: Date,
    /// Slots by id.
    pub slots: Vec<(String, SlotValue)>,
    /// Switches that differ.
    pub settings: Vec<(String, bool)>,
}

/// What a place puts in a slot.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct SlotValue {
    /// Phone number.
    pub phone: String,
    /// Hours.
    pub hours: String,
    /// Form or link.
    pub form: String,
    /// A remark.
    pub note: String,
}
