#include "wire/definition_venue.h"

#include "base/arena.h"
#include "base/table.h"
#include "wire/definition_list.h"

static void read_venue(struct definition_book *book, json_t *value, struct rules_venue *venue)
{
    (void)reader_object(&book->reader, value, definition_form_fields(FORM_VENUE));
    venue->id = definition_book_id(book, value);
    venue->name = definition_book_name(book, value);
}

void definition_venue_all(struct definition_book *book)
{
    struct reader *reader = &book->reader;
    struct definition_list list =
        definition_list_open(reader, reader->root, "venues", 0, RULES_VENUES_MAX);
    struct rules_venue *venues =
        arena_alloc(reader->arena, (json_array_size(list.list) + 1) * sizeof *venues);
    struct table *ids = table_new();
    for (json_t *one = NULL; (one = definition_list_next(reader, &list));) {
        struct rules_venue *venue = &venues[book->venue_count++];
        read_venue(book, one, venue);
        definition_book_unique(book, ids, venue->id, "id");
    }
    table_free(ids);
    book->venues = venues;
}

const char *definition_venue_of(struct definition_book *book, json_t *skill)
{
    struct slice id = reader_id(&book->reader, skill, "venue");

    for (uint32_t i = 0; id.at && i < book->venue_count; i++) {
        if (slice_is(id, book->venues[i].id)) {
            return book->venues[i].id;
        }
    }
    if (id.at) {
        reader_nonsense(&book->reader, "venue", "@venue-unknown %.*s", SLICE_FMT(id));
    }
    return NULL;
}
