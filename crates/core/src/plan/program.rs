//! Conditions compiled: one arena of nodes over a table of distinct facts, both shared by every rule.

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use crate::record::Sex;
use crate::rules::condition::{Atom, Comparison, Condition, Event, Expression, Period, Window};
use crate::rules::model::{Affinity, MetastaticStatus, Site};

use super::names::{Names, UnknownName, place};

/// A node: what it is made of are ranges of, or indexes into, the arena.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) enum Node {
    And(Vec<NodeId>),
    Or(Vec<NodeId>),
    Not(NodeId),
    AtLeast(u32, Vec<NodeId>),
    Fact(FactId),
}

/// Index of a node.
pub(crate) type NodeId = usize;
/// Index of a fact.
pub(crate) type FactId = usize;

/// Something the record may say, with names resolved to indexes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) enum Fact {
    Sign {
        sign: usize,
        qualifier: Option<u8>,
        window: Option<When>,
    },
    NoRecord {
        sign: usize,
        qualifier: Option<u8>,
        window: Option<When>,
    },
    Event {
        event: EventId,
        window: Option<When>,
    },
    CancerHistory,
    NoCancerRecorded,
    CodedCancerHistory,
    Tumour(Vec<(usize, Option<usize>)>),
    Metastatic(Vec<MetastaticStatus>),
    Score {
        site: Site,
        comparison: Comparison,
        points: f64,
    },
    Age(Comparison, f64),
    Sex(Sex),
    /// By its place among the settings of the rule set.
    Setting(usize),
    Scored(u8),
    Affinity(Affinity),
    HighRiskPrimary,
    Domains {
        points: f64,
        comparison: Comparison,
        count: f64,
    },
    Explained,
    Unchanged,
}

/// An event of the history.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum EventId {
    Diagnosis,
    FirstDiagnosis,
    MetastaticDiagnosis,
    Sign(usize),
}

/// When something must have been.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum When {
    Within(Period),
    MoreThanAgo(Period),
    WithinAfter(Period, EventId),
    WithinBefore(Period, EventId),
    After(EventId),
    Before(EventId),
}

/// All conditions of a rule set.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Program {
    pub(crate) nodes: Vec<Node>,
    pub(crate) facts: Vec<Fact>,
    /// Facts that may be equal: those about one thing.
    #[serde(skip)]
    alike: FxHashMap<(u8, usize), Vec<FactId>>,
}

impl Program {
    /// Compiles a condition; equal facts are shared.
    pub(crate) fn compile(&mut self, names: &Names<'_>, condition: &Condition) -> Result<NodeId, UnknownName> {
        self.node(names, &condition.root)
    }

    /// Compiles a condition where there is one.
    pub(super) fn compile_any(
        &mut self,
        names: &Names<'_>,
        condition: Option<&Condition>,
    ) -> Result<Option<NodeId>, UnknownName> {
        condition.map(|condition| self.compile(names, condition)).transpose()
    }

    fn node(&mut self, names: &Names<'_>, expression: &Expression) -> Result<NodeId, UnknownName> {
        let many = |program: &mut Self, parts: &[Expression]| {
            parts
                .iter()
                .map(|part| program.node(names, part))
                .collect::<Result<Vec<_>, _>>()
        };
        let node = match expression {
            Expression::And(parts) => Node::And(many(self, parts)?),
            Expression::Or(parts) => Node::Or(many(self, parts)?),
            Expression::Not(part) => Node::Not(self.node(names, part)?),
            Expression::AtLeast(count, parts) => Node::AtLeast(*count, many(self, parts)?),
            Expression::Atom(atom) => Node::Fact(self.fact(names.fact(atom)?)),
        };
        self.nodes.push(node);
        Ok(self.nodes.len().saturating_sub(1))
    }

    fn fact(&mut self, fact: Fact) -> FactId {
        let alike = self.alike.entry(fact.about()).or_default();
        let equal = |id: &FactId| self.facts.get(*id) == Some(&fact);
        if let Some(found) = alike.iter().copied().find(equal) {
            return found;
        }
        let id = self.facts.len();
        alike.push(id);
        self.facts.push(fact);
        id
    }
}

/// No condition asks deeper, signs made of conditions included.
const DEEPEST: u32 = 512;

impl Program {
    /// Whether asking any condition comes to an end: for what was read from a file. `made_up` holds the condition that
    /// each sign is made of.
    pub(crate) fn ends(&self, made_up: &[Option<NodeId>]) -> bool {
        const OPEN: u32 = u32::MAX;
        // How deep each node goes; 0 where that is not known yet.
        let mut depths = vec![0u32; self.nodes.len()];
        for start in 0..self.nodes.len() {
            let mut way = vec![(start, self.asks(start, made_up))];
            while let Some((node, asks)) = way.last_mut() {
                let (node, next) = (*node, asks.pop());
                let depth = |node: usize| depths.get(node).copied();
                match next.map(|next| (next, depth(next))) {
                    // Asked while it is being asked.
                    Some((_, Some(OPEN))) => return false,
                    Some((next, Some(0))) => {
                        if let Some(slot) = depths.get_mut(node) {
                            *slot = OPEN;
                        }
                        way.push((next, self.asks(next, made_up)));
                    }
                    Some(_) => {}
                    None => {
                        let asks = self.asks(node, made_up);
                        let deepest = asks.into_iter().filter_map(depth).max().unwrap_or(0);
                        if deepest >= DEEPEST {
                            return false;
                        }
                        if let Some(slot) = depths.get_mut(node) {
                            *slot = deepest.saturating_add(1);
                        }
                        way.pop();
                    }
                }
            }
        }
        true
    }

