//! States and the steps between them, in the making: without circles, and in the end without two states that are alike.

use rustc_hash::FxHashMap;

/// A state's steps (key and state, by key) and what it says.
type State = (Vec<(u32, u32)>, u32);

/// States; the first is where every walk begins.
#[derive(Debug)]
pub(crate) struct Graph {
    states: Vec<State>,
}

impl Graph {
    /// The graph of sequences in their order, each with what it says: a number above 0.
    pub(crate) fn of_sorted<K: IntoIterator<Item = u32>>(sequences: impl IntoIterator<Item = (K, u32)>) -> Self {
        let mut graph = Self {
            states: vec![State::default()],
        };
        for (keys, says) in sequences {
            let mut at = 0u32;
            for key in keys {
                at = graph.onward(at, key);
            }
            if let Some(state) = graph.get_mut(at) {
                state.1 = says;
            }
        }
        graph.joined()
    }

    /// The graph of steps (from, key, to); `says` has a number for each state.
    pub(crate) fn of_steps(says: &[u32], mut steps: Vec<(u32, u32, u32)>) -> Self {
        steps.sort_unstable();
        let mut graph = Self {
            states: says.iter().map(|says| (Vec::new(), *says)).collect(),
        };
        for (from, key, to) in steps {
            if let Some((row, _)) = graph.get_mut(from) {
                row.push((key, to));
            }
        }
        graph.joined()
    }

    fn get_mut(&mut self, state: u32) -> Option<&mut State> {
        self.states.get_mut(usize::try_from(state).ok()?)
    }

    /// Where the last step from a state leads if it is along this key, or else a new one.
    fn onward(&mut self, from: u32, key: u32) -> u32 {
        let next = u32::try_from(self.states.len()).unwrap_or(0);
        let Some((row, _)) = self.get_mut(from) else { return 0 };
        match row.last() {
            Some((last, to)) if *last == key => *to,
            _ => {
                row.push((key, next));
                self.states.push(State::default());
                next
            }
        }
    }

    /// Makes one of the states that say the same and lead to the same. Every step leads to a state of a higher number.
    fn joined(self) -> Self {
        const OPEN: u32 = u32::MAX;
        let mut numbers = vec![OPEN; self.states.len()];
        let mut seen = vec![false; self.states.len()];
        let mut register: FxHashMap<State, u32> = FxHashMap::default();
        let mut way = vec![(0usize, 0usize)];
        while let Some((state, next)) = way.last_mut() {
            let Some((row, says)) = self.states.get(*state) else {
                break;
            };
            if let Some((_, to)) = row.get(*next) {
                *next = next.saturating_add(1);
                let to = usize::try_from(*to).unwrap_or(usize::MAX);
                if let Some(seen) = seen.get_mut(to).filter(|seen| !**seen) {
                    *seen = true;
                    way.push((to, 0));
                }
                continue;
            }
            let number = |to: u32| usize::try_from(to).ok().and_then(|to| numbers.get(to)).copied();
            let steps = row.iter().map(|(key, to)| (*key, number(*to).unwrap_or(OPEN)));
            let alike = (steps.collect::<Vec<_>>(), *says);
            let count = u32::try_from(register.len()).unwrap_or(OPEN);
            let number = *register.entry(alike).or_insert(count);
            if let Some(slot) = numbers.get_mut(*state) {
                *slot = number;
            }
            way.pop();
        }
        // The last is the beginning, and nothing leads to it.
        let last = u32::try_from(register.len().saturating_sub(1)).unwrap_or(0);
        let mut states = vec![State::default(); register.len()];
        for ((mut row, says), number) in register {
            for (_, to) in &mut row {
                *to = last.saturating_sub(*to);
            }
            let place = usize::try_from(last.saturating_sub(number)).unwrap_or(usize::MAX);
            if let Some(slot) = states.get_mut(place) {
                *slot = (row, says);
            }
        }
        Self { states }
    }

    /// The states: the steps of each, by key, and what it says.
    pub(crate) fn states(&self) -> &[State] {
        &self.states
    }
}
