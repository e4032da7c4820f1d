//! One question and its answer.

use std::ffi::c_char;
use std::mem::offset_of;

use metasign_core::assessment::Assessment;
use metasign_core::record::{MAX_RECORD_BYTES, Record};

use crate::accessor::export;
use crate::boundary::{self, Failure};
use crate::engine::EngineHandle;
use crate::error::ErrorHandle;
use crate::handle::{Output, Owned, Tag, Tagged, object};
use crate::options::{MetasignAssessOptions, Question, question};
use crate::prompt::PromptTexts;
use crate::status::{METASIGN_ERROR_INTERNAL, METASIGN_ERROR_RANGE, METASIGN_ERROR_RECORD, METASIGN_ERROR_TEXT};
use crate::text::{Terminated, bytes};

/// An answer. Immutable.
#[derive(Debug)]
#[cfg_attr(not(doc), repr(C))]
pub struct AssessmentHandle {
    tag: Tag,
    json: Terminated,
    statement: Terminated,
    prompts: Vec<PromptTexts>,
}

impl Tagged for AssessmentHandle {
    const TAG: u64 = u64::from_le_bytes(*b"msanswer");
    const NAME: &'static str = "assessment";
    const TAG_OFFSET: usize = offset_of!(Self, tag);
}

impl Owned for AssessmentHandle {}

impl AssessmentHandle {
    fn make(assessment: Assessment) -> Result<*mut Self, Failure> {
        let json = assessment
            .to_json()
            .map_err(|error| Failure::new(METASIGN_ERROR_INTERNAL, error.to_string()))?;
        let answer = Self {
            tag: Tag::of::<Self>(),
            json: Terminated::new(json),
            statement: Terminated::new(assessment.statement),
            prompts: assessment.prompts.into_iter().map(PromptTexts::new).collect(),
        };
        Ok(answer.give())
    }

    fn prompt(&self, index: usize) -> Result<&PromptTexts, Failure> {
        self.prompts.get(index).ok_or_else(|| {
            let count = self.prompts.len();
            range(format!(
                "prompt {index} is out of range: the assessment has {count}, numbered from 0"
            ))
        })
    }

    fn items(&self, index: usize, field: i32) -> Result<&[Terminated], Failure> {
        self.prompt(index)?
            .items(field)
            .ok_or_else(|| range(format!("{field} is no METASIGN_PROMPT_... field")))
    }

    fn item(&self, index: usize, field: i32, item: usize) -> Result<&Terminated, Failure> {
        let items = self.items(index, field)?;
        items.get(item).ok_or_else(|| {
            let count = items.len();
            range(format!(
                "item {item} is out of range: the field has {count}, numbered from 0"
            ))
        })
    }
}

/// The record in these bytes: native or FHIR, told apart by content.
pub(crate) fn read_record<'a>(bytes: &'a [u8], question: &Question<'_>) -> Result<Record<'a>, Failure> {
    let mut record = metasign_fhir::read_any(bytes, question.as_of).map_err(|error| {
        let status = if std::str::from_utf8(bytes).is_err() {
            METASIGN_ERROR_TEXT
        } else {
            METASIGN_ERROR_RECORD
        };
        Failure::new(status, error.to_string())
    })?;
    record.answers.extend(question.answers()?);
    Ok(record)
}

/// Assesses a record: a native record (metasign.record/1) or a FHIR R4 or STU3 Bundle, told apart by content.
///
/// Parameters: engine is an engine; record and record_length are the JSON document's bytes; options says how, or is
/// NULL; assessment receives the answer; error receives what went wrong, or is NULL.
/// Ownership: the record is read during the call only. The caller owns `*assessment` and frees it with
/// metasign_assessment_free, and `*error` with metasign_error_free.
/// Threads: any; many threads may use one engine at once.
/// Errors: METASIGN_ERROR_NULL, METASIGN_ERROR_HANDLE, METASIGN_ERROR_TEXT, METASIGN_ERROR_TOO_LARGE,
/// METASIGN_ERROR_OPTIONS, METASIGN_ERROR_ANSWERS, METASIGN_ERROR_RECORD. What of a record can't be used is no
/// error: it is a notice in the answer.
/// Since: 0.1.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn metasign_engine_assess(
    engine: *const EngineHandle,
    record: *const c_char,
    record_length: usize,
    options: *const MetasignAssessOptions,
    assessment: *mut *mut AssessmentHandle,
    error: *mut *mut ErrorHandle,
) -> i32 {
    // SAFETY: "outputs point to memory the call may write to"; "a handle is a pointer this library gave and has not
    // freed"; "a text is a pointer and the number of bytes that may be read there"; "options begin with their
    // struct_size".
    unsafe {
        boundary::call(error, || {
            let assessment = Output::new(assessment, "assessment", std::ptr::null_mut())?;
            let engine = object(engine)?;
            let bytes = bytes(record, record_length, MAX_RECORD_BYTES, "record")?;
            let question = question(options)?;
            let record = read_record(bytes, &question)?;
            let answer = engine.engine.assess_with(&record, question.options);
            assessment.set(AssessmentHandle::make(answer)?);
            Ok(())
        })
    }
}

