//! The reader: built once from the rules, shared by all threads, asked for each note.

use std::ops::Range;
use std::sync::Arc;

use metasign_likeness::{Likeness, Scores};

use super::assertion::{Mention, Negation, Temporality};
use super::compile::{Compiled, Concept, ExpressionProblem, Sign, compile};
use super::judge::{Judge, Ties};
use super::language::Language;
use super::lines::unwrap;
use super::measure::{Measured, measure};
use super::pattern::Tries;
use super::sentence::sentence_ends;
use super::token::{Token, tokenise};
use super::view::Place;
use super::vocabulary::{SLIP, STARTS_SIGN};
use super::window::Windows;
use crate::flat::{Fault, Shelf, Store, Stored};
use crate::record::{Assertion, Sex};

/// What sort of text it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NoteKind {
    /// A consultation note.
    #[default]
    Consultation,
    /// A letter.
    Letter,
    /// The words of a problem or diagnosis that is current.
    Problem,
    /// The words of a problem or diagnosis that is past.
    PastProblem,
}

/// The day on which a note was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoteDate {
    /// Year.
    pub year: i16,
    /// Month, 1 to 12.
    pub month: u8,
    /// Day, 1 to 31.
    pub day: u8,
}

impl NoteDate {
    /// Days since the last time it was that day of the year, to within a day around leap days.
    pub(crate) fn days_since(self, month: u8, day: u8) -> u32 {
        const BEFORE: [u32; 12] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
        let of_year = |month: u8, day: u8| {
            let before = BEFORE.get(usize::from(month.saturating_sub(1))).copied().unwrap_or(0);
            before.saturating_add(u32::from(day))
        };
        let (now, then) = (of_year(self.month, self.day), of_year(month, day));
        if now >= then {
            now.saturating_sub(then)
        } else {
            now.saturating_add(365).saturating_sub(then)
        }
    }
}

/// What is known of a note besides its text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NoteContext {
    /// What sort of text it is.
    pub kind: NoteKind,
    /// When it was written; without it `since Xmas` has no length.
    pub date: Option<NoteDate>,
    /// The patient's recorded sex, which tells who `he` is.
    pub sex: Option<Sex>,
}

/// Reads notes. Compiled once; `Send` and `Sync`; every call is a pure function of its arguments.
#[derive(Debug)]
pub struct Reader {
    pub(super) compiled: Compiled,
    judge: Option<Judge>,
}

/// Longest piece of a note that a regular expression sees, in bytes. Bounds the work for a note without a sentence end.
const PATTERN_WINDOW: usize = 1024;

