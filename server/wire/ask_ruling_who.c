#include "wire/ask_ruling_who.h"

#include "base/arena.h"
#include "base/table.h"
#include "wire/reader.h"

struct names { // those that the body names, in its order
    struct reader *reader;
    struct table *seen;
    struct ask_ruling_who *list;
    size_t count;
};

static void add(struct names *names, struct slice id, uint32_t group, uint32_t number)
{
    struct reader *reader = names->reader;
    if (!id.at) {
        return;
    }
    if (table_put(names->seen, id, reader)) {
        reader_fault(reader, "competitor-twice", id.at);
        return;
    }
    struct slice pointer = {reader->pointer, reader->len};
    names->list[names->count++] =
        (struct ask_ruling_who){id, group, number, arena_copy(reader->arena, pointer)};
}

static void read_one(struct names *names, const char *key)
{
    struct slice id = reader_id(names->reader, names->reader->root, key);
    size_t into = reader_into(names->reader, key);
    add(names, id, 0, 0);
    reader_back(names->reader, into);
}

static void read_list(struct names *names, json_t *list, uint32_t group)
{
    for (size_t i = 0; i < json_array_size(list); i++) {
        struct slice id = reader_id_in(names->reader, list, i);
        size_t into = reader_into_at(names->reader, i);
        add(names, id, group, (uint32_t)i + 1);
        reader_back(names->reader, into);
    }
}

static void read_groups(struct names *names, json_t *groups)
{
    size_t into = reader_into(names->reader, "groups");
    for (size_t i = 0; i < json_array_size(groups); i++) {
        json_t *group = json_array_get(groups, i);
        size_t inner = reader_into_at(names->reader, i);
        if (json_array_size(group) > 0) {
            read_list(names, group, (uint32_t)i + 1);
        } else {
            reader_fault(names->reader, "wrong-type",
                         json_is_array(group) ? "@list 1 – 512" : "@type-list");
        }
        reader_back(names->reader, inner);
    }
    reader_back(names->reader, into);
}

static size_t count_in(json_t *groups)
{
    size_t count = 0;
    for (size_t i = 0; i < json_array_size(groups); i++) {
        count += json_array_size(json_array_get(groups, i));
    }
    return count;
}

void ask_ruling_who_read(struct reader *reader, struct ask_ruling *ret)
{
    json_t *root = reader->root;
    json_t *list = reader_list(reader, root, "competitors", 1, ASK_RULING_WHO_MAX);
    json_t *groups = reader_list(reader, root, "groups", 1, ASK_RULING_GROUPS_MAX);
    if (count_in(groups) > BOUT_SIDES_MAX) {
        reader_fault_at(reader, "groups", "wrong-type", "@list 1 – 512");
        groups = NULL;
    }
    size_t room = 3 + json_array_size(list) + count_in(groups);
    struct names names = {.reader = reader, .seen = table_new()};
    names.list = arena_alloc(reader->arena, room * sizeof *names.list);
    read_one(&names, "competitor");
    read_one(&names, "a");
    read_one(&names, "b");
    size_t into = reader_into(reader, "competitors");
    read_list(&names, list, 0);
    reader_back(reader, into);
    read_groups(&names, groups);
    table_free(names.seen);
    ret->who = names.list;
    ret->who_count = names.count;
    ret->cut = ret->kind == ASK_RULING_FIELD && !json_object_get(root, "competitors");
}

void ask_ruling_who_fault(const struct ask_ruling *ruling, size_t index, const char *name,
                          struct faults *faults)
{
    faults_add(faults, name, ruling->who[index].pointer, ruling->who[index].id.at);
}
