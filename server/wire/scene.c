#include "wire/scene.h"

#include "base/buf.h"
#include "base/must.h"
#include "base/text.h"
#include "wire/code.h"
#include "wire/say.h"

static const uint64_t fnv_offset = 14695981039346656037U;

// ---- hash

static uint64_t hash_text(uint64_t hash, struct slice text)
{
    for (size_t i = 0; i < text.len; i++) {
        hash = (hash ^ (unsigned char)text.at[i]) * 1099511628211U;
    }
    return hash;
}

static uint64_t hash_row(const struct scene_row *row, struct buf *scratch)
{
    scratch->len = 0;
    scene_write_row(row, scratch);
    return hash_text(fnv_offset, (struct slice){scratch->bytes, scratch->len});
}

uint64_t scene_hash(const struct scene_row *rows, size_t count, const struct scene_state *state)
{
    struct buf *scratch = buf_new(1024);
    uint64_t hash = fnv_offset;

    for (size_t i = 0; i < count; i++) {
        char text[SCENE_HASH_TEXT];
        scene_hash_text(hash_row(&rows[i], scratch), text);
        hash = hash_text(hash_text(hash, slice_of(text)), SLICE("\n"));
    }
    scratch->len = 0;
    scene_write_state(state, scratch);
    hash = hash_text(hash, (struct slice){scratch->bytes, scratch->len});
    buf_unref(scratch);
    return hash;
}

void scene_hash_text(uint64_t hash, char out[SCENE_HASH_TEXT])
{
    unsigned char bytes[8];
    for (size_t i = 0; i < sizeof bytes; i++) {
        bytes[i] = (unsigned char)(hash >> (56 - 8 * i));
    }
    text_hex(bytes, sizeof bytes, out);
}

// ---- rows

static bool same_text(struct slice a, struct slice b)
{
    return a.at && b.at ? slice_equal(a, b) : a.at == b.at;
}

static bool same_modules(const struct scene_row *a, const struct scene_row *b)
{
    if (a->module_count != b->module_count) {
        return false;
    }
    for (size_t i = 0; i < a->module_count; i++) {
        if (strcmp(a->modules[i], b->modules[i]) != 0 ||
            strcmp(a->module_ids[i], b->module_ids[i]) != 0) {
            return false;
        }
    }
    return true;
}

static bool same_group(const struct scene_row *a, const struct scene_row *b)
{
    return a->group_place == b->group_place && a->group_half == b->group_half &&
           a->group_shared == b->group_shared && same_text(slice_of(a->group), slice_of(b->group));
}

static bool same_heat(const struct scene_row *a, const struct scene_row *b)
{
    return a->heat == b->heat && a->heat_place == b->heat_place && a->heat_half == b->heat_half &&
           a->heat_shared == b->heat_shared;
}

static bool same_extras(const struct scene_row *a, const struct scene_row *b)
{
    return a->status == b->status && a->half == b->half && a->field == b->field &&
           a->held == b->held && a->flagged == b->flagged && strcmp(a->scale, b->scale) == 0 &&
           same_group(a, b) && same_heat(a, b) && scene_stage_same(&a->told, &b->told);
}

static bool same_unit(const struct scene_unit *a, const struct scene_unit *b)
{
    return a && b ? memcmp(a, b, sizeof *a) == 0 : a == b;
}

bool scene_row_same(const struct scene_row *a, const struct scene_row *b)
{
    return a->place == b->place && a->done == b->done && a->expected == b->expected &&
           a->shared == b->shared && a->complete == b->complete && same_text(a->id, b->id) &&
           strcmp(a->total, b->total) == 0 && same_modules(a, b) && same_extras(a, b) &&
           same_unit(a->unit, b->unit) && same_text(slice_of(a->title), slice_of(b->title)) &&
           same_text(a->name, b->name) && same_text(a->code, b->code) &&
           same_text(a->second_name, b->second_name) && same_text(a->delegation, b->delegation);
}

