#include "wire/ask_recusal.h"

#include "base/arena.h"
#include "wire/reader.h"

static const struct reader_field fields[] = {
    {"judge", true}, {"competitors", true}, {"why", true}, {"lifted", false}, {NULL, false}};
static const char *const reasons[] = {"kinship", "same_unit", "teacher", "other", NULL};

bool ask_recusal(struct arena *arena, struct slice json, struct ask_recusal *ret,
                 struct faults *faults)
{
    struct reader reader;
    struct ask_recusal ask = {.count = 0};

    if (reader_open(&reader, arena, json, faults)) {
        json_t *root = reader.root;
        (void)reader_object(&reader, root, fields);
        ask.judge = reader_id(&reader, root, "judge");
        ask.why = slice_of(reasons[reader_choice(&reader, root, "why", reasons, 0)]);
        ask.lifted = reader_flag(&reader, root, "lifted", false);
        json_t *list = reader_list(&reader, root, "competitors", 1, ASK_RECUSAL_MAX);
        ask.count = json_array_size(list);
        struct slice *ids = arena_alloc(arena, (ask.count + 1) * sizeof *ids);
        size_t mark = reader_into(&reader, "competitors");
        for (size_t i = 0; i < ask.count; i++) {
            ids[i] = reader_id_in(&reader, list, i);
        }
        reader_back(&reader, mark);
        ask.competitors = ids;
    }
    reader_close(&reader);
    if (reader.good) {
        *ret = ask;
    }
    return reader.good;
}
