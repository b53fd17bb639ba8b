#include "live/reform_report.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "live/order.h"
#include "live/reform_facts.h"
#include "live/reform_moves.h"
#include "wire/say.h"

// ---- as JSON

static void write_place(const struct reform_stand *stand, struct buf *out)
{
    if (stand->place == 0) {
        SAY(out, "null");
    } else {
        text_printf(out, stand->half ? "\"%u.5\"" : "%u", stand->place);
    }
}

static void write_total(const struct reform_stand *stand, struct buf *out)
{
    if (stand->total) {
        text_json(out, slice_of(stand->total));
    } else {
        SAY(out, "null");
    }
}

static void write_move(const struct reform_move *move, struct buf *out)
{
    SAY(out, "{\"id\":");
    text_json(out, slice_of(move->competitor->id));
    SAY(out, ",\"place\":{\"before\":");
    write_place(&move->before, out);
    SAY(out, ",\"after\":");
    write_place(&move->after, out);
    SAY(out, "},\"total\":{\"before\":");
    write_total(&move->before, out);
    SAY(out, ",\"after\":");
    write_total(&move->after, out);
    SAY(out, "}}");
}

static void write_titles(const struct rules_skill *skill, uint64_t bits, struct buf *out)
{
    bool any = false;

    SAY(out, "[");
    for (uint32_t i = 0; i < skill->title_count; i++) {
        if ((bits >> i & 1) != 0) {
            text_printf(out, any ? "," : "");
            text_json(out, slice_of(skill->titles[i].id));
            any = true;
        }
    }
    SAY(out, "]");
}

static void write_promotion(const struct rules_skill *skill, uint32_t promotion, struct buf *out)
{
    if (promotion == RULES_NONE) {
        SAY(out, "null");
    } else {
        text_json(out, slice_of(skill->promotions[promotion].id));
    }
}

static void write_honour(const struct reform_skill *skill, const struct reform_honour *honour,
                         struct buf *out)
{
    SAY(out, "{\"id\":");
    text_json(out, slice_of(honour->competitor->id));
    SAY(out, ",\"titles\":{\"before\":");
    write_titles(skill->before, honour->titles_before, out);
    SAY(out, ",\"after\":");
    write_titles(skill->after, honour->titles_after, out);
    SAY(out, "},\"promotion\":{\"before\":");
    write_promotion(skill->before, honour->promotion_before, out);
    SAY(out, ",\"after\":");
    write_promotion(skill->after, honour->promotion_after, out);
    SAY(out, "}}");
}

static void write_stage(const struct reform_stage *stage, struct buf *out)
{
    SAY(out, "{\"id\":");
    text_json(out, slice_of(stage->id));
    SAY(out, ",\"moved\":[");
    for (size_t i = 0; i < stage->count; i++) {
        text_printf(out, i ? "," : "");
        write_move(&stage->moves[i], out);
    }
    SAY(out, "]}");
}

static void write_skill(const struct reform_skill *skill, struct buf *out)
{
    SAY(out, "{\"id\":");
    text_json(out, slice_of(skill->before->id));
    SAY(out, ",\"stages\":[");
    for (size_t i = 0; i < skill->stage_count; i++) {
        text_printf(out, i ? "," : "");
        write_stage(&skill->stages[i], out);
    }
    SAY(out, "],\"honours\":[");
    for (size_t i = 0; i < skill->honour_count; i++) {
        text_printf(out, i ? "," : "");
        write_honour(skill, &skill->honours[i], out);
    }
    SAY(out, "]}");
}

static void write_set_aside(const struct reform *reform, struct buf *out)
{
    bool any = false;

    SAY(out, ",\"set_aside\":[");
    for (const struct reform_lost *lost = reform->lost; lost; lost = lost->next) {
        if (lost->seat) {
            text_printf(out, "%s{\"part\":\"%s\",\"competitor\":\"%s\",\"seat\":\"%s\",",
                        any ? "," : "", lost->part, lost->competitor, lost->seat);
            text_printf(out, "\"number\":%lu}", (unsigned long)lost->number);
            any = true;
        }
    }
    SAY(out, "]");
}

static void write_judges(const struct reform *reform, struct buf *out)
{
    bool any = false;

    SAY(out, ",\"judges\":[");
    for (size_t i = 0; i < reform->before->judge_count; i++) {
        const struct record_judge *before = reform->before->judges[i];
        const struct record_judge *after = reform->after->judges[i];
        if (before->seat_count != after->seat_count) {
            text_printf(out, "%s{\"id\":\"%s\",\"seats\":{\"before\":%zu,\"after\":%zu}}",
                        any ? "," : "", before->id, before->seat_count, after->seat_count);
            any = true;
        }
    }
    SAY(out, "]");
}

void reform_report_write(const struct reform *reform, struct buf *out)
{
    struct arena *arena = arena_new();
    struct reform_skill *skills = NULL;
    size_t count = reform_moves(arena, reform, &skills);

    text_printf(out, "{\"from\":\"%s\",\"to\":\"%s\"", reform->before->rules_id,
                reform->after->rules_id);
    write_set_aside(reform, out);
    SAY(out, ",\"skills\":[");
    for (size_t i = 0; i < count; i++) {
        text_printf(out, i ? "," : "");
        write_skill(&skills[i], out);
    }
    SAY(out, "]");
    write_judges(reform, out);
    SAY(out, "}");
    arena_free(arena);
}

// ---- what is lost