// A figure to which nothing has been counted yet is null, not zero.
static void say_figure(struct buf *out, const char *member, const char *figure)
{
    if (figure[0]) {
        say_text(out, member, slice_of(figure));
    } else {
        text_add(out, slice_of(member));
        SAY(out, "null");
    }
}

static void write_modules(const struct scene_row *row, struct buf *out)
{
    must(row->module_count <= SCENE_VALUES_MAX);
    SAY(out, ",\"modules\":[");
    for (size_t i = 0; i < row->module_count; i++) {
        say_text(out, i ? ",{\"id\":" : "{\"id\":", slice_of(row->module_ids[i]));
        say_figure(out, ",\"value\":", row->modules[i]);
        if (row->total_exact) {
            say_text(out, ",\"value_exact\":", slice_of(row->modules_exact[i]));
        }
        SAY(out, "}");
    }
    SAY(out, "]");
}

// A place within something; a shared or half one only where it is so.
static void write_within(const char *place_member, uint32_t place, const char *half_member,
                         const char *shared_member, struct buf *out)
{
    text_add(out, slice_of(place_member));
    if (place) {
        say_uint(out, place);
    } else {
        SAY(out, "null");
    }
    text_add(out, slice_of(place ? half_member : ""));
    text_add(out, slice_of(place ? shared_member : ""));
}

static void write_group(const struct scene_row *row, struct buf *out)
{
    if (row->group) {
        say_text(out, ",\"group\":", slice_of(row->group));
        write_within(",\"group_place\":", row->group_place,
                     row->group_half ? ",\"group_half\":true" : "",
                     row->group_shared ? ",\"group_shared\":true" : "", out);
    }
    if (row->heat) {
        SAY(out, ",\"heat\":");
        say_uint(out, row->heat);
        write_within(",\"heat_place\":", row->heat_place,
                     row->heat_half ? ",\"heat_half\":true" : "",
                     row->heat_shared ? ",\"heat_shared\":true" : "", out);
    }
}

static void write_unit(const struct scene_unit *unit, struct buf *out)
{
    text_printf(out, ",\"unit\":{\"medals\":[%u,%u,%u],\"best\":%u,\"people\":%u}", unit->medals[0],
                unit->medals[1], unit->medals[2], unit->best, unit->people);
}

static void write_set(const struct scene_row *row, struct buf *out)
{
    if (row->status != RULES_RUNNING) {
        say_text(out, ",\"status\":", slice_of(code_word(row->status)));
    }
    if (row->field != FIELD_OPEN) {
        say_text(out, ",\"field\":", row->field == FIELD_IN ? SLICE("in") : SLICE("out"));
    }
    if (row->held) {
        SAY(out, ",\"held\":true");
    }
    if (row->flagged) {
        SAY(out, ",\"flagged\":true");
    }
    if (row->scale[0]) {
        say_text(out, ",\"scale\":", slice_of(row->scale));
    }
    write_group(row, out);
    scene_stage_write(&row->told, out);
    if (row->unit) {
        write_unit(row->unit, out);
    }
    if (row->overall) {
        SAY(out, ",\"overall\":");
        say_uint(out, row->overall);
        text_add(out, row->overall_half ? SLICE(",\"overall_half\":true") : SLICE(""));
    }
    say_text(out, ",\"stage\":", slice_of(row->stage));
}

static void write_exact(const struct scene_row *row, struct buf *out)
{
    say_text(out, ",\"own_exact\":", slice_of(row->own_exact));
    for (size_t i = 0; i < row->tie_count; i++) {
        text_add(out, i ? SLICE(",") : SLICE(",\"ties\":["));
        say_figure(out, "", row->ties[i] ? row->ties[i] : "");
    }
    if (row->tie_count) {
        SAY(out, "]");
    }
    for (size_t i = 0; i < row->part_count; i++) {
        say_text(out, i ? ",{\"id\":" : ",\"parts\":[{\"id\":", slice_of(row->parts[i].id));
        say_figure(out,
                   ",\"value_exact\":", row->parts[i].value_exact ? row->parts[i].value_exact : "");
        if (row->parts[i].code != RULES_RUNNING) {
            say_text(out, ",\"code\":", slice_of(code_word(row->parts[i].code)));
        }
        SAY(out, "}");
    }
    if (row->part_count) {
        SAY(out, "]");
    }
}

