// A skill behind codes ends as it would have by name: the same marks and rulings, given to works
// and joined at the opening, make the same publication and the same team table, byte by byte. For
// every kind of skill whose competitors are looked at together.
#include "live/results_publication.h"
#include "live/results_teams.h"
#include "tests/live/book.h"
#include "tests/live/veil.h"

enum { PEOPLE = 6, HISTORIES = 12, WORK = 2 };

#define NAMED(id) "'id':'" id "','name':{'zh':'" id "'}"
#define HEAD(more)                                                                                 \
    "{'format':'jinbang-competition/1'," NAMED("c1") ",'team_tables':[{" NAMED(                    \
        "t") ",'by':'sum','skills':['s']}],'skills':[{" NAMED("s") "," more "'stages':["
#define PART(id, more)                                                                             \
    "{" NAMED(id) ",'seats':['J1','J2','J3']," more                                                \
                  "'aspects':[{" NAMED("a") ",'min':'0','max':'10','step':'0.5'}]}"
#define STAGE(more, part)                                                                          \
    "{" NAMED("final") "," more "'modules':[{" NAMED("m") ",'parts':[" part "]}]}"
#define GROUPS                                                                                     \
    "'groups':[{" NAMED("g1") "},{" NAMED("g2") "}],'compete':'in_groups','titles':[{" NAMED(      \
        "top") ",'from':1,'to':1}],"
#define END "]}]}"

static uint64_t dice_state;

static unsigned dice(unsigned below)
{
    dice_state = dice_state * 6364136223846793005U + 1442695040888963407U;
    return (unsigned)(dice_state >> 33) % below;
}

// A kind of skill: its rules by name, and how somebody's marks in it look.
struct kind {
    const char *rules;
    bool groups, places, heats, matches;
};

static const struct kind kinds[] = {
    {.rules = HEAD("'titles':[{" NAMED("top") ",'count':2,'per_team':1}],") STAGE("", PART("p", ""))
         END},
    {.rules = HEAD("") STAGE("", PART("p", "'missing':'given','against':{'by':'borda'},")) END},
    {.rules = HEAD("") STAGE("", PART("p", "'normalise':{'by':'ranks'},")) END},
    {.rules =
         HEAD("") STAGE("'roll_up':'skating','order':'low',",
                        "{" NAMED("p") ",'seats':['J1','J2','J3'],'reduce':'majority','order':'low'"
                                       ",'aspects':[{" NAMED("a") ",'input':'place'}]}") END,
     .places = true},
    {.rules = HEAD(GROUPS) STAGE("", PART("p", "")) END, .groups = true},
    {.rules = HEAD(GROUPS) STAGE("", PART("p", "'missing':'given','against':{'by':'place'},")) END,
     .groups = true},
    {.rules = HEAD("") STAGE("'heats':true,", PART("p", "")) END, .heats = true},
    {.rules = HEAD("") "{" NAMED(
         "final") ",'roll_up':'matches','matches':{'format':'round_robin','best_of':3}}" END,
     .matches = true}};

// The same competition twice.
struct pair {
    const struct kind *kind;
    struct forge *named;
    struct veil *veil;
};

static char *quoted(struct arena *arena, const char *text)
{
    char *copy = arena_copy(arena, slice_of(text));
    book_quote(copy);
    return copy;
}

static void begin(struct forge *it, const struct kind *kind, bool blind)
{
    char *rules = quoted(it->arena, kind->rules);
    char *skills = strstr(rules, "\"skills\":[{\"id\":\"s\",");
    struct buf *roster = buf_new(1024);

    skills = strstr(skills + strlen("\"skills\":[{"), "\"s\",") + strlen("\"s\",");
    rules = arena_printf(it->arena, "%.*s%s%s", (int)(skills - rules), rules,
                         blind ? "\"blind\":[\"work\"]," : "", skills);
    struct entry first = {.kind = ENTRY_COMPETITION, .body = slice_of(rules)};
    if (forge_add(it, first) != RECORD_GOOD) {
        fail_msg("%s: %s", it->why, rules);
    }
    text_printf(roster, "{\"competitors\":[");
    for (unsigned i = 1; i <= PEOPLE; i++) {
        text_printf(roster, "%s{\"id\":\"x%u\",\"skill\":\"s\",\"team\":\"t%u\"%s}",
                    i > 1 ? "," : "", i, 1 + i % 2,
                    !kind->groups ? ""
                    : i <= 2      ? ",\"group\":\"g1\""
                                  : ",\"group\":\"g2\"");
    }
    text_printf(roster, "]}");
    struct entry people = {.kind = ENTRY_ROSTER, .body = {roster->bytes, roster->len}};
    assert_int_equal(forge_add(it, people), RECORD_GOOD);
    buf_unref(roster);
}

static struct pair pair_new(const struct kind *kind)
{
    struct pair pair = {kind, forge_bare("c1"), calloc(1, sizeof(struct veil))};

    assert_non_null(pair.veil);
    pair.veil->forge = forge_bare("c1");
    begin(pair.named, kind, false);
    begin(pair.veil->forge, kind, true);
    for (unsigned i = 1; i <= PEOPLE; i++) {
        veil_check_in(pair.veil->forge, arena_printf(pair.named->arena, "x%u", i), MUSTER_PRESENT);
    }
    veil_draw(pair.veil);
    return pair;
}

static void pair_free(struct pair *pair)
{
    forge_free(pair->named);
    veil_free(pair->veil);
}

