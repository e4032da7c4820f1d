//! Makes the tables that reading runs on, once, of the language and the rules' phrases. Knows every table; no step of reading
//! knows it.

mod build;
mod combinations;
mod concept;
mod cues;
mod durations;
mod groups;
mod patterns;
mod phrases;
mod vocabulary;

pub(crate) use build::compile;
pub use concept::{Concept, Expression, ExpressionProblem};
pub(crate) use patterns::most_bytes;
