//! The metasign engine: a patient record goes in, prompts come out, each with the evidence that raised it.
//!
//! Pure: no I/O, no clock, no globals, no panic. Everything clinical is data, loaded as a rule set.
//! The shipped rules are a draft for clinical review and have not been validated.
//!
//! A host needs [`Engine`](engine::Engine), made once, and a [`Record`](record::Record) for each question:
//!
//! - [`record`]: what the host knows of one patient, built in code or read from the native JSON;
//! - [`engine`]: a rule set compiled, asked with [`assess`](engine::Engine::assess) or [`explain`](engine::Engine::explain);
//! - [`assessment`] and [`explain`]: the answer and its reasons, as plain data;
//! - [`wording`]: a date, a piece of evidence, a citation in the same words as every other face.
//!
//! Whoever works on rules needs [`rules`] as well (bundles, the loader with its diagnostics, the rule set as written), and
//! [`text`] to read single notes. Everything else is private. `docs/tour.md` follows one record through all floors.
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
