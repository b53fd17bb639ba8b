#include "wire/definition_cut.h"

#include "wire/definition_book.h"
#include "wire/definition_group.h"
#include "wire/definition_list.h"
#include "wire/definition_value.h"

enum { PERCENT = 100, ENDS_MAX = 16, LEGS_MAX = 2 };

static void read_amount(struct reader *reader, json_t *value, struct rules_cut *cut)
{
    static const char *const either[] = {"top", "share", "score", "each", NULL};
    static const char *const rest[] = {"rest", NULL};
    static const char *const mode[] = {"mode", NULL};

    static const enum rules_cut_by ways[] = {RULES_CUT_TOP, RULES_CUT_PERCENT, RULES_CUT_SCORE,
                                             RULES_CUT_HEATS, RULES_CUT_NONE};

    static const enum round_mode modes[] = {ROUND_HALF_UP, ROUND_HALF_EVEN, ROUND_TRUNCATE,
                                            ROUND_UP};

    cut->by = ways[definition_value_one_of(reader, value, either)];
    cut->share = RATIO_ZERO;
    cut->top = (uint32_t)reader_whole(reader, value, cut->by == RULES_CUT_HEATS ? "each" : "top", 1,
                                      FORM_PLACE_MAX, 0);
    cut->rest = (uint32_t)reader_whole(reader, value, "rest", 1, FORM_PLACE_MAX, 0);
    if (cut->by != RULES_CUT_HEATS) {
        definition_value_refuse(reader, value, rest, "top, share, score");
    }
    if (cut->by == RULES_CUT_PERCENT) {
        cut->mode = modes[definition_value_word(reader, value, "mode", FORM_MODE, 2)];
        if (definition_value_percent(reader, value, "share", 0, PERCENT, &cut->share) &&
            cut->share.num == 0) {
            reader_nonsense(reader, "share", "@above-zero");
        }
    } else {
        definition_value_refuse(reader, value, mode, "top, score, each");
        cut->share = definition_value_decimal(reader, value, "score", RATIO_ZERO);
    }
}

void definition_cut_read(struct definition_book *book, json_t *value, struct rules_stage *stage)
{
    struct reader *reader = &book->reader;
    struct rules_cut *cut = &stage->cut;
    size_t mark = 0;
    cut->share = RATIO_ZERO;
    json_t *field = definition_list_into(reader, value, "field", FORM_FIELD, &mark);
    if (!field) {
        return;
    }
    read_amount(reader, field, cut);
    cut->from = definition_book_stage(book, field, "from");
    if (cut->from != RULES_NONE && cut->from >= (uint32_t)(stage - book->stages)) {
        reader_nonsense(reader, "from", "@cut-forward");
    }
    if (cut->by == RULES_CUT_HEATS && cut->from != RULES_NONE && !book->stages[cut->from].heats) {
        reader_nonsense(reader, "each", "@heats-missing");
    }
    cut->ties =
        (enum rules_cut_ties)definition_value_word(reader, field, "ties", FORM_FIELD_TIES, 0);
    cut->least = (uint32_t)reader_whole(reader, field, "least", 1, FORM_PLACE_MAX, 0);
    cut->per_team = (uint32_t)reader_whole(reader, field, "per_team", 1, FORM_PLACE_MAX, 0);
    cut->together = definition_group_together(reader, field, &book->skills[stage->skill]);
    reader_back(reader, mark);
}

static void read_points(struct reader *reader, json_t *value, struct rules_matches *matches)
{
    static const struct ratio two = {2, 1};
    matches->win = definition_value_decimal(reader, value, "win", two);
    matches->draw = definition_value_decimal(reader, value, "draw", RATIO_ONE);
    matches->loss = definition_value_decimal(reader, value, "loss", RATIO_ZERO);
    matches->forfeit_win = definition_value_decimal(reader, value, "forfeit_win", matches->win);
    matches->forfeit_loss = definition_value_decimal(reader, value, "forfeit_loss", RATIO_ZERO);
}

void definition_cut_matches(struct reader *reader, json_t *value, struct rules_stage *stage)
{
    static const char *const of_robin[] = {"rounds", "draw_allowed", NULL};
    static const char *const of_knockout[] = {"bronze", NULL};
    struct rules_matches *matches = &stage->matches;
    size_t mark = 0;
    read_points(reader, NULL, matches);
    json_t *object = definition_list_into(reader, value, "matches", FORM_MATCHES, &mark);
    if (!object) {
        return;
    }
    read_points(reader, object, matches);
    matches->format =
        (enum rules_format)definition_value_word(reader, object, "format", FORM_FORMAT, 0);
    bool knockout = matches->format == RULES_KNOCKOUT;
    definition_value_refuse(reader, object, knockout ? of_robin : of_knockout,
                            definition_form_words(FORM_FORMAT)[matches->format]);
    matches->rounds = (uint32_t)reader_whole(reader, object, "rounds", 1, LEGS_MAX, 1);
    matches->best_of = (uint32_t)reader_whole(reader, object, "best_of", 1, ENDS_MAX, 0);
    matches->bronze = reader_flag(reader, object, "bronze", false);
    matches->draw_allowed = reader_flag(reader, object, "draw_allowed", false);
    reader_back(reader, mark);
}
