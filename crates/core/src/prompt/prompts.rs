//! Prompts and what came of each trigger, as data.

use crate::assessment::{AnsweredPrompt, Prompt};
use crate::explain::Outcome;
use crate::record::Notice;

use super::lower::Lowered;

/// Prompts, what was answered, and what came of each trigger.
#[derive(Debug, Default)]
pub(crate) struct Prompts {
    pub(crate) shown: Vec<Prompt>,
    pub(crate) answered: Vec<AnsweredPrompt>,
    pub(crate) outcomes: Vec<Outcome>,
    /// What of the answers could not be taken as given.
    pub(crate) notices: Vec<Notice>,
    /// What was lowered, and why.
    pub(crate) lowered: Vec<Lowered>,
}
