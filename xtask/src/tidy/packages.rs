//! The packages of the workspace and the files that cargo builds their targets from.

use std::path::{Path, PathBuf};

use toml::{Table, Value};

use super::tree::{Tree, joined};
use crate::command::Failed;

/// A package of the workspace.
#[derive(Debug)]
pub(super) struct Package {
    pub(super) name: String,
    pub(super) folder: PathBuf,
    pub(super) manifest: Table,
    pub(super) targets: Vec<Target>,
}

/// What one run of the compiler begins with.
#[derive(Debug)]
pub(super) struct Target {
    pub(super) kind: Kind,
    pub(super) root: PathBuf,
}

/// Which of the manifest's dependencies a target sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A library or a program.
    Product,
    /// A test, a benchmark or an example.
    Trial,
    /// The build script.
    Build,
}

/// Every package the workspace names.
pub(super) fn packages(tree: &Tree) -> Result<Vec<Package>, Failed> {
    tree.members()?
        .into_iter()
        .map(|folder| package(tree, folder))
        .collect()
}

fn package(tree: &Tree, folder: PathBuf) -> Result<Package, Failed> {
    let manifest = tree.toml(&folder.join("Cargo.toml"))?;
    let said = |table: &str, key: &str| {
        manifest
            .get(table)
            .and_then(|table| table.get(key))
            .and_then(Value::as_str)
    };
    let mut targets = Vec::new();
    let mut add = |kind, path: PathBuf| {
        if tree.text(&path).is_some() {
            targets.push(Target { kind, root: path });
        }
    };
    add(
        Kind::Product,
        joined(&folder, said("lib", "path").unwrap_or("src/lib.rs")),
    );
    add(Kind::Product, folder.join("src/main.rs"));
    add(
        Kind::Build,
        joined(&folder, said("package", "build").unwrap_or("build.rs")),
    );
    for (table, place, kind) in [
        ("bin", "src/bin", Kind::Product),
        ("test", "tests", Kind::Trial),
        ("bench", "benches", Kind::Trial),
        ("example", "examples", Kind::Trial),
    ] {
        let written = manifest.get(table).and_then(Value::as_array).into_iter().flatten();
        for path in written
            .filter_map(|target| target.get("path"))
            .filter_map(Value::as_str)
        {
            add(kind, joined(&folder, path));
        }
        let place = folder.join(place);
        for path in tree.sources(&place).filter(|path| found_by_cargo(path, &place)) {
            add(kind, path.to_path_buf());
        }
    }
    Ok(Package {
        name: said("package", "name").unwrap_or_default().to_owned(),
        folder,
        targets,
        manifest,
    })
}

/// `tests/name.rs` and `tests/name/main.rs` are tests without a word in the manifest.
fn found_by_cargo(path: &Path, place: &Path) -> bool {
    let folder = path.parent();
    folder == Some(place) || path.ends_with("main.rs") && folder.and_then(Path::parent) == Some(place)
}