void scene_write_row(const struct scene_row *row, struct buf *out)
{
    SAY(out, "{\"id\":");
    text_json(out, row->id);
    say_text(out, ",\"code\":", row->code);
    say_text(out, ",\"name\":", row->name);
    say_text(out, ",\"second_name\":", row->second_name);
    say_text(out, ",\"delegation\":", row->delegation);
    SAY(out, ",\"place\":");
    if (row->place) {
        say_uint(out, row->place);
    } else {
        SAY(out, "null");
    }
    if (row->place && row->half) {
        SAY(out, ",\"half\":true");
    }
    say_flag(out, ",\"shared\":", row->shared);
    say_figure(out, ",\"total\":", row->total);
    if (row->total_exact) {
        say_text(out, ",\"total_exact\":", slice_of(row->total_exact));
    }
    write_modules(row, out);
    SAY(out, ",\"done\":");
    say_uint(out, row->done);
    SAY(out, ",\"expected\":");
    say_uint(out, row->expected);
    say_flag(out, ",\"complete\":", row->complete);
    say_text(out, ",\"title\":", slice_of(row->title));
    write_set(row, out);
    write_exact(row, out);
    SAY(out, "}");
}

// ---- state

const char *scene_show(enum rules_show show)
{
    static const char *const words[] = {[RULES_SHOW_NONE] = "none",
                                        [RULES_SHOW_PROGRESS] = "progress",
                                        [RULES_SHOW_CODE] = "code",
                                        [RULES_SHOW_NAME] = "name"};
    must((size_t)show < sizeof words / sizeof words[0]);
    return words[show];
}

bool scene_state_same(const struct scene_state *a, const struct scene_state *b)
{
    return a->show == b->show && a->published == b->published && a->frozen == b->frozen &&
           a->total == b->total && a->ranked == b->ranked && a->done == b->done &&
           a->expected == b->expected && a->listed == b->listed && a->line_count == b->line_count &&
           scene_stage_same_lines(a->lines, b->lines, a->line_count);
}

void scene_write_state(const struct scene_state *state, struct buf *out)
{
    say_text(out, "{\"exposure\":", slice_of(scene_show(state->show)));
    say_flag(out, ",\"published\":", state->published > 0);
    if (state->published) {
        SAY(out, ",\"edition\":");
        say_uint(out, state->published);
    }
    if (state->frozen) {
        SAY(out, ",\"frozen\":");
        say_int(out, state->frozen);
    }
    SAY(out, ",\"total\":");
    say_uint(out, state->total);
    SAY(out, ",\"ranked\":");
    say_uint(out, state->ranked);
    SAY(out, ",\"done\":");
    say_uint(out, state->done);
    SAY(out, ",\"expected\":");
    say_uint(out, state->expected);
    if (state->listed) {
        SAY(out, ",\"listed\":");
        say_uint(out, state->listed);
    }
    scene_stage_write_lines(state->lines, state->line_count, out);
    SAY(out, "}");
}

// ---- frames

static void write_hash(uint64_t hash, struct buf *out)
{
    char text[SCENE_HASH_TEXT];
    scene_hash_text(hash, text);
    say_text(out, ",\"hash\":", slice_of(text));
}

// What every frame with a picture ends its head with.
static void write_stamp(const struct scene_frame *frame, struct buf *out)
{
    say_text(out, ",\"token\":", frame->token);
    write_hash(frame->hash, out);
    SAY(out, ",\"sealed_us\":");
    say_uint(out, frame->sealed_us);
    if (frame->state) {
        SAY(out, ",\"state\":");
        scene_write_state(frame->state, out);
    }
}

