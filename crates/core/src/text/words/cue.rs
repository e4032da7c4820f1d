//! What a cue can say and how far it reaches: the vocabulary in which the language files are written. Not which words say it.

use serde::{Deserialize, Serialize};

use crate::record::Assertion;

/// What the cues of a group say of the mentions that they reach.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Says {
    /// The sign is denied: `no`, `denies`, `-ve`.
    #[default]
    Absent,
    /// The sign was there and has gone: `settled`, `resolved`.
    Resolved,
    /// The sign is in doubt: `?`, `poss`, `cannot exclude`.
    Possible,
    /// The sign is past and over: `h/o`, `years ago`.
    Historical,
    /// It is a relative's or partner's.
    Family,
    /// It is somebody else's, or an animal's.
    Stranger,
    /// It is spoken of in case it comes: `if`, `safety-netted re`.
    Hypothetical,
    /// It goes on: cancels a past reading.
    Ongoing,
    /// It had gone and is back.
    Returned,
    /// It is long-standing and unchanged.
    Unchanged,
    /// It was there before this episode, going on or not: sets the time, not the assertion.
    Background,
    /// Takes for granted that it is there: `if it persists`. Cancels a condition.
    Granted,
    /// Marks an item of a list as stated for itself: a duration, `++`, `worse`.
    Affirmed,
    /// Looks like a cue and is none: `no better`, `not controlled`.
    Nothing,
    /// Ends the reach of the cues before it.
    Stop,
    /// Somebody reports: the relative before it is not the one who has it.
    Reporter,
    /// Speaks of the patient again after somebody else.
    Patient,
    /// An answer in a form: yes, no or blank.
    Answer,
    /// Asks; without an answer nothing is said.
    Question,
    /// Another sense of the word inside the phrase.
    OtherSense,
    /// Opens a section.
    Heading,
    /// Joins the items of a list that is denied as one: `or`.
    Joins,
    /// Cancels a denial that stands before: `until the iron`, `like this before`.
    Stands,
    /// What to do about it: `ring us`, `999`. With a trigger it makes a condition.
    Action,
    /// Makes a condition of what stands before an action: `any bleeding`, `told`, `=`.
    Trigger,
    /// Something that happened once and ended: `x1`, `for 5 min`. What has stopped since was there all the same.
    Event,
    /// Answers what was in doubt before: `CTPA neg`, `not borne out`.
    Excludes,
}

impl Says {
    /// The words of the language files.
    pub(crate) const NAMES: [(&'static str, Self); 27] = [
        ("absent", Self::Absent),
        ("resolved", Self::Resolved),
        ("possible", Self::Possible),
        ("historical", Self::Historical),
        ("family", Self::Family),
        ("somebody-else", Self::Stranger),
        ("hypothetical", Self::Hypothetical),
        ("ongoing", Self::Ongoing),
        ("returned", Self::Returned),
        ("unchanged", Self::Unchanged),
        ("background", Self::Background),
        ("granted", Self::Granted),
        ("affirmed", Self::Affirmed),
        ("nothing", Self::Nothing),
        ("stop", Self::Stop),
        ("reporter", Self::Reporter),
        ("patient", Self::Patient),
        ("answer", Self::Answer),
        ("question", Self::Question),
        ("other-sense", Self::OtherSense),
        ("heading", Self::Heading),
        ("joins", Self::Joins),
        ("stands", Self::Stands),
        ("action", Self::Action),
        ("trigger", Self::Trigger),
        ("event", Self::Event),
        ("excludes", Self::Excludes),
    ];

    /// The word of the language files for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::NAMES
            .iter()
            .find(|(_, says)| *says == self)
            .map_or("", |(name, _)| name)
    }

    /// The axis on which it decides, if it does.
    pub(crate) fn axis(self) -> Option<Axis> {
        Some(match self {
            Self::Absent => Axis::Absent,
            Self::Resolved => Axis::Resolved,
            Self::Possible => Axis::Possible,
            Self::Historical => Axis::Historical,
            Self::Family | Self::Stranger => Axis::Person,
            Self::Hypothetical => Axis::Hypothetical,
            Self::Ongoing => Axis::Ongoing,
            Self::Returned => Axis::Returned,
            Self::Unchanged => Axis::Unchanged,
            Self::Question => Axis::Question,
            Self::Background => Axis::Background,
            Self::Granted => Axis::Granted,
            Self::Stands => Axis::Stands,
            Self::Action => Axis::Action,
            Self::Trigger => Axis::Trigger,
            Self::Event => Axis::Event,
            _ => return None,
        })
    }
}

