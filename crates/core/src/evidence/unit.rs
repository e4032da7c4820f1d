//! Units are evened out on the floor of the record, for every way in.

pub(crate) use crate::record::normalised_unit as normalised;
