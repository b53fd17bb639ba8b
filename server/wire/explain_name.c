#include "wire/explain_name.h"

#include "base/buf.h"
#include "base/text.h"
#include "wire/explain_figure.h"
#include "wire/say.h"

static bool is_zh(const struct explain_at *here)
{
    return here->language == PROBLEM_ZH;
}

static struct slice in_language(const struct explain_at *here, const struct rules_name *name)
{
    return slice_of(is_zh(here) ? name->zh : name->en ? name->en : name->zh);
}

static bool quote(const struct explain_at *here, const struct rules_name *name)
{
    if (name && name->zh) {
        SAY(here->out, "“");
        text_add(here->out, in_language(here, name));
        SAY(here->out, "”");
    }
    return true;
}

// ---- nodes

static const struct rules_name *part_name(const struct explain_at *here)
{
    const struct rules_part *part = explain_at_part(here);
    return part ? &part->name : NULL;
}

static const struct rules_name *module_name(const struct explain_at *here)
{
    const struct rules_part *part = explain_at_part(here);
    uint32_t module = here->line->module < here->rules->module_count ? here->line->module
                      : part                                         ? part->module
                                                                     : RULES_NONE;
    return module < here->rules->module_count ? &here->rules->modules[module].name : NULL;
}

static const struct rules_name *stage_name(const struct explain_at *here, uint32_t stage)
{
    uint32_t at = stage < here->rules->stage_count ? stage : here->explain->stage;
    return at < here->rules->stage_count ? &here->rules->stages[at].name : NULL;
}

static const struct rules_name *aspect_name(const struct explain_at *here)
{
    const struct rules_aspect *aspect = explain_at_aspect(here);
    return aspect ? &aspect->name : NULL;
}

// The narrowest node that the line names.
static const struct rules_name *node_name(const struct explain_at *here)
{
    if (aspect_name(here)) {
        return aspect_name(here);
    }
    if (part_name(here)) {
        return part_name(here);
    }
    return here->line->module < here->rules->module_count ? module_name(here)
                                                          : stage_name(here, here->line->stage);
}

static const struct rules_name *vetoed_name(const struct explain_at *here)
{
    const struct rules_aspect *aspect = explain_at_aspect(here);
    enum rules_veto veto = aspect ? aspect->veto : RULES_VETO_PART;
    return veto == RULES_VETO_STAGE    ? stage_name(here, here->line->stage)
           : veto == RULES_VETO_MODULE ? module_name(here)
                                       : part_name(here);
}

static bool fill_node(const struct explain_at *here, struct slice name)
{
    if (slice_is(name, "aspect")) {
        return quote(here, node_name(here));
    }
    if (slice_is(name, "part")) {
        return quote(here, part_name(here));
    }
    if (slice_is(name, "module")) {
        return quote(here, module_name(here));
    }
    if (slice_is(name, "stage")) {
        return quote(here, stage_name(here, here->line->stage));
    }
    if (slice_is(name, "carried")) {
        return quote(here, stage_name(here, here->line->number));
    }
    if (slice_is(name, "vetoed")) {
        return quote(here, vetoed_name(here));
    }
    return slice_is(name, "node") && quote(here, node_name(here));
}

// ---- people

static bool fill_seat(const struct explain_at *here)
{
    const struct rules_part *part = explain_at_part(here);
    uint32_t seat = here->line->seat;
    bool judge = part && seat < part->seat_count;
    bool technical = part && seat == part->seat_count && part->technical;
    const char *id = judge ? part->seats[seat] : technical ? part->technical : "";
    if (technical) {
        text_add(here->out, is_zh(here) ? SLICE("技术席") : SLICE("The technical seat"));
    } else {
        text_add(here->out, is_zh(here) ? SLICE("裁判") : *id ? SLICE("Judge") : SLICE("A judge"));
    }
    text_add(here->out, *id ? SLICE(" ") : SLICE(""));
    text_add(here->out, slice_of(id));
    return true;
}

