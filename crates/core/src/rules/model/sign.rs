//! Signs, and what shows them: codes, words, measurements.

use serde::{Deserialize, Serialize};

use super::info::Basis;
use crate::record::{Sex, System};
use crate::rules::condition::Condition;
use crate::rules::diagnostic::Place;
use crate::rules::terms::Site;

/// The codes a list has in one system.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Codelist {
    /// The list's id; one list may have codes in several systems.
    pub list: String,
    /// The system.
    pub system: System,
    /// Code and term, in file order.
    pub codes: Vec<(String, String)>,
}

/// A word said about a sign.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Qualifier {
    /// Its id.
    pub id: String,
    /// As a clinician reads it.
    pub name: String,
    /// Phrases for any sign.
    pub phrases: Vec<String>,
    /// Engine-made: true from this many days of stated duration or span of mentions on.
    pub at_least_days: Option<i32>,
    /// Engine-made: true from this many consultations on …
    pub consultations: Option<u32>,
    /// … within this many days.
    pub within_days: Option<i32>,
    /// A word of change: said of a sign, it is no longer unchanged.
    pub new_word: bool,
}

/// A test or measurement.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Measurement {
    /// Its id.
    pub id: String,
    /// As a clinician reads it.
    pub name: String,
    /// Codelists.
    pub codes: Vec<String>,
    /// Names typed in notes.
    pub phrases: Vec<String>,
    /// The unit of every limit in the rules.
    pub unit: String,
    /// Other units and the factor to `unit`.
    pub units: Vec<(String, f64)>,
    /// Lowest and highest value believed, in `unit`.
    pub plausible: (f64, f64),
    /// Whether a value without a unit is taken to be in `unit`.
    pub accept_unitless: bool,
    /// Decimals shown.
    pub decimals: u8,
    /// Made from another test when missing.
    pub adjust: Option<Adjust>,
    /// Limits used where the laboratory sent none; of those that fit the person the last stands.
    pub limits: Vec<RangeLimit>,
}

/// A limit used where the laboratory sent none (EVIDENCE 13.3). Beyond it counts; within it is never called normal.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RangeLimit {
    /// Above this counts as above the range.
    pub high: Option<f64>,
    /// Below this counts as below the range.
    pub low: Option<f64>,
    /// Only for this sex.
    pub sex: Option<Sex>,
    /// Only for people older than this.
    pub over_age: Option<f64>,
    /// Where the number comes from.
    pub basis: Basis,
}

/// `adjusted = from + per_unit * (reference - with)`, from tests of the same day.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Adjust {
    /// The measurement adjusted.
    pub from: String,
    /// The measurement it is adjusted for.
    pub with: String,
    /// Change for each unit of `with` below `reference`.
    pub per_unit: f64,
    /// The reference value of `with`.
    pub reference: f64,
    /// Where the formula comes from.
    pub basis: Basis,
}

/// A sign, symptom or test result.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Sign {
    /// Its id.
    pub id: String,
    /// As a clinician reads it.
    pub name: String,
    /// As a patient would say it.
    pub plain: Option<String>,
    /// Where it points.
    pub site: Site,
    /// What kind of evidence it is.
    pub kind: SignKind,
    /// Codelists whose codes show it.
    pub codes: Vec<String>,
    /// Codelists whose codes say it is not there.
    pub absent_codes: Vec<String>,
    /// Plain words.
    pub phrases: Vec<String>,
    /// Word groups that say it together (`<leg> + <weak>`).
    pub says: Vec<String>,
    /// Regular expressions.
    pub patterns: Vec<String>,
    /// Words that say it is not there.
    pub absent_phrases: Vec<String>,
    /// Codelists of medicines.
    pub medications: Vec<String>,
    /// Names of medicines in text.
    pub medication_phrases: Vec<String>,
    /// Signs that a finding of this one is a finding of too.
    pub also: Vec<String>,
    /// Signs that explain this one.
    pub explained_by: Vec<String>,
    /// `possible` counts in triggers.
    pub emergency: bool,
    /// It speaks of the record or of other complaints ("all settled", "letter scanned"), not of the body.
    pub remark: bool,
    /// Days before the question in which a finding counts; `None` for ever.
    pub lookback_days: Option<i32>,
    /// Limits on tests.
    pub measures: Vec<Measure>,
    /// Changes of tests.
    pub trends: Vec<Trend>,
    /// Its own phrases for qualifiers: qualifier id and phrases.
    pub qualifiers: Vec<(String, Vec<String>)>,
    /// A made-up sign's condition.
    pub when: Option<Condition>,
    /// Citations.
    pub sources: Vec<String>,
    /// Where it is written.
    pub place: Place,
}

/// What kind of evidence a sign is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum SignKind {
    /// What the patient tells or the clinician finds.
    Symptom,
    /// A laboratory result or measurement.
    Laboratory,
    /// Imaging.
    Imaging,
    /// Past illness, diagnosis, stage, grade.
    History,
    /// A treatment.
    Treatment,
    /// Something done or recorded in the course of care.
    Process,
    /// What lowers concern or explains: an injury, a mimic, a pregnancy.
    Context,
}

/// A limit on a test; every bound given must hold.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Measure {
    /// The measurement's id.
    pub of: String,
    /// Bounds.
    pub bounds: Bounds,
    /// How many of the last results must all hold (1 or more).
    pub results: u32,
    /// Only for this sex.
    pub sex: Option<Sex>,
    /// Where the number comes from.
    pub basis: Option<Basis>,
}

/// Bounds on a value, in the measurement's unit.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Bounds {
    /// Greater than.
    pub above: Option<f64>,
    /// Greater than or equal.
    pub at_least: Option<f64>,
    /// Less than.
    pub below: Option<f64>,
    /// Less than or equal.
    pub at_most: Option<f64>,
    /// Above the laboratory's upper limit.
    pub above_range: bool,
    /// Below the laboratory's lower limit.
    pub below_range: bool,
    /// With `above_range`: more than so many times the upper limit.
    pub range_times: Option<f64>,
    /// The upper limit when the laboratory sent none.
    pub fallback_high: Option<f64>,
    /// The lower limit when the laboratory sent none.
    pub fallback_low: Option<f64>,
}

/// A change of a test over time.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Trend {
    /// The measurement's id.
    pub of: String,
    /// How it must have changed.
    pub change: Change,
    /// Days from the comparison value to the newest at most.
    pub within_days: i32,
    /// Days between the two at least.
    pub minimum_days: i32,
    /// Which value the newest is compared with.
    pub from: TrendFrom,
    /// What the newest value must also meet.
    pub bounds: Bounds,
    /// Where the number comes from.
    pub basis: Basis,
}

/// How a test must have changed.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum Change {
    /// Fallen by at least so many per cent.
    FallPercent(f64),
    /// Fallen by at least so much.
    Fall(f64),
    /// Risen by at least so many per cent.
    RisePercent(f64),
    /// Risen by more than so much (Phoenix: more than 2 above the nadir).
    Rise(f64),
    /// Risen to at least so many times the comparison value.
    Times(f64),
    /// Risen so many times running.
    Rises(u32),
}

/// The value a trend compares the newest with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum TrendFrom {
    /// The highest in the window.
    Highest,
    /// The lowest in the window (nadir).
    Lowest,
    /// The earliest in the window.
    Earliest,
    /// The one before the newest.
    Previous,
    /// The person's own reference: the lowest of the 7 days before, else the median of days 8 to 365 (EVIDENCE 13.1).
    Own,
}
