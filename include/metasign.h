/*
 * metasign: recognise possible metastatic cancer during the GP consultation.
 *
 * A patient record goes in (native JSON or a FHIR Bundle), prompts come out, each with the evidence that raised it,
 * what to do, and the version of the rules that said so. The rules inside are a draft for clinical review and have
 * not been validated: not for use with patients. No prompt is never a statement that nothing is wrong.
 *
 * BUILD AND LINK
 *   shared:  cc -std=c99 host.c -I include -L DIR -lmetasign
 *   static:  cc -std=c99 host.c -I include DIR/libmetasign.a -lpthread -ldl -lm
 *   The soname is libmetasign.so.<METASIGN_ABI_VERSION>, and the program asks for a file of that name: cargo leaves only
 *   libmetasign.so, so put a link of that name beside it. Compare metasign_abi_version() with the number once.
 *
 * OWNERSHIP
 *   Objects are opaque handles. A handle is a pointer this library gave and has not freed. Who receives one from a
 *   call owns it and gives it to the free function of its type exactly once; free functions take NULL and do nothing.
 *   Texts that the library shows are UTF-8, belong to an object and live as long as it; each has a length and a final
 *   NUL that the length does not count. Nothing given to the library is kept after the call.
 *
 * TEXTS IN
 *   A text is a pointer and the number of bytes that may be read there, in UTF-8, without U+0000. NULL with length 0
 *   is an empty text; NULL with another length is an error.
 *
 * OPTIONS
 *   Options begin with their struct_size, set by the ..._INIT macro: struct_size bytes of options are readable.
 *   Members a later header appends must be zero for this library. Texts in options are readable for the length beside
 *   them.
 *
 * THREADS
 *   Engines are immutable and reference-counted: use one from any number of threads. All other objects are immutable
 *   too; only free them when no other thread uses them. There are no globals, no start-up call, no library threads.
 *
 * ERRORS
 *   Calls return a status: METASIGN_OK or a METASIGN_ERROR_... number, grouped by hundreds: 1xx the caller's
 *   arguments, 2xx the record, 3xx the rules, 5xx the library. Outputs point to memory the call may write to; they are
 *   emptied on entry and set on success only. The last parameter, error, is NULL or points to a metasign_error
 *   pointer; it is set to NULL on entry (free an earlier error first) and to a new error on failure. Messages never
 *   hold text of a record. No panic leaves the library and it never ends the process: it needs less than 1 GiB of
 *   memory for the largest record that is read (64 MiB), whatever that holds.
 *
 * EXAMPLE
 *   metasign_error *error = NULL;
 *   const metasign_engine *engine = NULL;
 *   metasign_assessment *answer = NULL;
 *   size_t prompts = 0, lines = 0, p, i;
 *   const char *line = NULL;
 *   if (metasign_engine_embedded(NULL, &engine, &error) != METASIGN_OK ||
 *       metasign_engine_assess(engine, record, strlen(record), NULL, &answer, &error) != METASIGN_OK) {
 *       fprintf(stderr, "%s\n", metasign_error_message(error, NULL));
 *       metasign_error_free(error);
 *       metasign_engine_free(engine);
 *       return 1;
 *   }
 *   metasign_assessment_prompt_count(answer, &prompts, NULL);
 *   for (p = 0; p < prompts; p++) {
 *       metasign_assessment_prompt_item(answer, p, METASIGN_PROMPT_HEADLINE, 0, &line, NULL, NULL);
 *       printf("%s\n", line);
 *       metasign_assessment_prompt_item_count(answer, p, METASIGN_PROMPT_WHY, &lines, NULL);
 *       for (i = 0; i < lines; i++) {
 *           metasign_assessment_prompt_item(answer, p, METASIGN_PROMPT_WHY, i, &line, NULL, NULL);
 *           printf("  %s\n", line);
 *       }
 *   }
 *   metasign_assessment_statement(answer, &line, NULL, NULL);
 *   printf("%s\n", line);
 *   metasign_assessment_free(answer);
 *   metasign_engine_free(engine);
 */

