//! Combinations: signs said by word groups that stand together in a clause. Nothing of likeness.

mod clause;
mod denied;
mod search;
mod table;

pub use clause::Said;
pub(crate) use clause::{Together, leave_denials};
pub(crate) use table::{Combination, Combinations, Element, GAP, LINKS, Link, MOST_ELEMENTS, slot};
