//! Points, what lowers concern, tumour types.

use metasign_core::rules::model::{Site, Tier};
use serde_json::Value;

use super::super::shape::{
    Key, basis, choice, condition, entries, flag, list, names, needed, number, optional, period, sexes, sites,
    some_names, table, text, texts, tiers, with, with_any,
};
use super::shared::{CHECK, LOWERS, SOURCES};

/// Tiers a total of points can reach.
const SCORED: [Tier; 3] = [Tier::UrgentSuspectedCancer, Tier::SoonReview, Tier::Watch];

pub(in crate::rule_schema) fn scoring() -> Value {
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
                needed(
                    "shows",
                    chance(),
                    "Below this chance nothing is shown, but for an emergency.",
                ),
                needed(
                    "asks",
                    chance(),
                    "Below this chance an emergency is not asked about either.",
                ),
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

pub(in crate::rule_schema) fn tumours() -> Value {
    let history = table(vec![
        optional("codes", names(), "Codelists whose codes are a history of this cancer."),
        optional("phrases", texts(), "Words that are a history of this cancer."),
        optional(
            "says",
            texts(),
            "Word groups that say it together in a clause: `<ovary> <cancer-word>`.",
        ),
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
