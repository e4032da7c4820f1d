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
    say("xtask: files, dependencies and the lock file");
    let found = findings(&Tree::read(&root())?)?;
    if found.is_empty() {
        return Ok(());
    }
    Err(Failed::new(found.join("\nerror: ")))
}

fn findings(tree: &Tree) -> Result<Vec<String>, Failed> {
    let packages = packages::packages(tree)?;
    let mut found = modules::unreached(tree, &packages)?;
    found.extend(lengths::unexplained(tree, &packages, &lengths::WAITING));
    found.extend(dependencies::unnamed(tree, &packages, &dependencies::ALLOWED)?);
    found.extend(duplicates::duplicates(tree, &duplicates::ALLOWED)?);
    Ok(found)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
    use super::*;

    #[test]
    fn this_repository_is_tidy() {
        assert_eq!(findings(&Tree::read(&root()).unwrap()).unwrap(), Vec::<String>::new());
    }
}
