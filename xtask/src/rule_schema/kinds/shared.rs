//! Words that several kinds share.

pub(super) const CITED: &[&str] = &["basis", "source"];
pub(super) const SOURCES: &str = "Ids of sources.toml or evidence sections such as `EV-2.1`.";
pub(super) const LOWERS: &str = "What would lower concern.";
pub(super) const CHECK: &str = "What to check in the consultation; at most three.";
