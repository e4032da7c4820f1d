//! What a phrase of the rules stands for: a sign, a qualifier, a test, a word group, each by its number and no name.

use super::phrase::Coded;

/// What a phrase of the rules stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sign {
    Concept { concept: u32, absent: bool, exact: u32 },
    Qualifier { concept: Option<u32>, qualifier: u16 },
    Test { test: u32 },
    Group { group: u32, exact: u32 },
}

impl Coded for Sign {
    fn code(self) -> [u32; 3] {
        match self {
            Self::Concept { concept, absent, exact } => [u32::from(absent), concept, exact],
            Self::Qualifier { concept, qualifier } => [
                2,
                concept.map_or(0, |concept| concept.saturating_add(1)),
                u32::from(qualifier),
            ],
            Self::Test { test } => [3, test, 0],
            Self::Group { group, exact } => [4, group, exact],
        }
    }

    fn of([kind, one, other]: [u32; 3]) -> Self {
        match kind {
            0 | 1 => Self::Concept {
                concept: one,
                absent: kind == 1,
                exact: other,
            },
            2 => Self::Qualifier {
                concept: one.checked_sub(1),
                qualifier: u16::try_from(other).unwrap_or(u16::MAX),
            },
            3 => Self::Test { test: one },
            _ => Self::Group {
                group: one,
                exact: other,
            },
        }
    }
}

/// A phrase of the rules as found.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FoundSign {
    pub(crate) sign: Sign,
    pub(crate) from: usize,
    pub(crate) to: usize,
}
