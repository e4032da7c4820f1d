//! Every kind of mistake, made once in the small rule set, and the words an author gets for it.
//!
//! The snapshot is the wording: read it as an author would before accepting a change.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "test code")]

use std::fmt::Write as _;

use metasign_core::record::Date;
use metasign_core::rules::bundle::Bundle;
use metasign_core::rules::diagnostic::{Diagnostic, Severity};
use metasign_core::rules::load::{check, load};
use metasign_support::small;

const SPINE: &str = "signs/spine.toml";
const TRIGGER: &str = "triggers/spine.toml";
const SCORING: &str = "scoring.toml";
const BREAST: &str = "tumours/breast.toml";
const LIST: &str = "codelists/signs/back-pain.csv";

/// What is done to the small rule set: a name, a file, words in it and what they become.
const CHANGES: &[(&str, &str, &str, &str)] = &[
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
    // Conditions.
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
    // Meaning.
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
    // Codelists.
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

/// Files added or taken out: a name, path and text; an empty text takes the file out.
const FILES: &[(&str, &str, &str)] = &[
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
];

#[test]
fn every_mistake_is_told_in_words_that_help() {
    let mut told = String::new();
    for (name, path, from, to) in CHANGES {
        tell(&mut told, name, &small::but(path, from, to));
    }
    for (name, path, text) in FILES {
        tell(&mut told, name, &small::with(&[(path, text)]));
    }
    let qualifiers: String = (0..65)
        .map(|number| format!("[q{number}]\nname = \"q\"\nphrases = [\"q{number}\"]\n"))
        .collect();
    tell(
        &mut told,
        "too many qualifiers",
        &small::with(&[("qualifiers.toml", &qualifiers)]),
    );
    tell(&mut told, "nothing at all", &Bundle::default());
    insta::assert_snapshot!("mistakes", told);
}

#[test]
fn several_mistakes_are_told_at_once() {
    let bundle = small::with(&[
        (
            SPINE,
            "[back-pain]\nnam = \"Back pain\"\nphrases = \"x\"\ncodes = [\"back-pian\"]\nlookback = \"soon\"\n",
        ),
        (
            TRIGGER,
            "[t]\nname = \"T\"\nsite = \"spin\"\ntier = \"now\"\nwhen = \"a and (b or\"\npathway = \"p\"\nheadline = \"low risk\"\n",
        ),
    ]);
    let codes: Vec<&str> = load(&bundle)
        .diagnostics
        .iter()
        .map(|diagnostic| diagnostic.code)
        .collect();
    for code in [
        "unknown-key",
        "missing-key",
        "wrong-type",
        "unknown-codelist",
        "bad-period",
        "unknown-value",
        "bad-condition",
        "unknown-sign",
        "unknown-pathway",
        "forbidden-wording",
        "missing-basis",
        "missing-source",
    ] {
        assert!(codes.contains(&code), "{code} is not among {codes:?}");
    }
}

#[test]
fn files_that_are_not_utf_8_are_told_with_their_place() {
    let mut files: Vec<(String, Vec<u8>)> = small::files()
        .into_iter()
        .map(|(path, text)| (path, text.into_bytes()))
        .collect();
    files.push((
        "signs/bone.toml".to_owned(),
        b"[bone-pain]\r\nname = \"caf\xe9\"\r\n".to_vec(),
    ));
    let bundle = Bundle::from_files(files).unwrap();
    let diagnostics = load(&bundle).diagnostics;
    assert_eq!(
        diagnostics.first().map(ToString::to_string).as_deref(),
        Some("signs/bone.toml:2:12: error: the file is not UTF-8 from here on; save it as UTF-8")
    );
    assert!(bundle.to_json().is_err());
}

#[test]
fn paths_that_leave_the_rule_set_are_refused() {
    for path in [
        "../signs/x.toml",
        "/signs/x.toml",
        "signs\\x.toml",
        "signs//x.toml",
        "C:/x.toml",
        "",
        "./x.toml",
    ] {
        let error = Bundle::from_files([(path.to_owned(), Vec::new())]).unwrap_err();
        assert!(error.to_string().contains("can't be in a rule set"), "{path}: {error}");
    }
    let twice = [("a.toml".to_owned(), Vec::new()), ("a.toml".to_owned(), Vec::new())];
    assert!(Bundle::from_files(twice).unwrap_err().to_string().contains("twice"));
}

#[test]
fn bundles_that_are_none_are_refused() {
    let mut told = String::new();
    for json in [
        "",
        "[]",
        "{\"schema\":\"metasign.bundle/1\",\"digest\":\"\"}",
        "{\"schema\":\"metasign.bundle/2\",\"digest\":\"\",\"files\":{}}",
        "{\"schema\":\"metasign.bundle/1\",\"digest\":\"\",\"files\":{},\"more\":1}",
        "{\"schema\":\"metasign.bundle/1\",\"digest\":\"00\",\"files\":{\"a.toml\":\"\"}}",
        "{\"schema\":\"metasign.bundle/1\",\"digest\":\"00\",\"files\":{\"a.toml\":\"\",\"a.toml\":\"\"}}",
        "{\"schema\":\"metasign.bundle/1\",\"digest\":\"00\",\"files\":{\"../a.toml\":\"\"}}",
    ] {
        let error = Bundle::from_json(json.as_bytes()).unwrap_err();
        writeln!(told, "{json}\n  {error}").unwrap();
    }
    insta::assert_snapshot!("bundles", told);
}

fn tell(told: &mut String, name: &str, bundle: &Bundle) {
    let diagnostics: Vec<Diagnostic> = check(bundle, Date::new(2026, 12, 1));
    assert!(!diagnostics.is_empty(), "nothing is said of `{name}`");
    let loaded = load(bundle);
    let errors = loaded
        .diagnostics
        .iter()
        .any(|diagnostic| diagnostic.severity == Severity::Error);
    assert_eq!(loaded.rule_set.is_none(), errors, "{name}");
    writeln!(told, "{name}").unwrap();
    for diagnostic in diagnostics {
        writeln!(told, "  [{}] {diagnostic}", diagnostic.code).unwrap();
    }
}
