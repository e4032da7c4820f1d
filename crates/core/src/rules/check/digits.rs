//! What codes look like: check digits and forms, so that a slip of the hand or a spreadsheet's rounding is caught.

use crate::record::System;

/// Why a code can't be one of `system`; `None` when its form is right. That it exists only the dictionary can say.
pub(crate) fn fault(system: System, code: &str) -> Option<&'static str> {
    match system {
        System::Snomed | System::Dmd => snomed_fault(code),
        System::Loinc => (!is_loinc(code)).then_some("it fails its check digit or is not digits, a hyphen and a digit"),
        System::Icd10 => (!is_icd10(code)).then_some("it is not a letter, two digits and perhaps a dot and a digit"),
        System::Read2 => {
            (!is_read(code)).then_some("Read codes have 5 characters: letters, digits and dots at the end")
        }
        System::Ctv3 => (!is_read(code)).then_some("CTV3 codes have 5 characters: letters, digits and dots at the end"),
        System::Local => None,
    }
}

/// The system whose form this code has, for saying which list it strayed from.
pub(crate) fn looks_like(code: &str) -> Option<System> {
    [System::Snomed, System::Loinc, System::Icd10, System::Read2]
        .into_iter()
        .find(|system| fault(*system, code).is_none())
}

fn snomed_fault(code: &str) -> Option<&'static str> {
    if !code.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some("it is not all digits");
    }
    let digits = code.as_bytes();
    if !(6..=18).contains(&digits.len()) || digits.first() == Some(&b'0') {
        return Some("it does not have 6 to 18 digits");
    }
    if !verhoeff(digits) {
        return Some("it fails its check digit");
    }
    let partition = digits
        .len()
        .checked_sub(3)
        .and_then(|start| digits.get(start..start.saturating_add(2)));
    match partition {
        Some(b"00" | b"10") => None,
        _ => Some("it is the id of a description or relationship, not of a concept"),
    }
}

/// Multiplication of the dihedral group D5.
const MULTIPLY: [[u8; 10]; 10] = [
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
    [1, 2, 3, 4, 0, 6, 7, 8, 9, 5],
    [2, 3, 4, 0, 1, 7, 8, 9, 5, 6],
    [3, 4, 0, 1, 2, 8, 9, 5, 6, 7],
    [4, 0, 1, 2, 3, 9, 5, 6, 7, 8],
    [5, 9, 8, 7, 6, 0, 4, 3, 2, 1],
    [6, 5, 9, 8, 7, 1, 0, 4, 3, 2],
    [7, 6, 5, 9, 8, 2, 1, 0, 4, 3],
    [8, 7, 6, 5, 9, 3, 2, 1, 0, 4],
    [9, 8, 7, 6, 5, 4, 3, 2, 1, 0],
];
/// How a digit is permuted by its position from the right.
const PERMUTE: [[u8; 10]; 8] = [
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
    [1, 5, 7, 6, 2, 8, 3, 0, 9, 4],
    [5, 8, 0, 3, 7, 9, 6, 1, 4, 2],
    [8, 9, 1, 6, 0, 4, 3, 5, 2, 7],
    [9, 4, 5, 3, 1, 2, 6, 8, 7, 0],
    [4, 2, 8, 6, 5, 7, 3, 9, 0, 1],
    [2, 7, 9, 3, 8, 0, 6, 4, 1, 5],
    [7, 0, 4, 6, 9, 1, 3, 2, 5, 8],
];

fn verhoeff(digits: &[u8]) -> bool {
    let sum = digits
        .iter()
        .rev()
        .zip(PERMUTE.iter().cycle())
        .try_fold(0_u8, |sum, (digit, row)| {
            let permuted = row.get(usize::from(digit.saturating_sub(b'0')))?;
            MULTIPLY.get(usize::from(sum))?.get(usize::from(*permuted)).copied()
        });
    sum == Some(0)
}

/// `4548-4`: the digit after the hyphen is the mod-10 (Luhn) check digit of those before it.
fn is_loinc(code: &str) -> bool {
    let Some((number, check)) = code.split_once('-') else {
        return false;
    };
    let sound = (1..=7).contains(&number.len()) && check.len() == 1;
    let all_digits = number.bytes().chain(check.bytes()).all(|byte| byte.is_ascii_digit());
    if !sound || !all_digits {
        return false;
    }
    let values = number.bytes().rev().map(|byte| u32::from(byte.saturating_sub(b'0')));
    let sum = values.enumerate().fold(0_u32, |sum, (position, value)| {
        let doubled = if position % 2 == 0 {
            value.saturating_mul(2)
        } else {
            value
        };
        sum.saturating_add(doubled / 10).saturating_add(doubled % 10)
    });
    let expected = 10_u32.saturating_sub(sum % 10) % 10;
    check.parse() == Ok(expected)
}

fn is_icd10(code: &str) -> bool {
    let (category, detail) = match code.split_once('.') {
        Some((category, detail)) => (category, Some(detail)),
        None => (code, None),
    };
    let category_sound = matches!(category.as_bytes(), [b'A'..=b'Z', b'0'..=b'9', b'0'..=b'9']);
    let detail_sound =
        detail.is_none_or(|detail| (1..=2).contains(&detail.len()) && detail.bytes().all(|byte| byte.is_ascii_digit()));
    category_sound && detail_sound
}

/// Five characters: letters and digits, then dots. Nothing in the form tells Read v2 from CTV3.
fn is_read(code: &str) -> bool {
    let stem = code.trim_end_matches('.');
    code.len() == 5 && !stem.is_empty() && stem.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_digits_catch_slips() {
        assert_eq!(fault(System::Snomed, "254837009"), None);
        assert_eq!(fault(System::Snomed, "94222008"), None);
        for wrong in [
            "254837008",
            "254837090",
            "2548370091",
            "25483700",
            "0254837009",
            "25483x009",
            "1",
        ] {
            assert!(fault(System::Snomed, wrong).is_some(), "{wrong}");
        }
        assert_eq!(fault(System::Loinc, "4548-4"), None);
        assert!(fault(System::Loinc, "4548-5").is_some());
    }

    #[test]
    fn forms_are_told_apart() {
        for (system, code) in [
            (System::Icd10, "C79.5"),
            (System::Icd10, "C50"),
            (System::Read2, "B34.."),
            (System::Ctv3, "X78WM"),
        ] {
            assert_eq!(fault(system, code), None, "{code}");
        }
        for (system, code) in [
            (System::Icd10, "C7"),
            (System::Icd10, "c79.5"),
            (System::Read2, "B34"),
            (System::Read2, "B3.4."),
            (System::Ctv3, "254837009"),
        ] {
            assert!(fault(system, code).is_some(), "{code}");
        }
        assert_eq!(looks_like("254837009"), Some(System::Snomed));
    }
}
