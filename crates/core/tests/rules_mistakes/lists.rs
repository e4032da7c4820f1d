//! Codelists.

use super::{BREAST, Change, LIST};

pub(crate) const CHANGES: &[Change] = &[
    ("check digit", LIST, "161891005", "161891006"),
    ("code of another system", LIST, "161891005", "C79.5"),
    ("system unknown", LIST, "snomed,", "emis,"),
    (
        "a download not taken in",
        LIST,
        "system,code,term\nsnomed,161891005,Backache",
        "code,term\n161891005,Backache",
    ),
    (
        "code twice",
        LIST,
        "snomed,161891005,Backache\n",
        "snomed,161891005,Backache\nsnomed,161891005,Backache\n",
    ),
    ("comma without quotes", LIST, "Backache", "Backache, unspecified"),
    ("quote stands alone", LIST, "Backache", "\"Backache"),
    ("empty codelist", LIST, "snomed,161891005,Backache\n", ""),
    ("header missing", LIST, "system,code,term\n", ""),
    (
        "nothing said of a list",
        LIST,
        "# title: Back pain\n# origin: Test\n",
        "",
    ),
    ("note misspelt", LIST, "# left out:", "# lefft out:"),
    ("note empty", LIST, "# origin: Test", "# origin:"),
    (
        "title that reassures",
        LIST,
        "# title: Back pain",
        "# title: No sign of cancer, low risk",
    ),
    (
        "excluded for every cancer, and no such list",
        "ruleset.toml",
        "[settings]",
        "[history]\nexclude = [\"benign\"]\n[settings]",
    ),
    (
        "code that excludes itself",
        BREAST,
        "phrases = [\"breast cancer\"]",
        "phrases = [\"breast cancer\"]\nexclude = [\"breast-cancer\"]",
    ),
];
