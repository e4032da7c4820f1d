//! A result sent as text: `3.20 mmol/L`, `>3.5 mmol/L`, `186`, `2.9 (2.2 - 2.6) mmol/L`.

use metasign_core::record::{Comparator, ReferenceRange};

use crate::measured::range_of_text;

/// A number read from a text.
#[derive(Debug, PartialEq)]
pub(crate) struct Number<'t> {
    pub(crate) value: f64,
    pub(crate) comparator: Option<Comparator>,
    pub(crate) unit: Option<&'t str>,
    pub(crate) range: Option<ReferenceRange>,
    /// Words behind it: “3.2 mmol/L, phoned to surgery”.
    pub(crate) words: Option<&'t str>,
}

/// Flags that laboratories put beside a number, in brackets or not.
const FLAGS: [&str; 16] = [
    "h", "l", "hh", "ll", "high", "low", "abnormal", "normal", "critical", "raised", "elevated", "reduced", "above",
    "below", "n", "a",
];

/// Marks that stand for a flag.
const MARKS: [char; 8] = ['*', '!', '#', '+', '↑', '↓', '▲', '▼'];

/// Words before a number that only say that it is one, or about how much.
const BEFORE: [&str; 16] = [
    "final result",
    "test result",
    "result",
    "value",
    "reading",
    "measured",
    "approximately",
    "approx.",
    "approx",
    "about",
    "around",
    "circa",
    "roughly",
    "estimated",
    "c.",
    "est.",
];

/// The number a text is, if it is one and nothing else of weight: a comparator before it, a unit, a range or a flag
/// behind it. A date, a blood pressure, a duration or a sentence is none.
pub(crate) fn of(text: &str) -> Option<Number<'_>> {
    let text = text.trim();
    if text.len() > 200 {
        return None;
    }
    let text = text.trim_start_matches(['*', '=', '~', '≈', ' ']);
    // A flag or a word of no weight before the number: `HIGH 3.2 mmol/L`, `Result: 3.2`, `approx 12 kg`.
    let text = without_start(without_start(text));
    let (comparator, rest) = comparator(text);
    let rest = rest.trim_start_matches([' ', '~', '*']);
    let end = rest
        .find(|character: char| !(character.is_ascii_digit() || matches!(character, '.' | ',' | '·')))
        .unwrap_or(rest.len());
    let (digits, rest) = rest.split_at_checked(end)?;
    let value = digits_of(digits)?;
    // `12/3/24`, `120/80`, `2026-03-01`, `3-5`, `5x`: something else.
    if rest.starts_with(['/', '-', ':', '\u{2013}', '+']) {
        return None;
    }
    let (rest, words) = without_words(rest);
    let (unit, range) = behind(without_flags(rest))?;
    // Words make it a sentence unless a unit says that a result stands before them.
    if words.is_some() && unit.is_none() {
        return None;
    }
    Some(Number {
        value,
        comparator,
        unit,
        range,
        words,
    })
}

/// Without one flag, label or “about” at its start.
fn without_start(text: &str) -> &str {
    const BETWEEN: [char; 5] = [' ', ':', '=', '~', '*'];
    for word in BEFORE {
        let start = text.get(..word.len()).filter(|start| start.eq_ignore_ascii_case(word));
        let behind = start.and_then(|start| text.get(start.len()..));
        if let Some(rest) = behind.filter(|rest| word.ends_with('.') || rest.starts_with(BETWEEN)) {
            return rest.trim_start_matches(BETWEEN);
        }
    }
    match text.split_once([' ', ':']) {
        Some((first, rest)) if is_flag(first) => rest.trim_start_matches(BETWEEN),
        _ => text,
    }
}

/// Without the flags at either end: `(H) mmol/L`, `mmol/L*`, `mmol/L (raised)`, `mmol/L ↑`.
fn without_flags(mut rest: &str) -> &str {
    loop {
        let before = rest;
        rest = rest.trim().trim_matches(MARKS);
        if let Some((first, behind)) = rest.split_once(' ').filter(|(first, _)| is_flag(first)) {
            let _ = first;
            rest = behind;
        }
        if let Some((ahead, last)) = rest.rsplit_once(' ').filter(|(_, last)| is_flag(last)) {
            let _ = last;
            rest = ahead;
        }
        let open = rest.rfind(['(', '[']).filter(|_| rest.ends_with([')', ']']));
        if let Some((ahead, _)) = open
            .and_then(|open| rest.split_at_checked(open))
            .filter(|(_, last)| is_flag(last))
        {
            rest = ahead;
        }
        if is_flag(rest) {
            return "";
        }
        if rest.len() == before.len() {
            return rest;
        }
    }
}

/// What stands before a mark that ends the result, and the words behind it.
fn without_words(rest: &str) -> (&str, Option<&str>) {
    for mark in [", ", "; ", " - ", ". ", "\n"] {
        if let Some((before, after)) = rest.split_once(mark)
            && after.contains(char::is_alphabetic)
        {
            return (before, Some(after.trim()).filter(|after| !is_flag(after)));
        }
    }
    (rest, None)
}

