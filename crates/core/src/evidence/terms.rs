//! The few words that findings share with every floor above, the answer included.

use serde::Serialize;

/// True, false, or cannot tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Truth {
    /// False.
    False,
    /// The record does not say.
    #[default]
    CannotTell,
    /// True.
    True,
}

impl Truth {
    /// Kleene's `and`.
    #[must_use]
    pub(crate) fn and(self, other: Self) -> Self {
        self.min(other)
    }

    /// Kleene's `or`.
    #[must_use]
    pub(crate) fn or(self, other: Self) -> Self {
        self.max(other)
    }

    /// Kleene's `not`.
    #[must_use]
    pub const fn negated(self) -> Self {
        match self {
            Self::False => Self::True,
            Self::CannotTell => Self::CannotTell,
            Self::True => Self::False,
        }
    }

    /// True or false.
    #[must_use]
    pub(crate) const fn known(value: bool) -> Self {
        if value { Self::True } else { Self::False }
    }
}

/// How sure the record is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Certainty {
    /// From text only: please confirm and code.
    Text,
    /// Coded.
    Coded,
}

/// What kind of evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum EvidenceSource {
    /// A code.
    Code,
    /// Words.
    Text,
    /// A result.
    Result,
    /// A change of results.
    Trend,
    /// Repeat attendance.
    Repeat,
}