#ifndef METASIGN_H
#define METASIGN_H

/* Made by `cargo xtask header` from crates/ffi. Do not edit: a test compares it with its source. */

#include <stddef.h>
#include <stdint.h>

/* Version of the library this header belongs to. */
#define METASIGN_VERSION "0.1.0"
#define METASIGN_VERSION_MAJOR 0
#define METASIGN_VERSION_MINOR 1
#define METASIGN_VERSION_PATCH 0


/**
 * Number of the binary interface; the same as the number in the soname.
 */
#define METASIGN_ABI_VERSION 0

/**
 * The call did what it says.
 */
#define METASIGN_OK 0

/**
 * A pointer that must not be NULL is NULL, or a text has a length and no pointer.
 */
#define METASIGN_ERROR_NULL 101

/**
 * A handle that is not a live object of its type: freed before, or something else.
 */
#define METASIGN_ERROR_HANDLE 102

/**
 * A text that is not UTF-8, or holds U+0000.
 */
#define METASIGN_ERROR_TEXT 103

/**
 * A pointer that is not aligned for its type, or a length no memory can have.
 */
#define METASIGN_ERROR_POINTER 104

/**
 * Options with a wrong `struct_size`, an unknown flag, or a member with a value that has no meaning.
 */
#define METASIGN_ERROR_OPTIONS 105

/**
 * An index or a field number out of range.
 */
#define METASIGN_ERROR_RANGE 106

/**
 * Neither a native record nor a FHIR Bundle that is read.
 */
#define METASIGN_ERROR_RECORD 201

/**
 * A document or text larger than the limit.
 */
#define METASIGN_ERROR_TOO_LARGE 202

/**
 * Answers that are not a JSON array as in the native record.
 */
#define METASIGN_ERROR_ANSWERS 203

/**
 * Bytes that are not a bundle of rules.
 */
#define METASIGN_ERROR_BUNDLE 301

/**
 * Rules with mistakes; the detail lists every one with its place.
 */
#define METASIGN_ERROR_RULES 302

/**
 * An overlay the rules do not have.
 */
#define METASIGN_ERROR_OVERLAY 303

/**
 * A setting the rules do not have.
 */
#define METASIGN_ERROR_SETTING 304

/**
 * A defect of the library, caught at the boundary. The objects given stay usable.
 */
#define METASIGN_ERROR_INTERNAL 501

/**
 * In `flags`: `as_of` is given and stands above the record's own day.
 */
#define METASIGN_ASSESS_AS_OF 1

/**
 * In `flags`: prompts of the tier `watch` are wanted too.
 */
#define METASIGN_ASSESS_WATCH_TIER 2

/**
 * The rule that raised it; one item.
 */
#define METASIGN_PROMPT_RULE 0

/**
 * "emergency", "urgent-24h", "urgent-suspected-cancer", "soon-review" or "watch"; one item.
 */
#define METASIGN_PROMPT_URGENCY 1

/**
 * Where it points; one item.
 */
#define METASIGN_PROMPT_SITE 2

/**
 * The tumour type it concerns; one item or none.
 */
#define METASIGN_PROMPT_TUMOUR 3

/**
 * What the clinician reads first; one item.
 */
#define METASIGN_PROMPT_HEADLINE 4

/**
 * How fast, in words; one item.
 */
#define METASIGN_PROMPT_TIMING 5

/**
 * The evidence, a line each, with date and quote.
 */
#define METASIGN_PROMPT_WHY 6

/**
 * What to check now, three at most.
 */
#define METASIGN_PROMPT_CHECK 7

/**
 * What to do, in this order: whom to call comes first.
 */
#define METASIGN_PROMPT_DO 8

/**
 * What would lower concern.
 */
