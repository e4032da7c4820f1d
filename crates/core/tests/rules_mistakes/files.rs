//! Files added or taken out.

use super::{Addition, SCORING};

pub(crate) const FILES: &[Addition] = &[
    ("empty file", "signs/bone.toml", "\n# nothing\n"),
    ("file missing", SCORING, ""),
    ("no ruleset.toml", "ruleset.toml", ""),
    ("file nobody reads", "sign/bone.toml", "[x]\ny = 1\n"),
    ("csv nobody reads", "lists/bone.csv", "code,term\n"),
    (
        "same id in two files",
        "signs/bone.toml",
        "[back-pain]\nname = \"B\"\nphrases = [\"b\"]\n",
    ),
    (
        "unknown code system",
        "codelists/back-pain.emis.csv",
        "code,term\n1,x\n",
    ),
    (
        "name in two groups",
        "codelists/tests/back-pain.csv",
        "# title: T\n# origin: T\nsystem,code,term\nsnomed,161891005,Backache\n",
    ),
    (
        "name in a file of the older form too",
        "codelists/back-pain.snomed.csv",
        "code,term\n161891005,Backache\n",
    ),
    (
        "list in the older form",
        "codelists/neck-pain.snomed.csv",
        "code,term\n161891005,Backache\n",
    ),
    (
        "list outside the groups",
        "codelists/neck-pain.csv",
        "# title: T\n# origin: T\nsystem,code,term\nsnomed,161891005,Backache\n",
    ),
    (
        "group misspelt",
        "codelists/sign/neck-pain.csv",
        "# title: T\n# origin: T\nsystem,code,term\nsnomed,161891005,Backache\n",
    ),
    (
        "entry without a list",
        "codelists/lists.toml",
        "[neck-pain]\ntitle = \"Neck pain\"\norigin = \"Test\"\n",
    ),
    (
        "care rule that interrupts",
        "care/review.toml",
        "[review]\nname = \"R\"\ntier = \"emergency\"\nwhen = \"back-pain\"\npathway = \"mscc-coordinator-now\"\nheadline = \"R\"\nbasis = \"C\"\nsources = [\"EV-8.3\"]\n",
    ),
    (
        "published overlay without number",
        "overlays/north/overlay.toml",
        "name = \"North\"\nstatus = \"published\"\ndated = \"2026-11-21\"\nreview_due = \"2027-05-21\"\n",
    ),
    (
        "language file",
        "language/negation.toml",
        "[no]\nsays = \"absnt\"\nbasis = \"EV-9.2\"\nphrases = [\"no\"]\n",
    ),
    (
        "warnings accepted that are none",
        "accepted-warnings.toml",
        "[[warning]]\ncode = \"unused-sign\"\nin = [\"back-pain\"]\nreason = \"R\"\n[[warning]]\ncode = \"repeated-phrase\"\nin = []\nabout = [\"x\"]\n\
         reason = \"R\"\n[[warning]]\ncode = \"unexpected-file\"\nin = [\"a\"]\nreason = \"R\"\n",
    ),
    ("no warning accepted", "accepted-warnings.toml", "warnings = []\n"),
];
