//! A code that the text calls an error, a letter that is another patient's: what it says is possible only, and a notice
//! asks for the record to be put right (EVIDENCE 13.2 no. 27).

use rustc_hash::FxHashSet;

use crate::assessment::Certainty;
use crate::engine::ConceptTarget;
use crate::record::{Assertion, NoticeCode};
use crate::text::Mention;

use super::collect::{Dated, Reading};

/// What the text calls an error.
#[derive(Debug, Default)]
pub(super) struct Disputed {
    entries: FxHashSet<usize>,
    tumours: FxHashSet<usize>,
}

impl<'r> Reading<'_, 'r> {
    /// Remembers an entry that says so, and the cancers it names in the same sentence.
    pub(super) fn note_disputed(&mut self, dated: Dated<'_, 'r>, mentions: &[Mention]) {
        let wanted = &self.plan.lowering.disputed;
        if wanted.is_empty() {
            return;
        }
        let says = |mention: &&Mention| {
            mention.assertion == Assertion::Present
                && matches!(self.concept(mention), Some(ConceptTarget::Sign(sign)) if wanted.contains(&sign))
        };
        let sentences: FxHashSet<u32> = mentions
            .iter()
            .filter(says)
            .map(|mention| mention.sentence.start)
            .collect();
        if sentences.is_empty() {
            return;
        }
        let named = mentions
            .iter()
            .filter(|mention| sentences.contains(&mention.sentence.start));
        let tumours: Vec<usize> = named
            .filter_map(|mention| match self.concept(mention) {
                Some(ConceptTarget::Tumour(tumour)) => Some(tumour),
                _ => None,
            })
            .collect();
        self.disputed.tumours.extend(tumours);
        self.disputed.entries.insert(dated.index);
        self.notice(
            NoticeCode::EntryWithdrawn,
            dated.entry,
            "the text calls a code or letter an error; it counts as possible only, please correct the record",
        );
    }

    /// Lowers what was said in such entries, and the cancers that were called an error.
    pub(super) fn settle_disputed(&mut self) {
        let Disputed { entries, tumours } = std::mem::take(&mut self.disputed);
        if entries.is_empty() {
            return;
        }
        for finding in &mut self.out.findings {
            if finding.assertion == Assertion::Present && entries.contains(&finding.entry) {
                finding.assertion = Assertion::Possible;
            }
        }
        for cancer in &mut self.out.cancers {
            if entries.contains(&cancer.entry) || tumours.contains(&cancer.tumour) {
                cancer.certainty = Certainty::Text;
            }
        }
    }
}
