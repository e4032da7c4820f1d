//! The error object: what went wrong, where, and every mistake as JSON. Never a patient's text.

use std::ffi::c_char;
use std::mem::offset_of;

use metasign_core::rules::diagnostic::{Diagnostic, Place, Severity};
use serde_json::json;

use crate::accessor::export;
use crate::boundary::{self, Failure};
use crate::handle::{Owned, Tag, Tagged, object};
use crate::text::Terminated;

/// What went wrong in one call. Immutable.
#[derive(Debug)]
#[cfg_attr(not(doc), repr(C))]
pub struct ErrorHandle {
    tag: Tag,
    status: i32,
    place: Place,
    pub(crate) message: Terminated,
    pub(crate) detail: Terminated,
    rule: Terminated,
    file: Terminated,
}

impl Tagged for ErrorHandle {
    const TAG: u64 = u64::from_le_bytes(*b"msgerror");
    const NAME: &'static str = "error";
    const TAG_OFFSET: usize = offset_of!(Self, tag);
}

impl Owned for ErrorHandle {}

impl ErrorHandle {
    pub(crate) fn new(failure: Failure) -> Self {
        let Failure {
            status,
            message,
            diagnostics,
        } = failure;
        let detail = json!({ "status": status, "message": &message, "diagnostics": &diagnostics });
        let first = diagnostics.into_iter().find(|one| one.severity == Severity::Error);
        let (place, rule) = match first {
            Some(Diagnostic { place, rule, .. }) => (place, rule.unwrap_or_default()),
            None => (Place::default(), String::new()),
        };
        Self {
            tag: Tag::of::<Self>(),
            status,
            message: Terminated::new(message),
            detail: Terminated::new(detail.to_string()),
            rule: Terminated::new(rule),
            file: Terminated::new(place.file.clone()),
            place,
        }
    }
}

/// The status of an error: what the call returned.
///
/// Parameters: error is an error or NULL.
/// Ownership: nothing to free.
/// Threads: any; errors are immutable.
/// Errors: METASIGN_ERROR_NULL and METASIGN_ERROR_HANDLE when `error` is no live error.
/// Since: 0.1.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn metasign_error_status(error: *const ErrorHandle) -> i32 {
    boundary::value(crate::status::METASIGN_ERROR_INTERNAL, || {
        // SAFETY: "a handle is a pointer this library gave and has not freed".
        Some(match unsafe { object(error) } {
            Ok(error) => error.status,
            Err(failure) => failure.status,
        })
    })
}

/// What went wrong and what to do, in one line of English, without any text of the record.
///
/// Parameters: error is an error or NULL; length receives the number of bytes and may be NULL.
/// Ownership: the text belongs to the error and lives as long as it.
/// Threads: any; errors are immutable.
/// Errors: "" when `error` is no live error.
/// Since: 0.1.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn metasign_error_message(error: *const ErrorHandle, length: *mut usize) -> *const c_char {
    export!(text of error => returned, length; |error| Ok(&error.message))
}

/// The error as a JSON object: `status`, `message` and, for rules with mistakes, `diagnostics` with every one.
///
/// Parameters: error is an error or NULL; length receives the number of bytes and may be NULL.
/// Ownership: the text belongs to the error and lives as long as it.
/// Threads: any; errors are immutable.
/// Errors: "" when `error` is no live error.
/// Since: 0.1.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn metasign_error_detail(error: *const ErrorHandle, length: *mut usize) -> *const c_char {
    export!(text of error => returned, length; |error| Ok(&error.detail))
}

/// The id of the rule, sign or other item that is wrong; "" when none is.
///
/// Parameters: error is an error or NULL; length receives the number of bytes and may be NULL.
/// Ownership: the text belongs to the error and lives as long as it.
/// Threads: any; errors are immutable.
/// Errors: "" when `error` is no live error.
/// Since: 0.1.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn metasign_error_rule(error: *const ErrorHandle, length: *mut usize) -> *const c_char {
    export!(text of error => returned, length; |error| Ok(&error.rule))
}

/// The file of the rule set that is wrong; "" when none is.
///
/// Parameters: error is an error or NULL; length receives the number of bytes and may be NULL.
/// Ownership: the text belongs to the error and lives as long as it.
/// Threads: any; errors are immutable.
/// Errors: "" when `error` is no live error.
/// Since: 0.1.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn metasign_error_file(error: *const ErrorHandle, length: *mut usize) -> *const c_char {
    export!(text of error => returned, length; |error| Ok(&error.file))
}

/// The line in that file, from 1; 0 when the whole file is meant.
///
/// Parameters: error is an error or NULL.
/// Ownership: nothing to free.
/// Threads: any; errors are immutable.
/// Errors: 0 when `error` is no live error.
/// Since: 0.1.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn metasign_error_line(error: *const ErrorHandle) -> u32 {
    export!(number of error => returned; |error| Ok(error.place.line))
}

/// The column in that line, in characters from 1; 0 when the whole line is meant.
///
/// Parameters: error is an error or NULL.
/// Ownership: nothing to free.
/// Threads: any; errors are immutable.
/// Errors: 0 when `error` is no live error.
/// Since: 0.1.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn metasign_error_column(error: *const ErrorHandle) -> u32 {
    export!(number of error => returned; |error| Ok(error.place.column))
}

/// Frees an error. Every call that gives one gives a new one.
///
/// Parameters: error is an error, or NULL, which does nothing.
/// Ownership: takes `error`; its texts end with it.
/// Threads: any; no other thread may be using the error.
/// Errors: none; what is no live error is left alone.
/// Since: 0.1.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn metasign_error_free(error: *mut ErrorHandle) {
    export!(end of error)
}
