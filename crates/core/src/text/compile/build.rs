//! Makes all tables from the language and the rules' phrases, in the one order in which they can be made. Not what a table
//! looks like inside.

use rustc_hash::{FxHashMap, FxHashSet};

use super::combinations::Written;
use super::concept::{Concept, Expression, ExpressionProblem};
use super::cues::Cues;
use super::durations::DurationsDraft;
use super::groups::Groups;
use super::patterns::patterns;
use super::phrases::{self, Growing};
use super::vocabulary;
use crate::text::characters::fold_word;
use crate::text::combine::Together;
use crate::text::language::{Language, WordGroup};
use crate::text::pattern::Patterns;
use crate::text::tables::Compiled;
use crate::text::words::{Group, Lexicon, STARTS_CUE, STARTS_SIGN, STARTS_TIME, Sign};

/// So many spellings are made of one phrase.
const SPELLINGS: usize = 48;

pub(crate) fn compile(
    language: &Language,
    concepts: &[Concept<'_>],
    qualifiers: &[Vec<&str>],
    tests: &[Vec<&str>],
) -> Result<Compiled, Vec<ExpressionProblem>> {
    let mut builder = Builder {
        vocabulary: vocabulary::Builder::default(),
        phrases: Vec::new(),
        problems: Vec::new(),
        patterns: Vec::new(),
        groups: Groups::default(),
        combinations: Written::default(),
    };
    builder.vocabulary.intern("");
    builder.word_groups(language);
    for (number, concept) in (0u32..).zip(concepts) {
        builder.concept(number, concept);
    }
    for (qualifier, phrases) in (0u16..).zip(qualifiers) {
        for (place, phrase) in phrases.iter().enumerate() {
            let problem = ExpressionProblem {
                concept: 0,
                expression: place,
                qualifier: Some(qualifier),
                test: false,
                message: String::new(),
            };
            builder.phrase(
                phrase,
                Sign::Qualifier {
                    concept: None,
                    qualifier,
                },
                problem,
            );
        }
    }
    for (test, names) in (0u32..).zip(tests) {
        for (place, name) in names.iter().enumerate() {
            let problem = ExpressionProblem {
                concept: test,
                expression: place,
                qualifier: None,
                test: true,
                message: String::new(),
            };
            builder.phrase(name, Sign::Test { test }, problem);
        }
    }
    let patterns = builder.compile_patterns();
    if builder.problems.is_empty() {
        Ok(builder.finish(language, patterns))
    } else {
        Err(builder.problems)
    }
}

struct Builder {
    vocabulary: vocabulary::Builder,
    phrases: Vec<(Vec<u32>, Sign)>,
    problems: Vec<ExpressionProblem>,
    patterns: Vec<(u32, usize, String)>,
    groups: Groups,
    combinations: Written,
}

impl Builder {
    fn word_groups(&mut self, language: &Language) {
        let groups = language
            .word_groups
            .iter()
            .map(|group| (group.id.as_str(), group.words.as_slice()));
        let between = language.word_groups.iter().filter(|group| group.between);
        let between: Vec<String> = between.map(|group| group.id.clone()).collect();
        match Groups::new(groups, &between) {
            Ok(groups) => self.groups = groups,
            Err(message) => self.problems.push(ExpressionProblem {
                concept: u32::MAX,
                expression: 0,
                qualifier: None,
                test: false,
                message,
            }),
        }
    }

    /// The items of all word groups, now that every combination is read.
    fn group_phrases(&mut self) {
        for (group, item) in self.groups.items() {
            let words = phrases::words(&item, &mut self.vocabulary);
            if !words.is_empty() {
                self.phrases.push((words, Sign::Group { group, exact: 0 }));
            }
        }
    }

    fn concept(&mut self, number: u32, concept: &Concept<'_>) {
        for (place, expression) in concept.expressions.iter().enumerate() {
            let problem = ExpressionProblem {
                concept: number,
                expression: place,
                qualifier: None,
                test: false,
                message: String::new(),
            };
            match *expression {
                Expression::Phrase(text) => self.phrase(
                    text,
                    Sign::Concept {
                        concept: number,
                        absent: false,
                        exact: 0,
                    },
                    problem,
                ),
                Expression::AbsentPhrase(text) => self.phrase(
                    text,
                    Sign::Concept {
                        concept: number,
                        absent: true,
                        exact: 0,
                    },
                    problem,
                ),
                Expression::Pattern(text) => self.patterns.push((number, place, text.to_owned())),
                Expression::Combination(text) => {
                    if let Err(message) = self.combinations.add(number, text, &mut self.groups) {
                        let message = format!("`{text}`: {message}");
                        self.problems.push(ExpressionProblem { message, ..problem });
                    }
                }
            }
        }
        for (qualifier, phrases) in &concept.qualifiers {
            for (place, text) in phrases.iter().enumerate() {
                let problem = ExpressionProblem {
                    concept: number,
                    expression: place,
                    qualifier: Some(*qualifier),
                    test: false,
                    message: String::new(),
                };
                self.phrase(
                    text,
                    Sign::Qualifier {
                        concept: Some(number),
                        qualifier: *qualifier,
                    },
                    problem,
                );
            }
        }
    }

    fn phrase(&mut self, text: &str, sign: Sign, problem: ExpressionProblem) {
        let words = phrases::words(text, &mut self.vocabulary);
        if words.is_empty() {
            self.problems.push(ExpressionProblem {
                message: "the phrase holds no word".into(),
                ..problem
            });
            return;
        }
        self.phrases.push((words, sign));
    }

    fn compile_patterns(&mut self) -> Patterns {
        let texts: Vec<(u32, &str)> = self
            .patterns
            .iter()
            .map(|(concept, _, text)| (*concept, text.as_str()))
            .collect();
        let problems = match patterns(&texts) {
            Ok(patterns) => return patterns,
            Err(problems) => problems,
        };
        for (number, message) in problems {
            let Some((concept, place, _)) = self.patterns.get(number) else {
                continue;
            };
            self.problems.push(ExpressionProblem {
                concept: *concept,
                expression: *place,
                qualifier: None,
                test: false,
                message,
            });
        }
        Patterns::default()
    }

    fn finish(mut self, language: &Language, patterns: Patterns) -> Compiled {
        self.group_phrases();
        let phrases = self.spellings(language);
        let mut words: Vec<u32> = phrases
            .iter()
            .flat_map(|(words, _)| words.iter().copied())
            .filter(|word| *word > 3)
            .collect();
        words.sort_unstable();
        words.dedup();
        self.vocabulary.stem_words(&words, language);
        let stems: Vec<u32> = words.iter().map(|word| self.vocabulary.stem(*word)).collect();
        let firsts: Vec<u32> = phrases
            .iter()
            .filter_map(|(words, _)| words.first())
            .map(|word| self.vocabulary.stem(*word))
            .collect();
        let (cues, cue_firsts) = Cues::build(language, &mut self.vocabulary);
        let mut durations = DurationsDraft::build(language, &mut self.vocabulary);
        let mut entries = |words: &[String]| {
            words
                .iter()
                .map(|word| self.vocabulary.intern(&fold_word(word)))
                .collect()
        };
        let stops_inside = entries(&language.stops_inside);
        let previous = entries(&language.previous);
        let changes = entries(&language.changes);
        let value_units = entries(&language.value_units);
        self.vocabulary.complete(language);
        let numbering = self.vocabulary.numbering(&stems);
        let mut signs = Growing::default();
        for (words, sign) in phrases {
            let mut sign = self.pinned(sign, &words);
            if let Sign::Concept { exact, .. } | Sign::Group { exact, .. } = &mut sign {
                *exact = numbering.entry(*exact);
            }
            let class = |word: u32| if word > 3 { numbering.class(word) } else { word };
            signs.add(words.into_iter().map(class).collect(), sign);
        }
        let inner: Vec<Vec<u32>> = (0u32..)
            .zip(&language.word_groups)
            .map(|(number, _)| self.groups.with_inner(number).to_vec())
            .collect();
        let group_names = self.groups.names();
        let combinations = self.combinations.finish(group_names);
        // The groups of the language files come first, in their order.
        let numbers = |wanted: fn(&WordGroup) -> bool| -> Vec<u32> {
            let groups = language
                .word_groups
                .iter()
                .zip(&inner)
                .filter(|(group, _)| wanted(group));
            groups.flat_map(|(_, inner)| inner.iter().copied()).collect()
        };
        let idioms = numbers(|group| group.idioms);
        let complaints = numbers(|group| group.complaint);
        let firsts: FxHashSet<u32> = firsts.into_iter().collect();
        let starts: Vec<u32> = (0u32..)
            .zip(&self.vocabulary.entries)
            .filter(|(_, entry)| firsts.contains(&entry.stem))
            .map(|(id, _)| id)
            .collect();
        for id in starts {
            self.vocabulary.mark(id, STARTS_SIGN);
        }
        for id in cue_firsts {
            self.vocabulary.mark(id, STARTS_CUE);
        }
        for id in durations.starting_entries() {
            self.vocabulary.mark(id, STARTS_TIME);
        }
        let closers = language
            .groups
            .iter()
            .map(|group| [group.closers(true), group.closers(false)])
            .collect();
        durations.renumber(&numbering);
        let known = |entries: Vec<u32>| entries.into_iter().map(|entry| numbering.entry(entry)).collect();
        Compiled {
            lexicon: Lexicon {
                vocabulary: self.vocabulary.finish(&numbering),
                signs: signs.finish(),
                cues: cues.finish(&numbering),
                groups: language.groups.iter().map(Group::without_phrases).collect(),
                closers,
                durations: durations.finish(),
                stops_inside: known(stops_inside),
                previous: known(previous),
                changes: known(changes),
                value_units: known(value_units),
            },
            patterns,
            together: Together {
                combinations,
                idioms,
                complaints,
            },
        }
    }

    /// A sign of one short word is matched in the very form that its author wrote: `fit` must not be found in
    /// `fitted`, nor `mets` in `met`.
    fn pinned(&self, sign: Sign, words: &[u32]) -> Sign {
        match (sign, words) {
            (Sign::Concept { concept, absent, .. }, [only])
                if self
                    .vocabulary
                    .entry(*only)
                    .is_some_and(|entry| entry.word.chars().count() <= 4) =>
            {
                Sign::Concept {
                    concept,
                    absent,
                    exact: *only,
                }
            }
            // Short words have too many forms that mean something else: `leg` and `legs` are both written in their group.
            (Sign::Group { group, .. }, [only])
                if self
                    .vocabulary
                    .entry(*only)
                    .is_some_and(|entry| entry.word.chars().count() <= 3) =>
            {
                Sign::Group { group, exact: *only }
            }
            (other, _) => other,
        }
    }

    /// Every phrase with its short forms and with two words written as one.
    fn spellings(&mut self, language: &Language) -> Vec<(Vec<u32>, Sign)> {
        let mut short_forms: Vec<(Vec<u32>, Vec<u32>)> = Vec::new();
        for (long, forms) in &language.short_forms {
            let long = phrases::words(long, &mut self.vocabulary);
            for form in forms {
                short_forms.push((long.clone(), phrases::words(form, &mut self.vocabulary)));
            }
        }
        // Which short forms may be in a phrase is told by the first words of their long ones.
        let mut by_first: FxHashMap<u32, Vec<usize>> = FxHashMap::default();
        for (number, (long, _)) in short_forms.iter().enumerate() {
            if let Some(first) = long.first() {
                by_first.entry(*first).or_default().push(number);
            }
        }
        let mut all = Vec::new();
        let mut seen: FxHashSet<Vec<u32>> = FxHashSet::default();
        let mut wanted: Vec<usize> = Vec::new();
        for (words, sign) in std::mem::take(&mut self.phrases) {
            // Word groups are written with all their forms.
            if matches!(sign, Sign::Group { .. }) {
                all.push((words, sign));
                continue;
            }
            seen.clear();
            let mut spellings = vec![words];
            let mut at = 0usize;
            while let Some(words) = spellings.get_mut(at).map(std::mem::take) {
                at = at.saturating_add(1);
                if seen.contains(&words) {
                    continue;
                }
                if spellings.len() < SPELLINGS {
                    wanted.clear();
                    wanted.extend(words.iter().filter_map(|word| by_first.get(word)).flatten());
                    wanted.sort_unstable();
                    wanted.dedup();
                    for (long, short) in wanted.iter().filter_map(|number| short_forms.get(*number)) {
                        spellings.extend(replaced(&words, long, short));
                    }
                }
                if at == 1 {
                    spellings.extend(self.joined(&words));
                }
                if spellings.len() > at {
                    seen.insert(words.clone());
                }
                all.push((words, sign));
            }
        }
        all
    }

    fn joined(&mut self, words: &[u32]) -> Vec<Vec<u32>> {
        let mut found = Vec::new();
        for place in 0..words.len().saturating_sub(1) {
            let (Some(one), Some(other)) = (words.get(place), words.get(place.saturating_add(1))) else {
                continue;
            };
            let text = |id: &u32| self.vocabulary.entry(*id).map_or("", |entry| entry.word.as_str());
            let (front, back) = (text(one), text(other));
            let plain = |word: &str| word.len() >= 3 && word.bytes().all(|byte| byte.is_ascii_lowercase());
            if !plain(front) || !plain(back) {
                continue;
            }
            let mut whole = String::with_capacity(front.len().saturating_add(back.len()));
            whole.push_str(front);
            whole.push_str(back);
            let whole = self.vocabulary.intern(&whole);
            let mut spelling: Vec<u32> = Vec::with_capacity(words.len());
            spelling.extend(words.iter().take(place));
            spelling.push(whole);
            spelling.extend(words.iter().skip(place.saturating_add(2)));
            found.push(spelling);
        }
        found
    }
}

fn replaced(words: &[u32], long: &[u32], short: &[u32]) -> Option<Vec<u32>> {
    if long.is_empty() {
        return None;
    }
    let place = words.windows(long.len()).position(|window| window == long)?;
    let mut spelling: Vec<u32> = words.iter().take(place).copied().collect();
    spelling.extend(short);
    spelling.extend(words.iter().skip(place.saturating_add(long.len())));
    Some(spelling)
}
