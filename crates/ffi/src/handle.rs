//! Handles: what a C pointer must be before it is followed.
//!
//! Each object holds a tag of its type, overwritten when it is dropped. A stale or foreign pointer is caught
//! where its memory still shows it; C can't promise more, and the header says so.

use crate::boundary::Failure;
use crate::status::{METASIGN_ERROR_HANDLE, METASIGN_ERROR_NULL, METASIGN_ERROR_POINTER};

/// The tag of an object.
#[derive(Debug)]
#[repr(transparent)]
pub(crate) struct Tag(u64);

/// An object with a tag.
///
/// INVARIANT: a [`Tag`] stands at its beginning, so that whoever looks for it in an object of another type, which may be
/// smaller, reads within that object. Objects are `repr(C)` for this; cbindgen, which would show the fields of what is
/// plainly `repr(C)`, does not look into `cfg_attr`.
pub(crate) trait Tagged {
    /// The tag of the type.
    const TAG: u64;
    /// Where the tag stands in it: `offset_of!` of the field.
    const TAG_OFFSET: usize;
    /// What it is called in messages.
    const NAME: &'static str;
}

/// An object that one caller owns, until it is freed.
///
/// INVARIANT: its handles are made by [`Owned::give`] alone.
pub(crate) trait Owned: Tagged + Sized {
    /// Gives the object to the caller.
    fn give(self) -> *mut Self {
        Box::into_raw(Box::new(self))
    }
}

impl Tag {
    /// A live tag of this type.
    pub(crate) const fn of<T: Tagged>() -> Self {
        Self(T::TAG)
    }
}

impl Drop for Tag {
    fn drop(&mut self) {
        // SAFETY: the field is ours and aligned; volatile, because an ordinary write to memory about to be freed
        // would be left out.
        unsafe { std::ptr::write_volatile(&raw mut self.0, 0) };
    }
}

/// The object behind a handle.
///
/// # Safety
/// `pointer` is NULL, or a handle of this library that is alive for `'a`.
pub(crate) unsafe fn object<'a, T: Tagged>(pointer: *const T) -> Result<&'a T, Failure> {
    if pointer.is_null() {
        return Err(Failure::new(METASIGN_ERROR_NULL, format!("the {} is NULL", T::NAME)));
    }
    if !pointer.is_aligned() {
        return Err(not_a_handle::<T>());
    }
    const { assert!(T::TAG_OFFSET == 0, "a handle begins with its tag") };
    // SAFETY: not NULL and aligned; "a handle is a pointer this library gave and has not freed", and all objects begin
    // with a tag.
    let tag = unsafe { pointer.cast::<u64>().read() };
    if tag != T::TAG {
        return Err(not_a_handle::<T>());
    }
    // SAFETY: the tag says that it is a live object of the type, which is immutable while shared.
    Ok(unsafe { &*pointer })
}

/// Where a result goes: checked, and empty until the call succeeds.
#[derive(Debug)]
pub(crate) struct Output<T>(*mut T);

impl<T> Output<T> {
    /// Empties the place a result goes to.
    ///
    /// # Safety
    /// `pointer` is NULL or may be written to.
    pub(crate) unsafe fn new(pointer: *mut T, name: &str, empty: T) -> Result<Self, Failure> {
        if pointer.is_null() {
            return Err(Failure::new(METASIGN_ERROR_NULL, format!("`{name}` is NULL")));
        }
        // SAFETY: as the caller promises.
        unsafe { Self::optional(pointer, name, empty) }
    }

    /// The same for a place that may be NULL, when the caller does not want the result.
    ///
    /// # Safety
    /// `pointer` is NULL or may be written to.
    pub(crate) unsafe fn optional(pointer: *mut T, name: &str, empty: T) -> Result<Self, Failure> {
        if pointer.is_null() {
            return Ok(Self(pointer));
        }
        if !pointer.is_aligned() {
            return Err(Failure::new(
                METASIGN_ERROR_POINTER,
                format!("`{name}` is not aligned for its type"),
            ));
        }
        // SAFETY: not NULL, aligned; "outputs point to memory the call may write to".
        unsafe { pointer.write(empty) };
        Ok(Self(pointer))
    }

    /// Puts the result in its place.
    pub(crate) fn set(self, value: T) {
        if !self.0.is_null() {
            // SAFETY: checked when made; "outputs point to memory the call may write to".
            unsafe { self.0.write(value) };
        }
    }
}

fn not_a_handle<T: Tagged>() -> Failure {
    let name = T::NAME;
    Failure::new(
        METASIGN_ERROR_HANDLE,
        format!("the {name} is not a live {name} of this library; was it freed before?"),
    )
}
