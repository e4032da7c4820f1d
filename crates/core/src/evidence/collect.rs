//! Reads every entry once and gathers what it shows.

use rustc_hash::FxHashSet;

use crate::plan::{CodeTarget, Finder, Plan, Ready};
use crate::record::{Assertion, Date, Entry, EntryKind, Notice, NoticeCode, NoticeFold, PartialDate, Record};
use crate::rules::model::{RuleSet, SignKind};

use super::bound::Most;
use super::finding::{CancerMention, Finding, SignState, StatusMention, state_of};
use super::measured::ResultValue;

/// Everything the record shows, before any rule is asked.
#[derive(Debug, Default)]
pub(crate) struct Collected {
    /// The record's entries in the order of date and id, so that the order they were sent in changes nothing.
    /// Entry numbers below are places in this order.
    pub(crate) order: Vec<usize>,
    /// Sorted by sign, then date, then entry.
    pub(crate) findings: Vec<Finding>,
    /// By sign.
    pub(crate) signs: Vec<SignState>,
    pub(crate) cancers: Vec<CancerMention>,
    pub(crate) statuses: Vec<StatusMention>,
    /// Sorted by measurement, then date, then entry.
    pub(crate) results: Vec<ResultValue>,
    pub(crate) notices: Vec<Notice>,
    /// Clauses of complaint in which nothing was understood.
    pub(crate) unread_clauses: usize,
    /// Much of the record is dated before the birth date.
    pub(crate) birth_doubtful: bool,
    pub(crate) from: Option<Date>,
    pub(crate) to: Option<Date>,
}

/// So many entries dated before the birth date get a notice each.
const FEW: usize = 5;

/// What the parts of this floor share while one record is read.
pub(super) struct Reading<'a, 'r> {
    pub(super) finder: &'a Finder,
    pub(super) plan: &'a Plan,
    pub(super) rules: &'a RuleSet,
    pub(super) record: &'a Record<'r>,
    pub(super) out: Collected,
    /// Which notices are kept each.
    fold: NoticeFold,
    pub(super) bounded: bool,
    pub(super) most: Most,
    /// Entries, and tumour types named, that the text calls an error.
    pub(super) disputed: super::disputed::Disputed,
}

/// An entry with what was decided about it.
#[derive(Clone, Copy)]
pub(super) struct Dated<'a, 'r> {
    pub(super) index: usize,
    pub(super) entry: &'a Entry<'r>,
    /// Its date, and the last day that may mean, never after the question.
    pub(super) date: Option<(PartialDate, Date)>,
}

impl Collected {
    pub(crate) fn of(ready: &Ready, record: &Record<'_>) -> Self {
        let (plan, rules) = (&ready.plan, &ready.rules);
        let mut reading = Reading {
            finder: &ready.finder,
            plan,
            rules,
            record,
            disputed: super::disputed::Disputed::default(),
            out: Self {
                order: in_order(record),
                ..Self::default()
            },
            fold: NoticeFold::default(),
            bounded: false,
            most: Most::default(),
        };
        reading.read_entries();
        reading.settle_disputed();
        reading.results();
        reading.trends();
        let mut out = reading.out;
        out.notices.extend(reading.fold.rest());
        super::settle::general_denials(&mut out.findings, plan);
        if let Some(rule) = &rules.scoring.lowering.recovered {
            super::settle::recoveries(&mut out.findings, plan, rule);
        }
        out.findings.sort_by(|left, right| {
            let key = |finding: &Finding| {
                (
                    finding.sign,
                    finding.latest,
                    finding.entry,
                    finding.span,
                    finding.source,
                )
            };
            key(left)
                .cmp(&key(right))
                .then_with(|| left.assertion.cmp(&right.assertion))
        });
        let mut findings = std::mem::take(&mut out.findings);
        super::repeat::mark(&mut findings, plan, record, &out);
        out.findings = findings;
        out.signs = states(&out.findings, plan, record.as_of);
        out
    }

    /// An entry by its number.
    pub(crate) fn entry<'a, 'r>(&self, record: &'a Record<'r>, number: usize) -> Option<&'a Entry<'r>> {
        self.order.get(number).and_then(|index| record.entries.get(*index))
    }

    /// The findings of one sign.
    pub(crate) fn of_sign(&self, sign: usize) -> &[Finding] {
        let Some(state) = self.signs.get(sign) else { return &[] };
        self.findings.get(state.first..state.end).unwrap_or(&[])
    }
}

