#include "cli/replay_ask.h"

#include "base/arena.h"
#include "base/secret.h"
#include "base/text.h"
#include "net/client.h"
#include "wire/recording_answer.h"

#include <inttypes.h>

enum { PAGE = 50, ROUNDS_MAX = 100 };

#define ID "%.*s"

static const char *headers_of(struct replay_step *step, const char *token, bool writes)
{
    if (!writes) {
        return arena_printf(step->arena, "Authorization: Bearer %s\r\n", token);
    }
    if (!step->key[0]) {
        secret_uuid7(step->key);
    }
    const char *rules = step->lane->rules[0]
                            ? arena_printf(step->arena, "Jinbang-Rules: %s\r\n", step->lane->rules)
                            : "";
    struct slice seen = step->line.kind == RECORDING_RULES ? SLICE("*") : step->if_match;
    const char *match =
        seen.len > 0 ? arena_printf(step->arena, "If-Match: %.*s\r\n", SLICE_FMT(seen)) : "";
    return arena_printf(step->arena,
                        "Authorization: Bearer %s\r\nIdempotency-Key: %s\r\n"
                        "Content-Type: application/json\r\n%s%s",
                        token, step->key, match, rules);
}

static struct replay_request sheet_request(struct replay_step *step, const char *token)
{
    const struct recording_line *line = &step->line;
    return (struct replay_request){
        step->asks_first ? "GET" : "PUT",
        arena_printf(step->arena, "/api/v1/competitions/%s/sheets/" ID "/" ID "/" ID,
                     step->lane->id, SLICE_FMT(line->part), SLICE_FMT(line->competitor),
                     SLICE_FMT(line->seat)),
        headers_of(step, token, !step->asks_first),
        step->asks_first ? SLICE_NONE : line->body,
    };
}

static const char *check_path(struct replay_step *step)
{
    const struct recording_line *line = &step->line;
    const char *id = step->lane->id;

    if (line->kind == RECORDING_EXPECT_FIELD) {
        return arena_printf(step->arena, "/api/v1/competitions/%s/fields/" ID "?skill=" ID, id,
                            SLICE_FMT(line->stage), SLICE_FMT(line->skill));
    }
    if (line->kind == RECORDING_EXPECT_TEAM) {
        return arena_printf(step->arena, "/api/v1/competitions/%s/teams/" ID, id,
                            SLICE_FMT(line->table));
    }
    if (step->asks_honours) {
        return arena_printf(step->arena, "/api/v1/competitions/%s/honours?skill=" ID, id,
                            SLICE_FMT(line->skill));
    }
    return arena_printf(step->arena,
                        "/api/v1/competitions/%s/scoreboard?skill=" ID "&stage=" ID
                        "&competitor=" ID "&from=%" PRIu64 "&limit=%d%s",
                        id, SLICE_FMT(line->skill), SLICE_FMT(line->stage),
                        SLICE_FMT(line->competitor), step->page_from, PAGE,
                        recording_wants_parts(line) ? "&detail=parts" : "");
}

static struct replay_request check_request(struct replay_step *step, const char *token)
{
    return (struct replay_request){"GET", check_path(step), headers_of(step, token, false),
                                   SLICE_NONE};
}

// With other ids from the second round on: the tokens of the first are lost.
static const char *round_suffix(const struct replay_step *step)
{
    return step->round == 0 ? "" : arena_printf(step->arena, ".%u", step->round + 1);
}

