//! What each kind of rule file holds: one table, from which the schemas are written.
//!
//! The tests prove it to be what the loader knows, demands and accepts, key by key.

use metasign_core::record::NoticeCode;
use metasign_core::rules::model::{Site, Tier};
use serde_json::Value;

use super::shape::{
    Key, any_text, basis, basis_kind, choice, condition, date, entries, flag, list, lookback, members, names, needed,
    number, optional, period, sexes, sites, some_names, table, text, texts, tiers, whole, with, with_any, with_company,
    with_one,
};

/// Tiers a total of points can reach.
const SCORED: [Tier; 3] = [Tier::UrgentSuspectedCancer, Tier::SoonReview, Tier::Watch];
/// Tiers of care rules, which are quiet.
const QUIET: [Tier; 2] = [Tier::SoonReview, Tier::Watch];
const CITED: &[&str] = &["basis", "source"];
const SOURCES: &str = "Ids of sources.toml or evidence sections such as `EV-2.1`.";
const LOWERS: &str = "What would lower concern.";
const CHECK: &str = "What to check in the consultation; at most three.";

pub(super) fn ruleset() -> Value {
    let caps = [
        (
            Tier::Emergency,
            "An emergency: it is never hidden, an answer only stops it interrupting.",
        ),
        (Tier::Urgent24h, "Urgent within 24 hours."),
        (Tier::UrgentSuspectedCancer, "Urgent suspected cancer."),
        (Tier::SoonReview, "Soon review."),
        (Tier::Watch, "Watch."),
    ];
    let caps = table(
        caps.into_iter()
            .map(|(tier, what)| needed(tier.name(), period(), what))
            .collect(),
    );
    let snooze = table(vec![
        needed(
            "acknowledged",
            period(),
            "How long `acknowledged` holds when it names no end.",
        ),
        needed("snoozed", period(), "How long `snoozed` holds when it names no end."),
        needed(
            "dismissed",
            period(),
            "How long `dismissed` holds when it names no end.",
        ),
        needed(
            "caps",
            caps,
            "The most an answer holds, whatever end it names, by the tier of its prompt.",
        ),
    ]);
    table(vec![
        needed("schema", with(text(), "const", "metasign.rules/1"), "The rule format."),
        needed("id", text(), "Id of the rule set."),
        needed("version", text(), "Its version: three numbers, as in `0.1.0`."),
        needed("title", text(), "Title."),
        needed(
            "status",
            choice(&["draft", "approved"]),
            "Draft, or approved by a named person.",
        ),
        optional("authors", texts(), "Who wrote it."),
        optional("approver", any_text(), "Who approved it; empty for a draft."),
        optional(
            "history",
            table(vec![optional(
                "exclude",
                names(),
                "Codelists that are no history of any cancer.",
            )]),
            "What holds for the history of every tumour type.",
        ),
        needed("effective", date(), "From when it is meant to be used."),
        needed(
            "review_due",
            date(),
            "When it is due for review; it still works after that and says that it is overdue.",
        ),
        needed(
            "statement",
            text(),
            "A sentence shown with every assessment: draft or approved, not validated.",
        ),
        needed(
            "uncertainty",
            text(),
            "The standard sentence of what a prompt does not say.",
        ),
        optional(
            "settings",
            entries(flag()),
            "Named yes/no switches; conditions read them as setting(name), overlays may change them.",
        ),
        needed(
            "snooze",
            snooze,
            "How long an answer holds when it names no end; it never hides an emergency.",
        ),
    ])
}

pub(super) fn sources() -> Value {
    members(table(vec![
        needed("title", text(), "Title."),
        needed("publisher", text(), "Publisher, or authors and journal."),
        optional(
            "year",
            with(with(whole(), "minimum", 1900), "maximum", 2200),
            "Year, where known.",
        ),
        optional("url", text(), "Address, where known."),
        needed(
            "evidence",
            with(texts(), "minItems", 1),
            "References (`R19`) and sections (`EV-2.1`) of the evidence document.",
        ),
        needed(
            "checked",
            choice(&["verified", "secondary", "known"]),
            "How far it was checked (EVIDENCE tags V, V*, K).",
        ),
    ]))
}