/// The whole answer as one JSON document, metasign.assessment/1.
///
/// Parameters: assessment is an assessment; text receives the text; length receives its number of bytes, or is NULL;
/// error receives what went wrong, or is NULL.
/// Ownership: the text belongs to the assessment and lives as long as it.
/// Threads: any; assessments are immutable.
/// Errors: METASIGN_ERROR_NULL, METASIGN_ERROR_HANDLE.
/// Since: 0.1.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn metasign_assessment_json(
    assessment: *const AssessmentHandle,
    text: *mut *const c_char,
    length: *mut usize,
    error: *mut *mut ErrorHandle,
) -> i32 {
    export!(text of assessment => text, length, error; |assessment| Ok(&assessment.json))
}

/// The sentence that must be shown or logged with every answer: what it is and is not, and whether the rules are a draft.
///
/// Parameters: assessment is an assessment; text receives the text; length receives its number of bytes, or is NULL;
/// error receives what went wrong, or is NULL.
/// Ownership: the text belongs to the assessment and lives as long as it.
/// Threads: any; assessments are immutable.
/// Errors: METASIGN_ERROR_NULL, METASIGN_ERROR_HANDLE.
/// Since: 0.1.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn metasign_assessment_statement(
    assessment: *const AssessmentHandle,
    text: *mut *const c_char,
    length: *mut usize,
    error: *mut *mut ErrorHandle,
) -> i32 {
    export!(text of assessment => text, length, error; |assessment| Ok(&assessment.statement))
}

/// How many prompts there are. None means that no rule raised one, not that nothing is wrong.
///
/// Parameters: assessment is an assessment; count receives the number; error receives what went wrong, or is NULL.
/// Ownership: nothing to free but `*error`.
/// Threads: any; assessments are immutable.
/// Errors: METASIGN_ERROR_NULL, METASIGN_ERROR_HANDLE.
/// Since: 0.1.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn metasign_assessment_prompt_count(
    assessment: *const AssessmentHandle,
    count: *mut usize,
    error: *mut *mut ErrorHandle,
) -> i32 {
    export!(number of assessment => count, error; |assessment| Ok(assessment.prompts.len()))
}

/// Whether a prompt interrupts the consultation.
///
/// Parameters: assessment is an assessment; prompt is a number from 0, the most urgent first; interruptive receives 1
/// or 0; error receives what went wrong, or is NULL.
/// Ownership: nothing to free but `*error`.
/// Threads: any; assessments are immutable.
/// Errors: METASIGN_ERROR_NULL, METASIGN_ERROR_HANDLE, METASIGN_ERROR_RANGE.
/// Since: 0.1.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn metasign_assessment_prompt_interruptive(
    assessment: *const AssessmentHandle,
    prompt: usize,
    interruptive: *mut i32,
    error: *mut *mut ErrorHandle,
) -> i32 {
    export!(number of assessment => interruptive, error; |assessment| {
        Ok(i32::from(assessment.prompt(prompt)?.interruptive))
    })
}

/// How many items a field of a prompt has.
///
/// Parameters: assessment is an assessment; prompt is a number from 0; field is one of METASIGN_PROMPT_...; count
/// receives the number; error receives what went wrong, or is NULL.
/// Ownership: nothing to free but `*error`.
/// Threads: any; assessments are immutable.
/// Errors: METASIGN_ERROR_NULL, METASIGN_ERROR_HANDLE, METASIGN_ERROR_RANGE.
/// Since: 0.1.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn metasign_assessment_prompt_item_count(
    assessment: *const AssessmentHandle,
    prompt: usize,
    field: i32,
    count: *mut usize,
    error: *mut *mut ErrorHandle,
) -> i32 {
    export!(number of assessment => count, error; |assessment| Ok(assessment.items(prompt, field)?.len()))
}

/// One item of a field of a prompt, as a line to show.
///
/// Parameters: assessment is an assessment; prompt is a number from 0; field is one of METASIGN_PROMPT_...; item is a
/// number from 0; text receives the text; length receives its number of bytes, or is NULL; error receives what went
/// wrong, or is NULL.
/// Ownership: the text belongs to the assessment and lives as long as it.
/// Threads: any; assessments are immutable.
/// Errors: METASIGN_ERROR_NULL, METASIGN_ERROR_HANDLE, METASIGN_ERROR_RANGE.
/// Since: 0.1.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn metasign_assessment_prompt_item(
    assessment: *const AssessmentHandle,
    prompt: usize,
    field: i32,
    item: usize,
    text: *mut *const c_char,
    length: *mut usize,
    error: *mut *mut ErrorHandle,
) -> i32 {
    export!(text of assessment => text, length, error; |assessment| assessment.item(prompt, field, item))
}

/// Frees an assessment.
///
/// Parameters: assessment is an assessment, or NULL, which does nothing.
/// Ownership: takes `assessment`; its texts end with it.
/// Threads: any; no other thread may be using the assessment.
/// Errors: none; what is no live assessment is left alone.
/// Since: 0.1.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn metasign_assessment_free(assessment: *mut AssessmentHandle) {
    export!(end of assessment)
}

fn range(message: String) -> Failure {
    Failure::new(METASIGN_ERROR_RANGE, message)
}
