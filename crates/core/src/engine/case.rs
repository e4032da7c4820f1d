//! One record being assessed: what was found, and how conditions are decided on it.

use std::cell::Cell;

use crate::evidence::Truth;
use crate::evidence::{Collected, Finding, SignState};
use crate::history::History;
use crate::plan::{EventId, Fact, FactId, Node, NodeId, Plan, When, bit};
use crate::record::{Date, PartialDate, Record};
use crate::rules::condition::Period;
use crate::rules::model::{MetastaticStatus, RuleSet};
use crate::score::TumourScore;
use crate::status::StatusFound;

/// One record being assessed.
pub(crate) struct Case<'a, 'r> {
    pub(crate) plan: &'a Plan,
    pub(crate) rules: &'a RuleSet,
    pub(crate) record: &'a Record<'r>,
    pub(crate) found: Collected,
    pub(crate) history: History,
    pub(crate) status: StatusFound,
    pub(crate) scores: Vec<TumourScore>,
    /// Decided facts, then nodes, for strict and lenient reading.
    memo: [Vec<Cell<Option<Truth>>>; 2],
}

/// How a condition is read.
#[derive(Clone, Copy, Default)]
pub(crate) struct Scope<'s> {
    /// A merely possible emergency sign counts (EVIDENCE 9: never triggers an override alone unless neurological).
    pub(crate) lenient: bool,
    /// The score whose modifiers are being decided.
    pub(crate) score: Option<&'s TumourScore>,
}

/// The first and the last day something may have been.
type Days = (Date, Date);

