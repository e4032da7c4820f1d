//! The rule set as clinicians wrote it, checked, with every name resolved to text that exists.
//!
//! Plain data; nothing here knows how it is run. `docs/rule-format.md` is the authors' description of the same
//! shape; one word means one thing in both.

use crate::record::{Date, Sex, System};

use super::condition::Condition;
use super::diagnostic::Place;

/// Everything under `rules/`, checked.
#[derive(Debug, Clone)]
pub struct RuleSet {
    /// Who made it, which version, draft or approved.
    pub info: Info,
    /// Citations, by id.
    pub sources: Vec<Source>,
    /// Codelists, by list and system.
    pub codelists: Vec<Codelist>,
    /// Words said about a sign; at most 64.
    pub qualifiers: Vec<Qualifier>,
    /// Tests and measurements.
    pub measurements: Vec<Measurement>,
    /// Signs, made-up ones after the signs they are made of.
    pub signs: Vec<Sign>,
    /// Tumour types.
    pub tumours: Vec<Tumour>,
    /// Points, modifiers, caps, thresholds.
    pub scoring: Scoring,
    /// Red flags and care rules.
    pub triggers: Vec<Trigger>,
    /// How known metastatic disease shows.
    pub statuses: Vec<StatusRule>,
    /// What to do.
    pub pathways: Vec<Pathway>,
    /// The local slots pathways name.
    pub slots: Vec<Slot>,
    /// Places that fill the slots.
    pub overlays: Vec<Overlay>,
    /// `language/*.toml`: file name and content, for the note reader.
    pub language: Vec<(String, String)>,
    /// SHA-256 over the files' names and contents (line ends and byte-order marks evened out), in hex.
    pub digest: String,
}

/// `ruleset.toml`.
#[derive(Debug, Clone)]
pub struct Info {
    /// Id of the rule set.
    pub id: String,
    /// Its version.
    pub version: semver::Version,
    /// Title.
    pub title: String,
    /// Draft or approved.
    pub status: ApprovalStatus,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// Who approved it; empty for a draft.
    pub approver: String,
    /// From when it is meant to be used.
    pub effective: Date,
    /// When it is due for review; it still works after that and says that it is overdue.
    pub review_due: Date,
    /// A sentence shown with every assessment: draft or approved, not validated.
    pub statement: String,
    /// The standard sentence of what a prompt does not say.
    pub uncertainty: String,
    /// Named switches.
    pub settings: Vec<(String, bool)>,
    /// Days an answer holds when it names no end.
    pub snooze: Snooze,
}

/// Draft or approved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ApprovalStatus {
    /// Not approved for use.
    Draft,
    /// Approved by a named person.
    Approved,
}

/// Days an answer without an end holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Snooze {
    /// After `acknowledged`.
    pub acknowledged_days: i32,
    /// After `snoozed`.
    pub snoozed_days: i32,
    /// After `dismissed`.
    pub dismissed_days: i32,
}

/// A citation.
#[derive(Debug, Clone)]
pub struct Source {
    /// Its id.
    pub id: String,
    /// Title.
    pub title: String,
    /// Publisher or authors and journal.
    pub publisher: String,
    /// Year, where known.
    pub year: Option<i32>,
    /// Address, where known.
    pub url: Option<String>,
    /// References and sections of the evidence document.
    pub evidence: Vec<String>,
    /// `verified`, `secondary` or `known`.
    pub checked: String,
}

/// Where a number comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Basis {
    /// Estimate, guideline or consensus.
    pub kind: BasisKind,
    /// Source id or `EV-` section.
    pub source: String,
    /// A remark, such as the odds ratio.
    pub note: Option<String>,
}

/// What a number rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BasisKind {
    /// `E`: a published estimate.
    Estimate,
    /// `G`: a guideline.
    Guideline,
    /// `C`: consensus, needs clinical sign-off.
    Consensus,
}

/// One codelist file.
#[derive(Debug, Clone)]
pub struct Codelist {
    /// The list's id; files of several systems share it.
    pub list: String,
    /// The one system of this file.
    pub system: System,
    /// Code and term, in file order.
    pub codes: Vec<(String, String)>,
}

/// A word said about a sign.
#[derive(Debug, Clone)]
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
}

/// A test or measurement.
#[derive(Debug, Clone)]
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
}

/// `adjusted = from + per_unit * (reference - with)`, from tests of the same day.
#[derive(Debug, Clone)]
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

