//! Gathers the words and numbers of durations. Not how one is read.

use super::phrases::{self, Growing};
use super::vocabulary::{Builder, Numbering};
use crate::text::language::Language;
use crate::text::words::{Durations, Moment};

/// Durations in the making.
#[derive(Debug, Default)]
pub(super) struct DurationsDraft {
    durations: Durations,
    moments: Growing<Moment>,
}

impl DurationsDraft {
    pub(super) fn build(language: &Language, vocabulary: &mut Builder) -> Self {
        let mut built = Durations::default();
        let mut moment_tree = Growing::default();
        for unit in &language.units {
            for word in &unit.words {
                if let [entry] = phrases::words(word, vocabulary).as_slice() {
                    built.units.insert(*entry, unit.days);
                }
            }
            if let Some(slash) = unit.slash {
                built.slashes.insert(slash, unit.days);
            }
        }
        for (word, number) in &language.numbers {
            if let [entry] = phrases::words(word, vocabulary).as_slice() {
                built.numbers.insert(*entry, *number);
            }
        }
        for word in &language.since {
            if let [entry] = phrases::words(word, vocabulary).as_slice() {
                built.since.insert(*entry);
            }
        }
        let moments = language
            .moments
            .iter()
            .map(|(phrase, days)| (phrase, Moment::DaysBack(*days)));
        let dates = language.dates.iter().map(|(phrase, month, day)| {
            (
                phrase,
                Moment::Date {
                    month: *month,
                    day: *day,
                },
            )
        });
        for (phrase, moment) in moments.chain(dates) {
            let words = phrases::words(phrase, vocabulary);
            built.moment_starts.extend(words.first().copied());
            moment_tree.add(words, moment);
        }
        Self {
            durations: built,
            moments: moment_tree,
        }
    }

    /// The words that can begin a duration.
    pub(super) fn starting_entries(&self) -> Vec<u32> {
        let Durations {
            moment_starts, numbers, ..
        } = &self.durations;
        moment_starts.iter().chain(numbers.keys()).copied().collect()
    }

    /// Puts the words' entries in the finished vocabulary for those in the making.
    pub(super) fn renumber(&mut self, numbering: &Numbering) {
        for map in [&mut self.durations.units, &mut self.durations.numbers] {
            *map = map
                .drain()
                .map(|(entry, value)| (numbering.entry(entry), value))
                .collect();
        }
        for entries in [&mut self.durations.moment_starts, &mut self.durations.since] {
            *entries = entries.drain().map(|entry| numbering.entry(entry)).collect();
        }
        self.moments.renumber(|entry| numbering.entry(entry));
    }

    pub(super) fn finish(self) -> Durations {
        Durations {
            moments: self.moments.finish(),
            ..self.durations
        }
    }
}
