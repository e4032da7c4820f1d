//! The cues of the language files as one tree over words and *classes of words* (`<relative> says`), walked beside a note.
//!
//! A class stands for each of its words, so that a cue is written once for every mother, uncle and brother-in-law. The
//! signs of the rules have a tree of their own (`phrase`), which knows endings and slips; cues know classes instead. What
//! a group of cues says, and how far, is not known here.

use super::entry::{ANY_WORD, NUMBER, SLIP, YEAR};
use super::vocabulary::{FILLER, Vocabulary};
use crate::flat::{Bytes, Fault, Numbers, Shelf, Steps, Store, Stored};
use crate::text::token::{Gap, Kind, Token, large};

/// At most so many words in a row may be passed over inside a cue.
const FILLERS: u32 = 2;
/// So many readings of the words so far are kept.
const WAYS: usize = 8;
/// Keys of the finished cues: tokens of a kind, then classes, then words.
pub(crate) const FIRST_CLASS: u32 = 4;
pub(crate) const FIRST_WORD: u32 = 68;

/// Classes that the engine itself asks for, by the names that the language files give them.
#[derive(Clone, Copy, Debug)]
#[repr(u8)]
pub(crate) enum Known {
    /// `he`, `him`, `his`.
    He = 0,
    She = 1,
    /// Relatives of one sex.
    MaleRelative = 2,
    FemaleRelative = 3,
    /// `is`, `was`: after a sign whose cause, not presence, is in doubt.
    Copula = 4,
    /// `it`: an animal, where one was named.
    It = 5,
    /// Words after which no line of a writer ends: `or`, `the`.
    Open = 6,
    /// Begins a clause that is put in: `her back pain, which we irradiated, has gone`.
    Which = 7,
    /// `says`, `wondered`: whoever does so is not spoken of.
    Report = 8,
    /// Who calls about another, and whom they call about.
    Younger = 9,
    Elder = 10,
    /// `77M`, `72 yr old lady`: says the patient's sex after an age.
    Male = 11,
    Female = 12,
    /// Marks that dictation spelt out: `comma`, `full stop`.
    SpeltComma = 13,
    SpeltFull = 14,
    SpeltStop = 15,
    /// What a patient feels or does; a relative before its colon tells of it.
    Complaint = 16,
    /// What happens once and stops: `fell`, `nosebleed`.
    Event = 17,
    /// `pt`, in brackets after the name of a relation.
    ThePatient = 18,
    /// `but`: what is said together stands on one side of it.
    Turn = 19,
    /// `allergies`, `alcohol`: what is said not to be there begins no list of complaints.
    Unlisted = 20,
    /// What hurts: `pain gone` is said of it, and of nothing else.
    Pain = 21,
}

impl Known {
    pub(crate) const NAMES: [&'static str; 22] = [
        "he",
        "she",
        "male-relative",
        "female-relative",
        "copula",
        "it",
        "open",
        "which",
        "report",
        "younger",
        "elder",
        "male",
        "female",
        "spelt-comma",
        "spelt-full",
        "spelt-stop",
        "complaint",
        "event",
        "the-patient",
        "turn",
        "unlisted",
        "pain",
    ];
}

/// All cues, compiled.
#[derive(Clone, Debug, Default)]
pub(crate) struct CueBook {
    pub(in crate::text) steps: Steps,
    /// Sets of groups, by what a state says.
    pub(in crate::text) said: Vec<Vec<u16>>,
    /// The entries that stand in a cue or a class, by eights as bits.
    pub(in crate::text) held: Bytes,
    /// How many of them come before each 64.
    pub(in crate::text) before: Numbers,
    /// The classes of each of them, as a number in `sets`.
    pub(in crate::text) classes: Numbers,
    /// Sets of classes, as bits; the known ones first.
    pub(in crate::text) sets: Vec<u64>,
}

impl CueBook {
    /// The groups that end in a state.
    fn said(&self, state: u32) -> &[u16] {
        let said = usize::try_from(self.steps.says(state))
            .ok()
            .and_then(|said| self.said.get(said));
        said.map_or(&[], Vec::as_slice)
    }

