//! The C header, made from the functions of `crates/ffi` in the order a reader needs them.

use std::fs;
use std::path::PathBuf;

use crate::command::{Failed, root, say};

/// The files of `crates/ffi/src`, in the order of the header.
const FILES: [&str; 8] = [
    "version",
    "status",
    "error",
    "options",
    "engine",
    "assessment",
    "prompt",
    "document",
];

/// Writes the header.
pub(crate) fn write() -> Result<(), Failed> {
    let path = path();
    let header = generate()?;
    fs::write(&path, header).map_err(|error| Failed::new(format!("`{}`: {error}", path.display())))?;
    say(&format!("xtask: wrote {}", path.display()));
    Ok(())
}

fn path() -> PathBuf {
    root().join("include/metasign.h")
}

fn generate() -> Result<Vec<u8>, Failed> {
    let crate_folder = root().join("crates/ffi");
    let config = cbindgen::Config::from_file(crate_folder.join("cbindgen.toml")).map_err(Failed::new)?;
    let mut builder = cbindgen::Builder::new().with_config(config);
    for file in FILES {
        builder = builder.with_src(crate_folder.join("src").join(file).with_extension("rs"));
    }
    let bindings = builder.generate().map_err(|error| Failed::new(error.to_string()))?;
    let mut header = Vec::new();
    bindings.write(&mut header);
    Ok(header)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
    use super::*;

    #[test]
    fn the_committed_header_is_the_generated_one() {
        let committed = fs::read_to_string(path()).unwrap();
        let generated = String::from_utf8(generate().unwrap()).unwrap();
        assert!(
            committed == generated,
            "run `cargo xtask header` and commit include/metasign.h"
        );
    }

    #[test]
    fn every_file_that_exports_is_in_the_header() {
        for entry in fs::read_dir(root().join("crates/ffi/src")).unwrap() {
            let path = entry.unwrap().path();
            let exports = fs::read_to_string(&path).unwrap().contains("#[unsafe(no_mangle)]");
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            assert!(
                !exports || FILES.contains(&name.as_str()),
                "{name}.rs exports functions"
            );
        }
    }
}