/// Where cancer may have spread.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Site {
    /// Spine and cord.
    Spine,
    /// Bone other than spine.
    Bone,
    /// Brain.
    Brain,
    /// Leptomeninges.
    Leptomeninges,
    /// Liver.
    Liver,
    /// Lung, pleura, mediastinum.
    Lung,
    /// Lymph nodes.
    Nodes,
    /// Peritoneum, ovary, omentum.
    Peritoneum,
    /// Skin, soft tissue, chest wall, scar.
    Skin,
    /// Adrenal.
    Adrenal,
    /// Bone marrow.
    Marrow,
    /// Constitutional and non-specific.
    Constitutional,
    /// No one site.
    General,
}

/// A sign, symptom or test result.
#[derive(Debug, Clone)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
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
#[derive(Debug, Clone, Default)]
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
#[derive(Debug, Clone, Default, PartialEq)]
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
#[derive(Debug, Clone)]
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
#[derive(Debug, Clone, Copy, PartialEq)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TrendFrom {
    /// The highest in the window.
    Highest,
    /// The lowest in the window (nadir).
    Lowest,
    /// The earliest in the window.
    Earliest,
    /// The one before the newest.
    Previous,
}

/// A tumour type.
#[derive(Debug, Clone)]
pub struct Tumour {
    /// Its id.
    pub id: String,
    /// As a clinician reads it.
    pub name: String,
    /// In plain words.
    pub plain: String,
    /// Codelists of its history.
    pub history_codes: Vec<String>,
    /// Phrases of its history.
    pub history_phrases: Vec<String>,
    /// Patterns of its history.
    pub history_patterns: Vec<String>,
    /// Codelists whose presence on an entry means it is not history.
    pub exclude: Vec<String>,
    /// The sex it occurs in, where only one.
    pub sex: Option<Sex>,
    /// Subtypes.
    pub subtypes: Vec<Subtype>,
    /// Affinity to sites.
    pub affinity: Vec<(Site, Affinity)>,
    /// Sites with a characteristic pattern.
    pub characteristic: Vec<Site>,
    /// Where the affinities come from.
    pub affinity_basis: Option<Basis>,
    /// Rows added or replaced.
    pub points: Vec<PointsRow>,
    /// When the primary is high-risk.
    pub high_risk: Option<(Condition, Basis)>,
    /// How late it recurs, in words.
    pub recurrence: Option<(String, String)>,
    /// Pathway and words of its follow-up.
    pub follow_up: Option<FollowUp>,
    /// Signs to report at a review.
    pub report: Vec<String>,
    /// Citations.
    pub sources: Vec<String>,
    /// Where it is written.
    pub place: Place,
}

/// A subtype of a tumour type.
#[derive(Debug, Clone)]
pub struct Subtype {
    /// Its id within the tumour type.
    pub id: String,
    /// As a clinician reads it.
    pub name: String,
    /// Codelists.
    pub codes: Vec<String>,
    /// Phrases, counted beside a mention of the cancer.
    pub phrases: Vec<String>,
    /// A condition instead.
    pub when: Option<Condition>,
    /// Cells that differ from the tumour type's.
    pub affinity: Vec<(Site, Affinity)>,
}

/// How often a tumour type spreads to a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Affinity {
    /// Low or rare.
    Low,
    /// Moderate.
    Moderate,
    /// High.
    High,
}

/// The route of follow-up.
#[derive(Debug, Clone)]
pub struct FollowUp {
    /// A pathway's id.
    pub pathway: String,
    /// In words.
    pub text: String,
}

/// Points, modifiers, caps, thresholds.
#[derive(Debug, Clone)]
pub struct Scoring {
    /// Tier and the total it needs, highest first.
    pub thresholds: Vec<(Tier, f64, Basis)>,
    /// Modifiers add at most this.
    pub modifiers_up: f64,
    /// Modifiers take away at most this (negative).
    pub modifiers_down: f64,
    /// Where the two caps come from.
    pub modifiers_basis: Basis,
    /// The highest tier laboratory evidence alone can reach.
    pub laboratory_only: Tier,
    /// The highest tier a cancer known from text only can reach by points.
    pub text_only_history: Tier,
    /// What each further independent row of a domain adds.
    pub extra_item: f64,
    /// Domains, in file order.
    pub domains: Vec<Domain>,
    /// Base rows, in file order.
    pub points: Vec<PointsRow>,
    /// Modifiers, in file order.
    pub modifiers: Vec<Modifier>,
    /// What a prompt raised by points says, by tier.
    pub prompts: Vec<PointsPrompt>,
}

/// What a prompt raised by points says.
#[derive(Debug, Clone)]
pub struct PointsPrompt {
    /// The tier it is for.
    pub tier: Tier,
    /// What the GP reads first; `{cancer}` and `{site}` are filled in.
    pub headline: String,
    /// Instead of it when metastatic disease is recorded.
    pub known_metastatic: Option<String>,
    /// A pathway's id; a tumour type's own follow-up pathway goes before it when `follow_up` is true.
    pub pathway: String,
    /// Whether the tumour type's follow-up pathway is used instead.
    pub follow_up: bool,
    /// What to check now, three at most.
    pub check: Vec<String>,
    /// What would lower concern.
    pub lowers_concern: Vec<String>,
}

