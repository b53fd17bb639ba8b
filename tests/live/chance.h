// Marks and rulings by chance in the competition of book.h, for histories that nobody would think
// of.
#pragma once

#include "tests/live/book.h"

static uint64_t dice_state;

static inline unsigned dice(unsigned below)
{
    dice_state = dice_state * 6364136223846793005U + 1442695040888963407U;
    return (unsigned)(dice_state >> 33) % below;
}

static const char *some_mark(struct arena *arena)
{
    unsigned value = dice(11);

    switch (dice(5)) {
    case 0:
    case 1:
        return arena_printf(arena, "p1/x%u/J%u a=%u", 1 + dice(4), 1 + dice(3), value);
    case 2:
        return arena_printf(arena, "p2/x%u/J%u b=%u", 1 + dice(4), 1 + dice(2), value);
    case 3:
        return dice(2) ? arena_printf(arena, "p3/y%u/K1 c=%u", 1 + dice(4), value)
                       : arena_printf(arena, "p4/y%u/K%u e=%u", 1 + dice(4), 1 + dice(2), value);
    default:
        return arena_printf(arena, "p5/w%u/C1 %s=%u", 1 + dice(3), dice(2) ? "one" : "two", value);
    }
}

static inline struct entry some_bulk(struct forge *it)
{
    return (struct entry){
        .kind = ENTRY_BULK,
        .part = SLICE("p5"),
        .seat = SLICE("C1"),
        .body = slice_of(arena_printf(it->arena,
                                      "{\"part\":\"p5\",\"seat\":\"C1\",\"aspect\":\"%s\","
                                      "\"rows\":[[\"w1\",\"%u\"],[\"w3\",\"%u\"]]}",
                                      dice(2) ? "one" : "two", dice(100), dice(100)))};
}

static inline struct entry some_decision(struct forge *it)
{
    static const char *const words[] = {"running", "dnf", "dns", "dsq", "withdrawn", "no_show"};
    struct arena *arena = it->arena;
    const char *skill = dice(3) ? "x" : "y";

    switch (dice(6)) {
    case 0:
        return book_ruling(it, "status",
                           arena_printf(arena, "'competitor':'%s%u','status':'%s','reason':'r'",
                                        skill, 1 + dice(4), words[dice(2) ? dice(6) : 0]));
    case 1:
        return book_ruling(
            it, "adjust",
            arena_printf(arena, "'competitor':'x%u','adjustment':'late','times':%u,'reason':'r'",
                         1 + dice(4), dice(3)));
    case 2:
        return book_ruling(it, "void",
                           arena_printf(arena,
                                        "'part':'p1','competitor':'x%u','seat':'J%u','reason':'r'",
                                        1 + dice(4), 1 + dice(3)));
    case 3:
        return book_ruling(
            it, "excuse",
            arena_printf(arena,
                         "'part':'p1','competitor':'x%u','seat':'J%u','excused':%s,'reason':'r'",
                         1 + dice(4), 1 + dice(3), dice(3) ? "false" : "true"));
    case 4:
        return book_ruling(
            it, "accept",
            arena_printf(arena, "'part':'p1','competitor':'x%u','accepted':true,'reason':'r'",
                         1 + dice(4)));
    default:
        return book_ruling(it, "order",
                           arena_printf(arena,
                                        "'stage':'%s','competitors':['x%u','x4'],'by':'lot',"
                                        "'reason':'r'",
                                        dice(2) ? "prelim" : "final", 1 + dice(3)));
    }
}

static inline struct entry some_ruling(struct forge *it)
{
    unsigned a = 1 + dice(3);

    switch (dice(6)) {
    case 0:
        return book_ruling(it, "field", "'skill':'s','stage':'final'");
    case 1:
        return book_ruling(it, "draw",
                           dice(4) ? "'stage':'bouts','groups':[['k1','k2','k3']]"
                                   : "'stage':'bouts','groups':[['k2','k1','k3']]");
    case 2:
        return book_ruling(it, "match",
                           arena_printf(it->arena,
                                        "'stage':'bouts','a':'k%u','b':'k%u','ends':[['2','%u'],"
                                        "['%u','3']]",
                                        a, 1 + a % 3, dice(3), 4 + dice(2)));
    default:
        return some_decision(it);
    }
}
