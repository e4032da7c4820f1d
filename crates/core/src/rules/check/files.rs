//! Files of a folder of rules that nothing reads, and first lines by which an editor checks a file as something else.

use crate::rules::bundle::Bundle;
use crate::rules::diagnostic::Place;
use crate::rules::read::Reading;
use crate::text::nearest;

/// Folders whose files are read, with the schema of each, where it has one.
const FOLDERS: [(&str, Option<&str>); 12] = [
    ("signs", Some("signs")),
    ("tumours", Some("tumours")),
    ("triggers", Some("triggers")),
    ("status", Some("status")),
    ("care", Some("care")),
    ("pathways", Some("pathways")),
    ("overlays", Some("overlay")),
    ("cases", Some("cases")),
    ("codelists", None),
    ("examples", None),
    ("language", None),
    ("schema", None),
];
/// Files of the rule set's own folder.
const ROOT: [&str; 6] = [
    "ruleset",
    "sources",
    "qualifiers",
    "measurements",
    "scoring",
    "accepted-warnings",
];
/// What is for people, and what a bundle keeps for itself.
const COMPANY: [&str; 6] = ["md", "txt", "json", "base64", "sha256", "license"];

pub(crate) fn unread(reading: &mut Reading<'_>, bundle: &Bundle) {
    let schemas = bundle.files().any(|(path, _)| path.starts_with("schema/"));
    for (path, content) in bundle.files() {
        if let Some((message, help)) = unread_file(path) {
            reading.warning(Place::of_line(path, 0), None, "unread-file", message, Some(help));
            continue;
        }
        let Some(wanted) = schema_line(path).filter(|_| schemas) else {
            continue;
        };
        let Some(text) = content.text() else { continue };
        let first = text.lines().next().unwrap_or_default();
        if first.trim_end() == wanted {
            continue;
        }
        let (code, message) = if first.starts_with("#:schema") {
            (
                "wrong-schema",
                "the first line names another schema, so an editor checks this file as what it is not",
            )
        } else {
            (
                "missing-schema",
                "the first line names no schema, so an editor can't complete or check this file",
            )
        };
        let help = format!("the first line is `{wanted}`");
        reading.warning(Place::of_line(path, 1), None, code, message.to_owned(), Some(help));
    }
}

/// Why nothing reads a file, where that is so.
fn unread_file(path: &str) -> Option<(String, String)> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let (folder, rest) = path.split_once('/').unwrap_or(("", path));
    let inner = [".toml.", ".csv.", ".tsv."]
        .into_iter()
        .find_map(|ending| path.find(ending).map(|at| (at, ending)));
    if let Some((at, ending)) = inner {
        let meant = path
            .get(..at.saturating_add(ending.len()).saturating_sub(1))
            .unwrap_or(path);
        return Some((
            format!("nothing is read from `{name}`: its name has two endings"),
            format!("rename it to `{meant}` (in Explorer, show file name extensions first)"),
        ));
    }
    let (_, ending) = name.rsplit_once('.')?;
    let ending = ending.to_lowercase();
    let wanted: &[&str] = match folder {
        "" => &["toml"],
        "codelists" => &["csv", "toml"],
        "examples" => &["tsv"],
        "cases" => &["toml", "tsv"],
        "schema" => &["json"],
        _ => &["toml"],
    };
    let known = FOLDERS.iter().any(|(name, _)| *name == folder);
    let kept = COMPANY.contains(&ending.as_str()) && folder != "examples";
    if (folder.is_empty() || known)
        && wanted.contains(&ending.as_str())
        && ending == name.rsplit('.').next().unwrap_or_default()
    {
        if folder.is_empty() {
            let stem = name.strip_suffix(".toml").unwrap_or(name);
            return (!ROOT.contains(&stem)).then(|| misplaced(name, stem, ROOT.iter().copied(), "", ".toml"));
        }
        return None;
    }
    if !folder.is_empty() && !known && matches!(ending.as_str(), "toml" | "csv" | "tsv") {
        let folders = FOLDERS.iter().map(|(name, _)| *name);
        return Some(misplaced(path, folder, folders, "", &format!("/{rest}")));
    }
    if kept || (!known && !folder.is_empty()) {
        return None;
    }
    Some((
        format!(
            "nothing is read from `{name}`: files of `{folder}/` end in .{}",
            wanted.join(" or .")
        ),
        "rename it, or move it out of the rules".to_owned(),
    ))
}

fn misplaced<'n>(
    path: &str,
    name: &str,
    known: impl Iterator<Item = &'n str>,
    before: &str,
    after: &str,
) -> (String, String) {
    let help = match nearest(name, known) {
        Some(near) => format!("move it to `{before}{near}{after}`"),
        None => "move it to the folder it belongs in, or out of the rules; docs/rule-format.md names them".to_owned(),
    };
    (
        format!("nothing is read from `{path}`: no part of the rules is called `{name}`"),
        help,
    )
}

/// The first line a file should have.
fn schema_line(path: &str) -> Option<String> {
    let stem = path.strip_suffix(".toml")?;
    let depth = path.matches('/').count();
    let schema = match path.split_once('/') {
        None => stem,
        Some(_) if path == "pathways/slots.toml" => "slots",
        Some((folder, _)) => FOLDERS.iter().find(|(name, _)| *name == folder)?.1?,
    };
    let up = if depth == 0 {
        "./".to_owned()
    } else {
        "../".repeat(depth)
    };
    Some(format!("#:schema {up}schema/{schema}.schema.json"))
}
