//! Conditions decided: true, false, or cannot tell (Kleene's three values), each fact and node once.

use std::cell::Cell;

use crate::evidence::{Certainty, Truth};
use crate::plan::{Fact, FactId, Node, NodeId};
use crate::record::{Date, PartialDate};
use crate::rules::model::MetastaticStatus;

use super::cancers::CancerFound;
use super::case::{Case, Scope};
use super::points::TumourScore;

impl Case<'_, '_> {
    /// Decides a node.
    pub(crate) fn truth(&self, node: NodeId, scope: Scope<'_>) -> Truth {
        // While a score is being counted, conditions speak of that score.
        if scope.score.is_some() {
            return self.decide_node(node, scope);
        }
        let cell = self.kept(self.plan.program.facts.len().saturating_add(node), scope);
        if let Some(truth) = cell.and_then(Cell::get) {
            return truth;
        }
        let truth = self.decide_node(node, scope);
        if let Some(cell) = cell {
            cell.set(Some(truth));
        }
        truth
    }

    fn kept(&self, place: usize, scope: Scope<'_>) -> Option<&Cell<Option<Truth>>> {
        let [strict, lenient] = &self.memo;
        if scope.lenient { lenient } else { strict }.get(place)
    }

    fn decide_node(&self, node: NodeId, scope: Scope<'_>) -> Truth {
        match self.plan.program.nodes.get(node) {
            None => Truth::CannotTell,
            Some(Node::And(parts)) => {
                let mut all = Truth::True;
                for part in parts {
                    all = all.and(self.truth(*part, scope));
                    if all == Truth::False {
                        break;
                    }
                }
                all
            }
            Some(Node::Or(parts)) => {
                let mut any = Truth::False;
                for part in parts {
                    any = any.or(self.truth(*part, scope));
                    if any == Truth::True {
                        break;
                    }
                }
                any
            }
            Some(Node::Not(part)) => self.truth(*part, scope).negated(),
            Some(Node::AtLeast(count, parts)) => {
                let (mut yes, mut open) = (0_u32, 0_u32);
                for part in parts {
                    match self.truth(*part, scope) {
                        Truth::True => yes = yes.saturating_add(1),
                        Truth::CannotTell => open = open.saturating_add(1),
                        Truth::False => {}
                    }
                }
                if yes >= *count {
                    Truth::True
                } else if yes.saturating_add(open) >= *count {
                    Truth::CannotTell
                } else {
                    Truth::False
                }
            }
            Some(Node::Fact(fact)) => self.fact(*fact, scope),
        }
    }

    fn fact(&self, id: FactId, scope: Scope<'_>) -> Truth {
        let Some(fact) = self.plan.program.facts.get(id) else {
            return Truth::CannotTell;
        };
        if let Some(truth) = Self::of_score(fact, scope) {
            return truth;
        }
        let cell = self.kept(id, scope);
        if let Some(truth) = cell.and_then(Cell::get) {
            return truth;
        }
        let truth = self.decide(fact, scope);
        if let Some(cell) = cell {
            cell.set(Some(truth));
        }
        truth
    }

    /// Facts about the score being counted; they differ from tumour to tumour and are not kept.
    fn of_score(fact: &Fact, scope: Scope<'_>) -> Option<Truth> {
        let answer = |ask: fn(&TumourScore, &Fact) -> bool| {
            Some(
                scope
                    .score
                    .map_or(Truth::CannotTell, |score| Truth::known(ask(score, fact))),
            )
        };
        match fact {
            // While a total is being counted, a site's share of it; afterwards the total of whoever scores there.
            Fact::Score { .. } if scope.score.is_some() => answer(
                |score, fact| matches!(fact, Fact::Score { site, comparison, points } if comparison.holds(score.points_at(*site), *points)),
            ),
            Fact::Scored(_) => answer(|score, fact| matches!(fact, Fact::Scored(id) if score.has_qualifier(*id))),
            Fact::Affinity(_) => {
                answer(|score, fact| matches!(fact, Fact::Affinity(of) if score.affinity == Some(*of)))
            }
            Fact::HighRiskPrimary => answer(|score, _| score.high_risk),
            Fact::Domains { .. } => answer(
                |score, fact| matches!(fact, Fact::Domains { points, comparison, count } if comparison.holds(score.domains_with(*points), *count)),
            ),
            Fact::Explained => answer(|score, _| score.explained),
            Fact::Unchanged => answer(|score, _| score.unchanged),
            _ => None,
        }
    }

    fn decide(&self, fact: &Fact, scope: Scope<'_>) -> Truth {
        match fact {
            Fact::Sign {
                sign,
                qualifier,
                window,
            } => self.sign(*sign, *qualifier, *window, scope),
            Fact::NoRecord {
                sign,
                qualifier,
                window,
            } => self.no_record(*sign, *qualifier, *window),
            Fact::Event { event, window } => self.event_in(*event, *window),
            // Whoever has metastases has a cancer, named or not.
            Fact::CancerHistory => {
                if self.history.is_empty() && self.status.status < MetastaticStatus::Probable {
                    Truth::CannotTell
                } else {
                    Truth::True
                }
            }
            Fact::NoCancerRecorded => Truth::known(self.history.is_empty()),
            Fact::CodedCancerHistory => {
                let coded = |cancer: &CancerFound| cancer.certainty == Certainty::Coded;
                if self.history.cancers.iter().any(coded) {
                    Truth::True
                } else {
                    Truth::CannotTell
                }
            }
            Fact::Tumour(wanted) => {
                let has = |(tumour, subtype): &(usize, Option<usize>)| {
                    self.history.cancers.iter().any(|cancer| {
                        cancer.tumour == *tumour && subtype.is_none_or(|subtype| cancer.subtypes.contains(&subtype))
                    })
                };
                if wanted.iter().any(has) {
                    Truth::True
                } else {
                    Truth::CannotTell
                }
            }
            Fact::Metastatic(statuses) => Truth::known(self.status.is(statuses)),
            Fact::Score {
                site,
                comparison,
                points,
            } => {
                let best = self
                    .scores
                    .iter()
                    .filter(|score| score.points_at(*site) > 0.0)
                    .map(|score| score.total)
                    .max_by(f64::total_cmp);
                best.map_or(Truth::CannotTell, |total| {
                    Truth::known(comparison.holds(total, *points))
                })
            }
            Fact::Age(comparison, years) => {
                // A birth date after the question, or after much of the record, gives no age.
                let doubtful = self.found.birth_doubtful;
                let sensible = |birth: &PartialDate| !doubtful && birth.earliest() <= self.record.as_of;
                let Some(birth) = self.record.patient.birth_date.filter(sensible) else {
                    return Truth::CannotTell;
                };
                let age = |birth: Date| f64::from(self.record.as_of.years_since(birth));
                let (oldest, youngest) = (age(birth.earliest()), age(birth.latest()));
                let (first, second) = (comparison.holds(oldest, *years), comparison.holds(youngest, *years));
                if first == second {
                    Truth::known(first)
                } else {
                    Truth::CannotTell
                }
            }
            Fact::Sex(sex) => self
                .record
                .patient
                .sex
                .map_or(Truth::CannotTell, |known| Truth::known(known == *sex)),
            Fact::Setting(place) => Truth::known(self.plan.choice.settings.get(*place).copied().unwrap_or(false)),
            Fact::Scored(_)
            | Fact::Affinity(_)
            | Fact::HighRiskPrimary
            | Fact::Domains { .. }
            | Fact::Explained
            | Fact::Unchanged => Truth::CannotTell,
        }
    }
}
