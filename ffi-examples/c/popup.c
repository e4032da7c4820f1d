/*
 * A small pop-up host: what a GP system does with libmetasign, in one file.
 *
 *   popup RECORD.json YYYY-MM-DD [RULES.json]
 *
 * Loads a patient record (native JSON or a FHIR Bundle), shows each prompt as a card, asks for an answer, keeps the
 * answers as the host's own data, and asks again with them: an answered prompt stays away until the evidence changes.
 * An emergency does not: no answer hides it. The rules are those inside the library, or a bundle that
 * `metasign pack` made.
 * Exit status: 0 done, 1 a call failed, 2 bad usage or an unreadable file.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "metasign.h"

#define ANSWERS_SIZE 4096

/* Reads a whole file; the caller frees the result. */
static char *read_file(const char *path, size_t *length)
{
    FILE *file = fopen(path, "rb");
    char *bytes = NULL;
    long size = 0;

    if (file == NULL) {
        return NULL;
    }
    if (fseek(file, 0, SEEK_END) == 0 && (size = ftell(file)) >= 0 && fseek(file, 0, SEEK_SET) == 0) {
        bytes = malloc((size_t)size + 1);
    }
    if (bytes != NULL && fread(bytes, 1, (size_t)size, file) != (size_t)size) {
        free(bytes);
        bytes = NULL;
    }
    fclose(file);
    *length = (size_t)size;
    return bytes;
}

/* Days since 1970-01-01 of YYYY-MM-DD: the form in which the library takes dates. 0 when it is no date. */
static int parse_date(const char *text, int32_t *days)
{
    int year = 0, month = 0, day = 0, era_year, day_of_year;
    char rest = 0;

    if (sscanf(text, "%4d-%2d-%2d%c", &year, &month, &day, &rest) != 3 || year < 1600 || month < 1 || month > 12 ||
        day < 1 || day > 31) {
        return 0;
    }
    /* Count years from March, so that the leap day comes last. */
    era_year = month > 2 ? year : year - 1;
    day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    *days = era_year * 365 + era_year / 4 - era_year / 100 + era_year / 400 + day_of_year - 719468;
    return 1;
}

/* Tells what went wrong and frees the error. */
static int fail(metasign_error *error)
{
    fprintf(stderr, "%s: %s\n", metasign_status_name(metasign_error_status(error)),
            metasign_error_message(error, NULL));
    metasign_error_free(error);
    return 1;
}

/* Prints the items of one field under a title; nothing when there are none. */
static void show(const metasign_assessment *answer, size_t prompt, int32_t field, const char *title)
{
    size_t count = 0, item;
    const char *line = NULL;

    metasign_assessment_prompt_item_count(answer, prompt, field, &count, NULL);
    if (count > 0 && *title != '\0') {
        printf("  %s\n", title);
    }
    for (item = 0; item < count; item++) {
        if (metasign_assessment_prompt_item(answer, prompt, field, item, &line, NULL, NULL) == METASIGN_OK) {
            printf("    - %s\n", line);
        }
    }
}

static const char *only(const metasign_assessment *answer, size_t prompt, int32_t field)
{
    const char *line = NULL;

    return metasign_assessment_prompt_item(answer, prompt, field, 0, &line, NULL, NULL) == METASIGN_OK ? line : "";
}

/* Makes the engine: from a bundle of rules where one is named, from the rules inside the library otherwise. */
static int32_t make_engine(const char *rules, const metasign_engine **engine, metasign_error **error)
{
    size_t length = 0;
    char *bundle = rules != NULL ? read_file(rules, &length) : NULL;
    int32_t status;

    if (rules == NULL) {
        return metasign_engine_embedded(NULL, engine, error);
    }
    status = metasign_engine_from_bundle(bundle, bundle != NULL ? length : 0, NULL, engine, error);
    free(bundle);
    return status;
}

