//! What reading gathers: mistakes, the names defined, the names used. Uses are settled when every file has been read.

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::rules::diagnostic::{Diagnostic, Place, Severity};
use crate::rules::names::{NameKind, is_kebab_case};
use crate::rules::source_text::SourceText;
use crate::text::nearest;

/// Sections of the evidence document, which every rule set may cite as `EV-…` without listing them as sources.
pub(crate) const EVIDENCE_SECTIONS: [(u32, u32, u32); 13] = [
    (1, 1, 0),
    (2, 1, 7),
    (3, 1, 13),
    (4, 0, 23),
    (5, 1, 3),
    (6, 1, 6),
    (7, 1, 5),
    (8, 1, 3),
    (9, 1, 2),
    (10, 1, 0),
    (11, 1, 0),
    (12, 1, 2),
    (13, 1, 4),
];
/// References of the evidence document are numbered `R1` to this.
const EVIDENCE_REFERENCES: u32 = 150;

/// What conditions may name beside signs.
const HISTORY_NAMES: &[&str] = &[
    "cancer-history",
    "coded-cancer-history",
    "diagnosis",
    "first-diagnosis",
    "metastatic-diagnosis",
    "high-risk-primary",
];

/// What has been found so far.
#[derive(Debug, Default)]
pub(crate) struct Reading<'b> {
    pub(crate) diagnostics: Vec<Diagnostic>,
    defined: BTreeMap<NameKind, BTreeMap<String, Place>>,
    uses: Vec<Use<'b>>,
}

#[derive(Debug)]
struct Use<'b> {
    kind: NameKind,
    name: String,
    file: &'b SourceText<'b>,
    offset: usize,
    rule: Option<Rc<str>>,
}

impl<'b> Reading<'b> {
    /// Notes a mistake.
    pub(crate) fn error(
        &mut self,
        place: Place,
        rule: Option<&str>,
        code: &'static str,
        message: String,
        help: Option<String>,
    ) {
        self.note(Severity::Error, place, rule, code, message, help);
    }

    /// Notes something to look at.
    pub(crate) fn warning(
        &mut self,
        place: Place,
        rule: Option<&str>,
        code: &'static str,
        message: String,
        help: Option<String>,
    ) {
        self.note(Severity::Warning, place, rule, code, message, help);
    }

    fn note(
        &mut self,
        severity: Severity,
        place: Place,
        rule: Option<&str>,
        code: &'static str,
        message: String,
        help: Option<String>,
    ) {
        self.diagnostics.push(Diagnostic {
            place,
            severity,
            code,
            rule: rule.map(str::to_owned),
            message,
            help,
        });
    }

    /// Notes that `id` now stands for something; a second time is a mistake.
    pub(crate) fn define(&mut self, kind: NameKind, id: &str, place: &Place) {
        let names = self.defined.entry(kind).or_default();
        if let Some(first) = names.get(id) {
            let message = format!("there is already a {kind} `{id}` at {}:{}", first.file, first.line);
            let help = Some("rename one, or merge the two".to_owned());
            self.error(place.clone(), Some(id), "duplicate-id", message, help);
            return;
        }
        names.insert(id.to_owned(), place.clone());
    }

    /// As [`define`](Self::define), for ids that must be kebab-case.
    pub(crate) fn define_kebab(&mut self, kind: NameKind, id: &str, place: &Place) {
        if !is_kebab_case(id) {
            let message = format!("`{id}` is not a kebab-case id");
            let help = Some(
                "use small letters, digits and single hyphens, beginning with a letter, as in `back-pain`".to_owned(),
            );
            self.error(place.clone(), Some(id), "bad-id", message, help);
        }
        self.define(kind, id, place);
    }

    /// Notes that `name` is used; [`settle`](Self::settle) says whether there is one.
    pub(crate) fn uses(
        &mut self,
        kind: NameKind,
        name: &str,
        file: &'b SourceText<'b>,
        offset: usize,
        rule: Option<&Rc<str>>,
    ) {
        self.uses.push(Use {
            kind,
            name: name.to_owned(),
            file,
            offset,
            rule: rule.cloned(),
        });
    }