    /// The nodes that deciding a node may ask.
    fn asks(&self, node: NodeId, made_up: &[Option<NodeId>]) -> Vec<NodeId> {
        let of_sign = |sign: &usize| made_up.get(*sign).copied().flatten();
        match self.nodes.get(node) {
            Some(Node::And(parts) | Node::Or(parts) | Node::AtLeast(_, parts)) => parts.clone(),
            Some(Node::Not(part)) => vec![*part],
            Some(Node::Fact(fact)) => {
                let signs = self.facts.get(*fact).map(Fact::signs).unwrap_or_default();
                signs.iter().filter_map(of_sign).collect()
            }
            None => Vec::new(),
        }
    }
}

impl Fact {
    /// The signs that it asks about.
    fn signs(&self) -> Vec<usize> {
        let event = |event: &EventId| match event {
            EventId::Sign(sign) => Some(*sign),
            _ => None,
        };
        let in_window = |window: &Option<When>| match window {
            Some(
                When::WithinAfter(_, about) | When::WithinBefore(_, about) | When::After(about) | When::Before(about),
            ) => event(about),
            _ => None,
        };
        match self {
            Self::Sign { sign, window, .. } | Self::NoRecord { sign, window, .. } => {
                std::iter::once(*sign).chain(in_window(window)).collect()
            }
            Self::Event { event: about, window } => event(about).into_iter().chain(in_window(window)).collect(),
            _ => Vec::new(),
        }
    }

    /// A key that equal facts have in common, and few others.
    const fn about(&self) -> (u8, usize) {
        match self {
            Self::Sign { sign, .. } => (0, *sign),
            Self::NoRecord { sign, .. } => (1, *sign),
            Self::Event {
                event: EventId::Sign(sign),
                ..
            } => (2, *sign),
            _ => (3, 0),
        }
    }
}

impl Names<'_> {
    fn fact(&self, atom: &Atom) -> Result<Fact, UnknownName> {
        Ok(match atom {
            Atom::Sign {
                sign,
                qualifier,
                window,
            } => Fact::Sign {
                sign: self.sign(sign)?,
                qualifier: self.qualifier(qualifier.as_deref())?,
                window: self.window(window.as_ref())?,
            },
            Atom::NoRecord {
                sign,
                qualifier,
                window,
            } => Fact::NoRecord {
                sign: self.sign(sign)?,
                qualifier: self.qualifier(qualifier.as_deref())?,
                window: self.window(window.as_ref())?,
            },
            Atom::Event { event, window } => Fact::Event {
                event: self.event(event)?,
                window: self.window(window.as_ref())?,
            },
            Atom::CancerHistory => Fact::CancerHistory,
            Atom::NoCancerRecorded => Fact::NoCancerRecorded,
            Atom::CodedCancerHistory => Fact::CodedCancerHistory,
            Atom::Tumour(tumours) => Fact::Tumour(
                tumours
                    .iter()
                    .map(|(tumour, subtype)| self.tumour(tumour, subtype.as_deref()))
                    .collect::<Result<_, _>>()?,
            ),
            Atom::Metastatic(statuses) => Fact::Metastatic(statuses.clone()),
            Atom::Score {
                site,
                comparison,
                points,
            } => Fact::Score {
                site: *site,
                comparison: *comparison,
                points: *points,
            },
            Atom::Age(comparison, years) => Fact::Age(*comparison, *years),
            Atom::Sex(sex) => Fact::Sex(*sex),
            Atom::Setting(name) => Fact::Setting(place(&self.settings, name)?),
            Atom::Scored(qualifier) => Fact::Scored(self.qualifier(Some(qualifier))?.unwrap_or(u8::MAX)),
            Atom::Affinity(affinity) => Fact::Affinity(*affinity),
            Atom::HighRiskPrimary => Fact::HighRiskPrimary,
            Atom::Domains {
                points,
                comparison,
                count,
            } => Fact::Domains {
                points: *points,
                comparison: *comparison,
                count: *count,
            },
            Atom::Explained => Fact::Explained,
            Atom::Unchanged => Fact::Unchanged,
        })
    }

    fn event(&self, event: &Event) -> Result<EventId, UnknownName> {
        Ok(match event {
            Event::Diagnosis => EventId::Diagnosis,
            Event::FirstDiagnosis => EventId::FirstDiagnosis,
            Event::MetastaticDiagnosis => EventId::MetastaticDiagnosis,
            Event::Sign(sign) => EventId::Sign(self.sign(sign)?),
        })
    }

    fn window(&self, window: Option<&Window>) -> Result<Option<When>, UnknownName> {
        let Some(window) = window else { return Ok(None) };
        Ok(Some(match window {
            Window::Within(period) => When::Within(*period),
            Window::MoreThanAgo(period) => When::MoreThanAgo(*period),
            Window::WithinAfter(period, event) => When::WithinAfter(*period, self.event(event)?),
            Window::WithinBefore(period, event) => When::WithinBefore(*period, self.event(event)?),
            Window::After(event) => When::After(self.event(event)?),
            Window::Before(event) => When::Before(self.event(event)?),
        }))
    }
}
