//! The rule set as written: what it holds, how it is read, and every mistake in it.
//!
//! [`Bundle`](bundle::Bundle) is the files, [`load`](load::load) turns them into a [`RuleSet`](model::RuleSet) or says
//! everything that keeps them from being one, [`check`](load::check) says whatever else an author wants to know.

pub mod bundle;
mod check;
pub mod condition;
pub mod diagnostic;
pub mod load;
pub mod model;
mod names;
mod read;
mod slips;
mod source_text;
mod terms;
mod wording;
pub mod written;

pub(crate) use self::check::digits::fault;
