//! Notices: what of a record could not be used, and why. Never the patient's own words.

use std::hash::{Hash as _, Hasher as _};

use rustc_hash::{FxHashMap, FxHasher};
use serde::{Deserialize, Serialize};

/// One thing that could not be used, or was used with a doubt.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Notice {
    /// What kind of trouble it is.
    pub code: NoticeCode,
    /// The id of the entry it is about, if it is about one.
    pub entry: Option<String>,
    /// What happened and what was done about it, without the patient's text.
    pub message: String,
}

/// The kinds of notice, in kebab-case in JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum NoticeCode {
    /// A date no calendar has, or in no form that is read.
    DateUnreadable,
    /// No date where one is needed.
    DateMissing,
    /// Dated after the day of the question.
    DateInFuture,
    /// Dated before the person was born.
    DateBeforeBirth,
    /// Only the month or year is known; the rule used the range it may mean.
    DateImprecise,
    /// `as_of` was not given and was taken from the record.
    AsOfAssumed,
    /// A code of a system that is not known.
    SystemUnknown,
    /// A code that its own check digit or form refutes.
    CodeMalformed,
    /// A member of the wrong type, or an entry of a kind that is not known.
    EntryUnreadable,
    /// Two entries with the same id.
    DuplicateId,
    /// A unit that is missing or not known for the test.
    UnitUnknown,
    /// A value converted from another unit.
    UnitConverted,
    /// A value outside what is possible, probably a typing or unit error.
    ValueImplausible,
    /// A value read from text rather than from a result.
    ValueFromText,
    /// A value with a comparator that leaves the threshold undecided.
    ValueUndecided,
    /// The laboratory sent no range; a limit of the rules' own was used.
    LimitAssumed,
    /// Marked in the record as entered in error, refuted or negated.
    EntryWithdrawn,
    /// A statement about a relative or another person, not used as the patient's own.
    NotThePatient,
    /// A cancer code that does not fit the recorded sex.
    SexMismatch,
    /// A cancer known from text only: confirm and code.
    CancerFromText,
    /// Part of the source that metasign does not read.
    PassedOver,
    /// Text too long or too deep to be read in full.
    LimitReached,
    /// Needed for a rule and absent from the record.
    DataMissing,
    /// A snooze or answer that can't be read or that names no prompt.
    AnswerUnreadable,
    /// A snooze or answer that would hold for longer than the rules allow, held to their cap.
    AnswerCapped,
    /// The rule set is past its review date.
    RulesOverdue,
    /// The rule set is a draft.
    RulesDraft,
}

impl Notice {
    /// A notice about one entry.
    #[must_use]
    pub fn about(code: NoticeCode, entry: &str, message: impl Into<String>) -> Self {
        Self {
            code,
            entry: Some(entry.to_owned()),
            message: message.into(),
        }
    }

    /// A notice about the whole record.
    #[must_use]
    pub fn general(code: NoticeCode, message: impl Into<String>) -> Self {
        Self {
            code,
            entry: None,
            message: message.into(),
        }
    }
}

/// So many notices of one kind are kept each; the others are counted.
pub(crate) const NOTICES_OF_A_KIND: u32 = 10;

/// Decides which notices are kept: of each kind (code and message) the first few, then a count.
///
/// What a document can hold of one mistake is bounded by its size only; what is said of it is not to grow so.
#[derive(Debug, Default)]
pub struct NoticeFold {
    kinds: FxHashMap<u64, Kind>,
}

#[derive(Debug)]
struct Kind {
    count: u32,
    /// The entry it was last about: said of one entry twice, it is one notice.
    entry: u64,
    /// Made when the first is folded.
    folded: Option<(NoticeCode, String)>,
}

impl NoticeFold {
    /// Whether a notice with this code and message, about this entry, is to be kept.
    pub(crate) fn keeps(&mut self, code: NoticeCode, message: &str, entry: &str) -> bool {
        self.keeps_of(code, message, hash_of(0, entry))
    }

    /// The same for what is told apart by a number.
    pub(crate) fn keeps_of(&mut self, code: NoticeCode, message: &str, entry: impl std::hash::Hash) -> bool {
        let mut hasher = FxHasher::default();
        entry.hash(&mut hasher);
        let entry = hasher.finish();
        let kind = self.kinds.entry(hash_of(code as u8, message)).or_insert(Kind {
            count: 0,
            entry: !entry,
            folded: None,
        });
        if kind.entry == entry && kind.count > 0 {
            return false;
        }
        kind.entry = entry;
        kind.count = kind.count.saturating_add(1);
        if kind.count <= NOTICES_OF_A_KIND {
            return true;
        }
        if kind.folded.is_none() {
            kind.folded = Some((code, message.to_owned()));
        }
        false
    }

    /// Keeps a notice or counts it.
    pub fn push(&mut self, notices: &mut Vec<Notice>, notice: Notice) {
        if self.keeps(
            notice.code,
            &notice.message,
            notice.entry.as_deref().unwrap_or_default(),
        ) {
            notices.push(notice);
        }
    }

    /// One notice for each kind that was folded, in the order of code and message.
    #[must_use]
    pub fn rest(self) -> Vec<Notice> {
        let mut rest: Vec<Notice> = self
            .kinds
            .into_values()
            .filter_map(|kind| {
                let (code, message) = kind.folded?;
                let more = grouped(kind.count.saturating_sub(NOTICES_OF_A_KIND));
                Some(Notice::general(code, format!("{more} more like this: {message}")))
            })
            .collect();
        rest.sort_unstable();
        rest
    }
}

fn hash_of(code: u8, text: &str) -> u64 {
    let mut hasher = FxHasher::default();
    code.hash(&mut hasher);
    text.hash(&mut hasher);
    hasher.finish()
}

/// A number with its thousands apart: `1,204`.
fn grouped(number: u32) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len().saturating_add(3));
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && digits.len().saturating_sub(place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_few_of_a_kind_are_kept_and_the_others_counted() {
        let mut fold = NoticeFold::default();
        let mut notices = Vec::new();
        for entry in 0..1_214 {
            fold.push(
                &mut notices,
                Notice::about(NoticeCode::UnitUnknown, &format!("e{entry}"), "no unit"),
            );
        }
        fold.push(&mut notices, Notice::about(NoticeCode::UnitUnknown, "e1", "another"));
        assert_eq!(notices.len(), 11);
        let rest: Vec<String> = fold.rest().into_iter().map(|notice| notice.message).collect();
        assert_eq!(rest, ["1,204 more like this: no unit"]);
    }

    #[test]
    fn said_of_one_entry_twice_it_is_one_notice() {
        let mut fold = NoticeFold::default();
        let mut notices = Vec::new();
        for _ in 0..20 {
            fold.push(&mut notices, Notice::about(NoticeCode::DateMissing, "e", "no date"));
        }
        assert_eq!((notices.len(), fold.rest().len()), (1, 0));
    }

    #[test]
    fn thousands_stand_apart() {
        for (number, text) in [(0, "0"), (999, "999"), (1_000, "1,000"), (1_234_567, "1,234,567")] {
            assert_eq!(grouped(number), text);
        }
    }
}
