//! What no compiler says: files that belong to nothing or are too long, dependencies that nobody names, packages that
//! come twice.

mod dependencies;
mod duplicates;
mod lengths;
mod modules;
mod names;
mod packages;
mod tree;

use crate::command::{Failed, root, say};
use tree::Tree;

/// Looks through the workspace; fails with every finding.
pub(crate) fn check() -> Result<(), Failed> {
    say("xtask: files, dependencies and the lock files");
    let found = all()?;
    if found.is_empty() {
        return Ok(());
    }
    Err(Failed::new(found.join("\nerror: ")))
}

/// Of the workspace, and of the one beside it, which tools that nobody links are built from.
fn all() -> Result<Vec<String>, Failed> {
    let tree = Tree::read(&root())?;
    let mut found = findings(&tree)?;
    found.extend(duplicates::duplicates(&tree, &duplicates::ALLOWED)?);
    let fuzz = findings(&Tree::read(&root().join("fuzz"))?)?;
    found.extend(fuzz.into_iter().map(|line| format!("fuzz/{line}")));
    Ok(found)
}

fn findings(tree: &Tree) -> Result<Vec<String>, Failed> {
    let packages = packages::packages(tree)?;
    let mut found = modules::unreached(tree, &packages)?;
    found.extend(lengths::unexplained(tree, &packages));
    found.extend(dependencies::unnamed(tree, &packages, &dependencies::ALLOWED)?);
    Ok(found)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
    use super::*;

    #[test]
    fn this_repository_is_tidy() {
        assert_eq!(all().unwrap(), Vec::<String>::new());
    }

    #[test]
    fn a_package_that_is_its_own_workspace_is_looked_at_too() {
        let manifest = "[package]\nname = \"a\"\n[workspace]\n[dependencies]\nserde = \"1\"\n[[bin]]\nname = \"x\"\n\
                        path = \"made/x.rs\"\n";
        let tree = Tree::of(&[
            ("Cargo.toml", manifest),
            ("made/x.rs", "mod y;"),
            ("made/z.rs", "use serde::de;"),
        ]);
        let found = findings(&tree).unwrap();
        let found: Vec<&str> = found.iter().map(|line| line.split(';').next().unwrap()).collect();
        assert_eq!(
            found,
            [
                "made/z.rs: no `mod` declaration and no target of a Cargo.toml leads here",
                "Cargo.toml: no library or program of a names `serde`, which [dependencies] asks for",
            ]
        );
    }
}
