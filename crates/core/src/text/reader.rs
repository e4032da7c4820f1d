//! The reader: built once from the rules, shared by all threads, asked for each note.

use std::cell::Cell;
use std::ops::Range;
use std::sync::Arc;

use metasign_likeness::Likeness;

use super::assertion::{Mention, Negation, Place, Temporality, View};
use super::compile::{Compiled, Concept, ExpressionProblem, Sign, compile};
use super::cue::Says;
use super::judge::Judge;
use super::language::Language;
use super::measure::{Measured, measure};
use super::pattern::Tries;
use super::sentence::{Found, Section, sections, sentence_around, sentence_ends};
use super::token::{Kind, Token, tokenise};
use super::vocabulary::{SLIP, STARTS_CUE, STARTS_SIGN, STARTS_TIME};
use super::window::Windows;
use crate::record::Assertion;

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
        self.unread_in(text, &tokens, &signs, mentions, unread);
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
        self.combined(text, tokens, signs, &mut hits);
        self.pattern_hits(text, tokens, &tries, &mut hits);
        let mut hits = longest(hits);
        let mut windows = Windows::default();
        if let Some(judge) = &self.judge {
            let ends = sentence_ends(&self.compiled, text, tokens);
            windows.disown(judge, text, tokens, &ends, &mut hits);
            windows.likened(judge, &self.compiled, text, tokens, &ends, &mut hits);
        }
        if hits.is_empty() {
            return;
        }
        let note = self.note(text, tokens, &hits);
        let view = note.view(&self.compiled, text, tokens, context);
        let first = out.len();
        for hit in &hits {
            let mut mention = blank(hit.concept, hit.start, hit.end);
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
            if let Some(judge) = &self.judge {
                windows.judge(judge, text, tokens, &note.ends, hit, &mut mention);
            }
            out.push(mention);
        }
        let mentions = out.get_mut(first..).unwrap_or_default();
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
            alone: None,
        };
        let note = self.note(text, &tokens, &[]);
        let view = note.view(&self.compiled, text, &tokens, context);
        view.assess(Place { from, to }, false, &mut mention);
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
        let note = self.note(text, tokens, &[]);
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
        let note = self.note(text, &tokens, &hits);
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
            self.compiled.signs.walk(vocabulary, true, tokens, from, |signs, to| {
                found.extend(signs.iter().map(|sign| FoundSign { sign: *sign, from, to }));
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
        let ends = sentence_ends(&self.compiled, text, tokens);
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

    fn note(&self, text: &str, tokens: &[Token], hits: &[Hit]) -> Note {
        let cues = self.cues(tokens);
        let ends = sentence_ends(&self.compiled, text, tokens);
        let sections = sections(&self.compiled, tokens, &cues, &ends);
        let mut cue_at = vec![0u32; tokens.len()];
        for (number, cue) in (1u32..).zip(&cues) {
            for slot in cue_at.get_mut(cue.from..cue.to).unwrap_or_default() {
                if *slot == 0 {
                    *slot = number;
                }
            }
        }
        // A cue that is part of a longer sign (`no appetite`, `can't PU`) says nothing of its neighbours; one in a phrase
        // that denies its sign (`no wt loss`) denies the rest of its list, too.
        for hit in hits
            .iter()
            .filter(|hit| !hit.absent && hit.to.saturating_sub(hit.from) > 1)
        {
            for at in (hit.from..hit.to).filter(|at| hit.owns(*at)) {
                let number = cue_at.get(at).copied().unwrap_or(0);
                let cue = number
                    .checked_sub(1)
                    .and_then(|index| cues.get(usize::try_from(index).ok()?));
                let inside = cue.is_some_and(|cue| {
                    cue.from >= hit.from
                        && cue.to <= hit.to
                        && self.compiled.groups.get(usize::from(cue.group)).is_some_and(|group| {
                            !matches!(
                                group.says,
                                Says::OtherSense
                                    | Says::Granted
                                    | Says::Ongoing
                                    | Says::Affirmed
                                    | Says::Returned
                                    | Says::Unchanged
                                    | Says::Background
                            )
                        })
                });
                if inside && let Some(slot) = cue_at.get_mut(at) {
                    *slot = 0;
                }
            }
        }
        Note {
            cues,
            cue_at,
            ends,
            sections,
        }
    }

    fn cues(&self, tokens: &[Token]) -> Vec<Found> {
        let vocabulary = &self.compiled.vocabulary;
        let mut cues = Vec::new();
        let mut free = 0usize;
        for (from, token) in tokens.iter().enumerate() {
            if from < free {
                continue;
            }
            let starts = token.kind == Kind::Number || (token.entry != 0 && vocabulary.has(token.entry, STARTS_CUE));
            if !starts {
                continue;
            }
            // One phrase may stand in several groups (`no` denies what follows and answers what stands before).
            let first = cues.len();
            self.compiled.cues.walk(vocabulary, false, tokens, from, |groups, to| {
                cues.truncate(first);
                cues.extend(groups.iter().map(|group| Found {
                    group: *group,
                    from,
                    to,
                }));
                free = to;
            });
        }
        cues
    }

    /// Attaches qualifiers to the mentions they are said of.
    fn qualify(&self, view: &View<'_>, signs: &[FoundSign], hits: &[Hit], mentions: &mut [Mention]) {
        for found in signs {
            let Sign::Qualifier { concept, qualifier } = found.sign else {
                continue;
            };
            if qualifier >= 64 {
                continue;
            }
            let place = Place {
                from: found.from,
                to: found.to,
            };
            let mut own = blank(u32::MAX, 0, 0);
            view.assess(place, false, &mut own);
            if matches!(
                own.assertion,
                Assertion::Absent | Assertion::Hypothetical | Assertion::Family
            ) || view.denies_qualifier(place)
            {
                continue;
            }
            let fits = |hit: &Hit| concept.is_none_or(|concept| concept == hit.concept || hit.concept == u32::MAX);
            for index in said_of(view, hits, found.from, found.to, fits) {
                if let Some(mention) = mentions.get_mut(index) {
                    mention.qualifiers |= 1u64.wrapping_shl(u32::from(qualifier));
                }
            }
        }
    }

    /// Whether a token can begin a duration: a number, a word that the language names, or `x3`.
    fn may_begin_time(&self, text: &str, tokens: &[Token], at: usize) -> bool {
        tokens.get(at).is_some_and(|token| match token.kind {
            Kind::Number => true,
            Kind::Mark => false,
            Kind::Word => {
                self.compiled.vocabulary.has(token.entry, STARTS_TIME)
                    || matches!(text.as_bytes().get(large(token.start)), Some(b'x' | b'X'))
            }
        })
    }

    /// Attaches durations to the mentions they are said of.
    fn time(&self, text: &str, view: &View<'_>, hits: &[Hit], mentions: &mut [Mention], context: &NoteContext) {
        let mut at = 0usize;
        while at < view.tokens.len() {
            if !self.may_begin_time(text, view.tokens, at) {
                at = at.saturating_add(1);
                continue;
            }
            let found = self
                .compiled
                .durations
                .at(text, &self.compiled.vocabulary, view.tokens, at, context.date);
            let Some(duration) = found else {
                at = at.saturating_add(1);
                continue;
            };
            for index in said_of(view, hits, duration.from, duration.to, |_| true) {
                if let Some(mention) = mentions.get_mut(index) {
                    mention.duration_days = Some(
                        mention
                            .duration_days
                            .map_or(duration.days, |days| days.max(duration.days)),
                    );
                }
            }
            at = duration.to.max(at.saturating_add(1));
        }
    }
}

/// The first place of a phrase in a text, whatever the case and the runs of white space.
#[must_use]
pub fn find_phrase(text: &str, phrase: &str) -> Option<Range<usize>> {
    let mut wanted: Vec<char> = Vec::new();
    for c in phrase.trim().chars().flat_map(char::to_lowercase) {
        match (c.is_whitespace(), wanted.last()) {
            (true, Some(' ')) => {}
            (true, _) => wanted.push(' '),
            (false, _) => wanted.push(c),
        }
    }
    if wanted.is_empty() {
        return None;
    }
    text.char_indices()
        .find_map(|(start, _)| phrase_end(text, start, &wanted).map(|end| start..end))
}

/// Where the phrase that begins at `start` ends, if it stands there.
fn phrase_end(text: &str, start: usize, wanted: &[char]) -> Option<usize> {
    let mut wanted = wanted.iter().peekable();
    let mut end = start;
    let mut in_space = false;
    for (offset, c) in text.get(start..)?.char_indices() {
        if in_space && c.is_whitespace() {
            end = start.saturating_add(offset).saturating_add(c.len_utf8());
            continue;
        }
        in_space = false;
        let Some(want) = wanted.peek() else { break };
        if **want == ' ' && c.is_whitespace() {
            in_space = true;
            wanted.next();
        } else {
            for lower in c.to_lowercase() {
                if wanted.next() != Some(&lower) {
                    return None;
                }
            }
        }
        end = start.saturating_add(offset).saturating_add(c.len_utf8());
    }
    wanted.peek().is_none().then_some(end)
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
    /// Likeness alone found it: whether only possibly.
    pub(super) alone: Option<bool>,
}

impl Hit {
    fn owns(&self, at: usize) -> bool {
        let bit = u32::try_from(at.saturating_sub(self.from)).unwrap_or(u32::MAX);
        self.own == u64::MAX || self.own.checked_shr(bit).unwrap_or(0) & 1 == 1
    }
}

struct Note {
    cues: Vec<Found>,
    cue_at: Vec<u32>,
    ends: Vec<usize>,
    sections: Vec<Section>,
}

impl Note {
    fn view<'a>(
        &'a self,
        compiled: &'a Compiled,
        text: &'a str,
        tokens: &'a [Token],
        context: &'a NoteContext,
    ) -> View<'a> {
        View {
            compiled,
            text,
            steps: Cell::new(0),
            tokens,
            cues: &self.cues,
            cue_at: &self.cue_at,
            ends: &self.ends,
            sections: &self.sections,
            context,
        }
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
        match rival {
            Some(other) if hit.to.saturating_sub(hit.from) > other.to.saturating_sub(other.from) => *other = hit,
            Some(_) => {}
            None => kept.push(hit),
        }
    }
    kept.sort_by_key(|hit| (hit.from, hit.to, hit.concept));
    kept
}

