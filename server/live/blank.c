#include "live/blank.h"

#include "base/must.h"
#include "base/secret.h"
#include "base/table.h"
#include "base/text.h"
#include "live/ceremony.h"
#include "live/enrol.h"
#include "live/frozen.h"
#include "live/muster.h"
#include "live/panel_log.h"
#include "live/site.h"
#include "wire/definition.h"
#include "wire/faults.h"

#include <stdlib.h>

struct record *blank_new(const char *name)
{
    struct record *record = calloc(1, sizeof *record);
    must(record && strlen(name) < sizeof record->name);
    memcpy(record->name, name, strlen(name) + 1);
    record->refs = 1;
    record->muster = muster_new();
    record->aside_by_id = table_new();
    record->competitor_by_id = table_new();
    record->judge_by_id = table_new();
    record->judge_by_token = table_new();
    record->asked = table_new();
    record->scopes = table_new();
    record->team_by_id = table_new();
    record->panels = calloc(1, sizeof *record->panels);
    must(record->panels);
    return record;
}

static void name_rules(struct record *record)
{
    unsigned char hash[SECRET_HASH];
    char hex[SECRET_HEX];

    secret_sha256((struct slice){record->definition_json, record->definition_len}, hash);
    text_hex(hash, sizeof hash, hex);
    memcpy(record->rules_id, hex, RECORD_RULES_ID - 1);
    memcpy(record->first_rules_id, hex, RECORD_RULES_ID - 1);
}

bool blank_rule(struct record *record, struct slice definition)
{
    struct faults *faults = calloc(1, sizeof *faults);
    must(faults && !record->rules);
    record->definition = definition_read(definition, faults);
    free(faults);
    if (!record->definition) {
        return false;
    }
    record->rules = definition_rules(record->definition);
    record->definition_json = malloc(definition.len + 1);
    must(record->definition_json);
    memcpy(record->definition_json, definition.at, definition.len);
    record->definition_len = definition.len;
    name_rules(record);
    enrol_skills(record);
    return true;
}

static struct table *free_values(struct table *table)
{
    void *value = NULL;

    for (size_t at = 0; table_next(table, &at, NULL, &value);) {
        free(value);
    }
    return table_free(table);
}

static void free_changes(struct record *record)
{
    for (size_t i = 0; i < record->change_count; i++) {
        free(record->changes[i]->reason);
        free(record->changes[i]);
    }
    free(record->changes);
}

struct record *blank_free(struct record *record)
{
    enrol_free(record);
    site_free(record->site);
    muster_free(record->muster);
    panel_log_free(record->panels);
    frozen_free(record);
    ceremony_free(record);
    table_free(record->aside_by_id);
    table_free(record->competitor_by_id);
    table_free(record->judge_by_id);
    table_free(record->judge_by_token);
    table_free(record->team_by_id);
    free_values(record->asked);
    free_values(record->scopes);
    free_changes(record);
    definition_free(record->definition);
    free(record->definition_json);
    free(record->miles);
    free(record);
    return NULL;
}

struct row *blank_row(const struct rules *rules, uint32_t skill)
{
    const struct rules_skill *of = &rules->skills[skill];
    struct row *row = calloc(1, contest_row_bytes(rules, skill));

    must(row);
    contest_row_init(rules, skill, row);
    for (uint32_t i = 0; i < of->stage_count; i++) {
        struct ruling in = {.kind = RULING_FIELD, .stage = of->stage_first + i, .on = true};
        contest_apply_ruling(rules, skill, row, &in);
    }
    return row;
}
