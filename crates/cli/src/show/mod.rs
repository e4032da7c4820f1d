//! Answers as text for people: the most urgent thing first, in words rather than colours alone.

mod assessment;
mod block;
mod explanation;

pub(crate) use self::assessment::assessment;
pub(crate) use self::explanation::explanation;
