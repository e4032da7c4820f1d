//! Compiles `rules/` into the library, and packs it as written for whoever asks.
//!
//! Byte-order marks and CRLF are evened out here as [`Bundle`] does it, so a checkout with other line ends gives the same digest.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

use metasign_compiler::engine::{Engine, EngineError};
use metasign_compiler::rules::bundle::{Bundle, DIGEST_FILE};

fn main() -> Result<(), Box<dyn Error>> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("../../rules");
    let out = PathBuf::from(env::var("OUT_DIR")?);
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed={}", root.display());

    println!("cargo:rustc-cfg=embedded");
    // The likeness of notes is asked after words that are no common English ones.
    fs::write(out.join("english.bin"), metasign_compiler::text::english_bytes())?;
    let mut paths = Vec::new();
    if root.is_dir() {
        collect(&root, "", &mut paths)?;
    }
    paths.sort();
    let (cases, rest): (Vec<String>, Vec<String>) = paths.into_iter().partition(|path| path.starts_with("cases/"));
    let (examples, rules): (Vec<String>, Vec<String>) =
        rest.into_iter().partition(|path| path.starts_with("examples/"));
    pack(&root, &rules, &out, "rules")?;
    weights(&root, &examples, &out)?;
    compile(&root, &rules, &out)?;
    let cases = if env::var_os("CARGO_FEATURE_CASES").is_some() {
        cases
    } else {
        Vec::new()
    };
    pack(&root, &cases, &out, "cases")?;
    let examples = if cases.is_empty() { Vec::new() } else { examples };
    pack(&root, &examples, &out, "examples")
}

/// Every rule file below `folder`, as a path with `/` from the root.
fn collect(folder: &Path, prefix: &str, paths: &mut Vec<String>) -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed={}", folder.display());
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.to_str().ok_or("a file name under rules/ is not UTF-8")?;
        let path = format!("{prefix}{name}");
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), &format!("{path}/"), paths)?;
            continue;
        }
        println!("cargo:rerun-if-changed={}", entry.path().display());
        let wanted = match path.rsplit('.').next() {
            Some("toml" | "csv") => true,
            Some("tsv") => path.starts_with("cases/") || path.starts_with("examples/"),
            _ => false,
        };
        if wanted && !name.starts_with('.') {
            paths.push(path);
        }
    }
    Ok(())
}

/// Learns from the examples, unless the weights of these very examples are there from an earlier build.
fn weights(root: &Path, paths: &[String], out: &Path) -> Result<(), Box<dyn Error>> {
    let mut files = Vec::new();
    for path in paths {
        files.push((path.as_str(), text_of(root, path)?));
    }
    let digest = metasign_likeness::digest(files.iter().map(|(path, text)| (*path, text.as_str())));
    let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    fs::write(out.join("examples.sha256"), &hex)?;
    // Beside the profiles' own folders: what a build for tests has learned a build for release need not learn again.
    let shelf = out.ancestors().nth(4).unwrap_or(out).join("learned");
    fs::create_dir_all(&shelf)?;
    let kept = shelf.join(format!("likeness-{hex}.bin"));
    if !kept.is_file() {
        let mut examples = Vec::new();
        for (path, text) in &files {
            let read = metasign_likeness::examples_from_tsv(path, text);
            examples.extend(read.map_err(|problems| {
                format!("rules/{}", problems.first().map_or(String::new(), ToString::to_string))
            })?);
        }
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        // Written whole or not at all: a build may be stopped, or another run beside it.
        let draft = shelf.join(format!("likeness-{}.draft", std::process::id()));
        fs::write(&draft, metasign_likeness::learn(&examples, digest, threads))?;
        fs::rename(&draft, &kept)?;
    }
    fs::copy(&kept, out.join("likeness.bin"))?;
    Ok(())
}

/// Compiles the rules.
fn compile(root: &Path, paths: &[String], out: &Path) -> Result<(), Box<dyn Error>> {
    let mut files = vec![(DIGEST_FILE.to_owned(), fs::read(out.join("examples.sha256"))?)];
    for path in paths {
        files.push((path.clone(), fs::read(root.join(path))?));
    }
    let mut bundle = Bundle::from_files(files)?;
    bundle.keep_weights(&fs::read(out.join("likeness.bin"))?);
    let compiled = Engine::compile_to_embed(&bundle).map_err(|error| match error {
        EngineError::Rules(mistakes) => {
            let told: Vec<String> = mistakes
                .iter()
                .take(20)
                .map(|mistake| format!("rules/{mistake}"))
                .collect();
            told.join("\n")
        }
        other => other.to_string(),
    })?;
    fs::write(out.join("rules.compiled"), compiled)?;
    Ok(())
}

/// A rule file's text, byte-order mark and line ends evened out.
fn text_of(root: &Path, path: &str) -> Result<String, Box<dyn Error>> {
    let text = fs::read_to_string(root.join(path)).map_err(|error| format!("rules/{path}: {error}"))?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(&text).replace("\r\n", "\n"))
}

/// Writes `NAME.pack`, the files packed.
fn pack(root: &Path, paths: &[String], out: &Path, name: &str) -> Result<(), Box<dyn Error>> {
    let mut files = Vec::new();
    for path in paths {
        files.push((path.clone(), text_of(root, path)?.into_bytes()));
    }
    fs::write(out.join(format!("{name}.pack")), Bundle::from_files(files)?.packed()?)?;
    Ok(())
}
