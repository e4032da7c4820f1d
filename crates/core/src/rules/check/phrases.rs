//! The same phrase in two signs: allowed, but seldom meant.

use std::collections::BTreeMap;

use crate::rules::model::Sign;
use crate::rules::read::Reading;

pub(crate) fn repeated(reading: &mut Reading<'_>, signs: &[Sign]) {
    let mut owners: BTreeMap<String, &Sign> = BTreeMap::new();
    for sign in signs {
        for phrase in &sign.phrases {
            let key = phrase.to_lowercase();
            let Some(owner) = owners.get(&key) else {
                owners.insert(key, sign);
                continue;
            };
            let related = owner.also.contains(&sign.id) || sign.also.contains(&owner.id);
            if related {
                continue;
            }
            let (message, help) = if owner.id == sign.id {
                (format!("the phrase `{phrase}` stands twice"), "take one out".to_owned())
            } else {
                let message = format!("the phrase `{phrase}` also stands in `{}`", owner.id);
                (
                    message,
                    "leave it in one of them, and say `also = [\"…\"]` if one means the other".to_owned(),
                )
            };
            reading.warning(
                sign.place.clone(),
                Some(&sign.id),
                "repeated-phrase",
                message,
                Some(help),
            );
        }
    }
}
