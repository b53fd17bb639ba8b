#include "live/ceremony_words.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/log.h"
#include "base/must.h"
#include "live/ceremony.h"
#include "live/people.h"
#include "live/room.h"
#include "store/journal.h"

#include <stdlib.h>
#include <string.h>

struct reading {
    const struct people *people;
    struct room *room;
    char epoch[17];
    void (*on_read)(void *owner, struct room *room);
    void *owner;
};

static void put(char **place, struct slice text)
{
    free(*place);
    *place = strndup(text.at, text.len);
    must(*place);
}

void ceremony_words_show(struct record *record, struct slice digest, struct slice text)
{
    struct ceremony *ceremony = record->ceremony;

    if (ceremony && slice_is(digest, ceremony->words)) {
        put(&ceremony->said, text);
    }
    for (size_t i = 0; ceremony && i < ceremony->note_count; i++) {
        if (slice_is(digest, ceremony->notes[i].words)) {
            put(&ceremony->notes[i].by, text);
        }
    }
}

// A paper's key is "paper:" and the digest.
static void open_paper(const struct reading *reading, struct slice key, struct slice box)
{
    struct buf *plain = buf_new(256);
    size_t head = people_paper_key_head();

    if (box.len > 0 && people_unpaper(reading->people, box, plain)) {
        ceremony_words_show(reading->room->record, (struct slice){key.at + head, key.len - head},
                            (struct slice){plain->bytes, plain->len});
    } else {
        log_line(LOG_WARN, "ceremony.words", "competition=%s missing=1", reading->room->name);
    }
    buf_unref(plain);
}

static void on_papers(void *owner, int error, size_t count, const struct slice *ids,
                      const struct slice *boxes)
{
    struct reading *reading = owner;
    struct room *room = reading->room;

    room->holders--;
    if (error < 0) {
        log_line(LOG_WARN, "ceremony.words", "error=%d", error);
        room->names_missing = true;
    } else if (strcmp(reading->epoch, room->epoch) == 0) {
        for (size_t i = 0; i < count; i++) {
            open_paper(reading, ids[i], boxes[i]);
        }
        reading->on_read(reading->owner, room);
    }
    free(reading);
}

static size_t lacking(struct arena *arena, const struct ceremony *ceremony, struct slice *keys)
{
    size_t count = 0;

    if (ceremony->words[0] && !ceremony->said) {
        keys[count++] = people_paper_key(arena, slice_of(ceremony->words));
    }
    for (size_t i = 0; i < ceremony->note_count; i++) {
        if (ceremony->notes[i].words[0] && !ceremony->notes[i].by) {
            keys[count++] = people_paper_key(arena, slice_of(ceremony->notes[i].words));
        }
    }
    return count;
}

void ceremony_words_read(const struct people *people, struct room *room,
                         void (*on_read)(void *owner, struct room *room), void *owner)
{
    const struct ceremony *ceremony = room->record->ceremony;

    if (!ceremony) {
        return;
    }
    struct arena *arena = arena_new();
    struct slice *keys = arena_alloc(arena, (ceremony->note_count + 1) * sizeof *keys);
    size_t count = lacking(arena, ceremony, keys);
    if (count > 0) {
        struct reading *reading = malloc(sizeof *reading);
        must(reading);
        *reading =
            (struct reading){.people = people, .room = room, .on_read = on_read, .owner = owner};
        memcpy(reading->epoch, room->epoch, sizeof reading->epoch);
        room->holders++;
        journal_people(room->journal, count, keys, on_papers, reading);
    }
    arena_free(arena);
}