static bool fill_other(const struct explain_at *here)
{
    struct slice who = explain_other(here->explain, here->line);

    if (!who.at) {
        text_add(here->out, is_zh(here) ? SLICE("另一名选手") : SLICE("another competitor"));
        return true;
    }
    text_add(here->out, is_zh(here) ? SLICE(" ") : SLICE(""));
    text_add(here->out, who);
    text_add(here->out, is_zh(here) ? SLICE(" ") : SLICE(""));
    return true;
}

// The words of the choice, or of the level, that was entered; its number where it has none.
static bool fill_choice(const struct explain_at *here)
{
    const struct rules_aspect *aspect = explain_at_aspect(here);
    struct ratio value = here->line->value;
    int64_t at =
        value.den == 1 && aspect ? value.num - (aspect->input == RULES_CHOICE ? 1 : 0) : -1;
    const struct rules_name *name =
        aspect && at >= 0 && at < (int64_t)aspect->band_count ? &aspect->bands[at].name : NULL;
    if (name && name->zh && *name->zh) {
        text_add(here->out, in_language(here, name));
    } else {
        explain_figure_add(here->out, value);
    }
    return true;
}

// ---- ties

const struct rules_tie *explain_name_tie(const struct explain_at *here)
{
    uint32_t skill = here->explain->skill;
    int64_t step = here->line->n;
    bool there = skill < here->rules->skill_count && step >= 1 &&
                 step <= (int64_t)here->rules->skills[skill].tie_count;
    return there ? &here->rules->skills[skill].ties[step - 1] : NULL;
}

static const struct rules_name *tie_node(const struct explain_at *here, const struct rules_tie *tie)
{
    static const struct rules_name nobody = {NULL, NULL};
    const struct rules *rules = here->rules;
    switch (tie->by) {
    case RULES_TIE_MODULE:
    case RULES_TIE_FIRSTS:
    case RULES_TIE_ASPECT:
    case RULES_TIE_COUNTBACK:
    case RULES_TIE_LATEST:
        return tie->index < rules->module_count ? &rules->modules[tie->index].name : &nobody;
    case RULES_TIE_PART:
    case RULES_TIE_TIME:
    case RULES_TIE_UNTRIMMED:
        return tie->index < rules->part_count ? &rules->parts[tie->index].name : &nobody;
    case RULES_TIE_STAGE_OWN:
    case RULES_TIE_HEAD_TO_HEAD:
    case RULES_TIE_NET:
    case RULES_TIE_DIFFERENCE:
    case RULES_TIE_SCORED:
    case RULES_TIE_WINS:
    case RULES_TIE_SONNEBORN:
        return tie->index < rules->stage_count ? &rules->stages[tie->index].name : &nobody;
    case RULES_TIE_RULING:
        break;
    }
    return &nobody;
}

// The name of the aspect that the step adds up, or NULL.
static const struct rules_name *tie_aspect(const struct explain_at *here,
                                           const struct rules_tie *tie)
{
    const struct rules *rules = here->rules;
    if (tie->by != RULES_TIE_ASPECT || tie->index >= rules->module_count) {
        return NULL;
    }
    const struct rules_module *module = &rules->modules[tie->index];
    for (uint32_t i = module->part_first; i < module->part_first + module->part_count; i++) {
        uint32_t aspect = rules_find_aspect(rules, i, tie->aspect, strlen(tie->aspect));
        if (aspect != RULES_NONE) {
            return &rules->aspects[aspect].name;
        }
    }
    return NULL;
}

