//! Results whose test is known by its name in words only: “Alpha-fetoprotein 186 kU/L”, without a code, or with one that no
//! list holds. The whole name has to be a test's, bar words that say how it was measured: “Urine calcium” is no calcium.

use rustc_hash::FxHashMap;

use crate::plan::CodeTarget;
use crate::record::{Entry, EntryKind, NoticeCode};
use crate::rules::model::RuleSet;

use super::reading::{Dated, Reading};

/// Words that say how a test was made or what of it is given, and not which test it is.
const ANY_TEST: [&str; 24] = [
    "serum",
    "plasma",
    "blood",
    "level",
    "levels",
    "concentration",
    "measurement",
    "estimation",
    "test",
    "result",
    "value",
    "assay",
    "total",
    "count",
    "of",
    "the",
    "in",
    "or",
    "by",
    "s",
    "p",
    "b",
    "se",
    "automated",
];

/// Specimens and forms of a test that are another test.
const OTHER: [&str; 16] = [
    "urine", "urinary", "csf", "fluid", "stool", "faecal", "fecal", "24h", "24", "ratio", "ionised", "ionized", "free",
    "amniotic", "point", "cord",
];

/// The tests by their names.
fn names(rules: &RuleSet) -> FxHashMap<String, usize> {
    let mut tests = FxHashMap::default();
    for (place, test) in rules.measurements.iter().enumerate() {
        for name in test.phrases.iter().chain([&test.name]) {
            if let Some(name) = evened(name) {
                tests.entry(name).or_insert(place);
            }
        }
    }
    tests
}

/// A name without case, marks, spaces and words of no weight; `None` for another test's.
fn evened(name: &str) -> Option<String> {
    if name.len() > 120 {
        return None;
    }
    let lower = name.to_lowercase();
    // LOINC says behind the name what is measured in which specimen: `Calcium [Moles/volume] in Serum or Plasma`.
    let (name, specimen) = match lower.split_once('[') {
        Some((name, behind)) => (name, behind.split_once(']').map_or("", |(_, specimen)| specimen)),
        None => (lower.as_str(), ""),
    };
    let words =
        |text| str::split(text, |character: char| !character.is_alphanumeric()).filter(|word: &&str| !word.is_empty());
    if words(specimen).any(|word| OTHER.contains(&word)) {
        return None;
    }
    let mut out = String::with_capacity(name.len());
    for word in words(name) {
        if OTHER.contains(&word) {
            return None;
        }
        if ANY_TEST.contains(&word) {
            continue;
        }
        let singular = word.strip_suffix('s').filter(|singular| singular.len() > 3);
        out.push_str(singular.unwrap_or(word));
    }
    // One spelling for “haemoglobin” and “hemoglobin”, “foeto” and “feto”.
    if out.contains("haem") || out.contains("foet") {
        out = out.replace("haem", "hem").replace("foet", "fet");
    }
    (!out.is_empty()).then_some(out)
}

impl<'r> Reading<'_, 'r> {
    /// A number whose test no code tells.
    pub(super) fn named_result(&mut self, dated: Dated<'_, 'r>) {
        let entry = dated.entry;
        if entry.kind != EntryKind::Measurement || entry.value.is_none() {
            return;
        }
        let finder = self.finder;
        let known = entry.codes.iter().any(|coding| {
            let targets = finder.codes.targets(coding.system, &coding.code);
            targets
                .iter()
                .any(|target| matches!(target, CodeTarget::Measurement(_)))
        });
        if known {
            return;
        }
        let names = finder.codes.names.get_or_init(|| names(self.rules));
        let Some(test) = names_of(entry).find_map(|name| names.get(&evened(name)?).copied()) else {
            return;
        };
        if let Some(test) = self.rules.measurements.get(test) {
            let message = format!("{}: known by its name in words, not by a code; confirm it", test.name);
            self.notice(NoticeCode::ValueFromText, entry, message);
        }
        self.coded_result(dated, test);
    }
}

/// What the test is called: the terms of its codes, else the first line of its text.
fn names_of<'e>(entry: &'e Entry<'_>) -> impl Iterator<Item = &'e str> {
    let terms = entry.codes.iter().filter_map(|coding| coding.term.as_deref());
    let first_line = entry.text.as_deref().and_then(|text| text.lines().next());
    terms.chain(first_line.filter(|_| entry.codes.is_empty()))
}

#[cfg(test)]
mod tests {
    use super::evened;

    #[test]
    fn one_test_has_many_names() {
        for names in [
            &[
                "Alpha-fetoprotein",
                "alpha fetoprotein",
                "Serum alphafetoprotein level",
                "Alpha foetoprotein",
            ][..],
            &[
                "Haemoglobin",
                "hemoglobin",
                "Hemoglobin [Mass/volume] in Blood",
                "Haemoglobin estimation",
            ],
            &["Platelets", "Platelet count", "PLATELET COUNT (B)"],
            &[
                "C-reactive protein",
                "Serum C reactive protein level",
                "Plasma C-reactive protein",
            ],
        ] {
            let evened: Vec<_> = names.iter().map(|name| evened(name)).collect();
            assert!(
                evened.windows(2).all(|pair| pair.first() == pair.last()),
                "{names:?} {evened:?}"
            );
            assert!(evened.first().is_some_and(Option::is_some));
        }
    }

    #[test]
    fn another_specimen_is_another_test() {
        for name in [
            "Urine calcium",
            "Calcium [Moles/volume] in Urine",
            "Ionised calcium",
            "Albumin/creatinine ratio",
            "Free PSA",
            "CSF albumin",
            "Serum level",
        ] {
            assert_eq!(evened(name), None, "{name}");
        }
        assert_ne!(evened("Haemoglobin A1c"), evened("Haemoglobin"));
        assert_ne!(evened("Adjusted calcium"), evened("Calcium"));
    }
}
