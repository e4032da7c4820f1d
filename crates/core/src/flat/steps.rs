//! Steps from state to state along keys, and what is said in each state.

use super::graph::Graph;
use super::tables::{Numbers, span};
use super::{Fault, Shelf, Store, Stored};

/// The first state has its steps by their keys, where at least one in so many keys leads on.
const SPARSE: usize = 8;

/// The steps of a state lie side by side, sorted by key.
#[derive(Clone, Debug, Default)]
pub(crate) struct Steps {
    /// By key, where the first state leads; 0 for nowhere.
    begin: Numbers,
    first: Numbers,
    keys: Numbers,
    to: Numbers,
    says: Numbers,
}

impl Steps {
    pub(crate) fn of(graph: &Graph) -> Self {
        let (mut first, mut keys, mut to, mut says) = (vec![0], Vec::new(), Vec::new(), Vec::new());
        let mut begin = Vec::new();
        for (number, (row, said)) in graph.states().iter().enumerate() {
            says.push(*said);
            let most = row
                .last()
                .map_or(0, |(key, _)| usize::try_from(*key).unwrap_or(usize::MAX));
            if number == 0 && row.len() > most / SPARSE {
                begin = vec![0; most.saturating_add(1)];
                for (key, to) in row {
                    if let Some(slot) = usize::try_from(*key).ok().and_then(|key| begin.get_mut(key)) {
                        *slot = *to;
                    }
                }
            } else {
                keys.extend(row.iter().map(|(key, _)| *key));
                to.extend(row.iter().map(|(_, to)| *to));
            }
            first.push(u32::try_from(keys.len()).unwrap_or(u32::MAX));
        }
        let numbers = |numbers: Vec<u32>| numbers.into_iter().collect::<Numbers>();
        Self {
            begin: numbers(begin),
            first: numbers(first),
            keys: numbers(keys),
            to: numbers(to),
            says: numbers(says),
        }
    }

    /// Where the step from a state along a key leads.
    pub(crate) fn along(&self, state: u32, key: u32) -> Option<u32> {
        if state == 0 && self.begin.len() > 0 {
            return self.begin.get(usize::try_from(key).ok()?).filter(|to| *to != 0);
        }
        let (from, to) = span(&self.first, usize::try_from(state).ok()?);
        if from == to {
            return None;
        }
        self.to.get(self.keys.find(key, (from, to))?)
    }

    /// Whether steps lead on from a state.
    pub(crate) fn leads_on(&self, state: u32) -> bool {
        let (from, to) = span(&self.first, usize::try_from(state).unwrap_or(usize::MAX));
        from < to || state == 0 && self.begin.len() > 0
    }

    /// What is said in a state; 0 for nothing.
    pub(crate) fn says(&self, state: u32) -> u32 {
        let said = usize::try_from(state).ok().and_then(|state| self.says.get(state));
        said.unwrap_or(0)
    }
}

impl Stored for Steps {
    fn store(&self, to: &mut Store) -> Result<(), Fault> {
        self.begin.store(to)?;
        self.first.store(to)?;
        self.keys.store(to)?;
        self.to.store(to)?;
        self.says.store(to)
    }

    fn load(from: &mut Shelf<'_>) -> Result<Self, Fault> {
        Ok(Self {
            begin: Numbers::load(from)?,
            first: Numbers::load(from)?,
            keys: Numbers::load(from)?,
            to: Numbers::load(from)?,
            says: Numbers::load(from)?,
        })
    }
}
