//! The language files as written. Not how they are made into tables, nor how a note is read by them.

mod data;
mod nearest;
mod read;
mod references;

pub use data::{Language, LanguageProblem};
pub(crate) use data::{WordGroup, next_class};
pub(crate) use nearest::nearest;
pub(crate) use references::groups_named;