pub(super) fn qualifiers() -> Value {
    let mut keys = vec![
        needed("name", text(), "As a clinician reads it."),
        optional("phrases", texts(), "Phrases that say it of any sign."),
        optional(
            "at_least",
            period(),
            "Engine-made: also true from this long of stated duration or span of mentions on.",
        ),
        optional(
            "consultations",
            with(whole(), "minimum", 1),
            "Engine-made: true from this many consultations on, within `within`.",
        ),
        optional("within", period(), "The window of `consultations`."),
        optional(
            "new_word",
            flag(),
            "A word of change: said of a sign, it is no longer unchanged.",
        ),
    ];
    keys.extend(basis(false));
    let company: [(&str, &[&str]); 3] = [
        ("at_least", CITED),
        ("consultations", &["within", "basis", "source"]),
        ("within", &["consultations"]),
    ];
    entries(with_company(table(keys), &company))
}

pub(super) fn measurements() -> Value {
    let mut adjust = vec![
        needed("from", text(), "The measurement adjusted."),
        needed("with", text(), "The measurement it is adjusted for."),
        needed(
            "per_unit",
            number(),
            "Change for each unit of `with` below `reference`.",
        ),
        needed("reference", number(), "The reference value of `with`."),
    ];
    adjust.extend(basis(true));
    let plausible = with(with(list(number()), "minItems", 2), "maxItems", 2);
    let mut keys = vec![
        needed("name", text(), "As a clinician reads it."),
        optional("codes", names(), "Codelists of the test."),
        optional("phrases", texts(), "Names typed in notes: low certainty, own notice."),
        needed("unit", any_text(), "The unit of every limit in the rules."),
        optional(
            "units",
            members(with(number(), "exclusiveMinimum", 0)),
            "Other units and the factor to `unit`; units not listed are refused with a notice.",
        ),
        needed(
            "plausible",
            plausible,
            "Lowest and highest value believed, in `unit`; others give a notice and are not used.",
        ),
        optional(
            "unitless",
            choice(&["refuse", "accept"]),
            "Whether a value without a unit is taken to be in `unit`; default refuse.",
        ),
        optional("decimals", with(whole(), "maximum", 6), "Decimals shown; default 1."),
        optional(
            "adjust",
            table(adjust),
            "Made from another test of the same day when this one is missing.",
        ),
    ];
    let mut limit = vec![
        optional("high", number(), "Above this counts as above the range."),
        optional("low", number(), "Below this counts as below the range."),
        optional("sex", sexes(), "Only for this sex."),
        optional("over_age", number(), "Only for people older than this."),
    ];
    limit.extend(basis(true));
    keys.push(optional(
        "limit",
        list(with_any(table(limit), &["high", "low"])),
        "Limits where the laboratory sent none; of those that fit the person the last stands.",
    ));
    keys.extend(basis(true));
    entries(with_any(table(keys), &["codes", "phrases", "adjust"]))
}

