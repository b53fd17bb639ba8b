#include "wire/definition_team.h"

#include "base/arena.h"
#include "base/table.h"
#include "wire/definition_book.h"
#include "wire/definition_list.h"
#include "wire/definition_value.h"

enum { WORD_BITS = 64 };

static void take_skill(struct rules_team_table *team, uint32_t skill)
{
    team->skills[skill / WORD_BITS] |= UINT64_C(1) << (skill % WORD_BITS);
}

static bool has_skill(const struct rules_team_table *team, uint32_t skill)
{
    return (team->skills[skill / WORD_BITS] >> (skill % WORD_BITS)) & 1;
}

static uint32_t find_skill(const struct definition_book *book, const char *id)
{
    for (uint32_t i = 0; i < book->skill_count; i++) {
        if (strcmp(book->skills[i].id, id) == 0) {
            return i;
        }
    }
    return RULES_NONE;
}

static void read_skills(struct definition_book *book, json_t *value, struct rules_team_table *team)
{
    uint32_t count = 0;
    const char *const *ids =
        definition_list_ids(&book->reader, value, "skills", RULES_SKILLS_MAX, &count);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t skill = find_skill(book, ids[i]);
        if (skill == RULES_NONE) {
            definition_list_nonsense(&book->reader, "skills", i, "@skill-unknown", ids[i]);
        } else {
            take_skill(team, skill);
        }
    }
    for (uint32_t i = 0; count == 0 && i < book->skill_count; i++) {
        take_skill(team, i);
    }
}

static bool is_title(const struct definition_book *book, const struct rules_team_table *team,
                     const char *id)
{
    for (uint32_t i = 0; i < book->skill_count; i++) {
        const struct rules_skill *skill = &book->skills[i];
        for (uint32_t k = 0; has_skill(team, i) && k < skill->title_count; k++) {
            if (strcmp(skill->titles[k].id, id) == 0) {
                return true;
            }
        }
    }
    return false;
}

static void read_titles(struct definition_book *book, json_t *value, struct rules_team_table *team)
{
    struct reader *reader = &book->reader;
    struct definition_list list =
        definition_list_open(reader, value, "title_points", 1, RULES_TITLES_MAX);
    size_t most = json_array_size(list.list) + 1;
    const char **titles = arena_alloc(reader->arena, most * sizeof *titles);
    struct ratio *points = arena_alloc(reader->arena, most * sizeof *points);
    struct table *seen = table_new();
    for (json_t *one = NULL; (one = definition_list_next(reader, &list)); team->title_count++) {
        (void)reader_object(reader, one, definition_form_fields(FORM_TITLE_POINTS));
        struct slice id = reader_id(reader, one, "title");
        titles[team->title_count] = id.at ? id.at : "";
        points[team->title_count] = definition_value_decimal(reader, one, "points", RATIO_ZERO);
        definition_book_unique(book, seen, titles[team->title_count], "title");
        if (id.at && !is_title(book, team, id.at)) {
            reader_nonsense(reader, "title", "@title-unknown %s", id.at);
        }
    }
    table_free(seen);
    team->titles = titles;
    team->title_points = points;
}

// Points by place and points by title each belong to one kind of table.
static void read_points(struct definition_book *book, json_t *value, struct rules_team_table *team)
{
    static const char *const of_places[] = {"points", NULL};
    static const char *const of_titles[] = {"title_points", "otherwise", NULL};
    struct reader *reader = &book->reader;
    const char *by = definition_form_words(FORM_TEAM_BY)[team->by];
    team->otherwise = RATIO_ZERO;
    if (team->by == RULES_TEAM_PLACES) {
        definition_value_needs(reader, value, "points");
        team->points = definition_value_points(reader, value, "points", &team->point_count);
    } else {
        definition_value_refuse(reader, value, of_places, by);
    }
    if (team->by == RULES_TEAM_TITLES) {
        definition_value_needs(reader, value, "title_points");
        read_titles(book, value, team);
        team->otherwise = definition_value_decimal(reader, value, "otherwise", RATIO_ZERO);
    } else {
        definition_value_refuse(reader, value, of_titles, by);
    }
}

static bool is_module(const struct definition_book *book, const struct rules_team_table *team,
                      const char *id)
{
    for (uint32_t i = 0; i < book->module_count; i++) {
        if (has_skill(team, book->modules[i].skill) && strcmp(book->modules[i].id, id) == 0) {
            return true;
        }
    }
    return false;
}

