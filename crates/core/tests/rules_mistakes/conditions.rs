//! Conditions that cannot be read, and what they ask for.

use super::{Change, SCORING, TRIGGER};

pub(crate) const CHANGES: &[Change] = &[
    (
        "condition: parenthesis left open",
        TRIGGER,
        "and (limb-weakness or back-pain.nocturnal)",
        "and (limb-weakness or back-pain.nocturnal",
    ),
    (
        "condition: parenthesis too many",
        TRIGGER,
        "back-pain.nocturnal)",
        "back-pain.nocturnal))",
    ),
    (
        "condition: signs of another language",
        TRIGGER,
        "cancer-history and",
        "cancer-history &&",
    ),
    (
        "condition: capitals",
        TRIGGER,
        "cancer-history and",
        "cancer-history AND",
    ),
    (
        "condition: exclamation mark",
        TRIGGER,
        "(limb-weakness or",
        "(!limb-weakness or",
    ),
    ("condition: operand missing", TRIGGER, "or back-pain.nocturnal)", "or )"),
    (
        "condition: nothing between",
        TRIGGER,
        "cancer-history and",
        "cancer-history",
    ),
    (
        "condition: mixed without parentheses",
        TRIGGER,
        "(limb-weakness or back-pain.nocturnal)",
        "limb-weakness or back-pain.nocturnal",
    ),
    (
        "condition: score of no site",
        TRIGGER,
        "cancer-history and",
        "score(spin) >= 3 and",
    ),
    (
        "condition: score without number",
        TRIGGER,
        "cancer-history and",
        "score(spine) and",
    ),
    (
        "condition: at least too many",
        TRIGGER,
        "cancer-history and",
        "at least 3 of (back-pain, limb-weakness) and",
    ),
    (
        "condition: unknown sign",
        TRIGGER,
        "(limb-weakness or",
        "(limb-weekness or",
    ),
    (
        "condition: unknown qualifier",
        TRIGGER,
        "back-pain.nocturnal",
        "back-pain.night",
    ),
    (
        "condition: unknown tumour",
        TRIGGER,
        "tumour(breast.lobular)",
        "tumour(brest)",
    ),
    (
        "condition: unknown subtype",
        TRIGGER,
        "tumour(breast.lobular)",
        "tumour(breast.ductal)",
    ),
    (
        "condition: unknown setting",
        TRIGGER,
        "cancer-history and",
        "setting(care-revue) and",
    ),
    (
        "condition: no such length of time",
        TRIGGER,
        "cancer-history and",
        "back-pain within 3 moons and",
    ),
    (
        "condition: two mistakes",
        TRIGGER,
        "cancer-history and (limb-weakness",
        "cancer-hisstory && (limb-weekness",
    ),
    (
        "condition: over several lines",
        TRIGGER,
        "\"hypercalcaemia and tumour(breast.lobular)\"",
        "\"\"\"\nhypercalcaemia\n  and tumour(brest)\"\"\"",
    ),
    (
        "condition: empty",
        TRIGGER,
        "\"hypercalcaemia and tumour(breast.lobular)\"",
        "\"\"",
    ),
    (
        "condition: modifier's word in a trigger",
        TRIGGER,
        "cancer-history and",
        "high-risk-primary and",
    ),
    (
        "condition: score in a row of points",
        SCORING,
        "points = 2",
        "points = 2\nwhen = \"score(spine) >= 3\"",
    ),
    (
        "condition: never true",
        TRIGGER,
        "cancer-history and (limb",
        "back-pain and not back-pain and (limb",
    ),
];
