//! The README's program in C: built by the lines that stand there, it prints what stands there.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed test says so")]

use std::fs;
use std::process::Command;

use metasign_support::c::{library_folder, run};
use metasign_support::repository::{read, root, scratch};

/// The text of the next block in this language, and what comes after it.
fn block<'t>(text: &'t str, language: &str) -> (&'t str, &'t str) {
    let fence = format!("```{language}\n");
    let (_, after) = text.split_once(&fence).unwrap_or_else(|| panic!("no {language} block"));
    after.split_once("```").unwrap()
}

#[test]
fn the_program_in_c_builds_as_it_says_and_shows_a_prompt() {
    let readme = read("README.md");
    let (_, section) = readme.split_once("## Embed it in C").unwrap();
    let (program, rest) = block(section, "c");
    let (commands, rest) = block(rest, "sh");
    let (printed, _) = block(rest, "text");

    let folder = scratch("readme");
    fs::write(folder.join("host.c"), program).unwrap();
    std::os::unix::fs::symlink(root().join("include"), folder.join("include")).unwrap();
    // What `cargo build` leaves there, and nothing more.
    let release = folder.join("target/release");
    fs::create_dir_all(&release).unwrap();
    fs::copy(library_folder().join("libmetasign.so"), release.join("libmetasign.so")).unwrap();
    let (build, commands) = commands.split_once('\n').unwrap();
    assert_eq!(build, "cargo build --release -p metasign-ffi");
    let output = run(Command::new("sh").args(["-e", "-c", commands]).current_dir(&folder));
    assert_eq!(String::from_utf8(output.stdout).unwrap(), printed);
}
