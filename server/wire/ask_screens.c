#include "wire/ask_screens.h"

#include "base/arena.h"
#include "wire/reader.h"

#include <stdlib.h>
#include <string.h>

enum {
    TITLE_MAX = 60,
    TEXT_MAX = 300,
    PIXELS_MAX = 100000,
    MARGIN_MAX = 20, // hundredths
    NEAR_MAX = 64,
    BATCH_MAX = 10000
};

static const char *const kinds[] = {"board", "progress", "podium", "stage",  "table",  "titles",
                                    "clock", "next",     "notice", "slogan", "photos", "overlay",
                                    "blank", "ceremony", "draw",   NULL};
static const char *const themes[] = {"gold", "light", "contrast", NULL};
static const char *const languages[] = {"zh", "en", NULL};
static const char *const orders[] = {"identify", "reload", "next", "back", "pause", NULL};
static const char *const truths[] = {"live", "amber", "grey", "waiting", NULL};

static const struct reader_field fields[] = {{"screens", true}, {"save", false}, {NULL, false}};
static const struct reader_field screen_fields[] = {
    {"id", true}, {"scene", false}, {"frame", false}, {"order", false}, {NULL, false}};
static const struct reader_field scene_fields[] = {
    {"kind", true},   {"skill", false}, {"stage", false},  {"theme", false}, {"lang", false},
    {"title", false}, {"text", false},  {"until", false},  {"batch", false}, {"competitor", false},
    {"table", false}, {"left", false},  {"length", false}, {NULL, false}};
static const struct reader_field frame_fields[] = {
    {"label", false}, {"width", false},  {"height", false}, {"x", false},
    {"y", false},     {"margin", false}, {"near", false},   {NULL, false}};
static const struct reader_field beat_fields[] = {{"truth", true},  {"age_ms", true},
                                                  {"number", true}, {"width", true},
                                                  {"height", true}, {NULL, false}};

// A checked value as it is kept.
static struct slice compact(struct arena *arena, const json_t *value)
{
    char *text = json_dumps(value, JSON_COMPACT);

    if (!text) {
        return SLICE_NONE;
    }
    struct slice kept = {arena_copy(arena, (struct slice){text, strlen(text)}), strlen(text)};
    free(text);
    return kept;
}

// A clock runs until then, or stands with so much left: not both.
static void check_clock(struct reader *reader, json_t *scene)
{
    (void)reader_whole(reader, scene, "until", 1, INT64_MAX, 0);
    (void)reader_whole(reader, scene, "left", 1, ASK_SCREENS_CLOCK_MAX_MS, 0);
    (void)reader_whole(reader, scene, "length", 1, ASK_SCREENS_CLOCK_MAX_MS, 0);
    if (json_object_get(scene, "until") && json_object_get(scene, "left")) {
        reader_nonsense(reader, "left", "@not-with until");
    }
}

static void check_scene(struct reader *reader, json_t *scene, struct ask_screen *ret)
{
    size_t mark = reader_into(reader, "scene");

    (void)reader_object(reader, scene, scene_fields);
    (void)reader_choice(reader, scene, "kind", kinds, 0);
    (void)reader_choice(reader, scene, "theme", themes, 0);
    (void)reader_choice(reader, scene, "lang", languages, 0);
    (void)reader_text(reader, scene, "title", 1, TITLE_MAX);
    (void)reader_text(reader, scene, "text", 1, TEXT_MAX);
    check_clock(reader, scene);
    (void)reader_whole(reader, scene, "batch", 1, BATCH_MAX, 0);
    (void)reader_id(reader, scene, "competitor");
    (void)reader_id(reader, scene, "table");
    ret->skill = reader_id(reader, scene, "skill");
    ret->stage = reader_id(reader, scene, "stage");
    if (ret->stage.at && !ret->skill.at) {
        reader_fault_at(reader, "skill", "missing-field", "skill");
    }
    ret->scene = compact(reader->arena, scene);
    reader_back(reader, mark);
}

