//! A combination in words: one word of each of its groups, as a note might say it.

use std::collections::BTreeMap;

use metasign_core::rules::model::RuleSet;
use toml::Value;

/// The first plain word of each word group.
pub(super) struct Groups(BTreeMap<String, Vec<String>>);

impl Groups {
    pub(super) fn of(rules: &RuleSet) -> Self {
        let mut groups = BTreeMap::new();
        let files = rules
            .language
            .iter()
            .filter(|(path, _)| path.starts_with("language/words/"));
        for table in files.filter_map(|(_, text)| text.parse::<toml::Table>().ok()) {
            for (name, group) in table {
                let lists = group
                    .as_table()
                    .into_iter()
                    .flat_map(toml::Table::values)
                    .filter_map(Value::as_array);
                let words = lists.flatten().filter_map(Value::as_str).map(str::to_owned).collect();
                groups.insert(name, words);
            }
        }
        Self(groups)
    }

    /// Words for a combination; `None` where a group has none.
    pub(super) fn sample(&self, says: &str) -> Option<String> {
        self.expand(says, 0)
    }

    fn expand(&self, says: &str, depth: usize) -> Option<String> {
        if depth > 6 {
            return None;
        }
        let wanted = says.split('!').next()?.split('{').next()?;
        let mut out = String::new();
        let mut rest = wanted;
        while let Some(c) = rest.chars().next() {
            let after = rest.get(c.len_utf8()..)?;
            let name = after.split_once('>').map(|(name, _)| name);
            if c == '<' && name.is_some_and(|name| self.0.contains_key(name)) {
                let name = name?;
                let word = self
                    .0
                    .get(name)?
                    .iter()
                    .find_map(|word| self.expand(word, depth.saturating_add(1)))?;
                out.push_str(&word);
                rest = after.get(name.len().saturating_add(1)..)?;
            } else if c == '(' {
                let (inside, behind) = after.split_once(')')?;
                out.push_str(&self.expand(inside.split('|').next()?, depth.saturating_add(1))?);
                rest = behind;
            } else {
                out.push(if matches!(c, '+' | '>' | '.') { ' ' } else { c });
                rest = after;
            }
        }
        Some(out.split_whitespace().collect::<Vec<_>>().join(" "))
    }
}
