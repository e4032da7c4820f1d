//! Dependencies that no source names: they cost every build and every audit, and give nothing.

use std::collections::BTreeSet;
use std::path::Path;

use toml::{Table, Value};

use super::modules::{reached, tokens};
use super::names;
use super::packages::{Kind, Package};
use super::tree::Tree;
use crate::command::Failed;

/// A dependency that is needed without being named.
#[derive(Debug)]
pub(super) struct Unnamed {
    package: &'static str,
    dependency: &'static str,
    why: &'static str,
}

/// Those of this workspace.
pub(super) const ALLOWED: [Unnamed; 0] = [];

/// The tables of a manifest, and the targets that see what is in them.
const TABLES: [(&str, &[Kind], &str); 3] = [
    ("dependencies", &[Kind::Product], "library or program"),
    (
        "dev-dependencies",
        &[Kind::Product, Kind::Trial],
        "test, benchmark or example",
    ),
    ("build-dependencies", &[Kind::Build], "build script"),
];

/// The dependencies nobody names, and entries of the table that are no longer needed.
pub(super) fn unnamed(tree: &Tree, packages: &[Package], allowed: &[Unnamed]) -> Result<Vec<String>, Failed> {
    let mut found = Vec::new();
    let mut used = BTreeSet::new();
    let mut excused = BTreeSet::new();
    for package in packages {
        let manifest = package.folder.join("Cargo.toml");
        let manifest = manifest.display();
        for (table, kinds, who) in TABLES {
            let names = named(tree, package, kinds)?;
            for dependency in dependencies(&package.manifest, table) {
                used.insert(dependency.clone());
                if names.contains(&dependency.replace('-', "_")) {
                    continue;
                }
                if let Some(index) = allowed.iter().position(|one| one.excuses(package, &dependency)) {
                    excused.insert(index);
                    continue;
                }
                found.push(format!(
                    "{manifest}: no {who} of {} names `{dependency}`, which [{table}] asks for; take it out",
                    package.name
                ));
            }
        }
    }
    let root = tree.toml(Path::new("Cargo.toml"))?;
    let shared = root.get("workspace").and_then(Value::as_table);
    for dependency in shared
        .into_iter()
        .flat_map(|shared| dependencies(shared, "dependencies"))
    {
        if !used.contains(&dependency) {
            found.push(format!(
                "Cargo.toml: no package of the workspace asks for `{dependency}`; take it out of [workspace.dependencies]"
            ));
        }
    }
    let stale = allowed.iter().enumerate().filter(|(index, _)| !excused.contains(index));
    found.extend(stale.map(|(_, one)| {
        format!(
            "xtask/src/tidy/dependencies.rs: `{}` of {} needs no exception ({}); take it off the table",
            one.dependency, one.package, one.why
        )
    }));
    Ok(found)
}

impl Unnamed {
    fn excuses(&self, package: &Package, dependency: &str) -> bool {
        self.package == package.name && self.dependency == dependency
    }
}

/// The keys of this table and of those for one platform alone.
fn dependencies(manifest: &Table, table: &str) -> BTreeSet<String> {
    let platforms = manifest.get("target").and_then(Value::as_table);
    let platforms = platforms
        .into_iter()
        .flat_map(Table::values)
        .filter_map(Value::as_table);
    std::iter::once(manifest)
        .chain(platforms)
        .filter_map(|manifest| manifest.get(table).and_then(Value::as_table))
        .flat_map(|table| table.keys().cloned())
        .collect()
}

/// The words that begin a path in the files of these targets.
fn named(tree: &Tree, package: &Package, kinds: &[Kind]) -> Result<BTreeSet<String>, Failed> {
    let targets = package.targets.iter().filter(|target| kinds.contains(&target.kind));
    let mut found = BTreeSet::new();
    for file in reached(tree, targets.map(|target| target.root.as_path()))? {
        let text = tree.text(&file).unwrap_or_default();
        names::collect(tokens(&file, text)?, &mut found);
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
    use super::super::packages::packages;
    use super::*;

    const ROOT: &str = "[workspace]\nmembers = [\"a\"]\n[workspace.dependencies]\nleft-over = \"1\"\nserde = \"1\"\n";
    const MANIFEST: &str = "[package]\nname = \"a\"\n[dependencies]\nserde.workspace = true\nregex-lite = \"1\"\n\
                            [target.'cfg(unix)'.dependencies]\nlibc = \"1\"\n[dev-dependencies]\ninsta = \"1\"\n\
                            [build-dependencies]\ncc = \"1\"\n";

    fn found(sources: &[(&str, &str)], allowed: &[Unnamed]) -> Vec<String> {
        let mut files = vec![("Cargo.toml", ROOT), ("a/Cargo.toml", MANIFEST)];
        files.extend(sources);
        let tree = Tree::of(&files);
        unnamed(&tree, &packages(&tree).unwrap(), allowed).unwrap()
    }

    const LEFT_OVER: &str =
        "Cargo.toml: no package of the workspace asks for `left-over`; take it out of [workspace.dependencies]";

    #[test]
    fn what_the_right_targets_name_is_wanted() {
        let sources = [
            ("a/src/lib.rs", "use serde::Serialize; mod part;"),
            (
                "a/src/part.rs",
                "fn f() { regex_lite::Regex::new(\"\"); libc::abort() }",
            ),
            ("a/tests/t.rs", "fn t() { insta::assert_snapshot!(1) }"),
            ("a/build.rs", "fn main() { cc::Build::new(); }"),
        ];
        assert_eq!(found(&sources, &[]), [LEFT_OVER]);
    }

    #[test]
    fn what_only_others_name_is_not() {
        let sources = [
            (
                "a/src/lib.rs",
                "use serde::Serialize; use libc; /* regex_lite::Regex */ use cc::Build;",
            ),
            ("a/src/lost.rs", "use insta::glob;"),
            ("a/tests/t.rs", "use regex_lite::Regex;"),
        ];
        assert_eq!(
            found(&sources, &[]),
            [
                "a/Cargo.toml: no library or program of a names `regex-lite`, which [dependencies] asks for; take it out",
                "a/Cargo.toml: no test, benchmark or example of a names `insta`, which [dev-dependencies] asks for; take it out",
                "a/Cargo.toml: no build script of a names `cc`, which [build-dependencies] asks for; take it out",
                LEFT_OVER,
            ]
        );
    }

    #[test]
    fn an_exception_excuses_and_is_itself_wanted() {
        let entry = |dependency| Unnamed {
            package: "a",
            dependency,
            why: "made up",
        };
        let sources = [(
            "a/src/lib.rs",
            "use serde::Serialize; use libc; use regex_lite; use insta;",
        )];
        assert_eq!(
            found(&sources, &[entry("cc"), entry("serde")]),
            [
                LEFT_OVER,
                "xtask/src/tidy/dependencies.rs: `serde` of a needs no exception (made up); take it off the table",
            ]
        );
    }
}