#define METASIGN_PROMPT_LOWERS_CONCERN 9

/**
 * What the prompt does not say; one item. Show it.
 */
#define METASIGN_PROMPT_UNCERTAINTY 10

/**
 * Lines for the patient.
 */
#define METASIGN_PROMPT_SAFETY_NET 11

/**
 * Citations, a line each.
 */
#define METASIGN_PROMPT_REFERENCE 12

/**
 * Key of the evidence, for the answer to this prompt; one item.
 */
#define METASIGN_PROMPT_FINGERPRINT 13

/**
 * An answer. Immutable.
 */
typedef struct metasign_assessment metasign_assessment;

/**
 * Rules compiled for use. Immutable and reference-counted: share it freely between threads.
 */
typedef struct metasign_engine metasign_engine;

/**
 * What went wrong in one call. Immutable.
 */
typedef struct metasign_error metasign_error;

/**
 * A text made by the library. Immutable.
 */
typedef struct metasign_text metasign_text;

/**
 * How an engine is made. Begin with METASIGN_ENGINE_OPTIONS_INIT.
 */
typedef struct metasign_engine_options {
    /**
     * sizeof(metasign_engine_options), as the caller was compiled with.
     */
    size_t struct_size;
    /**
     * Id of the overlay that fills the local slots; NULL for none.
     */
    const char *overlay;
    /**
     * Its length in bytes.
     */
    size_t overlay_length;
    /**
     * Switches that differ from the rules' own, as a JSON object: {"qof-care-review": false}; NULL for none.
     */
    const char *settings;
    /**
     * Its length in bytes.
     */
    size_t settings_length;
} metasign_engine_options;

/**
 * How a record is assessed. Begin with METASIGN_ASSESS_OPTIONS_INIT.
 */
typedef struct metasign_assess_options {
    /**
     * sizeof(metasign_assess_options), as the caller was compiled with.
     */
    size_t struct_size;
    /**
     * METASIGN_ASSESS_... bits.
     */
    uint32_t flags;
    /**
     * The day the question is asked, in days since 1970-01-01, of the years 1900 to 2200; read when flags has
     * METASIGN_ASSESS_AS_OF.
     */
    int32_t as_of;
    /**
     * Answers to earlier prompts, as the JSON array `answers` of the native record, beside any the record holds;
     * NULL for none. A FHIR Bundle has no place for them.
     */
    const char *answers;
    /**
     * Its length in bytes.
     */
    size_t answers_length;
} metasign_assess_options;

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

/**
 * The number of the binary interface the library was built with; compare it with METASIGN_ABI_VERSION.
 *
 * Parameters: none.
 * Ownership: nothing to free.
 * Threads: any.
 * Errors: none.
 * Since: 0.1.0
 */
uint32_t metasign_abi_version(void);

/**
 * The version of the library, such as "0.1.0". Rules have their own version.
 *
 * Parameters: none.
 * Ownership: the text is static and never freed.
 * Threads: any.
 * Errors: none.
 * Since: 0.1.0
 */
const char *metasign_version(void);

/**
 * The name of a status, for logs.
 *
 * Parameters: status is any number.
 * Ownership: the text is static and never freed.
 * Threads: any.
 * Errors: none; a number that is no status gives "METASIGN_ERROR_UNKNOWN".
 * Since: 0.1.0
 */
const char *metasign_status_name(int32_t status);

/**
 * The status of an error: what the call returned.
 *
 * Parameters: error is an error or NULL.
 * Ownership: nothing to free.
 * Threads: any; errors are immutable.
 * Errors: METASIGN_ERROR_NULL and METASIGN_ERROR_HANDLE when `error` is no live error.
 * Since: 0.1.0
 */
int32_t metasign_error_status(const struct metasign_error *error);

/**
 * What went wrong and what to do, in one line of English, without any text of the record.
 *
 * Parameters: error is an error or NULL; length receives the number of bytes and may be NULL.
 * Ownership: the text belongs to the error and lives as long as it.
 * Threads: any; errors are immutable.
 * Errors: "" when `error` is no live error.
 * Since: 0.1.0
 */
