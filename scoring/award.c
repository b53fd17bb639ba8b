#include "scoring/award.h"

#include "scoring/wide.h"

// ---- passed

static bool is_module_passed(const struct rules *rules, uint32_t module, const struct tally *tally)
{
    const struct rules_module *of = &rules->modules[module];
    struct ratio sum = tally->sums[module - tally->module_first];

    return !of->has_pass || (ratio_is_value(sum) &&
                             ratio_better(sum, of->pass, rules_module_lower(rules, module)) <= 0);
}

// A stage that one has to qualify for is not asked of those who did not.
static bool is_asked(const struct rules_stage *stage, const struct stage_result *result)
{
    if (stage->cut.by == RULES_CUT_NONE) {
        return result->field != FIELD_OUT;
    }
    return result->field == FIELD_IN || (result->field == FIELD_OPEN && result->started);
}

static bool is_stage_passed(const struct rules *rules, uint32_t index, const struct tally *tally,
                            const struct stage_result *result)
{
    const struct rules_stage *stage = &rules->stages[index];
    bool there = result->started && (result->complete || result->status != RULES_RUNNING);

    for (uint32_t i = 0; i < stage->module_count; i++) {
        uint32_t module = stage->module_first + i;
        if (rules->modules[module].has_pass &&
            (!there || !is_module_passed(rules, module, tally))) {
            return false;
        }
    }
    return true;
}

bool award_passed(const struct rules *rules, uint32_t skill, const struct tally *tally)
{
    const struct rules_skill *of = &rules->skills[skill];

    for (uint32_t i = 0; i < of->stage_count; i++) {
        uint32_t stage = of->stage_first + i;
        const struct stage_result *result = &tally->stages[i];
        if (is_asked(&rules->stages[stage], result) &&
            !is_stage_passed(rules, stage, tally, result)) {
            return false;
        }
    }
    return true;
}

// ---- one title

// What every decision of one skill needs; group and base are those of the title at hand.
struct desk {
    const struct rules *rules;
    const struct rules_skill *skill;
    struct award_line *lines;
    size_t count;
    bool apart;        // groups compete apart
    uint32_t group;    // in which the title is given, 0: in all
    uint32_t base;     // entrants there
    bool lower_totals; // a lower total is better
};

static uint64_t bit_of(uint32_t title)
{
    return (uint64_t)1 << title;
}

static uint64_t held_by(const struct award_line *line)
{
    return line->titles | line->waiting;
}

// Titles that leave nothing for the lines after them.
static uint64_t using_up(const struct rules_skill *skill)
{
    uint64_t bits = 0;

    for (uint32_t i = 0; i < skill->title_count; i++) {
        bits |= skill->titles[i].besides ? 0 : bit_of(i);
    }
    return bits;
}

static bool reaches(struct ratio value, struct ratio least, bool lower_is_better)
{
    return ratio_is_value(value) && ratio_better(value, least, lower_is_better) <= 0;
}

static bool is_of(uint32_t groups, const struct award_line *line)
{
    return groups == 0 || (line->group > 0 && (groups >> (line->group - 1) & 1) != 0);
}

// Is he among those to whom the title is given now?
static bool is_in(const struct desk *desk, const struct award_line *line, uint32_t title)
{
    return is_of(desk->skill->titles[title].groups, line) &&
           (desk->group == 0 || line->group == desk->group);
}

// Turns to the title and the group.
static void turn(struct desk *desk, uint32_t title, uint32_t group)
{
    desk->group = group;
    desk->base = 0;
    for (size_t i = 0; i < desk->count; i++) {
        desk->base += desk->lines[i].in_base && is_in(desk, &desk->lines[i], title);
    }
}