// Who is meant on either side.
static const char *who(const struct pair *pair, bool blind, unsigned i)
{
    struct arena *arena = pair->named->arena;
    const char *id = arena_printf(arena, "x%u", i);

    return blind ? veil_work(pair->veil, id).at : id;
}

static struct forge *side(const struct pair *pair, bool blind)
{
    return blind ? pair->veil->forge : pair->named;
}

static void mark(const struct pair *pair, unsigned i, unsigned seat, unsigned value)
{
    for (int blind = 0; blind < 2; blind++) {
        struct forge *it = side(pair, blind);
        const struct record_sheet *before = record_sheet(
            it->record, record_competitor(it->record, slice_of(who(pair, blind, i))), 0, seat - 1);
        struct entry entry = {
            .kind = ENTRY_SHEET,
            .part = SLICE("p"),
            .competitor = slice_of(who(pair, blind, i)),
            .seat = slice_of(arena_printf(it->arena, "J%u", seat)),
            .replaces = before ? before->number : 0,
            .body =
                pair->kind->places
                    ? slice_of(arena_printf(
                          it->arena, "{\"marks\":[{\"aspect\":\"a\",\"value\":\"%u\"}]}", value))
                    : forge_marks(it->arena, value)};
        if (forge_add(it, entry) != RECORD_GOOD) {
            fail_msg("%s", it->why);
        }
    }
}

// `format` has two places for who is meant.
static void rule(const struct pair *pair, const char *kind, const char *format, unsigned a,
                 unsigned b)
{
    for (int blind = 0; blind < 2; blind++) {
        struct forge *it = side(pair, blind);
        struct buf *body = buf_new(256);
        const unsigned ids[] = {a, b};
        size_t next = 0;
        for (const char *at = format; *at; at++) {
            if (*at == '@') {
                text_add(body, slice_of(who(pair, blind, ids[next++])));
            } else {
                text_add(body, (struct slice){at, 1});
            }
        }
        struct slice text = {arena_copy(it->arena, (struct slice){body->bytes, body->len}),
                             body->len};
        buf_unref(body);
        book_rule(it, kind, text.at);
    }
}

static void mark_places(const struct pair *pair)
{
    for (unsigned seat = 1; seat <= 3; seat++) {
        unsigned first = dice(PEOPLE);
        bool back = dice(2) != 0;
        for (unsigned i = 0; i < PEOPLE; i++) {
            unsigned at = (first + i) % PEOPLE;
            mark(pair, 1 + i, seat, 1 + (back ? PEOPLE - 1 - at : at));
        }
    }
}

static void play(const struct pair *pair)
{
    rule(pair, "draw", "'stage':'final','skill':'s','groups':[['@','@']],'reason':'r'", 1, 2);
    rule(pair, "match",
         dice(2)
             ? "'stage':'final','group':1,'round':1,'a':'@','b':'@','ends':[['2','1'],['2','0']]"
             : "'stage':'final','group':1,'round':1,'a':'@','b':'@','ends':[['0','1'],['1','2']]",
         1, 2);
}

static void happen(const struct pair *pair)
{
    if (pair->kind->matches) {
        play(pair);
        return;
    }
    if (pair->kind->heats) {
        rule(pair, "draw", "'stage':'final','groups':[['@'],['@']],'reason':'r'", 2, 5);
    }
    if (pair->kind->places) {
        mark_places(pair);
        return;
    }
    for (unsigned i = 0; i < 3 * PEOPLE; i++) {
        mark(pair, 1 + i % PEOPLE, 1 + i / PEOPLE, dice(21));
    }
    if (dice(2)) {
        unsigned seat = 1 + dice(3);
        rule(pair, "void",
             seat == 1 ? "'part':'p','competitor':'@','seat':'J1','reason':'r'"
                       : "'part':'p','competitor':'@','seat':'J2','reason':'r'",
             4, 0);
        mark(pair, 4, seat == 1 ? 1 : 2, dice(21));
    }
    if (dice(2)) {
        rule(pair, "status", "'competitor':'@','status':'dsq','reason':'r'", 1 + dice(PEOPLE), 0);
    }
}

static struct slice outcome(const struct forge *it)
{
    struct buf *out = buf_new(1024);

    results_publication(it->record, 0, out);
    assert_true(results_teams_write(it->record, 0, false, out));
    struct slice text = {arena_copy(it->arena, (struct slice){out->bytes, out->len}), out->len};
    buf_unref(out);
    return text;
}

static void a_skill_behind_codes_ends_as_it_would_have_by_name(void **state)
{
    (void)state;

    for (uint64_t i = 0; i < ROWS(kinds) * HISTORIES; i++) {
        struct pair pair = pair_new(&kinds[i % ROWS(kinds)]);
        dice_state = 1000 + i;
        happen(&pair);
        if (pair.kind->matches) { // who was not drawn waits for nobody
            for (unsigned k = 3; k <= PEOPLE; k++) {
                rule(&pair, "status", "'competitor':'@','status':'no_show','reason':'r'", k, 0);
            }
        }
        veil_open(pair.veil, WORK);
        struct slice named = outcome(pair.named);
        struct slice blind = outcome(pair.veil->forge);
        assert_string_equal(named.at, blind.at);
        pair_free(&pair);
    }
}

RUN(cmocka_unit_test(a_skill_behind_codes_ends_as_it_would_have_by_name))