impl Reader {
    /// Compiles a reader. `qualifiers` holds phrases that qualify every sign, by qualifier number.
    ///
    /// # Errors
    /// Every expression that can't be used.
    pub fn new(
        language: &Language,
        concepts: &[Concept<'_>],
        qualifiers: &[Vec<&str>],
    ) -> Result<Self, Vec<ExpressionProblem>> {
        Self::with_tests(language, concepts, qualifiers, &[])
    }

    /// As [`Reader::new`], with the names of tests whose typed values [`Reader::measurements`] finds.
    ///
    /// # Errors
    /// Every expression that can't be used.
    pub fn with_tests(
        language: &Language,
        concepts: &[Concept<'_>],
        qualifiers: &[Vec<&str>],
        tests: &[Vec<&str>],
    ) -> Result<Self, Vec<ExpressionProblem>> {
        Ok(Self {
            compiled: compile(language, concepts, qualifiers, tests)?,
            judge: None,
        })
    }

    /// Adds the second reader: what was learned from examples, and for each concept the classes that speak for it, its
    /// own first (none for a concept that no example speaks of).
    #[must_use]
    pub fn with_likeness(mut self, likeness: Arc<Likeness>, classes: &[Vec<&str>]) -> Self {
        self.judge = Judge::new(likeness, classes);
        self
    }

    pub(crate) fn store(&self, to: &mut Store) -> Result<(), Fault> {
        self.compiled.store(to)?;
        to.small(&self.judge.as_ref().map(Judge::ties))
    }

    /// A reader compiled before, and the model that it was compiled with.
    pub(crate) fn load(from: &mut Shelf<'_>, likeness: Option<&Arc<Likeness>>) -> Result<Self, Fault> {
        let compiled = Compiled::load(from)?;
        let ties: Option<Ties> = from.small()?;
        let judge = ties
            .zip(likeness)
            .map(|(ties, likeness)| Judge::of_ties(Arc::clone(likeness), ties));
        Ok(Self { compiled, judge })
    }

    /// Finds the mentions in a note, in the order of their place, and appends them to `out`.
    pub fn read(&self, text: &str, context: &NoteContext, out: &mut Vec<Mention>) {
        let text = readable(text);
        let tokens = self.tokens(text);
        let signs = self.signs(&tokens);
        self.mentions(text, &tokens, &signs, context, out);
    }

    /// As [`Reader::read`], [`Reader::measurements`] and [`Reader::unread`], cutting the note into words once.
    pub fn read_all(
        &self,
        text: &str,
        context: &NoteContext,
        mentions: &mut Vec<Mention>,
        measured: &mut Vec<Measured>,
        unread: &mut Vec<Range<u32>>,
    ) {
        let text = readable(text);
        let tokens = self.tokens(text);
        let signs = self.signs(&tokens);
        self.mentions(text, &tokens, &signs, context, mentions);
        self.unread_in(&tokens, &signs, mentions, unread);
        self.measured(text, &tokens, &signs, context, measured);
    }

    fn mentions(
        &self,
        text: &str,
        tokens: &[Token],
        signs: &[FoundSign],
        context: &NoteContext,
        out: &mut Vec<Mention>,
    ) {
        let tries = self.compiled.patterns.tries(text);
        let mut hits = self.hits(tokens, signs);
        self.combined(tokens, signs, &mut hits);
        self.pattern_hits(text, tokens, &tries, &mut hits);
        self.leave_denials(tokens, &mut hits);
        let mut hits = longest(hits);
        let mut windows = Windows::default();
        if let Some(judge) = &self.judge {
            let ends = sentence_ends(&self.compiled, tokens);
            windows.disown(judge, text, tokens, &ends, &mut hits);
            windows.likened(judge, &self.compiled, text, tokens, &ends, &mut hits);
        }
        if hits.is_empty() {
            return;
        }
        let note = self.note(tokens, &hits);
        let view = note.view(&self.compiled, text, tokens, context);
        let first = out.len();
        let mut around = Scores::default();
        for hit in &hits {
            let mut mention = blank(hit.concept, hit.start, hit.end);
            mention.written = hit.own == u64::MAX && hit.alone.is_none();
            mention.misspelt = tokens
                .get(hit.from..hit.to)
                .unwrap_or_default()
                .iter()
                .any(|token| token.entry & SLIP != 0);
            view.assess(
                Place {
                    from: hit.from,
                    to: hit.to,
                },
                hit.absent,
                &mut mention,
            );
            let denied =
                hit.own != u64::MAX && view.denied_between(hit) || hit.alone.is_some() && view.denied_within(hit);
            if denied && mention.assertion != Assertion::Family {
                mention.assertion = Assertion::Absent;
                mention.negation = Negation::Negated;
            }
            if let Some(judge) = &self.judge {
                // Only signs that examples speak of: remarks, medicines and names of cancers keep to their cues.
                if judge.knows(hit.concept) {
                    super::meant::weigh(judge.likeness(), &mut around, text, &mut mention, hit.absent);
                }
                windows.of_patient(judge, &view, &note.ends, hit, &mut mention);
                windows.judge(judge, text, tokens, &note.ends, hit, &mut mention);
            }
            out.push(mention);
        }
        let mentions = out.get_mut(first..).unwrap_or_default();
        super::window::believe_company(mentions);
        super::window::leave_to_surer(mentions);
        self.qualify(&view, signs, &hits, mentions);
        self.time(text, &view, &hits, mentions, context);
    }

    /// How a given span of a note is meant, whether or not it holds a sign. The span is widened to whole characters.
    pub fn assess_span(&self, text: &str, span: Range<usize>, context: &NoteContext) -> Mention {
        let text = readable(text);
        let tokens = self.tokens(text);
        let start = floor(text, span.start.min(text.len()));
        let end = ceiling(text, span.end.clamp(start, text.len()));
        let mut mention = blank(u32::MAX, small(start), small(end));
        let from = tokens.partition_point(|token| token.end <= mention.start);
        let to = tokens.partition_point(|token| token.start < mention.end).max(from);
        if from == to {
            return mention;
        }
        let hit = Hit {
            concept: u32::MAX,
            absent: false,
            from,
            to,
            start: mention.start,
            end: mention.end,
            own: u64::MAX,
            doubted: false,
            alone: None,
        };
        let note = self.note(&tokens, &[]);
        let view = note.view(&self.compiled, text, &tokens, context);
        view.assess(Place { from, to }, false, &mut mention);
        if let Some(judge) = &self.judge {
            super::meant::weigh(judge.likeness(), &mut Scores::default(), text, &mut mention, false);
        }
        let signs = self.signs(&tokens);
        let mut mentions = [mention];
        self.qualify(&view, &signs, &[hit], &mut mentions);
        self.time(text, &view, &[hit], &mut mentions, context);
        let [mention] = mentions;
        mention
    }

    /// The values of tests typed in a note: `adj Ca 2.9`, `wt 62 (was 70)`.
    pub fn measurements(&self, text: &str, context: &NoteContext, out: &mut Vec<Measured>) {
        let text = readable(text);
        let tokens = self.tokens(text);
        let signs = self.signs(&tokens);
        self.measured(text, &tokens, &signs, context, out);
    }

    fn measured(
        &self,
        text: &str,
        tokens: &[Token],
        signs: &[FoundSign],
        context: &NoteContext,
        out: &mut Vec<Measured>,
    ) {
        if !signs.iter().any(|sign| matches!(sign.sign, Sign::Test { .. })) {
            return;
        }
        let note = self.note(tokens, &[]);
        let view = note.view(&self.compiled, text, tokens, context);
        let mut done = 0usize;
        for (place, sign) in signs.iter().enumerate() {
            let Sign::Test { test } = sign.sign else {
                continue;
            };
            let longer = signs.get(place.saturating_add(1)).is_some_and(|next| {
                next.from == sign.from && next.to > sign.to && matches!(next.sign, Sign::Test { .. })
            });
            if longer || sign.from < done {
                continue;
            }
            if let Some((mut measured, to)) = measure(&self.compiled, text, tokens, test, sign.from, sign.to) {
                let mut mention = blank(u32::MAX, measured.start, measured.end);
                view.assess(Place { from: sign.from, to }, false, &mut mention);
                measured.assertion = mention.assertion;
                out.push(measured);
                done = to;
            }
        }
    }

    /// How many tokens reading a note looks at, however often: for the tests that hold the work to the length.
    #[doc(hidden)]
    #[must_use]
    pub fn work(&self, text: &str) -> u64 {
        let text = readable(text);
        let tokens = self.tokens(text);
        let signs = self.signs(&tokens);
        let hits = longest(self.hits(&tokens, &signs));
        let note = self.note(&tokens, &hits);
        let context = NoteContext::default();
        let view = note.view(&self.compiled, text, &tokens, &context);
        for hit in &hits {
            view.assess(
                Place {
                    from: hit.from,
                    to: hit.to,
                },
                hit.absent,
                &mut blank(0, hit.start, hit.end),
            );
        }
        let counts = tokens
            .len()
            .saturating_add(signs.len())
            .saturating_add(note.cues.len())
            .saturating_add(note.sections.len());
        view.steps
            .get()
            .saturating_add(u64::try_from(counts).unwrap_or(u64::MAX))
    }

    /// What a cue group or heading is called in the language files.
    #[must_use]
    pub fn cue_name(&self, group: u16) -> &str {
        let found = self.compiled.groups.get(usize::from(group));
        found.map_or("", |group| group.name.as_deref().unwrap_or(&group.id))
    }

    pub(super) fn tokens(&self, text: &str) -> Vec<Token> {
        let mut tokens = Vec::with_capacity(text.len() / 5);
        tokenise(text, &mut &self.compiled.vocabulary, &mut tokens);
        unwrap(&self.compiled, text, &mut tokens);
        super::lines::dictated(&self.compiled, &mut tokens);
        tokens
    }

    /// Every phrase of the rules in the note, by its place.
    pub(super) fn signs(&self, tokens: &[Token]) -> Vec<FoundSign> {
        let vocabulary = &self.compiled.vocabulary;
        let mut found = Vec::new();
        for (from, token) in tokens.iter().enumerate() {
            if token.entry == 0 || !vocabulary.has(token.entry, STARTS_SIGN) {
                continue;
            }
            self.compiled.signs.walk(vocabulary, true, tokens, from, |sign, to| {
                found.push(FoundSign { sign, from, to });
            });
        }
        found
    }

    fn hits(&self, tokens: &[Token], signs: &[FoundSign]) -> Vec<Hit> {
        let mut hits = Vec::new();
        for found in signs {
            let Sign::Concept { concept, absent, exact } = found.sign else {
                continue;
            };
            let Some(words) = tokens.get(found.from..found.to) else {
                continue;
            };
            let (Some(first), Some(last)) = (words.first(), words.last()) else {
                continue;
            };
            if exact != 0 && first.entry != exact {
                continue;
            }
            hits.push(Hit {
                concept,
                absent,
                from: found.from,
                to: found.to,
                start: first.start,
                end: last.end,
                own: u64::MAX,
                doubted: false,
                alone: None,
            });
        }
        hits
    }

    fn pattern_hits(&self, text: &str, tokens: &[Token], tries: &Tries, hits: &mut Vec<Hit>) {
        if tries.is_empty() {
            return;
        }
        let mut tried = Vec::new();
        let ends = sentence_ends(&self.compiled, tokens);
        let mut from = 0usize;
        for end in ends {
            let start_byte = tokens.get(from).map_or(0, |token| large(token.start));
            let end_byte = tokens
                .get(end.saturating_sub(1))
                .map_or(start_byte, |token| large(token.end));
            let mut window = start_byte;
            while window < end_byte {
                let stop = floor(text, window.saturating_add(PATTERN_WINDOW).min(end_byte)).max(window);
                let stop = if stop == window { end_byte } else { stop };
                tries.within(window, stop, &mut tried);
                for (concept, regex) in tried.iter().filter_map(|id| self.compiled.patterns.get(*id)) {
                    let input = regex_automata::Input::new(text).range(window..stop);
                    for found in regex.find_iter(input) {
                        let (start, end) = (small(found.start()), small(found.end()));
                        let from = tokens.partition_point(|token| token.end <= start);
                        let to = tokens.partition_point(|token| token.start < end);
                        if from < to {
                            hits.push(Hit {
                                concept,
                                absent: false,
                                from,
                                to,
                                start,
                                end,
                                own: u64::MAX,
                                doubted: false,
                                alone: None,
                            });
                        }
                    }
                }
                window = stop;
            }
            from = end;
        }
    }
}

/// A phrase of the rules as found.
#[derive(Clone, Copy, Debug)]
pub(super) struct FoundSign {
    pub(super) sign: Sign,
    pub(super) from: usize,
    pub(super) to: usize,
}

/// A mention before it is assessed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hit {
    pub(super) concept: u32,
    pub(super) absent: bool,
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) start: u32,
    pub(super) end: u32,
    /// Which of its tokens are its own words, by distance from the first: between those of a combination stand others.
    pub(super) own: u64,
    /// Its words are doubted, and have no claim to the cues among them.
    pub(super) doubted: bool,
    /// Likeness alone found it: whether only possibly.
    pub(super) alone: Option<bool>,
}

