// A strict reader over a parsed JSON document: it knows at every moment the JSON pointer of what is
// being read, so that each mistake is named where it stands. Reading goes on after a mistake;
// `good` tells at the end. A fault's word is either plain ("8,5") or "@reason figure" with a reason
// of wire/problem_reasons.
#pragma once

#include "base/slice.h"
#include "scoring/point.h"
#include "wire/faults.h"

#include <jansson.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

enum { READER_POINTER_MAX = 2 * FAULTS_POINTER_MAX };

// What an object may and must hold. A list of them ends with a NULL name.
struct reader_field {
    const char *name;
    bool required;
};

struct reader {
    struct arena *arena;   // what is read is copied there
    struct faults *faults; // may be NULL: then only `good` tells
    const char *nonsense;  // the problem for a value of the right type that may not be
    json_t *root;
    bool good;
    size_t len;
    char pointer[READER_POINTER_MAX]; // not terminated
};

// Parses; false when the text is not JSON (with its fault) or not an object. Close it in either
// case.
bool reader_open(struct reader *reader, struct arena *arena, struct slice json,
                 struct faults *faults);
void reader_close(struct reader *reader);

// Steps into a member or an element; reader_back with the returned mark steps out again.
size_t reader_into(struct reader *reader, const char *key);
size_t reader_into_at(struct reader *reader, size_t index);
void reader_back(struct reader *reader, size_t mark);

// A fault at the present place, or at one of its members.
void reader_fault(struct reader *reader, const char *name, const char *word);
void reader_fault_at(struct reader *reader, const char *key, const char *name, const char *word);
// The same with the reader's own `nonsense` name and a formatted word.
void reader_nonsense(struct reader *reader, const char *key, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

// Is it an object with all required fields and no others? It may be read further in any case: what
// is not an object has no members.
bool reader_object(struct reader *reader, json_t *value, const struct reader_field *fields);

// Members by type. All of them: absent gives the fallback (SLICE_NONE, NULL) without a fault, since
// reader_object has already named what is missing; a member of the wrong kind gives the same with a
// fault.
struct slice reader_any_text(struct reader *reader, json_t *object, const char *key);
// `most` code points, none of them a control character.
struct slice reader_text(struct reader *reader, json_t *object, const char *key, size_t least,
                         size_t most);
struct slice reader_id(struct reader *reader, json_t *object, const char *key);
int64_t reader_whole(struct reader *reader, json_t *object, const char *key, int64_t least,
                     int64_t most, int64_t fallback);
bool reader_flag(struct reader *reader, json_t *object, const char *key, bool fallback);
// The index in `words` (ends with NULL).
size_t reader_choice(struct reader *reader, json_t *object, const char *key,
                     const char *const *words, size_t fallback);
// A decimal in a string. False when absent or wrong; the answer is then untouched.
bool reader_point(struct reader *reader, json_t *object, const char *key, point_t *ret);
json_t *reader_list(struct reader *reader, json_t *object, const char *key, size_t least,
                    size_t most);
// An element of a list that must be a string with an id; SLICE_NONE otherwise.
struct slice reader_id_in(struct reader *reader, json_t *list, size_t index);
// A member that is a list of ids, on the arena; none when it is absent. What is no id is a fault
// with a pointer to it, and SLICE_NONE.
const struct slice *reader_ids(struct reader *reader, json_t *object, const char *key, size_t least,
                               size_t most, size_t *ret_count);
