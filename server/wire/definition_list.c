#include "wire/definition_list.h"

#include "base/arena.h"
#include "base/table.h"

void definition_list_rewind(struct reader *reader, struct definition_list *list, const char *key)
{
    list->next = 0;
    list->mark = reader_into(reader, key);
    list->inner = reader->len;
}

struct definition_list definition_list_open(struct reader *reader, json_t *object, const char *key,
                                            size_t least, size_t most)
{
    struct definition_list list = {.list = reader_list(reader, object, key, least, most)};
    definition_list_rewind(reader, &list, key);
    return list;
}

json_t *definition_list_next(struct reader *reader, struct definition_list *list)
{
    reader_back(reader, list->inner);
    json_t *one = json_array_get(list->list, list->next);
    if (!one) {
        reader_back(reader, list->mark);
        return NULL;
    }
    (void)reader_into_at(reader, list->next++);
    return one;
}

size_t definition_list_at(const struct definition_list *list)
{
    return list->next - 1;
}

void definition_list_nonsense(struct reader *reader, const char *key, size_t index,
                              const char *reason, const char *word)
{
    char text[2 * FAULTS_WORD_MAX];
    size_t mark = reader_into(reader, key);
    (void)reader_into_at(reader, index);
    (void)snprintf(text, sizeof text, "%s %s", reason, word);
    reader_fault(reader, reader->nonsense, text);
    reader_back(reader, mark);
}

const char *const *definition_list_ids(struct reader *reader, json_t *object, const char *key,
                                       size_t most, uint32_t *ret_count)
{
    json_t *list = reader_list(reader, object, key, 0, most);
    const char **ids = arena_alloc(reader->arena, (json_array_size(list) + 1) * sizeof *ids);
    struct table *seen = table_new();

    *ret_count = 0;
    for (size_t i = 0; i < json_array_size(list); i++) {
        size_t mark = reader_into(reader, key);
        struct slice id = reader_id_in(reader, list, i);
        reader_back(reader, mark);
        if (id.at && table_put(seen, id, reader)) {
            definition_list_nonsense(reader, key, i, "@id-twice", id.at);
        } else if (id.at) {
            ids[(*ret_count)++] = id.at;
        }
    }
    table_free(seen);
    return ids;
}

json_t *definition_list_into(struct reader *reader, json_t *object, const char *key,
                             enum definition_form_object form, size_t *ret_mark)
{
    json_t *value = json_object_get(object, key);
    if (!value) {
        return NULL;
    }
    *ret_mark = reader_into(reader, key);
    (void)reader_object(reader, value, definition_form_fields(form));
    if (!json_is_object(value)) {
        reader_back(reader, *ret_mark);
        return NULL;
    }
    return value;
}
