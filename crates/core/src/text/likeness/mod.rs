//! Likeness: how like known lines the words around a mention are, as a sign and in how they are meant. Nothing of combinations.

mod judge;
mod meant;
mod window;

pub(crate) use judge::{Judge, Ties};
pub(crate) use meant::{Besides, weigh};
pub(crate) use window::{Windows, believe_company, leave_to_surer};