const char *metasign_error_message(const struct metasign_error *error, size_t *length);

/**
 * The error as a JSON object: `status`, `message` and, for rules with mistakes, `diagnostics` with every one.
 *
 * Parameters: error is an error or NULL; length receives the number of bytes and may be NULL.
 * Ownership: the text belongs to the error and lives as long as it.
 * Threads: any; errors are immutable.
 * Errors: "" when `error` is no live error.
 * Since: 0.1.0
 */
const char *metasign_error_detail(const struct metasign_error *error, size_t *length);

/**
 * The id of the rule, sign or other item that is wrong; "" when none is.
 *
 * Parameters: error is an error or NULL; length receives the number of bytes and may be NULL.
 * Ownership: the text belongs to the error and lives as long as it.
 * Threads: any; errors are immutable.
 * Errors: "" when `error` is no live error.
 * Since: 0.1.0
 */
const char *metasign_error_rule(const struct metasign_error *error, size_t *length);

/**
 * The file of the rule set that is wrong; "" when none is.
 *
 * Parameters: error is an error or NULL; length receives the number of bytes and may be NULL.
 * Ownership: the text belongs to the error and lives as long as it.
 * Threads: any; errors are immutable.
 * Errors: "" when `error` is no live error.
 * Since: 0.1.0
 */
const char *metasign_error_file(const struct metasign_error *error, size_t *length);

/**
 * The line in that file, from 1; 0 when the whole file is meant.
 *
 * Parameters: error is an error or NULL.
 * Ownership: nothing to free.
 * Threads: any; errors are immutable.
 * Errors: 0 when `error` is no live error.
 * Since: 0.1.0
 */
uint32_t metasign_error_line(const struct metasign_error *error);

/**
 * The column in that line, in characters from 1; 0 when the whole line is meant.
 *
 * Parameters: error is an error or NULL.
 * Ownership: nothing to free.
 * Threads: any; errors are immutable.
 * Errors: 0 when `error` is no live error.
 * Since: 0.1.0
 */
uint32_t metasign_error_column(const struct metasign_error *error);

/**
 * Frees an error. Every call that gives one gives a new one.
 *
 * Parameters: error is an error, or NULL, which does nothing.
 * Ownership: takes `error`; its texts end with it.
 * Threads: any; no other thread may be using the error.
 * Errors: none; what is no live error is left alone.
 * Since: 0.1.0
 */
void metasign_error_free(struct metasign_error *error);

/**
 * Makes an engine from the rules inside the library.
 *
 * Parameters: options says how, or is NULL; engine receives the engine; error receives what went wrong, or is NULL.
 * Ownership: the caller owns `*engine` and frees it with metasign_engine_free, and `*error` with
 * metasign_error_free.
 * Threads: any. The engine may be used by any number of threads at once.
 * Errors: METASIGN_ERROR_NULL, METASIGN_ERROR_OPTIONS, METASIGN_ERROR_OVERLAY, METASIGN_ERROR_SETTING.
 * Since: 0.1.0
 */
int32_t metasign_engine_embedded(const struct metasign_engine_options *options,
                                 const struct metasign_engine **engine,
                                 struct metasign_error **error);

