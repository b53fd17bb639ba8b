#include "wire/ask_rules.h"

#include "base/arena.h"
#include "wire/ask_scan.h"
#include "wire/definition.h"
#include "wire/reader.h"

static const struct reader_field fields[] = {
    {"definition", true}, {"reason", true}, {"set_aside", false}, {NULL, false}};

// The bytes of the member; the reader has seen that it is there, under this very key.
static struct slice find_definition(struct slice json)
{
    struct ask_scan scan = {json.at, json.at + json.len};
    struct slice key = SLICE_NONE;
    struct slice value = SLICE_NONE;
    bool more = ask_scan_enter(&scan);

    while (more && ask_scan_key(&scan, &key) && ask_scan_value(&scan, &value)) {
        if (slice_is(key, "\"definition\"")) {
            return value;
        }
        more = ask_scan_next(&scan);
    }
    return SLICE_NONE;
}

static bool read_definition(struct arena *arena, struct slice json, struct faults *faults)
{
    struct faults *inner = arena_alloc(arena, sizeof *inner);
    struct definition *definition = definition_read(json, inner);

    for (size_t i = 0; i < inner->count; i++) {
        const struct faults_item *item = &inner->items[i];
        faults_add(faults, item->name, arena_printf(arena, "/definition%s", item->pointer),
                   item->word);
    }
    bool good = definition != NULL;
    definition_free(definition);
    return good;
}

bool ask_rules_read(struct arena *arena, struct slice json, struct ask_rules *ret,
                    struct faults *faults)
{
    struct reader reader;
    struct ask_rules rules = {.reason = SLICE_NONE};
    if (reader_open(&reader, arena, json, faults) && reader_object(&reader, reader.root, fields)) {
        rules.reason = reader_text(&reader, reader.root, "reason", 1, ASK_RULES_REASON_MAX);
        rules.set_aside = reader_any_text(&reader, reader.root, "set_aside");
        rules.definition = find_definition(json);
        if (rules.definition.at == NULL) {
            reader_fault_at(&reader, "definition", "missing-field", "definition");
        }
    }
    reader_close(&reader);
    if (!reader.good || !read_definition(arena, rules.definition, faults)) {
        return false;
    }
    *ret = rules;
    return true;
}
