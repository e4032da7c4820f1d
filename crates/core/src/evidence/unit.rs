//! Units as laboratories and systems spell them, evened out for comparison. Nothing is guessed.

/// A unit with case, spaces and the usual spellings evened out: `x10*9/L`, `10^9/l` and `×10⁹/L` are one.
pub(crate) fn normalised(unit: &str) -> String {
    let mut out = String::with_capacity(unit.len());
    for character in unit.trim().chars() {
        match character {
            ' ' | '\u{a0}' | '[' | ']' | '{' | '}' => {}
            '×' => out.push('x'),
            '*' => out.push('^'),
            'µ' | 'μ' => out.push('u'),
            '⁹' => out.push_str("^9"),
            '¹' => out.push('1'),
            '²' => out.push_str("^2"),
            other => out.extend(other.to_lowercase()),
        }
    }
    let out = out.strip_prefix('x').map(str::to_owned).unwrap_or(out);
    let out = out
        .replace("10e9", "10^9")
        .replace("10e12", "10^12")
        .replace("10 9/l", "10^9/l");
    let out = if let Some(rest) = out.strip_prefix("109/") {
        format!("10^9/{rest}")
    } else {
        out
    };
    match out.as_str() {
        "iu/l" | "units/l" | "unit/l" => "u/l".to_owned(),
        "kgs" | "kilogram" | "kilograms" => "kg".to_owned(),
        "gram/l" | "grams/l" | "gm/l" => "g/l".to_owned(),
        "microgram/l" | "micrograms/l" | "mcg/l" => "ug/l".to_owned(),
        _ => out,
    }
}

#[cfg(test)]
mod tests {
    use super::normalised;

    #[test]
    fn spellings_of_one_unit_are_one() {
        for unit in ["10*9/L", "10^9/L", "x10^9/L", "×10⁹/L", "x10*9/l", "10e9/L", "10 9/L"] {
            assert_eq!(normalised(unit), "10^9/l", "{unit}");
        }
        assert_eq!(normalised("IU/L"), normalised("U/L"));
        assert_eq!(normalised(" mmol/L "), "mmol/l");
        assert_eq!(normalised("µmol/L"), normalised("umol/L"));
        assert_ne!(normalised("mg/dL"), normalised("mmol/L"));
        assert_ne!(normalised("g/L"), normalised("g/dL"));
    }
}
