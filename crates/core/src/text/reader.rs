//! The reader: built once from the rules, shared by all threads, asked for each note. It runs the steps in their order; what a
//! step does is not known here.

use std::ops::Range;
use std::sync::Arc;

use metasign_likeness::{Likeness, MeantScores};

use super::assertion::Mention;
use super::attach::{qualify, time};
use super::characters::{ceiling, floor};
use super::clauses::{Hit, Note, Place, sentence_ends, tokens};
use super::combine::Said;
use super::compile::{Concept, ExpressionProblem, compile};
use super::context::NoteContext;
use super::language::Language;
use super::likeness::{Judge, Ties, Windows, weigh};
use super::measure::{Measured, values};
use super::mentions::{besides, by_phrases, found, judged, longest};
use super::pieces::{moved, pieces};
use super::tables::Compiled;
use super::token::{Token, large, small};
use super::words::FoundSign;
use crate::flat::{Fault, Shelf, Store, Stored};

/// Reads notes. Compiled once; `Send` and `Sync`; every call is a pure function of its arguments.
#[derive(Debug)]
pub struct Reader {
    compiled: Compiled,
    judge: Option<Judge>,
}

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
    pub fn with_likeness(mut self, likeness: Arc<Likeness>, classes: &[Vec<&str>], emergencies: Vec<bool>) -> Self {
        self.judge = Judge::new(likeness, classes, emergencies);
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

    /// Finds the mentions in a note, in the order of their place, and appends them to `out`. A text of more than 64 KiB is read in
    /// pieces, cut where a new matter begins.
    pub fn read(&self, text: &str, context: &NoteContext, out: &mut Vec<Mention>) {
        let text = readable(text);
        let lexicon = &self.compiled.lexicon;
        for piece in pieces(text) {
            let (by, text) = (piece.start, text.get(piece).unwrap_or_default());
            let tokens = tokens(lexicon, text);
            let signs = lexicon.signs(&tokens);
            let first = out.len();
            self.mentions(text, &tokens, &signs, context, out);
            moved(by, out.get_mut(first..).unwrap_or_default(), &mut [], &mut []);
        }
    }

    /// As [`Reader::read`], [`Reader::measurements`] and [`Reader::unread`], cutting the note into words once; piece by piece, so
    /// that what a long text takes does not grow with it. Places are those of the whole text.
    pub fn read_all(
        &self,
        text: &str,
        context: &NoteContext,
        mut each: impl FnMut(&[Mention], &[Measured], &[Range<u32>]),
    ) {
        let text = readable(text);
        let lexicon = &self.compiled.lexicon;
        let (mut mentions, mut measured, mut unread) = (Vec::new(), Vec::new(), Vec::new());
        for piece in pieces(text) {
            let (by, text) = (piece.start, text.get(piece).unwrap_or_default());
            let tokens = tokens(lexicon, text);
            let signs = lexicon.signs(&tokens);
            mentions.clear();
            measured.clear();
            unread.clear();
            self.mentions(text, &tokens, &signs, context, &mut mentions);
            self.compiled
                .together
                .unread(lexicon, &tokens, &signs, &mentions, &mut unread);
            values(lexicon, text, &tokens, &signs, context, &mut measured);
            moved(by, &mut mentions, &mut measured, &mut unread);
            each(&mentions, &measured, &unread);
        }
    }

    fn mentions(
        &self,
        text: &str,
        tokens: &[Token],
        signs: &[FoundSign],
        context: &NoteContext,
        out: &mut Vec<Mention>,
    ) {
        let lexicon = &self.compiled.lexicon;
        let ends = sentence_ends(lexicon, tokens);
        let judge = self.judge.as_ref();
        let mut windows = judge.map(|judge| Windows::of(judge, text, tokens, &ends));
        let hits = found(&self.compiled, windows.as_mut(), text, tokens, &ends, signs);
        if hits.is_empty() {
            return;
        }
        let note = Note::new(lexicon, tokens, &hits);
        let view = note.view(lexicon, text, tokens, context);
        let first = out.len();
        judged(&view, windows.as_mut(), &hits, out);
        let mentions = out.get_mut(first..).unwrap_or_default();
        qualify(&view, signs, &hits, mentions);
        time(&view, &hits, mentions);
    }

    /// How a given span of a note is meant, whether or not it holds a sign. The span is widened to whole characters.
    pub fn assess_span(&self, text: &str, span: Range<usize>, context: &NoteContext) -> Mention {
        let text = readable(text);
        let lexicon = &self.compiled.lexicon;
        let tokens = tokens(lexicon, text);
        let start = floor(text, span.start.min(text.len()));
        let end = ceiling(text, span.end.clamp(start, text.len()));
        let mut mention = Mention::blank(u32::MAX, small(start), small(end));
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
        let note = Note::new(lexicon, &tokens, &[]);
        let view = note.view(lexicon, text, &tokens, context);
        view.assess(Place { from, to }, false, &mut mention);
        if let Some(judge) = &self.judge {
            let besides = besides(&view, &hit, &mention, false);
            weigh(
                judge.likeness(),
                &mut MeantScores::default(),
                text,
                &mut mention,
                besides,
            );
        }
        let signs = lexicon.signs(&tokens);
        let mut mentions = [mention];
        qualify(&view, &signs, &[hit], &mut mentions);
        time(&view, &[hit], &mut mentions);
        let [mention] = mentions;
        mention
    }

    /// The values of tests typed in a note: `adj Ca 2.9`, `wt 62 (was 70)`.
    pub fn measurements(&self, text: &str, context: &NoteContext, out: &mut Vec<Measured>) {
        let text = readable(text);
        let lexicon = &self.compiled.lexicon;
        let tokens = tokens(lexicon, text);
        let signs = lexicon.signs(&tokens);
        values(lexicon, text, &tokens, &signs, context, out);
    }

    /// How many tokens reading a note looks at, however often: for the tests that hold the work to the length.
    #[doc(hidden)]
    #[must_use]
    pub fn work(&self, text: &str) -> u64 {
        let text = readable(text);
        let lexicon = &self.compiled.lexicon;
        let tokens = tokens(lexicon, text);
        let signs = lexicon.signs(&tokens);
        let hits = longest(by_phrases(&tokens, &signs));
        let note = Note::new(lexicon, &tokens, &hits);
        let context = NoteContext::default();
        let view = note.view(lexicon, text, &tokens, &context);
        for hit in &hits {
            view.assess(
                Place {
                    from: hit.from,
                    to: hit.to,
                },
                hit.absent,
                &mut Mention::blank(0, hit.start, hit.end),
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

    /// For each mention of a note which words filled which group, where a combination found it.
    #[must_use]
    pub fn said(&self, text: &str, mentions: &[Mention]) -> Vec<Option<Said>> {
        let (lexicon, together) = (&self.compiled.lexicon, &self.compiled.together);
        let tokens = tokens(lexicon, text);
        let signs = lexicon.signs(&tokens);
        together.said(lexicon, &tokens, &signs, mentions)
    }

    /// Clauses that hold a word of complaint and in which nothing was found, as bytes of the note. `mentions` are those of
    /// the note.
    pub fn unread(&self, text: &str, mentions: &[Mention], out: &mut Vec<Range<u32>>) {
        let (lexicon, together) = (&self.compiled.lexicon, &self.compiled.together);
        let tokens = tokens(lexicon, text);
        let signs = lexicon.signs(&tokens);
        together.unread(lexicon, &tokens, &signs, mentions, out);
    }

    /// Every cue of a note with its group and its bytes, for whoever edits the language files.
    #[doc(hidden)]
    #[must_use]
    pub fn cue_list(&self, text: &str) -> Vec<(&str, Range<usize>)> {
        let lexicon = &self.compiled.lexicon;
        let tokens = tokens(lexicon, text);
        let note = Note::new(lexicon, &tokens, &[]);
        let place = |at: usize, end: bool| {
            let token = tokens.get(at);
            token.map_or(0, |token| large(if end { token.end } else { token.start }))
        };
        let cues = note.cues.iter().filter_map(|cue| {
            let group = lexicon.group(cue.group)?;
            Some((
                group.id.as_str(),
                place(cue.from, false)..place(cue.to.saturating_sub(1), true),
            ))
        });
        cues.collect()
    }

    /// What a cue group or heading is called in the language files.
    #[must_use]
    pub fn cue_name(&self, group: u16) -> &str {
        let found = self.compiled.lexicon.group(group);
        found.map_or("", |group| group.name.as_deref().unwrap_or(&group.id))
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
