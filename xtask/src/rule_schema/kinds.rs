//! What each kind of rule file holds: one table, from which the schemas are written.
//!
//! The tests prove it to be what the loader knows, demands and accepts, key by key.

mod cases;
mod findings;
mod points;
mod prompts;
mod shared;
mod whole;

pub(super) use self::cases::cases;
pub(super) use self::findings::{measurements, qualifiers, signs, status};
pub(super) use self::points::{scoring, tumours};
pub(super) use self::prompts::{care, pathways, slots, triggers};
pub(super) use self::whole::{accepted_warnings, overlay, ruleset, sources};