static void write_id(const char *member, const char *id, struct buf *out)
{
    if (id) {
        text_printf(out, ",\"%s\":", member);
        text_json(out, slice_of(id));
    }
}

static void say_why(const struct reform_lost *lost, enum problem_language language, struct buf *out)
{
    static const char *const gone[] = {"新规则里没有它", "the new rules do not have it"};

    if (lost->problem) {
        problem_line(out, language, lost->problem, lost->pointer, lost->word);
    } else {
        text_printf(out, "%s", gone[language == PROBLEM_EN]);
    }
}

static void write_lost(const struct reform_lost *lost, enum problem_language language,
                       struct buf *out)
{
    struct buf *words = buf_new(256);

    text_printf(out, "{\"kind\":\"%s\"", lost->kind);
    write_id("competitor", lost->competitor, out);
    write_id("part", lost->part, out);
    write_id("seat", lost->seat, out);
    write_id("stage", lost->stage, out);
    write_id("of", lost->what, out);
    if (lost->number > 0) {
        text_printf(out, ",\"number\":%lu", (unsigned long)lost->number);
    }
    write_id("problem", lost->problem, out);
    say_why(lost, language, words);
    SAY(out, ",\"detail\":");
    text_json(out, (struct slice){words->bytes, words->len});
    SAY(out, "}");
    buf_unref(words);
}

void reform_report_lost(const struct reform *reform, enum problem_language language,
                        struct buf *out)
{
    if (!reform->lost) {
        return;
    }
    SAY(out, ",\"impossible\":[");
    for (const struct reform_lost *lost = reform->lost; lost; lost = lost->next) {
        text_printf(out, lost == reform->lost ? "" : ",");
        write_lost(lost, language, out);
    }
    SAY(out, "]");
    if (reform->lost_others == 0) {
        text_printf(out, ",\"set_aside\":\"%s\"", reform->key);
    }
}

// ---- as lines

static void say_stand(const struct reform_stand *stand, struct buf *out)
{
    if (stand->place == 0) {
        SAY(out, "-");
    } else {
        text_printf(out, stand->half ? "%u.5" : "%u", stand->place);
    }
    text_printf(out, " (%s)", stand->total ? stand->total : "-");
}

static void say_stage(const struct reform_skill *skill, const struct reform_stage *stage,
                      struct buf *out)
{
    for (size_t i = 0; i < stage->count; i++) {
        const struct reform_move *move = &stage->moves[i];
        text_printf(out, "%s/%s  %-16s ", skill->before->id, stage->id, move->competitor->id);
        say_stand(&move->before, out);
        SAY(out, " → ");
        say_stand(&move->after, out);
        text_printf(out, "  %s\n",
                    move->competitor->shown.name ? move->competitor->shown.name : "");
    }
}

static void say_honours(const struct reform_skill *skill, struct buf *out)
{
    for (size_t i = 0; i < skill->honour_count; i++) {
        const struct reform_honour *honour = &skill->honours[i];
        text_printf(out, "%s  %-16s ", skill->before->id, honour->competitor->id);
        write_titles(skill->before, honour->titles_before, out);
        write_promotion(skill->before, honour->promotion_before, out);
        SAY(out, " → ");
        write_titles(skill->after, honour->titles_after, out);
        write_promotion(skill->after, honour->promotion_after, out);
        SAY(out, "\n");
    }
}

static void say_lost(const struct reform *reform, enum problem_language language, struct buf *out)
{
    static const char *const words[] = {"在新规则下不成立：", "not possible under the new rules: "};

    for (const struct reform_lost *lost = reform->lost; lost; lost = lost->next) {
        text_printf(out, "%s%s %s %s %s%s%s: ", words[language == PROBLEM_EN], lost->kind,
                    lost->competitor ? lost->competitor : "", lost->part ? lost->part : "",
                    lost->seat ? lost->seat : "", lost->stage ? lost->stage : "",
                    lost->what ? lost->what : "");
        say_why(lost, language, out);
        SAY(out, "\n");
    }
}

static void say_end(const struct reform *reform, size_t moved, enum problem_language language,
                    struct buf *out)
{
    const char *from = reform->before->rules_id;
    const char *to = reform->after->rules_id;
    bool aside = reform->lost && reform->lost_others == 0;

    if (language == PROBLEM_EN) {
        text_printf(out, "rules %s → %s: %zu changes\n", from, to, moved);
    } else {
        text_printf(out, "规则 %s → %s：%zu 处变化\n", from, to, moved);
    }
    if (aside && language == PROBLEM_EN) {
        text_printf(out,
                    "%zu sheets would be set aside: kept, but not counted. If you agree, add "
                    "--set-aside=%s\n",
                    reform->lost_sheets, reform->key);
    } else if (aside) {
        text_printf(out, "%zu 张评分表须另存：记录保留，但不再计分。如同意，请加 --set-aside=%s\n",
                    reform->lost_sheets, reform->key);
    }
}

void reform_report_table(const struct reform *reform, enum problem_language language,
                         struct buf *out)
{
    struct arena *arena = arena_new();
    struct reform_skill *skills = NULL;
    size_t count = reform_moves(arena, reform, &skills);
    size_t moved = 0;

    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < skills[i].stage_count; k++) {
            say_stage(&skills[i], &skills[i].stages[k], out);
            moved += skills[i].stages[k].count;
        }
        say_honours(&skills[i], out);
        moved += skills[i].honour_count;
    }
    say_lost(reform, language, out);
    say_end(reform, moved, language, out);
    arena_free(arena);
}
