//! The words of an answer, the same in every face: a line for a piece of evidence, a date as a clinician reads it.

use crate::assessment::{Evidence, Reference};
use crate::record::{Assertion, PartialDate, Precision};

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// A date as it is written in a letter: `12 Mar 2026`, `Mar 2026`, `2008`.
#[must_use]
pub fn date_in_words(date: PartialDate) -> String {
    let iso = date.earliest().to_string();
    let mut parts = iso.split('-');
    let year = parts.next().unwrap_or_default().trim_start_matches('0');
    let month = parts
        .next()
        .and_then(|month| month.parse::<usize>().ok())
        .and_then(|month| MONTHS.get(month.saturating_sub(1)))
        .copied()
        .unwrap_or_default();
    let day = parts.next().unwrap_or_default().trim_start_matches('0');
    match date.precision() {
        Precision::Day => format!("{day} {month} {year}"),
        Precision::Month => format!("{month} {year}"),
        Precision::Year => year.to_owned(),
    }
}

/// What a piece of evidence says, without its date: name, what is said of it, and the exact words.
#[must_use]
pub fn evidence_in_words(evidence: &Evidence) -> String {
    let mut line = evidence.name.clone();
    let said = match evidence.assertion {
        Assertion::Present => None,
        Assertion::Possible => Some("possible"),
        Assertion::Absent => Some("not present"),
        Assertion::Historical => Some("in the past"),
        Assertion::Family => Some("in the family"),
        Assertion::Hypothetical => Some("not stated as a fact"),
        Assertion::Other => Some("not the patient's"),
    };
    let details: Vec<String> = said
        .map(str::to_owned)
        .into_iter()
        .chain(evidence.qualifiers.iter().map(|id| id.replace('-', " ")))
        .collect();
    if !details.is_empty() {
        line.push_str(" (");
        line.push_str(&details.join(", "));
        line.push(')');
    }
    // A coded term that says the same as the name would only be read twice.
    if let Some(quote) = evidence.quote.as_deref().map(str::trim)
        && !quote.is_empty()
        && !quote.eq_ignore_ascii_case(&evidence.name)
    {
        line.push_str(": \u{201c}");
        line.push_str(quote);
        line.push('\u{201d}');
    }
    line
}

/// A piece of evidence in one line, its date first.
#[must_use]
pub fn evidence_line(evidence: &Evidence) -> String {
    let date = evidence.date.map_or_else(|| "undated".to_owned(), date_in_words);
    format!("{date}: {}", evidence_in_words(evidence))
}

/// A citation in one line.
#[must_use]
pub fn reference_line(reference: &Reference) -> String {
    if reference.title.is_empty() {
        reference.id.clone()
    } else {
        format!("{}: {}", reference.id, reference.title)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
    use super::*;
    use crate::assessment::EvidenceSource;

    fn evidence(name: &str, quote: &str) -> Evidence {
        Evidence {
            sign: "back-pain".into(),
            name: name.into(),
            assertion: Assertion::Present,
            date: PartialDate::parse("2026-03-02"),
            entry: Some("e1".into()),
            source: EvidenceSource::Text,
            quote: Some(quote.into()),
            span: None,
            qualifiers: vec!["nocturnal".into()],
            points: None,
        }
    }

    #[test]
    fn dates_keep_their_precision() {
        let words: Vec<_> = ["2026-03-02", "2026-12", "2008"]
            .iter()
            .map(|text| date_in_words(PartialDate::parse(text).unwrap()))
            .collect();
        assert_eq!(words, ["2 Mar 2026", "Dec 2026", "2008"]);
    }

    #[test]
    fn a_line_has_date_name_qualifiers_and_quote_once() {
        assert_eq!(
            evidence_line(&evidence("Back pain", "T-spine pain, waking her")),
            "2 Mar 2026: Back pain (nocturnal): “T-spine pain, waking her”"
        );
        assert_eq!(
            evidence_line(&evidence("Back pain", "back PAIN")),
            "2 Mar 2026: Back pain (nocturnal)"
        );
        let possible = Evidence {
            assertion: Assertion::Possible,
            date: None,
            ..evidence("Back pain", "?")
        };
        assert_eq!(
            evidence_line(&possible),
            "undated: Back pain (possible, nocturnal): “?”"
        );
    }
}
