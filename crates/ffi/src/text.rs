//! Texts that cross the boundary: pointer and length in; a view with a length and a final NUL out.

use std::ffi::c_char;

use crate::boundary::Failure;
use crate::handle::Output;
use crate::status::{METASIGN_ERROR_NULL, METASIGN_ERROR_POINTER, METASIGN_ERROR_TEXT, METASIGN_ERROR_TOO_LARGE};

/// A text kept for C: it ends with a NUL that its length does not count.
#[derive(Debug)]
pub(crate) struct Terminated(String);

impl Terminated {
    pub(crate) fn new(mut text: String) -> Self {
        text.push('\0');
        Self(text)
    }

    pub(crate) fn as_str(&self) -> &str {
        self.0.strip_suffix('\0').unwrap_or(&self.0)
    }

    pub(crate) fn as_ptr(&self) -> *const c_char {
        self.0.as_ptr().cast()
    }

    pub(crate) fn len(&self) -> usize {
        self.as_str().len()
    }

    /// Shows the text to the caller.
    pub(crate) fn show(&self, text: Output<*const c_char>, length: Output<usize>) {
        text.set(self.as_ptr());
        length.set(self.len());
    }
}

/// The bytes of a text of the caller's, at most `limit` of them.
///
/// # Safety
/// `pointer` is NULL or the first of `length` bytes that may be read for `'a`.
pub(crate) unsafe fn bytes<'a>(
    pointer: *const c_char,
    length: usize,
    limit: usize,
    name: &str,
) -> Result<&'a [u8], Failure> {
    if pointer.is_null() {
        return if length == 0 {
            Ok(&[])
        } else {
            Err(Failure::new(
                METASIGN_ERROR_NULL,
                format!("`{name}` is NULL but has a length"),
            ))
        };
    }
    if isize::try_from(length).is_err() {
        return Err(Failure::new(
            METASIGN_ERROR_POINTER,
            format!("the length of `{name}` is more than any memory; a negative number?"),
        ));
    }
    if length > limit {
        return Err(Failure::new(
            METASIGN_ERROR_TOO_LARGE,
            format!("`{name}` has {length} bytes; at most {limit} are read"),
        ));
    }
    // SAFETY: not NULL, of a possible length; "a text is a pointer and the number of bytes that may be read there".
    Ok(unsafe { std::slice::from_raw_parts(pointer.cast(), length) })
}

/// A text of the caller's, at most `limit` bytes of it, in UTF-8 and without U+0000.
///
/// # Safety
/// As for [`bytes`].
pub(crate) unsafe fn text<'a>(
    pointer: *const c_char,
    length: usize,
    limit: usize,
    name: &str,
) -> Result<&'a str, Failure> {
    // SAFETY: the caller promises the same.
    let bytes = unsafe { bytes(pointer, length, limit, name) }?;
    let text = std::str::from_utf8(bytes).map_err(|error| {
        Failure::new(
            METASIGN_ERROR_TEXT,
            format!("`{name}` is not UTF-8 from byte {} on", error.valid_up_to()),
        )
    })?;
    match text.find('\0') {
        None => Ok(text),
        Some(offset) => Err(Failure::new(
            METASIGN_ERROR_TEXT,
            format!("`{name}` holds U+0000 at byte {offset}; is the length right?"),
        )),
    }
}