// Everything but place and quota.
static bool may_have(const struct desk *desk, const struct award_line *line, uint32_t title)
{
    const struct rules_title *of = &desk->skill->titles[title];
    uint64_t held = held_by(line);

    if (line->place == 0 || !is_in(desk, line, title) || desk->base < of->entrants_least) {
        return false;
    }
    if ((line->traits & of->traits) != of->traits || (held & of->needs) != of->needs ||
        (held & of->excludes) != 0 || (of->needs == 0 && (held & using_up(desk->skill)) != 0)) {
        return false;
    }
    return (!of->all_passed || line->passed) &&
           (!of->has_total || reaches(line->total, of->total, desk->lower_totals)) &&
           (!of->has_scale || reaches(line->scale, of->scale, false));
}

// What hangs on a title that still waits for approval waits with it.
static void give(const struct desk *desk, struct award_line *line, uint32_t title)
{
    const struct rules_title *of = &desk->skill->titles[title];
    int approved = 1;

    if (of->approval) {
        approved = line->approved ? line->approved(line->owner, title) : 0;
    }
    if (approved > 0 && (line->waiting & of->needs) == 0) {
        line->titles |= bit_of(title);
    } else if (approved >= 0) {
        line->waiting |= bit_of(title);
    }
}

// ---- by quota

// Whom the title would go to without a quota.
static bool is_candidate(const struct desk *desk, const struct award_line *line, uint32_t title)
{
    const struct rules_title *of = &desk->skill->titles[title];

    uint32_t place = desk->group == 0 ? line->place : line->group_place;
    bool listed = line->last_stage || desk->skill->behind;

    if (of->by == RULES_BY_PLACES && (!listed || place < of->from || place > of->to)) {
        return false;
    }
    return may_have(desk, line, title);
}

static uint32_t quota_of(const struct desk *desk, uint32_t title)
{
    const struct rules_title *of = &desk->skill->titles[title];
    struct rounding whole = {of->mode == ROUND_NONE ? ROUND_HALF_UP : of->mode, 0};
    struct ratio share = RATIO_ZERO;

    if (of->by == RULES_BY_COUNT) {
        return of->count;
    }
    if (of->by != RULES_BY_SHARE) {
        return UINT32_MAX;
    }
    if (!ratio_multiply(of->share, (struct ratio){desk->base, 1}, &share) ||
        !ratio_round(share, whole, &share) || share.num < 0) {
        return 0;
    }
    return share.num > UINT32_MAX ? UINT32_MAX : (uint32_t)share.num;
}

// The line after those who share the place of lines[from].
static size_t run_end(const struct desk *desk, size_t from)
{
    size_t at = from;

    while (at < desk->count && desk->lines[at].place == desk->lines[from].place) {
        at++;
    }
    return at;
}

// A candidate whose delegation still has room for all of it who share his place.
static bool may_take(const struct desk *desk, const struct award_line *line, uint32_t title)
{
    const struct rules_title *of = &desk->skill->titles[title];

    return is_candidate(desk, line, title) && quota_fits(line->team, of->per_team, of->widen);
}

static void ask_teams(const struct desk *desk, size_t from, size_t next, uint32_t title)
{
    for (size_t i = from; i < next; i++) {
        if (is_candidate(desk, &desk->lines[i], title)) {
            quota_ask(desk->lines[i].team);
        }
    }
}

// Whether he fills one of the quota's places, whoever he is.
static bool fills(const struct desk *desk, const struct award_line *line, uint32_t title)
{
    return desk->skill->titles[title].from_top ? line->place > 0 && is_in(desk, line, title)
                                               : may_take(desk, line, title);
}

// Those of lines[from … next - 1] who fill the title's quota.
static uint32_t count_equals(const struct desk *desk, size_t from, size_t next, uint32_t title)
{
    uint32_t equals = 0;

    for (size_t i = from; i < next; i++) {
        equals += fills(desk, &desk->lines[i], title);
    }
    return equals;
}

