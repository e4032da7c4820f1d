//! What the kinds of evidence share while one record is read.

use rustc_hash::FxHashSet;

use crate::plan::{ConceptTarget, Finder, Plan, Ready};
use crate::record::{Assertion, Date, Entry, Notice, NoticeCode, NoticeFold, PartialDate, Record};
use crate::rules::model::{RuleSet, SignKind};
use crate::text::Mention;

use super::bound::Most;
use super::collected::Collected;
use super::finding::{Detail, Finding};
use super::terms::EvidenceSource;

/// One record being read.
pub(super) struct Reading<'a, 'r> {
    pub(super) finder: &'a Finder,
    pub(super) plan: &'a Plan,
    pub(super) rules: &'a RuleSet,
    pub(super) record: &'a Record<'r>,
    pub(super) out: Collected,
    /// Which notices are kept each.
    fold: NoticeFold,
    /// Entries, and tumour types named, that the text calls an error.
    pub(super) disputed: Disputed,
    pub(super) most: Most,
}

/// An entry with what was decided about it.
#[derive(Clone, Copy)]
pub(super) struct Dated<'a, 'r> {
    pub(super) index: usize,
    pub(super) entry: &'a Entry<'r>,
    /// Its date, and the last day that may mean, never after the question.
    pub(super) date: Option<(PartialDate, Date)>,
}

/// What the text calls an error.
#[derive(Debug, Default)]
pub(super) struct Disputed {
    pub(super) entries: FxHashSet<usize>,
    pub(super) tumours: FxHashSet<usize>,
    /// Entries that call the letter before them another person's.
    pub(super) misfiled: Vec<usize>,
}

impl<'a, 'r> Reading<'a, 'r> {
    pub(super) fn new(ready: &'a Ready, record: &'a Record<'r>) -> Self {
        Self {
            finder: &ready.finder,
            plan: &ready.plan,
            rules: &ready.rules,
            record,
            out: Collected::in_order(record),
            fold: NoticeFold::default(),
            disputed: Disputed::default(),
            most: Most::default(),
        }
    }

    pub(super) fn notice(&mut self, code: NoticeCode, entry: &Entry<'r>, message: impl Into<String>) {
        let message = message.into();
        if self.fold.keeps(code, &message, &entry.id) {
            self.out.notices.push(Notice::about(code, &entry.id, message));
        }
    }

    /// Thins out what there is too much of by now.
    pub(super) fn bound(&mut self) {
        self.most.bound(&mut self.out);
    }

    /// What was read, with the notices that stand for others.
    pub(super) fn finished(self) -> Collected {
        let mut out = self.out;
        out.notices.extend(self.fold.rest());
        out
    }

    /// What a mention shows.
    pub(super) fn concept(&self, mention: &Mention) -> Option<ConceptTarget> {
        usize::try_from(mention.concept)
            .ok()
            .and_then(|concept| self.finder.concepts.get(concept))
            .copied()
    }

    /// Adds a finding of a sign and of every sign it also is; a denial is of the sign itself only.
    pub(super) fn find(&mut self, finding: &Finding) {
        let Some(sign) = self.plan.signs.get(finding.sign) else {
            return;
        };
        let reach = if finding.assertion == Assertion::Absent {
            1
        } else {
            sign.counts_as.len()
        };
        for counts_as in sign.counts_as.iter().take(reach) {
            // Past illness is past by nature: "bone mets 2021" still says that it is so.
            let past = (self.plan.signs.get(*counts_as)).is_some_and(|sign| sign.kind == SignKind::History);
            let assertion = match finding.assertion {
                Assertion::Historical if past => Assertion::Present,
                other => other,
            };
            self.out.findings.push(Finding {
                sign: *counts_as,
                assertion,
                ..finding.clone()
            });
        }
    }

    /// A finding from a result.
    pub(super) fn result_finding(
        &mut self,
        sign: usize,
        result: usize,
        assertion: Assertion,
        source: EvidenceSource,
        detail: Detail,
    ) {
        self.result_finding_with(sign, result, assertion, source, detail, 0);
    }

    pub(super) fn result_finding_with(
        &mut self,
        sign: usize,
        result: usize,
        assertion: Assertion,
        source: EvidenceSource,
        detail: Detail,
        qualifiers: u64,
    ) {
        let Some(value) = self.out.results.get(result) else {
            return;
        };
        let finding = Finding {
            sign,
            origin: sign,
            entry: value.entry,
            date: value.date,
            latest: value.latest,
            assertion,
            source,
            qualifiers,
            duration_days: None,
            span: value.typed,
            detail,
            chance: None,
        };
        self.find(&finding);
    }
}
