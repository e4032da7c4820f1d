//! Rings: files or folders of which each needs the other, at every level of the house.

use std::collections::{BTreeMap, BTreeSet};

use crate::source::Use;

/// Names that need each other, in the folder where they lie.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Ring {
    pub(crate) folder: String,
    pub(crate) members: BTreeSet<String>,
    pub(crate) uses: Vec<Use>,
}

/// Every ring. Inside a folder its folders count as one each, so that a folder is either above or below another.
pub(crate) fn rings(uses: &BTreeSet<Use>) -> Vec<Ring> {
    let mut levels: BTreeMap<String, BTreeMap<(String, String), Vec<Use>>> = BTreeMap::new();
    for used in uses {
        let (from, to) = (steps(&used.from), steps(&used.to));
        let shared = from.iter().zip(&to).take_while(|(from, to)| from == to).count();
        // A file beside its folder (`a.rs`, `a/`) stands inside it.
        let name = |steps: &[String]| steps.get(shared).cloned().unwrap_or_else(|| "mod".to_owned());
        levels
            .entry(from[..shared].join("/"))
            .or_default()
            .entry((name(&from), name(&to)))
            .or_default()
            .push(used.clone());
    }
    levels
        .into_iter()
        .flat_map(|(folder, uses)| in_folder(&folder, &uses))
        .collect()
}

fn steps(path: &str) -> Vec<String> {
    let stem = path.trim_end_matches(".rs").trim_end_matches("/mod");
    stem.split('/').map(str::to_owned).collect()
}

fn in_folder(folder: &str, uses: &BTreeMap<(String, String), Vec<Use>>) -> Vec<Ring> {
    let names: BTreeSet<&String> = uses.keys().flat_map(|(from, to)| [from, to]).collect();
    let reached: BTreeMap<&String, BTreeSet<&String>> = names.iter().map(|name| (*name, reached(name, uses))).collect();
    let mut rings = Vec::new();
    let mut told: BTreeSet<&String> = BTreeSet::new();
    for name in names {
        if told.contains(name) || !reached[name].contains(name) {
            continue;
        }
        let members: BTreeSet<&String> = reached[name]
            .iter()
            .filter(|other| reached[**other].contains(name))
            .copied()
            .collect();
        told.extend(&members);
        let within = |(from, to): &(String, String)| members.contains(from) && members.contains(to);
        let uses = uses.iter().filter(|(pair, _)| within(pair));
        rings.push(Ring {
            folder: folder.to_owned(),
            uses: uses.flat_map(|(_, uses)| uses.clone()).collect(),
            members: members.into_iter().cloned().collect(),
        });
    }
    rings
}

/// All that is needed by a name, directly or not.
fn reached<'u>(name: &String, uses: &'u BTreeMap<(String, String), Vec<Use>>) -> BTreeSet<&'u String> {
    let mut reached = BTreeSet::new();
    let mut open = vec![name];
    while let Some(name) = open.pop() {
        for (from, to) in uses.keys() {
            if from == name && reached.insert(to) {
                open.push(to);
            }
        }
    }
    reached
}
