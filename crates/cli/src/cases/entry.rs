//! The short lines of a case, each made an entry of the record.

use metasign_core::record::{
    Assertion, Coding, Comparator, Date, Entry, EntryKind, PartialDate, RECORD_SCHEMA, Record, System, Text,
};
use metasign_core::rules::model::{Codelist, RuleSet};
use serde_json::json;

use super::table::{Source, Table};

const ASSERTIONS: [&str; 7] = [
    "present",
    "absent",
    "possible",
    "historical",
    "family",
    "hypothetical",
    "other",
];

/// Entries made from lines, in the order they are written.
#[derive(Debug)]
pub(super) struct Lines<'r> {
    rules: &'r RuleSet,
    as_of: Date,
    pub(super) entries: Vec<Entry<'static>>,
}

impl<'r> Lines<'r> {
    pub(super) const fn new(rules: &'r RuleSet, as_of: Date) -> Self {
        Self {
            rules,
            as_of,
            entries: Vec::new(),
        }
    }

    /// `breast-cancer 2008`: a codelist and when it was first recorded; without a date the entry has none.
    pub(super) fn history(&mut self, (line, offset): (&str, usize), source: &mut Source<'_>) {
        let line = line.trim();
        let dated = line
            .rsplit_once(' ')
            .and_then(|(list, date)| Some((list, PartialDate::parse(date)?)));
        let (list, date) = dated.map_or((line, None), |(list, date)| (list, Some(date)));
        let mut entry = Entry::new(self.next_id(), EntryKind::Condition);
        entry.date = date;
        self.coded(entry, (list.trim(), offset), source);
    }

    /// `2026-03-12 back-pain`, `2026-03-10 absent headache`: date, perhaps an assertion, a codelist.
    pub(super) fn code(&mut self, (line, offset): (&str, usize), source: &mut Source<'_>) {
        if told_strange_date(first_word(line), offset, source) {
            return;
        }
        let (date, rest) = self.dated(line);
        let (word, list) = rest.split_once(' ').unwrap_or(("present", rest));
        let meaning = |word: &str| serde_json::from_value::<Assertion>(word.into()).ok();
        let Some(assertion) = source.word((word, offset), "assertion", meaning, &ASSERTIONS) else {
            return;
        };
        let entry = self.entry(EntryKind::Condition, date).assertion(assertion);
        self.coded(entry, (list.trim(), offset), source);
    }

    /// `2026-03-12: T-spine pain`: perhaps a date and a colon, and the words.
    pub(super) fn note(&mut self, line: (&str, usize), source: &mut Source<'_>) {
        self.words(EntryKind::Note, line, source);
    }

    pub(super) fn letter(&mut self, line: (&str, usize), source: &mut Source<'_>) {
        self.words(EntryKind::Letter, line, source);
    }

    /// `2025-10-01 Letrozole 2.5mg tablets`.
    pub(super) fn medication(&mut self, (line, offset): (&str, usize), source: &mut Source<'_>) {
        if told_strange_date(first_word(line), offset, source) {
            return;
        }
        let (date, name) = self.dated(line);
        if name.is_empty() {
            source.wrong(offset, "empty", "no medicine is named", "write a date and its name");
            return;
        }
        let entry = self.entry(EntryKind::Medication, date).text(name.to_owned());
        self.entries.push(entry);
    }

