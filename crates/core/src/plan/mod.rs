//! A rule set compiled: names as places in lists, codes as sorted numbers, phrases as one reader, conditions as one program.
//!
//! [`Ready`] is all of it: the rules that running still asks, the [`Finder`] that reads entries, the [`Plan`] that
//! everything is decided by. `file` writes it as bytes and reads it back.

mod choice;
mod codes;
mod compile;
mod complaints;
mod data;
mod error;
mod file;
mod finder;
mod lowering;
mod names;
mod program;
mod ready;
mod tumours;

pub use self::choice::EngineOptions;
pub(crate) use self::codes::CodeTarget;
pub(crate) use self::data::{EngineQualifiers, Plan, RowPlan, bit};
pub use self::error::{CompiledError, EngineError};
pub use self::file::COMPILED_MARK;
pub(crate) use self::finder::{ConceptTarget, Finder};
pub(crate) use self::program::{EventId, Fact, FactId, Node, NodeId, When};
pub(crate) use self::ready::Ready;