static void give_run(const struct desk *desk, size_t from, size_t next, uint32_t title)
{
    const struct rules_title *of = &desk->skill->titles[title];

    for (size_t i = from; i < next; i++) {
        if (may_take(desk, &desk->lines[i], title)) {
            give(desk, &desk->lines[i], title);
        }
    }
    for (size_t i = from; i < next; i++) {
        quota_close(desk->lines[i].team, of->per_team, of->widen);
    }
}

// Those who share a place are taken together or not at all.
static void settle_title(const struct desk *desk, uint32_t title)
{
    uint32_t quota = quota_of(desk, title);
    uint32_t taken = 0;
    size_t next = 0;

    for (size_t i = 0; i < desk->count; i++) {
        quota_clear(desk->lines[i].team);
    }
    for (size_t from = 0; from < desk->count && taken < quota; from = next) {
        next = run_end(desk, from);
        ask_teams(desk, from, next, title);
        uint32_t equals = count_equals(desk, from, next, title);
        if (equals > quota - taken && !desk->skill->titles[title].widen) {
            return;
        }
        give_run(desk, from, next, title);
        taken += equals;
    }
}

// ---- medals

static struct ratio measured(const struct desk *desk, const struct award_line *line)
{
    return desk->skill->scale.has && ratio_is_value(line->scale) ? line->scale : line->total;
}

// Three factors of 64 bits always fit.
static void product(int64_t a, int64_t b, int64_t c, struct wide *ret)
{
    struct wide one;
    struct wide other;
    struct wide both;

    wide_set(&one, a);
    wide_set(&other, b);
    (void)wide_multiply(&one, &other, &both);
    wide_set(&other, c);
    (void)wide_multiply(&both, &other, ret);
}

// |a - b| <= within, exact whatever the fractions are.
static bool is_near(struct ratio a, struct ratio b, struct ratio within)
{
    struct wide left;
    struct wide right;
    struct wide apart;
    struct wide limit;

    product(a.num, b.den, within.den, &left);
    product(b.num, a.den, within.den, &right);
    product(within.num, a.den, b.den, &limit);
    (void)wide_subtract(&left, &right, &apart);
    apart.negative = false;
    return wide_compare(&apart, &limit) <= 0;
}

static bool are_near(const struct desk *desk, const struct award_line *a,
                     const struct award_line *b)
{
    struct ratio within = desk->skill->medals.within;

    return is_near(measured(desk, a), measured(desk, b),
                   ratio_is_value(within) ? within : RATIO_ZERO);
}

static bool may_have_medal(const struct desk *desk, const struct award_line *line, uint32_t title)
{
    return line->last_stage && ratio_is_value(measured(desk, line)) && may_have(desk, line, title);
}

struct medallists {
    uint32_t count;
    size_t last; // line of the last of them
};

// The first who may have it from that line on, and all who are near him. `near`: only if he is near
// that one. One whose medal was refused takes part in the count: the medal stays vacant.
static struct medallists give_medal(struct desk *desk, uint32_t title, size_t from,
                                    const struct award_line *near)
{
    struct medallists won = {0, from};
    const struct award_line *best = NULL;

    turn(desk, title, desk->group);
    for (size_t i = from; i < desk->count; i++) {
        struct award_line *line = &desk->lines[i];
        if (!may_have_medal(desk, line, title)) {
            continue;
        }
        if (!best && near && !are_near(desk, near, line)) {
            break;
        }
        best = best ? best : line;
        if (are_near(desk, best, line)) {
            won.count++;
            won.last = i;
            give(desk, line, title);
        }
    }
    return won;
}

// Two golds: no silver; three: bronze only near the last gold. Two silvers: bronze only near the
// last silver.
static void settle_medals(struct desk *desk)
{
    const struct rules_medals *medals = &desk->skill->medals;
    struct medallists gold = give_medal(desk, medals->gold, 0, NULL);
    size_t next = gold.count > 0 ? gold.last + 1 : 0;
    const struct award_line *near = gold.count >= 3 ? &desk->lines[gold.last] : NULL;

    if (gold.count < 2) {
        struct medallists silver = give_medal(desk, medals->silver, next, NULL);
        next = silver.count > 0 ? silver.last + 1 : next;
        near = silver.count >= 2 ? &desk->lines[silver.last] : NULL;
    }
    (void)give_medal(desk, medals->bronze, next, near);
}

