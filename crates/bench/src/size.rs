//! Sizes: the stripped library, and what a process holds at most.

use std::path::Path;
use std::process::Command;

use crate::{inputs, work};

/// Prints the sizes.
pub(crate) fn table() {
    println!("\n{:<58}{:>14}", "size", "");
    match stripped() {
        Some(bytes) => println!("{:<58}{:>14}", "shared library, stripped (aim 4 MB)", megabytes(bytes)),
        None => println!("{:<58}{:>14}", "shared library", "not built"),
    }
    for (name, what) in [
        ("nothing", "peak memory: a process that does nothing"),
        ("engine", "peak memory: the rules loaded and compiled"),
        ("largest-sample", "peak memory: the largest sample assessed"),
        ("large-bundle", "peak memory: a 3 MB bundle assessed"),
    ] {
        let run = Command::new(std::env::current_exe().unwrap())
            .args(["peak", name])
            .output();
        let said = String::from_utf8_lossy(&run.unwrap().stdout).into_owned();
        match said.trim().parse::<u64>() {
            Ok(kilobytes) => println!("{what:<58}{:>14}", megabytes(kilobytes * 1024)),
            Err(_) => println!("{what:<58}{:>14}", "not known"),
        }
    }
}

/// Does a piece of work and prints the most memory this process held, in kB (Linux only).
pub(crate) fn peak(name: &str) {
    match name {
        "nothing" => {}
        "engine" => drop(work::engine()),
        "largest-sample" => {
            let samples = inputs::samples();
            let (_, bytes) = samples.iter().max_by_key(|(_, bytes)| bytes.len()).unwrap();
            work::answer(&work::engine(), &metasign_fhir::read(bytes, None).unwrap());
        }
        "large-bundle" => {
            // Made in a process of its own, which the making must not count for.
            let path = std::env::temp_dir().join(format!("metasign-large-{}", std::process::id()));
            let made = Command::new(std::env::current_exe().unwrap())
                .args(["peak", "write"])
                .env("METASIGN_BENCH_OUT", &path)
                .stdout(std::process::Stdio::null())
                .status();
            assert!(made.unwrap().success());
            let bytes = std::fs::read(&path).unwrap();
            std::fs::remove_file(&path).unwrap();
            work::answer(&work::engine(), &metasign_fhir::read(&bytes, None).unwrap());
        }
        "write" => {
            let path = std::env::var_os("METASIGN_BENCH_OUT").unwrap();
            std::fs::write(path, inputs::large_bundle()).unwrap();
        }
        _ => panic!("no such peak `{name}`"),
    }
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let most = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    println!("{}", most.unwrap_or("?").trim().trim_end_matches(" kB"));
}

/// The size of the shared library beside this program once its symbols are taken out.
fn stripped() -> Option<u64> {
    let program = std::env::current_exe().ok()?;
    let library = program.parent()?.join("libmetasign.so");
    let copy = std::env::temp_dir().join(format!("metasign-stripped-{}", std::process::id()));
    let bytes = strip(&library, &copy);
    let _ = std::fs::remove_file(&copy);
    bytes
}

fn strip(library: &Path, copy: &Path) -> Option<u64> {
    std::fs::copy(library, copy).ok()?;
    Command::new("strip")
        .arg(copy)
        .status()
        .ok()
        .filter(|status| status.success())?;
    Some(std::fs::metadata(copy).ok()?.len())
}

#[expect(clippy::cast_precision_loss, reason = "sizes are far below 2^52")]
fn megabytes(bytes: u64) -> String {
    format!("{:.2} MB", bytes as f64 / 1e6)
}
