//! What a status says, in every form in which one is sent.
//!
//! STU3 writes a word, R4 a `CodeableConcept`; senders put a local coding first, only a text, another case. Every coding
//! and the text count, for the one that withdraws an entry may stand anywhere.

use crate::json::{Next, Outcome, Reader};

/// A set of what was said.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Said(u16);

impl Said {
    pub(crate) const ERROR: Self = Self(1);
    pub(crate) const REFUTED: Self = Self(1 << 1);
    pub(crate) const DOUBTFUL: Self = Self(1 << 2);
    pub(crate) const RESOLVED: Self = Self(1 << 3);
    pub(crate) const SUPERSEDED: Self = Self(1 << 4);
    pub(crate) const CANCELLED: Self = Self(1 << 5);
    pub(crate) const REVOKED: Self = Self(1 << 6);
    pub(crate) const NOT_DONE: Self = Self(1 << 7);
    pub(crate) const PLANNED: Self = Self(1 << 8);
    pub(crate) const NOT_TAKEN: Self = Self(1 << 9);

    pub(crate) const fn is(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    pub(crate) const fn add(&mut self, other: Self) {
        self.0 |= other.0;
    }

    /// What one word, or a few, say; nothing for a word without weight here.
    pub(crate) fn of(words: &str) -> Self {
        // Most statuses by far: the common words cost no evening out.
        if matches!(
            words,
            "final" | "active" | "completed" | "confirmed" | "current" | "finished"
        ) {
            return Self::default();
        }
        let words = words.split_once(" (").map_or(words, |(before, _)| before);
        let mut evened = String::with_capacity(words.len());
        evened.extend(
            words
                .chars()
                .filter(|character| character.is_alphanumeric())
                .flat_map(char::to_lowercase),
        );
        match evened.as_str() {
            "enteredinerror" | "enteredinerrror" | "recordedinerror" | "enterederror" | "nullified" => Self::ERROR,
            "refuted"
            | "ruledout"
            | "excluded"
            | "disproved"
            | "knownabsent"
            | "definitelynotpresent"
            | "notpresent" => Self::REFUTED,
            // SNOMED's qualifiers “Known absent” and “Definitely NOT present”.
            "410516002" | "410594000" | "272519000" => Self::REFUTED,
            "differential"
            | "differentialdiagnosis"
            | "provisional"
            | "provisionaldiagnosis"
            | "unconfirmed"
            | "suspected"
            | "working"
            | "workingdiagnosis"
            | "possible"
            | "probable"
            | "probablypresent"
            | "probablynotpresent"
            | "knownpossible"
            | "likely"
            | "unlikely"
            | "presumed"
            | "presumptive"
            | "uncertain"
            | "toberuledout"
            | "query" => Self::DOUBTFUL,
            // SNOMED's qualifiers “Suspected”, “Known possible”, “Probably present” and “Probably NOT present”.
            "415684004" | "410590009" | "410592001" | "410593006" => Self::DOUBTFUL,
            "resolved" => Self::RESOLVED,
            "superseded" | "obsolete" | "replaced" => Self::SUPERSEDED,
            "cancelled" | "canceled" => Self::CANCELLED,
            "revoked" => Self::REVOKED,
            "notdone" | "notperformed" => Self::NOT_DONE,
            "preparation" => Self::PLANNED,
            "nottaken" => Self::NOT_TAKEN,
            other if other.starts_with("enteredinerror") => Self::ERROR,
            _ => Self::default(),
        }
    }
}

impl Reader<'_> {
    /// A status: a word, or a `CodeableConcept` with its codings and text.
    pub(crate) fn status(&mut self, member: &'static str) -> Outcome<Said> {
        let mut said = Said::default();
        if self.next_kind()? != Next::Object {
            if let Some(word) = self.words(member)? {
                said.add(Said::of(word.trim()));
            }
            return Ok(said);
        }
        self.members(|reader, name| match name {
            "coding" => reader.each(|reader| {
                if !reader.expect(Next::Object, member)? {
                    return Ok(());
                }
                reader.members(|reader, name| {
                    match name {
                        "code" | "display" => {
                            if let Some(word) = reader.words(member)? {
                                said.add(Said::of(word.trim()));
                            }
                        }
                        _ => reader.pass_over()?,
                    }
                    Ok(())
                })
            }),
            "text" => {
                if let Some(words) = reader.words(member)? {
                    said.add(Said::of(words.trim()));
                }
                Ok(())
            }
            _ => reader.pass_over(),
        })?;
        Ok(said)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
    use super::*;

    #[test]
    fn one_word_has_many_spellings() {
        for words in [
            "entered-in-error",
            "Entered in Error",
            "ENTERED_IN_ERROR",
            "entered in error (qualifier value)",
        ] {
            assert_eq!(Said::of(words), Said::ERROR, "{words}");
        }
        for words in ["refuted", "Refuted", "410516002", "ruled-out"] {
            assert_eq!(Said::of(words), Said::REFUTED, "{words}");
        }
        for words in [
            "differential",
            "Provisional",
            "unconfirmed",
            "Suspected (qualifier value)",
        ] {
            assert_eq!(Said::of(words), Said::DOUBTFUL, "{words}");
        }
        for words in ["final", "Confirmed", "inactive", "remission", "", "3", "in error"] {
            assert_eq!(Said::of(words), Said::default(), "{words}");
        }
    }

    #[test]
    fn every_coding_and_the_text_count() {
        for json in [
            r#""entered-in-error""#,
            r#"" Entered-In-Error ""#,
            r#"{"text":"Entered in Error"}"#,
            r#"{"coding":[{"system":"x","code":"3"},{"code":"entered-in-error"}]}"#,
            r#"{"coding":[{"code":"17","display":"Entered in error"}],"text":"confirmed"}"#,
            r#"{"coding":{"code":"entered-in-error"}}"#,
        ] {
            assert_eq!(Reader::new(json).status("status").unwrap(), Said::ERROR, "{json}");
        }
    }
}
