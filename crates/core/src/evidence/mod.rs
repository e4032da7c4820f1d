//! Turns entries into findings; one file a kind of evidence. Nothing here knows triggers or points.

mod bound;
mod coded;
mod collect;
mod disputed;
mod finding;
mod limits;
mod measured;
mod named;
mod noted;
mod repeat;
mod settle;
mod trend;
mod unit;

pub(crate) use self::collect::Collected;
pub(crate) use self::finding::{CancerMention, Detail, Finding, SignState, state_of};
pub(crate) use self::limits::said as limit_said;
pub(crate) use self::measured::ResultValue;
