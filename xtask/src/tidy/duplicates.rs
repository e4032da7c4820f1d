//! Packages that stand in Cargo.lock in two versions: twice the build, twice the audit.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use toml::Value;

use super::tree::Tree;
use crate::command::Failed;

/// An older version that can't be done without yet.
#[derive(Debug)]
pub(super) struct Older {
    name: &'static str,
    /// What its version begins with.
    version: &'static str,
    why: &'static str,
}

/// Those of this workspace; none is in what hosts link.
pub(super) const ALLOWED: [Older; 5] = [
    older(
        "embedded-io",
        "0.4.",
        "postcard names two versions for two of its features, and we use neither",
    ),
    older(
        "syn",
        "2.",
        "cbindgen and the macros of divan; serde, clap and thiserror have left for 3",
    ),
    older(
        "toml",
        "0.9.",
        "cbindgen reads its configuration with it; only xtask builds cbindgen",
    ),
    older("toml_datetime", "0.7.", "of the toml that cbindgen asks for"),
    older("winnow", "0.7.", "of the toml that cbindgen asks for"),
];

const fn older(name: &'static str, version: &'static str, why: &'static str) -> Older {
    Older { name, version, why }
}

/// Packages in more than one version that the table does not excuse, and entries that are no longer needed.
pub(super) fn duplicates(tree: &Tree, allowed: &[Older]) -> Result<Vec<String>, Failed> {
    let lock = tree.toml(Path::new("Cargo.lock"))?;
    let mut versions: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for package in lock.get("package").and_then(Value::as_array).into_iter().flatten() {
        let said = |key| package.get(key).and_then(Value::as_str);
        if let (Some(name), Some(version)) = (said("name"), said("version")) {
            versions.entry(name).or_default().insert(version);
        }
    }
    let twice = versions.iter().filter(|(_, versions)| versions.len() > 1);
    let mut found = Vec::new();
    let mut needed = BTreeSet::new();
    for (name, versions) in twice {
        let excuse = |version: &str| {
            let entry = |one: &Older| one.name == *name && version.starts_with(one.version);
            allowed.iter().position(entry)
        };
        needed.extend(versions.iter().filter_map(|version| excuse(version)));
        if versions.iter().filter(|version| excuse(version).is_none()).count() > 1 {
            let versions = versions.iter().copied().collect::<Vec<_>>().join(" and ");
            found.push(format!(
                "Cargo.lock: `{name}` comes in versions {versions}; `cargo tree --invert {name}@VERSION` says who asks; \
                 update them, or write into the table of xtask/src/tidy/duplicates.rs why not"
            ));
        }
    }
    let stale = allowed.iter().enumerate().filter(|(index, _)| !needed.contains(index));
    found.extend(stale.map(|(_, one)| {
        format!(
            "xtask/src/tidy/duplicates.rs: `{}` {} no longer comes beside another ({}); take it off the table",
            one.name, one.version, one.why
        )
    }));
    Ok(found)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
    use super::*;

    fn found(packages: &[(&str, &str)], allowed: &[Older]) -> Vec<String> {
        let entry =
            |(name, version): &(&str, &str)| format!("[[package]]\nname = \"{name}\"\nversion = \"{version}\"\n");
        let lock: String = packages.iter().map(entry).collect();
        let lines = duplicates(&Tree::of(&[("Cargo.lock", &lock)]), allowed).unwrap();
        lines
            .iter()
            .map(|line| line.split(';').next().unwrap().to_owned())
            .collect()
    }

    #[test]
    fn two_versions_are_an_error() {
        let packages = [("a", "1.0.0"), ("b", "1.2.0"), ("b", "2.0.1")];
        assert_eq!(
            found(&packages, &[]),
            ["Cargo.lock: `b` comes in versions 1.2.0 and 2.0.1"]
        );
        assert_eq!(found(&packages, &[older("b", "1.", "made up")]), Vec::<String>::new());
    }

    #[test]
    fn an_exception_is_for_one_version() {
        let packages = [("b", "1.2.0"), ("b", "2.0.1"), ("b", "3.0.0")];
        assert_eq!(
            found(&packages, &[older("b", "1.", "made up")]),
            ["Cargo.lock: `b` comes in versions 1.2.0 and 2.0.1 and 3.0.0"]
        );
    }

    #[test]
    fn an_exception_without_a_second_version_is_stale() {
        let stale = ["xtask/src/tidy/duplicates.rs: `b` 1. no longer comes beside another (made up)"];
        assert_eq!(found(&[("b", "1.2.0")], &[older("b", "1.", "made up")]), stale);
        assert_eq!(
            found(
                &[("b", "2.0.0"), ("b", "3.0.0")],
                &[older("b", "1.", "made up"), older("b", "2.", "made up")]
            ),
            stale
        );
    }
}
