//! `Observation`: a symptom or finding, a result, a group of results, or a note.

use metasign_core::record::{Assertion, EntryKind, NoticeCode, System, Text};

use super::{Lines, Maker};
use crate::concept::Concept;
use crate::measured::{Measured, Value};
use crate::resource::Resource;

/// GP Connect carries the free text of a consultation as Observations of this code, “Comment note” (as in the
/// sample records).
const COMMENT_NOTE: &str = "37331000000100";

/// What a yes-or-no answer says of the question.
enum Answer {
    Yes,
    No,
    CannotTell,
}

impl<'a> Maker<'_, 'a> {
    pub(super) fn observation(&mut self, resource: Box<Resource<'a>>) {
        let Resource {
            measured,
            components,
            notes,
            sites,
            laboratory,
            ..
        } = *resource;
        let mut lines = Lines::default();
        lines.add(notes);
        for site in &sites {
            lines.labelled("Site", site);
        }
        let is_comment = measured
            .code
            .codes
            .iter()
            .any(|code| code.system == System::Snomed && &*code.code == COMMENT_NOTE);
        let says_nothing = measured.code.is_empty() && matches!(measured.value, Value::None | Value::Text(_));
        if is_comment || (says_nothing && components.is_empty()) {
            let mut draft = self.draft(EntryKind::Note, "");
            if let Value::Text(text) = measured.value {
                lines.add([text]);
            }
            draft.entry.text = lines.text();
            // A comment note without comment says nothing and hides nothing.
            if draft.entry.text.is_some() || !is_comment {
                self.keep(draft);
            }
        } else {
            let group = laboratory || !components.is_empty();
            self.measured(measured, "", lines, group);
        }
        for (place, component) in components.into_iter().enumerate() {
            let part = format!("#{}", place.saturating_add(1));
            self.measured(component, &part, Lines::default(), true);
        }
    }

    /// One question and its answer; `result` when it can't be a plain finding.
    fn measured(&mut self, measured: Measured<'a>, part: &str, notes: Lines<'a>, result: bool) {
        let range = measured.range().unwrap_or_else(|why| {
            self.notice(NoticeCode::PassedOver, why);
            None
        });
        let is_result =
            result || measured.data_absent || !measured.ranges.is_empty() || !matches!(measured.value, Value::None);
        let Measured {
            code,
            value,
            interpretation,
            data_absent,
            ..
        } = measured;
        let kind = if is_result {
            EntryKind::Measurement
        } else {
            EntryKind::Condition
        };
        let mut draft = self.draft(kind, part);
        let entry = &mut draft.entry;
        if asks_of_family(&code) && entry.assertion == Assertion::Present {
            entry.assertion = Assertion::Family;
        }
        // The question of a result is no statement: its words count only where there is no code.
        let question = code
            .words_beyond_codes()
            .filter(|_| code.codes.is_empty() || !is_result)
            .cloned();
        entry.codes = code.codes;
        let mut answer = None;
        let mut answer_codes = Vec::new();
        match value {
            Value::None if data_absent => {
                // Asked and not answered: the code alone states nothing.
                answered(&mut entry.assertion, Answer::CannotTell);
                self.notice(NoticeCode::DataMissing, "its value is missing (`dataAbsentReason`)");
            }
            Value::None => {}
            Value::Quantity(quantity) => {
                entry.unit = quantity.unit().cloned();
                entry.value = quantity.value;
                entry.comparator = quantity.comparator;
                entry.range = range;
                if quantity.value.is_none() {
                    self.notice(NoticeCode::DataMissing, "its quantity has no number that can be read");
                }
            }
            Value::Flag(flag) => {
                entry.kind = EntryKind::Condition;
                answered(&mut entry.assertion, if flag { Answer::Yes } else { Answer::No });
            }
            Value::Text(text) => {
                entry.range = range;
                match yes_or_no(&text) {
                    Some(truth) => answered(&mut entry.assertion, truth),
                    None => answer = Some(text),
                }
            }
            Value::Concept(concept) => match concept.words().and_then(|words| yes_or_no(words)) {
                Some(truth) => answered(&mut entry.assertion, truth),
                None => {
                    answer = concept.words().cloned();
                    answer_codes = concept.codes;
                }
            },
            Value::Unread => {
                self.notice(NoticeCode::PassedOver, "its value is in a form that is not read");
            }
        }
        let mut lines = Lines::default();
        match (question, answer) {
            // In one sentence, so that what is said of the question is not taken for a statement of its own.
            (Some(question), Some(answer)) => {
                lines.add([Text::from(format!("{}: {}", question.as_str(), answer.as_str()))]);
            }
            (question, answer) => {
                lines.add(question);
                lines.add(answer);
            }
        }
        lines.add(notes.lines);
        if let Some(words) = interpretation {
            lines.add([Text::from(format!("Interpretation: {}", words.as_str()))]);
        }
        entry.text = lines.text();
        let assertion = entry.assertion;
        self.keep(draft);
        if !answer_codes.is_empty() {
            let mut draft = self.draft(EntryKind::Condition, &format!("{part}#value"));
            draft.entry.assertion = assertion;
            draft.entry.codes = answer_codes;
            self.keep(draft);
        }
    }
}

/// Whether the question is about relatives: its answer is then theirs.
fn asks_of_family(code: &Concept<'_>) -> bool {
    let about = |words: &str| {
        let words = words.trim_start();
        let starts = |prefix: &str| {
            words
                .get(..prefix.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(prefix))
        };
        starts("family history") || starts("FH:") || starts("FH ") || starts("[FH]")
    };
    code.text
        .iter()
        .chain(code.codes.iter().filter_map(|coding| coding.term.as_ref()))
        .any(|words| about(words))
}

/// Answers that only confirm or deny the question; told by their words, which are the same in all code systems.
fn yes_or_no(words: &str) -> Option<Answer> {
    const WORDS: [(&str, Answer); 18] = [
        ("yes", Answer::Yes),
        ("true", Answer::Yes),
        ("present", Answer::Yes),
        ("positive", Answer::Yes),
        ("detected", Answer::Yes),
        ("no", Answer::No),
        ("none", Answer::No),
        ("nil", Answer::No),
        ("negative", Answer::No),
        ("not detected", Answer::No),
        ("false", Answer::No),
        ("absent", Answer::No),
        ("not present", Answer::No),
        ("unknown", Answer::CannotTell),
        ("not known", Answer::CannotTell),
        ("don't know", Answer::CannotTell),
        ("indeterminate", Answer::CannotTell),
        ("not asked", Answer::CannotTell),
    ];
    // SNOMED writes the qualifier's kind behind it: `Absent (qualifier value)`.
    let words = words.split_once(" (").map_or(words, |(before, _)| before);
    let words = words.trim().trim_end_matches('.');
    WORDS
        .into_iter()
        .find_map(|(word, answer)| word.eq_ignore_ascii_case(words).then_some(answer))
}

fn answered(assertion: &mut Assertion, answer: Answer) {
    *assertion = match (answer, *assertion) {
        (Answer::Yes, stated) => stated,
        (Answer::No, Assertion::Absent) => Assertion::Possible,
        (Answer::No, _) => Assertion::Absent,
        (Answer::CannotTell, _) => Assertion::Other,
    };
}
