#include "api/rulebook.h"

#include "api/visit.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "live/commit.h"
#include "live/record.h"
#include "live/reform.h"
#include "live/reform_report.h"
#include "live/room.h"
#include "net/http.h"
#include "wire/ask_rules.h"
#include "wire/entry.h"
#include "wire/faults.h"

void rulebook_write(const struct record *record, struct buf *out)
{
    text_printf(out, "{\"version\":%zu,\"id\":\"%s\"}", record->change_count + 1, record->rules_id);
}

bool rulebook_fits(const struct record *record, struct slice sent)
{
    return sent.at ? slice_is(sent, record->rules_id) : record->change_count == 0;
}

static const char *keep(struct arena *arena, struct buf *text)
{
    const char *kept = arena_copy(arena, (struct slice){text->bytes, text->len});

    buf_unref(text);
    return kept;
}

const char *rulebook_more(const struct visit *visit)
{
    struct buf *text = buf_new(128);

    text_printf(text, ",\"rules\":");
    rulebook_write(visit->room->record, text);
    return keep(visit->request->arena, text);
}

// ---- the list

static void write_change(const struct record_change *change, size_t version, struct buf *out)
{
    text_printf(out, ",{\"version\":%zu,\"id\":\"%s\",\"number\":%lu,\"at\":%ld,\"by\":\"%s\",",
                version, change->id, (unsigned long)change->number, (long)change->at, change->by);
    text_printf(out, "\"reason\":");
    text_json(out, (struct slice){change->reason, change->reason_len});
    text_printf(out, ",\"report\":");
    text_add(out, (struct slice){change->report, change->report_len});
    text_printf(out, "}");
}

// The first definition is always the journal's first entry.
void rulebook_list(struct visit *visit)
{
    const struct record *record = visit->room->record;

    struct buf *json = buf_new(4096);
    text_printf(json, "{\"versions\":[{\"version\":1,\"id\":\"%s\",\"number\":1,\"at\":%ld}",
                record->first_rules_id, (long)record_mile(record, 1)->at);
    for (size_t i = 0; i < record->change_count; i++) {
        write_change(record->changes[i], i + 2, json);
    }
    text_printf(json, "]}");
    visit_tagged(visit, json);
}

// ---- the change

static void write_detail(const struct visit *visit, const char *problem, struct buf *out)
{
    struct buf *words = buf_new(256);

    problem_line(words, visit->language, problem, "", "");
    text_json(out, text_trim((struct slice){words->bytes, words->len}));
    buf_unref(words);
}

static const char *tag_of(const struct visit *visit)
{
    return arena_printf(visit->request->arena, "ETag: \"%s\"\r\nCache-Control: no-store\r\n",
                        visit->room->record->rules_id);
}

// With the tag of the rules that it compares with.
static void answer_report(struct visit *visit, const struct reform *reform)
{
    struct buf *out = buf_new(4096);

    if (slice_is(http_query(visit->request, "as"), "text")) {
        reform_report_table(reform, visit->language, out);
        http_answer(visit->request, &(struct http_answer){.status = reform->refusal ? 409 : 200,
                                                          .type = "text/plain; charset=utf-8",
                                                          .body = buf_seal(out),
                                                          .headers = tag_of(visit)});
        return;
    }
    text_printf(out, "{\"possible\":%s", reform->refusal ? "false" : "true");
    if (reform->refusal) {
        text_printf(out, ",\"problem\":\"%s\",\"detail\":", reform->refusal);
        write_detail(visit, reform->refusal, out);
    }
    reform_report_lost(reform, visit->language, out);
    text_printf(out, ",\"report\":");
    reform_report_write(reform, out);
    text_printf(out, "}");
    visit_json(visit, 200, out, tag_of(visit));
}

static void dry_run(struct visit *visit, const struct ask_rules *ask)
{
    const struct record *record = visit->room->record;
    struct reform *reform =
        reform_new(record, ask->definition, ask->set_aside, record->followed + 1);

    answer_report(visit, reform);
    reform_free(reform);
}

static void on_changed(struct commit_wish *wish)
{
    struct visit *visit = wish->owner;
    const char *said = wish->said ? keep(visit->request->arena, wish->said) : "";

    wish->said = NULL;
    if (wish->refusal) {
        bool newer = strcmp(wish->refusal, "rules-newer") == 0;
        visit_problem_more(visit, wish->refusal, "", NULL, newer ? rulebook_more(visit) : said);
        return;
    }
    struct buf *json = buf_new(4096);
    text_printf(json, "{\"receipt\":");
    visit_receipt(visit->room, wish->number, json);
    text_printf(json, ",\"rules\":");
    rulebook_write(visit->room->record, json);
    if (said[0]) {
        text_printf(json, ",\"report\":");
        text_add(json, slice_of(said));
    }
    text_printf(json, "}");
    visit_json(visit, wish->again ? 200 : 201, json, tag_of(visit));
}

// Which rules were changed: who does not say it might undo what another has just done. Only whoever
// looks what would become of it need not, and who says "*" means whatever stands. NULL or a
// problem's name.
static const char *read_seen(const struct visit *visit, bool dry, struct slice *ret)
{
    struct slice header = http_header(visit->request, "if-match");

    *ret = visit_seen(visit);
    if (!ret->at && !slice_is(header, "*") && (header.at || !dry)) {
        return "version-missing";
    }
    return ret->at && !slice_is(*ret, visit->room->record->rules_id) ? "rules-newer" : NULL;
}

void rulebook_put(struct visit *visit)
{
    struct arena *arena = visit->request->arena;
    struct faults *faults = arena_alloc(arena, sizeof *faults);
    struct ask_rules *ask = arena_alloc(arena, sizeof *ask);
    struct slice seen = SLICE_NONE;

    if (!ask_rules_read(arena, visit->request->body, ask, faults)) {
        visit_faults(visit, faults);
        return;
    }
    bool dry = slice_is(http_query(visit->request, "dry_run"), "true");
    const char *problem = read_seen(visit, dry, &seen);
    if (dry && problem) {
        visit_problem_more(visit, problem, "", NULL, rulebook_more(visit));
        return;
    }
    if (dry) {
        dry_run(visit, ask);
        return;
    }
    if (problem && strcmp(problem, "version-missing") == 0) {
        visit_problem(visit, problem, "");
        return;
    }
    // A request that the journal has already is answered with its receipt, whatever stands now.
    struct commit_wish *wish = visit_wish(visit, ENTRY_RULES);
    if (wish) {
        wish->if_match = seen;
        wish->rules = ask;
        wish->language = visit->language;
        wish->sent_body = visit->request->body;
        wish->on_done = on_changed;
        commit_add(visit->room->commit, wish);
    }
}
