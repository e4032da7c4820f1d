//! Results, limits, units and trends.

use super::*;

#[test]
fn limits_hold_just_above_and_not_at_or_below() {
    for (value, expected) in [(2.99, Truth::False), (3.0, Truth::False), (3.01, Truth::True)] {
        assert_eq!(
            truth(&record(vec![result("r", 1, ADJUSTED, value, "mmol/L")]), "calcium-high"),
            expected,
            "{value}"
        );
    }
    assert_eq!(truth(&record(vec![]), "calcium-high"), Truth::CannotTell);
    let newer_normal = record(vec![
        result("a", 9, ADJUSTED, 3.2, "mmol/L"),
        result("b", 1, ADJUSTED, 2.4, "mmol/L"),
    ]);
    assert_eq!(truth(&newer_normal, "calcium-high"), Truth::False);
}

#[test]
fn the_laboratorys_own_range_is_used_and_without_it_nobody_can_tell() {
    let with = |value: f64| {
        record(vec![
            result("r", 1, ADJUSTED, value, "mmol/L").range(Some(2.2), Some(2.55)),
        ])
    };
    assert_eq!(truth(&with(2.55), "calcium-over-range"), Truth::False);
    assert_eq!(truth(&with(2.56), "calcium-over-range"), Truth::True);
    assert_eq!(
        truth(
            &record(vec![result("r", 1, ADJUSTED, 2.56, "mmol/L")]),
            "calcium-over-range"
        ),
        Truth::CannotTell
    );
}

#[test]
fn comparators_decide_only_what_they_can() {
    let with = |value: f64, comparator| record(vec![result("r", 1, ADJUSTED, value, "mmol/L").comparator(comparator)]);
    assert_eq!(truth(&with(3.0, Comparator::Above), "calcium-high"), Truth::True);
    assert_eq!(
        truth(&with(3.0, Comparator::AtLeast), "calcium-high"),
        Truth::CannotTell
    );
    assert_eq!(truth(&with(3.0, Comparator::Below), "calcium-high"), Truth::False);
    let open = with(3.4, Comparator::Below);
    assert_eq!(truth(&open, "calcium-high"), Truth::CannotTell);
    assert!(
        assess(&open)
            .notices
            .iter()
            .any(|notice| notice.code == NoticeCode::ValueUndecided)
    );
}

#[test]
fn units_are_converted_or_refused_with_a_notice_never_guessed() {
    let notice = |record: &Record<'_>, code| assess(record).notices.iter().any(|notice| notice.code == code);
    let converted = record(vec![result("r", 1, ADJUSTED, 12.8, "mg/dL")]);
    assert_eq!(truth(&converted, "calcium-high"), Truth::True);
    assert!(notice(&converted, NoticeCode::UnitConverted));
    for unit in ["", "mEq/L", "banana"] {
        let refused = record(vec![result("r", 1, ADJUSTED, 3.2, unit)]);
        assert_eq!(truth(&refused, "calcium-high"), Truth::CannotTell, "{unit}");
        assert!(notice(&refused, NoticeCode::UnitUnknown), "{unit}");
    }
    for value in [0.99, 5.01, 12.8, f64::NAN, f64::INFINITY, 1e300] {
        let refused = record(vec![result("r", 1, ADJUSTED, value, "mmol/L")]);
        assert_eq!(truth(&refused, "calcium-high"), Truth::CannotTell, "{value}");
        assert!(notice(&refused, NoticeCode::ValueImplausible), "{value}");
    }
}

#[test]
fn calcium_is_adjusted_for_albumin_of_the_same_day_and_never_twice() {
    let unadjusted = |albumin: Option<(i32, f64)>| {
        let mut entries = vec![result("ca", 1, CALCIUM, 2.9, "mmol/L")];
        if let Some((days, value)) = albumin {
            entries.push(result("alb", days, ALBUMIN, value, "g/L"));
        }
        record(entries)
    };
    // 2.9 + 0.02 * (40 - 34) = 3.02
    assert_eq!(truth(&unadjusted(Some((1, 34.0))), "calcium-high"), Truth::True);
    assert_eq!(truth(&unadjusted(Some((1, 36.0))), "calcium-high"), Truth::False);
    assert_eq!(truth(&unadjusted(Some((2, 34.0))), "calcium-high"), Truth::CannotTell);
    assert_eq!(truth(&unadjusted(None), "calcium-high"), Truth::CannotTell);
    let already = record(vec![
        result("ca", 1, CALCIUM, 2.9, "mmol/L"),
        result("alb", 1, ALBUMIN, 30.0, "g/L"),
        result("adj", 1, ADJUSTED, 2.95, "mmol/L"),
    ]);
    assert_eq!(truth(&already, "calcium-high"), Truth::False);
}

#[test]
fn weight_falls_are_counted_at_five_per_cent_inside_six_months() {
    let weights = |then: f64, days: i32, now: f64| {
        record(vec![
            result("a", days, WEIGHT, then, "kg"),
            result("b", 1, WEIGHT, now, "kg"),
        ])
    };
    assert_eq!(truth(&weights(80.0, 100, 76.1), "weight-loss"), Truth::False);
    assert_eq!(truth(&weights(80.0, 100, 76.0), "weight-loss"), Truth::True);
    assert_eq!(truth(&weights(80.0, 100, 75.9), "weight-loss"), Truth::True);
    assert_eq!(truth(&weights(80.0, 300, 60.0), "weight-loss"), Truth::CannotTell);
    assert_eq!(
        truth(&record(vec![result("b", 1, WEIGHT, 60.0, "kg")]), "weight-loss"),
        Truth::CannotTell
    );
}

#[test]
fn a_typed_earlier_value_makes_a_change_possible_only() {
    let typed = |text| engine().explain(&record(vec![note("n", 1, text)])).found;
    let found = typed("wt 62 (was 70)");
    assert_eq!(
        (found.len(), found[0].sign.as_str(), found[0].assertion),
        (1, "weight-loss", Assertion::Possible)
    );
    assert!(typed("wt 69 (was 70)").is_empty());
}

#[test]
fn markers_rise_by_steps_or_from_the_nadir() {
    let series = |values: &[f64]| {
        let ids = ["a", "b", "c", "d"];
        let days = [300, 200, 100, 10];
        record(
            values
                .iter()
                .enumerate()
                .map(|(index, value)| result(ids[index], days[index], PSA, *value, "ug/L"))
                .collect(),
        )
    };
    assert_eq!(truth(&series(&[0.1, 0.2, 0.3]), "psa-rising"), Truth::True);
    assert_eq!(truth(&series(&[0.3, 0.2, 0.3]), "psa-rising"), Truth::False);
    assert_eq!(truth(&series(&[0.2, 0.3]), "psa-rising"), Truth::CannotTell);
    assert_eq!(truth(&series(&[3.0, 0.5, 1.0, 2.5]), "psa-nadir"), Truth::False);
    assert_eq!(truth(&series(&[3.0, 0.5, 1.0, 2.6]), "psa-nadir"), Truth::True);
}
