//! The language of notes as data: what `rules/language/*.toml` say, parsed and checked.
//!
//! The engine knows what it means to negate, to doubt or to head a section; it does not know one word that does so.
//! Every word comes from these files, which clinicians edit. A file holds *groups* (cues that say the same thing and
//! reach the same way) and, in some files, lists of words. All mistakes of all files are reported at once.

use crate::text::words::{Group, Says};

/// A mistake in a language file, with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LanguageProblem {
    /// File name as given, for example `negation.toml`.
    pub file: String,
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
    /// What is wrong.
    pub message: String,
    /// What to do about it, where that is known.
    pub help: Option<String>,
}

/// A unit of time and the ways it is written.
#[derive(Clone, Debug, Default)]
pub(crate) struct TimeUnit {
    pub(crate) days: u32,
    pub(crate) words: Vec<String>,
    /// The number after the slash in `3/52`.
    pub(crate) slash: Option<u32>,
}

/// All that the language files say.
#[derive(Clone, Debug, Default)]
pub struct Language {
    pub(crate) groups: Vec<Group>,
    /// Words that may stand inside a phrase without changing it.
    pub(crate) fillers: Vec<String>,
    /// Those of them that say nothing by themselves, as a side or a degree does.
    pub(crate) articles: Vec<String>,
    /// Words (or marks) that mean the same.
    pub(crate) same: Vec<Vec<String>>,
    /// Long form and its short forms, several words on either side.
    pub(crate) short_forms: Vec<(String, Vec<String>)>,
    /// Endings that may be exchanged for each other.
    pub(crate) endings: Vec<Vec<String>>,
    /// Words that are never taken for a slip of another.
    pub(crate) known: Vec<String>,
    /// Words with a full stop that does not end a sentence.
    pub(crate) stops_inside: Vec<String>,
    pub(crate) units: Vec<TimeUnit>,
    pub(crate) numbers: Vec<(String, u32)>,
    /// Points in time said in words, with the days they lie back.
    pub(crate) moments: Vec<(String, u32)>,
    /// Words before the year in which something began.
    pub(crate) since: Vec<String>,
    /// Points in the calendar: phrase, month, day.
    pub(crate) dates: Vec<(String, u8, u8)>,
    /// Words before an earlier value of a test.
    pub(crate) previous: Vec<String>,
    /// Words between a test and its values that say that it changed.
    pub(crate) changes: Vec<String>,
    /// Words that are units of test results.
    pub(crate) value_units: Vec<String>,
    /// Classes of words, by name, for `<class>` in a cue.
    pub(crate) classes: Vec<(String, Vec<String>)>,
    /// Words that combinations are made of, from the files under `words/`.
    pub(crate) word_groups: Vec<WordGroup>,
}

/// Words that say the same, or do the same in a combination.
#[derive(Clone, Debug, Default)]
pub(crate) struct WordGroup {
    pub(crate) id: String,
    /// The file, and the byte in it, where it is written.
    pub(crate) file: String,
    pub(crate) at: usize,
    pub(crate) words: Vec<String>,
    /// Its words are taken up whole: what stands in them says nothing else.
    pub(crate) idioms: bool,
    /// Its words are words of complaint.
    pub(crate) complaint: bool,
    /// Its words may stand between any others, and are not written out inside an item.
    pub(crate) between: bool,
}

impl Language {
    /// A word group by its name.
    pub(crate) fn group(&self, id: &str) -> Option<&WordGroup> {
        self.word_groups.iter().find(|group| group.id == id)
    }

    /// Whether a word says nothing by itself.
    pub(crate) fn says_nothing(&self, word: &str) -> bool {
        self.articles.iter().any(|article| article.eq_ignore_ascii_case(word))
    }

    /// Words that the reader takes to say something about others: single words among the cues, and words passed over.
    pub(crate) fn cue_words(&self) -> impl Iterator<Item = &str> {
        let about = [
            Says::Absent,
            Says::Family,
            Says::Stranger,
            Says::Patient,
            Says::Reporter,
            Says::Stop,
            Says::Joins,
            Says::Hypothetical,
        ];
        let cues = self.groups.iter().filter(move |group| about.contains(&group.says));
        let phrases = cues.flat_map(|group| &group.phrases).chain(&self.fillers);
        phrases
            .map(String::as_str)
            .filter(|phrase| !phrase.contains([' ', '<', '{']))
    }

    /// How many cue phrases there are, for tests and documentation.
    #[must_use]
    pub fn cue_count(&self) -> usize {
        self.groups.iter().map(|group| group.phrases.len()).sum()
    }
}

/// The first class in a phrase: what stands before it, its name, what stands after it.
pub(crate) fn next_class(text: &str) -> Option<(&str, &str, &str)> {
    let (before, from) = text.split_once('<')?;
    let (name, after) = from.split_once('>')?;
    let fits = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
    fits.then_some((before, name, after))
}

/// Line and column, from 1, of a byte of a file.
pub(super) fn line_and_column(content: &str, at: usize) -> (u32, u32) {
    let before = content.get(..at).unwrap_or(content);
    let line = before.bytes().filter(|byte| *byte == b'\n').count();
    let column = before.rsplit('\n').next().unwrap_or(before).chars().count();
    let counted = |from_zero: usize| u32::try_from(from_zero.saturating_add(1)).unwrap_or(u32::MAX);
    (counted(line), counted(column))
}
