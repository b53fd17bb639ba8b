#include "live/lettering.h"

#include "base/buf.h"
#include "base/letters.h"
#include "base/list.h"
#include "base/must.h"
#include "base/secret.h"
#include "base/table.h"
#include "base/text.h"
#include "print/font.h"

#include <stdlib.h>

enum { FONTS_MAX = 32, DIGEST_TEXT = 33 }; // files in one sheet: as many as the shelf can have

struct font {
    char digest[DIGEST_TEXT];
    struct buf *bytes;
};

struct sheet {
    struct letters *letters; // NULL: none was cut yet
    struct buf *css;
    size_t count;
    struct font fonts[FONTS_MAX];
};

struct asking {
    struct list link;
    lettering_on_done on_done;
    void *owner;
};

struct place {
    struct lettering *lettering;
    struct sheet now, before, next; // `next` is the thread's while `busy`
    bool busy;
    struct list askings;      // who gets what is being cut
    struct letters *after;    // wanted since then; NULL: nothing more
    struct list later;        // who gets `after`
    uint64_t looked_ms, said; // of the newest that were wanted
    uv_work_t work;
};

struct lettering {
    uv_loop_t *loop;
    const struct font_shelf *shelf;
    struct table *places; // by key
    size_t busy;
    void (*on_closed)(void *owner);
    void *owner;
};

struct lettering *lettering_new(uv_loop_t *loop, const struct font_shelf *shelf)
{
    struct lettering *lettering = calloc(1, sizeof *lettering);

    must(lettering);
    lettering->loop = loop;
    lettering->shelf = shelf;
    lettering->places = table_new();
    return lettering;
}

const struct font_shelf *lettering_shelf(const struct lettering *lettering)
{
    return lettering->shelf;
}

static void clear(struct sheet *sheet)
{
    for (size_t i = 0; i < sheet->count; i++) {
        buf_unref(sheet->fonts[i].bytes);
    }
    letters_free(sheet->letters);
    buf_unref(sheet->css);
    *sheet = (struct sheet){.count = 0};
}

static void end_if_idle(struct lettering *lettering)
{
    void *value = NULL;

    if (!lettering->on_closed || lettering->busy > 0) {
        return;
    }
    for (size_t at = 0; table_next(lettering->places, &at, NULL, &value);) {
        struct place *place = value;
        clear(&place->now);
        clear(&place->before);
        free(place);
    }
    void (*on_closed)(void *) = lettering->on_closed;
    void *owner = lettering->owner;
    table_free(lettering->places);
    free(lettering);
    on_closed(owner);
}

void lettering_close(struct lettering *lettering, void (*on_closed)(void *owner), void *owner)
{
    lettering->on_closed = on_closed;
    lettering->owner = owner;
    end_if_idle(lettering);
}

static void write_ranges(const struct letters *letters, struct buf *css)
{
    const char *comma = "";

    for (uint32_t at = letters_next(letters, 0); at < LETTERS_END;) {
        uint32_t last = at;
        while (letters_have(letters, last + 1)) {
            last++;
        }
        text_printf(css, last > at ? "%sU+%X-%X" : "%sU+%X", comma, (unsigned)at, (unsigned)last);
        comma = ",";
        at = letters_next(letters, last + 1);
    }
}

// On a thread: one more font of the sheet.
static void take_font(void *owner, const struct font_cut *cut)
{
    struct sheet *sheet = owner;
    unsigned char hash[SECRET_HASH];

    must(sheet->count < FONTS_MAX);
    struct font *font = &sheet->fonts[sheet->count++];
    font->bytes = buf_seal(cut->font);
    secret_sha256((struct slice){cut->font->bytes, cut->font->len}, hash);
    text_hex(hash, (DIGEST_TEXT - 1) / 2, font->digest);
    text_printf(sheet->css,
                "@font-face{font-family:Jinbang;font-display:swap;font-weight:%s;src:"
                "url(/api/v1/fonts/%s) format(\"opentype\");unicode-range:",
                cut->weight, font->digest);
    write_ranges(cut->letters, sheet->css);
    text_printf(sheet->css, "}\n");
}

static void on_worked(uv_work_t *request, int status);

// On a thread of libuv's pool: nothing here but the place's next sheet, whose letters it only
// reads, and the shelf, which never changes.
static void work(uv_work_t *request)
{
    struct place *place = request->data;

    place->next.css = buf_new(4096);
    font_shelf_cut(place->lettering->shelf, place->next.letters, take_font, &place->next);
    buf_seal(place->next.css);
}