static void show_card(const metasign_assessment *answer, size_t prompt)
{
    int32_t interruptive = 0;

    metasign_assessment_prompt_interruptive(answer, prompt, &interruptive, NULL);
    printf("%s %s | %s\n", interruptive ? "!!" : "--", only(answer, prompt, METASIGN_PROMPT_URGENCY),
           only(answer, prompt, METASIGN_PROMPT_TIMING));
    printf("  %s\n", only(answer, prompt, METASIGN_PROMPT_HEADLINE));
    show(answer, prompt, METASIGN_PROMPT_WHY, "Why");
    show(answer, prompt, METASIGN_PROMPT_CHECK, "Check now");
    show(answer, prompt, METASIGN_PROMPT_DO, "Do");
    show(answer, prompt, METASIGN_PROMPT_LOWERS_CONCERN, "Lowers concern");
    show(answer, prompt, METASIGN_PROMPT_UNCERTAINTY, "");
    printf("  Rule %s\n", only(answer, prompt, METASIGN_PROMPT_RULE));
    show(answer, prompt, METASIGN_PROMPT_REFERENCE, "References");
}

/* Asks what the clinician does with a prompt; NULL when nothing is answered. */
static const char *ask(void)
{
    char line[64];

    printf("  Answer: a acknowledge, s snooze, d dismiss, Enter to leave it > ");
    fflush(stdout);
    if (fgets(line, sizeof line, stdin) == NULL) {
        printf("\n");
        return NULL;
    }
    switch (line[0]) {
    case 'a':
        return "acknowledged";
    case 's':
        return "snoozed";
    case 'd':
        return "dismissed";
    default:
        return NULL;
    }
}

int main(int argc, char **argv)
{
    metasign_assess_options options = METASIGN_ASSESS_OPTIONS_INIT;
    const metasign_engine *engine = NULL;
    metasign_assessment *answer = NULL;
    metasign_error *error = NULL;
    char answers[ANSWERS_SIZE] = "[";
    const char *statement = NULL, *rules = NULL;
    size_t length = 0, count = 0, left = 0, prompt;
    char *record;

    if (argc < 3 || argc > 4 || !parse_date(argv[2], &options.as_of)) {
        fprintf(stderr, "usage: popup RECORD.json YYYY-MM-DD [RULES.json]\n");
        return 2;
    }
    if (metasign_abi_version() != METASIGN_ABI_VERSION) {
        fprintf(stderr, "this libmetasign has another binary interface than its header\n");
        return 2;
    }
    record = read_file(argv[1], &length);
    if (record == NULL) {
        fprintf(stderr, "popup: the file can't be read\n");
        return 2;
    }
    options.flags = METASIGN_ASSESS_AS_OF;

    if (make_engine(argc == 4 ? argv[3] : NULL, &engine, &error) != METASIGN_OK ||
        metasign_engine_assess(engine, record, length, &options, &answer, &error) != METASIGN_OK) {
        metasign_engine_free(engine);
        free(record);
        return fail(error);
    }
    metasign_engine_rule_set_version(engine, &rules, NULL, NULL);
    metasign_assessment_statement(answer, &statement, NULL, NULL);
    printf("libmetasign %s, rules %s\n%s\n\n", metasign_version(), rules, statement);

    metasign_assessment_prompt_count(answer, &count, NULL);
    if (count == 0) {
        printf("No rule raised a prompt on this record. That says nothing about what is not in it.\n");
    }
    for (prompt = 0; prompt < count; prompt++) {
        const char *action;
        size_t used = strlen(answers);

        show_card(answer, prompt);
        action = ask();
        if (action != NULL) {
            int written = snprintf(answers + used, sizeof answers - used,
                                   "%s{\"fingerprint\":\"%s\",\"date\":\"%s\",\"action\":\"%s\"}",
                                   used > 1 ? "," : "", only(answer, prompt, METASIGN_PROMPT_FINGERPRINT), argv[2],
                                   action);
            if (written < 0 || (size_t)written + 2 > sizeof answers - used) {
                answers[used] = '\0';
                printf("  too many answers for this small host; this one is not kept\n");
            }
        }
        printf("\n");
    }
    metasign_assessment_free(answer);
    answer = NULL;

    strcat(answers, "]");
    options.answers = answers;
    options.answers_length = strlen(answers);
    if (metasign_engine_assess(engine, record, length, &options, &answer, &error) != METASIGN_OK) {
        metasign_engine_free(engine);
        free(record);
        return fail(error);
    }
    metasign_assessment_prompt_count(answer, &left, NULL);
    printf("Asked again with the answers: %lu of %lu prompts left.\n", (unsigned long)left, (unsigned long)count);

    metasign_assessment_free(answer);
    metasign_engine_free(engine);
    free(record);
    return 0;
}
