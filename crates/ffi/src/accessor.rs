//! The accessors: exports that check a handle and show one thing of its object.
//!
//! cbindgen has to see the signature of each, so that only the body is shared. The body says what the export is:
//!
//! | body | the export |
//! |---|---|
//! | `text of object => text, length, error; …` | gives a text to two outputs, and a status |
//! | `number of object => output, error; …` | gives a number to an output, and a status |
//! | `text of object => returned, length; …` | returns a text, "" when there is none |
//! | `number of object => returned; …` | returns a number, 0 when there is none |
//! | `end of object` | frees it |
//!
//! What follows the semicolon reads the object and is safe code: the one promise of the caller is relied on here.

use std::ffi::c_char;
use std::ptr::null;

use crate::boundary::{self, Failure};
use crate::error::ErrorHandle;
use crate::handle::{Output, Owned, Tagged, object};
use crate::text::Terminated;

/// The body of an exported accessor. Only for `unsafe` functions whose pointers come from C under the header's terms.
macro_rules! export {
    (text of $object:ident => returned, $length:ident; $read:expr) => {{
        let read = $crate::accessor::reading($object, $read);
        // SAFETY: "a handle is a pointer this library gave and has not freed"; "outputs point to memory the call may
        // write to".
        unsafe { $crate::accessor::returned_text($object, read, $length) }
    }};
    (number of $object:ident => returned; $read:expr) => {{
        let read = $crate::accessor::counting($object, $read);
        // SAFETY: "a handle is a pointer this library gave and has not freed".
        unsafe { $crate::accessor::returned_number($object, read) }
    }};
    (text of $object:ident => $text:ident, $length:ident, $error:ident; $read:expr) => {{
        let read = $crate::accessor::reading($object, $read);
        let text = ($text, stringify!($text));
        // SAFETY: "a handle is a pointer this library gave and has not freed"; "outputs point to memory the call may
        // write to".
        unsafe { $crate::accessor::text($object, read, text, $length, $error) }
    }};
    (number of $object:ident => $output:ident, $error:ident; $read:expr) => {{
        let read = $crate::accessor::counting($object, $read);
        let output = ($output, stringify!($output));
        // SAFETY: "a handle is a pointer this library gave and has not freed"; "outputs point to memory the call may
        // write to".
        unsafe { $crate::accessor::number($object, read, output, $error) }
    }};
    (end of $object:ident) => {
        // SAFETY: "a handle is a pointer this library gave and has not freed"; the caller gives it up.
        unsafe { $crate::accessor::end($object) }
    };
}
pub(crate) use export;

/// A closure that reads a text, told its type while still outside of any `unsafe` block.
pub(crate) fn reading<T, F>(_: *const T, read: F) -> F
where
    F: FnOnce(&T) -> Result<&Terminated, Failure>,
{
    read
}

/// The same for a number.
pub(crate) fn counting<T, N, F>(_: *const T, read: F) -> F
where
    F: FnOnce(&T) -> Result<N, Failure>,
{
    read
}

/// # Safety
/// `handle` is NULL or alive; the outputs are NULL or may be written to.
pub(crate) unsafe fn text<T: Tagged>(
    handle: *const T,
    read: impl FnOnce(&T) -> Result<&Terminated, Failure>,
    (text, name): (*mut *const c_char, &str),
    length: *mut usize,
    error: *mut *mut ErrorHandle,
) -> i32 {
    // SAFETY: the caller promises the same.
    unsafe {
        boundary::call(error, || {
            let length = Output::optional(length, "length", 0)?;
            let text = Output::new(text, name, null())?;
            read(object(handle)?)?.show(text, length);
            Ok(())
        })
    }
}

/// # Safety
/// `handle` is NULL or alive; the outputs are NULL or may be written to.
pub(crate) unsafe fn number<T: Tagged, N: Default>(
    handle: *const T,
    read: impl FnOnce(&T) -> Result<N, Failure>,
    (output, name): (*mut N, &str),
    error: *mut *mut ErrorHandle,
) -> i32 {
    // SAFETY: the caller promises the same.
    unsafe {
        boundary::call(error, || {
            let output = Output::new(output, name, N::default())?;
            output.set(read(object(handle)?)?);
            Ok(())
        })
    }
}

/// # Safety
/// `handle` is NULL or alive; `length` is NULL or may be written to.
pub(crate) unsafe fn returned_text<T: Tagged>(
    handle: *const T,
    read: impl FnOnce(&T) -> Result<&Terminated, Failure>,
    length: *mut usize,
) -> *const c_char {
    boundary::value(c"".as_ptr(), || {
        // SAFETY: the caller promises the same.
        let length = unsafe { Output::optional(length, "length", 0) }.ok()?;
        // SAFETY: the caller promises the same.
        let text = read(unsafe { object(handle) }.ok()?).ok()?;
        length.set(text.len());
        Some(text.as_ptr())
    })
}

/// # Safety
/// `handle` is NULL or alive.
pub(crate) unsafe fn returned_number<T: Tagged, N: Default>(
    handle: *const T,
    read: impl FnOnce(&T) -> Result<N, Failure>,
) -> N {
    boundary::value(N::default(), || {
        // SAFETY: the caller promises the same.
        read(unsafe { object(handle) }.ok()?).ok()
    })
}

/// # Safety
/// `handle` is NULL or alive, and the caller's to give up.
pub(crate) unsafe fn end<T: Owned>(handle: *mut T) {
    boundary::value((), || {
        // SAFETY: the caller promises the same.
        if unsafe { object(handle.cast_const()) }.is_ok() {
            // SAFETY: a live object of an owned type was made by `Owned::give`; the caller gives it up.
            drop(unsafe { Box::from_raw(handle) });
        }
        Some(())
    });
}
