//! The rule set as written: what it holds, how it is read, and every mistake in it.

pub mod condition;
pub mod diagnostic;
pub mod model;
