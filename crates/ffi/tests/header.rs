//! The header is the manual: complete, alone enough, and true to the library.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a failed test says so"
)]

use std::collections::BTreeSet;
use std::process::Command;

use metasign_support::c::{STRICT, compile_shared, functions, header, library_folder, run};
use metasign_support::repository::{read, root, scratch};

#[test]
fn each_function_says_what_parameters_ownership_threads_errors_and_since_when() {
    let functions = functions();
    assert!(
        functions.len() > 20,
        "only {} functions were found in the header",
        functions.len()
    );
    for function in functions {
        let mut rest = function.comment.as_str();
        for label in ["Parameters:", "Ownership:", "Threads:", "Errors:", "Since:"] {
            let (before, after) = rest
                .split_once(label)
                .unwrap_or_else(|| panic!("the comment of {} has no `{label}` in its place", function.name));
            assert!(
                before.trim().len() > 3,
                "{}: nothing is said before `{label}`",
                function.name
            );
            rest = after;
        }
        let parameters = function.comment.split("Ownership:").next().unwrap();
        for (_, name) in &function.parameters {
            assert!(
                parameters
                    .split(|c: char| !c.is_alphanumeric() && c != '_')
                    .any(|word| word == name),
                "the comment of {} does not say what `{name}` is",
                function.name
            );
        }
    }
}

#[test]
fn it_compiles_alone_and_twice_in_every_dialect() {
    let folder = scratch("header-dialects");
    let text = "#include \"metasign.h\"\n#include \"metasign.h\"\nint main(void) { return METASIGN_OK; }\n";
    for (compiler, suffix, dialects) in [
        ("cc", "c", &["c99", "c11", "c17"][..]),
        ("g++", "cpp", &["c++11", "c++14", "c++17"][..]),
    ] {
        let source = folder.join("twice").with_extension(suffix);
        std::fs::write(&source, text).unwrap();
        for dialect in dialects {
            run(Command::new(compiler)
                .arg(format!("-std={dialect}"))
                .args(STRICT)
                .arg("-fsyntax-only")
                .arg("-I")
                .arg(root().join("include"))
                .arg(&source));
        }
    }
}

#[test]
fn macros_agree_with_the_library_and_with_cargo() {
    let (major, minor, patch) = (
        env!("CARGO_PKG_VERSION_MAJOR"),
        env!("CARGO_PKG_VERSION_MINOR"),
        env!("CARGO_PKG_VERSION_PATCH"),
    );
    let names = status_macros()
        .into_iter()
        .map(|name| format!("    check(strcmp(metasign_status_name({name}), \"{name}\") == 0);\n"))
        .collect::<String>();
    let program = format!(
        r#"#include <stdlib.h>
#include <string.h>
#include "metasign.h"
static void check(int holds) {{ if (!holds) {{ abort(); }} }}
int main(void)
{{
    metasign_engine_options engine = METASIGN_ENGINE_OPTIONS_INIT;
    metasign_assess_options assess = METASIGN_ASSESS_OPTIONS_INIT;
    check(engine.struct_size == sizeof engine && engine.overlay == NULL && engine.settings_length == 0);
    check(assess.struct_size == sizeof assess && assess.flags == 0 && assess.answers == NULL);
    check(METASIGN_VERSION_MAJOR == {major} && METASIGN_VERSION_MINOR == {minor} && METASIGN_VERSION_PATCH == {patch});
    check(strcmp(METASIGN_VERSION, "{major}.{minor}.{patch}") == 0);
    check(strcmp(metasign_version(), METASIGN_VERSION) == 0);
    check(metasign_abi_version() == METASIGN_ABI_VERSION);
{names}    check(strcmp(metasign_status_name(-7), "METASIGN_ERROR_UNKNOWN") == 0);
    return 0;
}}
"#
    );
    let folder = scratch("header-macros");
    let source = folder.join("macros.c");
    std::fs::write(&source, program).unwrap();
    run(&mut Command::new(compile_shared(&source, &folder, "macros")));
}

#[test]
fn the_example_in_the_tour_compiles_and_runs() {
    let header = header();
    let example = header
        .split(" * EXAMPLE\n")
        .nth(1)
        .unwrap()
        .split(" */")
        .next()
        .unwrap();
    let lines = example
        .lines()
        .map(|line| line.trim_start_matches(" *"))
        .collect::<Vec<_>>();
    assert!(lines.len() <= 32, "the example has {} lines", lines.len());
    let program = format!(
        "#include <stdio.h>\n#include <string.h>\n#include \"metasign.h\"\nint main(void)\n{{\n    const char *record = \
         \"{{\\\"schema\\\":\\\"metasign.record/1\\\",\\\"as_of\\\":\\\"2026-03-12\\\"}}\";\n{}\n    return 0;\n}}\n",
        lines.join("\n")
    );
    let folder = scratch("header-example");
    let source = folder.join("example.c");
    std::fs::write(&source, program).unwrap();
    let output = run(&mut Command::new(compile_shared(&source, &folder, "example")));
    assert!(
        String::from_utf8_lossy(&output.stdout).contains("Not validated"),
        "the statement is printed"
    );
}

#[test]
fn exported_symbols_are_the_listed_ones_and_the_header_s() {
    let library = library_folder().join("libmetasign.so");
    let output = run(Command::new("nm").args(["-D", "--defined-only"]).arg(&library));
    let exported: BTreeSet<String> = String::from_utf8_lossy(&output.stdout)
        .lines()
        .filter_map(|line| line.split_whitespace().last())
        .map(str::to_owned)
        .collect();
    let listed = read("crates/ffi/symbols.txt");
    let listed: BTreeSet<String> = listed.lines().map(str::to_owned).collect();
    assert_eq!(
        exported, listed,
        "a symbol added is added to crates/ffi/symbols.txt; one removed needs a new ABI number"
    );
    let declared: BTreeSet<String> = functions().into_iter().map(|function| function.name).collect();
    assert_eq!(declared, listed, "the header and crates/ffi/symbols.txt");
}

#[test]
fn the_soname_carries_the_abi_number() {
    let library = library_folder().join("libmetasign.so");
    let output = run(Command::new("readelf").arg("-d").arg(&library));
    let expected = format!("[libmetasign.so.{}]", metasign::version::METASIGN_ABI_VERSION);
    assert!(
        String::from_utf8_lossy(&output.stdout).contains(&expected),
        "no soname {expected}"
    );
}

fn status_macros() -> Vec<String> {
    header()
        .lines()
        .filter_map(|line| line.strip_prefix("#define "))
        .filter_map(|line| line.split(' ').next())
        .filter(|name| *name == "METASIGN_OK" || name.starts_with("METASIGN_ERROR_"))
        .map(str::to_owned)
        .collect()
}
