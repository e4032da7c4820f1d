//! A small rule set for tests of the engine: no clinical content, only the shipped language files.
#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a failure is a failed test; not every test uses all of it"
)]

use metasign_core::engine::{Engine, EngineOptions};
use metasign_core::record::{Date, Entry, EntryKind, Record, RecordBuilder, System};
use metasign_core::rules::bundle::Bundle;

pub const FILES: [(&str, &str); 14] = [
    (
        "ruleset.toml",
        "schema = \"metasign.rules/1\"\nid = \"test\"\nversion = \"0.1.0\"\ntitle = \"Test\"\nstatus = \"draft\"\nauthors = [\"a\"]\napprover = \"\"\neffective = \"2026-01-01\"\nreview_due = \"2027-01-01\"\nstatement = \"Draft. Not validated.\"\nuncertainty = \"This may be something else.\"\n[settings]\nswitch = true\n[snooze]\nacknowledged = \"28 days\"\nsnoozed = \"14 days\"\ndismissed = \"90 days\"\n[snooze.caps]\nemergency = \"1 day\"\nurgent-24h = \"7 days\"\nurgent-suspected-cancer = \"180 days\"\nsoon-review = \"180 days\"\nwatch = \"180 days\"\n",
    ),
    (
        "sources.toml",
        "[guide]\ntitle = \"Guide\"\npublisher = \"Publisher\"\nevidence = [\"EV-2.1\"]\nchecked = \"known\"\n",
    ),
    (
        "qualifiers.toml",
        "[nocturnal]\nname = \"at night\"\nphrases = [\"at night\"]\n[persistent]\nname = \"3 weeks or more\"\nphrases = [\"persistent\"]\nat_least = \"3 weeks\"\nbasis = \"G\"\nsource = \"EV-3\"\n[repeated]\nname = \"third consultation\"\nphrases = []\nconsultations = 3\nwithin = \"12 weeks\"\nbasis = \"C\"\nsource = \"EV-3\"\n",
    ),
    (
        "measurements.toml",
        "[calcium]\nname = \"Calcium\"\ncodes = [\"calcium\"]\nphrases = []\nunit = \"mmol/L\"\nplausible = [1.0, 5.0]\nbasis = \"C\"\nsource = \"EV-3.13\"\n[albumin]\nname = \"Albumin\"\ncodes = [\"albumin\"]\nphrases = []\nunit = \"g/L\"\nplausible = [5.0, 70.0]\nbasis = \"C\"\nsource = \"EV-3.13\"\n[adjusted]\nname = \"Adjusted calcium\"\ncodes = [\"adjusted\"]\nphrases = [\"adj Ca\"]\nunit = \"mmol/L\"\nunits = { \"mg/dL\" = 0.25 }\nplausible = [1.0, 5.0]\ndecimals = 2\nbasis = \"C\"\nsource = \"EV-3.13\"\n[adjusted.adjust]\nfrom = \"calcium\"\nwith = \"albumin\"\nper_unit = 0.02\nreference = 40.0\nbasis = \"G\"\nsource = \"EV-2.5\"\n[weight]\nname = \"Weight\"\ncodes = [\"weight\"]\nphrases = [\"wt\"]\nunit = \"kg\"\nplausible = [20.0, 350.0]\nunitless = \"accept\"\nbasis = \"C\"\nsource = \"EV-3.13\"\n[psa]\nname = \"PSA\"\ncodes = [\"psa\"]\nphrases = []\nunit = \"ug/L\"\nplausible = [0.0, 20000.0]\nbasis = \"C\"\nsource = \"EV-3.13\"\n",
    ),
    (
        "scoring.toml",
        "[thresholds]\nurgent-suspected-cancer = { at_least = 6, basis = \"C\", source = \"EV-6.5\" }\nsoon-review = { at_least = 3, basis = \"C\", source = \"EV-6.5\" }\nwatch = { at_least = 1, basis = \"C\", source = \"EV-6.5\" }\n[caps]\nmodifiers_up = { points = 3, basis = \"C\", source = \"EV-6.4\" }\nmodifiers_down = { points = -3, basis = \"C\", source = \"EV-6.4\" }\nlaboratory_only = { tier = \"soon-review\", basis = \"C\", source = \"EV-6.4\" }\ntext_only_history = { tier = \"soon-review\", basis = \"C\", source = \"EV-6.2\" }\nextra_item = { points = 1, basis = \"C\", source = \"EV-6.4\" }\n[domains.bone]\nname = \"Bone\"\ncap = 5\nbasis = \"C\"\nsource = \"EV-6.4\"\n[points.groin]\nsigns = [\"groin-pain\"]\ndomain = \"bone\"\nsite = \"bone\"\npoints = 3\nbasis = \"E\"\nsource = \"EV-6.4\"\n[points.back]\nsigns = [\"back-pain\"]\ndomain = \"bone\"\nsite = \"spine\"\npoints = 2\nbasis = \"E\"\nsource = \"EV-6.4\"\n[points.calcium]\nsigns = [\"calcium-high\"]\ndomain = \"bone\"\nsite = \"bone\"\npoints = 5\nbasis = \"C\"\nsource = \"EV-6.4\"\n[modifiers.persistent]\npoints = 1\nname = \"Persistent\"\nwhen = \"scored.persistent\"\nbasis = \"C\"\nsource = \"EV-6.4\"\n[modifiers.affinity]\npoints = 2\nname = \"Affinity\"\nwhen = \"affinity(high)\"\nbasis = \"C\"\nsource = \"EV-6.4\"\n[modifiers.nocturnal]\npoints = 1\nname = \"At night\"\nwhen = \"scored.nocturnal\"\nbasis = \"C\"\nsource = \"EV-6.4\"\n[prompts.urgent-suspected-cancer]\nheadline = \"{cancer}: urgent\"\npathway = \"team\"\n[prompts.soon-review]\nheadline = \"{cancer}: soon\"\npathway = \"team\"\n[prompts.watch]\nheadline = \"{cancer}: watch\"\npathway = \"team\"\n",
    ),
    (
        "signs/spine.toml",
        "[back-pain]\nname = \"Back pain\"\ncodes = [\"back\"]\nphrases = [\"back pain\"]\nsources = [\"guide\"]\n[thoracic-pain]\nname = \"Thoracic pain\"\nphrases = [\"thoracic pain\"]\nalso = [\"back-pain\"]\nsources = [\"guide\"]\n[limb-weakness]\nname = \"Limb weakness\"\nphrases = [\"leg weakness\"]\nemergency = true\nsources = [\"guide\"]\n[either]\nname = \"Either\"\nwhen = \"back-pain or limb-weakness\"\nsources = [\"guide\"]\n",
    ),
    (
        "signs/bone.toml",
        "[groin-pain]\nname = \"Groin pain\"\nphrases = [\"groin pain\"]\nexplained_by = [\"injury\"]\nsources = [\"guide\"]\n[injury]\nname = \"Injury\"\nkind = \"context\"\nphrases = [\"fell over\"]\nsources = [\"guide\"]\n[calcium-high]\nname = \"Calcium high\"\nsite = \"bone\"\nkind = \"laboratory\"\nsources = [\"guide\"]\n[[calcium-high.measure]]\nof = \"adjusted\"\nabove = 3.0\nbasis = \"G\"\nsource = \"EV-2.5\"\n[calcium-over-range]\nname = \"Calcium over range\"\nkind = \"laboratory\"\nsources = [\"guide\"]\n[[calcium-over-range.measure]]\nof = \"adjusted\"\nabove_range = true\nbasis = \"G\"\nsource = \"EV-2.5\"\n[weight-loss]\nname = \"Weight loss\"\nkind = \"laboratory\"\nsources = [\"guide\"]\n[[weight-loss.trend]]\nof = \"weight\"\nfall_percent = 5.0\nwithin = \"6 months\"\nbasis = \"G\"\nsource = \"EV-3.13\"\n[psa-rising]\nname = \"PSA rising\"\nkind = \"laboratory\"\nlookback = \"24 months\"\nsources = [\"guide\"]\n[[psa-rising.trend]]\nof = \"psa\"\nrises = 2\nwithin = \"24 months\"\nbasis = \"C\"\nsource = \"EV-4.2\"\n[psa-nadir]\nname = \"PSA above nadir\"\nkind = \"laboratory\"\nlookback = \"24 months\"\nsources = [\"guide\"]\n[[psa-nadir.trend]]\nof = \"psa\"\nrise = 2.0\nwithin = \"24 months\"\nfrom = \"lowest\"\nbasis = \"G\"\nsource = \"EV-4.2\"\n[review]\nname = \"Review\"\nkind = \"process\"\nphrases = [\"cancer care review done\"]\nsources = [\"guide\"]\n",
    ),
    (
        "tumours/breast.toml",
        "name = \"Breast cancer\"\nplain = \"breast cancer\"\nsources = [\"EV-4.1\"]\n[history]\ncodes = [\"breast\"]\nphrases = [\"breast cancer\"]\nexclude = [\"in-situ\"]\n[subtypes.lobular]\nname = \"lobular\"\nphrases = [\"lobular\"]\n[affinity]\nbasis = \"C\"\nsource = \"EV-4.0\"\nbone = \"high\"\n[subtypes.lobular.affinity]\nbone = \"low\"\n",
    ),
    (
        "tumours/kidney.toml",
        "name = \"Kidney cancer\"\nplain = \"kidney cancer\"\nsources = [\"EV-4.7\"]\n[history]\ncodes = [\"kidney\"]\nphrases = [\"kidney cancer\"]\n[affinity]\nbasis = \"C\"\nsource = \"EV-4.0\"\nspine = \"high\"\n",
    ),
    (
        "triggers/all.toml",
        "[cord]\nname = \"Cord\"\nsite = \"spine\"\ntier = \"emergency\"\nwhen = \"cancer-history and limb-weakness\"\npathway = \"team\"\nheadline = \"Call now\"\nquery = \"Is leg weakness new and present?\"\ncheck = [\"Power\"]\nsupersedes = [\"night-pain\"]\nbasis = \"G\"\nsources = [\"guide\"]\n[night-pain]\nname = \"Night pain\"\nsite = \"spine\"\ntier = \"urgent-24h\"\nwhen = \"cancer-history and back-pain.nocturnal\"\nunless = \"injury\"\npathway = \"team\"\nheadline = \"{cancer}: call today\"\nbasis = \"G\"\nsources = [\"guide\"]\n[night-pain.known_metastatic]\nheadline = \"Known to have spread: call today\"\n[calcium]\nname = \"Calcium\"\nsite = \"general\"\ntier = \"emergency\"\nwhen = \"calcium-high\"\npathway = \"team\"\nheadline = \"Admit\"\nbasis = \"G\"\nsources = [\"guide\"]\n",
    ),
    (
        "care/all.toml",
        "[review-due]\nname = \"Review due\"\nsite = \"general\"\ntier = \"soon-review\"\nwhen = \"diagnosis within 12 months and no record of review within 12 months after diagnosis and setting(switch)\"\npathway = \"team\"\nheadline = \"Review\"\nbasis = \"G\"\nsources = [\"guide\"]\n",
    ),
    (
        "status/all.toml",
        "[bone]\nname = \"Bone\"\nstatus = \"recorded\"\nsite = \"bone\"\ncodes = [\"secondary\"]\nbasis = \"C\"\nsources = [\"EV-8.1\"]\n",
    ),
    (
        "pathways/all.toml",
        "[team]\nname = \"Team\"\ntiming = \"now\"\ncall = \"Call {line}\"\ndo = [\"Do this\"]\nsources = [\"guide\"]\n",
    ),
    (
        "pathways/slots.toml",
        "[line]\nname = \"cancer line\"\nemergency = true\nfallback = \"the switchboard\"\n",
    ),
];