// ---- promotion

static bool fits(const struct desk *desk, const struct rules_promotion *promotion,
                 const struct award_line *line)
{
    bool by_title = promotion->from == 0;
    uint32_t place = desk->apart ? line->group_place : line->place;

    if (line->place == 0 || !is_of(promotion->groups, line) ||
        (promotion->all_passed && !line->passed)) {
        return false;
    }
    if ((line->traits & promotion->holds) != promotion->holds ||
        (line->traits & promotion->bars) != 0) {
        return false;
    }
    if (by_title) {
        return promotion->titles == 0 || (held_by(line) & promotion->titles) != 0;
    }
    return place >= promotion->from && place <= promotion->to;
}

// The first line that fits decides, also when it is refused.
static void promote(const struct desk *desk, struct award_line *line)
{
    const struct rules_skill *skill = desk->skill;
    uint32_t which = 0;

    while (which < skill->promotion_count && !fits(desk, &skill->promotions[which], line)) {
        which++;
    }
    if (which == skill->promotion_count) {
        return;
    }
    const struct rules_promotion *promotion = &skill->promotions[which];
    int approved = 1;
    if (promotion->approval) {
        approved = line->approved ? line->approved(line->owner, RULES_NONE) : 0;
    }
    bool titled =
        promotion->from != 0 || promotion->titles == 0 || (line->titles & promotion->titles) != 0;
    line->promotion = approved >= 0 ? which : RULES_NONE;
    line->promotion_waiting = approved == 0 || (approved > 0 && !titled);
}

// ---- all

static struct desk open_desk(const struct rules *rules, uint32_t skill, struct award_line *lines,
                             size_t count)
{
    const struct rules_skill *of = &rules->skills[skill];
    struct desk desk = {.rules = rules,
                        .skill = of,
                        .lines = lines,
                        .count = count,
                        .apart = rules_in_groups(rules, skill)};

    desk.lower_totals = of->stage_count > 0
                            ? rules_stage_lower(rules, of->stage_first + of->stage_count - 1)
                            : of->lower_is_better;
    for (size_t i = 0; i < count; i++) {
        lines[i].titles = 0;
        lines[i].waiting = 0;
        lines[i].promotion = RULES_NONE;
        lines[i].promotion_waiting = false;
    }
    return desk;
}

static bool is_medal(const struct rules_skill *skill, uint32_t title)
{
    const struct rules_medals *medals = &skill->medals;

    return medals->has &&
           (title == medals->gold || title == medals->silver || title == medals->bronze);
}

// In all, or in one group after the other.
static void settle_groups(struct desk *desk, uint32_t title, bool medals)
{
    bool apart = desk->apart && !desk->skill->titles[title].together;
    uint32_t last = apart ? desk->skill->group_count : 0;

    for (uint32_t group = apart ? 1 : 0; group <= last; group++) {
        turn(desk, title, group);
        if (medals) {
            settle_medals(desk);
        } else {
            settle_title(desk, title);
        }
    }
}

void award_settle(const struct rules *rules, uint32_t skill, struct award_line *lines, size_t count)
{
    struct desk desk = open_desk(rules, skill, lines, count);
    bool medals_given = false;

    for (uint32_t title = 0; title < desk.skill->title_count; title++) {
        bool medal = is_medal(desk.skill, title);
        if (!medal || !medals_given) {
            settle_groups(&desk, title, medal);
        }
        medals_given = medals_given || medal;
    }
    for (size_t i = 0; i < count; i++) {
        promote(&desk, &lines[i]);
    }
}