static void check_frame(struct reader *reader, json_t *frame, struct ask_screen *ret)
{
    size_t mark = reader_into(reader, "frame");

    (void)reader_object(reader, frame, frame_fields);
    (void)reader_text(reader, frame, "label", 1, TITLE_MAX);
    (void)reader_whole(reader, frame, "width", 1, PIXELS_MAX, 0);
    (void)reader_whole(reader, frame, "height", 1, PIXELS_MAX, 0);
    (void)reader_whole(reader, frame, "x", 0, PIXELS_MAX, 0);
    (void)reader_whole(reader, frame, "y", 0, PIXELS_MAX, 0);
    (void)reader_whole(reader, frame, "margin", 0, MARGIN_MAX, 0);
    json_t *near = reader_list(reader, frame, "near", 0, NEAR_MAX);
    size_t inner = reader_into(reader, "near");
    for (size_t i = 0; i < json_array_size(near); i++) {
        (void)reader_id_in(reader, near, i);
    }
    reader_back(reader, inner);
    ret->frame = compact(reader->arena, frame);
    reader_back(reader, mark);
}

static void read_screen(struct reader *reader, json_t *value, struct ask_screen *ret)
{
    (void)reader_object(reader, value, screen_fields);
    ret->id = reader_id(reader, value, "id");
    json_t *scene = json_object_get(value, "scene");
    json_t *frame = json_object_get(value, "frame");
    if (scene) {
        check_scene(reader, scene, ret);
    }
    if (frame) {
        check_frame(reader, frame, ret);
    }
    if (json_object_get(value, "order")) {
        ret->order = slice_of(orders[reader_choice(reader, value, "order", orders, 0)]);
    }
}

static void read_screens(struct reader *reader, struct ask_screens *ret)
{
    (void)reader_object(reader, reader->root, fields);
    ret->save = reader_text(reader, reader->root, "save", 1, ASK_SCREENS_SAVE_MAX);
    json_t *list =
        reader_list(reader, reader->root, "screens", ret->save.at ? 0 : 1, ASK_SCREENS_MAX);
    size_t count = json_array_size(list);
    struct ask_screen *items = arena_alloc(reader->arena, (count + 1) * sizeof *items);
    size_t mark = reader_into(reader, "screens");

    for (size_t i = 0; i < count; i++) {
        size_t inner = reader_into_at(reader, i);
        items[i] = (struct ask_screen){.id = SLICE_NONE};
        read_screen(reader, json_array_get(list, i), &items[i]);
        reader_back(reader, inner);
    }
    reader_back(reader, mark);
    ret->count = count;
    ret->items = items;
    ret->list = list ? compact(reader->arena, list) : SLICE_NONE;
}

bool ask_screens(struct arena *arena, struct slice json, struct ask_screens *ret,
                 struct faults *faults)
{
    struct reader reader;
    struct ask_screens ask = {.save = SLICE_NONE};

    if (reader_open(&reader, arena, json, faults)) {
        read_screens(&reader, &ask);
    }
    reader_close(&reader);
    if (reader.good) {
        *ret = ask;
    }
    return reader.good;
}

bool ask_screens_beat(struct arena *arena, struct slice json, struct slice *ret,
                      struct faults *faults)
{
    struct reader reader;
    struct slice text = SLICE_NONE;

    if (reader_open(&reader, arena, json, faults)) {
        (void)reader_object(&reader, reader.root, beat_fields);
        (void)reader_choice(&reader, reader.root, "truth", truths, 0);
        (void)reader_whole(&reader, reader.root, "age_ms", 0, INT64_MAX, 0);
        (void)reader_whole(&reader, reader.root, "number", 0, INT64_MAX, 0);
        (void)reader_whole(&reader, reader.root, "width", 0, PIXELS_MAX, 0);
        (void)reader_whole(&reader, reader.root, "height", 0, PIXELS_MAX, 0);
        text = compact(arena, reader.root);
    }
    reader_close(&reader);
    if (reader.good) {
        *ret = text;
    }
    return reader.good;
}
