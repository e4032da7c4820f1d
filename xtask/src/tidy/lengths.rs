//! Files that are longer than one reads at a sitting, and do not say why.

use super::packages::Package;
use super::tree::Tree;

/// Lines that a file may have without a reason.
const MOST: usize = 500;

/// What begins the reason, among the comments at the top of the file.
const REASON: &str = "//! Long because ";

/// The files without a reason.
pub(super) fn unexplained(tree: &Tree, packages: &[Package]) -> Vec<String> {
    let sources = packages.iter().flat_map(|package| tree.sources(&package.folder));
    let found = sources.filter(|source| tree.text(source).is_some_and(needs_reason));
    let said = found.map(|source| {
        format!(
            "{}: more than {MOST} lines; split it by meaning, or write a line `{REASON}…` at its top",
            source.display()
        )
    });
    said.collect()
}

fn needs_reason(text: &str) -> bool {
    let mut top = text.lines().take_while(|line| line.starts_with("//"));
    text.lines().count() > MOST && !top.any(|line| line.strip_prefix(REASON).is_some_and(|why| !why.trim().is_empty()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
    use super::super::packages::packages;
    use super::*;

    fn found(top: &str, lines: usize) -> Vec<String> {
        let text = format!("{top}\n{}", "// x\n\n".repeat(lines.div_euclid(2)));
        let tree = Tree::of(&[
            ("Cargo.toml", "[workspace]\nmembers = [\"a\"]"),
            ("a/Cargo.toml", "[package]\nname = \"a\""),
            ("a/src/lib.rs", &text),
        ]);
        let found = unexplained(&tree, &packages(&tree).unwrap());
        found
            .iter()
            .map(|line| line.split(';').next().unwrap().to_owned())
            .collect()
    }

    #[test]
    fn a_long_file_says_why_or_is_an_error() {
        assert_eq!(found("//! A list.", 498), Vec::<String>::new());
        let long = ["a/src/lib.rs: more than 500 lines"];
        assert_eq!(found("//! A list.", 500), long);
        assert_eq!(found("//! Long because ", 500), long);
        assert_eq!(found("fn f() {}\n//! Long because it lists.", 500), long);
        let said = "//! A list.\n//!\n//! Long because it lists every country.";
        assert_eq!(found(said, 600), Vec::<String>::new());
    }
}
