#include "wire/definition_honour.h"

#include "base/arena.h"
#include "base/table.h"
#include "wire/definition_book.h"
#include "wire/definition_group.h"
#include "wire/definition_list.h"
#include "wire/definition_value.h"

enum { PERCENT = 100 };

static uint32_t find_title(const struct rules_skill *skill, const char *id)
{
    for (uint32_t i = 0; i < skill->title_count; i++) {
        if (strcmp(skill->titles[i].id, id) == 0) {
            return i;
        }
    }
    return RULES_NONE;
}

// The titles that object[key] lists, a bit each. `but`: the title itself, which it may not name.
static uint64_t read_title_bits(struct reader *reader, json_t *object, const char *key,
                                const struct rules_skill *skill, uint32_t but)
{
    uint64_t bits = 0;
    uint32_t count = 0;
    const char *const *ids = definition_list_ids(reader, object, key, RULES_TITLES_MAX, &count);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t title = find_title(skill, ids[i]);
        if (title == RULES_NONE) {
            definition_list_nonsense(reader, key, i, "@title-unknown", ids[i]);
        } else if (title == but) {
            definition_list_nonsense(reader, key, i, "@title-itself", ids[i]);
        } else {
            bits |= UINT64_C(1) << title;
        }
    }
    return bits;
}

// ---- titles

static void read_places(struct reader *reader, json_t *value, uint32_t *from, uint32_t *to)
{
    definition_value_needs(reader, value, "from");
    definition_value_needs(reader, value, "to");
    *from = (uint32_t)reader_whole(reader, value, "from", 1, FORM_PLACE_MAX, 1);
    *to = (uint32_t)reader_whole(reader, value, "to", 1, FORM_PLACE_MAX, *from);
    if (*to < *from) {
        reader_nonsense(reader, "to", "@title-range");
    }
}

static void read_share(struct reader *reader, json_t *value, struct rules_title *title)
{
    static const enum round_mode modes[] = {ROUND_HALF_UP, ROUND_HALF_EVEN, ROUND_TRUNCATE,
                                            ROUND_UP};

    title->mode = modes[definition_value_word(reader, value, "mode", FORM_MODE, 0)];
    if (definition_value_percent(reader, value, "share", 0, PERCENT, &title->share) &&
        title->share.num == 0) {
        reader_nonsense(reader, "share", "@above-zero");
    }
}

static bool is_medal(json_t *skill, json_t *title)
{
    static const char *const metals[] = {"gold", "silver", "bronze"};
    json_t *medals = json_object_get(skill, "medals");
    const char *id = json_string_value(json_object_get(title, "id"));
    for (size_t i = 0; id && i < sizeof metals / sizeof metals[0]; i++) {
        const char *of = json_string_value(json_object_get(medals, metals[i]));
        if (of && strcmp(of, id) == 0) {
            return true;
        }
    }
    return false;
}

// How many get it: places, a number, a share of the entrants, or all who reach a score.
static void read_quota(struct reader *reader, json_t *value, bool medal, struct rules_title *title)
{
    static const char *const quotas[] = {"count", "share", "score", "from", "to", "per_team", NULL};
    static const char *const of_quota[] = {"per_team", NULL};
    static const char *const mode[] = {"mode", NULL};
    static const char *const ties[] = {"ties", "from_top", NULL};
    static const char *const places[] = {"from", "to", NULL};
    static const char *const either[] = {"count", "share", "score", NULL};
    title->share = RATIO_ZERO;
    if (medal) {
        definition_value_refuse(reader, value, quotas, "medals");
        return;
    }
    bool quota = json_object_get(value, "count") || json_object_get(value, "share") ||
                 json_object_get(value, "score");
    if (quota) {
        static const enum rules_quota_by ways[] = {RULES_BY_COUNT, RULES_BY_SHARE, RULES_BY_SCORE,
                                                   RULES_BY_PLACES};

        title->by = ways[definition_value_one_of(reader, value, either)];
        definition_value_refuse(reader, value, places, "count, share, score");
    } else {
        read_places(reader, value, &title->from, &title->to);
        definition_value_refuse(reader, value, of_quota, "from, to");
    }
    title->per_team = (uint32_t)reader_whole(reader, value, "per_team", 1, FORM_PLACE_MAX, 0);
    title->count = (uint32_t)reader_whole(reader, value, "count", 1, FORM_PLACE_MAX, 0);
    if (title->by == RULES_BY_SHARE) {
        read_share(reader, value, title);
    } else {
        definition_value_refuse(reader, value, mode, "from, count, score");
    }
    if (title->by == RULES_BY_SCORE && !reader_flag(reader, value, "score", true)) {
        reader_nonsense(reader, "score", "@true");
    }
    if (title->by != RULES_BY_COUNT && title->by != RULES_BY_SHARE && title->per_team == 0) {
        definition_value_refuse(reader, value, ties, "from, score");
    }
    title->widen = definition_value_word(reader, value, "ties", FORM_TITLE_TIES, 0) == 1;
    title->from_top = reader_flag(reader, value, "from_top", false);
}

static void read_conditions(struct definition_book *book, json_t *value,
                            const struct rules_skill *skill, struct rules_title *title)
{
    struct reader *reader = &book->reader;
    title->has_total = json_object_get(value, "total");
    title->has_scale = json_object_get(value, "scale");
    title->total = definition_value_decimal(reader, value, "total", RATIO_ZERO);
    title->scale = definition_value_decimal(reader, value, "scale", RATIO_ZERO);
    if (title->has_scale && !skill->scale.has) {
        reader_nonsense(reader, "scale", "@scale-missing");
    }
    title->all_passed = reader_flag(reader, value, "all_passed", false);
    title->traits = definition_book_traits(book, value, "traits");
    title->entrants_least =
        (uint32_t)reader_whole(reader, value, "entrants_least", 1, FORM_PLACE_MAX, 0);
    title->approval = reader_flag(reader, value, "approval", false);
    title->besides = reader_flag(reader, value, "besides", false);
    title->groups = definition_group_bits(reader, value, skill);
    title->together = definition_group_together(reader, value, skill);
}

