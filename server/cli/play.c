#include "cli/play.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/conf.h"
#include "base/list.h"
#include "base/must.h"
#include "base/secret.h"
#include "base/table.h"
#include "cli/play_check.h"
#include "cli/play_room.h"
#include "cli/settings.h"
#include "live/results.h"
#include "live/results_explain.h"
#include "live/results_honours.h"
#include "wire/code.h"
#include "wire/explain.h"
#include "wire/faults.h"
#include "wire/problem.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>

static const struct conf_entry settings[] = {
    {"check", CONF_FLAG, NULL, 0, 0, "Compare the engine's figures with the recording's."},
    {"json", CONF_FLAG, NULL, 0, 0, "Print what everybody comes to at the end, one a line."},
    {NULL, CONF_TEXT, NULL, 0, 0, NULL},
};

static const char usage[] =
    "usage: jinbang tally [--check] [--json] RECORDING\n"
    "Plays a recording through the engine alone: no Redis, no server.\n\n";
static const char explain_usage[] =
    "usage: jinbang explain RECORDING COMPETITION COMPETITOR [STAGE]\n"
    "Plays a recording and says how a competitor's result came about.\n\n";

// A line that waits for the end of the recording.
struct late {
    struct list link;
    struct arena *arena;
    struct recording_line line;
    uint64_t number;
};

struct play {
    const char *path;
    struct table *rooms; // by competition
    struct list late;
    struct play_check check;
    bool checks;
    uint64_t number; // of the line
};

static int complain(const struct play *play, const char *why)
{
    (void)fprintf(stderr, "%s: line %" PRIu64 ": %s\n", play->path, play->number, why);
    return EX_DATAERR;
}

static struct play_room *room_of(struct play *play, const struct recording_line *line)
{
    struct play_room *room = table_get(play->rooms, line->competition);

    if (!room) {
        room = play_room_new(line->competition);
        table_put(play->rooms, line->competition, room);
    }
    return room;
}

static void keep_late(struct play *play, struct arena *arena, const struct recording_line *line)
{
    struct late *late = arena_alloc(arena, sizeof *late);

    *late = (struct late){.arena = arena, .line = *line, .number = play->number};
    list_add_tail(&play->late, &late->link);
}

// Takes the arena over. 0, or an exit code.
static int take_line(struct play *play, struct arena *arena, const struct recording_line *line)
{
    const char *why = NULL;
    struct play_room *room = line->kind == RECORDING_HEAD ? NULL : room_of(play, line);

    if (line->kind == RECORDING_EXPECT_END && play->checks) {
        keep_late(play, arena, line);
        return 0;
    }
    if (recording_is_expectation(line->kind)) {
        if (!room->record->rules) {
            why = "the competition has not been defined";
        } else if (play->checks && line->kind != RECORDING_EXPECT_END) {
            play_check_line(&play->check, room, arena, line, play->number);
        }
    } else if (room && line->kind != RECORDING_JUDGES) {
        why = play_room_take(room, arena, line);
    }
    int code = why ? complain(play, why) : 0;
    arena_free(arena);
    return code;
}

static int read_line(struct play *play, struct slice text)
{
    struct arena *arena = arena_new();
    struct faults *faults = arena_alloc(arena, sizeof *faults);
    struct recording_line line;

    faults->count = 0;
    faults->more = false;
    if (recording_read(arena, text, &line, faults)) {
        return take_line(play, arena, &line);
    }
    struct buf *words = buf_new(256);
    problem_line(words, settings_language(), faults->items[0].name, faults->items[0].pointer,
                 faults->items[0].word);
    int code = complain(play, arena_copy(arena, (struct slice){words->bytes, words->len}));
    buf_unref(words);
    arena_free(arena);
    return code;
}

static int read_file(struct play *play)
{
    FILE *file = fopen(play->path, "re");
    char *text = NULL;
    size_t room = 0;
    int code = 0;

    if (!file) {
        (void)fprintf(stderr, "%s: cannot be read\n", play->path);
        return EX_NOINPUT;
    }
    for (ssize_t len = getline(&text, &room, file); len > 0 && code == 0;
         len = getline(&text, &room, file)) {
        play->number++;
        size_t end = (size_t)len - (text[len - 1] == '\n' ? 1 : 0);
        code = end > 0 ? read_line(play, (struct slice){text, end}) : 0;
    }
    free(text);
    (void)fclose(file);
    return code;
}

