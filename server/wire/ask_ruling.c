#include "wire/ask_ruling.h"

#include "base/must.h"
#include "wire/code.h"
#include "wire/problem.h"
#include "wire/reader.h"

enum { FIELDS_MAX = 14, REASON_MAX = 500, ROUND_MAX = 64, END_MAX = 1000000 };

// What a body of each kind may and must have. "skill" may stand in all of them.
static const struct form {
    const char *word;
    struct reader_field fields[FIELDS_MAX];
} forms[] = {
    [ASK_RULING_STATUS] = {"status",
                           {{"ruling", true},
                            {"skill", false},
                            {"competitor", true},
                            {"stage", false},
                            {"status", true},
                            {"reason", true},
                            {0}}},
    [ASK_RULING_ADJUST] = {"adjust",
                           {{"ruling", true},
                            {"skill", false},
                            {"competitor", true},
                            {"adjustment", true},
                            {"times", true},
                            {"reason", true},
                            {0}}},
    [ASK_RULING_VOID] = {"void",
                         {{"ruling", true},
                          {"skill", false},
                          {"part", true},
                          {"competitor", true},
                          {"seat", true},
                          {"reason", true},
                          {0}}},
    [ASK_RULING_EXCUSE] = {"excuse",
                           {{"ruling", true},
                            {"skill", false},
                            {"part", true},
                            {"competitor", true},
                            {"seat", true},
                            {"excused", true},
                            {"reason", true},
                            {0}}},
    [ASK_RULING_ACCEPT] = {"accept",
                           {{"ruling", true},
                            {"skill", false},
                            {"part", true},
                            {"competitor", false},
                            {"accepted", true},
                            {"reason", true},
                            {0}}},
    [ASK_RULING_ORDER] = {"order",
                          {{"ruling", true},
                           {"skill", false},
                           {"stage", true},
                           {"competitors", true},
                           {"by", true},
                           {"reason", true},
                           {0}}},
    [ASK_RULING_FIELD] = {"field",
                          {{"ruling", true},
                           {"skill", false},
                           {"stage", true},
                           {"competitors", false},
                           {"reason", false},
                           {0}}},
    [ASK_RULING_DRAW] = {"draw",
                         {{"ruling", true},
                          {"skill", false},
                          {"stage", true},
                          {"groups", true},
                          {"reason", false},
                          {0}}},
    [ASK_RULING_MATCH] = {"match",
                          {{"ruling", true},
                           {"skill", false},
                           {"stage", true},
                           {"group", false},
                           {"round", false},
                           {"number", false},
                           {"a", true},
                           {"b", true},
                           {"ends", true},
                           {"forfeit", false},
                           {"reason", false},
                           {0}}},
    [ASK_RULING_AWARD] = {"award",
                          {{"ruling", true},
                           {"skill", true},
                           {"competitor", true},
                           {"title", true},
                           {"approved", true},
                           {"reason", true},
                           {0}}},
    [ASK_RULING_TURN] = {"turn",
                         {{"ruling", true},
                          {"skill", false},
                          {"part", true},
                          {"competitor", true},
                          {"reason", true},
                          {0}}},
    [ASK_RULING_RETURN] = {"return",
                           {{"ruling", true},
                            {"skill", false},
                            {"part", true},
                            {"competitor", true},
                            {"reason", true},
                            {0}}},
};

static const char *const words[] = {"status", "adjust", "void", "excuse", "accept",
                                    "order",  "field",  "draw", "match",  "award",
                                    "turn",   "return", NULL};
static const char *const ways[] = {"lot", "extra_test", "chief", NULL};
static const char *const sides[] = {"a", "b", NULL};

uint32_t ask_ruling_stage(const struct rules *rules, const struct ask_ruling *ruling)
{
    bool of_part = ruling->kind == ASK_RULING_VOID || ruling->kind == ASK_RULING_EXCUSE ||
                   ruling->kind == ASK_RULING_ACCEPT;

    return of_part ? rules->parts[ruling->part].stage : ruling->stage;
}

const char *ask_ruling_word(enum ask_ruling_kind kind)
{
    return forms[kind].word;
}

// ---- what it is about

static void read_skill(struct reader *reader, const struct rules *rules, struct ask_ruling *ret)
{
    struct slice id = reader_any_text(reader, reader->root, "skill");
    ret->skill = id.at ? rules_find_skill(rules, id.at, id.len) : RULES_NONE;
    ret->skill_is_named = id.at != NULL;
    if (id.at && ret->skill == RULES_NONE) {
        reader_fault_at(reader, "skill", "unknown-skill", id.at);
    }
}

