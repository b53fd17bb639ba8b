// Other rules over a history by chance: with the same rules nothing moves, and what is carried is
// what was there.
#include "live/reform.h"
#include "live/reform_report.h"
#include "scoring/rank.h"
#include "tests/live/chance.h"
#include "wire/ask_rules.h"

enum { HISTORIES = 40, STEPS = 60 };

// A history as it comes; what the rules do not allow is left out. (A record that has refused is not
// used further: so the entry is tried on a copy of the journal.)
static struct forge *replayed(const struct forge *from)
{
    struct forge *copy = forge_bare("c1");

    for (size_t i = 1; i <= from->count; i++) {
        struct slice bytes = {arena_copy(copy->arena, from->entries[i]), from->entries[i].len};
        assert_int_equal(forge_take(copy, bytes), RECORD_GOOD);
    }
    copy->asks = from->asks;
    return copy;
}

static struct forge *try_entry(struct forge *it, struct entry entry)
{
    if (forge_add(it, entry) == RECORD_GOOD) {
        return it;
    }
    struct forge *fresh = replayed(it);
    fresh->asks = it->asks;
    forge_free(it);
    return fresh;
}

static struct forge *some_history(uint64_t seed)
{
    struct forge *it = book_new();

    dice_state = seed;
    for (unsigned i = 0; i < STEPS; i++) {
        unsigned what = dice(8);
        if (what == 0) {
            it = try_entry(it, some_bulk(it));
        } else if (what < 4) {
            it = try_entry(it, some_ruling(it));
        } else {
            it = try_entry(it, book_sheet(it, some_mark(it->arena)));
        }
    }
    return it;
}

static void assert_same_keys(const struct record *before, const struct record *after)
{
    for (size_t i = 0; i < before->competitor_count; i++) {
        const struct record_competitor *old = before->competitors[i];
        const struct record_competitor *fresh = record_competitor(after, slice_of(old->id));
        const struct rules_skill *skill = &before->rules->skills[old->skill];
        assert_non_null(fresh);
        for (uint32_t k = 0; k < skill->stage_count; k++) {
            unsigned char one[RULES_KEY_MAX];
            unsigned char other[RULES_KEY_MAX];
            size_t len = rank_key(before->rules, skill->stage_first + k, &old->tally, one);
            uint32_t stage = after->rules->skills[fresh->skill].stage_first + k;
            assert_int_equal(rank_key(after->rules, stage, &fresh->tally, other), len);
            assert_memory_equal(one, other, len);
        }
    }
}

static void assert_same_counts(const struct record *before, const struct record *after)
{
    for (uint32_t i = 0; i < before->rules->skill_count; i++) {
        const struct record_skill *old = &before->skills[i];
        const struct record_skill *fresh = &after->skills[i];
        size_t bytes = before->rules->skills[i].stage_count * sizeof *old->stages;
        assert_int_equal(old->bout_count, fresh->bout_count);
        assert_memory_equal(old->stages, fresh->stages, bytes);
    }
}

static void the_same_rules_move_nothing_whatever_has_happened(void **state)
{
    (void)state;

    for (uint64_t seed = 1; seed <= HISTORIES; seed++) {
        struct forge *it = some_history(seed);
        struct slice definition = {it->record->definition_json, it->record->definition_len};
        struct reform *reform = reform_new(it->record, definition, SLICE(""), it->count + 1);
        struct buf *report = buf_new(512);
        reform_report_write(reform, report);
        buf_add(report, "", 1);
        for (const struct reform_lost *lost = reform->lost; lost; lost = lost->next) {
            print_error("%s %s %s %s %s %s %s\n", lost->kind,
                        lost->competitor ? lost->competitor : "", lost->part ? lost->part : "",
                        lost->seat ? lost->seat : "", lost->stage ? lost->stage : "",
                        lost->what ? lost->what : "", lost->problem ? lost->problem : "");
        }
        assert_null(reform->refusal);
        assert_null(reform->lost);
        assert_non_null(strstr(report->bytes, ",\"set_aside\":[],\"skills\":[],\"judges\":[]}"));
        assert_same_keys(it->record, reform->after);
        assert_same_counts(it->record, reform->after);
        buf_unref(report);
        reform_free(reform);
        forge_free(it);
    }
}

// Takes the place of `old` in the definition of book.h.
static struct slice changed(struct arena *arena, const char *old, const char *fresh)
{
    const char *at = strstr(book_definition, old);

    assert_non_null(at);
    return slice_of(arena_printf(arena, "%.*s%s%s", (int)(at - book_definition), book_definition,
                                 fresh, at + strlen(old)));
}

static const struct reform_lost *lost_one(struct forge *it, struct slice definition,
                                          struct reform **ret)
{
    *ret = reform_new(it->record, definition, SLICE(""), it->count + 1);
    assert_non_null((*ret)->lost);
    assert_null((*ret)->lost->next);
    assert_string_equal((*ret)->refusal, "rules-impossible");
    return (*ret)->lost;
}

static void a_ruling_about_what_is_gone_is_named(void **state)
{
    (void)state;
    struct forge *it = book_new();
    struct reform *reform = NULL;

    book_rule(it, "adjust", "'competitor':'x1','adjustment':'late','times':2,'reason':'r'");
    const struct reform_lost *lost =
        lost_one(it, changed(it->arena, "\"late\"", "\"slow\""), &reform);
    assert_string_equal(lost->kind, "ruling");
    assert_string_equal(lost->competitor, "x1");
    assert_string_equal(lost->what, "late");
    reform_free(reform);
    forge_free(it);
}