pub(super) fn scoring() -> Value {
    let mut threshold = vec![needed(
        "at_least",
        with(number(), "exclusiveMinimum", 0),
        "Points from which the tier is reached.",
    )];
    threshold.extend(basis(true));
    let threshold = table(threshold);
    let thresholds = SCORED.map(|tier| {
        needed(
            tier.name(),
            threshold.clone(),
            "From how many points this tier is reached.",
        )
    });
    let points_cap = || {
        let mut keys = vec![needed("points", number(), "Points.")];
        keys.extend(basis(true));
        table(keys)
    };
    let tier_cap = || {
        let mut keys = vec![needed("tier", tiers(&SCORED), "The highest tier.")];
        keys.extend(basis(true));
        table(keys)
    };
    let caps = table(vec![
        needed("modifiers_up", points_cap(), "Modifiers together add at most this."),
        needed(
            "modifiers_down",
            points_cap(),
            "Modifiers together take off at most this (a negative number).",
        ),
        needed(
            "laboratory_only",
            tier_cap(),
            "Laboratory evidence alone can't exceed this.",
        ),
        needed(
            "text_only_history",
            tier_cap(),
            "A cancer known from text only can't exceed this.",
        ),
        needed(
            "extra_item",
            points_cap(),
            "Points of each further independent item in a domain.",
        ),
    ]);
    let mut domain = vec![
        needed("name", text(), "As a clinician reads it."),
        needed(
            "cap",
            with(number(), "exclusiveMinimum", 0),
            "The domain adds at most this many points.",
        ),
    ];
    domain.extend(basis(true));
    let mut modifier = vec![
        needed("name", text(), "As a clinician reads it."),
        needed("points", number(), "Points added, or taken off where negative."),
        needed(
            "when",
            condition(),
            "When it applies; may also ask scored.<qualifier>, affinity(…), domains(…), high-risk-primary, explained, unchanged.",
        ),
    ];
    modifier.extend(basis(true));
    let prompt = table(vec![
        needed(
            "headline",
            text(),
            "What the prompt says first; {cancer} and {site} are filled in.",
        ),
        optional(
            "known_metastatic",
            text(),
            "The headline when metastatic disease is recorded.",
        ),
        needed("pathway", text(), "The pathway proposed."),
        optional(
            "follow_up",
            flag(),
            "Use the tumour type's own follow_up pathway instead, where it has one.",
        ),
        optional("check", with(texts(), "maxItems", 3), CHECK),
        optional("lowers_concern", texts(), LOWERS),
    ]);
    let prompts = SCORED.map(|tier| {
        needed(
            tier.name(),
            prompt.clone(),
            "What a prompt of this tier raised by points says.",
        )
    });
    table(vec![
        needed(
            "thresholds",
            table(thresholds.into()),
            "From how many points each tier is reached.",
        ),
        needed("caps", caps, "What points and modifiers can't exceed."),
        needed(
            "domains",
            entries(table(domain)),
            "Groups of findings; each adds up to its cap.",
        ),
        needed("points", entries(row(true)), "Rows of points."),
        optional("modifiers", entries(table(modifier)), "What raises or lowers a score."),
        needed("prompts", table(prompts.into()), "What prompts raised by points say."),
        optional("lower", lowering(), "What lowers concern, as general rules."),
        optional("complaints", entries(complaint()), "Signs that tell of one complaint."),
    ])
}

fn complaint() -> Value {
    table(vec![
        needed("name", text(), "As a clinician reads it."),
        needed("signs", with(names(), "minItems", 2), "Signs that are one complaint."),
    ])
}

