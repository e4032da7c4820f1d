//! The files of a bundle, each parsed as far as it could be, and what is said of those that are not TOML or not text.

use std::collections::BTreeMap;

use toml::de::DeTable;

use super::syntax::{header_before, line_start, toml_help};
use crate::rules::bundle::{Bundle, Content, is_rule};
use crate::rules::diagnostic::{Diagnostic, Place, Severity};
use crate::rules::slips::slip;
use crate::rules::source_text::SourceText;

/// One TOML or CSV file, parsed as far as it could be.
pub(super) struct ParsedFile<'b> {
    pub(super) source: SourceText<'b>,
    /// `None` for CSV.
    pub(super) root: Option<DeTable<'b>>,
    /// Whether its syntax is right; what is wrong inside a broken file is noise.
    pub(super) sound: bool,
}

pub(super) fn parse_files<'b>(
    bundle: &'b Bundle,
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeMap<&'b str, ParsedFile<'b>> {
    let mut files = BTreeMap::new();
    for (path, content) in bundle.files() {
        if !is_rule(path) {
            continue;
        }
        let text = match content {
            Content::Text(text) => text.as_ref(),
            Content::NotText(bytes) => {
                diagnostics.push(not_text(path, bytes));
                continue;
            }
        };
        let file = if path.ends_with(".csv") {
            ParsedFile {
                source: SourceText::without_lines(path, text),
                root: None,
                sound: true,
            }
        } else {
            parse_toml(SourceText::new(path, text), diagnostics)
        };
        files.insert(path, file);
    }
    for needed in ["ruleset.toml", "scoring.toml"] {
        if bundle.file(needed).is_none() {
            let help = "see docs/rule-format.md for what it holds".to_owned();
            diagnostics.push(file_error(
                needed,
                "missing-file",
                format!("`{needed}` is missing"),
                Some(help),
            ));
        }
    }
    files
}

fn parse_toml<'b>(source: SourceText<'b>, diagnostics: &mut Vec<Diagnostic>) -> ParsedFile<'b> {
    let (root, errors) = DeTable::parse_recoverable(source.text);
    let root = root.into_inner();
    let mut repeated_header: Option<usize> = None;
    let mut slips: Vec<usize> = Vec::new();
    for error in &errors {
        let start = error.span().map_or(source.text.len(), |span| span.start);
        if error.message() == "duplicate key" {
            // A header written twice makes every key under it a double: the header says it all.
            let header = header_before(source.text, start);
            if header.is_some() && header == repeated_header {
                continue;
            }
            if header.is_some_and(|header| header == line_start(source.text, start)) {
                repeated_header = header;
            }
        }
        // One slip gives several complaints of the parser, and says more than any of them.
        let line = line_start(source.text, start);
        if slips.contains(&line) {
            continue;
        }
        let slip = slip(source.text, start);
        if slip.is_some() {
            slips.push(line);
        }
        let (message, help) = slip.map_or_else(
            || {
                let message = format!("the TOML can't be read: {}", error.message().replace('\n', " "));
                (message, toml_help(error.message()))
            },
            |(message, help)| (message, Some(help)),
        );
        diagnostics.push(Diagnostic {
            place: source.place(start),
            severity: Severity::Error,
            code: "toml-syntax",
            rule: None,
            message,
            help,
        });
    }
    if errors.is_empty() && root.is_empty() {
        let help = "delete it, or write something into it".to_owned();
        diagnostics.push(file_error(
            source.path,
            "empty-file",
            "the file is empty".to_owned(),
            Some(help),
        ));
    }
    ParsedFile {
        source,
        root: Some(root),
        sound: errors.is_empty(),
    }
}

fn not_text(path: &str, bytes: &[u8]) -> Diagnostic {
    let valid = std::str::from_utf8(bytes).err().map_or(0, |error| error.valid_up_to());
    let before = String::from_utf8_lossy(bytes.get(..valid).unwrap_or_default()).replace("\r\n", "\n");
    let before = before.strip_prefix('\u{feff}').unwrap_or(&before);
    let source = SourceText::new(path, before);
    Diagnostic {
        place: source.place(before.len()),
        severity: Severity::Error,
        code: "not-utf-8",
        rule: None,
        message: "the file is not UTF-8 from here on; most likely it was saved as Windows-1252 (ANSI)".to_owned(),
        help: Some("save it as UTF-8; in Excel choose \"CSV UTF-8\"".to_owned()),
    }
}

pub(super) fn file_error(path: &str, code: &'static str, message: String, help: Option<String>) -> Diagnostic {
    Diagnostic {
        place: Place {
            file: path.to_owned(),
            line: 0,
            column: 0,
        },
        severity: Severity::Error,
        code,
        rule: None,
        message,
        help,
    }
}