static void answer_all(struct place *place)
{
    list_each_safe (at, &place->askings) {
        struct asking *asking = list_item(at, struct asking, link);
        list_remove(at);
        asking->on_done(asking->owner, place->now.css);
        free(asking);
    }
}

static void cut(struct place *place, struct letters *wanted)
{
    place->next.letters = wanted;
    place->busy = true;
    place->lettering->busy++;
    must(uv_queue_work(place->lettering->loop, &place->work, work, on_worked) == 0);
}

static void later_is_now(struct place *place)
{
    list_each_safe (at, &place->later) {
        list_remove(at);
        list_add_tail(&place->askings, at);
    }
}

static void go_on(struct place *place)
{
    struct letters *wanted = place->after;

    if (wanted) {
        place->after = NULL;
        later_is_now(place);
        cut(place, wanted);
    }
}

static void on_worked(uv_work_t *request, int status)
{
    struct place *place = request->data;
    struct lettering *lettering = place->lettering;

    must(status == 0); // nobody cancels it
    clear(&place->before);
    place->before = place->now;
    place->now = place->next;
    place->next = (struct sheet){.count = 0};
    place->busy = false;
    lettering->busy--;
    answer_all(place);
    go_on(place);
    end_if_idle(lettering);
}

static struct place *place_of(struct lettering *lettering, struct slice key)
{
    struct place *place = table_get(lettering->places, key);

    if (!place) {
        place = calloc(1, sizeof *place);
        must(place);
        place->lettering = lettering;
        place->work.data = place;
        list_init(&place->askings);
        list_init(&place->later);
        table_put(lettering->places, key, place);
    }
    return place;
}

static void add_asking(struct list *askings, lettering_on_done on_done, void *owner)
{
    struct asking *asking = malloc(sizeof *asking);

    must(asking);
    *asking = (struct asking){.on_done = on_done, .owner = owner};
    list_add_tail(askings, &asking->link);
}

// To whom the newest letters are what `now` has, what is being cut, or what waits.
static void answer(struct place *place, lettering_on_done on_done, void *owner)
{
    if (place->after) {
        add_asking(&place->later, on_done, owner);
    } else if (place->busy) {
        add_asking(&place->askings, on_done, owner);
    } else {
        on_done(owner, place->now.css);
    }
}

bool lettering_join(struct lettering *lettering, struct slice key, uint64_t said, uint64_t now_ms,
                    lettering_on_done on_done, void *owner)
{
    struct place *place = table_get(lettering->places, key);
    bool fresh = place && place->said == said && now_ms - place->looked_ms < LETTERING_FRESH_MS;

    if (fresh) {
        answer(place, on_done, owner);
    }
    return fresh;
}

// While a thread cuts: what it cuts is enough, or waits behind it in place of what waited so far.
static void want_later(struct place *place, struct letters *wanted)
{
    letters_free(place->after);
    place->after = NULL;
    if (letters_equal(place->next.letters, wanted)) {
        later_is_now(place);
        letters_free(wanted);
    } else {
        place->after = wanted;
    }
}

void lettering_ask(struct lettering *lettering, struct slice key, uint64_t said,
                   struct letters *wanted, uint64_t now_ms, lettering_on_done on_done, void *owner)
{
    struct place *place = place_of(lettering, key);

    place->looked_ms = now_ms;
    place->said = said;
    if (place->busy) {
        want_later(place, wanted);
    } else if (place->now.letters && letters_equal(place->now.letters, wanted)) {
        letters_free(wanted);
    } else {
        cut(place, wanted);
    }
    answer(place, on_done, owner);
}

static struct buf *font_of(const struct sheet *sheet, struct slice digest)
{
    for (size_t i = 0; i < sheet->count; i++) {
        if (slice_is(digest, sheet->fonts[i].digest)) {
            return sheet->fonts[i].bytes;
        }
    }
    return NULL;
}

struct buf *lettering_font(const struct lettering *lettering, struct slice digest)
{
    void *value = NULL;

    for (size_t at = 0; table_next(lettering->places, &at, NULL, &value);) {
        const struct place *place = value;
        struct buf *font = font_of(&place->now, digest);
        font = font ? font : font_of(&place->before, digest);
        if (font) {
            return font;
        }
    }
    return NULL;
}