// A part is known in the whole competition, and so are its seats and its skill.
static void read_part(struct reader *reader, const struct rules *rules, struct ask_ruling *ret)
{
    struct slice id = reader_any_text(reader, reader->root, "part");
    struct slice seat = reader_any_text(reader, reader->root, "seat");
    if (!id.at) {
        return;
    }
    ret->part = rules_find_part(rules, id.at, id.len);
    if (ret->part == RULES_NONE) {
        reader_fault_at(reader, "part", "unknown-part", id.at);
        return;
    }
    ret->seat = seat.at ? rules_find_seat(rules, ret->part, seat.at, seat.len) : RULES_NONE;
    if (seat.at && ret->seat == RULES_NONE) {
        reader_fault_at(reader, "seat", "unknown-seat", seat.at);
    }
    if (ret->skill != RULES_NONE && ret->skill != rules->parts[ret->part].skill) {
        reader_fault_at(reader, "part", problem_name(V_SKILL_DIFFERS), "");
    }
    ret->skill = rules->parts[ret->part].skill;
    ret->skill_is_named = true;
}

// The one skill that has a stage of this id; RULES_NONE: none or several.
static uint32_t skill_with_stage(const struct rules *rules, struct slice id)
{
    uint32_t found = RULES_NONE;
    for (uint32_t i = 0; i < rules->skill_count; i++) {
        if (rules_find_stage(rules, i, id.at, id.len) != RULES_NONE) {
            if (found != RULES_NONE) {
                return RULES_NONE;
            }
            found = i;
        }
    }
    return found;
}

static void read_stage(struct reader *reader, const struct rules *rules, struct ask_ruling *ret)
{
    ret->stage_id = reader_any_text(reader, reader->root, "stage");
    if (ret->stage_id.at && ret->skill == RULES_NONE) {
        ret->skill = skill_with_stage(rules, ret->stage_id);
    }
}

static void read_title(struct reader *reader, struct ask_ruling *ret)
{
    if (!json_is_null(json_object_get(reader->root, "title"))) {
        ret->title_id = reader_any_text(reader, reader->root, "title");
    }
}

// ---- a match

static uint32_t read_end(struct reader *reader, json_t *end, size_t index)
{
    point_t point = 0;
    json_t *value = json_array_get(end, index);
    bool good = json_is_string(value) &&
                point_parse(json_string_value(value), json_string_length(value), &point) &&
                point >= 0 && point % POINT_ONE == 0 && point / POINT_ONE <= END_MAX;
    if (!good) {
        size_t into = reader_into_at(reader, index);
        reader_fault(reader, "bout-ends", "");
        reader_back(reader, into);
    }
    return good ? (uint32_t)(point / POINT_ONE) : 0;
}

static void read_ends(struct reader *reader, struct bout *ret)
{
    json_t *list = reader_list(reader, reader->root, "ends", 0, BOUT_ENDS_MAX);
    size_t into = reader_into(reader, "ends");
    for (size_t i = 0; i < json_array_size(list); i++) {
        json_t *end = json_array_get(list, i);
        size_t inner = reader_into_at(reader, i);
        if (json_array_size(end) == 2) {
            ret->ends[i].a = read_end(reader, end, 0);
            ret->ends[i].b = read_end(reader, end, 1);
        } else {
            reader_fault(reader, "wrong-type", json_is_array(end) ? "@list 2 – 2" : "@type-list");
        }
        reader_back(reader, inner);
    }
    reader_back(reader, into);
    ret->end_count = (uint32_t)json_array_size(list);
}

static void read_match(struct reader *reader, struct ask_ruling *ret)
{
    json_t *root = reader->root;
    if (ret->kind != ASK_RULING_MATCH) {
        return;
    }
    ret->bout.group = (uint32_t)reader_whole(reader, root, "group", 1, ASK_RULING_GROUPS_MAX, 1);
    ret->bout.round = (uint32_t)reader_whole(reader, root, "round", 1, ROUND_MAX, 1);
    ret->bout.number = (uint32_t)reader_whole(reader, root, "number", 1, BOUT_MAX, 1);
    read_ends(reader, &ret->bout);
    ret->bout.forfeit = json_object_get(root, "forfeit")
                            ? 1 + (int)reader_choice(reader, root, "forfeit", sides, 0)
                            : 0;
}

