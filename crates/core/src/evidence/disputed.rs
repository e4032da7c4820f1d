//! A code that the text calls an error, a letter that is another patient's: what it says is possible only, and a notice
//! asks for the record to be put right (EVIDENCE 13.2 no. 27).

use rustc_hash::FxHashSet;

use crate::plan::ConceptTarget;
use crate::record::{Assertion, NoticeCode};
use crate::text::Mention;

use super::finding::Detail;
use super::reading::{Dated, Disputed, Reading};
use super::terms::Certainty;

/// A letter is found out within so many days of being filed, or its entry says so itself.
const FOUND_OUT_DAYS: i32 = 31;

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
        let another = &self.plan.lowering.misfiled;
        let misfiled = mentions
            .iter()
            .filter(says)
            .any(|mention| matches!(self.concept(mention), Some(ConceptTarget::Sign(sign)) if another.contains(&sign)));
        self.disputed.tumours.extend(tumours);
        self.disputed.entries.insert(dated.index);
        self.disputed.misfiled.extend(misfiled.then_some(dated.index));
        self.notice(
            NoticeCode::EntryWithdrawn,
            dated.entry,
            "the text calls a code or letter an error; it counts as possible only, please correct the record",
        );
    }

    /// Lowers what was said in such entries, and the cancers that were called an error.
    pub(super) fn settle_disputed(&mut self) {
        let Disputed {
            entries,
            tumours,
            misfiled,
        } = std::mem::take(&mut self.disputed);
        if entries.is_empty() {
            return;
        }
        let letters: FxHashSet<usize> = misfiled.iter().filter_map(|entry| self.letter_before(*entry)).collect();
        for index in &letters {
            if let Some(entry) = self.out.entry(self.record, *index) {
                self.notice(
                    NoticeCode::EntryWithdrawn,
                    entry,
                    "a later entry calls this letter another person's; it counts as possible only, please correct the record",
                );
            }
        }
        for finding in &mut self.out.findings {
            if finding.counts() && letters.contains(&finding.entry) {
                finding.assertion = Assertion::Possible;
                finding.detail = Detail::Disputed;
            }
            if finding.assertion == Assertion::Present && entries.contains(&finding.entry) {
                finding.assertion = Assertion::Possible;
            }
        }
        for cancer in &mut self.out.cancers {
            if entries.contains(&cancer.entry) || letters.contains(&cancer.entry) || tumours.contains(&cancer.tumour) {
                cancer.certainty = Certainty::Text;
            }
        }
    }

    /// The newest letter filed in the weeks before an entry, by the signs that mark one.
    fn letter_before(&self, entry: usize) -> Option<usize> {
        let said = self.out.entry(self.record, entry)?.date?.latest();
        let letters = self.out.findings.iter().filter(|finding| {
            finding.entry < entry
                && self.plan.lowering.scanned.contains(&finding.sign)
                && (0..=FOUND_OUT_DAYS).contains(&said.days_since(finding.latest))
        });
        letters.map(|finding| finding.entry).max()
    }
}