/// A question that is decided for each mention on its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Axis {
    Absent = 0,
    Resolved = 1,
    Possible = 2,
    Historical = 3,
    Person = 4,
    Hypothetical = 5,
    Ongoing = 6,
    Returned = 7,
    Unchanged = 8,
    Question = 9,
    Background = 10,
    Granted = 11,
    Stands = 12,
    Action = 13,
    Trigger = 14,
    Event = 15,
}

impl Axis {
    pub(crate) const COUNT: usize = 16;
    pub(crate) const NAMES: [(&'static str, Self); 16] = [
        ("absent", Self::Absent),
        ("resolved", Self::Resolved),
        ("possible", Self::Possible),
        ("historical", Self::Historical),
        ("person", Self::Person),
        ("hypothetical", Self::Hypothetical),
        ("ongoing", Self::Ongoing),
        ("returned", Self::Returned),
        ("unchanged", Self::Unchanged),
        ("question", Self::Question),
        ("background", Self::Background),
        ("granted", Self::Granted),
        ("stands", Self::Stands),
        ("action", Self::Action),
        ("trigger", Self::Trigger),
        ("event", Self::Event),
    ];

    pub(crate) fn bit(self) -> u16 {
        1u16.wrapping_shl(u32::from(self as u8))
    }

    /// What ends the reach of this axis' cues where a group doesn't say otherwise.
    pub(crate) fn closers(self, forward: bool) -> u16 {
        use Closer::{Affirmed, Arrow, Bracket, Clause, Colon, Comma, Dash, Question, Semicolon};
        let set: &[Closer] = match (self, forward) {
            (Self::Absent, true) => &[Semicolon, Affirmed, Dash, Colon, Question, Clause],
            (Self::Possible, true) => &[Semicolon, Comma, Dash, Question, Clause],
            (Self::Historical, true) => &[Semicolon, Dash, Affirmed, Clause],
            (Self::Person, true) => &[Semicolon, Affirmed],
            (Self::Background, true) => &[],
            (Self::Hypothetical, true) => &[Arrow],
            (Self::Question, _) => &[],
            (Self::Ongoing | Self::Returned | Self::Unchanged, true) => &[Semicolon, Comma, Dash, Colon],
            (Self::Historical, false) => &[Semicolon, Comma, Clause],
            (Self::Returned, false) => &[Semicolon],
            (Self::Hypothetical, false) => &[Semicolon, Comma, Dash, Clause, Bracket, Arrow],
            (Self::Action | Self::Trigger, _) => &[Semicolon],
            (_, _) => &[Semicolon, Comma, Dash, Clause],
        };
        set.iter().fold(0, |bits, closer| bits | closer.bit())
    }
}

/// Marks and turns of a sentence that can end a cue's reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Closer {
    Comma = 0,
    Semicolon = 1,
    Colon = 2,
    Dash = 3,
    Bracket = 4,
    Question = 5,
    Slash = 6,
    Arrow = 7,
    /// A list item that is stated for itself (has a duration, `++`, `worse`).
    Affirmed = 8,
    /// A turn into a new clause that a `stop` group marks for every axis.
    Clause = 9,
}

impl Closer {
    pub(crate) const NAMES: [(&'static str, Self); 10] = [
        ("comma", Self::Comma),
        ("semicolon", Self::Semicolon),
        ("colon", Self::Colon),
        ("dash", Self::Dash),
        ("bracket", Self::Bracket),
        ("question-mark", Self::Question),
        ("slash", Self::Slash),
        ("arrow", Self::Arrow),
        ("affirmed-item", Self::Affirmed),
        ("clause", Self::Clause),
    ];

    pub(crate) fn bit(self) -> u16 {
        1u16.wrapping_shl(u32::from(self as u8))
    }

    /// The closer that a mark is, if it is one.
    pub(crate) fn of_mark(mark: u8) -> Option<Self> {
        Some(match mark {
            b',' => Self::Comma,
            b';' => Self::Semicolon,
            b':' => Self::Colon,
            b'-' => Self::Dash,
            b'(' | b')' | b'[' | b']' => Self::Bracket,
            b'?' => Self::Question,
            b'/' | b'|' => Self::Slash,
            b'>' => Self::Arrow,
            _ => return None,
        })
    }
}

/// Which way a cue reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Reach {
    Forward,
    Backward,
    Both,
}