// Ticks of another number concern the whole field, so that they may be accepted for everybody at
// once; judges who are apart are apart about one competitor.
static void read_everybody(struct reader *reader, const struct rules *rules, struct ask_ruling *ret)
{
    if (ret->kind != ASK_RULING_ACCEPT || json_object_get(reader->root, "competitor") ||
        ret->part == RULES_NONE) {
        return;
    }
    ret->everybody = rules->parts[ret->part].call_back > 0;
    if (!ret->everybody) {
        reader_fault_at(reader, "competitor", "missing-field", "competitor");
    }
}

static void read_kind(struct reader *reader, const struct rules *rules, struct ask_ruling *ret)
{
    json_t *root = reader->root;
    read_skill(reader, rules, ret);
    read_part(reader, rules, ret);
    read_stage(reader, rules, ret);
    read_title(reader, ret);
    ret->status = (enum rules_status)reader_choice(reader, root, "status", code_words, 0);
    ret->adjustment_id = reader_any_text(reader, root, "adjustment");
    ret->times = (uint32_t)reader_whole(reader, root, "times", 0, ASK_RULING_TIMES_MAX, 0);
    ret->on = reader_flag(reader, root, "excused", false) ||
              reader_flag(reader, root, "accepted", false) ||
              reader_flag(reader, root, "approved", false);
    ret->by =
        json_object_get(root, "by")
            ? (enum ask_ruling_by)(ASK_RULING_LOT + reader_choice(reader, root, "by", ways, 0))
            : ASK_RULING_BY_NONE;
    ret->reason = reader_text(reader, root, "reason", 1, REASON_MAX);
    ask_ruling_who_read(reader, ret);
    read_everybody(reader, rules, ret);
    read_match(reader, ret);
}

static void read_body(struct reader *reader, const struct rules *rules, struct ask_ruling *ret)
{
    json_t *root = reader->root;
    if (!json_object_get(root, "ruling")) {
        reader_fault_at(reader, "ruling", "missing-field", "ruling");
        return;
    }
    ret->kind = (enum ask_ruling_kind)reader_choice(reader, root, "ruling", words, 0);
    if (!reader->good) {
        return;
    }
    (void)reader_object(reader, root, forms[ret->kind].fields);
    read_kind(reader, rules, ret);
}

bool ask_ruling_read(struct arena *arena, const struct rules *rules, struct slice json,
                     struct ask_ruling *ret, struct faults *faults)
{
    struct reader reader;
    struct ask_ruling ruling = {.skill = RULES_NONE,
                                .stage = RULES_NONE,
                                .part = RULES_NONE,
                                .seat = RULES_NONE,
                                .adjustment = RULES_NONE,
                                .title = RULES_NONE};
    if (reader_open(&reader, arena, json, faults)) {
        read_body(&reader, rules, &ruling);
        if (reader.good) {
            *ret = ruling;
        }
    }
    reader_close(&reader);
    return reader.good;
}

// ---- what needs the skill

static bool refuse(struct faults *faults, const char *name, const char *pointer, const char *word)
{
    faults_add(faults, name, pointer, word);
    return false;
}

static bool find_stage(const struct rules *rules, struct ask_ruling *ruling, struct faults *faults)
{
    struct slice id = ruling->stage_id;
    if (!id.at) {
        return true;
    }
    ruling->stage = rules_find_stage(rules, ruling->skill, id.at, id.len);
    if (ruling->stage == RULES_NONE) {
        return refuse(faults, "unknown-stage", "/stage", id.at);
    }
    const struct rules_stage *stage = &rules->stages[ruling->stage];
    bool of_matches = ruling->kind == ASK_RULING_DRAW || ruling->kind == ASK_RULING_MATCH;
    bool heats = ruling->kind == ASK_RULING_DRAW && stage->heats;
    if (of_matches && stage->roll_up != RULES_MATCHES && !heats) {
        return refuse(faults, problem_name(V_RULING_UNKNOWN), "/stage", id.at);
    }
    if (heats && ruling->who_count && ruling->who[ruling->who_count - 1].group > RULES_HEATS_MAX) {
        return refuse(faults, "wrong-type", "/groups", "@list 1 – 64");
    }
    ruling->bout.stage = ruling->stage;
    bool knockout = of_matches && stage->matches.format == RULES_KNOCKOUT;
    ruling->bout.group = knockout ? 0 : ruling->bout.group;
    ruling->bout.number = knockout ? ruling->bout.number : 0;
    bool many = knockout && ruling->who_count && ruling->who[ruling->who_count - 1].group > 1;
    return !many || refuse(faults, "wrong-type", "/groups", "@list 1 – 1");
}