static void read_tie(struct definition_book *book, json_t *value,
                     const struct rules_team_table *team, struct rules_team_tie *tie)
{
    static const char *const either[] = {"firsts", "best_place", "total", "time", "module", NULL};
    static const char *const order[] = {"order", NULL};

    static const enum rules_team_tie_by ways[] = {RULES_TEAM_TIE_FIRSTS, RULES_TEAM_TIE_BEST_PLACE,
                                                  RULES_TEAM_TIE_TOTAL,  RULES_TEAM_TIE_TIME,
                                                  RULES_TEAM_TIE_MODULE, RULES_TEAM_TIE_FIRSTS};

    struct reader *reader = &book->reader;
    (void)reader_object(reader, value, definition_form_fields(FORM_TEAM_TIE));
    size_t which = definition_value_one_of(reader, value, either);
    tie->by = ways[which];
    if (which < RULES_TEAM_TIE_MODULE && !reader_flag(reader, value, either[which], true)) {
        reader_nonsense(reader, either[which], "@true");
    }
    struct slice id = reader_id(reader, value, "module");
    tie->module = id.at ? id.at : "";
    if (id.at && !is_module(book, team, id.at)) {
        reader_nonsense(reader, "module", "@module-unknown %s", id.at);
    }
    if (tie->by == RULES_TEAM_TIE_FIRSTS || tie->by == RULES_TEAM_TIE_BEST_PLACE) {
        definition_value_refuse(reader, value, order, "firsts, best_place");
    }
    tie->lower_is_better = definition_value_word(reader, value, "order", FORM_ORDER,
                                                 tie->by == RULES_TEAM_TIE_TIME) == 1;
}

static void read_ties(struct definition_book *book, json_t *value, struct rules_team_table *team)
{
    struct definition_list list =
        definition_list_open(&book->reader, value, "team_ties", 0, RULES_TEAM_TIES_MAX);
    for (json_t *one = NULL; (one = definition_list_next(&book->reader, &list));) {
        read_tie(book, one, team, &team->ties[team->tie_count++]);
    }
}

static void read_table(struct definition_book *book, json_t *value, struct rules_team_table *team,
                       struct table *ids)
{
    struct reader *reader = &book->reader;
    (void)reader_object(reader, value, definition_form_fields(FORM_TEAM_TABLE));
    team->id = definition_book_id(book, value);
    team->name = definition_book_name(book, value);
    definition_book_unique(book, ids, team->id, "id");
    team->by = (enum rules_team_by)definition_value_word(reader, value, "by", FORM_TEAM_BY, 0);
    read_skills(book, value, team);
    team->best = (uint32_t)reader_whole(reader, value, "best", 1, FORM_PLACE_MAX, 0);
    team->members_least =
        (uint32_t)reader_whole(reader, value, "members_least", 1, FORM_PLACE_MAX, 0);
    read_points(book, value, team);
    team->lower_is_better = definition_value_word(reader, value, "order", FORM_ORDER, 0) == 1;
    team->firsts = reader_flag(reader, value, "firsts", false);
    team->best_place = reader_flag(reader, value, "best_place", false);
    static const char *const counts[] = {"counts", NULL};
    if (team->by != RULES_TEAM_COUNT) {
        definition_value_refuse(reader, value, counts,
                                definition_form_words(FORM_TEAM_BY)[team->by]);
    }
    team->counts =
        (enum rules_team_counts)definition_value_word(reader, value, "counts", FORM_TEAM_COUNTS, 0);
    read_ties(book, value, team);
    team->convention = (enum rules_convention)definition_value_word(reader, value, "convention",
                                                                    FORM_CONVENTION, 0);
}

void definition_team_all(struct definition_book *book, json_t *competition, struct rules *rules)
{
    struct reader *reader = &book->reader;
    struct definition_list list =
        definition_list_open(reader, competition, "team_tables", 0, RULES_TEAM_TABLES_MAX);
    struct rules_team_table *tables =
        arena_alloc(reader->arena, (json_array_size(list.list) + 1) * sizeof *tables);
    struct table *ids = table_new();
    for (json_t *one = NULL; (one = definition_list_next(reader, &list));) {
        read_table(book, one, &tables[rules->team_table_count++], ids);
    }
    table_free(ids);
    rules->team_tables = tables;
}
