// A cut behind codes: what it asks of competitors must be known of a code too.
#include "live/order.h"
#include "tests/live/book.h"

#define STAGES(field)                                                                              \
    "'stages':[{'id':'one'," STAGE("p1") "},{'id':'two','field':{'from':'one','top':2" field       \
                                         "}," STAGE("p2") "}]}]}"
#define STAGE(part)                                                                                \
    "'name':{'zh':'阶段'},'modules':[{'id':'m','name':{'zh':'模块'},'parts':[{'id':'" part         \
    "','name':{'zh':'项'},'seats':['J1'],'aspects':[{'id':'a','name':{'zh':'分'},'min':'0',"     \
    "'max':'10','step':'1'}]}]}]"
#define SKILL                                                                                      \
    "{'format':'jinbang-competition/1','id':'c1','name':{'zh':'赛'},'skills':[{'id':'s','name':{" \
    "'zh':'工种'},"
#define GROUPS "'groups':[{'id':'g','name':{'zh':'组'}},{'id':'h','name':{'zh':'组'}}],"

static void a_cut_by_groups_or_delegations_waits_for_the_opening_and_no_other_does(void **state)
{
    (void)state;

    static const struct {
        const char *rules;
        bool veiled;
    } rows[] = {
        {SKILL "'blind':['work']," STAGES(""), false},
        {SKILL "'blind':['work']," STAGES(",'per_team':1"), true},
        {SKILL "'blind':['work']," GROUPS "'compete':'in_groups'," STAGES(""), true},
        {SKILL "'blind':['work']," GROUPS "'compete':'in_groups'," STAGES(",'together':true"),
         false},
        {SKILL "'blind':['work']," GROUPS "'compete':'together'," STAGES(""), false},
        {SKILL GROUPS "'compete':'in_groups'," STAGES(",'per_team':1"), false}, // by name
    };

    for (size_t i = 0; i < ROWS(rows); i++) {
        struct forge *it = forge_bare("c1");
        char *text = arena_copy(it->arena, slice_of(rows[i].rules));
        book_quote(text);
        struct entry rules = {.kind = ENTRY_COMPETITION, .body = slice_of(text)};
        assert_int_equal(forge_add(it, rules), RECORD_GOOD);
        assert_false(order_cut_is_veiled(it->record, 0)); // the first stage cuts nobody
        assert_true(order_cut_is_veiled(it->record, 1) == rows[i].veiled);
        it->record->skills[0].opened = true;
        assert_false(order_cut_is_veiled(it->record, 1));
        forge_free(it);
    }
}

RUN(cmocka_unit_test(a_cut_by_groups_or_delegations_waits_for_the_opening_and_no_other_does))
