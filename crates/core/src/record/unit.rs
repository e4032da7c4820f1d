//! Units as laboratories and systems spell them, evened out for comparison. Nothing is guessed.

/// A unit with case, spaces and the usual spellings evened out: `x10*9/L`, `10^9/l` and `×10⁹/L` are one, and so are
/// `millimole per liter`, `mmols/L` and `mmol/L`.
#[must_use]
pub(crate) fn normalised_unit(unit: &str) -> String {
    let mut out = String::with_capacity(unit.len());
    let unit = unit.trim().trim_end_matches(['.', '/']);
    // A condition of the measurement behind the unit: `IU/L 37C`, `U/L (37 C)`.
    let unit = without_temperature(unit);
    // Molar, which only its capital tells from a length.
    match unit {
        "mM" => return "mmol/l".to_owned(),
        "uM" | "µM" | "μM" => return "umol/l".to_owned(),
        "nM" => return "nmol/l".to_owned(),
        "pM" => return "pmol/l".to_owned(),
        _ => {}
    }
    for character in unit.chars() {
        match character {
            ' ' | '\u{a0}' | '\t' | '[' | ']' | '{' | '}' | '(' | ')' => {}
            '×' => out.push('x'),
            '*' => out.push('^'),
            'µ' | 'μ' => out.push('u'),
            '⁹' => out.push_str("^9"),
            '¹' => out.push('1'),
            '²' => out.push_str("^2"),
            '³' => out.push_str("^3"),
            '⁻' => out.push('-'),
            other => out.extend(other.to_lowercase()),
        }
    }
    let out = with_one_slash(out);
    let out = out.strip_prefix('x').map(str::to_owned).unwrap_or(out);
    let out = out
        .replace("^^", "^")
        .replace("10e9", "10^9")
        .replace("10e12", "10^12")
        .replace("10 9/l", "10^9/l");
    let out = if let Some(rest) = out.strip_prefix("109/") {
        format!("10^9/{rest}")
    } else {
        out
    };
    match out.split_once('/') {
        Some((above, below)) => {
            let (above, below) = (numerator(above), denominator(below));
            match (above, below) {
                // A thousand a microlitre, or a milliard a litre: the same count.
                ("10^3" | "k" | "thou", "ul" | "mm^3" | "cmm") | ("gpt" | "bil" | "billion", "l") => {
                    "10^9/l".to_owned()
                }
                // Cells, counted one by one.
                ("" | "cell" | "cells" | "count" | "counts" | "#", "ul" | "mm^3" | "cmm") => "/ul".to_owned(),
                (above, below) => [above, "/", below].concat(),
            }
        }
        None => match numerator(&out) {
            "kilogram" | "kilograms" | "kilogramme" | "kilogrammes" | "kgs" | "kilo" | "kilos" => "kg".to_owned(),
            "pound" | "pounds" | "lbs" => "lb".to_owned(),
            "stones" | "stone" => "st".to_owned(),
            // Grams a hundred millilitres, as older laboratories write.
            "g%" | "gm%" => "g/dl".to_owned(),
            "mg%" | "mgm%" => "mg/dl".to_owned(),
            "percent" | "percentage" | "pct" => "%".to_owned(),
            other => other.to_owned(),
        },
    }
}

/// Whether two spellings are of one unit.
#[must_use]
pub fn same_unit(left: &str, right: &str) -> bool {
    left.eq_ignore_ascii_case(right) || normalised_unit(left) == normalised_unit(right)
}

/// Without a temperature at the end.
fn without_temperature(unit: &str) -> &str {
    for ending in [
        "37C", "37 C", "37°C", "37 °C", "(37C)", "(37 C)", "@37C", "at 37C", "37 deg C",
    ] {
        if let Some(rest) = unit.strip_suffix(ending) {
            return rest.trim_end();
        }
    }
    // `mmol/L (adj)`: a word on the test, not on the unit.
    match unit.split_once('(') {
        Some((before, _)) if unit.ends_with(')') && before.contains('/') => before.trim_end(),
        _ => unit,
    }
}

/// `mmol per litre`, `mmol·l-1` and `mmol/l` in one form.
fn with_one_slash(unit: String) -> String {
    if let Some((above, below)) = unit
        .split_once("per")
        .filter(|(above, _)| !above.is_empty() && *above != "%")
    {
        return [above, "/", below].concat();
    }
    match unit.strip_suffix("l-1").map(|above| above.trim_end_matches(['.', '·'])) {
        Some(above) if !above.is_empty() => [above, "/l"].concat(),
        _ => unit,
    }
}