    /// Whether something of this name has been defined.
    pub(crate) fn is_defined(&self, kind: NameKind, name: &str) -> bool {
        self.defined.get(&kind).is_some_and(|names| names.contains_key(name))
    }

    /// Names of this kind nothing uses, with their places.
    pub(crate) fn unused(&self, kind: NameKind) -> Vec<(String, Place)> {
        let used: std::collections::BTreeSet<&str> = self
            .uses
            .iter()
            .filter(|used| used.kind == kind)
            .map(|used| used.name.as_str())
            .collect();
        let names = self.defined.get(&kind).into_iter().flatten();
        names
            .filter(|(name, _)| !used.contains(name.as_str()))
            .map(|(name, place)| (name.clone(), place.clone()))
            .collect()
    }

    /// Says of every name used whether there is one. Call when every file has been read.
    ///
    /// Kinds whose file is missing are passed over: that the file is missing has been said, once.
    pub(crate) fn settle(&mut self, passed_over: &[NameKind]) {
        let mut missing = Vec::new();
        for used in &self.uses {
            if passed_over.contains(&used.kind) {
                continue;
            }
            let known = self.defined.get(&used.kind);
            let found = known.is_some_and(|names| names.contains_key(&used.name));
            if found || (used.kind == NameKind::Source && is_evidence(&used.name)) {
                continue;
            }
            let names = known.into_iter().flat_map(|names| names.keys().map(String::as_str));
            let built_in = if used.kind == NameKind::Sign {
                HISTORY_NAMES
            } else {
                &[]
            };
            let help = match nearest(&used.name, names.chain(built_in.iter().copied())) {
                Some(name) => format!("did you mean `{name}`?"),
                None if used.kind == NameKind::Source => {
                    "add it to sources.toml, or cite a section of the evidence document as `EV-6.4`".to_owned()
                }
                None => format!("it would be in {}", used.kind.home()),
            };
            missing.push(Diagnostic {
                place: used.file.place(used.offset),
                severity: Severity::Error,
                code: used.kind.unknown_code(),
                rule: used.rule.as_deref().map(str::to_owned),
                message: format!("there is no {} `{}`", used.kind, used.name),
                help: Some(help),
            });
        }
        self.diagnostics.append(&mut missing);
    }
}

/// Whether this is a section (`EV-6.4`) or reference (`R19`) of the evidence document.
pub(crate) fn is_evidence_reference(name: &str) -> bool {
    let number = name.strip_prefix('R').and_then(|number| number.parse::<u32>().ok());
    number.is_some_and(|number| (1..=EVIDENCE_REFERENCES).contains(&number)) || is_evidence(name)
}

fn is_evidence(name: &str) -> bool {
    let Some(section) = name.strip_prefix("EV-") else {
        return false;
    };
    let (chapter, part) = match section.split_once('.') {
        Some((chapter, part)) => (chapter.parse::<u32>(), Some(part.parse::<u32>())),
        None => (section.parse::<u32>(), None),
    };
    EVIDENCE_SECTIONS.iter().any(|(number, first, last)| {
        chapter.as_ref() == Ok(number)
            && match &part {
                None => true,
                Some(Ok(part)) => (*first..=*last).contains(part),
                Some(Err(_)) => false,
            }
    })
}

/// How much had been found at some moment.
pub(crate) struct Mark {
    diagnostics: usize,
    uses: usize,
}

impl Reading<'_> {
    pub(crate) fn mark(&self) -> Mark {
        Mark {
            diagnostics: self.diagnostics.len(),
            uses: self.uses.len(),
        }
    }

    /// Forgets mistakes and uses found since; what was defined stays.
    pub(crate) fn forget_since(&mut self, mark: &Mark) {
        self.diagnostics.truncate(mark.diagnostics);
        self.uses.truncate(mark.uses);
    }
}