/// Codes of the small rule set, all SNOMED CT with valid check digits.
pub const BREAST: &str = "254837009";
pub const KIDNEY: &str = "93849006";
pub const SECONDARY: &str = "94222008";
pub const IN_SITU: &str = "189336000";
pub const BACK: &str = "161891005";
pub const ADJUSTED: &str = "1107251000000104";
pub const CALCIUM: &str = "1000691000000101";
pub const ALBUMIN: &str = "1000821000000103";
pub const WEIGHT: &str = "27113001";
pub const PSA: &str = "1000381000000105";

pub fn bundle() -> Bundle {
    let lists = [
        ("breast", BREAST),
        ("kidney", KIDNEY),
        ("secondary", SECONDARY),
        ("in-situ", IN_SITU),
        ("back", BACK),
        ("adjusted", ADJUSTED),
        ("calcium", CALCIUM),
        ("albumin", ALBUMIN),
        ("weight", WEIGHT),
        ("psa", PSA),
    ];
    let mut files: Vec<(String, Vec<u8>)> = FILES
        .iter()
        .map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec()))
        .collect();
    for (list, code) in lists {
        files.push((
            format!("codelists/signs/{list}.csv"),
            format!("# title: {list}\n# origin: test\nsystem,code,term\nsnomed,{code},{list} term\n").into_bytes(),
        ));
    }
    for (path, content) in Bundle::embedded()
        .files()
        .filter(|(path, _)| path.starts_with("language/"))
    {
        files.push((path.to_owned(), content.bytes().to_vec()));
    }
    Bundle::from_files(files).unwrap()
}

