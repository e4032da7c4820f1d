//! What is written as it should be and cannot be meant.

use super::{BREAST, Change, SCORING, SPINE, TRIGGER};

pub(crate) const CHANGES: &[Change] = &[
    (
        "cycle of made-up signs",
        SPINE,
        "phrases = [\"leg weakness\"]\nemergency = true",
        "when = \"b\"\n[b]\nname = \"B\"\nwhen = \"limb-weakness\"",
    ),
    (
        "sign also itself",
        SPINE,
        "emergency = true",
        "also = [\"limb-weakness\"]",
    ),
    (
        "rule supersedes itself",
        TRIGGER,
        "check = [\"Power\"",
        "supersedes = [\"cord-compression\"]\ncheck = [\"Power\"",
    ),
    (
        "less urgent rule supersedes",
        TRIGGER,
        "headline = \"Raised calcium",
        "supersedes = [\"cord-compression\"]\nheadline = \"Raised calcium",
    ),
    (
        "too many checks",
        TRIGGER,
        "\"Bladder and bowels\"",
        "\"Bladder\", \"Bowels\", \"Gait\"",
    ),
    (
        "hidden emergency",
        TRIGGER,
        "[calcium]",
        "[cord-compression.known_metastatic]\nshow = false\n[calcium]",
    ),
    (
        "words that reassure",
        TRIGGER,
        "check = [\"Power\"",
        "lowers_concern = [\"No red  flags\"]\ncheck = [\"Power\"",
    ),
    (
        "percentage in a headline",
        TRIGGER,
        "Raised calcium: act today",
        "Raised calcium: 20% have cancer",
    ),
    (
        "brace in a points headline",
        SCORING,
        "{cancer}: watch",
        "{patient}: watch",
    ),
    (
        "proposed code not in its list",
        TRIGGER,
        "[calcium]",
        "[cord-compression.code]\ncodelist = \"metastasis-bone\"\ncode = \"254837009\"\n[calcium]",
    ),
    (
        "row for another tumour",
        BREAST,
        "points = 3",
        "points = 3\ntumours = [\"lung\"]",
    ),
    ("pattern that is none", SPINE, "'\\bL[1-5] pain\\b'", "'L[1-5 pain'"),
    ("pattern found everywhere", SPINE, "'\\bL[1-5] pain\\b'", "'(L[1-5])?'"),
    ("pattern too large", SPINE, "'\\bL[1-5] pain\\b'", "'(\\w{100}){100}'"),
    ("sign no rule uses", TRIGGER, "hypercalcaemia and tumour", "tumour"),
    ("phrase of two signs", SPINE, "\"leg weakness\"", "\"Back pain\""),
    (
        "slot without fallback",
        "pathways/slots.toml",
        "fallback = \"hospital switchboard, ask for the on-call MSCC coordinator\"\n",
        "",
    ),
    (
        "emergency slot empty in an example",
        "overlays/example/overlay.toml",
        "phone = \"01632 960101\"",
        "phone = \"\"",
    ),
    (
        "mistake in a condition of several lines",
        TRIGGER,
        "when = \"cancer-history and (limb-weakness or back-pain.nocturnal)\"",
        "when = \"\"\"\ncancer-history\nand (limb-weakness\n  or bakc-pain.nocturnal\n  or back-pain within soon)\"\"\"",
    ),
];