static const char *post_path(struct replay_step *step)
{
    const char *id = step->lane->id;
    switch (step->line.kind) {
    case RECORDING_ROSTER:
        return arena_printf(step->arena, "/api/v1/competitions/%s/roster", id);
    case RECORDING_JUDGES:
        return arena_printf(step->arena, "/api/v1/competitions/%s/judges", id);
    case RECORDING_PUBLISH:
        return arena_printf(step->arena, "/api/v1/competitions/%s/skills/" ID "/publication", id,
                            SLICE_FMT(step->line.skill));
    case RECORDING_RULING:
        return arena_printf(step->arena, "/api/v1/competitions/%s/rulings", id);
    case RECORDING_BULK:
        return arena_printf(step->arena, "/api/v1/competitions/%s/bulk", id);
    case RECORDING_RULES:
        return arena_printf(step->arena, "/api/v1/competitions/%s/rules", id);
    case RECORDING_TRIAL:
        return arena_printf(step->arena, "/api/v1/competitions/%s/trials", id);
    case RECORDING_COMPETITION:
    case RECORDING_HEAD:
    case RECORDING_SHEET:
    case RECORDING_EXPECT:
    case RECORDING_EXPECT_END:
    case RECORDING_EXPECT_FIELD:
    case RECORDING_EXPECT_TEAM:
        break;
    }
    return "/api/v1/competitions";
}

static struct replay_request post_request(struct replay_step *step, const char *token)
{
    struct slice body = step->line.body;
    if (step->line.kind == RECORDING_JUDGES && step->round > 0) {
        body = recording_judges(step->arena, body, round_suffix(step));
    }
    return (struct replay_request){step->line.kind == RECORDING_RULES ? "PUT" : "POST",
                                   post_path(step), headers_of(step, token, true), body};
}

bool replay_ask_request(struct replay_step *step, const char *organiser_token,
                        struct replay_request *ret)
{
    if (step->line.kind == RECORDING_BULK ||
        step->line.kind == RECORDING_TRIAL) { // by a judge, or by the organiser
        const char *token = replay_lane_token(step->lane, step->line.judge);
        *ret = post_request(step, token ? token : organiser_token);
        return true;
    }
    if (step->line.kind == RECORDING_SHEET) {
        const char *token = replay_lane_token(step->lane, step->line.judge);
        if (token) {
            *ret = sheet_request(step, token);
        }
        return token != NULL;
    }
    *ret = recording_is_expectation(step->line.kind) ? check_request(step, organiser_token)
                                                     : post_request(step, organiser_token);
    return true;
}

static enum replay_outcome refused(struct replay_step *step, const struct client_answer *answer,
                                   struct replay_tell *tell)
{
    replay_tell_refused(tell, step, answer->status, answer->body);
    return REPLAY_DONE;
}

static bool is_success(const struct client_answer *answer)
{
    return answer->status == 200 || answer->status == 201;
}

// Only a receipt for the very bytes that were sent is an acknowledgement.
static enum replay_outcome sheet_taken(struct replay_step *step, struct slice answer,
                                       struct replay_tell *tell)
{
    unsigned char hash[SECRET_HASH];
    char hex[SECRET_HEX];
    secret_sha256(step->line.body, hash);
    text_hex(hash, sizeof hash, hex);
    struct slice receipt = SLICE_NONE;
    struct slice digest = SLICE("");
    bool good = recording_answer_receipt(step->arena, answer, &receipt, &digest);
    if (!good || !slice_is(digest, arena_printf(step->arena, "sha-256:%s", hex))) {
        tell->refused++;
        replay_tell_say(tell, "line %" PRIu64 ": the receipt is not one for what was sent",
                        step->number);
        return REPLAY_DONE;
    }
    replay_tell_receipt(tell, step, receipt);
    return REPLAY_DONE;
}

static enum replay_outcome sheet_shown(struct replay_step *step, const struct client_answer *answer,
                                       bool resumes, struct replay_tell *tell)
{
    if (resumes && recording_answer_is_sheet(answer->body, step->line.body)) {
        tell->kept++;
        return REPLAY_DONE;
    }
    if (!step->line.amend) {
        tell->refused++;
        replay_tell_say(tell, "line %" PRIu64 ": the server holds another sheet there",
                        step->number);
        return REPLAY_DONE;
    }
    step->asks_first = false;
    step->if_match = (struct slice){arena_copy(step->arena, answer->etag), answer->etag.len};
    return REPLAY_AT_ONCE;
}