/**
 * Makes an engine from a bundle of rules in memory, as `metasign pack DIR` writes one, or from compiled rules, as
 * `metasign pack --compiled DIR` writes them for this version of the library. A library built slim takes compiled rules
 * alone; anything else is METASIGN_ERROR_BUNDLE there.
 *
 * Parameters: bundle and bundle_length are the bundle's bytes; options says how, or is NULL; engine receives the
 * engine; error receives what went wrong, or is NULL.
 * Ownership: the bundle is read during the call only. The caller owns `*engine` and frees it with
 * metasign_engine_free, and `*error` with metasign_error_free.
 * Threads: any. The engine may be used by any number of threads at once.
 * Errors: METASIGN_ERROR_NULL, METASIGN_ERROR_OPTIONS, METASIGN_ERROR_TOO_LARGE, METASIGN_ERROR_BUNDLE for bytes
 * that are no bundle, METASIGN_ERROR_RULES for rules with mistakes (rule, file, line, column and the detail tell
 * where), METASIGN_ERROR_OVERLAY, METASIGN_ERROR_SETTING.
 * Since: 0.1.0
 */
int32_t metasign_engine_from_bundle(const char *bundle,
                                    size_t bundle_length,
                                    const struct metasign_engine_options *options,
                                    const struct metasign_engine **engine,
                                    struct metasign_error **error);

/**
 * Takes a further share in an engine, to be given up with metasign_engine_free.
 *
 * Parameters: engine is an engine or NULL.
 * Ownership: the caller owns the share returned: the same pointer, or NULL when `engine` is no live engine.
 * Threads: any.
 * Errors: NULL is returned when `engine` is no live engine.
 * Since: 0.1.0
 */
const struct metasign_engine *metasign_engine_retain(const struct metasign_engine *engine);

/**
 * Gives up one share in an engine; the last one frees it.
 *
 * Parameters: engine is an engine, or NULL, which does nothing.
 * Ownership: takes the caller's share; texts of the engine end with the last one.
 * Threads: any.
 * Errors: none; what is no live engine is left alone.
 * Since: 0.1.0
 */
void metasign_engine_free(const struct metasign_engine *engine);

/**
 * The id of the rules an engine uses, such as "metasign-uk".
 *
 * Parameters: engine is an engine; text receives the text; length receives its number of bytes, or is NULL; error
 * receives what went wrong, or is NULL.
 * Ownership: the text belongs to the engine and lives as long as it.
 * Threads: any.
 * Errors: METASIGN_ERROR_NULL, METASIGN_ERROR_HANDLE.
 * Since: 0.1.0
 */
int32_t metasign_engine_rule_set_id(const struct metasign_engine *engine,
                                    const char **text,
                                    size_t *length,
                                    struct metasign_error **error);

/**
 * The version of the rules an engine uses, such as "0.1.0".
 *
 * Parameters: engine is an engine; text receives the text; length receives its number of bytes, or is NULL; error
 * receives what went wrong, or is NULL.
 * Ownership: the text belongs to the engine and lives as long as it.
 * Threads: any.
 * Errors: METASIGN_ERROR_NULL, METASIGN_ERROR_HANDLE.
 * Since: 0.1.0
 */
int32_t metasign_engine_rule_set_version(const struct metasign_engine *engine,
                                         const char **text,
                                         size_t *length,
                                         struct metasign_error **error);

/**
 * SHA-256, in hex, of the rules an engine uses: log it with every prompt.
 *
 * Parameters: engine is an engine; text receives the text; length receives its number of bytes, or is NULL; error
 * receives what went wrong, or is NULL.
 * Ownership: the text belongs to the engine and lives as long as it.
 * Threads: any.
 * Errors: METASIGN_ERROR_NULL, METASIGN_ERROR_HANDLE.
 * Since: 0.1.0
 */
int32_t metasign_engine_rule_set_digest(const struct metasign_engine *engine,
                                        const char **text,
                                        size_t *length,
                                        struct metasign_error **error);

/**
 * Whether the rules an engine uses are "draft" or "approved". Draft rules are not for use with patients.
 *
 * Parameters: engine is an engine; text receives the text; length receives its number of bytes, or is NULL; error
 * receives what went wrong, or is NULL.
 * Ownership: the text belongs to the engine and lives as long as it.
 * Threads: any.
 * Errors: METASIGN_ERROR_NULL, METASIGN_ERROR_HANDLE.
 * Since: 0.1.0
 */