impl<'a, 'r> Case<'a, 'r> {
    pub(crate) fn new(plan: &'a Plan, rules: &'a RuleSet, record: &'a Record<'r>, found: Collected) -> Self {
        let decided = plan.program.facts.len().saturating_add(plan.program.nodes.len());
        Self {
            plan,
            rules,
            record,
            found,
            history: History::default(),
            status: StatusFound::default(),
            scores: Vec::new(),
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

    /// Adds the subtypes that a condition makes.
    pub(crate) fn subtypes_by_condition(&mut self) {
        let mut found = Vec::new();
        for (position, cancer) in self.history.cancers.iter().enumerate() {
            let Some(plan) = self.plan.tumours.get(cancer.tumour) else {
                continue;
            };
            for (subtype, when) in plan.subtypes_when.iter().enumerate() {
                let Some(when) = when else { continue };
                if !cancer.subtypes.contains(&subtype) && self.truth(*when, Scope::default()) == Truth::True {
                    found.push((position, subtype));
                }
            }
        }
        for (position, subtype) in &found {
            if let Some(cancer) = self.history.cancers.get_mut(*position) {
                cancer.subtypes.push(*subtype);
                cancer.subtypes.sort_unstable();
            }
        }
        if !found.is_empty() {
            self.forget();
        }
    }

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
            Fact::CancerHistory => {
                if self.history.is_empty() {
                    Truth::CannotTell
                } else {
                    Truth::True
                }
            }
            Fact::NoCancerRecorded => Truth::known(self.history.is_empty()),
            Fact::CodedCancerHistory => {
                let coded =
                    |cancer: &crate::history::CancerFound| cancer.certainty == crate::assessment::Certainty::Coded;
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

    /// Whether a sign is there, with a qualifier, in a window.
    fn sign(&self, sign: usize, qualifier: Option<u8>, window: Option<When>, scope: Scope<'_>) -> Truth {
        let (truth, qualifiers) = self.standing(sign, scope);
        let Some(window) = window else {
            let said = qualifier.is_none_or(|qualifier| qualifiers & bit(qualifier) != 0);
            return match truth {
                Truth::True if !said => Truth::CannotTell,
                truth => truth,
            };
        };
        let findings = self.current(sign, scope);
        let has = |finding: &&Finding| qualifier.is_none_or(|qualifier| finding.qualifiers & bit(qualifier) != 0);
        let wanted = findings.iter().copied().filter(|finding| finding.counts()).filter(has);
        match window {
            When::Within(period) => {
                let from = back(self.record.as_of, period);
                let state = self.since(sign, from, scope);
                match state.0 {
                    Truth::True if qualifier.is_some_and(|qualifier| state.1 & bit(qualifier) == 0) => {
                        Truth::CannotTell
                    }
                    truth => truth,
                }
            }
            When::MoreThanAgo(period) => {
                let until = back(self.record.as_of, period);
                if wanted.into_iter().any(|finding| finding.latest < until) {
                    Truth::True
                } else {
                    Truth::CannotTell
                }
            }
            When::WithinAfter(..) | When::WithinBefore(..) => self.around(wanted, window),
            When::After(event) => truth.and(self.first_seen(wanted, event)),
            When::Before(event) => truth.and(self.first_seen(wanted, event).negated()),
        }
    }

    /// Truth and qualifiers of a sign inside its own lookback.
    pub(crate) fn standing(&self, sign: usize, scope: Scope<'_>) -> (Truth, u64) {
        let Some(plan) = self.plan.signs.get(sign) else {
            return (Truth::CannotTell, 0);
        };
        if let Some(when) = plan.when {
            let truth = self.truth(when, Scope { score: None, ..scope });
            let qualifiers = if truth == Truth::True {
                self.current(sign, scope)
                    .iter()
                    .fold(0, |all, finding| all | finding.qualifiers)
            } else {
                0
            };
            return (truth, qualifiers);
        }
        let state = self.found.signs.get(sign).copied().unwrap_or_default();
        (Self::read(state, plan.emergency, scope), state.qualifiers)
    }

    fn read(state: SignState, emergency: bool, scope: Scope<'_>) -> Truth {
        if state.asked && emergency && scope.lenient {
            Truth::True
        } else {
            state.truth
        }
    }

    fn since(&self, sign: usize, from: Date, scope: Scope<'_>) -> (Truth, u64) {
        let Some(plan) = self.plan.signs.get(sign) else {
            return (Truth::CannotTell, 0);
        };
        if plan.when.is_some() {
            let (truth, _) = self.standing(sign, scope);
            let recent = self
                .current(sign, scope)
                .into_iter()
                .filter(|finding| finding.latest >= from);
            let (mut any, mut qualifiers) = (false, 0);
            for finding in recent {
                any = true;
                qualifiers |= finding.qualifiers;
            }
            return (
                if truth == Truth::True && !any {
                    Truth::CannotTell
                } else {
                    truth
                },
                qualifiers,
            );
        }
        let state = crate::evidence::state_of(self.found.of_sign(sign), 0, Some(from));
        (Self::read(state, plan.emergency, scope), state.qualifiers)
    }

    /// Whether a sign has its explanation on record: now, or when the sign was last said (a strain of six weeks ago
    /// still explains the back pain of six weeks ago).
    pub(crate) fn has_explanation(&self, sign: usize) -> bool {
        let Some(plan) = self.plan.signs.get(sign) else {
            return false;
        };
        let said = self.newest_of(sign).and_then(|index| self.found.findings.get(index));
        plan.explained_by.iter().any(|by| {
            if self.standing(*by, Scope::default()).0 == Truth::True {
                return true;
            }
            let lookback = self.plan.signs.get(*by).and_then(|plan| plan.lookback_days);
            let (Some(said), Some(lookback)) = (said, lookback) else {
                return false;
            };
            let then = self
                .found
                .of_sign(*by)
                .iter()
                .filter(|finding| finding.latest <= said.latest);
            then.max_by_key(|finding| finding.latest).is_some_and(|finding| {
                finding.assertion == crate::record::Assertion::Present
                    && said.latest.days_since(finding.latest) <= lookback
            })
        })
    }

    /// The findings of a sign; of a made-up sign, those of what makes it true.
    fn current(&self, sign: usize, scope: Scope<'_>) -> Vec<&Finding> {
        match self.plan.signs.get(sign).and_then(|plan| plan.when) {
            None => self.found.of_sign(sign).iter().collect(),
            Some(when) => {
                let mut signs = Vec::new();
                self.deciding_signs(when, Scope { score: None, ..scope }, &mut signs);
                signs
                    .into_iter()
                    .filter_map(|(sign, _, _)| self.found.signs.get(sign))
                    .filter_map(|state| self.found.findings.get(state.newest?))
                    .collect()
            }
        }
    }

    /// The newest finding that makes a sign, or the signs a made-up one is made of.
    pub(crate) fn newest_of(&self, sign: usize) -> Option<usize> {
        match self.plan.signs.get(sign)?.when {
            None => self.found.signs.get(sign)?.newest,
            Some(when) => {
                let mut signs = Vec::new();
                self.deciding_signs(when, Scope::default(), &mut signs);
                signs
                    .into_iter()
                    .filter_map(|(sign, _, _)| self.found.signs.get(sign)?.newest)
                    .max_by_key(|index| {
                        self.found
                            .findings
                            .get(*index)
                            .map(|finding| (finding.latest, std::cmp::Reverse(*index)))
                    })
            }
        }
    }

    fn no_record(&self, sign: usize, qualifier: Option<u8>, window: Option<When>) -> Truth {
        let scope = Scope::default();
        if self.plan.signs.get(sign).is_some_and(|plan| plan.when.is_some()) {
            return Truth::known(self.sign(sign, qualifier, window, scope) != Truth::True);
        }
        let has = |finding: &&Finding| {
            finding.assertion != crate::record::Assertion::Absent
                && qualifier.is_none_or(|qualifier| finding.qualifiers & bit(qualifier) != 0)
        };
        let all = self.found.of_sign(sign);
        let mut wanted = all.iter().filter(has);
        match window {
            None => {
                let lookback = self.plan.signs.get(sign).and_then(|plan| plan.lookback_days);
                let from = lookback.map(|days| self.record.as_of.plus_days(days.saturating_neg()));
                Truth::known(!wanted.any(|finding| from.is_none_or(|from| finding.latest >= from)))
            }
            Some(When::Within(period)) => {
                let from = back(self.record.as_of, period);
                Truth::known(!wanted.any(|finding| finding.latest >= from))
            }
            Some(When::MoreThanAgo(period)) => {
                let until = back(self.record.as_of, period);
                Truth::known(!wanted.any(|finding| finding.latest < until))
            }
            Some(window) => {
                let Some(days) = window.event().and_then(|event| self.event(event)) else {
                    return Truth::CannotTell;
                };
                let (outer, inner) = window.bounds(days);
                let mut open = false;
                for finding in wanted {
                    if finding.date.earliest() >= inner.0 && finding.latest <= inner.1 {
                        return Truth::False;
                    }
                    open |= finding.latest >= outer.0 && finding.date.earliest() <= outer.1;
                }
                if open { Truth::CannotTell } else { Truth::True }
            }
        }
    }

    fn around<'f>(&self, mut findings: impl Iterator<Item = &'f Finding>, window: When) -> Truth {
        let Some(days) = window.event().and_then(|event| self.event(event)) else {
            return Truth::CannotTell;
        };
        let (_, inner) = window.bounds(days);
        let inside = |finding: &Finding| finding.date.earliest() >= inner.0 && finding.latest <= inner.1;
        if findings.any(inside) {
            Truth::True
        } else {
            Truth::CannotTell
        }
    }

    /// Whether the first of the findings is after an event.
    fn first_seen<'f>(&self, findings: impl Iterator<Item = &'f Finding>, event: EventId) -> Truth {
        let (Some(first), Some(days)) = (
            findings.min_by_key(|finding| finding.date.earliest()),
            self.event(event),
        ) else {
            return Truth::CannotTell;
        };
        if first.date.earliest() >= days.1 {
            Truth::True
        } else if first.latest < days.0 {
            Truth::False
        } else {
            Truth::CannotTell
        }
    }

    fn event(&self, event: EventId) -> Option<Days> {
        let days = |date: PartialDate| (date.earliest(), date.latest().min(self.record.as_of));
        match event {
            EventId::Diagnosis => self.history.newest_diagnosis().map(days),
            EventId::FirstDiagnosis => self.history.first_diagnosis().map(days),
            EventId::MetastaticDiagnosis if self.status.status >= MetastaticStatus::Recorded => {
                self.status.first.map(days)
            }
            EventId::MetastaticDiagnosis => None,
            EventId::Sign(sign) => {
                let newest = self
                    .found
                    .of_sign(sign)
                    .iter()
                    .filter(|finding| finding.counts())
                    .max_by_key(|finding| finding.latest)?;
                Some((newest.date.earliest(), newest.latest))
            }
        }
    }

    fn event_in(&self, event: EventId, window: Option<When>) -> Truth {
        let Some((first, last)) = self.event(event) else {
            return Truth::CannotTell;
        };
        let Some(window) = window else { return Truth::True };
        let (inside, outside) = match window {
            When::Within(period) => {
                let from = back(self.record.as_of, period);
                (first >= from, last < from)
            }
            When::MoreThanAgo(period) => {
                let until = back(self.record.as_of, period);
                (last < until, first >= until)
            }
            window => {
                let Some(days) = window.event().and_then(|event| self.event(event)) else {
                    return Truth::CannotTell;
                };
                let (outer, inner) = window.bounds(days);
                (first >= inner.0 && last <= inner.1, last < outer.0 || first > outer.1)
            }
        };
        match (inside, outside) {
            (true, _) => Truth::True,
            (false, true) => Truth::False,
            (false, false) => Truth::CannotTell,
        }
    }

    /// The signs that make a true node true: (sign, qualifier, window).
    pub(crate) fn deciding_signs(
        &self,
        node: NodeId,
        scope: Scope<'_>,
        out: &mut Vec<(usize, Option<u8>, Option<When>)>,
    ) {
        if self.truth(node, scope) != Truth::True {
            return;
        }
        match self.plan.program.nodes.get(node) {
            Some(Node::And(parts) | Node::Or(parts) | Node::AtLeast(_, parts)) => {
                for part in parts {
                    self.deciding_signs(*part, scope, out);
                }
            }
            Some(Node::Fact(fact)) => {
                if let Some(Fact::Sign {
                    sign,
                    qualifier,
                    window,
                }) = self.plan.program.facts.get(*fact)
                {
                    match self.plan.signs.get(*sign).and_then(|plan| plan.when) {
                        Some(when) => self.deciding_signs(when, scope, out),
                        None if !out.contains(&(*sign, *qualifier, *window)) => out.push((*sign, *qualifier, *window)),
                        None => {}
                    }
                }
            }
            Some(Node::Not(_)) | None => {}
        }
    }

    /// The tumour types that a true node names.
    pub(crate) fn deciding_tumours(&self, node: NodeId, scope: Scope<'_>, out: &mut Vec<usize>) {
        if self.truth(node, scope) != Truth::True {
            return;
        }
        match self.plan.program.nodes.get(node) {
            Some(Node::And(parts) | Node::Or(parts) | Node::AtLeast(_, parts)) => {
                for part in parts {
                    self.deciding_tumours(*part, scope, out);
                }
            }
            Some(Node::Fact(fact)) => {
                if let Some(Fact::Tumour(tumours)) = self.plan.program.facts.get(*fact) {
                    out.extend(tumours.iter().map(|tumour| tumour.0));
                }
            }
            Some(Node::Not(_)) | None => {}
        }
    }
}

impl When {
    const fn event(self) -> Option<EventId> {
        match self {
            Self::WithinAfter(_, event) | Self::WithinBefore(_, event) | Self::After(event) | Self::Before(event) => {
                Some(event)
            }
            Self::Within(_) | Self::MoreThanAgo(_) => None,
        }
    }

    /// The days that may be meant and the days that are surely meant, around an event known to within some days.
    fn bounds(self, event: Days) -> (Days, Days) {
        let (never, ever) = (
            Date::from_days_since_epoch(i32::MIN),
            Date::from_days_since_epoch(i32::MAX),
        );
        match self {
            Self::WithinAfter(period, _) => ((event.0, forward(event.1, period)), (event.1, forward(event.0, period))),
            Self::WithinBefore(period, _) => ((back(event.0, period), event.1), (back(event.1, period), event.0)),
            Self::After(_) => ((event.0, ever), (event.1, ever)),
            Self::Before(_) => ((never, event.1), (never, event.0)),
            Self::Within(_) | Self::MoreThanAgo(_) => ((never, ever), (never, ever)),
        }
    }
}

fn back(date: Date, period: Period) -> Date {
    match period {
        Period::Days(days) => date.plus_days(days.saturating_neg()),
        Period::Months(months) => date.plus_months(months.saturating_neg()),
    }
}

fn forward(date: Date, period: Period) -> Date {
    match period {
        Period::Days(days) => date.plus_days(days),
        Period::Months(months) => date.plus_months(months),
    }
}