static bool fill_tie(const struct explain_at *here)
{
    static const char *const leads[][2] = {
        [RULES_TIE_MODULE] = {"", "the score of "},
        [RULES_TIE_PART] = {"", "the score of "},
        [RULES_TIE_STAGE_OWN] = {"", "the score of "},
        [RULES_TIE_TIME] = {"", "the time of "},
        [RULES_TIE_UNTRIMMED] = {"", "the score of "},
        [RULES_TIE_FIRSTS] = {"", "first places in "},
        [RULES_TIE_HEAD_TO_HEAD] = {"", "points in the matches between them in "},
        [RULES_TIE_NET] = {"", "ends won minus ends lost in "},
        [RULES_TIE_DIFFERENCE] = {"", "scored minus conceded in "},
        [RULES_TIE_SCORED] = {"", "scored in "},
        [RULES_TIE_WINS] = {"", "matches won in "},
        [RULES_TIE_SONNEBORN] = {"", "the Sonneborn-Berger score of "},
        [RULES_TIE_COUNTBACK] = {"", "the values that count, one by one from the best, in "},
        [RULES_TIE_LATEST] = {"", "the values one by one from the last, in "},
        [RULES_TIE_ASPECT] = {"", "the sum in "},
        [RULES_TIE_RULING] = {"", "the order by ruling"}};
    static const char *const tails[][2] = {
        [RULES_TIE_MODULE] = {"的成绩", ""},
        [RULES_TIE_PART] = {"的成绩", ""},
        [RULES_TIE_STAGE_OWN] = {"的成绩", ""},
        [RULES_TIE_TIME] = {"的用时", ""},
        [RULES_TIE_UNTRIMMED] = {"不去掉最高分和最低分时的成绩", " with no mark dropped"},
        [RULES_TIE_FIRSTS] = {"中得第一的次数", ""},
        [RULES_TIE_HEAD_TO_HEAD] = {"中相互比赛的积分", ""},
        [RULES_TIE_NET] = {"的净胜局", ""},
        [RULES_TIE_DIFFERENCE] = {"的净胜分（净胜球）", ""},
        [RULES_TIE_SCORED] = {"的总得分（进球）", ""},
        [RULES_TIE_WINS] = {"的胜场数", ""},
        [RULES_TIE_SONNEBORN] = {"的小分（索伯分）", ""},
        [RULES_TIE_COUNTBACK] = {"中计入的各个成绩（从最好的起逐个）", ""},
        [RULES_TIE_LATEST] = {"的各个成绩（从最后一个起逐个）", ""},
        [RULES_TIE_ASPECT] = {"中各部分的合计：", " of "},
        [RULES_TIE_RULING] = {"裁定的先后（抽签、加试或裁判长决定）", ""}};

    static const char *const among[] = {"（只算相互间的比赛）", " (matches between them only)"};
    const struct rules_tie *tie = explain_name_tie(here);
    if (tie) {
        text_add(here->out, slice_of(leads[tie->by][here->language]));
        (void)quote(here, tie_node(here, tie));
        text_add(here->out, slice_of(tails[tie->by][here->language]));
        if (tie->among) {
            text_add(here->out, slice_of(among[here->language]));
        }
        (void)quote(here, tie_aspect(here, tie));
    }
    return true;
}

static bool fill_verdict(const struct explain_at *here)
{
    static const char *const words[][2] = {{"因此排在前面", "and so stands before"},
                                           {"仍然相同", "still the same"},
                                           {"因此排在后面", "and so stands behind"}};
    const struct rules_tie *tie = explain_name_tie(here);
    bool lower = tie ? tie->lower_is_better
                     : here->line->stage < here->rules->stage_count &&
                           rules_stage_lower(here->rules, here->line->stage);
    if (tie && tie->by == RULES_TIE_RULING) {
        lower = true;
    }
    int better = ratio_better(here->line->a, here->line->b, lower);
    text_add(here->out, slice_of(words[better + 1][here->language]));
    return true;
}

bool explain_name_fill(const struct explain_at *here, struct slice name)
{
    if (slice_is(name, "seat")) {
        return fill_seat(here);
    }
    if (slice_is(name, "other")) {
        return fill_other(here);
    }
    if (slice_is(name, "choice")) {
        return fill_choice(here);
    }
    if (slice_is(name, "tie")) {
        return fill_tie(here);
    }
    if (slice_is(name, "verdict")) {
        return fill_verdict(here);
    }
    if (slice_is(name, "status") || slice_is(name, "code")) {
        int64_t code = slice_is(name, "status") ? here->line->n : here->line->value.num;
        bool known = code >= 0 && code < RULES_STATUSES;
        explain_figure_status(here->out, known ? (enum rules_status)code : RULES_RUNNING,
                              here->language);
        return true;
    }
    return fill_node(here, name);
}
