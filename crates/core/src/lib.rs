//! The metasign engine: a patient record goes in, prompts come out, each with the evidence that raised it.
//!
//! Pure: no I/O, no clock, no globals, no panic. Everything clinical is data, loaded as a rule set.
//! The shipped rules are a draft for clinical review and have not been validated.
#![forbid(unsafe_code)]

pub mod assessment;
pub mod engine;
pub mod explain;
pub mod record;
pub mod rules;
pub mod text;
pub mod wording;

mod evidence;
mod facts;
mod flat;
mod history;
mod plan;
mod prompt;
mod score;
mod status;
mod trigger;