int32_t metasign_engine_rule_set_status(const struct metasign_engine *engine,
                                        const char **text,
                                        size_t *length,
                                        struct metasign_error **error);

/**
 * Assesses a record: a native record (metasign.record/1) or a FHIR R4 or STU3 Bundle, told apart by content.
 *
 * Parameters: engine is an engine; record and record_length are the JSON document's bytes; options says how, or is
 * NULL; assessment receives the answer; error receives what went wrong, or is NULL.
 * Ownership: the record is read during the call only. The caller owns `*assessment` and frees it with
 * metasign_assessment_free, and `*error` with metasign_error_free.
 * Threads: any; many threads may use one engine at once.
 * Errors: METASIGN_ERROR_NULL, METASIGN_ERROR_HANDLE, METASIGN_ERROR_TEXT, METASIGN_ERROR_TOO_LARGE,
 * METASIGN_ERROR_OPTIONS, METASIGN_ERROR_ANSWERS, METASIGN_ERROR_RECORD. What of a record can't be used is no
 * error: it is a notice in the answer.
 * Since: 0.1.0
 */
int32_t metasign_engine_assess(const struct metasign_engine *engine,
                               const char *record,
                               size_t record_length,
                               const struct metasign_assess_options *options,
                               struct metasign_assessment **assessment,
                               struct metasign_error **error);

/**
 * The whole answer as one JSON document, metasign.assessment/1.
 *
 * Parameters: assessment is an assessment; text receives the text; length receives its number of bytes, or is NULL;
 * error receives what went wrong, or is NULL.
 * Ownership: the text belongs to the assessment and lives as long as it.
 * Threads: any; assessments are immutable.
 * Errors: METASIGN_ERROR_NULL, METASIGN_ERROR_HANDLE.
 * Since: 0.1.0
 */
int32_t metasign_assessment_json(const struct metasign_assessment *assessment,
                                 const char **text,
                                 size_t *length,
                                 struct metasign_error **error);

/**
 * The sentence that must be shown or logged with every answer: what it is and is not, and whether the rules are a draft.
 *
 * Parameters: assessment is an assessment; text receives the text; length receives its number of bytes, or is NULL;
 * error receives what went wrong, or is NULL.
 * Ownership: the text belongs to the assessment and lives as long as it.
 * Threads: any; assessments are immutable.
 * Errors: METASIGN_ERROR_NULL, METASIGN_ERROR_HANDLE.
 * Since: 0.1.0
 */
int32_t metasign_assessment_statement(const struct metasign_assessment *assessment,
                                      const char **text,
                                      size_t *length,
                                      struct metasign_error **error);

/**
 * How many prompts there are. None means that no rule raised one, not that nothing is wrong.
 *
 * Parameters: assessment is an assessment; count receives the number; error receives what went wrong, or is NULL.
 * Ownership: nothing to free but `*error`.
 * Threads: any; assessments are immutable.
 * Errors: METASIGN_ERROR_NULL, METASIGN_ERROR_HANDLE.
 * Since: 0.1.0
 */
int32_t metasign_assessment_prompt_count(const struct metasign_assessment *assessment,
                                         size_t *count,
                                         struct metasign_error **error);

/**
 * Whether a prompt interrupts the consultation.
 *
 * Parameters: assessment is an assessment; prompt is a number from 0, the most urgent first; interruptive receives 1
 * or 0; error receives what went wrong, or is NULL.
 * Ownership: nothing to free but `*error`.
 * Threads: any; assessments are immutable.
 * Errors: METASIGN_ERROR_NULL, METASIGN_ERROR_HANDLE, METASIGN_ERROR_RANGE.
 * Since: 0.1.0
 */
int32_t metasign_assessment_prompt_interruptive(const struct metasign_assessment *assessment,
                                                size_t prompt,
                                                int32_t *interruptive,
                                                struct metasign_error **error);