/// A domain of evidence, capped so that correlated items do not stack.
#[derive(Debug, Clone)]
pub struct Domain {
    /// Its id.
    pub id: String,
    /// As a clinician reads it.
    pub name: String,
    /// The most it can contribute.
    pub cap: f64,
    /// Where the cap comes from.
    pub basis: Basis,
}

/// A row of points.
#[derive(Debug, Clone)]
pub struct PointsRow {
    /// Its id.
    pub id: String,
    /// One of these is enough.
    pub signs: Vec<String>,
    /// The domain it counts in.
    pub domain: String,
    /// Where it points.
    pub site: Site,
    /// Points.
    pub points: f64,
    /// Of the rows of one group only the highest counts.
    pub group: Option<String>,
    /// A further condition.
    pub when: Option<Condition>,
    /// Does not count when this is true.
    pub unless: Option<Condition>,
    /// Only for these tumour types or `type.subtype`; empty for all.
    pub tumours: Vec<String>,
    /// Only when the affinity to the site is one of these; empty for all.
    pub affinity: Vec<Affinity>,
    /// Share of the points for a merely possible finding.
    pub possible: f64,
    /// Where the number comes from.
    pub basis: Basis,
}

/// A modifier of a total.
#[derive(Debug, Clone)]
pub struct Modifier {
    /// Its id.
    pub id: String,
    /// As a clinician reads it.
    pub name: String,
    /// Points, may be negative.
    pub points: f64,
    /// When it applies.
    pub when: Condition,
    /// Where the number comes from.
    pub basis: Basis,
}

/// How urgent a prompt is. The first two interrupt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Tier {
    /// Shown only when asked for.
    Watch,
    /// Quiet: structured review and tests within two weeks.
    SoonReview,
    /// Visible and needs an answer.
    UrgentSuspectedCancer,
    /// Within 24 hours.
    #[serde(rename = "urgent-24h")]
    Urgent24h,
    /// Immediately.
    Emergency,
}

/// A red flag, a recording prompt or a care rule.
#[derive(Debug, Clone)]
pub struct Trigger {
    /// Its id.
    pub id: String,
    /// As a clinician reads it.
    pub name: String,
    /// The EVIDENCE override (`O1` …) or section.
    pub evidence: Option<String>,
    /// Where it points.
    pub site: Site,
    /// How urgent.
    pub tier: Tier,
    /// Fires when this is true …
    pub when: Condition,
    /// … and this is not.
    pub unless: Option<Condition>,
    /// A pathway's id.
    pub pathway: String,
    /// What the GP reads first.
    pub headline: String,
    /// What to check now, three at most.
    pub check: Vec<String>,
    /// What would lower concern.
    pub lowers_concern: Vec<String>,
    /// Instead of the standard sentence.
    pub uncertainty: Option<String>,
    /// Rules not shown beside this one.
    pub supersedes: Vec<String>,
    /// Headline when the deciding sign is only possible.
    pub query: Option<String>,
    /// Wording when metastatic disease is recorded.
    pub known_metastatic: Option<KnownMetastatic>,
    /// The code a recording prompt proposes.
    pub code: Option<ProposedCode>,
    /// What it rests on.
    pub basis: BasisKind,
    /// Citations.
    pub sources: Vec<String>,
    /// From `care/`: quiet tiers only.
    pub care: bool,
    /// Where it is written.
    pub place: Place,
}

/// Wording when metastatic disease is recorded.
#[derive(Debug, Clone)]
pub struct KnownMetastatic {
    /// Shown at all; never false for an emergency.
    pub show: bool,
    /// Instead of the headline.
    pub headline: Option<String>,
    /// Instead of the pathway.
    pub pathway: Option<String>,
}

/// A code a prompt proposes to record.
#[derive(Debug, Clone)]
pub struct ProposedCode {
    /// The codelist that holds it.
    pub codelist: String,
    /// The system.
    pub system: System,
    /// The code.
    pub code: String,
    /// Its term.
    pub term: String,
}

/// How known metastatic disease shows.
#[derive(Debug, Clone)]
pub struct StatusRule {
    /// Its id.
    pub id: String,
    /// As a clinician reads it.
    pub name: String,
    /// What it shows.
    pub status: MetastaticStatus,
    /// Where.
    pub site: Site,
    /// Codelists that show it.
    pub codes: Vec<String>,
    /// Codelists that refute it when later.
    pub exclude: Vec<String>,
    /// A sign that shows it.
    pub sign: Option<String>,
    /// A condition that shows it.
    pub when: Option<Condition>,
    /// What it rests on.
    pub basis: BasisKind,
    /// Citations.
    pub sources: Vec<String>,
    /// Where it is written.
    pub place: Place,
}