/// `[lower.…]`: never for an emergency with a new word.
fn lowering() -> Value {
    let left = || tiers(&[Tier::SoonReview, Tier::Watch]);
    let answered = || tiers(&[Tier::Urgent24h, Tier::UrgentSuspectedCancer, Tier::SoonReview]);
    let rule = |own: Vec<Key>| {
        let mut keys = vec![
            needed("name", text(), "As `explain` and the prompt say it."),
            needed("tier", left(), "The tier it leaves."),
        ];
        keys.extend(own);
        keys.extend(basis(true));
        table(keys)
    };
    let recovered = {
        let mut keys = vec![
            needed("name", text(), "As a clinician reads it."),
            needed("signs", names(), "One of these says that everything is over."),
            optional("well", names(), "One of these says that the person is well."),
            needed(
                "well_after",
                period(),
                "`well` ends what has not been said again for so long.",
            ),
            needed("within", period(), "Complaints up to so long before it."),
        ];
        keys.extend(basis(true));
        table(keys)
    };
    let route = table(vec![
        needed("name", text(), "As a clinician reads it."),
        needed("signs", names(), "One of these says that it was taken."),
        needed("tier", answered(), "The most urgent prompt it answers."),
        optional("sites", list(sites()), "Only prompts at these sites."),
    ]);
    let chance = || with(with(number(), "minimum", 0), "maximum", 1);
    table(vec![
        optional(
            "unsure",
            rule(vec![
                needed(
                    "interrupts",
                    chance(),
                    "An emergency or a prompt for today needs this chance that its words say it.",
                ),
                needed(
                    "refers",
                    chance(),
                    "A prompt for a suspected-cancer referral needs this chance.",
                ),
                needed("shows", chance(), "Below this chance nothing is shown."),
                needed(
                    "counts",
                    chance(),
                    "A sign below this chance counts as merely possible in points.",
                ),
            ]),
            "The prompt rests only on words that the reader is not sure of.",
        ),
        optional(
            "steady",
            rule(vec![
                needed(
                    "at_least",
                    period(),
                    "For an emergency: on record for so long, or explained.",
                ),
                optional("deficits", names(), "For an emergency: only these signs."),
                optional(
                    "of_all",
                    names(),
                    "One of these says of all complaints of its entry that they are unchanged.",
                ),
            ]),
            "Every symptom or result is recorded as unchanged.",
        ),
        optional(
            "explained",
            rule(vec![needed("up_to", answered(), "Prompts up to this tier.")]),
            "Every symptom has its explanation on record.",
        ),
        optional(
            "improving",
            rule(vec![needed("up_to", answered(), "Prompts up to this tier.")]),
            "Every symptom is getting better in its newest statement.",
        ),
        optional(
            "explained_improving",
            rule(vec![needed("up_to", answered(), "Prompts up to this tier.")]),
            "Every symptom has its explanation on record and is getting better.",
        ),
        optional(
            "recovered",
            recovered,
            "A general word of recovery ends the complaints before it.",
        ),
        optional(
            "known_results",
            rule(vec![needed("up_to", answered(), "Prompts up to this tier.")]),
            "Results alone, by points, in recorded metastatic disease.",
        ),
        optional(
            "reviewed",
            rule(vec![
                needed("signs", names(), "One of these, newer than the evidence."),
                optional(
                    "letters",
                    names(),
                    "One of these marks a letter of the team's own: what only such letters say the team knows.",
                ),
            ]),
            "Metastatic disease is recorded, reviewed since and stable.",
        ),
        optional(
            "cleared",
            rule(vec![
                needed("signs", names(), "One of these says that nothing was found."),
                optional("denied", names(), "So does a statement that one of these is absent."),
                needed("letters", names(), "One of these marks a letter of the team's own."),
            ]),
            "The team has looked since and found no sign of the cancer.",
        ),
        optional(
            "disputed",
            {
                let mut keys = vec![
                    needed("name", text(), "As a clinician reads it."),
                    needed("signs", names(), "One of these says so."),
                    optional(
                        "misfiled",
                        names(),
                        "One of these means the letter filed before it, another person's.",
                    ),
                    optional("letters", names(), "One of these marks such a letter."),
                ];
                keys.extend(basis(true));
                table(keys)
            },
            "A code or letter that the text calls an error counts as possible only.",
        ),
        optional(
            "acted_on",
            rule(vec![
                needed(
                    "headline",
                    text(),
                    "What the prompt says first; {date} and {headline} are filled in.",
                ),
                needed("routes", entries(route), "Routes that answer prompts."),
            ]),
            "A route at least as fast as the prompt was taken after the newest evidence.",
        ),
    ])
}

/// A row of points; a tumour's row may keep what it does not give.
fn row(whole_row: bool) -> Value {
    let key = |name: &str, schema: Value, description: &str| -> Key {
        if whole_row {
            needed(name, schema, description)
        } else {
            optional(name, schema, description)
        }
    };
    let mut keys = vec![
        key(
            "signs",
            some_names(),
            "Signs one of which is enough; the row counts once.",
        ),
        key("domain", text(), "The domain it counts in."),
        key("site", sites(), "Where it points."),
        key(
            "points",
            with(with(number(), "minimum", 0), "maximum", 100),
            "Points of a definite finding.",
        ),
        optional("group", text(), "Of the rows in one group only the highest counts."),
        optional("when", condition(), "A further condition."),
        optional("unless", condition(), "It does not count when this is true."),
        optional(
            "tumours",
            texts(),
            "Only for these tumour types or subtypes (`breast.lobular`).",
        ),
        optional(
            "affinity",
            list(choice(&["high", "moderate", "low"])),
            "Only when the tumour's affinity to the site is one of these.",
        ),
        optional(
            "possible",
            with(with(number(), "minimum", 0), "maximum", 1),
            "Share of the points for a merely possible finding; default 0.5.",
        ),
    ];
    keys.extend(basis(whole_row));
    table(keys)
}