    /// The place of an entry among those that stand in a cue or a class.
    fn place(&self, entry: u32) -> Option<u32> {
        let cells = self.held.as_chunks::<8>().0.get(large(entry) / 64)?;
        let (cells, bit) = (u64::from_le_bytes(*cells), 1u64.wrapping_shl(entry % 64));
        let below = (cells & bit.wrapping_sub(1)).count_ones();
        (cells & bit != 0).then_some(())?;
        Some(self.before.get(large(entry) / 64)?.saturating_add(below))
    }

    fn bits(&self, place: u32) -> u64 {
        let set = self.classes.get(large(place)).and_then(|set| self.sets.get(large(set)));
        set.copied().unwrap_or(0)
    }

    /// Whether a word is of a class.
    pub(crate) fn is(&self, entry: u32, class: Known) -> bool {
        let bit = 1u64.wrapping_shl(u32::from(class as u8));
        entry != 0
            && self
                .place(entry & !SLIP)
                .is_some_and(|place| self.bits(place) & bit != 0)
    }

    /// Walks from `start`, telling `found` of every cue that ends: its groups and the token after it. A cue ends with its
    /// line.
    pub(crate) fn walk(
        &self,
        vocabulary: &Vocabulary,
        tokens: &[Token],
        start: usize,
        mut found: impl FnMut(&[u16], usize),
    ) {
        let mut ways = [(0u32, 0u32); WAYS];
        let mut count = 1usize;
        for (place, token) in tokens.iter().enumerate().skip(start) {
            if place > start && token.gap == Gap::Line {
                break;
            }
            let filler = place > start && token.kind == Kind::Word && vocabulary.has(token.entry, FILLER);
            let mut next_ways = [(0u32, 0u32); WAYS];
            let mut next_count = 0usize;
            let mut keep = |way: (u32, u32)| {
                if let Some(slot) = next_ways.get_mut(next_count) {
                    *slot = way;
                    next_count = next_count.saturating_add(1);
                }
            };
            for (node, skipped) in ways.iter().take(count) {
                self.step(*node, token, |next| {
                    if self.steps.leads_on(next) {
                        keep((next, 0));
                    }
                    let groups = self.said(next);
                    if !groups.is_empty() {
                        found(groups, place.saturating_add(1));
                    }
                });
                if filler && *skipped < FILLERS {
                    keep((*node, skipped.saturating_add(1)));
                }
            }
            if next_count == 0 {
                break;
            }
            (ways, count) = (next_ways, next_count);
        }
    }

    fn step(&self, node: u32, token: &Token, mut to: impl FnMut(u32)) {
        let key = token.entry & !SLIP;
        let mut along = |key: u32| {
            if let Some(next) = self.steps.along(node, key) {
                to(next);
            }
        };
        if let Some(place) = self.place(key).filter(|_| key != 0) {
            along(FIRST_WORD.saturating_add(place));
            let mut bits = self.bits(place);
            while bits != 0 {
                along(FIRST_CLASS.saturating_add(bits.trailing_zeros()));
                bits &= bits.wrapping_sub(1);
            }
        }
        match token.kind {
            // A year is no amount: `ca 2009` is not a calcium.
            Kind::Number => {
                along(if token.mark == 1 { YEAR } else { NUMBER });
            }
            Kind::Word => {
                along(ANY_WORD);
            }
            Kind::Mark => {}
        }
    }
}

impl Stored for CueBook {
    fn store(&self, to: &mut Store) -> Result<(), Fault> {
        self.steps.store(to)?;
        to.small(&(&self.said, &self.sets))?;
        to.table(&self.held);
        self.before.store(to)?;
        self.classes.store(to)
    }

    fn load(from: &mut Shelf<'_>) -> Result<Self, Fault> {
        let steps = Steps::load(from)?;
        let (said, sets) = from.small()?;
        Ok(Self {
            steps,
            said,
            sets,
            held: from.table()?,
            before: Numbers::load(from)?,
            classes: Numbers::load(from)?,
        })
    }
}