static void read_title(struct definition_book *book, json_t *value, bool medal,
                       struct rules_skill *skill, struct table *ids)
{
    struct reader *reader = &book->reader;
    struct rules_title *title = &skill->titles[skill->title_count++];
    (void)reader_object(reader, value, definition_form_fields(FORM_TITLE));
    title->id = definition_book_id(book, value);
    title->name = definition_book_name(book, value);
    definition_book_unique(book, ids, title->id, "id");
    read_quota(reader, value, medal, title);
    read_conditions(book, value, skill, title);
}

static void read_titles(struct definition_book *book, json_t *value, struct rules_skill *skill)
{
    struct reader *reader = &book->reader;
    struct definition_list list =
        definition_list_open(reader, value, "titles", 0, RULES_TITLES_MAX);
    struct table *ids = table_new();
    for (json_t *one = NULL; (one = definition_list_next(reader, &list));) {
        read_title(book, one, is_medal(value, one), skill, ids);
    }
    table_free(ids);
    definition_list_rewind(reader, &list, "titles");
    for (json_t *one = NULL; (one = definition_list_next(reader, &list));) {
        uint32_t self = (uint32_t)definition_list_at(&list);
        struct rules_title *title = &skill->titles[self];
        title->needs = read_title_bits(reader, one, "needs", skill, self);
        title->excludes = read_title_bits(reader, one, "excludes", skill, self);
        if (title->needs & title->excludes) {
            reader_nonsense(reader, "excludes", "@needs-and-excludes");
        }
    }
}

// ---- medals

static uint32_t read_medal(struct reader *reader, json_t *value, const char *key,
                           const struct rules_skill *skill)
{
    struct slice id = reader_id(reader, value, key);
    uint32_t title = id.at ? find_title(skill, id.at) : RULES_NONE;
    if (id.at && title == RULES_NONE) {
        reader_nonsense(reader, key, "@title-unknown %s", id.at);
    }
    return title;
}

static void read_medals(struct reader *reader, json_t *object, struct rules_skill *skill)
{
    struct rules_medals *medals = &skill->medals;
    size_t mark = 0;
    medals->within = RATIO_ZERO;
    json_t *value = definition_list_into(reader, object, "medals", FORM_MEDALS, &mark);
    if (!value) {
        return;
    }
    medals->has = true;
    medals->gold = read_medal(reader, value, "gold", skill);
    medals->silver = read_medal(reader, value, "silver", skill);
    medals->bronze = read_medal(reader, value, "bronze", skill);
    medals->within = definition_value_not_below_zero(reader, value, "within", RATIO_ZERO);
    if (medals->gold != RULES_NONE && medals->gold == medals->silver) {
        reader_nonsense(reader, "silver", "@twice");
    }
    if (medals->bronze != RULES_NONE &&
        (medals->bronze == medals->gold || medals->bronze == medals->silver)) {
        reader_nonsense(reader, "bronze", "@twice");
    }
    reader_back(reader, mark);
}

// ---- promotion

static void read_promotion(struct definition_book *book, json_t *value,
                           const struct rules_skill *skill, struct rules_promotion *promotion)
{
    static const char *const places[] = {"from", "to", NULL};
    struct reader *reader = &book->reader;
    (void)reader_object(reader, value, definition_form_fields(FORM_PROMOTION));
    promotion->id = definition_book_id(book, value);
    if (json_object_get(value, "titles")) {
        definition_value_refuse(reader, value, places, "titles");
        (void)reader_list(reader, value, "titles", 1, RULES_TITLES_MAX);
        promotion->titles = read_title_bits(reader, value, "titles", skill, RULES_NONE);
    } else {
        read_places(reader, value, &promotion->from, &promotion->to);
    }
    promotion->holds = definition_book_traits(book, value, "holds");
    promotion->bars = definition_book_traits(book, value, "bars");
    promotion->all_passed = reader_flag(reader, value, "all_passed", false);
    promotion->groups = definition_group_bits(reader, value, skill);
    promotion->grade = definition_book_name_at(book, value, "grade");
    promotion->approval = reader_flag(reader, value, "approval", false);
}

static void read_promotions(struct definition_book *book, json_t *value, struct rules_skill *skill)
{
    struct reader *reader = &book->reader;
    struct definition_list list =
        definition_list_open(reader, value, "promotions", 0, RULES_PROMOTIONS_MAX);
    struct rules_promotion *promotions =
        arena_alloc(reader->arena, (json_array_size(list.list) + 1) * sizeof *promotions);
    struct table *ids = table_new();
    for (json_t *one = NULL; (one = definition_list_next(reader, &list));) {
        struct rules_promotion *promotion = &promotions[skill->promotion_count++];
        read_promotion(book, one, skill, promotion);
        definition_book_unique(book, ids, promotion->id, "id");
    }
    table_free(ids);
    skill->promotions = promotions;
}

void definition_honour_read(struct definition_book *book, json_t *value, struct rules_skill *skill)
{
    read_titles(book, value, skill);
    read_medals(&book->reader, value, skill);
    read_promotions(book, value, skill);
}