fn comparator(text: &str) -> (Option<Comparator>, &str) {
    for (sign, comparator) in [
        ("<=", Comparator::AtMost),
        ("=<", Comparator::AtMost),
        ("≤", Comparator::AtMost),
        (">=", Comparator::AtLeast),
        ("=>", Comparator::AtLeast),
        ("≥", Comparator::AtLeast),
        ("<", Comparator::Below),
        (">", Comparator::Above),
    ] {
        if let Some(rest) = text.strip_prefix(sign) {
            return (Some(comparator), rest);
        }
    }
    for (words, comparator) in [
        ("less than or equal to ", Comparator::AtMost),
        ("greater than or equal to ", Comparator::AtLeast),
        ("more than or equal to ", Comparator::AtLeast),
        ("at least ", Comparator::AtLeast),
        ("at most ", Comparator::AtMost),
        ("less than ", Comparator::Below),
        ("more than ", Comparator::Above),
        ("greater than ", Comparator::Above),
        ("over ", Comparator::Above),
        ("below ", Comparator::Below),
        ("above ", Comparator::Above),
    ] {
        let start = text
            .get(..words.len())
            .filter(|start| start.eq_ignore_ascii_case(words));
        if let Some(rest) = start.and_then(|start| text.get(start.len()..)) {
            return (Some(comparator), rest);
        }
    }
    (None, text)
}

/// `3.20`, `1,204`, `3,2`.
fn digits_of(digits: &str) -> Option<f64> {
    if !digits.starts_with(|first: char| first.is_ascii_digit())
        || !digits.ends_with(|last: char| last.is_ascii_digit())
    {
        return None;
    }
    let digits = &digits.replace('·', ".");
    let plain = match digits.split_once(',') {
        None => digits.to_owned(),
        Some((_, after)) if digits.contains('.') || after.len() == 3 || after.contains(',') => {
            let groups = digits.split('.').next().unwrap_or_default().split(',').skip(1);
            if groups.into_iter().any(|group| group.len() != 3) {
                return None;
            }
            digits.replace(',', "")
        }
        Some((before, after)) => [before, ".", after].concat(),
    };
    plain.parse().ok().filter(|value: &f64| value.is_finite())
}

/// The unit and range behind the number; `None` when anything else stands there.
fn behind(rest: &str) -> Option<(Option<&str>, Option<ReferenceRange>)> {
    let mut rest = rest.trim();
    let mut range = None;
    // A range in brackets, before or behind the unit.
    if let (Some(open), Some(close)) = (rest.find(['(', '[']), rest.rfind([')', ']'])) {
        let inside = rest.get(open..=close)?;
        if inside.contains(|character: char| character.is_ascii_digit()) && inside.contains(['-', '\u{2013}', '<', '>'])
        {
            range = Some(range_of_text(without_label(inside))?);
            let (before, after) = (rest.get(..open)?.trim(), rest.get(close.checked_add(1)?..)?.trim());
            rest = if before.is_empty() { after } else { before };
            if !before.is_empty() && !after.is_empty() && !is_flag(after) {
                return None;
            }
        }
    }
    rest = without_flags(rest);
    if rest.is_empty() {
        return Some((None, range));
    }
    is_unit(rest).then_some((Some(rest), range))
}

/// A range without what it is called: `(ref: 2.2-2.6)`.
fn without_label(inside: &str) -> &str {
    let inside = inside.trim_matches(['(', ')', '[', ']', ' ']);
    let label = |word: &str| {
        let word = word.trim_end_matches([':', '.']).to_ascii_lowercase();
        [
            "ref",
            "reference",
            "range",
            "interval",
            "normal",
            "nr",
            "rr",
            "ri",
            "adult",
        ]
        .contains(&word.as_str())
    };
    let mut rest = inside;
    while let Some((_, behind)) = rest.split_once([' ', ':']).filter(|(word, _)| label(word)) {
        rest = behind.trim_start_matches([' ', ':']);
    }
    rest
}

fn is_flag(word: &str) -> bool {
    let word = word.trim_matches([',', '(', ')', '[', ']']);
    FLAGS.into_iter().any(|flag| flag.eq_ignore_ascii_case(word))
        || (!word.is_empty() && word.chars().all(|mark| MARKS.contains(&mark)))
}

