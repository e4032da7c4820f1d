//! Rule authors' cases: read strictly, built into records, run through every door, judged.
//!
//! What a case looks like: `docs/rule-format.md`, Cases. Each case goes through the record builder, native JSON and
//! FHIR and must be answered alike; the C library's tests run the same set through the C door.

mod coverage;
mod entry;
mod fhir;
mod judge;
mod junit;
mod native;
mod note_line;
mod parse;
mod run;
mod table;

use metasign_core::record::{Date, Entry, NoticeCode, PartialDate, Record, Sex};
use metasign_core::rules::bundle::{Bundle, Content};
use metasign_core::rules::diagnostic::{Diagnostic, Place};
use metasign_core::rules::model::{MetastaticStatus, RuleSet, Site, Tier};

pub(crate) use self::coverage::unexercised;
pub(crate) use self::judge::prompted;
pub(crate) use self::junit::report;
pub(crate) use self::note_line::{NoteLine, find as find_phrase};
pub(crate) use self::run::{Outcome, Runner};

/// A small record and what must, or must not, be prompted for it.
#[derive(Debug)]
pub(crate) struct Case {
    pub(crate) place: Place,
    pub(crate) name: String,
    pub(crate) reason: String,
    as_of: Date,
    sex: Option<Sex>,
    birth_date: Option<PartialDate>,
    entries: Vec<Entry<'static>>,
    overlay: Option<String>,
    expect: Vec<Expected>,
    never: Vec<Expected>,
    nothing: bool,
    metastatic: Option<MetastaticStatus>,
    cancers: Option<Vec<String>>,
    score: Option<f64>,
    notices: Vec<NoticeCode>,
    cannot_tell: Vec<String>,
}

/// What a prompt must be like; what is left out matches anything.
#[derive(Debug, Default, PartialEq, Eq)]
struct Expected {
    tier: Option<Tier>,
    at_least: Option<Tier>,
    site: Option<Site>,
    rule: Option<String>,
    tumour: Option<String>,
}

/// The cases of a bundle, and every mistake in them.
#[derive(Debug, Default)]
pub(crate) struct Cases {
    pub(crate) cases: Vec<Case>,
    pub(crate) lines: Vec<NoteLine>,
    pub(crate) mistakes: Vec<Diagnostic>,
}

impl Cases {
    /// Reads `cases/**/*.toml` and `cases/text/*.tsv` of a bundle.
    pub(crate) fn of(bundle: &Bundle, rules: &RuleSet) -> Self {
        let mut cases = Self::default();
        for (path, content) in bundle.files().filter(|(path, _)| path.starts_with("cases/")) {
            cases.read(path, content, rules);
        }
        cases
    }

    /// Reads one file of cases.
    pub(crate) fn read(&mut self, path: &str, content: &Content, rules: &RuleSet) {
        let Some(text) = content.text() else {
            let mistake = table::mistake(path, "not-text", "the file is not UTF-8", "save it as UTF-8");
            self.mistakes.push(mistake);
            return;
        };
        if path.ends_with(".toml") {
            parse::cases(path, text, rules, self);
        } else if path.ends_with(".tsv") {
            note_line::read(path, text, self);
        }
    }
}

impl Case {
    /// The record, as a host would build it in code.
    pub(crate) fn record(&self) -> Record<'static> {
        let mut builder = Record::builder(self.as_of);
        if let Some(sex) = self.sex {
            builder = builder.sex(sex);
        }
        let entries = self.entries.iter().cloned();
        let mut record = entries
            .fold(builder, metasign_core::record::RecordBuilder::entry)
            .build();
        record.patient.birth_date = self.birth_date;
        record
    }
}

/// Every shipped case as a native record, with its name, whatever overlay it asks for: for doors that are tested elsewhere.
#[must_use]
pub fn exported() -> Vec<(String, String)> {
    let Some(rules) = metasign_core::rules::load::load(&Bundle::embedded()).rule_set else {
        return Vec::new();
    };
    let cases = Cases::of(&Bundle::embedded_cases(), &rules).cases;
    cases
        .iter()
        .map(|case| (case.name.clone(), native::document(&case.record()).to_string()))
        .collect()
}

/// Every mistake of one file of cases: for tools that are held to what is read here.
#[must_use]
pub fn mistakes(path: &str, text: &str, rules: &RuleSet) -> Vec<Diagnostic> {
    let mut cases = Cases::default();
    parse::cases(path, text, rules, &mut cases);
    cases.mistakes
}
