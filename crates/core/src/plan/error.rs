//! Why there is no engine: whatever can be wrong with rules or with what a host chooses of them.

use crate::rules::diagnostic::Diagnostic;
use crate::text::{ExpressionProblem, LanguageProblem};

/// Why no engine was made.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum EngineError {
    /// Mistakes in the rule set.
    #[error("the rule set has {} mistake(s); the first: {}", .0.len(), .0.first().map(ToString::to_string).unwrap_or_default())]
    Rules(Vec<Diagnostic>),
    /// Mistakes in the language files.
    #[error("the language files have {} mistake(s); the first is in {}: {}", .0.len(), .0.first().map(|p| p.file.as_str()).unwrap_or_default(), .0.first().map(|p| p.message.as_str()).unwrap_or_default())]
    Language(Vec<LanguageProblem>),
    /// Phrases that can't be used.
    #[error("{} phrase(s) can't be used; the first: {}", .0.len(), .0.first().map(|p| p.message.as_str()).unwrap_or_default())]
    Expressions(Vec<ExpressionProblem>),
    /// No such overlay.
    #[error("no overlay `{name}` in this rule set; it has: {}", known.join(", "))]
    UnknownOverlay {
        /// The name asked for.
        name: String,
        /// The names there are.
        known: Vec<String>,
    },
    /// No such switch.
    #[error("no setting `{name}` in this rule set; settings are named in ruleset.toml")]
    UnknownSetting {
        /// The name asked for.
        name: String,
    },
    /// Bytes that are no compiled rule set.
    #[error(transparent)]
    Compiled(CompiledError),
    /// A name that the checks let through and that does not exist.
    #[error("`{name}` is named in the rule set and is not in it")]
    Unresolved {
        /// The name.
        name: String,
    },
}

/// Why bytes are no compiled rule set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CompiledError {
    /// Something else altogether.
    #[error("these bytes are no compiled rule set")]
    Mark,
    /// Another version of the format.
    #[error("the rule set was compiled in format {found} and this library reads format {known}; compile it again")]
    Version {
        /// The version of the bytes.
        found: u32,
        /// The version that this library reads.
        known: u32,
    },
    /// Not what was written.
    #[error("the compiled rule set is damaged: {0}")]
    Damaged(&'static str),
}

impl From<CompiledError> for EngineError {
    fn from(error: CompiledError) -> Self {
        Self::Compiled(error)
    }
}