/// What is known of metastatic disease.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum MetastaticStatus {
    /// Nothing in the record says so. Not the same as none.
    NoneRecorded,
    /// Weak or uncertain evidence.
    Possible,
    /// Text or stage says so; please confirm and code.
    Probable,
    /// Coded.
    Recorded,
}

/// What to do and whom to call.
#[derive(Debug, Clone)]
pub struct Pathway {
    /// Its id.
    pub id: String,
    /// As a clinician reads it.
    pub name: String,
    /// How fast, in words.
    pub timing: String,
    /// Whom to call, with `{slot}`s; always shown first.
    pub call: String,
    /// Then what, with `{slot}`s.
    pub actions: Vec<String>,
    /// Lines for the patient.
    pub safety_net: Vec<String>,
    /// Citations.
    pub sources: Vec<String>,
}

/// A local slot.
#[derive(Debug, Clone)]
pub struct Slot {
    /// Its id.
    pub id: String,
    /// As a clinician reads it.
    pub name: String,
    /// Must be filled in a published overlay.
    pub emergency: bool,
    /// What to show when no place fills it.
    pub fallback: String,
}

/// A place that fills slots.
#[derive(Debug, Clone)]
pub struct Overlay {
    /// Its id: the folder's name.
    pub id: String,
    /// Name of the place.
    pub name: String,
    /// Published, as against an example.
    pub published: bool,
    /// When it was written.
    pub dated: Date,
    /// When it is due for review.
    pub review_due: Date,
    /// Slots by id.
    pub slots: Vec<(String, SlotValue)>,
    /// Switches that differ.
    pub settings: Vec<(String, bool)>,
}

/// What a place puts in a slot.
#[derive(Debug, Clone, Default)]
pub struct SlotValue {
    /// Phone number.
    pub phone: String,
    /// Hours.
    pub hours: String,
    /// Form or link.
    pub form: String,
    /// A remark.
    pub note: String,
}

impl Basis {
    /// Consensus, with no source named: stands in where a mistake in the file left none.
    pub(crate) const fn consensus() -> Self {
        Self {
            kind: BasisKind::Consensus,
            source: String::new(),
            note: None,
        }
    }
}

impl PointsPrompt {
    /// The headline, for a person with or without recorded metastatic disease.
    #[must_use]
    pub fn headline(&self, known_metastatic: bool) -> &str {
        self.known_metastatic
            .as_deref()
            .filter(|_| known_metastatic)
            .unwrap_or(&self.headline)
    }
}

impl BasisKind {
    /// The letter authors write.
    #[must_use]
    pub const fn letter(self) -> &'static str {
        match self {
            Self::Estimate => "E",
            Self::Guideline => "G",
            Self::Consensus => "C",
        }
    }
}

impl Tier {
    /// Every tier, most urgent first.
    pub const ALL: [Self; 5] = [
        Self::Emergency,
        Self::Urgent24h,
        Self::UrgentSuspectedCancer,
        Self::SoonReview,
        Self::Watch,
    ];

    /// The name used everywhere.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Emergency => "emergency",
            Self::Urgent24h => "urgent-24h",
            Self::UrgentSuspectedCancer => "urgent-suspected-cancer",
            Self::SoonReview => "soon-review",
            Self::Watch => "watch",
        }
    }

    /// The tier of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tier| tier.name() == name)
    }

    /// Whether it interrupts the consultation.
    #[must_use]
    pub const fn interruptive(self) -> bool {
        matches!(self, Self::Emergency | Self::Urgent24h)
    }
}

impl Site {
    /// Every site, in the order of the evidence document.
    pub const ALL: [Self; 13] = [
        Self::Spine,
        Self::Bone,
        Self::Brain,
        Self::Leptomeninges,
        Self::Liver,
        Self::Lung,
        Self::Nodes,
        Self::Peritoneum,
        Self::Skin,
        Self::Adrenal,
        Self::Marrow,
        Self::Constitutional,
        Self::General,
    ];

    /// The name used everywhere.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Spine => "spine",
            Self::Bone => "bone",
            Self::Brain => "brain",
            Self::Leptomeninges => "leptomeninges",
            Self::Liver => "liver",
            Self::Lung => "lung",
            Self::Nodes => "nodes",
            Self::Peritoneum => "peritoneum",
            Self::Skin => "skin",
            Self::Adrenal => "adrenal",
            Self::Marrow => "marrow",
            Self::Constitutional => "constitutional",
            Self::General => "general",
        }
    }

    /// The site of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|site| site.name() == name)
    }
}
