//! The floors of the core: the one place where their order is written down. `ARCHITECTURE.md` shows this table.

/// Rooms of one height. None of them knows another, and all of them may use every floor below.
pub(crate) struct Floor {
    /// Files or folders of `crates/core/src`.
    pub(crate) rooms: &'static [&'static str],
    pub(crate) what: &'static str,
}

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
