//! Warnings that are meant are not shown; what accepts none any more is a mistake.

use crate::rules::diagnostic::{Diagnostic, Severity};
use crate::rules::read::Reading;
use crate::rules::read::accepted::{Accepted, READ_BACK};

/// Takes the accepted warnings out of what has been found. What is accepted and not there is told where the rule set
/// could be read as a whole; in half of one a warning may only be missing, and so
/// may those that nobody looked for (`read_back`: what reading phrases as notes found).
pub(crate) fn settle(
    reading: &mut Reading<'_>,
    accepted: &[Accepted],
    whole: bool,
    read_back: Option<Vec<Diagnostic>>,
) {
    let looked = read_back.is_some();
    reading.diagnostics.extend(read_back.into_iter().flatten());
    let mut idle = Vec::new();
    for entry in accepted
        .iter()
        .filter(|entry| looked || !READ_BACK.contains(&entry.code))
    {
        for sign in &entry.signs {
            let said: Vec<&Diagnostic> = reading
                .diagnostics
                .iter()
                .filter(|said| is_one(said, entry, sign))
                .collect();
            if entry.about.is_empty() && said.is_empty() {
                idle.push((entry, sign, String::new()));
            }
            for about in &entry.about {
                if !said.iter().any(|said| quoted(said) == Some(about.as_str())) {
                    idle.push((entry, sign, format!(" about `{about}`")));
                }
            }
        }
    }
    reading
        .diagnostics
        .retain(|said| !accepted.iter().any(|entry| is_meant(said, entry)));
    if !whole {
        return;
    }
    for (entry, sign, about) in idle {
        let message = format!("there is no warning `{}` in `{sign}`{about} to accept", entry.code);
        let help = "take it out; the warning may have been set right, or the name is another".to_owned();
        reading.error(entry.place.clone(), None, "accepts-nothing", message, Some(help));
    }
}

fn is_meant(said: &Diagnostic, entry: &Accepted) -> bool {
    let about = entry.about.is_empty() || entry.about.iter().any(|about| quoted(said) == Some(about.as_str()));
    about && entry.signs.iter().any(|sign| is_one(said, entry, sign))
}

fn is_one(said: &Diagnostic, entry: &Accepted, sign: &str) -> bool {
    // Of two signs that share their words either may be named.
    let other = said
        .message
        .split('`')
        .nth(3)
        .filter(|_| said.code == "repeated-phrase");
    let named = said.rule.as_deref() == Some(sign) || other == Some(sign);
    said.severity == Severity::Warning && said.code == entry.code && named
}

/// What a message quotes first.
fn quoted(said: &Diagnostic) -> Option<&str> {
    said.message.split('`').nth(1)
}
