//! One record being assessed, as data: each floor above fills its part.

use std::cell::Cell;

use crate::evidence::{Collected, Truth};
use crate::plan::{Plan, Ready};
use crate::record::Record;
use crate::rules::model::RuleSet;

use super::cancers::History;
use super::decisions::Decision;
use super::metastatic::StatusFound;
use super::points::TumourScore;

/// One record being assessed.
pub(crate) struct Case<'a, 'r> {
    pub(crate) plan: &'a Plan,
    pub(crate) rules: &'a RuleSet,
    pub(crate) record: &'a Record<'r>,
    pub(crate) found: Collected,
    pub(crate) history: History,
    pub(crate) status: StatusFound,
    pub(crate) scores: Vec<TumourScore>,
    pub(crate) decisions: Vec<Decision>,
    /// Decided facts, then nodes, for strict and lenient reading.
    pub(super) memo: [Vec<Cell<Option<Truth>>>; 2],
}

/// How a condition is read.
#[derive(Clone, Copy, Default)]
pub(crate) struct Scope<'s> {
    /// A merely possible emergency sign counts (EVIDENCE 9: never triggers an override alone unless neurological).
    pub(crate) lenient: bool,
    /// The score whose modifiers are being decided.
    pub(crate) score: Option<&'s TumourScore>,
}

impl<'a, 'r> Case<'a, 'r> {
    pub(crate) fn new(ready: &'a Ready, record: &'a Record<'r>, found: Collected) -> Self {
        let (plan, rules) = (&ready.plan, &ready.rules);
        let decided = plan.program.facts.len().saturating_add(plan.program.nodes.len());
        Self {
            plan,
            rules,
            record,
            found,
            history: History::default(),
            status: StatusFound::default(),
            scores: Vec::new(),
            decisions: Vec::new(),
            memo: [vec![Cell::new(None); decided], vec![Cell::new(None); decided]],
        }
    }

    /// Forgets what was decided, because something it rests on has been added.
    pub(crate) fn forget(&mut self) {
        for memo in &self.memo {
            for cell in memo {
                cell.set(None);
            }
        }
    }
}