fn in_order(record: &Record<'_>) -> Vec<usize> {
    let key = |index: &usize| {
        record.entries.get(*index).map(|entry| {
            (
                entry.date.map(|date| (date.earliest(), date.precision())),
                entry.id.as_str(),
            )
        })
    };
    let mut order: Vec<usize> = (0..record.entries.len()).collect();
    if !order.is_sorted_by_key(key) {
        order.sort_by(|left, right| key(left).cmp(&key(right)));
    }
    order
}

fn states(findings: &[Finding], plan: &Plan, as_of: Date) -> Vec<SignState> {
    let mut states = vec![SignState::default(); plan.signs.len()];
    let mut offset = 0_usize;
    for group in findings.chunk_by(|left, right| left.sign == right.sign) {
        let sign = group.first().map_or(0, |finding| finding.sign);
        let from = plan
            .signs
            .get(sign)
            .and_then(|sign| sign.lookback_days)
            .map(|days| as_of.plus_days(days.saturating_neg()));
        if let Some(state) = states.get_mut(sign) {
            *state = state_of(group, offset, from);
        }
        offset = offset.saturating_add(group.len());
    }
    states
}

impl<'r> Reading<'_, 'r> {
    fn read_entries(&mut self) {
        let record = self.record;
        let mut ids: FxHashSet<&str> = FxHashSet::default();
        ids.reserve(record.entries.len());
        let mut unborn = Vec::new();
        let birth = record.patient.birth_date.map(PartialDate::earliest);
        for index in 0..record.entries.len() {
            let Some(entry) = self.out.entry(record, index) else {
                continue;
            };
            if !ids.insert(&entry.id) {
                self.notice(
                    NoticeCode::DuplicateId,
                    entry,
                    "two entries have this id; both were read",
                );
            }
            let date = match entry.date {
                None => None,
                Some(date) if date.earliest() > record.as_of => {
                    self.notice(
                        NoticeCode::DateInFuture,
                        entry,
                        "dated after the day of the question; not used",
                    );
                    continue;
                }
                Some(date) => Some((date, date.latest().min(record.as_of))),
            };
            // One of the two dates is wrong, and nobody can tell which: the entry is read, so that nothing is lost.
            if date.is_some_and(|(date, _)| birth.is_some_and(|birth| date.latest() < birth)) {
                unborn.push(index);
            }
            if let Some((date, latest)) = date {
                self.out.from = Some(self.out.from.map_or(date.earliest(), |from| from.min(date.earliest())));
                self.out.to = Some(self.out.to.map_or(latest, |to| to.max(latest)));
            }
            let dated = Dated { index, entry, date };
            self.coded(dated);
            self.named_result(dated);
            self.noted(dated);
            self.bound();
        }
        self.told_bound();
        self.before_birth(&unborn);
    }

    /// One notice for each such entry, or one for all when there are many: then it is the birth date that is wrong.
    fn before_birth(&mut self, unborn: &[usize]) {
        if unborn.len() > FEW {
            self.out.birth_doubtful = true;
            let message = format!(
                "{} entries are dated before the birth date; they were read, check the birth date",
                unborn.len()
            );
            self.out
                .notices
                .push(Notice::general(NoticeCode::DateBeforeBirth, message));
            return;
        }
        for index in unborn {
            if let Some(entry) = self.out.entry(self.record, *index) {
                self.notice(
                    NoticeCode::DateBeforeBirth,
                    entry,
                    "dated before the birth date; it was read, check both dates",
                );
            }
        }
    }

    pub(super) fn notice(&mut self, code: NoticeCode, entry: &Entry<'r>, message: impl Into<String>) {
        let message = message.into();
        if self.fold.keeps(code, &message, &entry.id) {
            self.out.notices.push(Notice::about(code, &entry.id, message));
        }
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
}

/// Whether a target is one that this kind of entry can show.
pub(super) fn fits(target: CodeTarget, kind: EntryKind) -> bool {
    match target {
        CodeTarget::Medication(_) => kind == EntryKind::Medication,
        CodeTarget::Sign(_)
        | CodeTarget::SignAbsent(_)
        | CodeTarget::Measurement(_)
        | CodeTarget::Tumour(_)
        | CodeTarget::TumourExclude(_)
        | CodeTarget::Subtype(..)
        | CodeTarget::Status(_)
        | CodeTarget::StatusExclude(_) => true,
    }
}