static void check_late(struct play *play, bool good)
{
    list_each_safe (at, &play->late) {
        struct late *late = list_item(at, struct late, link);
        struct play_room *room = room_of(play, &late->line);
        list_remove(&late->link);
        if (good && room->record->rules) {
            play_check_line(&play->check, room, late->arena, &late->line, late->number);
        }
        arena_free(late->arena);
    }
}

static void open_play(struct play *play, const char *path)
{
    *play = (struct play){.path = path, .rooms = table_new()};
    list_init(&play->late);
}

static void close_play(struct play *play)
{
    void *room = NULL;

    play_check_done(&play->check);
    for (size_t at = 0; table_next(play->rooms, &at, NULL, &room);) {
        play_room_free(room);
    }
    table_free(play->rooms);
}

// ---- what everybody comes to

static void print_ratio(const char *name, struct ratio value)
{
    if (ratio_is_value(value)) {
        (void)printf(",\"%s\":\"%" PRId64 "/%" PRId64 "\"", name, value.num, value.den);
    } else {
        (void)printf(",\"%s\":\"%s\"", name, code_word((enum rules_status)value.num));
    }
}

static void print_titles(const struct rules_skill *skill, uint64_t titles)
{
    const char *comma = "";

    (void)printf(",\"titles\":[");
    for (uint32_t i = 0; i < skill->title_count; i++) {
        if (titles >> i & 1) {
            (void)printf("%s\"%s\"", comma, skill->titles[i].id);
            comma = ",";
        }
    }
    (void)printf("]");
}

static void print_line(const struct rules *rules, uint32_t stage, const struct results_line *line,
                       const uint64_t *titles, const struct field_overall *behind)
{
    const struct rules_skill *skill = &rules->skills[rules->stages[stage].skill];
    const struct stage_result *result = &line->competitor->tally.stages[stage - skill->stage_first];

    (void)printf("{\"competition\":\"%s\",\"skill\":\"%s\",\"stage\":\"%s\",\"id\":\"%s\"",
                 rules->id, skill->id, rules->stages[stage].id, line->competitor->id);
    (void)printf(",\"place\":%" PRIu32 ",\"half\":%s,\"status\":\"%s\"", line->rank.place,
                 line->rank.half ? "true" : "false", code_word(result->status));
    print_ratio("total", result->total);
    print_ratio("own", result->own);
    (void)printf(",\"complete\":%s", result->complete ? "true" : "false");
    print_titles(skill, titles[line->competitor->index]);
    if (behind) {
        const struct field_overall *overall = &behind[line->competitor->at];
        (void)printf(",\"overall\":%" PRIu32 "%s", overall->place, overall->half ? ".5" : "");
    }
    if (line->competitor->group > 0) {
        (void)printf(",\"group\":\"%s\",\"group_place\":%" PRIu32 "%s",
                     skill->groups[line->competitor->group - 1].id, line->rank.group_place,
                     line->rank.group_half ? ".5" : "");
    }
    if (line->rank.heat > 0) {
        (void)printf(",\"heat\":%" PRIu32 ",\"heat_place\":%" PRIu32 "%s", line->rank.heat,
                     line->rank.heat_place, line->rank.heat_half ? ".5" : "");
    }
    (void)printf("}\n");
}

// The titles as they would be given now, by competitor.
static uint64_t *find_titles(struct arena *arena, const struct record *record, uint32_t skill)
{
    struct results_honours_line *lines = NULL;
    size_t count = results_honours_settle(arena, record, skill, &lines);
    uint64_t *titles = arena_alloc(arena, (record->competitor_count + 1) * sizeof *titles);

    for (size_t i = 0; i < count; i++) {
        titles[lines[i].competitor->index] = lines[i].award.titles;
    }
    return titles;
}

static void print_room(const struct play_room *room)
{
    const struct rules *rules = room->record->rules;

    for (uint32_t stage = 0; rules && stage < rules->stage_count; stage++) {
        struct arena *arena = arena_new();
        struct results_line *lines = NULL;
        size_t count = results_rank(arena, room->record, stage, &lines);
        uint32_t skill = rules->stages[stage].skill;
        uint64_t *titles = find_titles(arena, room->record, skill);
        const struct field_overall *behind = order_behind(arena, room->record, skill);
        for (size_t i = 0; i < count; i++) {
            print_line(rules, stage, &lines[i], titles, behind);
        }
        arena_free(arena);
    }
}

