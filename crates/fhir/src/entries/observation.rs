//! `Observation`: a symptom or finding, a result, a group of results, or a note.

use metasign_core::record::{Assertion, EntryKind, NoticeCode, ReferenceRange, System, Text};

use super::{Lines, Maker};
use crate::answer::{self, Answer, Flag, Given, answered};
use crate::count;
use crate::family;
use crate::fluid::{self, Fluid, Specimen};
use crate::lenient::Reference;
use crate::measured::{Measured, Quantity, Value};
use crate::number;
use crate::resource::Resource;
use crate::stage;

/// GP Connect carries the free text of a consultation as Observations of this code, “Comment note” (as in the
/// sample records).
const COMMENT_NOTE: &str = "37331000000100";

/// A longer text is a report, not a value in words.
const MAX_VALUE: usize = 60;

/// What stands around a question and its answer.
struct Setting<'a> {
    notes: Lines<'a>,
    /// Can't be a plain finding: one of a group, or a laboratory's.
    result: bool,
    /// A component: its code is a question, and states nothing by itself.
    component: bool,
    laboratory: bool,
}

impl<'a> Maker<'_, 'a> {
    pub(super) fn observation(&mut self, resource: Box<Resource<'a>>) {
        let Resource {
            mut measured,
            components,
            mut notes,
            sites,
            laboratory,
            group,
            specimens,
            contained,
            ..
        } = *resource;
        // The specimen says what was measured, else the words of the test or the place.
        let inside = |reference: &Reference<'a>| {
            let id = reference.target.as_deref()?.strip_prefix('#')?;
            let inner = contained.iter().find(|inner| inner.id.as_deref() == Some(id))?;
            inner.types.first().and_then(fluid::of_concept).map(Specimen::Known)
        };
        let site = sites.iter().find_map(fluid::of_concept);
        let specimen = site.filter(|fluid| *fluid == Fluid::Other).map(Specimen::Known);
        self.specimen = specimen.or_else(|| {
            let reference = specimens.first()?;
            inside(reference).or_else(|| Specimen::of(reference))
        });
        if let ([only], Value::None) = (notes.as_slice(), &measured.value)
            && answer::of_words(only).is_some()
            && !measured.code.is_empty()
        {
            // “Leg weakness”, with “No” in the comment.
            measured.value = notes.pop().map_or(Value::None, Value::Text);
        }
        let placed = matches!(measured.value, Value::None) && measured.code.take_place(&sites);
        let mut lines = Lines::default();
        lines.add(notes);
        for site in sites.iter().filter(|_| !placed) {
            lines.labelled("Site", site);
        }
        // What is asked of the family is asked in its parts too.
        let of_family = measured.code.all_words().any(family::asks);
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
            let result = laboratory || group || !components.is_empty();
            self.measured(
                measured,
                "",
                Setting {
                    notes: lines,
                    result,
                    component: false,
                    laboratory,
                },
            );
        }
        if of_family && self.assertion == Assertion::Present {
            self.assertion = Assertion::Family;
        }
        for (place, component) in components.into_iter().enumerate() {
            let part = format!("#{}", place.saturating_add(1));
            self.measured(
                component,
                &part,
                Setting {
                    notes: Lines::default(),
                    result: true,
                    component: true,
                    laboratory,
                },
            );
        }
    }

    /// One question and its answer.
    fn measured(&mut self, mut measured: Measured<'a>, part: &str, mut setting: Setting<'a>) {
        let nothing = matches!(measured.value, Value::None) && !measured.data_absent;
        if setting.component && nothing && measured.interpretation.says_nothing() {
            self.notice(
                NoticeCode::DataMissing,
                "a component without a value says nothing and was left out",
            );
            return;
        }
        let range = measured.range().unwrap_or_else(|why| {
            self.notice(NoticeCode::PassedOver, why);
            None
        });
        let range = self.number_in_text(&mut measured, &mut setting.notes).or(range);
        let is_result = setting.result
            || measured.data_absent
            || !measured.ranges.is_empty()
            || !matches!(measured.value, Value::None);
        let from_laboratory = setting.laboratory || !measured.ranges.is_empty();
        let counts_none = !from_laboratory
            && matches!(&measured.value, Value::Quantity(quantity) if count::denies(&measured.code, quantity));
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
        if code.all_words().any(family::asks) && entry.assertion == Assertion::Present {
            entry.assertion = Assertion::Family;
        }
        let asks_stage = stage::asks(&code);
        // Words without a code are read as one sentence with their question.
        let started = match &value {
            Value::Text(text) => answer::of_start(text, &code)
                .filter(|(_, rest)| rest.is_empty() || !code.codes.is_empty())
                .map(|(truth, rest)| (truth, (!rest.is_empty()).then(|| text.clone()))),
            _ => None,
        };
        let mut behind = None;
        let fluid_of_name = match value {
            Value::Quantity(_) => fluid::of_concept(&code),
            _ => None,
        };
        // The question of a result is no statement: its words count only where there is no code.
        let question = code
            .words_beyond_codes()
            .filter(|_| code.codes.is_empty() || !is_result)
            .cloned();
        entry.codes = code.codes;
        let mut answer = None;
        let mut answer_codes = Vec::new();
        let mut told = None;
        let mut numeric = false;
        match value {
            Value::None if data_absent => {
                // Asked and not answered: the code alone states nothing.
                told = Some(Answer::CannotTell);
                self.notice(NoticeCode::DataMissing, "its value is missing (`dataAbsentReason`)");
            }
            Value::None => {
                told = self.unanswered(&interpretation.given);
            }
            Value::Quantity(quantity) => {
                let (unit, also) = quantity.units();
                entry.unit = unit.cloned();
                entry.unit_also = also.cloned();
                entry.value = quantity.value;
                entry.comparator = quantity.comparator;
                entry.range = range;
                numeric = true;
                told = counts_none.then_some(Answer::No);
                if quantity.value.is_none() {
                    self.notice(NoticeCode::DataMissing, "its quantity has no number that can be read");
                }
            }
            Value::Flag(flag) => {
                entry.kind = EntryKind::Condition;
                told = Some(if flag { Answer::Yes } else { Answer::No });
            }
            Value::Text(text) => {
                entry.range = range;
                let begun = started.as_ref().filter(|_| !asks_stage);
                match answer::of_value(&text) {
                    Some(truth) => {
                        told = Some(truth);
                        if from_laboratory && truth == Answer::CannotTell {
                            self.notice(NoticeCode::DataMissing, "its value is words that give no result");
                        }
                    }
                    None if begun.is_some() => {
                        told = begun.map(|(truth, _)| *truth);
                        behind = started.and_then(|(_, rest)| rest);
                    }
                    None if asks_stage => answer = stage::spread(&text).or(Some(text)),
                    None => {
                        if from_laboratory
                            && text.len() < MAX_VALUE
                            && text.contains(|digit: char| digit.is_ascii_digit())
                        {
                            self.notice(
                                NoticeCode::ValueFromText,
                                "its value is text that is no plain number; read as words, not as a result",
                            );
                        }
                        answer = if from_laboratory {
                            let mut lines = Lines::default();
                            lines.add([text]);
                            self.without_remarks(lines).text()
                        } else {
                            Some(text)
                        };
                    }
                }
            }
            Value::Concept(concept, given) => {
                if asks_stage {
                    answer = stage::in_words(&concept).or_else(|| concept.words().cloned());
                    answer_codes = concept.codes;
                } else if let Some(truth) = given.answer {
                    told = Some(truth);
                } else if let Some(words) = concept.words() {
                    answer = Some(words.clone());
                    answer_codes = concept.codes;
                } else {
                    // A code without words that is no answer known here may mean anything, a denial too.
                    told = Some(Answer::CannotTell);
                    answer_codes = concept.codes;
                    self.notice(
                        NoticeCode::DataMissing,
                        "its answer is a code without words; whether it confirms or denies can't be told",
                    );
                }
            }
            Value::Unread => {
                self.notice(NoticeCode::PassedOver, "its value is in a form that is not read");
            }
        }
        let answer_assertion = entry.assertion;
        if told == Some(Answer::CannotTell) && !data_absent {
            // “See report”, and the answer in the interpretation.
            told = interpretation.given.answer.or(told);
        }
        if let Some(truth) = told {
            answered(&mut entry.assertion, truth);
        }
        if let Some(flag) = interpretation
            .flag
            .filter(|_| numeric && entry.value.is_some() && entry.range.is_none())
        {
            // Which limit the flag means, nobody says.
            let message = match flag {
                Flag::Normal => {
                    "its interpretation says normal and no range came with it; judged by the rules' own limits"
                }
                Flag::Abnormal => {
                    "its interpretation says abnormal and no range came with it; judged by the rules' own limits"
                }
            };
            self.notice(NoticeCode::DataMissing, message);
        }
        let mut lines = Lines::default();
        match (question, answer) {
            (_, Some(answer)) if asks_stage => lines.add([answer]),
            // In one sentence, so that what is said of the question is not taken for a statement of its own.
            (Some(question), Some(answer)) => {
                lines.add([Text::from(format!("{}: {}", question.as_str(), answer.as_str()))]);
            }
            (question, answer) => {
                lines.add(question);
                lines.add(answer);
            }
        }
        let per_volume = [&entry.unit, &entry.unit_also]
            .into_iter()
            .flatten()
            .any(|unit| is_concentration(unit));
        let is_laboratory = from_laboratory || (numeric && per_volume);
        // “Urinary frequency 5” is no test of urine.
        draft.specimen = if is_laboratory && fluid_of_name == Some(Fluid::Other) {
            fluid_of_name.map(Specimen::Known)
        } else {
            self.specimen.clone()
        };
        if is_laboratory && numeric && !setting.notes.is_empty() {
            // What a laboratory writes beside a number is about tests and diseases in general.
            self.notice(
                NoticeCode::PassedOver,
                "a laboratory's comment beside a number was not read as the patient's history",
            );
        } else if is_laboratory {
            let notes = self.without_remarks(setting.notes);
            lines.add(notes.into_lines());
        } else {
            lines.add(setting.notes.into_lines());
        }
        if let Some(words) = interpretation.words.filter(|_| interpretation.given.answer.is_none()) {
            lines.add([Text::from(format!("Interpretation: {}", words.as_str()))]);
        }
        draft.entry.text = lines.text();
        self.keep(draft);
        if let Some(words) = behind {
            // What stands behind the answer is not denied with it, unless a reader of sentences finds it so.
            let mut lines = Lines::default();
            lines.add([words]);
            if from_laboratory {
                lines = self.without_remarks(lines);
            }
            if !lines.is_empty() {
                let mut draft = self.draft(EntryKind::Note, &format!("{part}#words"));
                draft.entry.text = lines.text();
                self.keep(draft);
            }
        }
        if !answer_codes.is_empty() {
            let mut draft = self.draft(EntryKind::Condition, &format!("{part}#value"));
            draft.entry.assertion = answer_assertion;
            draft.entry.codes = answer_codes;
            self.keep(draft);
        }
    }

    /// What stands for the answer of a question that has none.
    fn unanswered(&mut self, interpretation: &Given) -> Option<Answer> {
        if interpretation.answer.is_some() {
            return interpretation.answer;
        }
        if interpretation.coded {
            self.notice(
                NoticeCode::DataMissing,
                "an interpretation without a value; whether it is so can't be told",
            );
            return Some(Answer::CannotTell);
        }
        None
    }

    /// Makes a number sent as text a number, and tells it; gives the range that stood beside it, and the notes its words.
    fn number_in_text(&mut self, measured: &mut Measured<'a>, notes: &mut Lines<'a>) -> Option<ReferenceRange> {
        if measured.code.is_empty() || stage::asks(&measured.code) {
            return None;
        }
        let text = match &measured.value {
            Value::Text(text) => text.clone(),
            Value::Concept(concept, given) if concept.codes.is_empty() && given.answer.is_none() => {
                concept.words()?.clone()
            }
            _ => return None,
        };
        if answer::of_value(&text).is_some() {
            return None;
        }
        let number = number::of(&text)?;
        let range = number.range;
        notes.add(number.words.map(|words| Text::from(words.to_owned())));
        measured.value = Value::Quantity(Quantity::of_text(&number));
        self.notice(
            NoticeCode::ValueFromText,
            "its value is sent as text; read as a number, confirm it",
        );
        range
    }
}

/// Whether a unit is something a volume, as a laboratory's are: not a weight, a height, a pressure or a pulse.
fn is_concentration(unit: &str) -> bool {
    let unit = unit.to_ascii_lowercase();
    let below = unit
        .rsplit_once('/')
        .or_else(|| unit.rsplit_once(" per "))
        .map(|(_, below)| below.trim());
    matches!(
        below,
        Some(
            "l" | "dl"
                | "ml"
                | "ul"
                | "nl"
                | "litre"
                | "liter"
                | "decilitre"
                | "deciliter"
                | "millilitre"
                | "milliliter"
                | "mm3"
                | "100ml"
        )
    )
}
