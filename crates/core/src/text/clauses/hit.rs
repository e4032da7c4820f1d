//! The words of a note that were taken for a sign, whoever took them. Not how the sign is meant.

/// A mention before it is assessed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hit {
    pub(crate) concept: u32,
    pub(crate) absent: bool,
    pub(crate) from: usize,
    pub(crate) to: usize,
    pub(crate) start: u32,
    pub(crate) end: u32,
    /// Which of its tokens are its own words, by distance from the first: between those of a combination stand others.
    pub(crate) own: u64,
    /// Its words are doubted, and have no claim to the cues among them.
    pub(crate) doubted: bool,
    /// Likeness alone found it: whether only possibly.
    pub(crate) alone: Option<bool>,
}

impl Hit {
    /// Whether a token is one of its own words.
    pub(crate) fn own(&self, at: usize) -> bool {
        let bit = u32::try_from(at.saturating_sub(self.from)).unwrap_or(u32::MAX);
        self.own == u64::MAX || self.own.checked_shr(bit).unwrap_or(0) & 1 == 1
    }

    /// Whether the cues over a token belong to it.
    pub(crate) fn owns(&self, at: usize) -> bool {
        !self.doubted && self.own(at)
    }
}
