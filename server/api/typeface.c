#include "api/typeface.h"

#include "api/page.h"
#include "api/photo.h"
#include "api/visit.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/letters.h"
#include "base/text.h"
#include "live/ceremony.h"
#include "live/frozen.h"
#include "live/hall.h"
#include "live/lettering.h"
#include "live/muster_draw.h"
#include "live/record.h"
#include "live/results.h"
#include "live/room.h"
#include "live/screens.h"
#include "live/site.h"
#include "net/http.h"
#include "print/font.h"

#include <string.h>

enum { MISSING_MAX = 200 }; // people who are listed; the count is of all

static void add_person(const struct record_competitor *competitor, struct letters *letters)
{
    letters_add_text(letters, slice_of(competitor->shown.name));
    letters_add_text(letters, slice_of(competitor->shown.second_name));
    letters_add_text(letters, slice_of(competitor->shown.delegation));
}

static struct letters *pages_letters(const struct visit *visit)
{
    struct letters *letters = letters_new();

    page_letters(visit->api->pages, letters);
    return letters;
}

// Whether a board may show his name now: also while it stands still, where he was on it.
static bool is_named(const struct record *record, const struct record_competitor *competitor)
{
    return results_show(record, competitor->skill) == RULES_SHOW_NAME &&
           !frozen_hides(record, competitor);
}

// Those who were on the stage of the ceremony, whatever boards show, and who collected for them.
static void add_stage(const struct record *record, struct letters *letters)
{
    const struct ceremony *ceremony = record->ceremony;
    struct ceremony_view view;

    if (!ceremony || ceremony->stood_count == 0) {
        return;
    }
    struct arena *arena = arena_new();
    ceremony_look(arena, record, &view);
    for (uint32_t i = 0; i < view.step_count; i++) {
        for (size_t k = 0; ceremony_stood(ceremony, i + 1) && k < view.steps[i].count; k++) {
            const struct record_competitor *who = view.steps[i].who[k].competitor;
            const struct ceremony_note *note = ceremony_note_of(ceremony, who->id);
            add_person(who, letters);
            letters_add_text(letters, slice_of(note ? note->by : NULL));
        }
    }
    arena_free(arena);
}

static void add_draws(const struct record *record, struct letters *letters)
{
    for (uint32_t i = 0; i < record->rules->skill_count; i++) {
        const struct muster_draw *draw = muster_draw_of(record, i);
        letters_add_text(letters, slice_of(draw ? draw->word : NULL));
        letters_add_text(letters, slice_of(draw ? draw->reason : NULL));
    }
}

static bool is_screen_of(const struct site_pass *pass, const char *competition)
{
    bool is = false;

    for (size_t i = 0; !pass->account && !pass->revoked && i < pass->grants.count; i++) {
        const struct site_grant *grant = &pass->grants.items[i];
        is = is || (grant->role == RIGHT_DISPLAY && strcmp(grant->competition, competition) == 0);
    }
    return is;
}

// What its screens show now: a set that is kept, or another competition's notice, is not said yet.
static void add_screens(const struct site *site, const char *competition, struct letters *letters)
{
    const struct site_pass *pass = NULL;

    for (size_t i = 0; (pass = site_pass_at(site, i)); i++) {
        const struct screens_one *one = is_screen_of(pass, competition)
                                            ? screens_find(site_screens(site), slice_of(pass->id))
                                            : NULL;
        letters_add_text(letters, slice_of(one ? one->scene : NULL));
    }
}

// What anybody may read of a competition now. Not its pages' words: those have a sheet of their
// own. A name is in it only where a board may show it, so that the sheet tells nobody who is there.
static struct letters *public_letters(const struct visit *visit)
{
    const struct record *record = visit->room->record;
    struct letters *letters = letters_new();

    letters_add_text(letters, (struct slice){record->definition_json, record->definition_len});
    bool small = record->competitor_count <= visit->api->font_people_max;
    for (size_t i = 0; small && i < record->competitor_count; i++) {
        if (is_named(record, record->competitors[i])) {
            add_person(record->competitors[i], letters);
        }
    }
    add_stage(record, letters);
    add_draws(record, letters);
    add_screens(hall_site(visit->api->hall)->record->site, record->name, letters);
    return letters;
}

// ---- style sheets

static const char sheet_headers[] = "Cache-Control: public, max-age=10\r\n";

static void on_cut(void *owner, struct buf *css)
{
    struct visit *visit = owner;

    http_answer(visit->request, &(struct http_answer){.status = 200,
                                                      .type = "text/css; charset=utf-8",
                                                      .body = buf_ref(css),
                                                      .headers = sheet_headers});
}

