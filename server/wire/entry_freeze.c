#include "wire/entry_freeze.h"

#include "wire/reader.h"

enum { FIELDS_MAX = 4 };

static const char *const acts[] = {[FREEZE_ON] = "freeze",
                                   [FREEZE_OFF] = "thaw",
                                   [FREEZE_PLAN] = "plan",
                                   [FREEZE_DROP] = "unplan",
                                   [FREEZE_DROP + 1] = NULL};

static const struct reader_field asked[][FIELDS_MAX] = {
    [FREEZE_ON] = {{"act", true}, {"skills", false}},
    [FREEZE_OFF] = {{"act", true}, {"skills", false}},
    [FREEZE_PLAN] = {{"act", true}, {"skills", false}, {"at", true}},
    [FREEZE_DROP] = {{"act", true}},
};

static const struct reader_field carried[] = {{"act", true}, {"plan", true}, {NULL, false}};

static bool read(struct arena *arena, struct slice json, bool of_a_node, struct entry_freeze *ret,
                 struct faults *faults)
{
    struct reader reader;
    struct entry_freeze freeze = {.act = FREEZE_ON};

    if (reader_open(&reader, arena, json, faults)) {
        json_t *root = reader.root;
        freeze.act = (enum entry_freeze_act)reader_choice(&reader, root, "act", acts, FREEZE_ON);
        bool carries = of_a_node && freeze.act == FREEZE_ON && json_object_get(root, "plan");
        (void)reader_object(&reader, root, carries ? carried : asked[freeze.act]);
        freeze.skills =
            reader_ids(&reader, root, "skills", 1, ENTRY_FREEZE_SKILLS_MAX, &freeze.skill_count);
        freeze.at = reader_whole(&reader, root, "at", 1, INT64_MAX, 0);
        freeze.plan = (uint64_t)reader_whole(&reader, root, "plan", 1, INT64_MAX, 0);
        if (reader.good) {
            *ret = freeze;
        }
    }
    reader_close(&reader);
    return reader.good;
}

bool entry_freeze_ask(struct arena *arena, struct slice json, struct entry_freeze *ret,
                      struct faults *faults)
{
    return read(arena, json, false, ret, faults);
}

bool entry_freeze_read(struct arena *arena, struct slice body, struct entry_freeze *ret)
{
    return read(arena, body, true, ret, NULL);
}