pub(super) fn signs() -> Value {
    let kinds = [
        "symptom",
        "laboratory",
        "imaging",
        "history",
        "treatment",
        "process",
        "context",
    ];
    let sign = table(vec![
        needed("name", text(), "As a clinician reads it."),
        optional(
            "plain",
            text(),
            "As a patient would say it; needed for signs shown in leaflets.",
        ),
        optional(
            "site",
            sites(),
            "Where it points; default is the file's name when that is a site, else general.",
        ),
        optional("kind", choice(&kinds), "What kind of evidence it is; default symptom."),
        optional("codes", names(), "Codelists whose codes show it."),
        optional("absent_codes", names(), "Codelists whose codes say it is not there."),
        optional(
            "phrases",
            texts(),
            "Plain words; the reader handles case, plural, hyphens, slips.",
        ),
        optional(
            "says",
            texts(),
            "Word groups that say it together in a clause: `<leg> + <weak>`, `<cannot> > <climb>`.",
        ),
        optional("patterns", texts(), "Regular expressions where words won't do."),
        optional("absent_phrases", texts(), "Words that say it is not there."),
        optional("medications", names(), "Codelists of medicines."),
        optional(
            "medication_phrases",
            texts(),
            "Names of medicines looked for in medication text.",
        ),
        optional(
            "also",
            names(),
            "A finding of this sign is a finding of these signs too.",
        ),
        optional(
            "explained_by",
            names(),
            "When one of these is found too, the sign counts as explained.",
        ),
        optional(
            "emergency",
            flag(),
            "Never dropped in silence: `possible` counts in triggers.",
        ),
        optional(
            "remark",
            flag(),
            "It speaks of the record or of other complaints, not of the body: `read` lists it apart.",
        ),
        optional(
            "lookback",
            lookback(),
            "How far back a finding counts; by default symptom 90 days, laboratory and imaging 6 months, others ever.",
        ),
        optional(
            "measure",
            list(measure()),
            "Limits on tests: any that holds makes the sign.",
        ),
        optional(
            "trend",
            list(trend()),
            "Changes of tests: any that holds makes the sign.",
        ),
        optional(
            "qualifiers",
            members(texts()),
            "This sign's own phrases for a qualifier, beside the general ones.",
        ),
        optional(
            "when",
            condition(),
            "A made-up sign: true when this condition is (no codes or phrases then).",
        ),
        optional("sources", names(), SOURCES),
    ]);
    let ways = [
        "codes",
        "phrases",
        "says",
        "patterns",
        "medications",
        "medication_phrases",
        "measure",
        "trend",
        "when",
    ];
    entries(with_any(sign, &ways))
}

fn bounds() -> Vec<Key> {
    vec![
        optional("above", number(), "Greater than, in the measurement's unit."),
        optional("at_least", number(), "Greater than or equal."),
        optional("below", number(), "Less than."),
        optional("at_most", number(), "Less than or equal."),
        optional("above_range", flag(), "Above the laboratory's own upper limit."),
        optional("below_range", flag(), "Below the laboratory's own lower limit."),
        optional(
            "range_times",
            with(number(), "exclusiveMinimum", 0),
            "With above_range: more than this many times the upper limit.",
        ),
        optional(
            "fallback_high",
            number(),
            "Upper limit used when the laboratory sent none.",
        ),
        optional(
            "fallback_low",
            number(),
            "Lower limit used when the laboratory sent none.",
        ),
    ]
}