static void print_all(const struct play *play)
{
    void *room = NULL;

    for (size_t at = 0; table_next(play->rooms, &at, NULL, &room);) {
        print_room(room);
    }
}

// ---- the commands

static int tally(const struct conf *conf)
{
    struct play play;

    open_play(&play, conf_positional(conf, 0));
    play.checks = conf_flag(conf, "check");
    int code = read_file(&play);
    check_late(&play, code == 0);
    if (code == 0 && conf_flag(conf, "json")) {
        print_all(&play);
    }
    if (play.checks && code == 0) {
        (void)printf("compared=%" PRIu64 " equal=%" PRIu64 "\n", play.check.compared,
                     play.check.equal);
        code = play.check.compared != play.check.equal ? 1 : 0;
    }
    close_play(&play);
    return code;
}

static int explain_one(const struct play *play, const char *competition, const char *competitor,
                       const char *stage_id)
{
    const struct play_room *room = table_get(play->rooms, slice_of(competition));
    const struct record_competitor *who =
        room && room->record->rules ? record_competitor(room->record, slice_of(competitor)) : NULL;
    if (!who) {
        (void)fprintf(stderr, "%s: there is no %s \"%s\"\n", play->path,
                      room ? "competitor" : "competition", room ? competitor : competition);
        return EX_DATAERR;
    }
    const struct rules *rules = room->record->rules;
    const struct rules_skill *skill = &rules->skills[who->skill];
    uint32_t stage = stage_id ? rules_find_stage(rules, who->skill, stage_id, strlen(stage_id))
                              : skill->stage_first + skill->stage_count - 1;
    if (stage == RULES_NONE) {
        (void)fprintf(stderr, "%s: there is no stage \"%s\"\n", play->path, stage_id);
        return EX_DATAERR;
    }
    struct arena *arena = arena_new();
    struct buf *out = buf_new(4096);
    struct explain explain;
    bool good = results_explain_stage(arena, room->record, NULL, who, stage, &explain);
    if (good) {
        explain_print(&explain, settings_language(), out);
        (void)fwrite(out->bytes, 1, out->len, stdout);
    }
    buf_unref(out);
    arena_free(arena);
    return good ? 0 : EX_DATAERR;
}

static int explain(const struct conf *conf)
{
    struct play play;
    int count = conf_positional_count(conf);

    open_play(&play, conf_positional(conf, 0));
    int code = read_file(&play);
    check_late(&play, false);
    if (code == 0) {
        code = explain_one(&play, conf_positional(conf, 1), conf_positional(conf, 2),
                           count > 3 ? conf_positional(conf, 3) : NULL);
    }
    close_play(&play);
    return code;
}

static bool wants_help(int argc, char **argv)
{
    for (int i = 2; i < argc; i++) {
        if (strcmp(argv[i], "--help") == 0) {
            return true;
        }
    }
    return false;
}

static int run(int argc, char **argv, const char *words, int least, int most,
               int (*command)(const struct conf *conf))
{
    struct conf *conf = conf_new(settings);
    struct buf *text = buf_new(512);
    int code = EX_USAGE;

    if (wants_help(argc, argv)) {
        conf_help(settings, text);
        (void)printf("%s%.*s", words, (int)text->len, text->bytes);
        code = 0;
    } else if (!conf_read(conf, argc, argv, 2, text)) {
        (void)fprintf(stderr, "jinbang: %.*s\n", (int)text->len, text->bytes);
    } else if (conf_positional_count(conf) < least || conf_positional_count(conf) > most) {
        (void)fputs(words, stderr);
    } else {
        code = command(conf);
    }
    buf_unref(text);
    conf_free(conf);
    return code;
}

int play_command(int argc, char **argv)
{
    secret_init();
    return run(argc, argv, usage, 1, 1, tally);
}

int play_explain_command(int argc, char **argv)
{
    secret_init();
    return run(argc, argv, explain_usage, 3, 4, explain);
}
