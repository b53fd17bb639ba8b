#include "scoring/field.h"
#include "scoring/rank_group.h"

// The standing under construction.
struct standing {
    const struct rules *rules;
    const struct rules_skill *skill;
    const struct field_entry *entries;
    size_t count;
    struct rank_line *lines; // of one stage
    struct field_overall *ret;
    size_t done;
    uint32_t before, distinct;      // who keep those of earlier stages from the better places
    struct rank_group_count groups; // likewise within each group
};

// The last stage that he came to, RULES_NONE: none. Who was let through has come to it.
static uint32_t stage_of(const struct standing *standing, const struct tally *tally)
{
    for (uint32_t i = standing->skill->stage_count; i-- > 0;) {
        uint32_t stage = standing->skill->stage_first + i;
        bool there = tally->stages[i].started || tally->stages[i].field == FIELD_IN;
        if (there && rank_is_listed(standing->rules, stage, tally)) {
            return stage;
        }
    }
    return RULES_NONE;
}

static size_t collect(const struct standing *standing, uint32_t stage)
{
    size_t count = 0;

    for (size_t i = 0; i < standing->count; i++) {
        const struct field_entry *entry = &standing->entries[i];
        if (stage_of(standing, entry->tally) == stage) {
            standing->lines[count++] =
                (struct rank_line){.tally = entry->tally, .who = entry->who, .group = entry->group};
        }
    }
    return count;
}

static size_t end_of(const struct rank_line *lines, size_t from, size_t count)
{
    size_t to = from + 1;

    while (lines[from].shared && to < count && lines[to].place == lines[from].place &&
           lines[to].half == lines[from].half) {
        to++;
    }
    return to;
}

// The places in the groups of the lines that were put last.
static void put_groups(struct standing *standing, uint32_t stage, size_t from, size_t to)
{
    const struct rank_line *lines = standing->lines;
    struct field_overall *put = &standing->ret[standing->done - (to - from)];
    bool counts = rank_class_of(standing->rules, stage, lines[from].tally) != RANK_DSQ;

    for (size_t i = from; i < to; i++) {
        rank_group_ask(&standing->groups, lines[i].group);
    }
    for (size_t i = 0; i < to - from && put->place > 0; i++) {
        put[i].group_place = rank_group_place(&standing->groups, standing->skill->convention,
                                              put[i].group, &put[i].group_half);
        put[i].group_shared = standing->groups.sharing[put[i].group] > 1;
    }
    for (size_t i = from; i < to; i++) {
        rank_group_close(&standing->groups, lines[i].group, counts);
    }
}

// Lines from … to - 1 share their place in the stage, if they have one.
static void put(struct standing *standing, uint32_t stage, size_t from, size_t to)
{
    const struct rank_line *lines = standing->lines;
    uint32_t sharing = (uint32_t)(to - from);
    bool half = false;
    uint32_t place = rank_place(standing->skill->convention, standing->before, standing->distinct,
                                sharing, &half);
    bool placed = lines[from].place > 0;

    for (size_t i = from; i < to; i++) {
        standing->ret[standing->done++] = (struct field_overall){
            .who = lines[i].who,
            .stage = stage,
            .place = placed ? place : 0,
            .half = placed && half,
            .shared = lines[i].shared,
            .group = lines[i].group,
        };
    }
    put_groups(standing, stage, from, to);
    // People below a disqualified one move up; all others have come further than those below.
    if (rank_class_of(standing->rules, stage, lines[from].tally) != RANK_DSQ) {
        standing->before += sharing;
        standing->distinct++;
    }
}

static void take_stage(struct standing *standing, uint32_t stage)
{
    size_t count = collect(standing, stage);
    size_t to = 0;

    rank_order(standing->rules, stage, standing->lines, count);
    for (size_t from = 0; from < count; from = to) {
        to = end_of(standing->lines, from, count);
        put(standing, stage, from, to);
    }
}

// In the order of `who`, which is nobody's place.
static void take_rest(struct standing *standing)
{
    size_t first = standing->done;

    for (size_t i = 0; i < standing->count; i++) {
        const struct field_entry *entry = &standing->entries[i];
        if (stage_of(standing, entry->tally) != RULES_NONE) {
            continue;
        }
        size_t at = standing->done++;
        for (; at > first && standing->ret[at - 1].who > entry->who; at--) {
            standing->ret[at] = standing->ret[at - 1];
        }
        standing->ret[at] =
            (struct field_overall){.who = entry->who, .stage = RULES_NONE, .group = entry->group};
    }
}

void field_rank_overall(const struct rules *rules, uint32_t skill,
                        const struct field_entry *entries, size_t count, struct rank_line *scratch,
                        struct field_overall *ret)
{
    struct standing standing = {
        .rules = rules,
        .skill = &rules->skills[skill],
        .entries = entries,
        .count = count,
        .lines = scratch,
        .ret = ret,
    };

    for (uint32_t i = standing.skill->stage_count; i-- > 0;) {
        take_stage(&standing, standing.skill->stage_first + i);
    }
    take_rest(&standing);
}
