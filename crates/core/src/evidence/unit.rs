//! Units of a test: converted to its own or refused.

use crate::record::normalised_unit as normalised;
use crate::rules::model::Measurement;

/// The factor from a unit to the measurement's own.
pub(super) fn factor(test: &Measurement, unit: Option<&str>) -> Result<f64, String> {
    let Some(unit) = unit.map(str::trim).filter(|unit| !unit.is_empty()) else {
        return if test.accept_unitless {
            Ok(1.0)
        } else {
            Err(format!(
                "{}: no unit; not used, because it can't be told from other units",
                test.name
            ))
        };
    };
    // Most come as the rules write them.
    if unit == test.unit {
        return Ok(1.0);
    }
    let unit = normalised(unit);
    if unit == normalised(&test.unit) {
        return Ok(1.0);
    }
    test.units
        .iter()
        .find(|(name, _)| normalised(name) == unit)
        .map(|(_, factor)| *factor)
        .ok_or_else(|| {
            format!(
                "{}: a unit that is not known for it; not used (it is kept in {})",
                test.name, test.unit
            )
        })
}
