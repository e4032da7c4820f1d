//! Which library this is.

use std::ffi::{CStr, c_char};

/// Number of the binary interface; the same as the number in the soname.
pub const METASIGN_ABI_VERSION: u32 = 0;

const VERSION: &CStr = match CStr::from_bytes_with_nul(concat!(env!("CARGO_PKG_VERSION"), "\0").as_bytes()) {
    Ok(version) => version,
    Err(_) => c"",
};

/// The number of the binary interface the library was built with; compare it with METASIGN_ABI_VERSION.
///
/// Parameters: none.
/// Ownership: nothing to free.
/// Threads: any.
/// Errors: none.
/// Since: 0.1.0
#[unsafe(no_mangle)]
pub extern "C" fn metasign_abi_version() -> u32 {
    METASIGN_ABI_VERSION
}

/// The version of the library, such as "0.1.0". Rules have their own version.
///
/// Parameters: none.
/// Ownership: the text is static and never freed.
/// Threads: any.
/// Errors: none.
/// Since: 0.1.0
#[unsafe(no_mangle)]
pub extern "C" fn metasign_version() -> *const c_char {
    VERSION.as_ptr()
}
