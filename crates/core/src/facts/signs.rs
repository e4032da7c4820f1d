//! Whether a sign is there: now, in a window, or not on record at all.

use crate::evidence::{Finding, SignState, Steady, Truth, state_of};
use crate::plan::{When, bit};
use crate::record::{Assertion, Date};

use super::case::{Case, Scope};
use super::windows::back;

impl Case<'_, '_> {
    /// Whether a sign is there, with a qualifier, in a window.
    pub(super) fn sign(&self, sign: usize, qualifier: Option<u8>, window: Option<When>, scope: Scope<'_>) -> Truth {
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
        let state = state_of(
            self.found.of_sign(sign),
            0,
            Some(from),
            Steady::of(&self.plan.qualifiers),
        );
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
                finding.assertion == Assertion::Present && said.latest.days_since(finding.latest) <= lookback
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

    pub(super) fn no_record(&self, sign: usize, qualifier: Option<u8>, window: Option<When>) -> Truth {
        let scope = Scope::default();
        if self.plan.signs.get(sign).is_some_and(|plan| plan.when.is_some()) {
            return Truth::known(self.sign(sign, qualifier, window, scope) != Truth::True);
        }
        let has = |finding: &&Finding| {
            finding.assertion != Assertion::Absent
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
}
