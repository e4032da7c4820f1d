//! Results as JUnit XML, which build servers read.

use std::fmt::Write as _;

use metasign_core::rules::diagnostic::Place;

/// The results as one JUnit document: place, name and, where it failed, why.
pub(crate) fn report<'r>(results: impl Iterator<Item = (&'r Place, &'r str, Vec<String>)>) -> String {
    let mut cases = String::new();
    let (mut count, mut failed) = (0_u32, 0_u32);
    for (place, name, failures) in results {
        count = count.saturating_add(1);
        let (file, name) = (escape(&place.file), escape(name));
        let _ = write!(
            cases,
            "  <testcase classname=\"{file}\" name=\"{name}\" file=\"{file}\" line=\"{}\"",
            place.line
        );
        if failures.is_empty() {
            cases.push_str("/>\n");
            continue;
        }
        failed = failed.saturating_add(1);
        let why = escape(&failures.join("\n"));
        let _ = writeln!(cases, ">\n    <failure>{why}</failure>\n  </testcase>");
    }
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\"metasign\" tests=\"{count}\" failures=\"{failed}\">\n\
         {cases}</testsuite>\n"
    )
}

fn escape(text: &str) -> String {
    let allowed = |symbol: &char| !symbol.is_control() || matches!(symbol, '\n' | '\t');
    let text: String = text.chars().filter(allowed).collect();
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
