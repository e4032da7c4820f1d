//! Everything the record shows, as data.

use crate::record::{Date, Entry, Notice, Record};

use super::finding::{CancerMention, Finding, SignState, StatusMention};
use super::result::ResultValue;

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

impl Collected {
    /// Nothing yet, with the entries in order.
    pub(super) fn in_order(record: &Record<'_>) -> Self {
        Self {
            order: in_order(record),
            ..Self::default()
        }
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