fn measure() -> Value {
    let mut keys = vec![needed("of", text(), "The measurement.")];
    keys.extend(bounds());
    keys.push(optional(
        "results",
        with(with(whole(), "minimum", 1), "maximum", 100),
        "The last so many results must all hold; default 1.",
    ));
    keys.push(optional("sex", sexes(), "Only for this sex."));
    keys.extend(basis(false));
    // The laboratory's own range needs no citation; every number of ours does.
    let company: [(&str, &[&str]); 10] = [
        ("above", CITED),
        ("at_least", CITED),
        ("below", CITED),
        ("at_most", CITED),
        ("range_times", CITED),
        ("fallback_high", CITED),
        ("fallback_low", CITED),
        ("basis", CITED),
        ("source", CITED),
        ("note", CITED),
    ];
    let limits = ["above", "at_least", "below", "at_most", "above_range", "below_range"];
    with_any(with_company(table(keys), &company), &limits)
}

fn trend() -> Value {
    let above_zero = || with(number(), "exclusiveMinimum", 0);
    let mut keys = vec![
        needed("of", text(), "The measurement."),
        optional(
            "fall_percent",
            with(above_zero(), "maximum", 100),
            "A fall by this many per cent.",
        ),
        optional("fall", above_zero(), "A fall by this much."),
        optional("rise_percent", above_zero(), "A rise by this many per cent."),
        optional("rise", above_zero(), "A rise by this much."),
        optional(
            "times",
            with(number(), "exclusiveMinimum", 1),
            "A rise to so many times.",
        ),
        optional(
            "rises",
            with(with(whole(), "minimum", 1), "maximum", 20),
            "So many rises one after another.",
        ),
        needed("within", period(), "From the comparison value to the newest."),
        optional(
            "minimum_days",
            whole(),
            "The two values lie at least so many days apart.",
        ),
        optional(
            "from",
            choice(&["highest", "lowest", "earliest", "previous", "own"]),
            "The comparison value; default highest for falls, lowest for rises; own: lowest of 7 days, else the median of a year.",
        ),
    ];
    keys.extend(bounds());
    keys.extend(basis(true));
    with_one(
        table(keys),
        &["fall_percent", "fall", "rise_percent", "rise", "times", "rises"],
    )
}

pub(super) fn tumours() -> Value {
    let history = table(vec![
        optional("codes", names(), "Codelists whose codes are a history of this cancer."),
        optional("phrases", texts(), "Words that are a history of this cancer."),
        optional("patterns", texts(), "Regular expressions where words won't do."),
        optional(
            "exclude",
            names(),
            "Codelists, beside those of ruleset.toml: an entry with such a code is never history.",
        ),
        optional("sex", sexes(), "The other sex gives a notice and is still counted."),
    ]);
    let mut affinity = cells();
    affinity.push(optional(
        "characteristic",
        list(sites()),
        "Sites that are characteristic of this cancer.",
    ));
    affinity.extend(basis(true));
    let subtype = table(vec![
        needed("name", text(), "As a clinician reads it."),
        optional("codes", names(), "Codelists whose codes show the subtype."),
        optional(
            "phrases",
            texts(),
            "Words that show it in an entry or sentence that names this cancer.",
        ),
        optional("when", condition(), "A condition instead."),
        optional("affinity", table(cells()), "Replaces single cells for the subtype."),
    ]);
    let mut high_risk = vec![needed(
        "when",
        condition(),
        "When this primary has a high risk of spread.",
    )];
    high_risk.extend(basis(true));
    let recurrence = table(vec![
        needed("text", text(), "How late it comes back, as a clinician reads it."),
        needed("source", text(), "An id of sources.toml or an evidence section."),
    ]);
    let follow_up = table(vec![
        needed("pathway", text(), "The pathway its own follow-up uses."),
        needed("text", text(), "How it is followed up."),
    ]);
    let report = table(vec![optional("signs", names(), "Signs the patient should report.")]);
    table(vec![
        needed("name", text(), "As a clinician reads it."),
        needed("plain", text(), "As a patient would say it."),
        needed("history", history, "How a history of this cancer shows in a record."),
        optional(
            "subtypes",
            entries(with_any(subtype, &["codes", "phrases", "when"])),
            "Subtypes that spread in their own way.",
        ),
        optional(
            "affinity",
            table(affinity),
            "Where it spreads: site = high, moderate or low.",
        ),
        optional(
            "points",
            entries(row(false)),
            "Rows of points added for this cancer, or changed where the id is one of scoring.toml.",
        ),
        optional(
            "high_risk",
            table(high_risk),
            "When this primary has a high risk of spread.",
        ),
        optional("recurrence", recurrence, "How late it comes back."),
        optional("follow_up", follow_up, "Its own follow-up pathway."),
        optional(
            "report",
            report,
            "Symptoms to report at a review; leaflet, infographic.",
        ),
        needed("sources", some_names(), SOURCES),
    ])
}

