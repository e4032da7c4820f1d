//! Turns entries into findings; one file a kind of evidence. Nothing here knows triggers or points.

mod bound;
mod coded;
mod collect;
mod collected;
mod disputed;
mod finding;
mod limits;
mod measured;
mod named;
mod noted;
mod reading;
mod repeat;
mod result;
mod settle;
mod terms;
mod trend;
mod typed;
mod unit;

pub(crate) use self::collected::Collected;
pub(crate) use self::finding::{CancerMention, Detail, Finding, SignState, Steady, state_of};
pub(crate) use self::result::{ResultValue, limit_said};
pub use self::terms::{Certainty, EvidenceSource, Truth};