    /// `2026-03-01 adjusted-calcium 3.20 mmol/L (2.20-2.60)`: date, measurement, value, unit, range.
    pub(super) fn result(&mut self, (line, offset): (&str, usize), source: &mut Source<'_>) {
        if told_strange_date(first_word(line), offset, source) {
            return;
        }
        let (date, rest) = self.dated(line);
        let (rest, range) = match rest.split_once('(') {
            Some((rest, range)) => (rest, range.trim_end().strip_suffix(')')),
            None => (rest, Some("")),
        };
        let mut words = rest.split_whitespace();
        let (name, value) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let unit = words.collect::<Vec<_>>().join(" ");
        let (comparator, number) = comparator(value);
        let (Ok(number), Some((low, high))) = (number.parse::<f64>(), range.and_then(limits)) else {
            let help = "write `2026-03-01 adjusted-calcium 3.20 mmol/L (2.20-2.60)`";
            source.wrong(offset, "result", format!("`{line}` is no result"), help);
            return;
        };
        let measurements = &self.rules.measurements;
        let ids = measurements.iter().map(|one| one.id.as_str());
        if !source.is_known((name, offset), "measurement", ids) {
            return;
        }
        let Some(measurement) = measurements.iter().find(|one| one.id == name) else {
            return;
        };
        let mut entry = self.entry(EntryKind::Measurement, date);
        entry.value = Some(number);
        entry.comparator = comparator;
        entry.unit = (!unit.is_empty()).then(|| Text::from(unit));
        if low.is_some() || high.is_some() {
            entry = entry.range(low, high);
        }
        entry = match measurement.codes.iter().find_map(|list| self.first_code(list)) {
            Some((system, code, term)) => entry.code(system, code, term),
            None => entry.text(measurement.name.clone()),
        };
        self.entries.push(entry);
    }

    /// An entry as in the native record; its id may be left out.
    pub(super) fn native(&mut self, table: Table<'_>, source: &mut Source<'_>) {
        let mut entry = table.json();
        entry.entry("id").or_insert_with(|| self.next_id().into());
        let as_of = self.as_of.to_string();
        let document = json!({ "schema": RECORD_SCHEMA, "as_of": as_of, "entries": [entry] }).to_string();
        let why = match Record::from_json(document.as_bytes()) {
            Ok(record) if record.entries.is_empty() => {
                let message = record
                    .notices
                    .into_iter()
                    .next()
                    .map(|notice| notice.message)
                    .unwrap_or_default();
                message
                    .rsplit_once(": ")
                    .map(|(_, why)| why.to_owned())
                    .unwrap_or_default()
            }
            Ok(record) => {
                self.entries.extend(record.entries.into_iter().map(owned));
                return;
            }
            Err(error) => error.to_string(),
        };
        let why = why.split(" at line ").next().unwrap_or_default();
        let help = "write it as in the native record, schemas/record.schema.json";
        source.wrong(table.offset, "entry", format!("the entry can't be read: {why}"), help);
    }

    fn words(&mut self, kind: EntryKind, (line, offset): (&str, usize), source: &mut Source<'_>) {
        let dated = line
            .split_once(':')
            .and_then(|(date, words)| Some((PartialDate::parse(date.trim())?, words)));
        let before = line.split_once(':').map_or("", |(date, _)| date);
        if dated.is_none() && told_strange_date(before, offset, source) {
            return;
        }
        let (date, words) = dated.unwrap_or((PartialDate::day(self.as_of), line));
        if words.trim().is_empty() {
            source.wrong(offset, "empty", "the text is empty", "write what the note says");
            return;
        }
        let entry = self.entry(kind, date).text(words.trim().to_owned());
        self.entries.push(entry);
    }