fn cells() -> Vec<Key> {
    let cell = |site: Site| {
        optional(
            site.name(),
            choice(&["high", "moderate", "low"]),
            "How readily it spreads there.",
        )
    };
    Site::ALL.map(cell).into()
}

pub(super) fn triggers() -> Value {
    prompt_rules(false)
}

pub(super) fn care() -> Value {
    prompt_rules(true)
}

fn prompt_rules(care: bool) -> Value {
    let site = "Where it points; `general` for no one site.";
    let known = table(vec![
        optional(
            "show",
            flag(),
            "false: not shown when metastatic disease is recorded (never for an emergency).",
        ),
        optional("headline", text(), "The headline then."),
        optional("pathway", text(), "The pathway then."),
    ]);
    let code = table(vec![
        needed("codelist", text(), "The codelist it stands in."),
        needed("code", text(), "The code."),
    ]);
    let tier = if care { tiers(&QUIET) } else { tiers(&Tier::ALL) };
    entries(table(vec![
        needed("name", text(), "As a clinician reads it."),
        optional(
            "evidence",
            text(),
            "The override of the evidence document, such as `O1`.",
        ),
        if care {
            optional("site", sites(), site)
        } else {
            needed("site", sites(), site)
        },
        needed("tier", tier, "How urgent it is."),
        needed("when", condition(), "Fires when this is true."),
        optional(
            "unless",
            condition(),
            "Does not fire when this is true; cannot tell does not stop it.",
        ),
        needed("pathway", text(), "What to do: an id of pathways/."),
        needed("headline", text(), "The line a clinician reads first."),
        optional("check", with(texts(), "maxItems", 3), CHECK),
        optional("lowers_concern", texts(), LOWERS),
        optional("uncertainty", text(), "In place of the rule set's standard sentence."),
        optional("supersedes", names(), "Rules not shown beside this one (same tumour)."),
        optional("query", text(), "The headline when the deciding sign is only possible."),
        optional(
            "known_metastatic",
            known,
            "Wording when metastatic disease is recorded.",
        ),
        optional("code", code, "Recording prompts only: the code to propose."),
        basis_kind(true),
        needed("sources", some_names(), SOURCES),
    ]))
}

pub(super) fn status() -> Value {
    let rule = table(vec![
        needed("name", text(), "As a clinician reads it."),
        needed(
            "status",
            choice(&["recorded", "probable", "possible"]),
            "How sure it is.",
        ),
        optional("site", sites(), "Where the disease is; default general."),
        optional("codes", names(), "Codelists whose codes show it."),
        optional("exclude", names(), "Codelists that refute it when later."),
        optional(
            "sign",
            text(),
            "A sign that shows it (text mentions), giving date and quote.",
        ),
        optional("when", condition(), "A condition over signs (drug clues, text)."),
        basis_kind(true),
        needed("sources", some_names(), SOURCES),
    ]);
    entries(with_any(rule, &["codes", "sign", "when"]))
}

pub(super) fn pathways() -> Value {
    entries(table(vec![
        needed("name", text(), "As a clinician reads it."),
        needed("timing", text(), "How soon."),
        needed(
            "call",
            text(),
            "Whom to contact, always shown first; {slot} is filled in by the place's overlay.",
        ),
        optional("do", texts(), "What else to do; may name {slot}s."),
        optional("safety_net", texts(), "Lines for the patient; may name {slot}s."),
        needed("sources", some_names(), SOURCES),
    ]))
}

