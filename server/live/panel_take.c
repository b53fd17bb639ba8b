#include "live/panel_take.h"

#include "base/buf.h"
#include "base/table.h"
#include "base/text.h"
#include "live/enrol.h"
#include "live/panel_log.h"

struct taking {
    struct record *record;
    const struct panel_act *act;
    uint64_t number;
    int64_t at;
    struct slice by;
};

static void take_look(const struct taking *it)
{
    struct panel_look *look = panel_log_add_look(it->record->panels);

    look->place =
        panel_log_place(it->record->rules, it->act->part, it->act->seat, it->act->competitor);
    look->number = it->number;
    look->at = it->at;
    panel_log_id(look->by, it->by);
    panel_log_text(&look->reason, it->act->said->words);
}

static void take_confirm(const struct taking *it)
{
    struct panel_place place =
        panel_log_place(it->record->rules, it->act->part, it->act->seat, it->act->competitor);
    struct panel_look *look = panel_log_open(it->record->panels, &place);

    look->answer = PANEL_CONFIRMED;
    look->answered = it->number;
    look->answered_at = it->at;
    panel_log_text(&look->words, it->act->said->words);
}

static void take_call(const struct taking *it)
{
    const struct entry_panel *said = it->act->said;
    struct panel_call *call = panel_log_add_call(it->record->panels);

    panel_log_id(call->place.part, said->part);
    panel_log_id(call->place.competitor, said->competitor);
    panel_log_id(call->place.seat, said->seat);
    panel_log_id(call->aspect, said->aspect);
    panel_log_id(call->by, it->by);
    call->number = it->number;
    call->at = it->at;
    panel_log_text(&call->words, said->words);
}

static void take_answer(const struct taking *it)
{
    struct panel_call *call = panel_log_call(it->record->panels, it->act->said->call);

    call->answered = it->number;
    call->answered_at = it->at;
    panel_log_id(call->answered_by, it->by);
    panel_log_text(&call->answer, it->act->said->words);
}

static void take_trial(const struct taking *it)
{
    const struct entry_panel *said = it->act->said;
    struct panel_trial *trial =
        panel_log_add_trial(it->record->panels, said->part, said->seat, said->sample);

    trial->number = it->number;
    trial->at = it->at;
    panel_log_id(trial->by, it->by);
    panel_log_text(&trial->sheet, said->sheet);
}

static void take_benchmark(const struct taking *it)
{
    const struct entry_panel *said = it->act->said;
    struct panel_benchmark *benchmark = panel_log_add_benchmark(it->record->panels, said->part);
    struct buf *json = buf_new(256);

    text_printf(json, "[");
    for (size_t i = 0; i < said->mark_count; i++) {
        const struct entry_benchmark *mark = &said->marks[i];
        text_printf(json, "%s{\"aspect\":", i ? "," : "");
        text_json(json, mark->aspect);
        text_printf(json, ",\"value\":");
        text_json(json, mark->value);
        text_printf(json, ",\"words\":");
        text_json(json, mark->words);
        text_printf(json, "}");
    }
    text_printf(json, "]");
    benchmark->number = it->number;
    benchmark->at = it->at;
    panel_log_id(benchmark->by, it->by);
    panel_log_text(&benchmark->marks, (struct slice){json->bytes, json->len});
    buf_unref(json);
}

static void take_shift(const struct taking *it)
{
    const struct entry_panel *said = it->act->said;
    struct panel_shift *shift = panel_log_add_shift(it->record->panels);
    struct buf *json = buf_new(256);

    text_printf(json, "[");
    for (size_t i = 0; i < said->sealed_count; i++) {
        text_printf(json, "%s%lu", i ? "," : "", (unsigned long)said->sealed[i]);
    }
    text_printf(json, "]");
    panel_log_id(shift->from, said->from);
    panel_log_id(shift->to, said->to);
    panel_log_id(shift->by, it->by);
    shift->number = it->number;
    shift->at = it->at;
    shift->unsent = said->unsent;
    shift->begun = said->begun;
    panel_log_text(&shift->sealed, (struct slice){json->bytes, json->len});
    panel_log_text(&shift->client_time, said->client_time);
    buf_unref(json);
}