static enum replay_outcome sheet_answer(struct replay_step *step,
                                        const struct client_answer *answer, bool resumes,
                                        struct replay_tell *tell)
{
    if (step->asks_first && answer->status == 200) {
        return sheet_shown(step, answer, resumes, tell);
    }
    if (is_success(answer)) {
        return sheet_taken(step, answer->body, tell);
    }
    bool is_there = answer->status == 428 && resumes;
    bool is_newer = answer->status == 412 && step->line.amend;
    if ((is_there || is_newer) && step->round++ < 3) {
        step->asks_first = true;
        return REPLAY_AT_ONCE;
    }
    return refused(step, answer, tell);
}

static enum replay_outcome judges_answer(struct replay_step *step,
                                         const struct client_answer *answer, bool resumes,
                                         struct replay_tell *tell)
{
    const struct recording_token *tokens = NULL;
    size_t count = 0;
    const char *suffix = round_suffix(step);
    if (is_success(answer) && recording_answer_tokens(step->arena, answer->body, &tokens, &count)) {
        for (size_t i = 0; i < count; i++) {
            size_t tail = strlen(suffix);
            struct slice id = tokens[i].judge;
            id.len -= id.len >= tail ? tail : 0;
            replay_lane_keep_token(step->lane, id, tokens[i].token);
        }
        return REPLAY_DONE;
    }
    // An answer that was lost, or an earlier run, took the tokens with it: the same people under
    // other ids.
    bool tokens_are_lost =
        is_success(answer) || (answer->status == 409 && (resumes || step->tries > 1));
    if (tokens_are_lost && step->round++ < ROUNDS_MAX) {
        step->key[0] = 0;
        return REPLAY_AT_ONCE;
    }
    (void)refused(step, answer, tell);
    return REPLAY_STOP;
}

// The figures that this answer is asked for: honours have an address of their own.
static void compare_figures(struct replay_step *step, const struct recording_row *row,
                            struct replay_tell *tell)
{
    const struct recording_line *line = &step->line;
    for (size_t i = 0; i < line->figure_count; i++) {
        if (recording_is_honour(line->figures[i].name) != step->asks_honours) {
            continue;
        }
        struct slice want = line->figures[i].value;
        struct slice have = recording_answer_figure(row, line->figures[i].name);
        bool same = recording_same(want, have);
        tell->compared++;
        tell->equal += same;
        if (!same) {
            replay_tell_say(
                tell, "line %" PRIu64 ": %s %.*s/%.*s %.*s: %.*s is %.*s, expected %.*s",
                step->number, step->lane->id, SLICE_FMT(line->skill), SLICE_FMT(line->stage),
                SLICE_FMT(line->competitor), SLICE_FMT(line->figures[i].name),
                SLICE_FMT(have.len ? have : SLICE("absent")),
                SLICE_FMT(want.len ? want : SLICE("absent")));
        }
    }
}

static enum replay_outcome compare(struct replay_step *step, const struct recording_row *row,
                                   struct replay_tell *tell)
{
    compare_figures(step, row, tell);
    if (!step->asks_honours && recording_wants_honours(&step->line)) {
        step->asks_honours = true;
        return REPLAY_AT_ONCE;
    }
    return REPLAY_DONE;
}

static enum replay_outcome compare_field(struct replay_step *step,
                                         const struct client_answer *answer,
                                         struct replay_tell *tell)
{
    const struct recording_line *line = &step->line;
    const struct slice *ids = NULL;
    size_t count = 0;
    bool same = answer->status == 200 &&
                recording_answer_field(step->arena, answer->body, &ids, &count) &&
                recording_answer_is_field(ids, count, line->members, line->member_count);

