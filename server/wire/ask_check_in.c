#include "wire/ask_check_in.h"

#include "wire/reader.h"

static const struct reader_field fields[] = {{"competitor", true},   {"state", true},
                                             {"approved_by", false}, {"reason", false},
                                             {"person", false},      {NULL, false}};
static const struct reader_field find_fields[] = {
    {"last_four", true}, {"skill", false}, {NULL, false}};
static const char *const approvers[] = {"organiser", "chief", "supervisor", "arbiter", NULL};

static void read_replacement(struct reader *reader, struct ask_check_in *ret)
{
    json_t *root = reader->root;
    json_t *person = json_object_get(root, "person");

    ret->reason = reader_text(reader, root, "reason", 1, ASK_CHECK_IN_REASON_MAX);
    if (json_object_get(root, "approved_by")) {
        ret->approved_by =
            slice_of(approvers[reader_choice(reader, root, "approved_by", approvers, 0)]);
    }
    if (person) {
        size_t mark = reader_into(reader, "person");
        ret->has_person = ask_people_read(reader, person, &ret->person);
        reader_back(reader, mark);
    }
}

// Who takes another's place does so by somebody's word, and has a name.
static void demand_approval(struct reader *reader, const struct ask_check_in *ask)
{
    if (!ask->approved_by.at) {
        reader_fault_at(reader, "approved_by", "missing-field", "approved_by");
    }
    if (!ask->reason.at) {
        reader_fault_at(reader, "reason", "missing-field", "reason");
    }
    if (!ask->has_person || !ask->person.name.at) {
        reader_fault_at(reader, "person", "missing-field", "person");
    }
}

bool ask_check_in(struct arena *arena, struct slice json, struct ask_check_in *ret,
                  struct faults *faults)
{
    struct reader reader;
    struct ask_check_in ask = {0};

    if (reader_open(&reader, arena, json, faults)) {
        (void)reader_object(&reader, reader.root, fields);
        ask.competitor = reader_id(&reader, reader.root, "competitor");
        ask.state =
            (enum muster_state)reader_choice(&reader, reader.root, "state", entry_muster_states, 0);
        read_replacement(&reader, &ask);
        if (reader.good && ask.state == MUSTER_REPLACED) {
            demand_approval(&reader, &ask);
        }
    }
    reader_close(&reader);
    if (reader.good) {
        *ret = ask;
    }
    return reader.good;
}

static void read_last(struct reader *reader, struct ask_check_in_find *ret)
{
    struct slice text = reader_any_text(reader, reader->root, "last_four");
    bool good = text.len == ASK_CHECK_IN_LAST;

    for (size_t i = 0; good && i < ASK_CHECK_IN_LAST; i++) {
        char sign = text.at[i];
        ret->last[i] = (char)(sign >= 'a' && sign <= 'z' ? sign - ('a' - 'A') : sign);
        good = (sign >= '0' && sign <= '9') || (ret->last[i] >= 'A' && ret->last[i] <= 'Z');
    }
    if (text.at && !good) {
        reader_nonsense(reader, "last_four", "@last-four");
    }
}

bool ask_check_in_find(struct arena *arena, struct slice json, struct ask_check_in_find *ret,
                       struct faults *faults)
{
    struct reader reader;
    struct ask_check_in_find ask = {{0}, SLICE_NONE};

    if (reader_open(&reader, arena, json, faults)) {
        (void)reader_object(&reader, reader.root, find_fields);
        ask.skill = reader_id(&reader, reader.root, "skill");
        read_last(&reader, &ask);
    }
    reader_close(&reader);
    if (reader.good) {
        *ret = ask;
    }
    return reader.good;
}
