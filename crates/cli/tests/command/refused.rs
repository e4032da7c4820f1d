//! Input that cannot be used.

use super::*;

#[test]
fn what_cannot_be_read_is_told_without_its_text() {
    let folder = scratch("unreadable");
    let empty = folder.join("empty.json");
    fs::write(&empty, "").unwrap();
    let wide = folder.join("wide.json");
    fs::File::create(&wide).unwrap().set_len(3 << 30).unwrap();
    for (arguments, input, told) in [
        (vec!["assess", "-"], "SECRETNAME", "not JSON"),
        (vec!["assess", "-"], "{\"SECRETNAME\": 1}", "neither"),
        (vec!["assess", "-"], "[1, 2", "not JSON"),
        (vec!["assess", empty.to_str().unwrap()], "", "not JSON"),
        (vec!["assess", wide.to_str().unwrap()], "", "larger than"),
        (vec!["assess", "no/such/file"], "", "can't be read"),
        (vec!["assess", folder.to_str().unwrap()], "", "is a folder"),
        (vec!["assess", "-", "--rules", "no/such/rules"], RECORD, "can't be read"),
        (vec!["assess", "-", "--overlay", "nowhere"], RECORD, "`nowhere`"),
        (
            vec!["explain", "-", "--rule", "cord-compresion"],
            RECORD,
            "did you mean `cord-compression`?",
        ),
    ] {
        let (status, shown, error) = metasign(&arguments, input);
        assert_eq!((status, shown.as_str()), (2, ""), "{arguments:?}: {error}");
        assert!(
            error.contains(told) && !error.contains("SECRETNAME"),
            "{arguments:?}: {error}"
        );
    }
    assert_eq!(metasign(&["assess"], "").0, 2);
    assert_eq!(metasign(&["assess", "-", "--as-of", "2026-02-30"], "").0, 2);
}

#[test]
fn lines_of_records_with_a_byte_order_mark_are_read() {
    let folder = scratch("mark");
    let file = folder.join("two.ndjson");
    fs::write(&file, format!("\u{feff}{RECORD}\n{RECORD}\n")).unwrap();
    let (status, shown, error) = metasign(&["assess", file.to_str().unwrap()], "");
    assert_eq!((status, shown.lines().count(), error.as_str()), (0, 2, ""));
}

#[test]
fn a_day_outside_the_years_1900_to_2200_is_refused() {
    for day in ["1899-12-31", "2201-01-01", "9999-12-31"] {
        let (status, shown, error) = metasign(&["assess", "-", "--as-of", day], RECORD);
        assert_eq!((status, shown.as_str()), (2, ""), "{day}");
        assert!(error.contains("1900 to 2200"), "{error}");
        let (status, _, error) = metasign(
            &["assess", "-"],
            &RECORD.replace("2026-03-12\",\"patient", &format!("{day}\",\"patient")),
        );
        assert_eq!(status, 2, "{day}");
        assert!(error.contains("1900 to 2200"), "{error}");
    }
    let (status, _, _) = metasign(&["assess", "-", "--as-of", "2200-12-31"], RECORD);
    assert_eq!(status, 0);
}
