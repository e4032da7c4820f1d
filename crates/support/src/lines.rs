//! Records as lines of text, to be read and compared by people.

use std::fmt::Write as _;

use metasign_core::record::{Entry, Record};

/// Patient, entries and notices, one a line.
pub fn rendered(record: &Record<'_>) -> String {
    let mut text = format!(
        "as of {} · {:?} · born {} · {}\n",
        record.as_of,
        record.patient.sex,
        record.patient.birth_date.map_or("?".into(), |date| date.to_string()),
        record.patient.reference.as_deref().unwrap_or("no reference"),
    );
    for entry in &record.entries {
        text.push_str(&line(entry));
        text.push('\n');
    }
    text.push_str(&notices(record));
    text
}

/// Notices, one a line.
pub fn notices(record: &Record<'_>) -> String {
    let mut text = String::new();
    for notice in &record.notices {
        let entry = notice.entry.as_deref().unwrap_or("record");
        writeln!(text, "! {:?} {entry}: {}", notice.code, notice.message).unwrap();
    }
    text
}

/// One entry.
pub fn line(entry: &Entry<'_>) -> String {
    let mut text = format!("{} {:?} {:?}", entry.id.as_str(), entry.kind, entry.assertion);
    let date = entry.date.map_or("undated".into(), |date| date.to_string());
    write!(text, " {date}").unwrap();
    if let Some(end) = entry.end {
        write!(text, "..{end}").unwrap();
    }
    if let Some(consultation) = &entry.consultation {
        write!(text, " in {}", consultation.as_str()).unwrap();
    }
    for code in &entry.codes {
        write!(text, " [{} {}]", code.system.name(), code.code.as_str()).unwrap();
    }
    if let Some(value) = entry.value {
        let comparator = entry
            .comparator
            .map_or(String::new(), |comparator| format!("{comparator:?} "));
        write!(
            text,
            " = {comparator}{value} {}",
            entry.unit.as_deref().unwrap_or("no unit")
        )
        .unwrap();
    }
    if let Some(range) = entry.range {
        let bound = |bound: Option<f64>| bound.map_or(String::new(), |bound| bound.to_string());
        write!(text, " ({}..{})", bound(range.low), bound(range.high)).unwrap();
    }
    if let Some(words) = &entry.text {
        write!(text, " {:?}", words.as_str()).unwrap();
    }
    text
}
