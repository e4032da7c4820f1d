//! What became of each red flag, as data.

use crate::evidence::Truth;
use crate::plan::When;

/// What became of one trigger, before prompts are put together.
#[derive(Debug)]
pub(crate) struct Decision {
    pub(crate) when: Truth,
    pub(crate) unless: Truth,
    pub(crate) fired: Option<Fired>,
}

/// A trigger that fired.
#[derive(Debug)]
pub(crate) struct Fired {
    pub(crate) trigger: usize,
    /// Only by taking a merely possible emergency sign as there: ask, don't tell.
    pub(crate) query: bool,
    /// Position in the history's cancers.
    pub(crate) cancer: Option<usize>,
    /// The signs that decided it.
    pub(crate) signs: Vec<(usize, Option<u8>, Option<When>)>,
}
