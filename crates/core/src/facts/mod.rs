//! What is known of one record, as data, and the three-valued evaluation of conditions over it.
//!
//! A [`Case`] holds what was found and what the floors above fill in: cancers, status, points, decisions. Conditions are
//! decided over whatever is there by then; who adds something makes the case [`forget`](Case::forget) what rested on its
//! absence. A made-up sign is a condition, so deciding a sign and deciding a condition ask each other.

mod cancers;
mod case;
mod deciding;
mod decisions;
mod metastatic;
mod points;
mod signs;
mod truth;
mod windows;

pub(crate) use self::cancers::{CancerFound, History};
pub(crate) use self::case::{Case, Scope};
pub(crate) use self::decisions::{Decision, Fired};
pub(crate) use self::metastatic::StatusFound;
pub use self::points::ScorePart;
pub(crate) use self::points::TumourScore;
