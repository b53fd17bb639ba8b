#include "wire/entry_muster.h"

#include "base/buf.h"
#include "wire/reader.h"
#include "wire/say.h"

static const char *const acts[] = {[MUSTER_CHECK_IN] = "check_in", [MUSTER_CHECK_IN + 1] = NULL};

const char *const entry_muster_states[] = {
    [MUSTER_EXPECTED] = "expected", [MUSTER_PRESENT] = "present",   [MUSTER_LATE] = "late",
    [MUSTER_ABSENT] = "absent",     [MUSTER_REPLACED] = "replaced", [MUSTER_STATES] = NULL};

static const struct reader_field fields[] = {
    {"act", true},     {"competitor", false}, {"state", false}, {"approved_by", false},
    {"digest", false}, {"reason", false},     {NULL, false}};

void entry_muster_write(const struct entry_muster *muster, struct buf *out)
{
    say_text(out, "{\"act\":", slice_of(acts[muster->act]));
    say_text(out, ",\"competitor\":", muster->competitor);
    if (muster->act == MUSTER_CHECK_IN) {
        say_text(out, ",\"state\":", slice_of(entry_muster_states[muster->state]));
    }
    say_text(out, ",\"approved_by\":", muster->approved_by);
    say_text(out, ",\"digest\":", muster->digest);
    say_text(out, ",\"reason\":", muster->reason);
    SAY(out, "}");
}

static void read_act(struct reader *reader, struct entry_muster *ret)
{
    json_t *root = reader->root;

    (void)reader_object(reader, root, fields);
    ret->act = (enum muster_act)reader_choice(reader, root, "act", acts, 0);
    ret->competitor = reader_id(reader, root, "competitor");
    ret->state = (enum muster_state)reader_choice(reader, root, "state", entry_muster_states, 0);
    ret->approved_by = reader_id(reader, root, "approved_by");
    ret->digest = reader_id(reader, root, "digest");
    ret->reason = reader_any_text(reader, root, "reason");
}

bool entry_muster_read(struct arena *arena, struct slice body, struct entry_muster *ret)
{
    struct reader reader;
    struct entry_muster muster = {0};

    if (reader_open(&reader, arena, body, NULL)) {
        read_act(&reader, &muster);
    }
    reader_close(&reader);
    if (reader.good) {
        *ret = muster;
    }
    return reader.good;
}
