// Whatever the text: a definition that makes sense, or faults that say what is wrong, never both
// and never neither. And what makes sense comes to a figure at the edges of all that may be
// entered.
#include "base/buf.h"
#include "base/text.h"
#include "tests/scoring/extreme.h"
#include "wire/definition.h"
#include "wire/faults.h"
#include "wire/problem.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

// Who looks again looks at what another owns; who reads a log reads that of a part; one skill's
// adjustments lie together.
static void walk_the_new(const struct rules *rules)
{
    uint32_t adjustments = 0;
    for (uint32_t i = 0; i < rules->module_count; i++) {
        const struct rules_module *module = &rules->modules[i];
        bool owned = module->part_count == 0 || rules->parts[module->part_first].module == i;
        if (module->part_first + module->part_count > rules->part_count || owned == module->again) {
            abort();
        }
    }
    for (uint32_t i = 0; i < rules->adjustment_count; i++) {
        const struct rules_adjustment *how = &rules->adjustments[i];
        if (how->by != RULES_BY_RULING && how->part >= rules->part_count) {
            abort();
        }
    }
    for (uint32_t i = 0; i < rules->skill_count; i++) {
        uint32_t count = 0;
        (void)rules_adjustments_of(rules, i, &count);
        adjustments += count;
    }
    if (adjustments != rules->adjustment_count) {
        abort();
    }
}

// Every index of the book leads somewhere, both ways.
static void walk(const struct rules *rules)
{
    uint32_t index = 0;
    if (rules_check(rules, &index) != RULES_SENSE) {
        abort();
    }
    for (uint32_t i = 0; i < rules->part_count; i++) {
        const struct rules_part *part = &rules->parts[i];
        const struct rules_module *module = &rules->modules[part->module];
        const struct rules_stage *stage = &rules->stages[part->stage];
        if (i - module->part_first >= module->part_count ||
            part->module - stage->module_first >= stage->module_count ||
            part->skill >= rules->skill_count ||
            part->aspect_first + part->aspect_count > rules->aspect_count ||
            rules_find_part(rules, part->id, strlen(part->id)) != i) {
            abort();
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct faults faults;
    faults = (struct faults){0};
    struct slice json = {(const char *)data, size};
    struct definition *definition = definition_read(json, &faults);
    if (!definition == !faults.count) {
        abort();
    }
    if (definition) {
        walk(definition_rules(definition));
        walk_the_new(definition_rules(definition));
        if (extreme_drive(definition_rules(definition), size, 3) != RULES_NONE) {
            abort();
        }
    } else {
        struct buf *buf = buf_new(256);
        problem_write(buf, faults.items[0].name, PROBLEM_ZH, faults.items[0].word, &faults, "");
        if (!text_is_utf8((struct slice){buf->bytes, buf->len})) {
            abort();
        }
        (void)buf_unref(buf);
    }
    definition_free(definition);
    return 0;
}