/**
 * How many items a field of a prompt has.
 *
 * Parameters: assessment is an assessment; prompt is a number from 0; field is one of METASIGN_PROMPT_...; count
 * receives the number; error receives what went wrong, or is NULL.
 * Ownership: nothing to free but `*error`.
 * Threads: any; assessments are immutable.
 * Errors: METASIGN_ERROR_NULL, METASIGN_ERROR_HANDLE, METASIGN_ERROR_RANGE.
 * Since: 0.1.0
 */
int32_t metasign_assessment_prompt_item_count(const struct metasign_assessment *assessment,
                                              size_t prompt,
                                              int32_t field,
                                              size_t *count,
                                              struct metasign_error **error);

/**
 * One item of a field of a prompt, as a line to show.
 *
 * Parameters: assessment is an assessment; prompt is a number from 0; field is one of METASIGN_PROMPT_...; item is a
 * number from 0; text receives the text; length receives its number of bytes, or is NULL; error receives what went
 * wrong, or is NULL.
 * Ownership: the text belongs to the assessment and lives as long as it.
 * Threads: any; assessments are immutable.
 * Errors: METASIGN_ERROR_NULL, METASIGN_ERROR_HANDLE, METASIGN_ERROR_RANGE.
 * Since: 0.1.0
 */
int32_t metasign_assessment_prompt_item(const struct metasign_assessment *assessment,
                                        size_t prompt,
                                        int32_t field,
                                        size_t item,
                                        const char **text,
                                        size_t *length,
                                        struct metasign_error **error);

/**
 * Frees an assessment.
 *
 * Parameters: assessment is an assessment, or NULL, which does nothing.
 * Ownership: takes `assessment`; its texts end with it.
 * Threads: any; no other thread may be using the assessment.
 * Errors: none; what is no live assessment is left alone.
 * Since: 0.1.0
 */
void metasign_assessment_free(struct metasign_assessment *assessment);

/**
 * Explains an assessment: each rule with why it fired, did not, or could not tell, as a JSON document.
 *
 * Parameters: engine is an engine; record and record_length are the JSON document's bytes; options says how, or is
 * NULL; explanation receives the text; error receives what went wrong, or is NULL.
 * Ownership: the record is read during the call only. The caller owns `*explanation` and frees it with
 * metasign_text_free, and `*error` with metasign_error_free.
 * Threads: any; many threads may use one engine at once.
 * Errors: as metasign_engine_assess.
 * Since: 0.1.0
 */
int32_t metasign_engine_explain(const struct metasign_engine *engine,
                                const char *record,
                                size_t record_length,
                                const struct metasign_assess_options *options,
                                struct metasign_text **explanation,
                                struct metasign_error **error);

/**
 * Shows a text made by the library.
 *
 * Parameters: text is a text; view receives it; length receives its number of bytes, or is NULL; error receives what
 * went wrong, or is NULL.
 * Ownership: the view belongs to the text and lives as long as it.
 * Threads: any; texts are immutable.
 * Errors: METASIGN_ERROR_NULL, METASIGN_ERROR_HANDLE.
 * Since: 0.1.0
 */
int32_t metasign_text_view(const struct metasign_text *text,
                           const char **view,
                           size_t *length,
                           struct metasign_error **error);

/**
 * Frees a text made by the library.
 *
 * Parameters: text is a text, or NULL, which does nothing.
 * Ownership: takes `text`; its views end with it.
 * Threads: any; no other thread may be using the text.
 * Errors: none; what is no live text is left alone.
 * Since: 0.1.0
 */
void metasign_text_free(struct metasign_text *text);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* METASIGN_H */

/* Options that change nothing; set what differs. */
#define METASIGN_ENGINE_OPTIONS_INIT { sizeof(metasign_engine_options), NULL, 0, NULL, 0 }
#define METASIGN_ASSESS_OPTIONS_INIT { sizeof(metasign_assess_options), 0, 0, NULL, 0 }
