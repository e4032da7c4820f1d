//! Dates as people write them in a cell of a table. Days stand before months, as in Britain; two-digit years are not guessed.

use metasign_core::record::PartialDate;

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// The date a cell is, if it is one and nothing else. A bare year is one only where the heading says date.
pub(super) fn of(cell: &str, says_date: bool) -> Option<PartialDate> {
    let cell = cell.trim().trim_end_matches('.');
    if cell.len() > 40 || !cell.starts_with(|first: char| first.is_ascii_alphanumeric()) {
        return None;
    }
    if let Some(date) = PartialDate::parse(cell) {
        return (cell.len() > 4 || says_date).then_some(date);
    }
    let parts: Vec<&str> = cell
        .split([' ', '/', '-', '.', ','])
        .filter(|part| !part.is_empty())
        .collect();
    match parts.as_slice() {
        // A time may stand behind the day.
        [day, month, year] => of_parts(day, month, year),
        [day, month, year, time, ..] if time.contains(':') => of_parts(day, month, year),
        [month, year] => {
            let (month, year) = (named(month)?, year_of(year)?);
            PartialDate::parse(&format!("{year}-{month:02}"))
        }
        _ => None,
    }
}

fn of_parts(day: &str, month: &str, year: &str) -> Option<PartialDate> {
    let (day, month) = match named(day) {
        // `March 9, 2026`
        Some(named) => (month, named),
        None => (
            day,
            named(month).or_else(|| number(month).filter(|month| *month <= 12))?,
        ),
    };
    let day = number(day.trim_end_matches(|character: char| character.is_ascii_alphabetic()))?;
    let year = year_of(year)?;
    PartialDate::parse(&format!("{year}-{month:02}-{day:02}"))
}

fn named(word: &str) -> Option<u8> {
    let lower = word.get(..3)?.to_ascii_lowercase();
    let whole = word.chars().all(|character| character.is_ascii_alphabetic());
    let place = MONTHS.iter().position(|month| *month == lower).filter(|_| whole)?;
    u8::try_from(place.saturating_add(1)).ok()
}

fn number(word: &str) -> Option<u8> {
    word.parse().ok().filter(|_| word.len() <= 2)
}

fn year_of(word: &str) -> Option<&str> {
    let year = word.parse::<u16>().ok().filter(|_| word.len() == 4)?;
    (1900..2200).contains(&year).then_some(word)
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn dates_as_people_write_them_are_read() {
        for (cell, date) in [
            ("2019-05-01", "2019-05-01"),
            ("2019-05-01T10:00:00Z", "2019-05-01"),
            ("01/05/2019", "2019-05-01"),
            ("1.5.2019", "2019-05-01"),
            ("1 May 2019", "2019-05-01"),
            ("1st May 2019", "2019-05-01"),
            ("01-May-2019", "2019-05-01"),
            ("May 1, 2019", "2019-05-01"),
            ("May 2019", "2019-05"),
            ("01/05/2019 10:15", "2019-05-01"),
        ] {
            assert_eq!(
                of(cell, false).map(|date| date.to_string()).as_deref(),
                Some(date),
                "{cell}"
            );
        }
        assert_eq!(of("2019", true).map(|date| date.to_string()).as_deref(), Some("2019"));
        for cell in [
            "2019",
            "1/5/19",
            "120/80",
            "3.2",
            "May",
            "31/02/2019",
            "Leg weakness 2019",
            "",
            "13/13/2019",
        ] {
            assert_eq!(of(cell, false), None, "{cell}");
        }
    }
}