impl Hit {
    /// Whether a token is one of its own words.
    pub(super) fn own(&self, at: usize) -> bool {
        let bit = u32::try_from(at.saturating_sub(self.from)).unwrap_or(u32::MAX);
        self.own == u64::MAX || self.own.checked_shr(bit).unwrap_or(0) & 1 == 1
    }

    /// Whether the cues over a token belong to it.
    pub(super) fn owns(&self, at: usize) -> bool {
        !self.doubted && self.own(at)
    }
}

/// So far back a longer mention of the same sign is looked for.
const OVERLAP: usize = 24;

/// Of overlapping mentions of one sign the longest; mentions of different signs are all kept.
fn longest(mut hits: Vec<Hit>) -> Vec<Hit> {
    hits.sort_by_key(|hit| (hit.from, std::cmp::Reverse(hit.to), hit.concept, hit.absent));
    let mut kept: Vec<Hit> = Vec::with_capacity(hits.len());
    for hit in hits {
        let rival = kept
            .iter_mut()
            .rev()
            .take(OVERLAP)
            .find(|other| other.concept == hit.concept && other.to > hit.from);
        let denies = |hit: &Hit, other: &Hit| hit.absent && other.own != u64::MAX && hit.to >= other.to;
        match rival {
            // `spine non tender` is written as a denial, whatever its words say together.
            Some(other) if denies(&hit, other) => *other = hit,
            Some(other) if denies(other, &hit) => {}
            Some(other) if hit.to.saturating_sub(hit.from) > other.to.saturating_sub(other.from) => *other = hit,
            Some(_) => {}
            None => kept.push(hit),
        }
    }
    kept.sort_by_key(|hit| (hit.from, hit.to, hit.concept));
    kept
}