static bool find_adjustment(const struct rules *rules, struct ask_ruling *ruling,
                            struct faults *faults)
{
    struct slice id = ruling->adjustment_id;
    if (!id.at) {
        return true;
    }
    ruling->adjustment = rules_find_adjustment(rules, ruling->skill, id.at, id.len);
    bool good = ruling->adjustment != RULES_NONE &&
                rules->adjustments[ruling->adjustment].by == RULES_BY_RULING;
    return good || refuse(faults, problem_name(V_RULING_UNKNOWN), "/adjustment", id.at);
}

static bool find_title(const struct rules *rules, struct ask_ruling *ruling, struct faults *faults)
{
    struct slice id = ruling->title_id;
    if (!id.at) {
        return true;
    }
    ruling->title = rules_find_title(rules, ruling->skill, id.at, id.len);
    return ruling->title != RULES_NONE ||
           refuse(faults, problem_name(V_RULING_UNKNOWN), "/title", id.at);
}

bool ask_ruling_settle(const struct rules *rules, uint32_t skill, struct ask_ruling *ruling,
                       struct faults *faults)
{
    if (skill != RULES_NONE && ruling->skill_is_named && skill != ruling->skill) {
        ask_ruling_fault(ruling, 0, (struct fault){V_SKILL_DIFFERS, 0}, faults);
        return false;
    }
    ruling->skill = skill != RULES_NONE ? skill : ruling->skill;
    if (ruling->skill == RULES_NONE) {
        return refuse(faults, "missing-field", "/skill", "skill");
    }
    return find_stage(rules, ruling, faults) && find_adjustment(rules, ruling, faults) &&
           find_title(rules, ruling, faults);
}

// ---- to the engine and back

struct ruling ask_ruling_of(const struct ask_ruling *ruling, size_t index)
{
    static const enum ruling_kind kinds[] = {
        [ASK_RULING_STATUS] = RULING_STATUS, [ASK_RULING_ADJUST] = RULING_ADJUST,
        [ASK_RULING_VOID] = RULING_VOID,     [ASK_RULING_EXCUSE] = RULING_EXCUSE,
        [ASK_RULING_ACCEPT] = RULING_ACCEPT, [ASK_RULING_ORDER] = RULING_ORDER,
        [ASK_RULING_FIELD] = RULING_FIELD,   [ASK_RULING_DRAW] = RULING_DRAW,
        [ASK_RULING_AWARD] = RULING_AWARD,   [ASK_RULING_TURN] = RULING_TURN,
        [ASK_RULING_RETURN] = RULING_RETURN};

    must(ruling->kind != ASK_RULING_MATCH && index < ruling->who_count);
    const struct ask_ruling_who *who = &ruling->who[index];
    return (struct ruling){.kind = kinds[ruling->kind],
                           .stage = ruling->stage,
                           .part = ruling->part,
                           .seat = ruling->seat,
                           .status = ruling->status,
                           .adjustment = ruling->adjustment,
                           .times = ruling->times,
                           .number = who->number,
                           .group = who->group,
                           .title = ruling->title,
                           .on = ruling->on || ruling->kind == ASK_RULING_FIELD};
}

// Where the thing stands that the rules do not have.
static const char *object_of(const struct ask_ruling *ruling)
{
    switch (ruling->kind) {
    case ASK_RULING_ADJUST:
        return "/adjustment";
    case ASK_RULING_VOID:
    case ASK_RULING_EXCUSE:
        return "/seat";
    case ASK_RULING_ACCEPT:
    case ASK_RULING_TURN:
    case ASK_RULING_RETURN:
        return "/part";
    case ASK_RULING_AWARD:
        return "/title";
    case ASK_RULING_STATUS:
    case ASK_RULING_ORDER:
    case ASK_RULING_FIELD:
    case ASK_RULING_DRAW:
    case ASK_RULING_MATCH:
        break;
    }
    return "/stage";
}

void ask_ruling_fault(const struct ask_ruling *ruling, size_t index, struct fault fault,
                      struct faults *faults)
{
    const char *name = problem_name(fault.verdict);
    if (fault.verdict == V_OK) {
        return;
    }
    if (fault.verdict == V_RULING_UNKNOWN) {
        faults_add(faults, name, object_of(ruling), "");
    } else if (fault.verdict == V_BOUT_ENDS) {
        faults_add(faults, name, "/ends", "");
    } else if (fault.verdict == V_BOUT_UNKNOWN || index >= ruling->who_count) {
        faults_add(faults, name, "", "");
    } else {
        ask_ruling_who_fault(ruling, index, name, faults);
    }
}
