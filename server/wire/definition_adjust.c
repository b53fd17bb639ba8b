#include "wire/definition_adjust.h"

#include "wire/definition_book.h"
#include "wire/definition_list.h"
#include "wire/definition_value.h"

enum { PERCENT_MOST = 1000, TIMES_MOST = 1000000 };

static uint32_t find_part(struct definition_book *book, json_t *value,
                          struct definition_adjust_node node)
{
    struct slice id = reader_id(&book->reader, value, "part");
    for (uint32_t i = node.part_first; id.at && i < node.part_first + node.part_count; i++) {
        if (slice_is(id, book->parts[i].id)) {
            return i;
        }
    }
    if (id.at) {
        reader_nonsense(&book->reader, "part", "@part-outside %s", id.at);
    }
    return RULES_NONE;
}

// Which log it reads: of the part itself, or of the part that it names.
static void read_part(struct definition_book *book, json_t *value,
                      struct definition_adjust_node node, struct rules_adjustment *adjustment)
{
    static const char *const part[] = {"part", NULL};
    struct reader *reader = &book->reader;
    adjustment->part = RULES_NONE;
    if (adjustment->by == RULES_BY_RULING) {
        definition_value_refuse(reader, value, part, "by: ruling");
        return;
    }
    if (!node.is_part) {
        definition_value_needs(reader, value, "part");
    }
    adjustment->part = node.is_part && !json_object_get(value, "part")
                           ? node.part_first
                           : find_part(book, value, node);
    if (adjustment->part == RULES_NONE) {
        return;
    }
    unsigned declares = book->parts[adjustment->part].declares;
    bool timed = adjustment->by == RULES_BY_OVERTIME || adjustment->by == RULES_BY_EARLY;
    unsigned wants = timed ? RULES_DECLARES_LOG | RULES_DECLARES_TIME : RULES_DECLARES_LOG;
    if ((declares & wants) == 0) {
        reader_nonsense(reader, "part", timed ? "@log-or-time" : "@log-needed");
    }
}

static void read_times(struct reader *reader, json_t *value, struct rules_adjustment *adjustment)
{
    static const char *const times[] = {"after", "each", NULL};
    if (adjustment->by != RULES_BY_OVERTIME && adjustment->by != RULES_BY_EARLY) {
        definition_value_refuse(reader, value, times, "by: ruling, warnings, offences");
        return;
    }
    definition_value_needs(reader, value, "after");
    definition_value_needs(reader, value, "each");
    adjustment->each = POINT_ONE;
    if (reader_point(reader, value, "after", &adjustment->after) && adjustment->after < 0) {
        reader_nonsense(reader, "after", "@at-least 0");
    }
    if (reader_point(reader, value, "each", &adjustment->each) && adjustment->each <= 0) {
        reader_nonsense(reader, "each", "@above-zero");
    }
}

static void read_amount(struct reader *reader, json_t *value, struct rules_adjustment *adjustment)
{
    static const char *const either[] = {"amount", "percent", NULL};

    enum { PERCENT = 100 };
    struct ratio share = RATIO_ZERO;
    adjustment->percent = definition_value_one_of(reader, value, either) == 1;
    if (!adjustment->percent) {
        adjustment->amount = definition_value_point(reader, value, "amount");
    } else if (definition_value_percent(reader, value, "percent", -PERCENT_MOST, PERCENT_MOST,
                                        &share)) {
        // Whole millionths of a percent by its form, so that nothing is lost.
        adjustment->amount = share.num * (PERCENT * (int64_t)POINT_ONE / share.den);
    }
}

static void read_adjustment(struct definition_book *book, json_t *value,
                            struct definition_adjust_node node)
{
    struct reader *reader = &book->reader;
    struct rules_adjustment *adjustment = &book->adjustments[book->adjustment_count++];
    (void)reader_object(reader, value, definition_form_fields(FORM_ADJUSTMENT));
    adjustment->id = definition_book_id(book, value);
    adjustment->name = definition_book_name(book, value);
    definition_book_unique(book, book->adjustment_ids, adjustment->id, "id");
    adjustment->by = (enum rules_by)definition_value_word(reader, value, "by", FORM_BY, 0);
    read_amount(reader, value, adjustment);
    read_times(reader, value, adjustment);
    read_part(book, value, node, adjustment);
    adjustment->most = (uint32_t)reader_whole(reader, value, "most", 1, TIMES_MOST, 0);
}

void definition_adjust_all(struct definition_book *book, json_t *value,
                           struct definition_adjust_node node, uint32_t *ret_first,
                           uint32_t *ret_count)
{
    struct definition_list list =
        definition_list_open(&book->reader, value, "adjustments", 0, RULES_ADJUSTMENTS_MAX);
    *ret_first = book->adjustment_count;
    for (json_t *one = NULL; (one = definition_list_next(&book->reader, &list));) {
        read_adjustment(book, one, node);
    }
    *ret_count = book->adjustment_count - *ret_first;
}

void definition_adjust_limits(struct reader *reader, json_t *value, struct rules_limits *limits)
{
    limits->has_floor = json_object_get(value, "floor");
    limits->has_ceiling = json_object_get(value, "ceiling");
    limits->floor = definition_value_decimal(reader, value, "floor", RATIO_ZERO);
    limits->ceiling = definition_value_decimal(reader, value, "ceiling", RATIO_ZERO);
    if (limits->has_floor && limits->has_ceiling &&
        ratio_compare(limits->floor, limits->ceiling) > 0) {
        reader_nonsense(reader, "ceiling", "@ceiling");
    }
}