/// What a unit looks like: something a volume, a count, a percentage, or one of the few that stand alone.
fn is_unit(text: &str) -> bool {
    const ALONE: [&str; 22] = [
        "%",
        "kg",
        "kgs",
        "kilograms",
        "g",
        "mg",
        "cm",
        "m",
        "mm",
        "mmhg",
        "mm[hg]",
        "bpm",
        "st",
        "lb",
        "lbs",
        "fl",
        "pg",
        "iu",
        "u",
        "cel",
        "degc",
        "c",
    ];
    let plain = |character: char| character.is_alphanumeric() || " /*^%.[]{}×µμ⁹²·-_".contains(character);
    if text.len() > 40 || !text.chars().all(plain) {
        return false;
    }
    let words = text.split(' ').filter(|word| !word.is_empty()).count();
    let lower = text.to_ascii_lowercase();
    let counts = ["10^", "10*", "x10", "10e", "10 9", "x 10"]
        .into_iter()
        .any(|count| lower.starts_with(count));
    let per = lower.contains('/') || lower.split(' ').any(|word| word == "per");
    ALONE.contains(&lower.as_str()) || (words <= 5 && (per || counts))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_with_its_unit_is_a_result() {
        for (text, value, comparator, unit) in [
            ("3.20 mmol/L", 3.2, None, Some("mmol/L")),
            ("3.2mmol/L", 3.2, None, Some("mmol/L")),
            (">3.5 mmol/L", 3.5, Some(Comparator::Above), Some("mmol/L")),
            ("> 3.5", 3.5, Some(Comparator::Above), None),
            ("<= 0.1 ug/L", 0.1, Some(Comparator::AtMost), Some("ug/L")),
            ("less than 5 kU/L", 5.0, Some(Comparator::Below), Some("kU/L")),
            ("186", 186.0, None, None),
            ("1,204 kU/L", 1204.0, None, Some("kU/L")),
            ("3,2 mmol/L", 3.2, None, Some("mmol/L")),
            ("450 x10^9/L", 450.0, None, Some("x10^9/L")),
            ("450 10 9/L", 450.0, None, Some("10 9/L")),
            ("3.2 mmol/L (high)", 3.2, None, Some("mmol/L")),
            ("3.2 H", 3.2, None, None),
            ("* 3.2 millimole per liter", 3.2, None, Some("millimole per liter")),
            ("HIGH 3.2 mmol/L", 3.2, None, Some("mmol/L")),
            ("3.2 mmol/L - phoned", 3.2, None, Some("mmol/L")),
            ("3.2 mmol/L, phoned to surgery", 3.2, None, Some("mmol/L")),
            ("62 kg", 62.0, None, Some("kg")),
            ("45 %", 45.0, None, Some("%")),
            ("186 kU/L (H)", 186.0, None, Some("kU/L")),
            ("186 kU/L(H)", 186.0, None, Some("kU/L")),
            ("Result: 3.1 mmol/L", 3.1, None, Some("mmol/L")),
            ("Value = 3.1 mmol/L", 3.1, None, Some("mmol/L")),
            ("2.9 mmol/L*", 2.9, None, Some("mmol/L")),
            ("2.9 mmol/L ++", 2.9, None, Some("mmol/L")),
            ("2.9 mmol/L (raised)", 2.9, None, Some("mmol/L")),
            ("2.9 (H) mmol/L", 2.9, None, Some("mmol/L")),
            ("approx 12 kg", 12.0, None, Some("kg")),
            ("c. 12 kg", 12.0, None, Some("kg")),
            ("~12 kg", 12.0, None, Some("kg")),
            ("3·1 mmol/L", 3.1, None, Some("mmol/L")),
            ("<5", 5.0, Some(Comparator::Below), None),
            (
                "greater than or equal to 3.1 mmol/L",
                3.1,
                Some(Comparator::AtLeast),
                Some("mmol/L"),
            ),
        ] {
            let number = of(text);
            let found = number
                .as_ref()
                .map(|number| (number.value, number.comparator, number.unit));
            assert_eq!(found, Some((value, comparator, unit)), "{text}");
        }
        for text in [
            "2.9 mmol/L (2.2 - 2.6)",
            "2.9 mmol/L (2.2-2.6) H",
            "2.9 mmol/L (ref 2.2-2.6)",
            "2.9 mmol/L [normal range: 2.2 - 2.6]",
        ] {
            let range = of(text).and_then(|number| number.range);
            assert_eq!(range.and_then(|range| range.high), Some(2.6), "{text}");
        }
        assert_eq!(
            of("2.9 (2.2-2.6) mmol/L").and_then(|number| number.unit),
            Some("mmol/L")
        );
    }

    #[test]
    fn a_sentence_a_date_a_pressure_or_a_duration_is_none() {
        for text in [
            "",
            "normal",
            "120/80",
            "2026-03-01",
            "3 weeks",
            "12/3/24",
            "3-5 mmol/L",
            "3.2, phoned to surgery",
            "2 tablets a day",
            "1.2.3",
            "1,20,4",
            "T-score -2.5",
            "5 lesions seen",
            "3.",
            ".5",
            "10:30",
            "4 of 5",
            "Stage 4",
            "2.9 mmol/L (see comment 3)",
            "3+",
            "previously 3.1 mmol/L",
            "not 3.1",
            "result",
            "about",
            "c. 10:30",
            "repeat in 3 weeks",
        ] {
            assert_eq!(of(text), None, "{text}");
        }
    }
}
