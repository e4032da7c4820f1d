//! Codes that say two things at once: that a sign is there and is not, two cancers, high and low.

use std::collections::BTreeMap;

use crate::rules::model::{Codelist, Sign, Tumour};
use crate::rules::read::Reading;
use crate::rules::read::codelist::ListFile;
use crate::rules::written::Written;

/// Ends of the names of lists of which one denies what the other says.
const OPPOSED: [(&str, &str); 8] = [
    ("", "-absent"),
    ("", "-excluded"),
    ("-present", "-absent"),
    ("-positive", "-negative"),
    ("-raised", "-low"),
    ("-high", "-low"),
    ("-abnormal", "-normal"),
    ("-rising", "-falling"),
];

pub(crate) fn lists(
    reading: &mut Reading<'_>,
    written: &Written<'_>,
    lists: &[Codelist],
    files: &[ListFile],
    (signs, tumours): (&[Sign], &[Tumour]),
) {
    let mut look = Look {
        reading,
        written,
        files,
    };
    for sign in signs {
        for absent in &sign.absent_codes {
            for shown in &sign.codes {
                let message = |code: &str| {
                    format!(
                        "the code `{code}` of `{absent}` says that `{}` is absent, and `{shown}` has it to say that it is there",
                        sign.id
                    )
                };
                let same = absent == shown;
                for (code, _) in shared(lists, shown, absent)
                    .into_iter()
                    .take(if same { 1 } else { usize::MAX })
                {
                    let help = "leave the code in one of the two lists";
                    if same {
                        let place = look
                            .written
                            .place(&sign.place.file, &[&sign.id, "absent_codes"], Some(absent));
                        let message = format!("`{absent}` is named both in `codes` and in `absent_codes`");
                        let help = "name a list of codes that say it is not there, or take the key out".to_owned();
                        look.reading
                            .warning(place, Some(&sign.id), "opposed-codes", message, Some(help));
                    } else {
                        look.warn(absent, code, Some(&sign.id), "opposed-codes", message(code), help);
                    }
                }
            }
        }
    }
    for (first, second) in OPPOSED {
        for list in lists.iter().map(|list| list.list.as_str()) {
            let Some(stem) = list.strip_suffix(second) else {
                continue;
            };
            let other = format!("{stem}{first}");
            let asked = signs
                .iter()
                .any(|sign| sign.codes.contains(&other) && sign.absent_codes.iter().any(|absent| absent == list));
            if asked {
                continue;
            }
            for (code, _) in shared(lists, &other, list) {
                let message = format!("the code `{code}` stands in `{list}` and in `{other}`, which says the opposite");
                look.warn(
                    list,
                    code,
                    Some(list),
                    "opposed-codes",
                    message,
                    "leave it in one of the two lists",
                );
            }
        }
    }
    look.tumours(lists, tumours);
}

/// The codes that two lists share, with the system.
fn shared<'a>(lists: &'a [Codelist], one: &str, other: &str) -> Vec<(&'a str, &'a str)> {
    let mut out = Vec::new();
    for list in lists.iter().filter(|list| list.list == one) {
        let same = lists
            .iter()
            .filter(|known| known.list == other && known.system == list.system);
        for known in same {
            let codes: std::collections::BTreeSet<&str> = known.codes.iter().map(|(code, _)| code.as_str()).collect();
            out.extend(
                list.codes
                    .iter()
                    .filter(|(code, _)| codes.contains(code.as_str()))
                    .map(|(code, term)| (code.as_str(), term.as_str())),
            );
        }
    }
    out
}

struct Look<'a, 'b, 'w> {
    reading: &'a mut Reading<'b>,
    written: &'a Written<'w>,
    files: &'a [ListFile],
}

impl Look<'_, '_, '_> {
    /// A code that is in the history of two tumour types is two cancers.
    fn tumours(&mut self, lists: &[Codelist], tumours: &[Tumour]) {
        let mut owners: BTreeMap<(&str, &str), (&str, &str)> = BTreeMap::new();
        for tumour in tumours {
            let mut told: Vec<(&str, &str)> = Vec::new();
            for list in lists.iter().filter(|list| tumour.history_codes.contains(&list.list)) {
                for (code, term) in &list.codes {
                    let (owner, of) = *owners
                        .entry((list.system.name(), code))
                        .or_insert((&tumour.id, &list.list));
                    if owner == tumour.id || told.contains(&(owner, &list.list)) {
                        continue;
                    }
                    told.push((owner, &list.list));
                    // Either may be the wrong one, so both are told.
                    let both = [
                        (tumour.id.as_str(), list.list.as_str(), owner, of),
                        (owner, of, &tumour.id, &list.list),
                    ];
                    for (here, here_list, there, there_list) in both {
                        let Some(file) = tumours
                            .iter()
                            .find(|one| one.id == here)
                            .map(|one| one.place.file.as_str())
                        else {
                            continue;
                        };
                        let message = format!(
                            "the code `{code}` ({term}) of `{here_list}` is also in the history of `{there}` (`{there_list}`), so one entry is two cancers"
                        );
                        let help = "leave the code, or the list, to one tumour type".to_owned();
                        let place = self.written.place(file, &["history", "codes"], Some(here_list));
                        self.reading
                            .warning(place, Some(here), "two-histories", message, Some(help));
                    }
                }
            }
        }
    }

    fn warn(&mut self, list: &str, code: &str, rule: Option<&str>, kind: &'static str, message: String, help: &str) {
        let found = self.files.iter().filter(|file| file.list == list).find_map(|file| {
            file.parts.iter().find_map(|part| {
                let at = part.codelist.codes.iter().position(|(known, _)| known == code)?;
                Some(file.place(part.lines.get(at).copied().unwrap_or(0)))
            })
        });
        self.reading
            .warning(found.unwrap_or_default(), rule, kind, message, Some(help.to_owned()));
    }
}
