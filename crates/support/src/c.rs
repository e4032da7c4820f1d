//! C programs against the library that cargo just built, and what the header declares.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::repository::{self, root};

/// The flags every C source of ours compiles with.
pub const STRICT: [&str; 4] = ["-Wall", "-Wextra", "-pedantic", "-Werror"];

/// Where cargo puts libmetasign.so and libmetasign.a for a test: beside the test binary.
pub fn library_folder() -> PathBuf {
    std::env::current_exe().unwrap().parent().unwrap().to_path_buf()
}

/// The text of the header.
pub fn header() -> String {
    repository::read("include/metasign.h")
}

/// Runs a program that must succeed.
pub fn run(command: &mut Command) -> Output {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    assert!(
        output.status.success(),
        "{command:?} ended with {}\n{}\n{}",
        output.status,
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    output
}

/// Compiles a C source against the shared library and gives the program.
pub fn compile_shared(source: &Path, folder: &Path, name: &str) -> PathBuf {
    // The program asks for the soname; cargo leaves only the plain name.
    let link = folder.join("libmetasign.so.0");
    if !link.exists() {
        std::os::unix::fs::symlink(library_folder().join("libmetasign.so"), &link).unwrap();
    }
    let program = folder.join(name);
    run(compiler(source, &program)
        .arg(&link)
        .arg(format!("-Wl,-rpath,{}", folder.display())));
    program
}

/// The same against the static library.
pub fn compile_static(source: &Path, folder: &Path, name: &str) -> PathBuf {
    let program = folder.join(name);
    run(compiler(source, &program)
        .arg(library_folder().join("libmetasign.a"))
        .args(["-lpthread", "-ldl", "-lm"]));
    program
}

/// A program under valgrind: any error or leak fails it.
pub fn valgrind(program: &Path) -> Command {
    let mut command = Command::new("valgrind");
    command
        .args([
            "-q",
            "--leak-check=full",
            "--show-leak-kinds=definite,indirect",
            "--error-exitcode=99",
        ])
        .arg(program);
    command
}

fn compiler(source: &Path, program: &Path) -> Command {
    let mut command = Command::new("cc");
    command
        .arg("-std=c99")
        .args(STRICT)
        .arg("-g")
        .arg("-I")
        .arg(root().join("include"))
        .arg(source)
        .arg("-o")
        .arg(program);
    command
}

/// One function of the header.
#[derive(Debug)]
pub struct Function {
    /// The type of what it gives.
    pub returns: String,
    /// Its name.
    pub name: String,
    /// Type and name of each parameter.
    pub parameters: Vec<(String, String)>,
    /// What is written above it.
    pub comment: String,
}

/// Every function of the header, with its comment.
pub fn functions() -> Vec<Function> {
    let header = header();
    let body = header.split("extern \"C\" {").nth(1).unwrap();
    let mut found = Vec::new();
    for block in body.split("/**").skip(1) {
        let (comment, rest) = block.split_once("*/").unwrap();
        let declaration = rest
            .split_once(';')
            .unwrap()
            .0
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        let (head, parameters) = declaration.split_once('(').unwrap();
        let split = head.rfind([' ', '*']).unwrap().strict_add(1);
        let (returns, name) = head.split_at(split);
        let parameters = parameters.trim_end_matches(')');
        let parameters = parameters
            .split(", ")
            .filter(|parameter| *parameter != "void")
            .map(|parameter| {
                let split = parameter.rfind([' ', '*']).unwrap().strict_add(1);
                let (kind, name) = parameter.split_at(split);
                (kind.trim().to_owned(), name.to_owned())
            })
            .collect();
        found.push(Function {
            returns: returns.trim().to_owned(),
            name: name.to_owned(),
            parameters,
            comment: comment.replace("\n *", "\n"),
        });
    }
    found
}
