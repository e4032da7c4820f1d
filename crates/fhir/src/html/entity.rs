//! Entities of HTML.

/// The character of the entity after a `&`, and what follows it.
pub(super) fn entity(after: &str) -> Option<(char, &str)> {
    // The longest name that is read has seven letters; a number fits in eight characters.
    let (end, _) = after.char_indices().take(10).find(|(_, character)| *character == ';')?;
    let (name, rest) = after.split_at_checked(end)?;
    let rest = rest.strip_prefix(';')?;
    let character = match name.strip_prefix('#') {
        Some(number) => {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code).filter(|character| *character != '\0')?
        }
        None => named(name)?,
    };
    Some((character, rest))
}

/// The named entities that letters hold; others stay as written.
fn named(name: &str) -> Option<char> {
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" | "ensp" | "emsp" | "thinsp" => '\u{a0}',
        "pound" => '£',
        "euro" => '€',
        "deg" => '°',
        "micro" => 'µ',
        "plusmn" => '±',
        "times" => '×',
        "divide" => '÷',
        "frac12" => '½',
        "frac14" => '¼',
        "frac34" => '¾',
        "sup2" => '²',
        "sup3" => '³',
        "le" => '≤',
        "ge" => '≥',
        "ndash" => '–',
        "mdash" => '—',
        "lsquo" => '‘',
        "rsquo" => '’',
        "ldquo" => '“',
        "rdquo" => '”',
        "hellip" => '…',
        "bull" => '•',
        "middot" => '·',
        "uarr" => '↑',
        "darr" => '↓',
        "rarr" => '→',
        "alpha" => 'α',
        "beta" => 'β',
        "gamma" => 'γ',
        "eacute" => 'é',
        "egrave" => 'è',
        _ => return None,
    })
}