/// What is counted, in its usual abbreviation.
fn numerator(unit: &str) -> &str {
    match unit {
        "millimole" | "millimoles" | "millimol" | "mmols" | "mmole" | "mmoles" => "mmol",
        "micromole" | "micromoles" | "micromol" | "micromols" | "umole" | "umoles" | "umols" | "mcmol" | "mcmols" => {
            "umol"
        }
        "nanomole" | "nanomoles" | "nanomol" | "nmols" => "nmol",
        "picomole" | "picomoles" | "picomol" | "pmols" => "pmol",
        "gram" | "grams" | "gramme" | "grammes" | "gm" | "gms" | "gr" => "g",
        "milligram" | "milligrams" | "mgm" | "mgs" | "mgms" => "mg",
        "microgram" | "micrograms" | "mcg" | "ugm" | "ugs" => "ug",
        "nanogram" | "nanograms" | "ngm" | "ngs" => "ng",
        "iu" | "unit" | "units" | "internationalunit" | "internationalunits" | "intunits" | "i.u." => "u",
        "kiu" | "kunit" | "kunits" | "kilounit" | "kilounits" => "ku",
        "miu" | "munit" | "munits" | "milliunit" | "milliunits" => "mu",
        "10^3" | "10^9" => unit,
        "thousand" | "thousands" | "1000" => "10^3",
        other => other,
    }
}

/// What it is counted in.
fn denominator(unit: &str) -> &str {
    match unit {
        "litre" | "liter" | "litres" | "liters" | "ltr" | "dm3" | "dm^3" => "l",
        "decilitre" | "deciliter" | "100ml" => "dl",
        "millilitre" | "milliliter" | "mls" | "cc" => "ml",
        "microlitre" | "microliter" | "mcl" => "ul",
        "cumm" | "mm3" => "mm^3",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::{normalised_unit as normalised, same_unit};

    #[test]
    fn spellings_of_one_unit_are_one() {
        for unit in [
            "10*9/L",
            "10^9/L",
            "x10^9/L",
            "×10⁹/L",
            "x10*9/l",
            "10e9/L",
            "10 9/L",
            "K/uL",
            "10*3/uL",
            "x 10^9 / L",
            "thousand per microliter",
            "1000/uL",
            "10**9/L",
            "10^3/mm³",
        ] {
            assert_eq!(normalised(unit), "10^9/l", "{unit}");
        }
        for unit in [
            "mmol/L",
            " mmol/L ",
            "mmol/litre",
            "mmols/L",
            "millimole per liter",
            "millimoles per litre",
            "mmol l-1",
            "mmol.l-1",
            "mmol/L.",
            "mmol / l",
            "mmol/l/",
            "mmol/L (adj)",
            "mM",
            "mmol/dm3",
            "mmol/dm³",
        ] {
            assert_eq!(normalised(unit), "mmol/l", "{unit}");
        }
        for unit in [
            "umol/L",
            "µmol/L",
            "umoles/L",
            "mcmol/L",
            "micromol/l",
            "micromoles per litre",
        ] {
            assert_eq!(normalised(unit), "umol/l", "{unit}");
        }
        for unit in [
            "U/L",
            "IU/L",
            "[iU]/L",
            "IU/L 37C",
            "u/l",
            "units/L",
            "unit per litre",
            "U/L (37 C)",
        ] {
            assert_eq!(normalised(unit), "u/l", "{unit}");
        }
        for unit in ["g/dL", "gm/dL", "gms/dl", "gm%", "grams per deciliter", "g/100ml"] {
            assert_eq!(normalised(unit), "g/dl", "{unit}");
        }
        for unit in ["ug/L", "mcg/L", "µg/L", "micrograms/litre"] {
            assert_eq!(normalised(unit), "ug/l", "{unit}");
        }
        for (unit, same) in [
            ("kIU/L", "kU/L"),
            ("mIU/L", "mU/L"),
            ("%", "percent"),
            ("kilograms", "kg"),
            ("kU/litre", "kU/L"),
            ("cells/uL", "/µL"),
            ("cells per microlitre", "/mm3"),
            ("pounds", "lb"),
            ("stones", "st"),
            ("mg%", "mg/dL"),
        ] {
            assert!(same_unit(unit, same), "{unit}");
        }
    }

    #[test]
    fn other_units_stay_apart() {
        for (left, right) in [
            ("mg/dL", "mmol/L"),
            ("g/L", "g/dL"),
            ("umol/L", "mmol/L"),
            ("U/L", "kU/L"),
            ("10*9/L", "10*12/L"),
            ("10*6/uL", "10*9/L"),
            ("mU/L", "MU/mL"),
            ("mM", "mm"),
            ("MM", "mM"),
            ("cells/L", "cells/uL"),
            ("per", "/"),
            ("%", "/l"),
        ] {
            assert_ne!(normalised(left), normalised(right), "{left}");
        }
    }
}
