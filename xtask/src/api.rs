//! What a host in Rust can name of `metasign-core`: a committed list, so that a change of it is one that somebody made.

mod items;
mod listing;
mod names;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::command::{Failed, root, say};

/// The committed list.
const LIST: &str = "crates/core/public-items.txt";

const HEAD: &str = "\
# Every public item of metasign-core, by the path that a host names it by; `cargo xtask api` writes this list and
# `cargo xtask check` compares it. What stands here is a promise: what no host needs is pub(crate), or hidden from the
# documentation with a reason and marked so here. Traits that a type has are not listed.
";

/// Writes the list.
pub(crate) fn write() -> Result<(), Failed> {
    let list = list()?;
    let path = root().join(LIST);
    fs::write(&path, list).map_err(|error| Failed::new(format!("`{}`: {error}", path.display())))?;
    say(&format!("xtask: wrote {}", path.display()));
    Ok(())
}

/// Fails with every line that is only in the list or only in the crate.
pub(crate) fn check() -> Result<(), Failed> {
    say("xtask: public items of metasign-core");
    let committed = fs::read_to_string(root().join(LIST)).unwrap_or_default();
    let told = differences(&committed, &list()?);
    if told.is_empty() {
        return Ok(());
    }
    Err(Failed::new(format!(
        "{LIST} is not what crates/core shows; if it is meant, `cargo xtask api` writes it, and CHANGELOG.md says so\n{}",
        told.join("\n")
    )))
}

fn differences(committed: &str, found: &str) -> Vec<String> {
    let (old, new): (BTreeSet<&str>, BTreeSet<&str>) = (committed.lines().collect(), found.lines().collect());
    let gone = old.difference(&new).map(|line| format!("- {line}"));
    gone.chain(new.difference(&old).map(|line| format!("+ {line}")))
        .collect()
}

fn list() -> Result<String, Failed> {
    let source = root().join("crates/core/src");
    let mut files = Vec::new();
    gather(&source, Path::new(""), &mut files)?;
    let lines = listing::of(&files)?;
    Ok(format!("{HEAD}{}\n", lines.join("\n")))
}

/// Every Rust file below a folder, with its path from there.
fn gather(folder: &Path, prefix: &Path, files: &mut Vec<(String, String)>) -> Result<(), Failed> {
    let failed = |error: std::io::Error| Failed::new(format!("`{}`: {error}", folder.display()));
    for entry in fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let path = prefix.join(entry.file_name());
        if entry.file_type().map_err(failed)?.is_dir() {
            gather(&entry.path(), &path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(entry.path()).map_err(failed)?;
            files.push((path.to_string_lossy().replace('\\', "/"), text));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
    use super::*;

    #[test]
    fn the_committed_list_is_what_the_core_shows() {
        let committed = fs::read_to_string(root().join(LIST)).unwrap();
        assert_eq!(differences(&committed, &list().unwrap()), Vec::<String>::new());
    }

    #[test]
    fn what_is_only_on_one_side_is_told() {
        assert_eq!(
            differences("fn a()\nfn b()", "fn b()\nfn c()"),
            ["- fn a()", "+ fn c()"]
        );
    }
}
