//! Conditions as a tree: a small boolean language a clinician can read.
//!
//! Grammar, words and meaning: `docs/rule-format.md`. The parser is `condition::parse`; how a condition is decided
//! (true, false, cannot tell) is the engine's business.

mod parse;
mod possible;
mod print;
mod stored;
mod token;

use serde::{Deserialize, Serialize};

use super::terms::{Affinity, MetastaticStatus, Site};
use crate::record::Sex;

pub use self::parse::{ConditionError, parse};
pub(crate) use self::parse::{MAX_DEPTH, RESERVED, parse_with_mentions};
pub(crate) use self::possible::atoms_of;
pub use self::possible::can_be_true;
pub use self::print::print;

/// A condition as written, with its tree.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Condition {
    /// As the author wrote it.
    pub text: String,
    /// As it is understood.
    pub root: Expression,
}

/// A node of a condition.
#[derive(Debug, Clone, PartialEq)]
pub enum Expression {
    /// All of these.
    And(Vec<Expression>),
    /// Any of these.
    Or(Vec<Expression>),
    /// Not this.
    Not(Box<Expression>),
    /// At least so many of these.
    AtLeast(u32, Vec<Expression>),
    /// Something the record may say.
    Atom(Atom),
}

/// Something the record may say.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Atom {
    /// A sign, with a qualifier said of it, in a window.
    Sign {
        /// The sign's id.
        sign: String,
        /// A qualifier's id.
        qualifier: Option<String>,
        /// When; the sign's own lookback without it.
        window: Option<Window>,
    },
    /// `no record of …`: true when nothing in the record says it. A closed-world question about the record.
    NoRecord {
        /// The sign's id.
        sign: String,
        /// A qualifier's id.
        qualifier: Option<String>,
        /// When.
        window: Option<Window>,
    },
    /// An event of the history, in a window: `diagnosis within 12 months`.
    Event {
        /// Which.
        event: Event,
        /// When.
        window: Option<Window>,
    },
    /// `cancer-history`: a cancer in the history, coded or from text.
    CancerHistory,
    /// `no record of cancer-history`: the record names no cancer, in code or text.
    NoCancerRecorded,
    /// `coded-cancer-history`.
    CodedCancerHistory,
    /// `tumour(breast.lobular, ovarian)`: (type, subtype).
    Tumour(Vec<(String, Option<String>)>),
    /// `metastatic(recorded)`.
    Metastatic(Vec<MetastaticStatus>),
    /// `score(spine) >= 3`.
    Score {
        /// The site.
        site: Site,
        /// How it compares.
        comparison: Comparison,
        /// With what.
        points: f64,
    },
    /// `age >= 40`, in whole years.
    Age(Comparison, f64),
    /// `male`, `female`.
    Sex(Sex),
    /// `setting(name)`.
    Setting(String),
    /// `scored.nocturnal`: a finding counted in this score has it.
    Scored(String),
    /// `affinity(high)`.
    Affinity(Affinity),
    /// `high-risk-primary`.
    HighRiskPrimary,
    /// `domains(2) >= 2`: domains with so many points.
    Domains {
        /// Points a domain needs.
        points: f64,
        /// How the number of such domains compares.
        comparison: Comparison,
        /// With what.
        count: f64,
    },
    /// `explained`: every counted symptom has an explanation recorded.
    Explained,
    /// `unchanged`: counted findings are long-standing and unchanged.
    Unchanged,
}

/// An event of the history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Event {
    /// `diagnosis`: the first record of the newest cancer.
    Diagnosis,
    /// `first-diagnosis`: the first record of any cancer.
    FirstDiagnosis,
    /// `metastatic-diagnosis`: the first record of metastatic disease.
    MetastaticDiagnosis,
    /// A sign: its newest finding.
    Sign(String),
}

/// When something must have been.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Window {
    /// `within 3 weeks`: not longer ago than that.
    Within(Period),
    /// `more than 2 years ago`.
    MoreThanAgo(Period),
    /// `within 12 months after diagnosis`.
    WithinAfter(Period, Event),
    /// `within 12 months before diagnosis`.
    WithinBefore(Period, Event),
    /// `after diagnosis`: first seen after.
    After(Event),
    /// `before diagnosis`: first seen before.
    Before(Event),
}

/// A length of time. Months and years are calendar ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Period {
    /// Days (weeks are 7).
    Days(i32),
    /// Months (years are 12).
    Months(i32),
}

/// How a number compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Comparison {
    /// `>=`
    AtLeast,
    /// `>`
    Above,
    /// `<=`
    AtMost,
    /// `<`
    Below,
    /// `=`
    Equal,
}

impl Comparison {
    /// Whether `left` compares so with `right`.
    #[must_use]
    pub(crate) fn holds(self, left: f64, right: f64) -> bool {
        let order = left.partial_cmp(&right);
        match self {
            Self::AtLeast => order.is_some_and(std::cmp::Ordering::is_ge),
            Self::Above => order.is_some_and(std::cmp::Ordering::is_gt),
            Self::AtMost => order.is_some_and(std::cmp::Ordering::is_le),
            Self::Below => order.is_some_and(std::cmp::Ordering::is_lt),
            Self::Equal => order.is_some_and(std::cmp::Ordering::is_eq),
        }
    }
}
