//! The engine: rules compiled once, shared by any number of threads.

use std::ffi::c_char;
use std::mem::offset_of;
use std::sync::Arc;

use metasign_core::engine::{COMPILED_MARK, Engine, EngineError, EngineOptions};
#[cfg(feature = "rules-text")]
use metasign_core::rules::bundle::Bundle;
use metasign_core::rules::bundle::MAX_BUNDLE_BYTES;
use metasign_core::rules::model::ApprovalStatus;

use crate::accessor::export;
use crate::boundary::{self, Failure};
use crate::error::ErrorHandle;
use crate::handle::{Output, Tag, Tagged, object};
use crate::options::{MetasignEngineOptions, engine_options};
use crate::status::{METASIGN_ERROR_BUNDLE, METASIGN_ERROR_OVERLAY, METASIGN_ERROR_RULES, METASIGN_ERROR_SETTING};
use crate::text::{Terminated, bytes};

/// Rules compiled for use. Immutable and reference-counted: share it freely between threads.
#[derive(Debug)]
#[cfg_attr(not(doc), repr(C))]
pub struct EngineHandle {
    tag: Tag,
    pub(crate) engine: Engine,
    id: Terminated,
    version: Terminated,
    digest: Terminated,
    approval: Terminated,
}

impl Tagged for EngineHandle {
    const TAG: u64 = u64::from_le_bytes(*b"msengine");
    const NAME: &'static str = "engine";
    const TAG_OFFSET: usize = offset_of!(Self, tag);
}

impl EngineHandle {
    fn make(engine: Engine) -> *const Self {
        let rules = engine.running_rules();
        let approval = match rules.info.status {
            ApprovalStatus::Draft => "draft",
            ApprovalStatus::Approved => "approved",
        };
        let handle = Self {
            tag: Tag::of::<Self>(),
            id: Terminated::new(rules.info.id.clone()),
            version: Terminated::new(rules.info.version.to_string()),
            digest: Terminated::new(rules.digest.clone()),
            approval: Terminated::new(approval.to_owned()),
            engine,
        };
        Arc::into_raw(Arc::new(handle))
    }
}

impl From<EngineError> for Failure {
    fn from(error: EngineError) -> Self {
        let message = error.to_string();
        match error {
            EngineError::Rules(diagnostics) => Self::rules(diagnostics),
            EngineError::UnknownOverlay { .. } => Self::new(METASIGN_ERROR_OVERLAY, message),
            EngineError::UnknownSetting { .. } => Self::new(METASIGN_ERROR_SETTING, message),
            EngineError::Compiled(_) => Self::new(METASIGN_ERROR_BUNDLE, message),
            EngineError::Language(_) | EngineError::Expressions(_) | EngineError::Unresolved { .. } => {
                Self::new(METASIGN_ERROR_RULES, message)
            }
        }
    }
}

/// Makes an engine from the rules inside the library.
///
/// Parameters: options says how, or is NULL; engine receives the engine; error receives what went wrong, or is NULL.
/// Ownership: the caller owns `*engine` and frees it with metasign_engine_free, and `*error` with
/// metasign_error_free.
/// Threads: any. The engine may be used by any number of threads at once.
/// Errors: METASIGN_ERROR_NULL, METASIGN_ERROR_OPTIONS, METASIGN_ERROR_OVERLAY, METASIGN_ERROR_SETTING.
/// Since: 0.1.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn metasign_engine_embedded(
    options: *const MetasignEngineOptions,
    engine: *mut *const EngineHandle,
    error: *mut *mut ErrorHandle,
) -> i32 {
    // SAFETY: "outputs point to memory the call may write to".
    unsafe {
        boundary::call(error, || {
            // SAFETY: the same.
            let engine = Output::new(engine, "engine", std::ptr::null())?;
            // SAFETY: "options begin with their struct_size".
            let options = engine_options(options)?;
            engine.set(EngineHandle::make(Engine::embedded(&options)?));
            Ok(())
        })
    }
}

/// Makes an engine from a bundle of rules in memory, as `metasign pack DIR` writes one, or from compiled rules, as
/// `metasign pack --compiled DIR` writes them for this version of the library. A library built slim takes compiled rules
/// alone; anything else is METASIGN_ERROR_BUNDLE there.
///
/// Parameters: bundle and bundle_length are the bundle's bytes; options says how, or is NULL; engine receives the
/// engine; error receives what went wrong, or is NULL.
/// Ownership: the bundle is read during the call only. The caller owns `*engine` and frees it with
/// metasign_engine_free, and `*error` with metasign_error_free.
/// Threads: any. The engine may be used by any number of threads at once.
/// Errors: METASIGN_ERROR_NULL, METASIGN_ERROR_OPTIONS, METASIGN_ERROR_TOO_LARGE, METASIGN_ERROR_BUNDLE for bytes
/// that are no bundle, METASIGN_ERROR_RULES for rules with mistakes (rule, file, line, column and the detail tell
/// where), METASIGN_ERROR_OVERLAY, METASIGN_ERROR_SETTING.
/// Since: 0.1.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn metasign_engine_from_bundle(
    bundle: *const c_char,
    bundle_length: usize,
    options: *const MetasignEngineOptions,
    engine: *mut *const EngineHandle,
    error: *mut *mut ErrorHandle,
) -> i32 {
    // SAFETY: "outputs point to memory the call may write to".
    unsafe {
        boundary::call(error, || {
            // SAFETY: the same.
            let engine = Output::new(engine, "engine", std::ptr::null())?;
            // SAFETY: "a text is a pointer and the number of bytes that may be read there".
            let bundle = bytes(bundle, bundle_length, MAX_BUNDLE_BYTES, "bundle")?;
            // SAFETY: "options begin with their struct_size".
            let options = engine_options(options)?;
            let made = if bundle.starts_with(COMPILED_MARK) {
                Engine::from_compiled(bundle, &options)?
            } else {
                of_text(bundle, &options)?
            };
            engine.set(EngineHandle::make(made));
            Ok(())
        })
    }
}

