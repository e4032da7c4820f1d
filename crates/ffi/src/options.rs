//! Options: plain structs that begin with their own size, so that later versions can append to them.

use std::ffi::c_char;

use metasign_core::engine::{AssessOptions, EngineOptions};
use metasign_core::record::{Answer, Date, RECORD_SCHEMA, Record, Text};
use serde_json::value::RawValue;

use crate::boundary::Failure;
use crate::status::{METASIGN_ERROR_ANSWERS, METASIGN_ERROR_OPTIONS, METASIGN_ERROR_POINTER};
use crate::text::text;

/// In `flags`: `as_of` is given and stands above the record's own day.
pub const METASIGN_ASSESS_AS_OF: u32 = 1;

/// In `flags`: prompts of the tier `watch` are wanted too.
pub const METASIGN_ASSESS_WATCH_TIER: u32 = 2;

/// The largest option text, in bytes.
const MAX_OPTION_BYTES: usize = 1 << 20;

/// The largest struct of options: a larger size is a mistake, not a later version.
const MAX_STRUCT_SIZE: usize = 4096;

/// How an engine is made. Begin with METASIGN_ENGINE_OPTIONS_INIT.
#[derive(Debug, Clone, Copy)]
#[repr(C)]
pub struct MetasignEngineOptions {
    /// sizeof(metasign_engine_options), as the caller was compiled with.
    pub struct_size: usize,
    /// Id of the overlay that fills the local slots; NULL for none.
    pub overlay: *const c_char,
    /// Its length in bytes.
    pub overlay_length: usize,
    /// Switches that differ from the rules' own, as a JSON object: {"qof-care-review": false}; NULL for none.
    pub settings: *const c_char,
    /// Its length in bytes.
    pub settings_length: usize,
}

/// How a record is assessed. Begin with METASIGN_ASSESS_OPTIONS_INIT.
#[derive(Debug, Clone, Copy)]
#[repr(C)]
pub struct MetasignAssessOptions {
    /// sizeof(metasign_assess_options), as the caller was compiled with.
    pub struct_size: usize,
    /// METASIGN_ASSESS_... bits.
    pub flags: u32,
    /// The day the question is asked, in days since 1970-01-01, of the years 1900 to 2200; read when flags has
    /// METASIGN_ASSESS_AS_OF.
    pub as_of: i32,
    /// Answers to earlier prompts, as the JSON array `answers` of the native record, beside any the record holds;
    /// NULL for none. A FHIR Bundle has no place for them.
    pub answers: *const c_char,
    /// Its length in bytes.
    pub answers_length: usize,
}

/// What the options of an assessment mean.
#[derive(Debug, Default)]
pub(crate) struct Question<'a> {
    pub(crate) as_of: Option<Date>,
    pub(crate) options: AssessOptions,
    answers: Option<&'a str>,
}

/// Reads the options an engine is made with; NULL means none.
///
/// # Safety
/// `pointer` is NULL or points to `struct_size` readable bytes, and the texts in it may be read.
pub(crate) unsafe fn engine_options(pointer: *const MetasignEngineOptions) -> Result<EngineOptions, Failure> {
    // SAFETY: the caller promises the same.
    let Some(given) = (unsafe { sized(pointer, "engine") })? else {
        return Ok(EngineOptions::default());
    };
    // SAFETY: "texts in options are readable for the length beside them".
    let overlay = unsafe { text(given.overlay, given.overlay_length, MAX_OPTION_BYTES, "overlay") }?;
    // SAFETY: the same.
    let settings = unsafe { text(given.settings, given.settings_length, MAX_OPTION_BYTES, "settings") }?;
    let settings: serde_json::Map<String, serde_json::Value> = if settings.is_empty() {
        serde_json::Map::new()
    } else {
        serde_json::from_str(settings).map_err(|error| {
            let (line, column) = (error.line(), error.column());
            options(format!(
                "`settings` is not a JSON object at line {line} column {column}"
            ))
        })?
    };
    let settings = settings
        .into_iter()
        .map(|(name, value)| match value.as_bool() {
            Some(on) => Ok((name, on)),
            None => Err(options(format!("the setting `{name}` is neither true nor false"))),
        })
        .collect::<Result<_, _>>()?;
    Ok(EngineOptions {
        overlay: Some(overlay.to_owned()).filter(|overlay| !overlay.is_empty()),
        settings,
    })
}

