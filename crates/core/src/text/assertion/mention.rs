//! A mention of a sign, as data: its place, and how it is meant. Not how that is decided.

use std::ops::Range;

use crate::record::Assertion;
use crate::text::words::Says;

/// Whether a mention is denied, apart from whose it is and when it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Negation {
    /// Not denied.
    Affirmed,
    /// Denied.
    Negated,
}

/// When a mention is, apart from whether it is denied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Temporality {
    /// Now or in this episode.
    Recent,
    /// Past.
    Historical,
    /// Not at any time: a condition, plan or advice.
    Hypothetical,
}

/// The cue that decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cue {
    /// What it says.
    pub says: Says,
    /// Number of its group; `Reader::cue_name` gives the words for it.
    pub group: u16,
    /// First byte.
    pub start: u32,
    /// Byte after the last.
    pub end: u32,
}

/// A sign mentioned in a note and how it is meant. Spans are bytes of the note as it was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// Number of the sign; `u32::MAX` for a span that was not found by a sign's phrase.
    pub concept: u32,
    /// First byte.
    pub start: u32,
    /// Byte after the last.
    pub end: u32,
    /// How it is meant.
    pub assertion: Assertion,
    /// The cue that decided, if one did.
    pub cue: Option<Cue>,
    /// The cue that set the time, if one did.
    pub time_cue: Option<Cue>,
    /// What the cue and the mention span together; the mention alone where no cue decided.
    pub scope: Range<u32>,
    /// The sentence around it.
    pub sentence: Range<u32>,
    /// Qualifiers said of it, as a set of their numbers.
    pub qualifiers: u64,
    /// How long it has gone on, where that is said.
    pub duration_days: Option<u32>,
    /// It had gone and is back.
    pub returned: bool,
    /// It is long-standing and unchanged.
    pub unchanged: bool,
    /// Better to ask than to trust it.
    pub low_confidence: bool,
    /// The word was read through a spelling slip.
    pub misspelt: bool,
    /// Only possible because likeness doubts it.
    pub doubted: bool,
    /// Put in the past by what stands in another item of its list.
    pub past_beside: bool,
    /// Said in words that the rules write out.
    pub written: bool,
    /// Found by likeness to known lines alone; no phrase and no combination of word groups says it.
    pub likened: bool,
    /// How much more like lines that say the sign than like lines that say none, in hundredths (about -200 to 200);
    /// `None` where nothing was learned of the sign.
    pub likeness: Option<i16>,
    /// How much more the words around it speak for the patient's having it now than for anything else, in hundredths;
    /// `None` where nothing was learned of that.
    pub meant: Option<i16>,
    /// The words around it decided how it is meant, against the cues.
    pub weighed: bool,
    /// Group of the heading that it stands under.
    pub section: Option<u16>,
    /// Whether it is denied.
    pub negation: Negation,
    /// When it is.
    pub temporality: Temporality,
    /// Whether it is the patient's own.
    pub of_patient: bool,
}

impl Mention {
    /// A mention of which nothing is decided yet.
    pub(crate) fn blank(concept: u32, start: u32, end: u32) -> Self {
        Self {
            concept,
            start,
            end,
            assertion: Assertion::Present,
            cue: None,
            time_cue: None,
            scope: start..end,
            sentence: start..end,
            qualifiers: 0,
            duration_days: None,
            returned: false,
            unchanged: false,
            low_confidence: false,
            misspelt: false,
            doubted: false,
            past_beside: false,
            likened: false,
            written: false,
            meant: None,
            weighed: false,
            likeness: None,
            section: None,
            negation: Negation::Affirmed,
            temporality: Temporality::Recent,
            of_patient: true,
        }
    }

    /// `assertion<TAB>negation<TAB>temporality<TAB>experiencer`, as `metasign read --tsv` prints it.
    #[must_use]
    pub fn as_tsv(&self) -> String {
        let negation = match self.negation {
            Negation::Affirmed => "Affirmed",
            Negation::Negated => "Negated",
        };
        let temporality = match self.temporality {
            Temporality::Recent => "Recent",
            Temporality::Historical => "Historical",
            Temporality::Hypothetical => "Hypothetical",
        };
        let experiencer = if self.of_patient { "Patient" } else { "Other" };
        format!("{}\t{negation}\t{temporality}\t{experiencer}", self.assertion.name())
    }
}
