//! Statuses: what a call returns. Grouped by hundreds; a number is never used again for something else.

use std::ffi::{CStr, c_char};

/// The call did what it says.
pub const METASIGN_OK: i32 = 0;

/// A pointer that must not be NULL is NULL, or a text has a length and no pointer.
pub const METASIGN_ERROR_NULL: i32 = 101;

/// A handle that is not a live object of its type: freed before, or something else.
pub const METASIGN_ERROR_HANDLE: i32 = 102;

/// A text that is not UTF-8, or holds U+0000.
pub const METASIGN_ERROR_TEXT: i32 = 103;

/// A pointer that is not aligned for its type, or a length no memory can have.
pub const METASIGN_ERROR_POINTER: i32 = 104;

/// Options with a wrong `struct_size`, an unknown flag, or a member with a value that has no meaning.
pub const METASIGN_ERROR_OPTIONS: i32 = 105;

/// An index or a field number out of range.
pub const METASIGN_ERROR_RANGE: i32 = 106;

/// Neither a native record nor a FHIR Bundle that is read.
pub const METASIGN_ERROR_RECORD: i32 = 201;

/// A document or text larger than the limit.
pub const METASIGN_ERROR_TOO_LARGE: i32 = 202;

/// Answers that are not a JSON array as in the native record.
pub const METASIGN_ERROR_ANSWERS: i32 = 203;

/// Bytes that are not a bundle of rules.
pub const METASIGN_ERROR_BUNDLE: i32 = 301;

/// Rules with mistakes; the detail lists every one with its place.
pub const METASIGN_ERROR_RULES: i32 = 302;

/// An overlay the rules do not have.
pub const METASIGN_ERROR_OVERLAY: i32 = 303;

/// A setting the rules do not have.
pub const METASIGN_ERROR_SETTING: i32 = 304;

/// A defect of the library, caught at the boundary. The objects given stay usable.
pub const METASIGN_ERROR_INTERNAL: i32 = 501;

/// Every status with its name.
pub(crate) const NAMES: [(i32, &CStr); 15] = [
    (METASIGN_OK, c"METASIGN_OK"),
    (METASIGN_ERROR_NULL, c"METASIGN_ERROR_NULL"),
    (METASIGN_ERROR_HANDLE, c"METASIGN_ERROR_HANDLE"),
    (METASIGN_ERROR_TEXT, c"METASIGN_ERROR_TEXT"),
    (METASIGN_ERROR_POINTER, c"METASIGN_ERROR_POINTER"),
    (METASIGN_ERROR_OPTIONS, c"METASIGN_ERROR_OPTIONS"),
    (METASIGN_ERROR_RANGE, c"METASIGN_ERROR_RANGE"),
    (METASIGN_ERROR_RECORD, c"METASIGN_ERROR_RECORD"),
    (METASIGN_ERROR_TOO_LARGE, c"METASIGN_ERROR_TOO_LARGE"),
    (METASIGN_ERROR_ANSWERS, c"METASIGN_ERROR_ANSWERS"),
    (METASIGN_ERROR_BUNDLE, c"METASIGN_ERROR_BUNDLE"),
    (METASIGN_ERROR_RULES, c"METASIGN_ERROR_RULES"),
    (METASIGN_ERROR_OVERLAY, c"METASIGN_ERROR_OVERLAY"),
    (METASIGN_ERROR_SETTING, c"METASIGN_ERROR_SETTING"),
    (METASIGN_ERROR_INTERNAL, c"METASIGN_ERROR_INTERNAL"),
];

/// The name of a status, for logs.
///
/// Parameters: status is any number.
/// Ownership: the text is static and never freed.
/// Threads: any.
/// Errors: none; a number that is no status gives "METASIGN_ERROR_UNKNOWN".
/// Since: 0.1.0
#[unsafe(no_mangle)]
pub extern "C" fn metasign_status_name(status: i32) -> *const c_char {
    NAMES
        .iter()
        .find(|(number, _)| *number == status)
        .map_or(c"METASIGN_ERROR_UNKNOWN", |(_, name)| name)
        .as_ptr()
}