static void a_match_of_another_format_is_named(void **state)
{
    (void)state;
    struct forge *it = book_new();
    struct reform *reform = NULL;

    book_rule(it, "draw", "'stage':'bouts','groups':[['k1','k2','k3']]");
    book_rule(it, "match", "'stage':'bouts','a':'k1','b':'k2','ends':[['2','0'],['2','1']]");
    const struct reform_lost *lost =
        lost_one(it, changed(it->arena, "\"round_robin\"", "\"knockout\""), &reform);
    assert_string_equal(lost->kind, "match");
    assert_string_equal(lost->stage, "bouts");
    reform_free(reform);
    forge_free(it);
}

static void a_trait_that_a_competitor_has_cannot_go(void **state)
{
    (void)state;
    struct forge *it = book_new();
    struct reform *reform = NULL;

    const struct reform_lost *lost =
        lost_one(it, changed(it->arena, "\"grade3\"", "\"grade4\""), &reform);
    assert_string_equal(lost->kind, "competitor");
    assert_string_equal(lost->competitor, "x3");
    reform_free(reform);
    forge_free(it);
}

static struct entry rules_entry(struct forge *it, struct slice definition, const char *report)
{
    return (struct entry){
        .kind = ENTRY_RULES,
        .body = slice_of(arena_printf(it->arena, "%s\n{\"definition\":%.*s,\"reason\":\"r\"}",
                                      report, SLICE_FMT(definition)))};
}

static void a_journal_with_a_change_folds_and_a_wrong_report_is_known(void **state)
{
    (void)state;
    struct forge *it = book_new();
    struct slice weaker = changed(it->arena, "\"amount\":\"-1\"", "\"amount\":\"-3\"");

    book_prelim(it, "x1", "9");
    book_rule(it, "adjust", "'competitor':'x1','adjustment':'late','times':1,'reason':'r'");
    assert_string_equal(book_total(it, "x1", 0), "8");
    assert_int_equal(forge_add(it, rules_entry(it, weaker, "{}")), RECORD_GOOD);
    assert_string_equal(book_total(it, "x1", 0), "6");
    assert_int_equal(it->record->change_count, 1);
    assert_false(it->record->changes[0]->holds);
    struct forge *again = replayed(it);
    assert_string_equal(book_total(again, "x1", 0), "6");
    assert_string_equal(again->record->rules_id, it->record->rules_id);
    forge_free(again);
    forge_free(it);
}

static void a_change_that_is_not_possible_breaks_the_journal(void **state)
{
    (void)state;
    struct forge *it = book_new();

    book_rule(it, "adjust", "'competitor':'x1','adjustment':'late','times':1,'reason':'r'");
    assert_int_equal(
        forge_add(it, rules_entry(it, changed(it->arena, "\"late\"", "\"slow\""), "{}")),
        RECORD_BROKEN);
    forge_free(it);
}

// So many more on the roster of forge_new, in one entry.
static void crowd(struct forge *it, unsigned from, unsigned to)
{
    struct buf *roster = buf_new(1 << 16);

    text_printf(roster, "{\"competitors\":[");
    for (unsigned i = from; i <= to; i++) {
        text_printf(roster, "%s{\"id\":\"y%u\",\"skill\":\"s\"}", i > from ? "," : "", i);
    }
    text_printf(roster, "]}");
    struct entry entry = {.kind = ENTRY_ROSTER, .body = {roster->bytes, roster->len}};
    assert_int_equal(forge_add(it, entry), RECORD_GOOD);
    buf_unref(roster);
}

static void as_many_as_a_field_may_have_can_be_made_relative_and_one_more_cannot(void **state)
{
    (void)state;
    struct forge *it = forge_new();
    const char *at = strstr(forge_definition, "\"reduce\"");
    struct slice relative =
        slice_of(arena_printf(it->arena, "%.*s\"against\":{\"by\":\"borda\"},%s",
                              (int)(at - forge_definition), forge_definition, at));

    crowd(it, 1, RULES_FIELD_MAX - FORGE_COMPETITORS);
    struct reform *reform = reform_new(it->record, relative, SLICE(""), it->count + 1);
    assert_null(reform->refusal);
    assert_int_equal(reform->after->skills[0].count, RULES_FIELD_MAX);
    reform_free(reform);
    crowd(it, RULES_FIELD_MAX, RULES_FIELD_MAX);
    reform = reform_new(it->record, relative, SLICE(""), it->count + 1);
    assert_string_equal(reform->refusal, "field-full");
    reform_free(reform);
    forge_free(it);
}

RUN(cmocka_unit_test(the_same_rules_move_nothing_whatever_has_happened),
    cmocka_unit_test(a_ruling_about_what_is_gone_is_named),
    cmocka_unit_test(a_match_of_another_format_is_named),
    cmocka_unit_test(a_trait_that_a_competitor_has_cannot_go),
    cmocka_unit_test(a_journal_with_a_change_folds_and_a_wrong_report_is_known),
    cmocka_unit_test(as_many_as_a_field_may_have_can_be_made_relative_and_one_more_cannot),
    cmocka_unit_test(a_change_that_is_not_possible_breaks_the_journal))
