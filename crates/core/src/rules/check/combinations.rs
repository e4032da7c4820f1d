//! Combinations and word groups that are allowed and seldom meant: one that stands twice, one that says too much, a group that
//! nothing uses.

use std::collections::{BTreeMap, BTreeSet};

use crate::rules::diagnostic::Place;
use crate::rules::model::{Sign, Tumour};
use crate::rules::read::Reading;
use crate::rules::source_text::SourceText;
use crate::text::{Language, WordGroup, groups_named};

/// The text of a file by its path.
pub(crate) type Sources<'a> = &'a dyn Fn(&str) -> Option<&'a SourceText<'a>>;

/// What a rule says together, and where.
struct Written<'a> {
    rule: &'a str,
    place: &'a Place,
    says: &'a str,
}

/// Looks at all combinations and word groups.
pub(crate) fn combinations(
    reading: &mut Reading<'_>,
    signs: &[Sign],
    tumours: &[Tumour],
    language: &Language,
    source: Sources<'_>,
) {
    let of_signs = signs.iter().flat_map(|sign| {
        sign.says.iter().map(|says| Written {
            rule: &sign.id,
            place: &sign.place,
            says,
        })
    });
    let of_tumours = tumours.iter().flat_map(|tumour| {
        tumour.history_says.iter().map(|says| Written {
            rule: &tumour.id,
            place: &tumour.place,
            says,
        })
    });
    let all: Vec<Written<'_>> = of_signs.chain(of_tumours).collect();
    let mut seen: BTreeSet<(&str, String)> = BTreeSet::new();
    for written in &all {
        let spaced: Vec<&str> = written.says.split_whitespace().collect();
        if !seen.insert((written.rule, spaced.join(" "))) {
            let message = format!("the combination `{}` stands twice", written.says);
            warn(
                reading,
                source,
                written,
                "repeated-combination",
                message,
                "take one out",
            );
        }
        if let Some(why) = too_wide(written.says, language) {
            let message = format!("the combination `{}` is too wide: {why}", written.says);
            let help = "name words of complaint in every part; what only looks like the sign goes after `!`";
            warn(reading, source, written, "wide-combination", message, help);
        }
    }
    unused(reading, language, &all, source);
}

/// Why a combination says too much, where it does: a part that a common word fills narrows nothing, and of two parts, or of all,
/// that leaves hardly anything. Of three parts one may be as common as it likes.
fn too_wide(says: &str, language: &Language) -> Option<String> {
    let wanted = says.split('!').next().unwrap_or_default();
    let parts = parts(wanted);
    if let [one, other] = parts.as_slice()
        && one == other
    {
        return Some("both parts are the same words".to_owned());
    }
    let common: Vec<(String, &String)> = parts
        .iter()
        .filter_map(|part| Some((common_word(part, language)?, part)))
        .collect();
    let (word, part) = common.first()?;
    (parts.len().saturating_sub(common.len()) < 2).then(|| format!("`{word}` alone fills the part `{part}`"))
}

/// The common word that fills a part of a combination by itself. Fixed words that stand beside others are a phrase, however
/// common each is.
fn common_word(part: &str, language: &Language) -> Option<String> {
    let words: Vec<&str> = if let Some(group) = part.strip_prefix('<').and_then(|part| part.strip_suffix('>')) {
        language.group(group.trim())?.words.iter().map(String::as_str).collect()
    } else {
        // Two alternatives beside each other are a phrase, too: `(down|flat) (i|he|she)`.
        let inside = part
            .strip_prefix('(')?
            .strip_suffix(')')
            .filter(|inside| !inside.contains('('))?;
        inside.split('|').map(str::trim).collect()
    };
    let common = |word: &&str| language.says_nothing(word);
    words.into_iter().find(common).map(str::to_owned)
}

/// The parts of a combination that stand by themselves: groups and alternatives with `+`, `>` or nothing between.
fn parts(wanted: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut depth = 0usize;
    let mut part = String::new();
    for c in wanted.chars() {
        match c {
            '(' | '<' => depth = depth.saturating_add(1),
            _ => {}
        }
        if depth == 0 && matches!(c, '+' | '>' | '{') {
            out.push(std::mem::take(&mut part).trim().to_owned());
            if c == '{' {
                break;
            }
            continue;
        }
        part.push(c);
        if matches!(c, ')' | '>') {
            depth = depth.saturating_sub(1);
        }
    }
    out.push(part.trim().to_owned());
    out.retain(|part| !part.is_empty());
    out
}

/// Groups that no combination, no other group and no setting of their own uses.
fn unused(reading: &mut Reading<'_>, language: &Language, all: &[Written<'_>], source: Sources<'_>) {
    let groups: BTreeMap<&str, &[String]> = language
        .word_groups
        .iter()
        .map(|group| (group.id.as_str(), group.words.as_slice()))
        .collect();
    let mut used: BTreeSet<&str> = BTreeSet::new();
    let mut next: Vec<&str> = all.iter().flat_map(|written| groups_named(written.says)).collect();
    let by_itself = |group: &&WordGroup| group.idioms || group.complaint || group.between;
    next.extend(
        language
            .word_groups
            .iter()
            .filter(by_itself)
            .map(|group| group.id.as_str()),
    );
    while let Some(name) = next.pop() {
        if used.insert(name) {
            let words = groups.get(name).copied().unwrap_or_default();
            next.extend(words.iter().flat_map(|word| groups_named(word)));
        }
    }
    for group in language
        .word_groups
        .iter()
        .filter(|group| !used.contains(group.id.as_str()))
    {
        let place = source(&group.file).map_or_else(
            || Place {
                file: group.file.clone(),
                ..Place::default()
            },
            |text| text.place(group.at),
        );
        let message = format!("no combination uses the word group `{}`", group.id);
        let help = "name it in `says`, or take it out".to_owned();
        reading.warning(place, Some(&group.id), "unused-group", message, Some(help));
    }
}

fn warn(
    reading: &mut Reading<'_>,
    source: Sources<'_>,
    written: &Written<'_>,
    code: &'static str,
    message: String,
    help: &str,
) {
    let place = source(&written.place.file).and_then(|text| {
        let from = text.line_start(written.place.line);
        let at = text.text.get(from..)?.find(&format!("\"{}\"", written.says))?;
        Some(text.place(from.saturating_add(at)))
    });
    let place = place.unwrap_or_else(|| written.place.clone());
    reading.warning(place, Some(written.rule), code, message, Some(help.to_owned()));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_combination_is_cut_where_its_parts_meet() {
        assert_eq!(parts("<leg> + (weak|<numb> hand) {5}"), ["<leg>", "(weak|<numb> hand)"]);
        assert_eq!(parts("<cannot> > <climb>"), ["<cannot>", "<climb>"]);
        assert_eq!(parts("pain down <leg>"), ["pain down <leg>"]);
    }
}