void scene_write_snapshot(const struct scene_frame *frame, const char *resync_reason,
                          struct buf *out)
{
    text_add(out, resync_reason ? SLICE("{\"type\":\"resync\"") : SLICE("{\"type\":\"snapshot\""));
    say_text(out, ",\"board\":", frame->board);
    say_text(out, ",\"reason\":", slice_of(resync_reason));
    SAY(out, ",\"seq\":");
    say_uint(out, frame->seq);
    write_stamp(frame, out);
    SAY(out, ",\"rows\":[");
    for (size_t i = 0; i < frame->count; i++) {
        if (i) {
            SAY(out, ",");
        }
        scene_write_row(&frame->rows[i], out);
    }
    SAY(out, "]}");
}

// Looks for a row from where it stood before, outwards: most rows have not moved, or moved by one.
static const struct scene_row *find_row(const struct scene_row *rows, size_t count, struct slice id,
                                        size_t near)
{
    for (size_t far = 0; far < count || far <= near; far++) {
        if (near + far < count && slice_equal(rows[near + far].id, id)) {
            return &rows[near + far];
        }
        if (far && far <= near && near - far < count && slice_equal(rows[near - far].id, id)) {
            return &rows[near - far];
        }
    }
    return NULL;
}

static void write_upserts(const struct scene_frame *frame, const struct scene_row *before,
                          size_t before_count, struct buf *out)
{
    bool first = true;
    SAY(out, ",\"upsert\":[");
    for (size_t i = 0; i < frame->count; i++) {
        const struct scene_row *row = &frame->rows[i];
        const struct scene_row *old = find_row(before, before_count, row->id, i);
        if (old && scene_row_same(old, row)) {
            continue;
        }
        text_add(out, first ? SLICE("{\"at\":") : SLICE(",{\"at\":"));
        say_uint(out, i);
        SAY(out, ",\"row\":");
        scene_write_row(row, out);
        SAY(out, "}");
        first = false;
    }
    SAY(out, "]");
}

static void write_removed(const struct scene_frame *frame, const struct scene_row *before,
                          size_t before_count, struct buf *out)
{
    bool first = true;
    for (size_t i = 0; i < before_count; i++) {
        if (!find_row(frame->rows, frame->count, before[i].id, i)) {
            text_add(out, first ? SLICE(",\"remove\":[") : SLICE(","));
            text_json(out, before[i].id);
            first = false;
        }
    }
    if (!first) {
        SAY(out, "]");
    }
}

void scene_write_delta(const struct scene_frame *frame, const struct scene_row *before,
                       size_t before_count, struct buf *out)
{
    SAY(out, "{\"type\":\"delta\"");
    say_text(out, ",\"board\":", frame->board);
    SAY(out, ",\"from\":");
    say_uint(out, frame->from);
    SAY(out, ",\"to\":");
    say_uint(out, frame->seq);
    write_stamp(frame, out);
    write_upserts(frame, before, before_count, out);
    write_removed(frame, before, before_count, out);
    SAY(out, ",\"order\":[");
    for (size_t i = 0; i < frame->count; i++) {
        if (i) {
            SAY(out, ",");
        }
        text_json(out, frame->rows[i].id);
    }
    SAY(out, "]}");
}

void scene_write_heartbeat(struct slice board, uint64_t seq, uint64_t hash, uint64_t age_ms,
                           int64_t wall_ms, struct buf *out)
{
    SAY(out, "{\"type\":\"heartbeat\"");
    say_text(out, ",\"board\":", board);
    SAY(out, ",\"seq\":");
    say_uint(out, seq);
    write_hash(hash, out);
    SAY(out, ",\"age_ms\":");
    say_uint(out, age_ms);
    SAY(out, ",\"time\":");
    say_int(out, wall_ms);
    SAY(out, "}");
}