/// A qualifier or duration further than so many tokens from a mention is not said of it. Keeps the work bounded.
const FAR: usize = 60;

/// The mentions that a qualifier or duration at `from..to` is said of: the nearest before it in its sentence, else the
/// nearest after it, else the last mention of the sentence before (`LBP 7/52. Worse at night, waking her`).
fn said_of(view: &View<'_>, hits: &[Hit], from: usize, to: usize, fits: impl Fn(&Hit) -> bool) -> Vec<usize> {
    let (first, last) = sentence_around(view.ends, from);
    let inside = |hit: &Hit| hit.from < to && hit.to > from;
    let before = hits.partition_point(|hit| hit.from < from);
    let with_rest = |anchor: usize| -> Vec<usize> {
        // Signs of the same words, and items joined to it without a comma, are meant together.
        let Some(hit) = hits.get(anchor) else {
            return Vec::new();
        };
        let low = anchor.saturating_sub(8);
        let near = hits.iter().enumerate().skip(low).take(17);
        near.filter(|(_, other)| fits(other) && other.from < hit.to && other.to > hit.from)
            .map(|(index, _)| index)
            .collect()
    };
    let holder = hits
        .iter()
        .enumerate()
        .skip(before.saturating_sub(8))
        .take(16)
        .find(|(_, hit)| inside(hit) && fits(hit));
    let near_before = |hit: &Hit| hit.to <= from && from.saturating_sub(hit.to) <= FAR;
    if let Some((index, hit)) = holder {
        // `LBP worse on coughing`: a sign swallowed by the qualifier's own words is part of them, and the qualifier is
        // said of the sign before.
        let swallowed = hit.from >= from && hit.to <= to && (hit.from > from || hit.to < to);
        let earlier = hits
            .iter()
            .enumerate()
            .take(before)
            .rev()
            .take(32)
            .find(|(_, hit)| fits(hit) && near_before(hit) && hit.from >= first);
        return match earlier {
            Some((index, _)) if swallowed => with_rest(index),
            _ => with_rest(index),
        };
    }
    let near_after = |hit: &Hit| hit.from >= to && hit.from < last && hit.from.saturating_sub(to) <= FAR;
    let prior = hits
        .iter()
        .enumerate()
        .take(before)
        .rev()
        .take(32)
        .find(|(_, hit)| fits(hit) && near_before(hit));
    let next = hits
        .iter()
        .enumerate()
        .skip(before)
        .take(8)
        .find(|(_, hit)| fits(hit) && near_after(hit));
    let comma_between = |a: usize, b: usize| {
        view.tokens
            .get(a..b)
            .unwrap_or_default()
            .iter()
            .any(|token| matches!(token.mark, b',' | b';' | b':' | b'.') && token.kind == Kind::Mark)
    };
    match (prior, next) {
        (Some((index, hit)), next) if hit.from >= first => {
            // `HA, bilat leg weakness`: what stands right before a sign and not right after another is said of it.
            if let Some((after, following)) = next
                && !comma_between(to, following.from)
                && comma_between(hit.to, from)
            {
                return with_rest(after);
            }
            with_rest(index)
        }
        (_, Some((index, _))) => with_rest(index),
        (Some((index, hit)), None) => {
            // The sentence has no mention of its own: it goes on about the last one, unless a sentence lies between or
            // a new heading begins.
            let (previous, _) = first
                .checked_sub(1)
                .map_or((0, 0), |place| sentence_around(view.ends, place));
            let earlier = previous
                .checked_sub(1)
                .map_or(previous, |place| sentence_around(view.ends, place).0);
            if hit.from >= earlier && !view.new_section(hit.from, from) {
                with_rest(index)
            } else {
                Vec::new()
            }
        }
        (None, None) => Vec::new(),
    }
}

fn blank(concept: u32, start: u32, end: u32) -> Mention {
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
        likened: false,
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