pub(super) fn slots() -> Value {
    entries(table(vec![
        needed("name", text(), "As a clinician reads it."),
        optional("emergency", flag(), "Must be filled in a published overlay."),
        needed("fallback", text(), "What to do where no place fills it."),
    ]))
}

pub(super) fn overlay() -> Value {
    let slot = table(vec![
        optional("phone", any_text(), "Telephone number."),
        optional("hours", any_text(), "When it is answered."),
        optional("form", any_text(), "Referral form or address."),
        optional("note", any_text(), "A remark."),
    ]);
    table(vec![
        needed("name", text(), "The place."),
        needed(
            "status",
            choice(&["example", "published"]),
            "A published overlay must fill every emergency slot.",
        ),
        needed("dated", date(), "When it was written."),
        needed("review_due", date(), "When it is due for review."),
        optional("slots", members(slot), "Whom to call here: ids of pathways/slots.toml."),
        optional("settings", members(flag()), "Switches of ruleset.toml changed here."),
    ])
}

pub(super) fn cases() -> Value {
    let prompt = || {
        list(table(vec![
            optional("tier", tiers(&Tier::ALL), "Exactly this tier."),
            optional("at_least", tiers(&Tier::ALL), "This tier or a more urgent one."),
            optional("site", sites(), "Where it points."),
            optional("rule", any_text(), "The id of the rule, or `points`."),
            optional("tumour", any_text(), "The tumour type."),
        ]))
    };
    let statuses = ["none-recorded", "possible", "probable", "recorded"];
    let lines = || list(any_text());
    let mut notices = schemars::schema_for!(NoticeCode).to_value();
    if let Some(members) = notices.as_object_mut() {
        members.retain(|name, _| matches!(name.as_str(), "oneOf" | "enum" | "type"));
    }
    let case = table(vec![
        needed("name", text(), "The case in a few words."),
        needed("reason", text(), "Why it must be so, in one sentence."),
        optional("as_of", date(), "The day the question is asked; default 2026-03-12."),
        optional("sex", sexes(), "The patient's sex."),
        optional("age", with(whole(), "maximum", 120), "Age in years; or birth_date."),
        optional("birth_date", any_text(), "YYYY-MM-DD, YYYY-MM or YYYY."),
        optional("history", lines(), "Codelist and date: `breast-cancer 2008`."),
        optional(
            "notes",
            lines(),
            "`2026-03-12: hip pain 4/52`; the date may be left out.",
        ),
        optional(
            "codes",
            lines(),
            "`2026-03-12 back-pain`, `2026-03-10 absent headache`.",
        ),
        optional(
            "results",
            lines(),
            "`2026-03-01 adjusted-calcium 3.20 mmol/L (2.20-2.60)`.",
        ),
        optional("medications", lines(), "`2025-10-01 Letrozole 2.5mg tablets`."),
        optional("letters", lines(), "`2026-03-01: …`."),
        optional(
            "entries",
            list(serde_json::json!({ "type": "object" })),
            "Anything else, as in the native record.",
        ),
        optional("overlay", any_text(), "The overlay in use."),
        optional(
            "expect",
            prompt(),
            "Each must be prompted; fields left out match anything.",
        ),
        optional("never", prompt(), "None may be prompted."),
        optional("nothing", flag(), "No prompt above watch."),
        optional("metastatic", choice(&statuses), "The expected metastatic status."),
        optional("cancers", lines(), "Exactly these tumour types in the history."),
        optional("score", number(), "Total of the highest-scoring prompt."),
        optional("notices", list(notices), "These notices must appear."),
        optional("cannot_tell", lines(), "These rules must be undecided."),
    ]);
    let expectations = [
        "expect",
        "never",
        "nothing",
        "metastatic",
        "cancers",
        "score",
        "notices",
        "cannot_tell",
    ];
    let cases = with(list(with_any(case, &expectations)), "minItems", 1);
    table(vec![needed(
        "case",
        cases,
        "A small record and what must, or must not, be prompted for it.",
    )])
}