#[cfg(feature = "rules-text")]
fn of_text(bundle: &[u8], options: &EngineOptions) -> Result<Engine, Failure> {
    let bundle = Bundle::from_json(bundle).map_err(|error| Failure::new(METASIGN_ERROR_BUNDLE, error.to_string()))?;
    Ok(Engine::from_bundle(&bundle, options)?)
}

#[cfg(not(feature = "rules-text"))]
fn of_text(_: &[u8], _: &EngineOptions) -> Result<Engine, Failure> {
    let told = "these are no compiled rules, and this build of the library reads no others; make them with `metasign pack --compiled`";
    Err(Failure::new(METASIGN_ERROR_BUNDLE, told.to_owned()))
}

/// Takes a further share in an engine, to be given up with metasign_engine_free.
///
/// Parameters: engine is an engine or NULL.
/// Ownership: the caller owns the share returned: the same pointer, or NULL when `engine` is no live engine.
/// Threads: any.
/// Errors: NULL is returned when `engine` is no live engine.
/// Since: 0.1.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn metasign_engine_retain(engine: *const EngineHandle) -> *const EngineHandle {
    boundary::value(std::ptr::null(), || {
        // SAFETY: "a handle is a pointer this library gave and has not freed".
        unsafe { object(engine) }.ok()?;
        // SAFETY: a live engine was made by Arc::into_raw in `EngineHandle::make`.
        unsafe { Arc::increment_strong_count(engine) };
        Some(engine)
    })
}

/// Gives up one share in an engine; the last one frees it.
///
/// Parameters: engine is an engine, or NULL, which does nothing.
/// Ownership: takes the caller's share; texts of the engine end with the last one.
/// Threads: any.
/// Errors: none; what is no live engine is left alone.
/// Since: 0.1.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn metasign_engine_free(engine: *const EngineHandle) {
    boundary::value((), || {
        // SAFETY: "a handle is a pointer this library gave and has not freed".
        if unsafe { object(engine) }.is_ok() {
            // SAFETY: a live engine was made by Arc::into_raw; the caller gives up the share it owns.
            unsafe { Arc::decrement_strong_count(engine) };
        }
        Some(())
    });
}

/// The id of the rules an engine uses, such as "metasign-uk".
///
/// Parameters: engine is an engine; text receives the text; length receives its number of bytes, or is NULL; error
/// receives what went wrong, or is NULL.
/// Ownership: the text belongs to the engine and lives as long as it.
/// Threads: any.
/// Errors: METASIGN_ERROR_NULL, METASIGN_ERROR_HANDLE.
/// Since: 0.1.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn metasign_engine_rule_set_id(
    engine: *const EngineHandle,
    text: *mut *const c_char,
    length: *mut usize,
    error: *mut *mut ErrorHandle,
) -> i32 {
    export!(text of engine => text, length, error; |engine| Ok(&engine.id))
}

/// The version of the rules an engine uses, such as "0.1.0".
///
/// Parameters: engine is an engine; text receives the text; length receives its number of bytes, or is NULL; error
/// receives what went wrong, or is NULL.
/// Ownership: the text belongs to the engine and lives as long as it.
/// Threads: any.
/// Errors: METASIGN_ERROR_NULL, METASIGN_ERROR_HANDLE.
/// Since: 0.1.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn metasign_engine_rule_set_version(
    engine: *const EngineHandle,
    text: *mut *const c_char,
    length: *mut usize,
    error: *mut *mut ErrorHandle,
) -> i32 {
    export!(text of engine => text, length, error; |engine| Ok(&engine.version))
}

/// SHA-256, in hex, of the rules an engine uses: log it with every prompt.
///
/// Parameters: engine is an engine; text receives the text; length receives its number of bytes, or is NULL; error
/// receives what went wrong, or is NULL.
/// Ownership: the text belongs to the engine and lives as long as it.
/// Threads: any.
/// Errors: METASIGN_ERROR_NULL, METASIGN_ERROR_HANDLE.
/// Since: 0.1.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn metasign_engine_rule_set_digest(
    engine: *const EngineHandle,
    text: *mut *const c_char,
    length: *mut usize,
    error: *mut *mut ErrorHandle,
) -> i32 {
    export!(text of engine => text, length, error; |engine| Ok(&engine.digest))
}

/// Whether the rules an engine uses are "draft" or "approved". Draft rules are not for use with patients.
///
/// Parameters: engine is an engine; text receives the text; length receives its number of bytes, or is NULL; error
/// receives what went wrong, or is NULL.
/// Ownership: the text belongs to the engine and lives as long as it.
/// Threads: any.
/// Errors: METASIGN_ERROR_NULL, METASIGN_ERROR_HANDLE.
/// Since: 0.1.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn metasign_engine_rule_set_status(
    engine: *const EngineHandle,
    text: *mut *const c_char,
    length: *mut usize,
    error: *mut *mut ErrorHandle,
) -> i32 {
    export!(text of engine => text, length, error; |engine| Ok(&engine.approval))
}
