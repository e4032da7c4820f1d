//! Building a record in code; it means the same as the native JSON.

use super::{
    Answer, Assertion, Coding, Comparator, Date, Entry, EntryKind, PartialDate, Patient, Record, ReferenceRange, Sex,
    System, Text,
};

impl<'a> Record<'a> {
    /// A record being built, for the question asked on `as_of`.
    #[must_use]
    pub fn builder(as_of: Date) -> RecordBuilder<'a> {
        RecordBuilder::new(as_of)
    }
}

/// A [`Record`] being built.
#[derive(Debug)]
pub struct RecordBuilder<'a> {
    record: Record<'a>,
}

impl<'a> RecordBuilder<'a> {
    fn new(as_of: Date) -> Self {
        Self {
            record: Record {
                as_of,
                patient: Patient::default(),
                entries: Vec::new(),
                answers: Vec::new(),
                notices: Vec::new(),
            },
        }
    }

    /// Sets the recorded sex.
    #[must_use]
    pub fn sex(mut self, sex: Sex) -> Self {
        self.record.patient.sex = Some(sex);
        self
    }

    /// Sets the birth date.
    #[must_use]
    pub fn birth_date(mut self, date: Date) -> Self {
        self.record.patient.birth_date = Some(PartialDate::day(date));
        self
    }

    /// Sets the host's opaque token, echoed back.
    #[must_use]
    pub fn reference(mut self, reference: impl Into<Text<'a>>) -> Self {
        self.record.patient.reference = Some(reference.into());
        self
    }

    /// Adds an entry.
    #[must_use]
    pub fn entry(mut self, entry: Entry<'a>) -> Self {
        self.record.entries.push(entry);
        self
    }

    /// Adds a clinician's answer to an earlier prompt.
    #[must_use]
    pub fn answer(mut self, answer: Answer<'a>) -> Self {
        self.record.answers.push(answer);
        self
    }

    /// The record.
    #[must_use]
    pub fn build(self) -> Record<'a> {
        self.record
    }
}

impl<'a> Entry<'a> {
    /// An entry with an id and a kind, and nothing else yet.
    #[must_use]
    pub fn new(id: impl Into<Text<'a>>, kind: EntryKind) -> Self {
        Self {
            id: id.into(),
            date: None,
            end: None,
            kind,
            codes: Vec::new(),
            text: None,
            value: None,
            unit: None,
            unit_also: None,
            comparator: None,
            range: None,
            consultation: None,
            assertion: Assertion::Present,
        }
    }

    /// Dates it to a day.
    #[must_use]
    pub fn on(mut self, date: Date) -> Self {
        self.date = Some(PartialDate::day(date));
        self
    }

    /// Dates it to a day, month or year.
    #[must_use]
    pub fn dated(mut self, date: PartialDate) -> Self {
        self.date = Some(date);
        self
    }

    /// Says when it ended.
    #[must_use]
    pub fn ended(mut self, date: PartialDate) -> Self {
        self.end = Some(date);
        self
    }

    /// Adds a code.
    #[must_use]
    pub fn code(mut self, system: System, code: impl Into<Text<'a>>, term: impl Into<Text<'a>>) -> Self {
        self.codes.push(Coding {
            system,
            code: code.into(),
            term: Some(term.into()),
        });
        self
    }

    /// Sets the free text.
    #[must_use]
    pub fn text(mut self, text: impl Into<Text<'a>>) -> Self {
        self.text = Some(text.into());
        self
    }

    /// Sets the number measured and its unit.
    #[must_use]
    pub fn value(mut self, value: f64, unit: impl Into<Text<'a>>) -> Self {
        self.value = Some(value);
        self.unit = Some(unit.into());
        self
    }

    /// Sets the comparator before the value.
    #[must_use]
    pub fn comparator(mut self, comparator: Comparator) -> Self {
        self.comparator = Some(comparator);
        self
    }

    /// Sets the laboratory's range.
    #[must_use]
    pub fn range(mut self, low: Option<f64>, high: Option<f64>) -> Self {
        self.range = Some(ReferenceRange { low, high });
        self
    }

    /// Names the consultation it belongs to.
    #[must_use]
    pub fn consultation(mut self, consultation: impl Into<Text<'a>>) -> Self {
        self.consultation = Some(consultation.into());
        self
    }

    /// Says what the coded statement says of the concept.
    #[must_use]
    pub fn assertion(mut self, assertion: Assertion) -> Self {
        self.assertion = assertion;
        self
    }
}
