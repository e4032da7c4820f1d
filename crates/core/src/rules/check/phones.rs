//! Phone numbers of overlays: what is no number, and numbers for drama where real people ring.

use crate::rules::model::Overlay;
use crate::rules::read::Reading;
use crate::rules::written::Written;

/// How numbers begin that Ofcom keeps for drama: they reach nobody.
const DRAMA: [&str; 21] = [
    "01632960", "01134960", "01144960", "01154960", "01164960", "01174960", "01184960", "01214960", "01314960",
    "01414960", "01514960", "01614960", "02079460", "01914980", "02896496", "02890180", "02920180", "07700900",
    "08081570", "09098790", "03069990",
];
/// Words that may stand in a number's field.
const WORDS: [&str; 12] = [
    "ext",
    "x",
    "or",
    "and",
    "option",
    "opt",
    "bleep",
    "then",
    "extension",
    "page",
    "fax",
    "via",
];

pub(crate) fn overlays(reading: &mut Reading<'_>, written: &Written<'_>, overlays: &[Overlay]) {
    for overlay in overlays {
        let file = format!("overlays/{}/overlay.toml", overlay.id);
        for (slot, value) in overlay.slots.iter().filter(|(_, value)| !value.phone.trim().is_empty()) {
            let place = written.place(&file, &["slots", slot, "phone"], None);
            let phone = value.phone.trim();
            if !is_number(phone) {
                let message = format!("the phone `{phone}` of `{slot}` is no number anybody can ring");
                let help =
                    "write digits and blanks, as in \"01234 567890\"; words belong in `note` or `hours`".to_owned();
                reading.error(place, Some(&overlay.id), "bad-phone", message, Some(help));
            } else if overlay.published && is_drama(phone) {
                let message = format!(
                    "the phone `{phone}` of `{slot}` is kept for drama and reaches nobody, in a published overlay"
                );
                let help = "write the real number and ring it, or say `status = \"example\"`".to_owned();
                reading.error(place, Some(&overlay.id), "fictional-phone", message, Some(help));
            }
        }
    }
}

fn is_number(phone: &str) -> bool {
    let digits = phone.chars().filter(char::is_ascii_digit).count();
    let plain = |c: char| c.is_ascii_digit() || c.is_whitespace() || "+()-./,;#*".contains(c);
    let words = phone.split(plain).filter(|word| !word.is_empty());
    digits >= 3
        && words
            .into_iter()
            .all(|word| WORDS.contains(&word.to_lowercase().as_str()))
}

fn is_drama(phone: &str) -> bool {
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    let national = match digits.strip_prefix("0044").or_else(|| digits.strip_prefix("44")) {
        Some(rest) => format!("0{}", rest.trim_start_matches('0')),
        None => digits,
    };
    DRAMA.iter().any(|range| national.starts_with(range))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_told_from_words() {
        assert!(
            [
                "999",
                "01234 567890",
                "+44 (0)1234 567890",
                "01234 567890 ext 12",
                "01234 567890, option 3 or 4"
            ]
            .iter()
            .all(|phone| is_number(phone))
        );
        assert!(
            ["ask switchboard", "n/a", "tbc", "12", "01234 5678 Monday"]
                .iter()
                .all(|phone| !is_number(phone))
        );
        assert!(
            ["01632 960101", "+44 1632 960101", "07700 900123", "020 7946 0000"]
                .iter()
                .all(|phone| is_drama(phone))
        );
        assert!(!is_drama("01234 567890"));
    }
}
