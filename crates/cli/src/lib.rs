//! The `metasign` command's parts.

pub mod rules_dir;
