//! A small rule set that is right, for tests to break.
#![allow(dead_code, reason = "each test binary uses its own part")]

use metasign_core::rules::bundle::Bundle;

/// Files of a small rule set without a mistake.
pub(crate) fn small() -> Vec<(String, String)> {
    FILES
        .iter()
        .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
        .collect()
}

/// The small rule set with some files replaced or added; an empty text takes the file out.
pub(crate) fn small_with(changes: &[(&str, &str)]) -> Bundle {
    let mut files = small();
    for (path, text) in changes {
        files.retain(|(known, _)| known != path);
        if !text.is_empty() {
            files.push(((*path).to_owned(), (*text).to_owned()));
        }
    }
    bundle(files)
}

/// The small rule set with `from` replaced by `to` in one file.
pub(crate) fn small_but(path: &str, from: &str, to: &str) -> Bundle {
    let mut files = small();
    let (_, text) = files
        .iter_mut()
        .find(|(known, _)| known == path)
        .expect("no such file in the small rule set");
    assert!(text.contains(from), "`{from}` is not in {path}");
    *text = text.replacen(from, to, 1);
    bundle(files)
}

pub(crate) fn bundle(files: Vec<(String, String)>) -> Bundle {
    Bundle::from_files(files.into_iter().map(|(path, text)| (path, text.into_bytes()))).expect("not a bundle")
}

