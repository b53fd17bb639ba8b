#include "live/results_honours.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "live/order.h"

size_t results_honours_settle(struct arena *arena, const struct record *record, uint32_t skill,
                              struct results_honours_line **ret)
{
    struct field_overall *overall = NULL;
    struct award_line *awards = NULL;
    size_t count = order_awards(arena, record, skill, &overall, &awards);
    struct results_honours_line *lines = arena_alloc(arena, (count + 1) * sizeof *lines);

    for (size_t i = 0; i < count; i++) {
        lines[i] = (struct results_honours_line){record->competitors[overall[i].who], overall[i],
                                                 awards[i]};
    }
    *ret = lines;
    return count;
}

static void write_titles(const struct rules_skill *skill, const char *member, uint64_t bits,
                         struct buf *out)
{
    bool first = true;

    text_printf(out, ",\"%s\":[", member);
    for (uint32_t i = 0; i < skill->title_count; i++) {
        if (bits >> i & 1) {
            text_printf(out, first ? "" : ",");
            text_json(out, slice_of(skill->titles[i].id));
            first = false;
        }
    }
    text_printf(out, "]");
}

static void write_promotion(const struct rules_skill *skill, const struct award_line *award,
                            struct buf *out)
{
    if (award->promotion == RULES_NONE) {
        return;
    }
    const struct rules_promotion *promotion = &skill->promotions[award->promotion];
    text_printf(out, ",\"promotion\":{\"id\":");
    text_json(out, slice_of(promotion->id));
    text_printf(out, ",\"grade\":{\"zh\":");
    text_json(out, slice_of(promotion->grade.zh));
    text_printf(out, ",\"en\":");
    text_json(out, slice_of(promotion->grade.en));
    text_printf(out, "}%s}", award->promotion_waiting ? ",\"waiting\":true" : "");
}

static void write_line(const struct rules *rules, uint32_t skill,
                       const struct results_honours_line *line, struct buf *out)
{
    const struct rules_skill *at = &rules->skills[skill];

    text_printf(out, "{\"id\":");
    text_json(out, slice_of(line->competitor->id));
    text_printf(out, ",\"place\":%u%s", line->overall.place,
                line->overall.half ? ",\"half\":true" : "");
    if (line->overall.group > 0) {
        text_printf(out, ",\"group\":");
        text_json(out, slice_of(at->groups[line->overall.group - 1].id));
        text_printf(out, ",\"group_place\":%u%s", line->overall.group_place,
                    line->overall.group_half ? ",\"group_half\":true" : "");
    }
    write_titles(at, "titles", line->award.titles, out);
    write_titles(at, "waiting", line->award.waiting, out);
    write_promotion(at, &line->award, out);
    text_printf(out, ",\"passed\":%s", line->award.passed ? "true" : "false");
    if (line->overall.stage != RULES_NONE) {
        text_printf(out, ",\"stage\":");
        text_json(out, slice_of(rules->stages[line->overall.stage].id));
    }
    text_printf(out, "}");
}

void results_honours_write(const struct record *record, uint32_t skill, struct buf *out)
{
    struct arena *arena = arena_new();
    struct results_honours_line *lines = NULL;
    size_t count = results_honours_settle(arena, record, skill, &lines);

    text_printf(out, "{\"skill\":");
    text_json(out, slice_of(record->rules->skills[skill].id));
    text_printf(out, ",\"lines\":[");
    for (size_t i = 0; i < count; i++) {
        text_printf(out, i ? "," : "");
        write_line(record->rules, skill, &lines[i], out);
    }
    text_printf(out, "]}");
    arena_free(arena);
}

// ---- in a publication

// A title by place alone stands in the result's own line, as it always did.
static bool is_by_place_alone(const struct rules_title *title)
{
    bool conditions = title->has_total || title->has_scale || title->all_passed ||
                      title->entrants_least > 0 || title->approval || title->besides;
    bool others = title->traits != 0 || title->needs != 0 || title->excludes != 0;

    return title->by == RULES_BY_PLACES && !conditions && !others;
}

static bool has_honours(const struct rules_skill *skill)
{
    bool any = skill->medals.has || skill->promotion_count > 0;

    for (uint32_t i = 0; !any && i < skill->title_count; i++) {
        any = !is_by_place_alone(&skill->titles[i]);
    }
    return any;
}

void results_honours_publish(const struct record *record, uint32_t skill, struct buf *out)
{
    const struct rules_skill *at = &record->rules->skills[skill];
    struct results_honours_line *lines = NULL;
    size_t written = 0;

    if (!has_honours(at)) {
        return;
    }
    struct arena *arena = arena_new();
    size_t count = results_honours_settle(arena, record, skill, &lines);
    text_printf(out, ",\"honours\":[");
    for (size_t i = 0; i < count; i++) {
        const struct award_line *award = &lines[i].award;
        bool promoted = award->promotion != RULES_NONE && !award->promotion_waiting;
        if (award->titles == 0 && !promoted) {
            continue;
        }
        text_printf(out, "%s{\"id\":", written++ ? "," : "");
        text_json(out, slice_of(lines[i].competitor->id));
        write_titles(at, "titles", award->titles, out);
        if (promoted) {
            text_printf(out, ",\"promotion\":");
            text_json(out, slice_of(at->promotions[award->promotion].id));
        }
        text_printf(out, "}");
    }
    text_printf(out, "]");
    arena_free(arena);
}
