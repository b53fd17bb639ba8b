// A competition that uses the rule book widely, for the tests of rulings: `s` with two stages, a
// cut, a bonus and a penalty, and honours; `d` where one mark moves others (Borda points); `w`
// marked one by one; `k` with matches.
#pragma once

#include "tests/live/forge.h"

#include <stdarg.h>

#define BOOK_NAME(zh) "\"name\":{\"zh\":\"" zh "\"}"
#define BOOK_ASPECT(id, max)                                                                       \
    "{\"id\":\"" id "\"," BOOK_NAME("分") ",\"min\":\"0\",\"max\":\"" max "\",\"step\":\"0.5\"}"

static const char book_definition[] =
    "{\"format\":\"jinbang-competition/1\",\"id\":\"c1\"," BOOK_NAME("赛")
    ",\"traits\":[\"staff\",\"grade3\"],"
    "\"team_tables\":[{\"id\":\"t\"," BOOK_NAME("团体") ",\"by\":\"sum\",\"skills\":[\"s\"]}],"
    "\"skills\":["
    // s
    "{\"id\":\"s\"," BOOK_NAME("工种") ",\"shared_places\":false,\"tie_break\":[{\"ruling\":true}],"
    "\"titles\":[{\"id\":\"champion\"," BOOK_NAME("状元") ",\"from\":1,\"to\":1},"
    "{\"id\":\"hand\"," BOOK_NAME("能手") ",\"share\":\"50%\",\"approval\":true}],"
    "\"stages\":[{\"id\":\"prelim\"," BOOK_NAME("预赛") ","
    "\"adjustments\":[{\"id\":\"late\"," BOOK_NAME("迟到")
    ",\"by\":\"ruling\",\"amount\":\"-1\"}],"
    "\"modules\":[{\"id\":\"m1\"," BOOK_NAME("模块") ",\"parts\":[{\"id\":\"p1\"," BOOK_NAME("项")
    ",\"seats\":[\"J1\",\"J2\",\"J3\"],\"variance\":{\"by\":\"range\",\"limit\":\"6\",\"do\":"
    "\"hold\"},\"aspects\":[" BOOK_ASPECT("a", "10") "]}]}]},"
    "{\"id\":\"final\"," BOOK_NAME("决赛") ",\"field\":{\"from\":\"prelim\",\"top\":2},"
    "\"modules\":[{\"id\":\"m2\"," BOOK_NAME("模块") ",\"parts\":[{\"id\":\"p2\"," BOOK_NAME("项")
    ",\"seats\":[\"J1\",\"J2\"],\"aspects\":[" BOOK_ASPECT("b", "10") "]}]}]}]},"
    // d
    "{\"id\":\"d\"," BOOK_NAME("相对") ",\"stages\":[{\"id\":\"day\"," BOOK_NAME("比赛") ","
    "\"modules\":[{\"id\":\"m3\"," BOOK_NAME("模块") ",\"parts\":[{\"id\":\"p3\"," BOOK_NAME("项")
    ",\"seats\":[\"K1\"],\"missing\":\"given\",\"against\":{\"by\":\"borda\"},"
    "\"aspects\":[" BOOK_ASPECT("c", "10") "]},{\"id\":\"p4\"," BOOK_NAME("项")
    ",\"seats\":[\"K1\",\"K2\"],\"missing\":\"given\",\"against\":{\"by\":\"place\"},\"order\":"
    "\"high\",\"aspects\":[" BOOK_ASPECT("e", "10") "]}]}]}]},"
    // w
    "{\"id\":\"w\"," BOOK_NAME("徒步") ",\"stages\":[{\"id\":\"walk\"," BOOK_NAME("徒步") ","
    "\"modules\":[{\"id\":\"m4\"," BOOK_NAME("模块") ",\"parts\":[{\"id\":\"p5\"," BOOK_NAME("项")
    ",\"seats\":[\"C1\"],\"marks\":\"one_by_one\",\"missing\":\"given\",\"aspects\":["
    BOOK_ASPECT("one", "200000") "," BOOK_ASPECT("two", "200000") "]}]}]}]},"
    // k
    "{\"id\":\"k\"," BOOK_NAME("拔河") ",\"tie_break\":[{\"head_to_head\":\"bouts\"},{\"net\":"
    "\"bouts\"}],\"stages\":[{\"id\":\"bouts\"," BOOK_NAME("比赛")
    ",\"roll_up\":\"matches\",\"matches\":{\"format\":\"round_robin\",\"best_of\":3}}]}]}";