pub fn engine() -> &'static Engine {
    static ENGINE: std::sync::OnceLock<Engine> = std::sync::OnceLock::new();
    let options = EngineOptions::default();
    ENGINE.get_or_init(|| Engine::from_bundle(&bundle(), &options).unwrap_or_else(|error| panic!("{error:#?}")))
}

pub fn today() -> Date {
    Date::new(2026, 3, 12).unwrap()
}

pub fn ago(days: i32) -> Date {
    today().plus_days(days.saturating_neg())
}

pub fn coded(id: &'static str, days: i32, code: &'static str) -> Entry<'static> {
    Entry::new(id, EntryKind::Condition)
        .on(ago(days))
        .code(System::Snomed, code, "a term")
}

pub fn note(id: &'static str, days: i32, text: &'static str) -> Entry<'static> {
    Entry::new(id, EntryKind::Note).on(ago(days)).text(text)
}

pub fn result(id: &'static str, days: i32, code: &'static str, value: f64, unit: &'static str) -> Entry<'static> {
    Entry::new(id, EntryKind::Measurement)
        .on(ago(days))
        .code(System::Snomed, code, "a test")
        .value(value, unit)
}

pub fn record(entries: Vec<Entry<'static>>) -> Record<'static> {
    entries
        .into_iter()
        .fold(Record::builder(today()), RecordBuilder::entry)
        .build()
}

/// A past breast cancer and these entries.
pub fn after_breast_cancer(entries: Vec<Entry<'static>>) -> Record<'static> {
    let mut all = vec![coded("cancer", 4000, BREAST)];
    all.extend(entries);
    record(all)
}
