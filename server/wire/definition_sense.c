#include "wire/definition_sense.h"

#include "base/must.h"
#include "scoring/rules.h"
#include "scoring/rules_check_size.h"

// Steps the reader to a node of the finished book, by its index in the competition.
static void go_to_skill(struct reader *reader, uint32_t index)
{
    (void)reader_into(reader, "skills");
    (void)reader_into_at(reader, index);
}

static void go_to_stage(struct reader *reader, const struct rules *rules, uint32_t index)
{
    const struct rules_stage *stage = &rules->stages[index];
    go_to_skill(reader, stage->skill);
    (void)reader_into(reader, "stages");
    (void)reader_into_at(reader, index - rules->skills[stage->skill].stage_first);
}

static void go_to_module(struct reader *reader, const struct rules *rules, uint32_t index)
{
    uint32_t stage = rules->modules[index].stage;
    go_to_stage(reader, rules, stage);
    (void)reader_into(reader, "modules");
    (void)reader_into_at(reader, index - rules->stages[stage].module_first);
}

static void go_to_part(struct reader *reader, const struct rules *rules, uint32_t index)
{
    uint32_t module = rules->parts[index].module; // the one that owns it
    go_to_module(reader, rules, module);
    (void)reader_into(reader, "parts");
    (void)reader_into_at(reader, index - rules->modules[module].part_first);
}

static void go_to_aspect(struct reader *reader, const struct rules *rules, uint32_t index)
{
    uint32_t part = 0;
    while (index - rules->parts[part].aspect_first >= rules->parts[part].aspect_count) {
        part++;
        must(part < rules->part_count);
    }
    go_to_part(reader, rules, part);
    (void)reader_into(reader, "aspects");
    (void)reader_into_at(reader, index - rules->parts[part].aspect_first);
}

enum where { AT_SKILL, AT_STAGE, AT_MODULE, AT_PART, AT_ASPECT };

struct sense {
    enum rules_nonsense nonsense;
    enum where where;
    const char *member; // of what the index names, or NULL
    const char *reason;
};

static const struct sense senses[] = {
    {RULES_PANEL_TOO_SMALL, AT_PART, "seats", "@panel-too-small"},
    {RULES_SCALE_UNDECLARED, AT_PART, "declares", "@scale-undeclared"},
    {RULES_TECHNICAL_MISSING, AT_PART, "technical", "@technical-missing"},
    {RULES_CARRY_FORWARD, AT_STAGE, "carry", "@carry-forward"},
    {RULES_TITLES_OVERLAP, AT_SKILL, "titles", "@titles-overlap"},
    {RULES_MARKS_MISSHAPEN, AT_ASPECT, NULL, "@marks-misshapen"},
    {RULES_PART_EMPTY, AT_PART, NULL, "@part-empty"},
    {RULES_OVERFLOW_POSSIBLE, AT_PART, NULL, "@overflow-possible"},
    {RULES_TOTAL_OVERFLOW, AT_STAGE, NULL, "@overflow-possible"},
    {RULES_CHAIN_UNDECIDED, AT_SKILL, "tie_break", "@chain-undecided"},
    {RULES_BANDS_BROKEN, AT_ASPECT, NULL, "@bands-broken"},
    {RULES_VARIANCE_BROKEN, AT_PART, NULL, "@variance-broken"},
    {RULES_ROUNDING_MISSING, AT_PART, "rounding", "@rounding-missing"},
    {RULES_SCALE_UNROUNDED, AT_SKILL, "scale", "@scale-unrounded"},
    {RULES_MAJORITY_MISPLACED, AT_STAGE, NULL, "@majority-misplaced"},
    {RULES_ROLL_UP_EMPTY, AT_MODULE, NULL, "@roll-up-empty"},
    {RULES_CUT_FORWARD, AT_STAGE, "field", "@cut-forward"},
    {RULES_TIME_UNDECLARED, AT_PART, "declares", "@time-undeclared"},
    {RULES_DIVISION_BY_ZERO, AT_PART, NULL, "@division-by-zero"},
    {RULES_COUNTBACK_LONG, AT_MODULE, "parts", "@countback-long 64"},
    {RULES_MAX_DIFFERS, AT_MODULE, "max", "@max-differs"},
};

static const struct sense *find(enum rules_nonsense nonsense)
{
    size_t i = 0;
    while (senses[i].nonsense != nonsense) {
        i++;
        must(i < sizeof senses / sizeof senses[0]);
    }
    return &senses[i];
}

static void go_to(struct reader *reader, const struct rules *rules, enum where where,
                  uint32_t index)
{
    switch (where) {
    case AT_SKILL:
        go_to_skill(reader, index);
        break;
    case AT_STAGE:
        go_to_stage(reader, rules, index);
        break;
    case AT_MODULE:
        go_to_module(reader, rules, index);
        break;
    case AT_PART:
        go_to_part(reader, rules, index);
        break;
    case AT_ASPECT:
        go_to_aspect(reader, rules, index);
        break;
    }
}

// A panel's variance rule and its tolerance are one question to the engine, but two members here.
static const char *member_of(const struct rules *rules, const struct sense *sense, uint32_t index)
{
    if (sense->nonsense != RULES_VARIANCE_BROKEN) {
        return sense->member;
    }
    const struct rules_part *part = &rules->parts[index];
    bool tolerance = part->reduce == RULES_MIDDLE_TWO && part->tolerance_count == 0;
    return tolerance ? "tolerance" : "variance";
}

// The maximum as it is declared, and what the marks come to.
static void fault_of_max(struct reader *reader, const struct rules *rules, uint32_t module,
                         const char *reason)
{
    char declared[RATIO_TEXT_MAX + 1] = "";
    char added[RATIO_TEXT_MAX + 1] = "";
    char word[FAULTS_WORD_MAX];
    struct ratio sum = RATIO_ZERO;
    (void)rules_check_size_module(rules, module, &sum);
    declared[ratio_print(rules->modules[module].max, -1, declared)] = 0;
    added[ratio_print(sum, -1, added)] = 0;
    (void)snprintf(word, sizeof word, "%s %s – %s", reason, declared, added);
    reader_fault(reader, reader->nonsense, word);
}

void definition_sense_check(struct reader *reader, const struct rules *rules)
{
    uint32_t index = 0;
    enum rules_nonsense nonsense = rules_check(rules, &index);
    if (nonsense == RULES_SENSE) {
        return;
    }
    const struct sense *sense = find(nonsense);
    size_t mark = reader->len;
    go_to(reader, rules, sense->where, index);
    const char *member = member_of(rules, sense, index);
    if (member) {
        (void)reader_into(reader, member);
    }
    if (nonsense == RULES_MAX_DIFFERS) {
        fault_of_max(reader, rules, index, sense->reason);
    } else {
        reader_fault(reader, reader->nonsense, sense->reason);
    }
    reader_back(reader, mark);
}
