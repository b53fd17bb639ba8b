#include "wire/scene_stage.h"

#include "base/text.h"
#include "wire/say.h"

#include <stdio.h>
#include <string.h>

static bool same_word(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

static bool same_needs(const struct scene_told *a, const struct scene_told *b)
{
    bool same = a->need_count == b->need_count;

    for (size_t i = 0; same && i < a->need_count; i++) {
        const struct scene_need *one = &a->needs[i];
        const struct scene_need *other = &b->needs[i];
        same = one->place == other->place && same_word(one->answer, other->answer) &&
               same_word(one->mark, other->mark) && same_word(one->than, other->than);
    }
    return same;
}

static bool same_cards(const struct scene_cards *a, const struct scene_cards *b)
{
    if (!a || !b) {
        return a == b;
    }
    bool same =
        a->count == b->count && same_word(a->part, b->part) && same_word(a->figure, b->figure);

    for (size_t i = 0; same && i < a->count; i++) {
        same = same_word(a->judges[i].mark, b->judges[i].mark) &&
               same_word(a->judges[i].struck, b->judges[i].struck);
    }
    return same;
}

bool scene_stage_same(const struct scene_told *a, const struct scene_told *b)
{
    return a->best == b->best && a->worst == b->worst && same_needs(a, b) &&
           same_cards(a->cards, b->cards);
}

bool scene_stage_same_lines(const struct scene_line *a, const struct scene_line *b, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (a[i].top != b[i].top || !same_word(a[i].title, b[i].title) ||
            !same_word(a[i].stage, b[i].stage)) {
            return false;
        }
    }
    return true;
}

// ---- written

static void write_need(const struct scene_need *need, struct buf *out)
{
    SAY(out, "{\"place\":");
    say_uint(out, need->place);
    say_text(out, ",\"answer\":", slice_of(need->answer));
    say_text(out, ",\"mark\":", slice_of(need->mark));
    say_text(out, ",\"than\":", slice_of(need->than));
    SAY(out, "}");
}

static void write_forecast(const struct scene_told *told, struct buf *out)
{
    SAY(out, ",\"forecast\":{\"best\":");
    say_uint(out, told->best);
    SAY(out, ",\"worst\":");
    say_uint(out, told->worst);
    for (size_t i = 0; i < told->need_count; i++) {
        text_add(out, i ? SLICE(",") : SLICE(",\"needs\":["));
        write_need(&told->needs[i], out);
    }
    text_add(out, told->need_count ? SLICE("]}") : SLICE("}"));
}

static void write_cards(const struct scene_cards *cards, struct buf *out)
{
    say_text(out, ",\"cards\":{\"part\":", slice_of(cards->part));
    say_text(out, ",\"figure\":", slice_of(cards->figure));
    SAY(out, ",\"judges\":[");
    for (size_t i = 0; i < cards->count; i++) {
        const struct scene_card *card = &cards->judges[i];
        if (card->mark) {
            say_text(out, i ? ",{\"mark\":" : "{\"mark\":", slice_of(card->mark));
        } else {
            text_add(out, i ? SLICE(",{\"mark\":null") : SLICE("{\"mark\":null"));
        }
        say_text(out, ",\"struck\":", slice_of(card->struck));
        SAY(out, "}");
    }
    SAY(out, "]}");
}

void scene_stage_write(const struct scene_told *told, struct buf *out)
{
    if (told->best > 0) {
        write_forecast(told, out);
    }
    if (told->cards) {
        write_cards(told->cards, out);
    }
}

void scene_stage_write_lines(const struct scene_line *lines, size_t count, struct buf *out)
{
    for (size_t i = 0; i < count; i++) {
        text_add(out, i ? SLICE(",{\"top\":") : SLICE(",\"lines\":[{\"top\":"));
        say_uint(out, lines[i].top);
        say_text(out, ",\"title\":", slice_of(lines[i].title));
        say_text(out, ",\"stage\":", slice_of(lines[i].stage));
        SAY(out, "}");
    }
    if (count > 0) {
        SAY(out, "]");
    }
}
