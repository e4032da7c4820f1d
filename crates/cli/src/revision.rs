//! Rules of another version: a folder, a bundle, or a revision that git keeps (`HEAD~3`, `v1.2`, `main:rules`).

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};

use metasign_core::rules::bundle::{Bundle, MAX_BUNDLE_BYTES};

use crate::input::Rules;
use crate::learned;
use crate::terminal::Stop;

/// The rules that a path or a revision names; a revision is looked up in the repository that `beside` lies in.
pub(crate) fn rules(name: &Path, beside: Option<&Path>) -> Result<Rules, Stop> {
    if name.exists() {
        return Rules::at(Some(name));
    }
    let revision = name.display().to_string();
    let folder = beside.filter(|path| path.is_dir()).unwrap_or_else(|| Path::new("."));
    let unknown = || {
        Stop::Said(format!(
            "`{revision}` is no folder, no bundle and no git revision of `{}`",
            folder.display()
        ))
    };
    let (commit, inside) = revision.split_once(':').unwrap_or((&revision, "."));
    // Whatever begins with a hyphen is an option to git.
    if commit.is_empty() || commit.starts_with('-') || inside.starts_with('-') {
        return Err(unknown());
    }
    let files = listed(folder, commit, inside)
        .and_then(|paths| contents(folder, &format!("{commit}:{inside}"), paths))
        .ok_or_else(unknown)?;
    let mut bundle = Bundle::from_files(files).map_err(|error| Stop::Said(format!("`{revision}`: {error}")))?;
    if bundle.is_empty() {
        return Err(unknown());
    }
    learned::add_weights(&mut bundle)?;
    Ok(Rules::Written(bundle))
}

/// The files below a folder of a commit, named from there.
fn listed(folder: &Path, commit: &str, inside: &str) -> Option<Vec<String>> {
    let mut git = git(folder);
    git.args(["ls-tree", "-r", "-z", "--name-only"]);
    // Without it git lists what lies below the folder it is called in.
    if inside == "." {
        git.arg(commit);
    } else {
        git.args(["--full-tree", &format!("{commit}:{inside}")]);
    }
    let output = git.stderr(Stdio::null()).output().ok()?;
    let text = String::from_utf8(output.stdout)
        .ok()
        .filter(|_| output.status.success())?;
    let hidden = |path: &str| path.split('/').any(|part| part.starts_with('.'));
    let names = text.split('\0').filter(|path| !path.is_empty() && !hidden(path));
    Some(names.map(str::to_owned).collect())
}

/// What each file holds, in one call of git.
fn contents(folder: &Path, root: &str, paths: Vec<String>) -> Option<Vec<(String, Vec<u8>)>> {
    let mut child = git(folder)
        .args(["cat-file", "--batch"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let mut asks = child.stdin.take()?;
    let asked: Vec<String> = paths.iter().map(|path| format!("{root}/{path}\n")).collect();
    let asking = std::thread::spawn(move || asked.iter().all(|line| asks.write_all(line.as_bytes()).is_ok()));
    let mut answers = BufReader::new(child.stdout.take()?);
    let mut files = Vec::new();
    let mut total = 0_usize;
    for path in paths {
        let mut line = String::new();
        answers.read_line(&mut line).ok()?;
        let size: usize = line.trim_end().rsplit(' ').next()?.parse().ok()?;
        total = total.saturating_add(size);
        if total > MAX_BUNDLE_BYTES {
            return None;
        }
        let mut bytes = vec![0; size];
        answers.read_exact(&mut bytes).ok()?;
        answers.read_exact(&mut [0]).ok()?;
        files.push((path, bytes));
    }
    let asked = asking.join().ok()?;
    let done = child.wait().ok()?.success();
    (asked && done).then_some(files)
}

fn git(folder: &Path) -> Command {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder).env("GIT_OPTIONAL_LOCKS", "0");
    command
}