const FILES: &[(&str, &str)] = &[
    (
        "ruleset.toml",
        r#"schema = "metasign.rules/1"
id = "small"
version = "0.1.0"
title = "A small rule set"
status = "draft"
authors = ["A. Author"]
approver = ""
effective = "2026-11-21"
review_due = "2027-11-21"
statement = "Draft for review. Not validated."
uncertainty = "This may be caused by something else."
[settings]
care-review = true
[snooze]
acknowledged = "28 days"
snoozed = "14 days"
dismissed = "90 days"
[snooze.caps]
emergency = "1 day"
urgent-24h = "7 days"
urgent-suspected-cancer = "180 days"
soon-review = "180 days"
watch = "180 days"
"#,
    ),
    (
        "language/denial.toml",
        "[not-so]\nsays = \"absent\"\nbasis = \"EV-9.2\"\nphrases = [\"no\"]\n",
    ),
    (
        "sources.toml",
        r#"[NG234]
title = "Spinal metastases and metastatic spinal cord compression"
publisher = "NICE"
year = 2023
evidence = ["EV-2.1"]
checked = "secondary"
"#,
    ),
    (
        "qualifiers.toml",
        r#"[nocturnal]
name = "at night"
phrases = ["at night", "nocte"]
[persistent]
name = "for 3 weeks or more"
phrases = ["persistent"]
at_least = "3 weeks"
basis = "G"
source = "EV-3"
"#,
    ),
    (
        "measurements.toml",
        r#"[adjusted-calcium]
name = "Adjusted calcium"
phrases = ["adjusted calcium"]
unit = "mmol/L"
units = { "mg/dL" = 0.2494 }
plausible = [1.0, 5.0]
decimals = 2
basis = "C"
source = "EV-3.13"
"#,
    ),
    (
        "scoring.toml",
        r#"[thresholds]
urgent-suspected-cancer = { at_least = 6, basis = "C", source = "EV-6.5" }
soon-review = { at_least = 3, basis = "C", source = "EV-6.5" }
watch = { at_least = 1, basis = "C", source = "EV-6.5" }
[caps]
modifiers_up = { points = 3, basis = "C", source = "EV-6.4" }
modifiers_down = { points = -3, basis = "C", source = "EV-6.4" }
laboratory_only = { tier = "soon-review", basis = "C", source = "EV-6.4" }
text_only_history = { tier = "soon-review", basis = "C", source = "EV-6.2" }
extra_item = { points = 1, basis = "C", source = "EV-6.4" }
[domains.spine]
name = "Spine"
cap = 5
basis = "C"
source = "EV-6.4"
[points.back-pain]
signs = ["back-pain"]
domain = "spine"
site = "spine"
points = 2
basis = "E"
source = "EV-6.4"
[modifiers.persistent]
name = "Lasting 3 weeks or more"
points = 1
when = "scored.persistent"
basis = "C"
source = "EV-6.4"
[prompts.urgent-suspected-cancer]
headline = "{cancer}: these findings together may mean spread to {site}"
pathway = "mscc-coordinator-now"
[prompts.soon-review]
headline = "{cancer}: review soon"
pathway = "mscc-coordinator-now"
follow_up = true
[prompts.watch]
headline = "{cancer}: watch"
pathway = "mscc-coordinator-now"
"#,
    ),
    (
        "signs/spine.toml",
        r#"[back-pain]
name = "Back pain"
codes = ["back-pain"]
phrases = ["back pain", "backache"]
patterns = ['\bL[1-5] pain\b']
sources = ["NG234"]
[back-pain.qualifiers]
nocturnal = ["wakes with back"]
[limb-weakness]
name = "Limb weakness"
phrases = ["leg weakness"]
emergency = true
[hypercalcaemia]
name = "Raised adjusted calcium"
kind = "laboratory"
[[hypercalcaemia.measure]]
of = "adjusted-calcium"
above = 2.65
at_most = 3.0
basis = "G"
source = "EV-2.5"
"#,
    ),
    (
        "tumours/breast.toml",
        r#"name = "Breast cancer"
plain = "breast cancer"
sources = ["EV-4.1"]
[history]
codes = ["breast-cancer"]
phrases = ["breast cancer"]
[subtypes.lobular]
name = "lobular"
phrases = ["lobular"]
[affinity]
spine = "high"
characteristic = ["peritoneum"]
basis = "C"
source = "EV-4.0"
[points.back-pain]
points = 3
basis = "C"
source = "EV-4.1"
"#,
    ),
    (
        "triggers/spine.toml",
        r#"[cord-compression]
name = "Suspected metastatic spinal cord compression"
site = "spine"
tier = "emergency"
when = "cancer-history and (limb-weakness or back-pain.nocturnal)"
pathway = "mscc-coordinator-now"
headline = "Possible spinal cord compression: contact the MSCC coordinator immediately"
check = ["Power", "Bladder and bowels"]
basis = "G"
sources = ["NG234"]
[calcium]
name = "Raised calcium"
site = "general"
tier = "urgent-24h"
when = "hypercalcaemia and tumour(breast.lobular)"
pathway = "mscc-coordinator-now"
headline = "Raised calcium: act today"
basis = "G"
sources = ["EV-2.5"]
"#,
    ),
    (
        "status/coded.toml",
        r#"[bone-secondary]
name = "Secondary cancer of bone recorded"
status = "recorded"
site = "bone"
codes = ["metastasis-bone"]
basis = "C"
sources = ["EV-8.1"]
"#,
    ),
    (
        "pathways/spine.toml",
        r#"[mscc-coordinator-now]
name = "MSCC coordinator, immediately"
timing = "immediately"
call = "Contact the MSCC coordinator immediately: {mscc-coordinator}"
do = ["Ask the coordinator about dexamethasone"]
sources = ["NG234"]
"#,
    ),
    (
        "pathways/slots.toml",
        r#"[mscc-coordinator]
name = "MSCC coordinator"
emergency = true
fallback = "hospital switchboard, ask for the on-call MSCC coordinator"
"#,
    ),
    (
        "overlays/example/overlay.toml",
        r#"name = "Somewhere (example)"
status = "example"
dated = "2026-11-21"
review_due = "2027-05-21"
[slots.mscc-coordinator]
phone = "01632 960101"
[settings]
care-review = false
"#,
    ),
    (
        "codelists/signs/back-pain.csv",
        "# title: Back pain\n# origin: Test\n# left out: nothing\nsystem,code,term\nsnomed,161891005,Backache\n",
    ),
    (
        "codelists/cancers/breast-cancer.csv",
        "# title: Breast cancer\n# origin: Test\nsystem,code,term\nsnomed,254837009,Malignant neoplasm of breast\n",
    ),
    (
        "codelists/metastases/metastasis-bone.csv",
        "# title: Secondary cancer in bone\n# origin: Test\nsystem,code,term\nsnomed,94222008,Secondary malignant neoplasm of bone\n",
    ),
];