    /// A date at the beginning, where there is one, and the rest; the day of the question otherwise.
    fn dated<'l>(&self, line: &'l str) -> (PartialDate, &'l str) {
        let line = line.trim();
        let (first, rest) = line.split_once(' ').unwrap_or((line, ""));
        match PartialDate::parse(first.trim_end_matches(':')) {
            Some(date) => (date, rest.trim()),
            None => (PartialDate::day(self.as_of), line),
        }
    }

    fn coded(&mut self, mut entry: Entry<'static>, (list, offset): (&str, usize), source: &mut Source<'_>) {
        let lists = self.rules.codelists.iter().map(|one| one.list.as_str());
        if !source.is_known((list, offset), "codelist", lists) {
            return;
        }
        let Some((system, code, term)) = self.first_code(list) else {
            source.wrong(
                offset,
                "empty",
                format!("the codelist `{list}` has no code"),
                "use another",
            );
            return;
        };
        if system == System::Dmd {
            entry.kind = EntryKind::Medication;
        }
        self.entries.push(entry.code(system, code, term));
    }

    /// The first code of a list, SNOMED where it has one.
    fn first_code(&self, list: &str) -> Option<(System, String, String)> {
        let files = self
            .rules
            .codelists
            .iter()
            .filter(|one| one.list == list && !one.codes.is_empty());
        let file: &Codelist = files.min_by_key(|one| one.system)?;
        let (code, term) = file.codes.first()?;
        Some((file.system, code.clone(), term.clone()))
    }

    fn entry(&self, kind: EntryKind, date: PartialDate) -> Entry<'static> {
        Entry::new(self.next_id(), kind).dated(date)
    }

    fn next_id(&self) -> String {
        format!("e{}", self.entries.len().saturating_add(1))
    }
}

fn comparator(value: &str) -> (Option<Comparator>, &str) {
    let signs = [
        ("<=", Comparator::AtMost),
        (">=", Comparator::AtLeast),
        ("<", Comparator::Below),
        (">", Comparator::Above),
    ];
    let found = signs
        .into_iter()
        .find_map(|(sign, comparator)| Some((Some(comparator), value.strip_prefix(sign)?)));
    found.unwrap_or((None, value))
}

/// The limits of `2.20-2.60`, `-5` (no lower limit), `90-` (no upper limit) or nothing.
fn limits(range: &str) -> Option<(Option<f64>, Option<f64>)> {
    if range.trim().is_empty() {
        return Some((None, None));
    }
    let (low, high) = range.split_once('-')?;
    let limit = |text: &str| match text.trim() {
        "" => Some(None),
        text => text.parse::<f64>().ok().map(Some),
    };
    Some((limit(low)?, limit(high)?))
}

fn owned(entry: Entry<'_>) -> Entry<'static> {
    let coding = |coding: Coding<'_>| Coding {
        system: coding.system,
        code: coding.code.into_owned(),
        term: coding.term.map(Text::into_owned),
    };
    Entry {
        id: entry.id.into_owned(),
        date: entry.date,
        end: entry.end,
        kind: entry.kind,
        codes: entry.codes.into_iter().map(coding).collect(),
        text: entry.text.map(Text::into_owned),
        value: entry.value,
        unit: entry.unit.map(Text::into_owned),
        unit_also: entry.unit_also.map(Text::into_owned),
        comparator: entry.comparator,
        range: entry.range,
        consultation: entry.consultation.map(Text::into_owned),
        assertion: entry.assertion,
    }
}

fn first_word(line: &str) -> &str {
    let first = line.split_whitespace().next().unwrap_or_default();
    first.trim_end_matches(':')
}

/// Whether what stands where a date should is one as people write it, which is no date here: then it is told.
fn told_strange_date(text: &str, offset: usize, source: &mut Source<'_>) -> bool {
    let parts: Vec<&str> = text.trim().split(['/', '.', '-']).collect();
    let digits = |part: &&str| !part.is_empty() && part.len() <= 4 && part.bytes().all(|byte| byte.is_ascii_digit());
    let [first, month, last] = parts.as_slice() else {
        return false;
    };
    if !parts.iter().all(digits) || PartialDate::parse(text.trim()).is_some() {
        return false;
    }
    let (year, day) = if first.len() == 4 { (first, last) } else { (last, first) };
    let meant = format!("{year:0>4}-{month:0>2}-{day:0>2}");
    let help = match PartialDate::parse(&meant).filter(|_| year.len() == 4) {
        Some(_) => format!("write year, month and day: `{meant}`"),
        None => "write year, month and day, as in `2026-03-12`".to_owned(),
    };
    let message = format!(
        "`{}` is no date as cases write it, so the line would count as today's",
        text.trim()
    );
    source.wrong(offset, "bad-date", message, help);
    true
}
