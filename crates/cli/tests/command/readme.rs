//! What the README shows is what the command prints.

use metasign_support::repository::{read, root};

use super::metasign;

#[test]
fn the_sample_of_the_readme_is_what_is_printed() {
    let readme = read("README.md");
    let (before, after) = readme.split_once("```text\n").unwrap();
    let (sample, _) = after.split_once("```").unwrap();
    assert!(before.ends_with("(`metasign assess examples/thoracic-pain.json`, first two prompts):\n\n"));
    let record = root().join("examples/thoracic-pain.json");
    let (status, shown, _) = metasign(&["assess", record.to_str().unwrap()], "");
    assert_eq!(status, 0);
    let shown: String = shown.split_inclusive("\n\n").take(2).collect();
    assert_eq!(shown.trim_end(), sample.trim_end(), "the README shows something else");
}
