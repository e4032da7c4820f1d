//! How a file is written: the TOML itself, the keys and what they hold.

use super::{Change, SPINE, TRIGGER};

pub(crate) const CHANGES: &[Change] = &[
    // The TOML itself.
    (
        "toml: quote missing",
        SPINE,
        "name = \"Back pain\"",
        "name = \"Back pain",
    ),
    (
        "toml: same key twice",
        SPINE,
        "name = \"Back pain\"",
        "name = \"Back pain\"\nname = \"x\"",
    ),
    ("toml: same id twice in a file", SPINE, "[limb-weakness]", "[back-pain]"),
    // Caps of snoozes.
    (
        "cap: longer for the more urgent",
        "ruleset.toml",
        "urgent-24h = \"7 days\"",
        "urgent-24h = \"181 days\"",
    ),
    ("cap: left out", "ruleset.toml", "watch = \"180 days\"\n", ""),
    // Shape.
    (
        "wrong type: text for list",
        SPINE,
        "[\"back pain\", \"backache\"]",
        "\"back pain\"",
    ),
    ("wrong type: number in list", SPINE, "\"backache\"", "7"),
    (
        "wrong type: quoted flag",
        SPINE,
        "emergency = true",
        "emergency = \"true\"",
    ),
    (
        "wrong type: table for entry",
        SPINE,
        "[limb-weakness]\n",
        "limb = 3\n[limb-weakness]\n",
    ),
    ("unknown key", SPINE, "phrases = [\"leg", "phrase = [\"leg"),
    (
        "unknown key, nothing near",
        SPINE,
        "emergency = true",
        "zzzzzzzzz = true",
    ),
    (
        "unknown key in a nested table",
        TRIGGER,
        "check = [",
        "[cord-compression.known_metastatic]\nshwo = true\n[x]\ny = [",
    ),
    ("missing key", TRIGGER, "headline = \"Raised calcium: act today\"\n", ""),
    ("empty text", SPINE, "name = \"Back pain\"", "name = \" \""),
    ("id not kebab-case", SPINE, "[limb-weakness]", "[Limb_Weakness]"),
    ("reserved id", SPINE, "[limb-weakness]", "[unchanged]"),
    ("sign that nothing shows", SPINE, "phrases = [\"leg weakness\"]\n", ""),
    (
        "made-up sign with phrases",
        SPINE,
        "emergency = true",
        "when = \"back-pain\"",
    ),
    (
        "listed twice",
        SPINE,
        "codes = [\"back-pain\"]",
        "codes = [\"back-pain\", \"back-pain\"]",
    ),
    ("bad period", SPINE, "emergency = true", "lookback = \"3 fortnights\""),
    ("bad date", "ruleset.toml", "2026-11-21", "2026-02-30"),
    ("bad version", "ruleset.toml", "0.1.0", "1"),
    ("unknown schema", "ruleset.toml", "metasign.rules/1", "metasign.rules/9"),
    ("approved by nobody", "ruleset.toml", "\"draft\"", "\"approved\""),
    ("review before effect", "ruleset.toml", "2027-11-21", "2025-11-21"),
    ("review overdue", "ruleset.toml", "2027-11-21", "2026-11-30"),
];