static void take_absent(const struct taking *it)
{
    const struct entry_panel *said = it->act->said;
    struct panel_absent *absent = panel_log_add_absent(it->record->panels);

    panel_log_id(absent->part, said->part);
    panel_log_id(absent->seat, said->seat);
    panel_log_id(absent->judge, said->judge);
    panel_log_id(absent->by, it->by);
    absent->number = it->number;
    absent->at = it->at;
    absent->absent = said->absent;
    panel_log_text(&absent->reason, said->words);
}

// ---- substitutes

static bool meant(const struct panel_substitute *substitute, const struct rules *rules,
                  uint32_t part, uint32_t *ret_seat)
{
    const struct rules_part *of = &rules->parts[part];
    bool all = substitute->part[0] == 0 || strcmp(substitute->part, of->id) == 0;

    *ret_seat = rules_find_seat(rules, part, substitute->seat, strlen(substitute->seat));
    return all && strcmp(rules->skills[of->skill].id, substitute->skill) == 0 &&
           *ret_seat != RULES_NONE;
}

bool panel_take_had(const struct record *record, const struct record_judge *judge, uint32_t part,
                    uint32_t seat)
{
    const struct panel_log *log = record->panels;
    uint32_t of = 0;

    for (size_t i = 0; i < log->substitute_count; i++) {
        if (strcmp(log->substitutes[i].to, judge->id) == 0 &&
            meant(&log->substitutes[i], record->rules, part, &of) && of == seat) {
            return true;
        }
    }
    return enrol_has_seat(judge, part, seat) || enrol_wished(record->rules, judge, part, seat);
}

// From now on only he has the seats; those who come to the competition later are not touched.
static void hand_over(struct record *record, const struct panel_substitute *substitute)
{
    struct record_judge *to = table_get(record->judge_by_id, slice_of(substitute->to));
    uint32_t seat = 0;

    for (uint32_t part = 0; to && part < record->rules->part_count; part++) {
        if (!meant(substitute, record->rules, part, &seat)) {
            continue;
        }
        for (size_t i = 0; i < record->judge_count && i < substitute->judges; i++) {
            enrol_take_seat(record->judges[i], part, seat);
        }
        enrol_give_seat(to, part, seat);
    }
}

static void take_substitute(const struct taking *it)
{
    const struct entry_panel *said = it->act->said;
    struct panel_substitute *substitute = panel_log_add_substitute(it->record->panels);

    panel_log_id(substitute->skill, said->skill);
    panel_log_id(substitute->part, said->part);
    panel_log_id(substitute->seat, said->seat);
    panel_log_id(substitute->to, said->to);
    panel_log_id(substitute->by, it->by);
    substitute->number = it->number;
    substitute->at = it->at;
    substitute->judges = it->record->judge_count;
    panel_log_text(&substitute->reason, said->words);
    hand_over(it->record, substitute);
}

void panel_take_again(const struct panel_log *log, struct record *after)
{
    for (size_t i = 0; i < log->substitute_count; i++) {
        hand_over(after, &log->substitutes[i]);
    }
}

void panel_take(struct record *record, const struct panel_act *act, uint64_t number, int64_t at,
                struct slice by)
{
    static void (*const takes[])(const struct taking *it) = {
        [ENTRY_PANEL_LOOK] = take_look,           [ENTRY_PANEL_CONFIRM] = take_confirm,
        [ENTRY_PANEL_CALL] = take_call,           [ENTRY_PANEL_SUBSTITUTE] = take_substitute,
        [ENTRY_PANEL_ANSWER] = take_answer,       [ENTRY_PANEL_TRIAL] = take_trial,
        [ENTRY_PANEL_BENCHMARK] = take_benchmark, [ENTRY_PANEL_SHIFT] = take_shift,
        [ENTRY_PANEL_ABSENT] = take_absent};
    struct taking taking = {record, act, number, at, by};

    takes[act->said->act](&taking);
}
