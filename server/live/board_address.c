#include "live/board_address.h"

#include "live/facts.h"

#include <string.h>

static struct slice take_word(struct slice *rest)
{
    const char *slash = rest->len ? memchr(rest->at, '/', rest->len) : NULL;
    struct slice word = {rest->at, slash ? (size_t)(slash - rest->at) : rest->len};
    size_t took = word.len + (slash ? 1 : 0);

    rest->at += took;
    rest->len -= took;
    return word;
}

const char *board_address_parse(const struct record *record, struct slice text,
                                struct board_address *ret)
{
    struct slice rest = text;
    (void)take_word(&rest);
    struct slice skill = take_word(&rest);
    struct slice stage = take_word(&rest);

    ret->text = text;
    ret->skill = record->rules ? rules_find_skill(record->rules, skill.at, skill.len) : RULES_NONE;
    if (ret->skill == RULES_NONE) {
        return "unknown-skill";
    }
    ret->stage = rules_find_stage(record->rules, ret->skill, stage.at, stage.len);
    if (ret->stage == RULES_NONE) {
        return "unknown-stage";
    }
    return tile_parse(rest, &ret->tile);
}
