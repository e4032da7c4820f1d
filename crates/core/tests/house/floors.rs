//! The floors of the core, and those inside its largest room: the one place where their order is written down.
//! `ARCHITECTURE.md` shows these tables.

/// Rooms of one height. None of them knows another, and all of them may use every floor below.
pub(crate) struct Floor {
    /// Files or folders of the building's folder.
    pub(crate) rooms: &'static [&'static str],
    pub(crate) what: &'static str,
}

/// A folder in which everything stands on a floor.
pub(crate) struct Building {
    /// Below `crates/core/src`; empty for that folder itself.
    pub(crate) folder: &'static str,
    pub(crate) floors: &'static [Floor],
}

pub(crate) const BUILDINGS: &[Building] = &[
    Building {
        folder: "",
        floors: FLOORS,
    },
    Building {
        folder: "text",
        floors: TEXT,
    },
];

/// From the roof to the ground.
pub(crate) const FLOORS: &[Floor] = &[
    Floor {
        rooms: &["engine"],
        what: "the flow, on one screen: what comes in, what each floor adds, what goes out",
    },
    Floor {
        rooms: &["prompt"],
        what: "tiers, one prompt a site, answers, words; `why`: evidence with quotes; `lower`: what shows a prompt more quietly (unchanged, explained, reviewed, cleared, already acted on)",
    },
    Floor {
        rooms: &["explain", "wording"],
        what: "the reasons, as data; a piece of evidence in the same words in every face",
    },
    Floor {
        rooms: &["assessment"],
        what: "the answer, as data",
    },
    Floor {
        rooms: &["trigger", "score", "status", "history"],
        what: "red flags; points, caps, modifiers; what is known of metastatic disease; which cancers, since when. Each fills its part of the facts",
    },
    Floor {
        rooms: &["facts"],
        what: "one record's findings, cancers, status, points and decisions as data, and the three-valued evaluation of conditions over them",
    },
    Floor {
        rooms: &["evidence"],
        what: "turns entries into findings, one file a kind of evidence: `coded`, `named`, `noted`, `measured`, `trend`, `repeat`",
    },
    Floor {
        rooms: &["plan"],
        what: "the rule set compiled: names as places in lists, codes as sorted numbers, phrases as one reader, conditions as one program; and its bytes",
    },
    Floor {
        rooms: &["rules"],
        what: "the rule set as written: `bundle`, `read`, `condition`, `check`; nothing of how it is run",
    },
    Floor {
        rooms: &["text"],
        what: "language machinery without medicine: words, sentences, mentions, assertions",
    },
    Floor {
        rooms: &["record", "flat"],
        what: "the record without rules: entries, dates with precision, codes; tables read in place, as narrow as they allow, every place checked",
    },
];

/// Inside `text`, from the roof to the ground.
pub(crate) const TEXT: &[Floor] = &[
    Floor {
        rooms: &["reader"],
        what: "runs the steps in their order, and answers whoever asks about a note; what a step does it does not know",
    },
    Floor {
        rooms: &["pieces"],
        what: "a long text in pieces, so that reading it takes no more room than a short one; places put back where they belong",
    },
    Floor {
        rooms: &["compile"],
        what: "makes the tables of the language and the rules' phrases, once; no step knows it",
    },
    Floor {
        rooms: &["language"],
        what: "the language files as written, read and checked; nothing of how they are run",
    },
    Floor {
        rooms: &["attach", "measure"],
        what: "qualifiers and durations, and which mention each is said of; values of tests typed in a note",
    },
    Floor {
        rooms: &["amount"],
        what: "a number with its unit and the rest in a smaller one, as typed",
    },
    Floor {
        rooms: &["mentions"],
        what: "where signs are said, and how each mention is meant, judged one by one",
    },
    Floor {
        rooms: &["tables"],
        what: "all tables that finding runs on, together, and their bytes",
    },
    Floor {
        rooms: &["combine", "likeness"],
        what: "signs said by word groups that stand together in a clause; how like known lines the words around a mention are",
    },
    Floor {
        rooms: &["assertion"],
        what: "who, when and how: the cues that reach a mention, and what they decide together",
    },
    Floor {
        rooms: &["clauses"],
        what: "which line ends are the writer's, where sentences, clauses and sections end, which words are cues",
    },
    Floor {
        rooms: &["words"],
        what: "which word each token is, and which phrases, cues and lengths of time begin at it",
    },
    Floor {
        rooms: &["token"],
        what: "words, numbers and marks, each with its bytes in the note as typed",
    },
    Floor {
        rooms: &["characters", "context", "find", "pattern"],
        what: "letters and marks, folded; what is known of a note besides its text; a phrase's place in a text; regular expressions, and where they need to be tried",
    },
];
