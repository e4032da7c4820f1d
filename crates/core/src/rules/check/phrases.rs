//! The same words in two signs: allowed, but seldom meant.

use std::collections::BTreeMap;

use crate::rules::model::Sign;
use crate::rules::read::Reading;
use crate::rules::written::Written;

pub(crate) fn repeated(reading: &mut Reading<'_>, written: &Written<'_>, signs: &[Sign]) {
    of_key(reading, written, signs, "phrases", |sign| &sign.phrases);
    of_key(reading, written, signs, "says", |sign| &sign.says);
}

/// Words of one key, evened out: the reader knows neither capitals nor hyphens nor how many blanks there are.
fn of_key(
    reading: &mut Reading<'_>,
    written: &Written<'_>,
    signs: &[Sign],
    key: &str,
    words: fn(&Sign) -> &Vec<String>,
) {
    let mut owners: BTreeMap<String, &Sign> = BTreeMap::new();
    for sign in signs {
        for phrase in words(sign) {
            let evened = evened_out(phrase);
            let Some(owner) = owners.get(&evened) else {
                owners.insert(evened, sign);
                continue;
            };
            let related = owner.also.contains(&sign.id) || sign.also.contains(&owner.id);
            // A combination that stands twice in one sign is told where combinations are looked at; another spelling of a
            // sign's own phrase does no harm.
            let spelt_otherwise = words(owner)
                .iter()
                .filter(|other| other.eq_ignore_ascii_case(phrase))
                .count()
                < 2;
            if related || (owner.id == sign.id && (key == "says" || spelt_otherwise)) {
                continue;
            }
            let what = if key == "says" { "combination" } else { "phrase" };
            // Told where it fits least: there it was most likely put by mistake.
            let (there, elsewhere) = if kin(owner, &evened) < kin(sign, &evened) {
                (*owner, sign)
            } else {
                (sign, *owner)
            };
            let own = words(there)
                .iter()
                .find(|own| evened_out(own) == evened)
                .unwrap_or(phrase);
            let (message, help) = if there.id == elsewhere.id {
                (format!("the {what} `{own}` stands twice"), "take one out".to_owned())
            } else {
                let message = format!("the {what} `{own}` also stands in `{}`", elsewhere.id);
                (
                    message,
                    "leave it in one of them, and say `also = [\"…\"]` if one means the other".to_owned(),
                )
            };
            let place = written.place(&there.place.file, &[&there.id, key], Some(own));
            reading.warning(place, Some(&there.id), "repeated-phrase", message, Some(help));
        }
    }
}

fn evened_out(phrase: &str) -> String {
    let small = phrase.to_lowercase().replace('-', " ");
    small.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// How many other words of a sign share one with a phrase.
fn kin(sign: &Sign, evened: &str) -> usize {
    let words = |text: &str| -> Vec<String> {
        let parts = text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 2);
        parts.map(str::to_lowercase).collect()
    };
    let wanted = words(evened);
    let all = sign.phrases.iter().chain(&sign.says).chain(std::iter::once(&sign.name));
    all.filter(|text| words(text).iter().any(|word| wanted.contains(word)))
        .count()
}
