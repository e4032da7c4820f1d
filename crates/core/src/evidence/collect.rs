//! Reads every entry once and gathers what it shows: the order in which this floor works.

use rustc_hash::FxHashSet;

use crate::plan::{Plan, Ready};
use crate::record::{Date, Notice, NoticeCode, PartialDate, Record};

use super::collected::Collected;
use super::finding::{Finding, SignState, Steady, state_of};
use super::reading::{Dated, Reading};
use super::repeat;
use super::settle;

/// So many entries dated before the birth date get a notice each.
const FEW: usize = 5;

impl Collected {
    pub(crate) fn of(ready: &Ready, record: &Record<'_>) -> Self {
        let (plan, rules) = (&ready.plan, &ready.rules);
        let mut reading = Reading::new(ready, record);
        reading.read_entries();
        reading.settle_disputed();
        reading.results();
        reading.trends();
        let mut out = reading.finished();
        settle::general_denials(&mut out.findings, plan);
        if let Some(rule) = &rules.scoring.lowering.recovered {
            settle::recoveries(&mut out.findings, plan, rule);
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
        repeat::mark(&mut findings, plan, record, &out);
        out.findings = findings;
        out.signs = states(&out.findings, plan, record.as_of);
        out
    }
}

fn states(findings: &[Finding], plan: &Plan, as_of: Date) -> Vec<SignState> {
    let mut states = vec![SignState::default(); plan.signs.len()];
    let steady = Steady::of(&plan.qualifiers);
    let mut offset = 0_usize;
    for group in findings.chunk_by(|left, right| left.sign == right.sign) {
        let sign = group.first().map_or(0, |finding| finding.sign);
        let from = plan
            .signs
            .get(sign)
            .and_then(|sign| sign.lookback_days)
            .map(|days| as_of.plus_days(days.saturating_neg()));
        if let Some(state) = states.get_mut(sign) {
            *state = state_of(group, offset, from, steady);
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
        self.out.notices.extend(self.most.told());
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
}