impl Reach {
    pub(crate) const NAMES: [(&'static str, Self); 3] = [
        ("forward", Self::Forward),
        ("backward", Self::Backward),
        ("both", Self::Both),
    ];
}

/// How long a section lasts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Span {
    #[default]
    Sentence,
    Line,
    Heading,
}

impl Span {
    pub(crate) const NAMES: [(&'static str, Self); 3] = [
        ("sentence", Self::Sentence),
        ("line", Self::Line),
        ("next-heading", Self::Heading),
    ];
}

/// What a form's answer says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Answer {
    Yes,
    No,
    Blank,
}

impl Answer {
    pub(crate) const NAMES: [(&'static str, Self); 3] = [("yes", Self::Yes), ("no", Self::No), ("blank", Self::Blank)];
}

/// Cues that say the same and reach the same way.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Group {
    pub(crate) id: String,
    /// What a reader is told the cue is.
    pub(crate) name: Option<String>,
    pub(crate) says: Says,
    pub(crate) reach: Option<Reach>,
    /// At most so many words between cue and mention.
    pub(crate) within: Option<u32>,
    /// What ends the reach, in place of the axis' own.
    pub(crate) stops_at: Option<u16>,
    /// What does not end the reach although it ends the axis'.
    pub(crate) passes: u16,
    /// For `stop`: the axes it closes.
    pub(crate) closes: u16,
    pub(crate) phrases: Vec<String>,
    pub(crate) lasts: Span,
    /// For headings: the kind of section.
    pub(crate) section: Option<String>,
    /// A heading that needs no colon.
    pub(crate) bare: bool,
    /// An answer that must stand alone.
    pub(crate) alone: bool,
    /// Reaches over a whole list of mentions before it.
    pub(crate) whole_list: bool,
    /// Only where a question mark follows the mention.
    pub(crate) question: bool,
    /// For `stop`: only after a comma.
    pub(crate) after_comma: bool,
    /// The reading is of low confidence.
    pub(crate) unsure: bool,
    /// Only right beside the mention.
    pub(crate) adjacent: bool,
    /// A relative named without any word between that reports or relates.
    pub(crate) needs_verbless: bool,
    /// Yields to any sign that the mention goes on.
    pub(crate) weak: bool,
    pub(crate) answer: Option<Answer>,
    /// At the beginning of a sentence it is said of the sentence before: `All settled.`
    pub(crate) follows: bool,
    /// Before `is` it denies a cause, not the sign: `don't think the pain is mechanical`.
    pub(crate) of_cause: bool,
    /// Said of its own item of a list; a complaint of now in the item before it stands: `legs weak 3/7, mastectomy 2018`.
    pub(crate) own_item: bool,
    /// Said of its own first word: `appetite good`.
    pub(crate) itself: bool,
    /// What it leaves open a later result may answer.
    pub(crate) open: bool,
    /// At the beginning of a sentence, before a complaint: how that is meant of the patient.
    pub(crate) of_complaint: Option<Assertion>,
}

impl Group {
    /// The group as reading needs it.
    pub(crate) fn without_phrases(&self) -> Self {
        Self {
            phrases: Vec::new(),
            ..self.clone()
        }
    }

    /// What ends this group's reach in one direction.
    pub(crate) fn closers(&self, forward: bool) -> u16 {
        let base = match (self.stops_at, self.says.axis()) {
            (Some(set), _) => set,
            (None, Some(axis)) => axis.closers(forward),
            (None, None) => 0,
        };
        base & !self.passes
    }

    pub(crate) fn reaches(&self, forward: bool) -> bool {
        match self.reach {
            Some(Reach::Both) => true,
            Some(Reach::Forward) | None => forward,
            Some(Reach::Backward) => !forward,
        }
    }
}