static const char book_roster[] =
    "{\"competitors\":["
    "{\"id\":\"x1\",\"skill\":\"s\",\"team\":\"red\",\"traits\":[\"staff\"]},"
    "{\"id\":\"x2\",\"skill\":\"s\",\"team\":\"red\"},{\"id\":\"x3\",\"skill\":\"s\",\"team\":"
    "\"blue\",\"traits\":[\"grade3\",\"staff\"]},{\"id\":\"x4\",\"skill\":\"s\"},"
    "{\"id\":\"y1\",\"skill\":\"d\"},{\"id\":\"y2\",\"skill\":\"d\"},{\"id\":\"y3\",\"skill\":"
    "\"d\"},{\"id\":\"y4\",\"skill\":\"d\"},"
    "{\"id\":\"w1\",\"skill\":\"w\"},{\"id\":\"w2\",\"skill\":\"w\"},{\"id\":\"w3\",\"skill\":"
    "\"w\"},"
    "{\"id\":\"k1\",\"skill\":\"k\"},{\"id\":\"k2\",\"skill\":\"k\"},{\"id\":\"k3\",\"skill\":"
    "\"k\"}]}";

static inline struct forge *book_new(void)
{
    struct forge *forge = forge_bare("c1");
    struct entry definition = {.kind = ENTRY_COMPETITION, .body = slice_of(book_definition)};
    struct entry roster = {.kind = ENTRY_ROSTER, .body = slice_of(book_roster)};
    assert_int_equal(forge_add(forge, definition), RECORD_GOOD);
    assert_int_equal(forge_add(forge, roster), RECORD_GOOD);
    return forge;
}

static inline const struct record_competitor *book_who(const struct forge *forge, const char *id)
{
    const struct record_competitor *who = record_competitor(forge->record, slice_of(id));
    assert_non_null(who);
    return who;
}

// A judge's sheet of one mark: "p1/x1/J1 a=8.5". It replaces the one that is there.
static inline struct entry book_sheet(struct forge *forge, const char *text)
{
    char part[8], competitor[8], seat[8], aspect[8], value[16];

    assert_int_equal(
        sscanf(text, "%7[^/]/%7[^/]/%7[^ ] %7[^=]=%15s", part, competitor, seat, aspect, value), 5);
    const struct rules *rules = forge->record->rules;
    uint32_t index = rules_find_part(rules, part, strlen(part));
    const struct record_sheet *before =
        record_sheet(forge->record, book_who(forge, competitor), index,
                     rules_find_seat(rules, index, seat, strlen(seat)));
    return (struct entry){
        .kind = ENTRY_SHEET,
        .part = {arena_copy(forge->arena, slice_of(part)), strlen(part)},
        .competitor = {arena_copy(forge->arena, slice_of(competitor)), strlen(competitor)},
        .seat = {arena_copy(forge->arena, slice_of(seat)), strlen(seat)},
        .replaces = before ? before->number : 0,
        .body = slice_of(arena_printf(
            forge->arena, "{\"marks\":[{\"aspect\":\"%s\",\"value\":\"%s\"}]}", aspect, value))};
}

static inline void book_mark(struct forge *forge, const char *text)
{
    if (forge_add(forge, book_sheet(forge, text)) != RECORD_GOOD) {
        fail_msg("%s: %s", text, forge->why);
    }
}

// All three judges of the preliminary agree.
static inline void book_prelim(struct forge *forge, const char *competitor, const char *value)
{
    for (unsigned seat = 1; seat <= 3; seat++) {
        book_mark(forge, arena_printf(forge->arena, "p1/%s/J%u a=%s", competitor, seat, value));
    }
}

static inline void book_final(struct forge *forge, const char *competitor, const char *value)
{
    for (unsigned seat = 1; seat <= 2; seat++) {
        book_mark(forge, arena_printf(forge->arena, "p2/%s/J%u b=%s", competitor, seat, value));
    }
}

static inline void book_quote(char *text)
{
    for (char *at = strchr(text, '\''); at; at = strchr(at, '\'')) {
        *at = '"';
    }
}

// A ruling's body with ' for ".
static inline struct entry book_ruling(struct forge *forge, const char *kind, const char *members)
{
    char *body = arena_printf(forge->arena, "{'ruling':'%s',%s}", kind, members);

    book_quote(body);
    return (struct entry){.kind = ENTRY_RULING, .ruling = slice_of(kind), .body = slice_of(body)};
}

static inline void book_rule(struct forge *forge, const char *kind, const char *members)
{
    if (forge_add(forge, book_ruling(forge, kind, members)) != RECORD_GOOD) {
        fail_msg("%s %s: %s", kind, members, forge->why);
    }
}

static inline const struct stage_result *book_result(const struct forge *forge, const char *id,
                                                     unsigned stage)
{
    return &book_who(forge, id)->tally.stages[stage];
}

static inline const char *book_total(const struct forge *forge, const char *id, unsigned stage)
{
    static char text[RATIO_TEXT_MAX + 1];
    text[ratio_print(book_result(forge, id, stage)->total, -1, text)] = 0;
    return text;
}
