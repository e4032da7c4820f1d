//! Names that nothing has, and numbers that cannot be.

use super::{BREAST, Change, SCORING, SPINE, TRIGGER};

pub(crate) const CHANGES: &[Change] = &[
    // Names.
    (
        "unknown codelist",
        SPINE,
        "codes = [\"back-pain\"]",
        "codes = [\"back-pian\"]",
    ),
    (
        "unknown qualifier",
        SPINE,
        "nocturnal = [\"wakes",
        "noctural = [\"wakes",
    ),
    (
        "unknown measurement",
        SPINE,
        "of = \"adjusted-calcium\"",
        "of = \"calcium\"",
    ),
    (
        "unknown source",
        SPINE,
        "sources = [\"NG234\"]",
        "sources = [\"NG324\"]",
    ),
    ("unknown section of the evidence", BREAST, "EV-4.1", "EV-4.99"),
    (
        "unknown sign in also",
        SPINE,
        "emergency = true",
        "also = [\"back-pane\"]",
    ),
    ("unknown site", TRIGGER, "site = \"spine\"", "site = \"spin\""),
    ("unknown tier", TRIGGER, "tier = \"urgent-24h\"", "tier = \"urgent\""),
    (
        "unknown pathway",
        TRIGGER,
        "pathway = \"mscc-coordinator-now\"",
        "pathway = \"mscc-now\"",
    ),
    ("unknown domain", SCORING, "domain = \"spine\"", "domain = \"spyne\""),
    ("unknown affinity", BREAST, "spine = \"high\"", "spine = \"hi\""),
    (
        "unknown site in affinity",
        BREAST,
        "spine = \"high\"",
        "spin = \"high\"",
    ),
    (
        "unknown slot",
        "pathways/spine.toml",
        "{mscc-coordinator}",
        "{mscc-co-ordinator}",
    ),
    (
        "brace left open",
        "pathways/spine.toml",
        "{mscc-coordinator}",
        "{mscc-coordinator",
    ),
    (
        "unknown slot in an overlay",
        "overlays/example/overlay.toml",
        "[slots.mscc-coordinator]",
        "[slots.mscc]",
    ),
    (
        "unknown setting in an overlay",
        "overlays/example/overlay.toml",
        "care-review = false",
        "qof = false",
    ),
    (
        "unknown rule superseded",
        TRIGGER,
        "check = [\"Power\"",
        "supersedes = [\"calcum\"]\ncheck = [\"Power\"",
    ),
    (
        "source without evidence",
        "sources.toml",
        "evidence = [\"EV-2.1\"]\n",
        "",
    ),
    ("source with unknown evidence", "sources.toml", "EV-2.1", "R900"),
    // Numbers.
    (
        "threshold order",
        SCORING,
        "soon-review = { at_least = 3",
        "soon-review = { at_least = 7",
    ),
    ("band the wrong way round", SPINE, "at_most = 3.0", "at_most = 2.0"),
    (
        "two lower limits",
        SPINE,
        "above = 2.65",
        "above = 2.65\nat_least = 2.7",
    ),
    ("measure without limit", SPINE, "above = 2.65\nat_most = 3.0\n", ""),
    ("basis missing", SPINE, "basis = \"G\"\n", ""),
    ("source missing", SPINE, "source = \"EV-2.5\"\n", ""),
    ("basis unknown", SPINE, "basis = \"G\"", "basis = \"N\""),
    ("sources missing", TRIGGER, "sources = [\"EV-2.5\"]\n", ""),
    ("infinite number", SPINE, "above = 2.65", "above = inf"),
    (
        "two changes in a trend",
        SPINE,
        "[[hypercalcaemia.measure]]",
        "[[hypercalcaemia.trend]]\nof = \"adjusted-calcium\"\nfall = 1\nrise = 1\nwithin = \"6 months\"\nbasis = \"C\"\nsource = \"EV-3.13\"\n[[hypercalcaemia.measure]]",
    ),
    (
        "plausible the wrong way round",
        "measurements.toml",
        "[1.0, 5.0]",
        "[5.0, 1.0]",
    ),
];