/// Reads the options of an assessment; NULL means none.
///
/// # Safety
/// `pointer` is NULL or points to `struct_size` readable bytes, and the texts in it may be read for `'a`.
pub(crate) unsafe fn question<'a>(pointer: *const MetasignAssessOptions) -> Result<Question<'a>, Failure> {
    // SAFETY: the caller promises the same.
    let Some(given) = (unsafe { sized(pointer, "assess") })? else {
        return Ok(Question::default());
    };
    let known = METASIGN_ASSESS_AS_OF | METASIGN_ASSESS_WATCH_TIER;
    if given.flags & !known != 0 {
        return Err(options(format!(
            "`flags` has bits this version does not know: {:#x}",
            given.flags & !known
        )));
    }
    let day = Date::from_days_since_epoch(given.as_of);
    let as_of = (given.flags & METASIGN_ASSESS_AS_OF != 0).then_some(day);
    if as_of.is_some_and(|day| !day.is_askable()) {
        return Err(options(format!(
            "`as_of` is {}, no day of the years 1900 to 2200; it counts days since 1970-01-01, not seconds",
            given.as_of
        )));
    }
    // SAFETY: "texts in options are readable for the length beside them".
    let answers = unsafe { text(given.answers, given.answers_length, MAX_OPTION_BYTES, "answers") }?;
    Ok(Question {
        as_of,
        options: AssessOptions {
            watch_tier: given.flags & METASIGN_ASSESS_WATCH_TIER != 0,
        },
        answers: Some(answers).filter(|answers| !answers.is_empty()),
    })
}

impl Question<'_> {
    /// The answers given beside the record. They are read as the member of a native record that they are.
    pub(crate) fn answers(&self) -> Result<Vec<Answer<'static>>, Failure> {
        let Some(answers) = self.answers else {
            return Ok(Vec::new());
        };
        // One whole array first: the text goes into a document below and must not bring other members along.
        if let Err(error) = serde_json::from_str::<Vec<&RawValue>>(answers) {
            let (line, column) = (error.line(), error.column());
            return Err(Failure::new(
                METASIGN_ERROR_ANSWERS,
                format!("`answers` is not a JSON array at line {line} column {column}"),
            ));
        }
        let document = format!(r#"{{"schema":"{RECORD_SCHEMA}","as_of":"1970-01-01","answers":{answers}}}"#);
        let record = Record::from_json(document.as_bytes())
            .map_err(|error| Failure::new(METASIGN_ERROR_ANSWERS, format!("`answers` can't be read: {error}")))?;
        match record.notices.into_iter().next() {
            Some(notice) => Err(Failure::new(METASIGN_ERROR_ANSWERS, notice.message)),
            None => Ok(record.answers.into_iter().map(owned).collect()),
        }
    }
}

/// The struct behind `pointer`, where there is one.
///
/// # Safety
/// `pointer` is NULL or points to as many readable bytes as the `usize` it begins with says.
unsafe fn sized<T: Copy>(pointer: *const T, name: &str) -> Result<Option<T>, Failure> {
    if pointer.is_null() {
        return Ok(None);
    }
    if !pointer.is_aligned() {
        return Err(Failure::new(
            METASIGN_ERROR_POINTER,
            format!("the {name} options are not aligned for their type"),
        ));
    }
    // SAFETY: "options begin with their struct_size".
    let given = unsafe { pointer.cast::<usize>().read() };
    let known = size_of::<T>();
    if given < known || given > MAX_STRUCT_SIZE {
        return Err(options(format!(
            "`struct_size` of the {name} options is {given}, not {known}; begin with the _INIT macro"
        )));
    }
    // SAFETY: "struct_size bytes of options are readable".
    let tail = unsafe { std::slice::from_raw_parts(pointer.add(1).cast::<u8>(), given.saturating_sub(known)) };
    if tail.iter().any(|byte| *byte != 0) {
        return Err(options(format!(
            "the {name} options have members this version does not know; use a newer library or leave them zero"
        )));
    }
    // SAFETY: at least so many bytes are readable; every bit pattern is a value of these plain structs.
    Ok(Some(unsafe { pointer.read() }))
}

fn options(message: String) -> Failure {
    Failure::new(METASIGN_ERROR_OPTIONS, message)
}

fn owned(answer: Answer<'_>) -> Answer<'static> {
    Answer {
        fingerprint: answer.fingerprint.into_owned(),
        date: answer.date,
        action: answer.action,
        until: answer.until,
        reason: answer.reason.map(Text::into_owned),
    }
}
