//! What is found in a record: words, tests, signs, metastatic status.

use serde_json::Value;

use super::super::shape::{
    Key, any_text, basis, basis_kind, choice, condition, entries, flag, list, lookback, members, names, needed, number,
    optional, period, sexes, sites, some_names, table, text, texts, whole, with, with_any, with_company, with_one,
};
use super::shared::{CITED, SOURCES};

pub(in crate::rule_schema) fn qualifiers() -> Value {
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

pub(in crate::rule_schema) fn measurements() -> Value {
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

pub(in crate::rule_schema) fn signs() -> Value {
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

pub(in crate::rule_schema) fn status() -> Value {
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
