//! Learning from a rule folder's examples, once for each change of them.

use std::fs;
use std::io::Write as _;
use std::path::PathBuf;

use metasign_core::rules::bundle::Bundle;
use metasign_likeness::{Likeness, digest, examples_from_tsv, learn};

use crate::terminal::Stop;

/// Gives a bundle the weights of its examples where neither it nor the command has them: from those kept since they were
/// last learned, or by learning.
pub(crate) fn add_weights(bundle: &mut Bundle) -> Result<(), Stop> {
    if bundle.likeness().is_ok() {
        return Ok(());
    }
    let digest = digest(bundle.examples());
    let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    let kept = cache().map(|folder| folder.join(format!("likeness-{hex}.bin")));
    if let Some(bytes) = kept.as_ref().and_then(|path| fs::read(path).ok())
        && Likeness::from_bytes(&bytes).is_ok_and(|likeness| *likeness.digest() == digest)
    {
        bundle.keep_weights(&bytes);
        return Ok(());
    }
    let mut examples = Vec::new();
    let mut problems = Vec::new();
    for (path, text) in bundle.examples() {
        match examples_from_tsv(path, text) {
            Ok(read) => examples.extend(read),
            Err(found) => problems.extend(found),
        }
    }
    if !problems.is_empty() {
        let told: Vec<String> = problems.iter().take(20).map(ToString::to_string).collect();
        return Err(Stop::Said(told.join("\n")));
    }
    let _ = writeln!(
        std::io::stderr(),
        "learning from {} examples, once for each change of them",
        examples.len()
    );
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let bytes = learn(&examples, digest, threads);
    if let Some(path) = kept {
        // Kept for the next time; where it can't be, it is learned again.
        let draft = path.with_extension(format!("{}", std::process::id()));
        let written = path
            .parent()
            .map_or(Ok(()), fs::create_dir_all)
            .and_then(|()| fs::write(&draft, &bytes));
        if written.is_ok() {
            let _ = fs::rename(&draft, &path);
        }
    }
    bundle.keep_weights(&bytes);
    Ok(())
}

/// Where weights are kept between calls.
fn cache() -> Option<PathBuf> {
    let set = |name: &str| {
        std::env::var_os(name)
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    };
    set("METASIGN_CACHE")
        .or_else(|| set("XDG_CACHE_HOME").map(|folder| folder.join("metasign")))
        .or_else(|| set("LOCALAPPDATA").map(|folder| folder.join("metasign")))
        .or_else(|| set("HOME").map(|folder| folder.join(".cache").join("metasign")))
}
