// Walking lists and objects inside a definition, with the reader's pointer always at the right
// place.
#pragma once

#include "wire/definition_form.h"

struct definition_list {
    json_t *list;
    size_t next, mark, inner;
};

// for (json_t *one; (one = definition_list_next(reader, &list));) { … } must run to its end: the
// reader then stands where it stood before.
struct definition_list definition_list_open(struct reader *reader, json_t *object, const char *key,
                                            size_t least, size_t most);
json_t *definition_list_next(struct reader *reader, struct definition_list *list);
// Once more from the beginning.
void definition_list_rewind(struct reader *reader, struct definition_list *list, const char *key);
// Of the element that was given last.
size_t definition_list_at(const struct definition_list *list);

// The member's ids, each only once; *ret_count may stay below the list's length after a fault.
const char *const *definition_list_ids(struct reader *reader, json_t *object, const char *key,
                                       size_t most, uint32_t *ret_count);

// A fault at one element of the list object[key]: "@reason word".
void definition_list_nonsense(struct reader *reader, const char *key, size_t index,
                              const char *reason, const char *word);

// Steps into a member that is an object of this form; NULL when there is none (the reader then has
// not moved). Step out with reader_back(reader, *ret_mark).
json_t *definition_list_into(struct reader *reader, json_t *object, const char *key,
                             enum definition_form_object form, size_t *ret_mark);
