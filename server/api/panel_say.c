#include "api/panel_say.h"

#include "api/visit.h"
#include "base/arena.h"
#include "base/text.h"
#include "live/commit.h"
#include "live/panel_act.h"
#include "live/record.h"
#include "live/room.h"
#include "net/http.h"
#include "wire/entry.h"
#include "wire/faults.h"

struct saying {
    struct visit *visit;
    struct entry_panel said;
    struct faults faults;
};

static void on_said(struct commit_wish *wish)
{
    struct saying *saying = wish->owner;
    struct visit *visit = saying->visit;

    wish->owner = visit;
    if (!wish->refusal || saying->faults.count == 0) {
        visit_settle(wish);
        return;
    }
    visit_problem_more(visit, wish->refusal, saying->faults.items[0].word, &saying->faults, "");
}

static bool is_of_a_seat(const struct panel_act *act)
{
    return act->said->act == ENTRY_PANEL_CONFIRM || act->said->act == ENTRY_PANEL_CALL ||
           act->said->act == ENTRY_PANEL_TRIAL;
}

static const struct right *right_as(const struct visit *visit, const struct record_judge *judge)
{
    for (size_t i = 0; i < visit->right_count; i++) {
        if (visit->rights[i].judge == judge) {
            return &visit->rights[i];
        }
    }
    return visit_right(visit, RIGHT_BIT(RIGHT_ORGANISER), VISIT_ANY_SKILL);
}

// Both sit at the tablet that says so.
static const struct right *right_of_shift(struct visit *visit, const struct panel_act *act)
{
    const struct right *right = right_as(visit, act->to) ? right_as(visit, act->from) : NULL;

    if (!right) {
        visit_problem(visit, "not-your-seat", "");
    }
    return right;
}

// The right by which the visitor may do it: a judge for his own seat, a chief for his skill. NULL:
// the request has been answered.
static const struct right *right_of(struct visit *visit, const struct panel_act *act)
{
    if (act->said->act == ENTRY_PANEL_SHIFT) {
        return right_of_shift(visit, act);
    }
    if (!is_of_a_seat(act)) {
        return visit_may(visit, act->skill) ? visit_right(visit, visit->roles, act->skill) : NULL;
    }
    const struct right *right = visit_writes(visit, act->part, act->seat);
    if (!right) {
        visit_problem(visit, "not-your-seat", "");
    }
    return right;
}

// What the act names, and by which right; NULL: the request has been answered.
static const struct right *find(struct visit *visit, struct saying *saying)
{
    struct panel_act act;
    struct slice wrong = SLICE_NONE;
    const char *problem = panel_act_find(visit->room->record, &saying->said, &act, &wrong);

    if (problem) {
        visit_problem(visit, problem,
                      text_is_id(wrong) ? arena_copy(visit->request->arena, wrong) : "");
        return NULL;
    }
    return right_of(visit, &act);
}

static void say(struct visit *visit, enum entry_panel_act act)
{
    struct arena *arena = visit->request->arena;
    struct saying *saying = arena_alloc(arena, sizeof *saying);

    saying->visit = visit;
    saying->faults.count = 0;
    saying->faults.more = false;
    struct commit_wish *wish = visit_wish(visit, ENTRY_PANEL);
    if (!wish) {
        return;
    }
    if (!entry_panel_read(arena, act, visit->request->body, &saying->said, &saying->faults)) {
        visit_faults(visit, &saying->faults);
        return;
    }
    const struct right *right = find(visit, saying);
    if (!right) {
        return;
    }
    wish->by = right->who;
    wish->panel = &saying->said;
    wish->faults = &saying->faults;
    wish->owner = saying;
    wish->on_done = on_said;
    commit_add(visit->room->commit, wish);
}

void panel_say_look(struct visit *visit)
{
    say(visit, ENTRY_PANEL_LOOK);
}

void panel_say_confirm(struct visit *visit)
{
    say(visit, ENTRY_PANEL_CONFIRM);
}

void panel_say_substitute(struct visit *visit)
{
    say(visit, ENTRY_PANEL_SUBSTITUTE);
}

void panel_say_call(struct visit *visit)
{
    say(visit, ENTRY_PANEL_CALL);
}

void panel_say_answer(struct visit *visit)
{
    say(visit, ENTRY_PANEL_ANSWER);
}

void panel_say_trial(struct visit *visit)
{
    say(visit, ENTRY_PANEL_TRIAL);
}

void panel_say_benchmark(struct visit *visit)
{
    say(visit, ENTRY_PANEL_BENCHMARK);
}

void panel_say_shift(struct visit *visit)
{
    say(visit, ENTRY_PANEL_SHIFT);
}

void panel_say_absent(struct visit *visit)
{
    say(visit, ENTRY_PANEL_ABSENT);
}
