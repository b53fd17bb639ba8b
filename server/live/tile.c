#include "live/tile.h"

#include "base/text.h"

#include <string.h>

enum { PAGE_ROWS = 50, PAGES_MAX = 1000000 };

static const char *parse_page(struct slice text, struct tile *ret)
{
    static const struct {
        const char *name;
        enum tile_list list;
    } lists[] = {
        {"page", TILE_STANDING}, {"delegations", TILE_DELEGATIONS}, {"titles", TILE_TITLES}};

    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        size_t head = strlen(lists[i].name);
        uint64_t page = 0;
        if (slice_starts(text, lists[i].name) &&
            text_uint((struct slice){text.at + head, text.len - head}, PAGES_MAX, &page) &&
            page > 0) {
            *ret = (struct tile){
                .list = lists[i].list, .from = (page - 1) * PAGE_ROWS, .count = PAGE_ROWS};
            return NULL;
        }
    }
    return "unknown-tile";
}

const char *tile_parse(struct slice text, struct tile *ret)
{
    static const struct {
        const char *name;
        uint64_t count;
    } tops[] = {{"top12", 12}, {"top50", 50}, {"top100", TILE_ROWS_MAX}};

    for (size_t i = 0; i < sizeof tops / sizeof tops[0]; i++) {
        if (slice_is(text, tops[i].name)) {
            *ret = (struct tile){.count = tops[i].count};
            return NULL;
        }
    }
    bool on_stage = slice_starts(text, "stage:");
    size_t head = on_stage ? sizeof "stage:" - 1 : sizeof "who:" - 1;
    if (!on_stage && !slice_starts(text, "who:")) {
        return parse_page(text, ret);
    }
    *ret =
        (struct tile){.count = 1, .who = {text.at + head, text.len - head}, .on_stage = on_stage};
    return text_is_id(ret->who) ? NULL : "unknown-tile";
}