// Changes as soon as a step or a scene is shown, whose letters do not wait.
static uint64_t said_now(const struct visit *visit)
{
    const struct ceremony *ceremony = visit->room->record->ceremony;
    uint64_t shown = ceremony ? ceremony->stood_count : 0;

    return hall_site(visit->api->hall)->record->followed << 20 | shown;
}

void typeface_pages(struct visit *visit)
{
    struct slice key = SLICE("."); // no competition is called so
    struct lettering *lettering = visit->api->lettering;
    uint64_t now = clock_ms();

    if (!lettering_join(lettering, key, 0, now, on_cut, visit)) {
        lettering_ask(lettering, key, 0, pages_letters(visit), now, on_cut, visit);
    }
}

// `said`: when the letters were gathered. What was said since is not among them.
static void on_captions(struct visit *visit, struct letters *letters, uint64_t said)
{
    struct letters *pages = pages_letters(visit);

    letters_drop(letters, pages);
    letters_free(pages);
    lettering_ask(visit->api->lettering, slice_of(visit->room->name), said, letters, clock_ms(),
                  on_cut, visit);
}

void typeface_competition(struct visit *visit)
{
    uint64_t said = said_now(visit);

    if (!lettering_join(visit->api->lettering, slice_of(visit->room->name), said, clock_ms(),
                        on_cut, visit)) {
        photo_letters(visit, public_letters(visit), said, on_captions);
    }
}

void typeface_font(struct visit *visit)
{
    struct buf *font = lettering_font(visit->api->lettering, visit->words[0]);

    if (font) {
        http_answer(visit->request,
                    &(struct http_answer){.status = 200,
                                          .type = "font/otf",
                                          .body = buf_ref(font),
                                          .headers =
                                              "Cache-Control: public, max-age=31536000, "
                                              "immutable\r\nX-Content-Type-Options: nosniff\r\n"});
    } else {
        visit_problem(visit, "not-found", "");
    }
}

// ---- what no font has

static void write_letter(uint32_t point, const char *comma, struct buf *out)
{
    char text[LETTERS_TEXT];

    letters_text(point, text);
    text_printf(out, "%s{\"letter\":", comma);
    text_json(out, slice_of(text));
    text_printf(out, ",\"point\":\"U+%04X\"}", (unsigned)point);
}

// All letters of the roster that no font has.
static struct letters *missing_of(const struct record *record, const struct font_shelf *shelf)
{
    struct letters *missing = letters_new();

    for (size_t i = 0; i < record->competitor_count; i++) {
        add_person(record->competitors[i], missing);
    }
    letters_drop(missing, font_shelf_letters(shelf));
    return missing;
}

static bool lacks(const struct record_competitor *competitor, const struct letters *missing)
{
    return letters_touch(missing, slice_of(competitor->shown.name)) ||
           letters_touch(missing, slice_of(competitor->shown.second_name)) ||
           letters_touch(missing, slice_of(competitor->shown.delegation));
}

static void write_lacking(const struct record_competitor *competitor, const struct letters *missing,
                          const char *comma, struct buf *out)
{
    struct letters *letters = letters_new();
    uint32_t first = LETTERS_END;

    add_person(competitor, letters);
    letters_keep(letters, missing);
    first = letters_next(letters, 0);
    text_printf(out, "%s{\"competitor\":\"%s\",\"letters\":[", comma, competitor->id);
    for (uint32_t at = first; at < LETTERS_END; at = letters_next(letters, at + 1)) {
        write_letter(at, at == first ? "" : ",", out);
    }
    text_printf(out, "]}");
    letters_free(letters);
}

void typeface_missing(struct visit *visit)
{
    const struct record *record = visit->room->record;
    const struct font_shelf *shelf = lettering_shelf(visit->api->lettering);
    struct letters *missing = missing_of(record, shelf);
    struct buf *json = buf_new(512);
    size_t count = 0;

    text_printf(json, "{\"fonts\":%lu,\"missing\":[", (unsigned long)font_shelf_count(shelf));
    for (size_t i = 0; i < record->competitor_count; i++) {
        if (lacks(record->competitors[i], missing) && count++ < MISSING_MAX) {
            write_lacking(record->competitors[i], missing, count == 1 ? "" : ",", json);
        }
    }
    text_printf(json, "],\"count\":%lu}", (unsigned long)count);
    letters_free(missing);
    visit_tagged(visit, json);
}
