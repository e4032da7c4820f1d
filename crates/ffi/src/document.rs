//! Documents beside the assessment: an explanation.

use std::ffi::c_char;
use std::mem::offset_of;

use metasign_core::record::MAX_RECORD_BYTES;
use serde_json::to_string;

use crate::accessor::export;
use crate::assessment::read_record;
use crate::boundary::{self, Failure};
use crate::engine::EngineHandle;
use crate::error::ErrorHandle;
use crate::handle::{Output, Owned, Tag, Tagged, object};
use crate::options::{MetasignAssessOptions, question};
use crate::status::METASIGN_ERROR_INTERNAL;
use crate::text::{Terminated, bytes};

/// A text made by the library. Immutable.
#[derive(Debug)]
#[cfg_attr(not(doc), repr(C))]
pub struct TextHandle {
    tag: Tag,
    text: Terminated,
}

impl Tagged for TextHandle {
    const TAG: u64 = u64::from_le_bytes(*b"mtextobj");
    const NAME: &'static str = "text";
    const TAG_OFFSET: usize = offset_of!(Self, tag);
}

impl Owned for TextHandle {}

impl TextHandle {
    fn make(json: Result<String, serde_json::Error>) -> Result<*mut Self, Failure> {
        let json = json.map_err(|error| Failure::new(METASIGN_ERROR_INTERNAL, error.to_string()))?;
        let text = Self {
            tag: Tag::of::<Self>(),
            text: Terminated::new(json),
        };
        Ok(text.give())
    }
}

/// Explains an assessment: each rule with why it fired, did not, or could not tell, as a JSON document.
///
/// Parameters: engine is an engine; record and record_length are the JSON document's bytes; options says how, or is
/// NULL; explanation receives the text; error receives what went wrong, or is NULL.
/// Ownership: the record is read during the call only. The caller owns `*explanation` and frees it with
/// metasign_text_free, and `*error` with metasign_error_free.
/// Threads: any; many threads may use one engine at once.
/// Errors: as metasign_engine_assess.
/// Since: 0.1.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn metasign_engine_explain(
    engine: *const EngineHandle,
    record: *const c_char,
    record_length: usize,
    options: *const MetasignAssessOptions,
    explanation: *mut *mut TextHandle,
    error: *mut *mut ErrorHandle,
) -> i32 {
    // SAFETY: "outputs point to memory the call may write to"; "a handle is a pointer this library gave and has not
    // freed"; "a text is a pointer and the number of bytes that may be read there"; "options begin with their
    // struct_size".
    unsafe {
        boundary::call(error, || {
            let explanation = Output::new(explanation, "explanation", std::ptr::null_mut())?;
            let engine = object(engine)?;
            let bytes = bytes(record, record_length, MAX_RECORD_BYTES, "record")?;
            let question = question(options)?;
            let record = read_record(bytes, &question)?;
            explanation.set(TextHandle::make(to_string(&engine.engine.explain(&record)))?);
            Ok(())
        })
    }
}

/// Shows a text made by the library.
///
/// Parameters: text is a text; view receives it; length receives its number of bytes, or is NULL; error receives what
/// went wrong, or is NULL.
/// Ownership: the view belongs to the text and lives as long as it.
/// Threads: any; texts are immutable.
/// Errors: METASIGN_ERROR_NULL, METASIGN_ERROR_HANDLE.
/// Since: 0.1.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn metasign_text_view(
    text: *const TextHandle,
    view: *mut *const c_char,
    length: *mut usize,
    error: *mut *mut ErrorHandle,
) -> i32 {
    export!(text of text => view, length, error; |text| Ok(&text.text))
}

/// Frees a text made by the library.
///
/// Parameters: text is a text, or NULL, which does nothing.
/// Ownership: takes `text`; its views end with it.
/// Threads: any; no other thread may be using the text.
/// Errors: none; what is no live text is left alone.
/// Since: 0.1.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn metasign_text_free(text: *mut TextHandle) {
    export!(end of text)
}
