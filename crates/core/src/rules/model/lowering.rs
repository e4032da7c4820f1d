//! What lowers concern, as general rules (EVIDENCE 13.2). Never an emergency with a new word.

use serde::{Deserialize, Serialize};

use super::info::Basis;
use crate::rules::terms::{Site, Tier};

/// What lowers concern.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Lowering {
    /// The reader is not sure that the words say it.
    pub unsure: Option<Unsure>,
    /// Recorded as unchanged.
    pub steady: Option<Steady>,
    /// A documented alternative explains every sign.
    pub explained: Option<Explained>,
    /// Every symptom is getting better.
    pub improving: Option<Explained>,
    /// Every symptom has its explanation on record and is getting better.
    pub explained_improving: Option<Explained>,
    /// Words of recovery that end the complaints before them.
    pub recovered: Option<Recovered>,
    /// Results alone in recorded metastatic disease.
    pub known_results: Option<Explained>,
    /// Known disease, reviewed and stable.
    pub reviewed: Option<Reviewed>,
    /// Looked for since, and not found.
    pub cleared: Option<Cleared>,
    /// A code or letter that the text calls an error.
    pub disputed: Option<Disputed>,
    /// Already referred.
    pub acted_on: Option<ActedOn>,
}

/// A prompt rests only on words that the reader is not sure of.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Unsure {
    /// As a clinician reads it.
    pub name: String,
    /// The tier it leaves.
    pub tier: Tier,
    /// An emergency or a prompt for today needs this chance that one of its words says what it says.
    pub interrupts: f64,
    /// A prompt for a suspected-cancer referral needs this chance.
    pub refers: f64,
    /// Below this chance nothing is shown, but for an emergency.
    pub shows: f64,
    /// Below this chance an emergency is not asked about either.
    pub asks: f64,
    /// A single sign below this chance counts as merely possible in points.
    pub counts: f64,
    /// Where it comes from.
    pub basis: Basis,
}

/// Every symptom or result behind a prompt is recorded as unchanged, with no new word.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Steady {
    /// As a clinician reads it.
    pub name: String,
    /// The tier it leaves.
    pub tier: Tier,
    /// For an emergency: on record for so many days, or explained.
    pub at_least_days: i32,
    /// For an emergency: only these signs.
    pub deficits: Vec<String>,
    /// One of these says of all complaints of its entry that they are unchanged.
    pub of_all: Vec<String>,
    /// Where it comes from.
    pub basis: Basis,
}

/// Every symptom behind a prompt has its explanation on record; or another rule for quiet prompts only.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Explained {
    /// As a clinician reads it.
    pub name: String,
    /// Prompts up to this tier.
    pub up_to: Tier,
    /// The tier it leaves.
    pub tier: Tier,
    /// Where it comes from.
    pub basis: Basis,
}

/// A general word of recovery on a later day ends the complaints before it, but no emergency sign.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Recovered {
    /// As a clinician reads it.
    pub name: String,
    /// One of these says that everything is over.
    pub signs: Vec<String>,
    /// One of these says that the person is well: it ends what has not been said again for a while.
    pub well: Vec<String>,
    /// That while, in days.
    pub well_after_days: i32,
    /// Complaints up to so many days before it.
    pub within_days: i32,
    /// Where it comes from.
    pub basis: Basis,
}

/// Metastatic disease recorded, and the team has reviewed it since and found it stable.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Reviewed {
    /// As a clinician reads it.
    pub name: String,
    /// One of these, newer than the evidence.
    pub signs: Vec<String>,
    /// One of these marks a letter of the team's own: what only such letters say the team knows.
    pub letters: Vec<String>,
    /// The tier it leaves.
    pub tier: Tier,
    /// Where it comes from.
    pub basis: Basis,
}

/// The team has looked since the newest evidence, or in its own letter, and found no sign of the cancer.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Cleared {
    /// As a clinician reads it.
    pub name: String,
    /// One of these says that nothing was found.
    pub signs: Vec<String>,
    /// So does a statement that one of these is absent.
    pub denied: Vec<String>,
    /// One of these marks a letter of the team's own.
    pub letters: Vec<String>,
    /// The tier it leaves.
    pub tier: Tier,
    /// Where it comes from.
    pub basis: Basis,
}

/// Words that call a code an error, or a letter another patient's: what it says is possible only, with a notice.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Disputed {
    /// As a clinician reads it.
    pub name: String,
    /// One of these says so.
    pub signs: Vec<String>,
    /// One of these says that the letter before it is another person's.
    pub misfiled: Vec<String>,
    /// One of these marks such a letter.
    pub letters: Vec<String>,
    /// Where it comes from.
    pub basis: Basis,
}

/// A route at least as fast as the prompt, recorded after the newest evidence.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ActedOn {
    /// As a clinician reads it.
    pub name: String,
    /// What the GP reads first; `{date}` and `{headline}` are filled in.
    pub headline: String,
    /// The tier it leaves.
    pub tier: Tier,
    /// The routes, in file order.
    pub routes: Vec<Route>,
    /// Where it comes from.
    pub basis: Basis,
}

/// A route that answers prompts.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Route {
    /// Its id.
    pub id: String,
    /// As a clinician reads it.
    pub name: String,
    /// One of these says that it was taken.
    pub signs: Vec<String>,
    /// The most urgent prompt it answers.
    pub tier: Tier,
    /// Only prompts at these sites; empty for all.
    pub sites: Vec<Site>,
}

/// Signs that tell of one complaint, whoever wrote them and however they were said.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Complaint {
    /// Its id.
    pub id: String,
    /// As a clinician reads it.
    pub name: String,
    /// The signs.
    pub signs: Vec<String>,
}