pub(super) fn blank(concept: u32, start: u32, end: u32) -> Mention {
    Mention {
        concept,
        start,
        end,
        assertion: Assertion::Present,
        cue: None,
        time_cue: None,
        scope: start..end,
        sentence: start..end,
        qualifiers: 0,
        duration_days: None,
        returned: false,
        unchanged: false,
        low_confidence: false,
        misspelt: false,
        doubted: false,
        likened: false,
        written: false,
        meant: None,
        weighed: false,
        likeness: None,
        section: None,
        negation: Negation::Affirmed,
        temporality: Temporality::Recent,
        of_patient: true,
    }
}

/// Spans are 32 bits; a longer text is read as far as they go.
fn readable(text: &str) -> &str {
    let limit = usize::try_from(u32::MAX - 1).unwrap_or(usize::MAX);
    if text.len() <= limit {
        text
    } else {
        text.get(..floor(text, limit)).unwrap_or_default()
    }
}

fn floor(text: &str, mut at: usize) -> usize {
    while at > 0 && !text.is_char_boundary(at) {
        at = at.saturating_sub(1);
    }
    at
}

fn ceiling(text: &str, mut at: usize) -> usize {
    while at < text.len() && !text.is_char_boundary(at) {
        at = at.saturating_add(1);
    }
    at
}

pub(super) fn small(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}

pub(super) fn large(offset: u32) -> usize {
    usize::try_from(offset).unwrap_or(usize::MAX)
}