    tell->compared++;
    tell->equal += same;
    if (!same) {
        replay_tell_say(tell, "line %" PRIu64 ": %s %.*s/%.*s: %zu go on, others or %zu expected",
                        step->number, step->lane->id, SLICE_FMT(line->skill),
                        SLICE_FMT(line->stage), count, line->member_count);
    }
    return REPLAY_DONE;
}

static bool read_row(struct replay_step *step, struct slice json, struct recording_row *ret)
{
    if (step->line.kind == RECORDING_EXPECT_TEAM) {
        return recording_answer_team(step->arena, json, step->line.team, ret);
    }
    return step->asks_honours
               ? recording_answer_honours(step->arena, json, step->line.competitor, ret)
               : recording_answer_row(step->arena, json, step->line.competitor, ret);
}

static enum replay_outcome
check_answer(struct replay_step *step, const struct client_answer *answer, struct replay_tell *tell)
{
    struct recording_row row = {.found = false};
    if (step->line.kind == RECORDING_EXPECT_FIELD) {
        return compare_field(step, answer, tell);
    }
    if (answer->status != 200 || !read_row(step, answer->body, &row)) {
        struct slice name, detail;
        recording_answer_problem(step->arena, answer->body, &name, &detail);
        replay_tell_say(tell, "line %" PRIu64 ": no scoreboard: %d %.*s %.*s", step->number,
                        answer->status, SLICE_FMT(name), SLICE_FMT(detail));
        return compare(step, &row, tell);
    }
    bool pages = !step->asks_honours && step->line.kind != RECORDING_EXPECT_TEAM;
    if (pages && !row.found && row.row_count > 0 &&
        step->page_from - 1 + row.row_count < row.total) {
        step->page_from += row.row_count;
        return REPLAY_AT_ONCE;
    }
    return compare(step, &row, tell);
}

static void keep_rules(struct replay_step *step, struct slice answer)
{
    struct slice id = recording_answer_rules(step->arena, answer);

    if (id.len < REPLAY_LANE_RULES) {
        memcpy(step->lane->rules, id.len ? id.at : "", id.len);
        step->lane->rules[id.len] = 0;
    }
}

static enum replay_outcome post_answer(struct replay_step *step, const struct client_answer *answer,
                                       bool resumes, struct replay_tell *tell)
{
    bool is_there = answer->status == 409 && resumes && step->line.kind != RECORDING_RULES;
    if (is_success(answer) && step->line.kind == RECORDING_RULES) {
        keep_rules(step, answer->body);
    }
    if (is_success(answer) || is_there) {
        return REPLAY_DONE;
    }
    if (answer->status == 409 && step->line.kind == RECORDING_COMPETITION) {
        return REPLAY_EXISTS;
    }
    (void)refused(step, answer, tell);
    bool setup = step->line.kind == RECORDING_COMPETITION || step->line.kind == RECORDING_ROSTER;
    return setup ? REPLAY_STOP : REPLAY_DONE;
}

enum replay_outcome replay_ask_answer(struct replay_step *step, const struct client_answer *answer,
                                      bool resumes, struct replay_tell *tell)
{
    if (answer->status == 0 || answer->status == 429 || answer->status == 503 ||
        answer->status == 507) {
        return REPLAY_LATER;
    }
    switch (step->line.kind) {
    case RECORDING_SHEET:
        return sheet_answer(step, answer, resumes, tell);
    case RECORDING_JUDGES:
        return judges_answer(step, answer, resumes, tell);
    case RECORDING_EXPECT:
    case RECORDING_EXPECT_END:
    case RECORDING_EXPECT_FIELD:
    case RECORDING_EXPECT_TEAM:
        return check_answer(step, answer, tell);
    case RECORDING_HEAD:
    case RECORDING_COMPETITION:
    case RECORDING_ROSTER:
    case RECORDING_PUBLISH:
    case RECORDING_RULING:
    case RECORDING_BULK:
    case RECORDING_RULES:
    case RECORDING_TRIAL:
        break;
    }
    return post_answer(step, answer, resumes, tell);
}
