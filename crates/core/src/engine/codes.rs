//! Which rule items a code shows: one hash of system and code, then the code itself is compared.

use std::hash::{Hash, Hasher};
use std::sync::OnceLock;

use rustc_hash::{FxHashMap, FxHasher};
use serde::{Deserialize, Serialize};

use crate::record::System;
use crate::rules::model::Codelist;

/// What a code shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum CodeTarget {
    /// A sign.
    Sign(usize),
    /// That a sign is not there.
    SignAbsent(usize),
    /// A sign, when on a medication entry.
    Medication(usize),
    /// A measurement.
    Measurement(usize),
    /// A tumour type's history.
    Tumour(usize),
    /// That the entry is no history of a tumour type.
    TumourExclude(usize),
    /// A subtype of a tumour type.
    Subtype(usize, usize),
    /// A status rule.
    Status(usize),
    /// What refutes a status rule when later.
    StatusExclude(usize),
}

/// The index.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct CodeIndex {
    /// By hash of system and code; of codes with the same hash the first.
    by_hash: FxHashMap<u64, u32>,
    slots: Vec<Slot>,
    /// The codes, one after another.
    codes: String,
    targets: Vec<CodeTarget>,
    /// Tests by their names in words, made when the first result without a known code is read.
    #[serde(skip)]
    pub(crate) names: OnceLock<FxHashMap<String, usize>>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Slot {
    system: System,
    /// Where it begins and ends in `codes`.
    code: (u32, u32),
    /// Where its targets begin and end.
    range: (u32, u32),
    /// The next code of the same hash; none is known, none is lost.
    next: Option<u32>,
}

impl CodeIndex {
    /// Builds the index from lists of codes, each list of one system and with what all of its codes show.
    pub(crate) fn new(lists: &[(&Codelist, &[CodeTarget])]) -> Self {
        let mut index = Self::default();
        let count = lists.iter().map(|(list, _)| list.codes.len()).sum();
        index.by_hash.reserve(count);
        index.slots.reserve(count);
        for (list, targets) in lists {
            let range = index.range(targets.iter().copied());
            for (code, _) in &list.codes {
                index.add(list.system, code, range);
            }
        }
        index
    }

    /// Adds a code; one that is there already shows what it showed and this too.
    fn add(&mut self, system: System, code: &str, range: (u32, u32)) {
        let hash = hash_of(system, code);
        let first = self.by_hash.get(&hash).copied();
        let mut next = first;
        while let Some(number) = next {
            let Some(slot) = self.slots.get(large(number)) else {
                break;
            };
            if slot.system == system && self.code(slot) == Some(code) {
                let (known, new) = (self.in_range(slot.range), self.in_range(range));
                let both: Vec<CodeTarget> = known.iter().chain(new).copied().collect();
                let range = self.range(both.into_iter());
                if let Some(slot) = self.slots.get_mut(large(number)) {
                    slot.range = range;
                }
                return;
            }
            next = slot.next;
        }
        let start = small(self.codes.len());
        self.codes.push_str(code);
        let number = small(self.slots.len());
        self.slots.push(Slot {
            system,
            code: (start, small(self.codes.len())),
            range,
            next: first,
        });
        self.by_hash.insert(hash, number);
    }

    /// Keeps targets, sorted, each once.
    fn range(&mut self, targets: impl Iterator<Item = CodeTarget>) -> (u32, u32) {
        let mut targets: Vec<CodeTarget> = targets.collect();
        targets.sort_unstable();
        targets.dedup();
        let first = small(self.targets.len());
        self.targets.extend(targets);
        (first, small(self.targets.len()))
    }

    fn in_range(&self, (first, end): (u32, u32)) -> &[CodeTarget] {
        self.targets.get(large(first)..large(end)).unwrap_or(&[])
    }

    fn code(&self, slot: &Slot) -> Option<&str> {
        self.codes.get(large(slot.code.0)..large(slot.code.1))
    }

    /// What a code shows; empty for most codes of a record.
    pub(crate) fn targets(&self, system: System, code: &str) -> &[CodeTarget] {
        let mut next = self.by_hash.get(&hash_of(system, code)).copied();
        while let Some(slot) = next.and_then(|number| self.slots.get(large(number))) {
            if slot.system == system && self.code(slot) == Some(code) {
                return self.in_range(slot.range);
            }
            next = slot.next;
        }
        &[]
    }

    /// How many codes are known.
    pub(crate) fn len(&self) -> usize {
        self.slots.len()
    }
}

fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn large(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

fn hash_of(system: System, code: &str) -> u64 {
    let mut hasher = FxHasher::default();
    system.hash(&mut hasher);
    code.hash(&mut hasher);
    hasher.finish()
}
