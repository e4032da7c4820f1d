//! Word groups that name each other: names that don't exist, and groups that lead back to themselves. One mistake each, at the
//! group, so that it is not told again for every combination that uses one of them.

use std::collections::BTreeMap;

use super::data::{Language, LanguageProblem, WordGroup, line_and_column};
use super::nearest::nearest;

/// The groups that an item of a group names: `top of <poss> arm`.
pub(crate) fn groups_named(item: &str) -> impl Iterator<Item = &str> {
    item.split('<')
        .skip(1)
        .filter_map(|rest| rest.split_once('>'))
        .map(|(name, _)| name.trim())
}

/// What is wrong with the names in word groups.
pub(super) fn problems(language: &Language, files: &[(&str, &str)]) -> Vec<LanguageProblem> {
    let groups: BTreeMap<&str, &WordGroup> = language
        .word_groups
        .iter()
        .map(|group| (group.id.as_str(), group))
        .collect();
    let mut out = Vec::new();
    for group in &language.word_groups {
        for name in group.words.iter().flat_map(|item| groups_named(item)) {
            if !groups.contains_key(name) {
                let message = format!("the word group `{}` names `<{name}>`, which does not exist", group.id);
                let help = nearest(name, groups.keys().copied()).map(|near| format!("did you mean `<{near}>`?"));
                out.push(problem(group, files, message, help));
            }
        }
    }
    let mut state: BTreeMap<&str, State> = BTreeMap::new();
    for id in groups.keys() {
        follow(id, &groups, files, &mut state, &mut out);
    }
    out
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Open,
    Done,
}

/// Walks from a group through those it names; depth is bounded by the number of groups, and each is left once.
fn follow<'a>(
    id: &'a str,
    groups: &BTreeMap<&'a str, &'a WordGroup>,
    files: &[(&str, &str)],
    state: &mut BTreeMap<&'a str, State>,
    out: &mut Vec<LanguageProblem>,
) {
    if state.contains_key(id) {
        return;
    }
    let inner = |id: &str| -> Vec<&'a str> {
        let group = groups.get(id);
        let names = group
            .into_iter()
            .flat_map(|group| group.words.iter().flat_map(|item| groups_named(item)));
        names.filter(|name| groups.contains_key(name)).collect()
    };
    state.insert(id, State::Open);
    let mut path: Vec<(&str, Vec<&str>)> = vec![(id, inner(id))];
    while let Some((here, rest)) = path.last_mut() {
        let here = *here;
        let Some(next) = rest.pop() else {
            state.insert(here, State::Done);
            path.pop();
            continue;
        };
        match state.get(next) {
            None => {
                state.insert(next, State::Open);
                path.push((next, inner(next)));
            }
            Some(State::Done) => {}
            Some(State::Open) => {
                let ring: Vec<&str> = path.iter().map(|(id, _)| *id).skip_while(|id| *id != next).collect();
                if let Some(group) = groups.get(next) {
                    let message = format!("the word groups `{}` refer to each other", ring.join("`, `"));
                    let help = "take one of these references out".to_owned();
                    out.push(problem(group, files, message, Some(help)));
                }
            }
        }
    }
}

fn problem(group: &WordGroup, files: &[(&str, &str)], message: String, help: Option<String>) -> LanguageProblem {
    let content = files
        .iter()
        .find(|(name, _)| *name == group.file)
        .map(|(_, content)| *content);
    let (line, column) = line_and_column(content.unwrap_or_default(), group.at);
    LanguageProblem {
        file: group.file.clone(),
        line,
        column,
        message,
        help,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<String> {
        let language = Language::from_files([("words/a.toml", text)]);
        let problems = language.err().into_iter().flatten();
        problems
            .map(|one| format!("{}:{}:{} {}", one.file, one.line, one.column, one.message))
            .collect()
    }

    fn group(id: &str, words: &str) -> String {
        format!("[{id}]\nbasis = \"C\"\nwords = [{words}]\n\n")
    }

    #[test]
    fn a_ring_of_groups_is_told_once_at_its_place() {
        let text = group("leg", "\"leg\", \"<foot>\"")
            + &group("foot", "\"foot\", \"the <toe>\"")
            + &group("toe", "\"<leg>\"");
        assert_eq!(
            told(&text),
            ["words/a.toml:5:2 the word groups `foot`, `toe`, `leg` refer to each other"]
        );
        assert_eq!(
            told(&group("leg", "\"<leg>\"")),
            ["words/a.toml:1:2 the word groups `leg` refer to each other"]
        );
    }

    #[test]
    fn a_group_that_does_not_exist_is_told_where_it_is_named() {
        let text = group("leg", "\"leg\"") + &group("limb", "\"<lag> and\", \"<leg>\"");
        assert_eq!(
            told(&text),
            ["words/a.toml:5:2 the word group `limb` names `<lag>`, which does not exist"]
        );
        assert!(told(&(group("leg", "\"leg\"") + &group("limb", "\"<leg> <leg>\""))).is_empty());
    }
}
