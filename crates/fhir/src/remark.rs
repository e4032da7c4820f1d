//! Remarks of a laboratory or report that are about the specimen, the test or cancers in general, not about the patient.

use metasign_core::record::Text;

/// Pieces of sentences, in lower case, that only such remarks hold: what a value may mean anywhere and for anybody, limits,
/// guidance, how people with a disease fare.
const CUES: [&str; 62] = [
    "raised levels",
    "elevated levels",
    "high levels",
    "increased levels",
    "low levels",
    "levels are seen",
    "levels are found",
    "levels may be",
    "levels can be",
    "levels are raised",
    "levels above",
    "levels below",
    "values above",
    "values below",
    "values occur",
    "values are seen",
    "is increased in",
    "is raised in",
    "is elevated in",
    "are increased in",
    "are elevated in",
    "are raised in",
    "may indicate",
    "can indicate",
    "other malignanc",
    "used to monitor",
    "non-smokers",
    "often >",
    "usually >",
    "often above",
    "usually above",
    "may be seen in",
    "can be seen in",
    "may be raised in",
    "may be elevated in",
    "may also be raised",
    "can be raised in",
    "can be elevated in",
    "can also be raised",
    "may occur in",
    "can occur in",
    "causes include",
    "should be interpreted",
    "interpret with",
    "reference range",
    "reference interval",
    "reference limit",
    "reference value",
    "normal range",
    "therapeutic range",
    "cut-off value",
    "nice guid",
    "nice ng",
    "assay",
    "prognosis is",
    "prognostic index",
    "median survival",
    "year survival",
    "survival rate",
    "screening test for",
    "in patients with",
    "patients with a",
];

/// Words of a remark on the specimen; two of them make one, for jaundice and haemolysis are also the patient's.
const SPECIMEN: [&str; 14] = [
    "icter",
    "lipaem",
    "lipem",
    "haemolys",
    "hemolys",
    "sample",
    "specimen",
    "indices",
    "index",
    "unaffected",
    "interfer",
    "turbid",
    "unsuitable",
    "jaundiced",
];

/// Beginnings of sentences that speak of a test or of people in general.
const BEGINNINGS: [&str; 16] = [
    "elevated in",
    "raised in",
    "increased in",
    "seen in",
    "found in",
    "levels",
    "a normal",
    "normal levels",
    "patients with",
    "people with",
    "women with",
    "men with",
    "those with",
    "not to be used",
    "should not be used",
    "this test",
];

fn is_remark(sentence: &str) -> bool {
    let lower = sentence.to_lowercase();
    let start = lower.trim_start_matches(|character: char| !character.is_alphanumeric());
    if BEGINNINGS.into_iter().any(|beginning| start.starts_with(beginning)) {
        return true;
    }
    let on_specimen = || SPECIMEN.into_iter().filter(|word| lower.contains(word)).take(2).count() >= 2;
    CUES.into_iter().any(|cue| lower.contains(cue)) || on_specimen()
}

/// A text without such remarks, and whether any was left out; borrowed where there was none.
pub(crate) fn without<'a>(text: Text<'a>) -> (Option<Text<'a>>, bool) {
    if !sentences(&text).any(is_remark) {
        return (Some(text), false);
    }
    let kept: String = sentences(&text).filter(|sentence| !is_remark(sentence)).collect();
    let kept = kept.trim();
    ((!kept.is_empty()).then(|| kept.to_owned().into()), true)
}

/// Sentences with their ends: a line, or what ends with `.`, `;`, `!` or `?` before white space.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let bytes = rest.as_bytes();
        let mut end = rest.len();
        for (at, byte) in bytes.iter().enumerate() {
            let next = bytes.get(at.saturating_add(1));
            let ends = *byte == b'\n'
                || (matches!(byte, b'.' | b';' | b'!' | b'?') && next.is_some_and(u8::is_ascii_whitespace));
            if ends {
                end = at.saturating_add(1);
                break;
            }
        }
        let (sentence, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
        rest = after;
        Some(sentence)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remarks_are_left_out_and_the_rest_stays() {
        for (text, kept) in [
            ("Unaffected by icterus or lipaemia in the sample.", None),
            ("Raised levels are seen in colorectal cancer and in smokers.", None),
            ("Median survival with bone metastases is 2 years.", None),
            (
                "Sample haemolysed. Liver metastases present. Reference range <5.",
                Some("Liver metastases present."),
            ),
            ("Multiple liver metastases", Some("Multiple liver metastases")),
            (
                "Metastases are seen in the liver.",
                Some("Metastases are seen in the liver."),
            ),
            ("CA125 is increased in ovarian cancer and other malignancies.", None),
            ("Levels above 100 suggest metastatic prostate cancer.", None),
            ("Reference values: <5. Colorectal cancer: often >20", None),
            (
                "Raised ALP in keeping with bone metastases.",
                Some("Raised ALP in keeping with bone metastases."),
            ),
            ("Scleral icterus noted.", Some("Scleral icterus noted.")),
            (
                "Sample shows metastatic carcinoma.",
                Some("Sample shows metastatic carcinoma."),
            ),
        ] {
            let (found, _) = without(text.into());
            assert_eq!(found.as_deref().map(str::trim), kept, "{text}");
        }
    }
}
