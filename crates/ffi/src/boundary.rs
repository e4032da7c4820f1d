//! The boundary every exported call runs inside: a failure becomes a status and an error object, and so does a panic.

use std::panic::{AssertUnwindSafe, catch_unwind};

use metasign_core::rules::diagnostic::{Diagnostic, Severity};

use crate::error::ErrorHandle;
use crate::handle::Owned as _;
use crate::status::{METASIGN_ERROR_INTERNAL, METASIGN_ERROR_POINTER, METASIGN_ERROR_RULES, METASIGN_OK};

/// Why a call did not do what it says.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) status: i32,
    pub(crate) message: String,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

impl Failure {
    pub(crate) fn new(status: i32, message: impl Into<String>) -> Self {
        Self {
            status,
            message: message.into(),
            diagnostics: Vec::new(),
        }
    }

    /// Rules with mistakes: the first error is the message, all of them are the detail.
    pub(crate) fn rules(diagnostics: Vec<Diagnostic>) -> Self {
        let errors = diagnostics.iter().filter(|one| one.severity == Severity::Error);
        let more = errors.clone().count().saturating_sub(1);
        let first = errors
            .clone()
            .next()
            .map_or_else(|| "the rules can't be used".to_owned(), ToString::to_string);
        let message = if more > 0 {
            format!("{first} (and {more} more; see the detail)")
        } else {
            first
        };
        Self {
            status: METASIGN_ERROR_RULES,
            message,
            diagnostics,
        }
    }
}

/// Runs a call that may fail; its failure goes to `error` unless that is NULL.
///
/// # Safety
/// `error` is NULL or may be written to.
pub(crate) unsafe fn call(error: *mut *mut ErrorHandle, work: impl FnOnce() -> Result<(), Failure>) -> i32 {
    if !error.is_null() {
        if !error.is_aligned() {
            return METASIGN_ERROR_POINTER;
        }
        // SAFETY: not NULL, aligned; "error is NULL or points to a metasign_error pointer".
        unsafe { error.write(std::ptr::null_mut()) };
    }
    let failure = match catch(work) {
        Some(Ok(())) => return METASIGN_OK,
        Some(Err(failure)) => failure,
        None => Failure::new(
            METASIGN_ERROR_INTERNAL,
            "a defect of the library stopped the call; please report the version and what was called",
        ),
    };
    let status = failure.status;
    if !error.is_null()
        && let Some(object) = catch(|| ErrorHandle::new(failure).give())
    {
        // SAFETY: checked above.
        unsafe { error.write(object) };
    }
    status
}

/// Runs a call that returns a value; `fallback` where it has none.
pub(crate) fn value<T>(fallback: T, work: impl FnOnce() -> Option<T>) -> T {
    catch(work).flatten().unwrap_or(fallback)
}

/// `None` when the work panicked. No object is left half-changed: shared ones are immutable.
fn catch<T>(work: impl FnOnce() -> T) -> Option<T> {
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(value) => Some(value),
        Err(payload) => {
            // Dropping what was thrown may throw again, outside of any boundary.
            std::mem::forget(payload);
            None
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::panic, reason = "the boundary is tested with a panic")]
    use super::*;

    #[test]
    fn a_panic_becomes_a_status_and_an_error_without_its_payload() {
        let mut error = std::ptr::null_mut();
        // SAFETY: a local variable.
        let status = unsafe { call(&raw mut error, || panic!("name of a patient")) };
        assert_eq!(status, METASIGN_ERROR_INTERNAL);
        // SAFETY: the call above set it.
        let object = unsafe { Box::from_raw(error) };
        assert!(object.message.as_str().starts_with("a defect of the library"));
        assert!(!object.detail.as_str().contains("patient"));
        assert_eq!(value(7, || panic!("no")), 7);
    }

    #[test]
    fn panics_unwind_in_what_is_shipped() {
        const { assert!(cfg!(panic = "unwind")) };
        let manifest = include_str!("../../../Cargo.toml");
        let release = manifest.split("[profile.release]").nth(1).unwrap_or_default();
        let release = release.split("\n[").next().unwrap_or_default();
        assert!(release.contains("panic = \"unwind\""), "[profile.release] must say so");
        assert!(release.contains("overflow-checks = true"));
    }
}
