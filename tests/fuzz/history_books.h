// The rule books of the history target: whole ones, and each skill of the large ones by itself,
// which reads in a fraction of the time.
#pragma once

#include "base/arena.h"
#include "base/must.h"
#include "base/slice.h"
#include "wire/definition.h"
#include "wire/faults.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BOOKS_MAX = 250, BOOK_BYTES_MAX = 1 << 20 };

static struct slice books[BOOKS_MAX];
static unsigned book_count;
static struct arena *books_arena; // for ever

static struct slice books_load(const char *name)
{
    char path[512];
    char *text = arena_alloc(books_arena, BOOK_BYTES_MAX);
    (void)snprintf(path, sizeof path, SOURCE_DIR "/fixtures/%s", name);
    FILE *file = fopen(path, "rbe");
    must(file);
    size_t len = fread(text, 1, BOOK_BYTES_MAX - 1, file);
    (void)fclose(file);
    text[len] = 0;
    return (struct slice){text, len};
}

// Keeps what reads as a definition.
static void books_add(struct slice json)
{
    static struct faults faults;
    faults.count = 0;
    struct definition *definition = definition_read(json, &faults);
    if (definition && book_count < BOOKS_MAX) {
        books[book_count++] = json;
    }
    definition_free(definition);
}

// The end of the JSON value (object or list) that begins here.
static const char *books_end_of(const char *at)
{
    int depth = 0;
    bool text = false;
    do {
        if (text) {
            at += *at == '\\';
            text = *at != '"';
        } else {
            text = *at == '"';
            depth += *at == '{' || *at == '[';
            depth -= *at == '}' || *at == ']';
        }
        at++;
    } while (depth > 0);
    return at;
}

// Each skill with the head of the book; what stands behind the skills is left out.
static void books_add_skills(struct slice json)
{
    const char *list = strstr(json.at, "\"skills\": [");
    list = list ? list + 11 : strstr(json.at, "\"skills\":[") + 10;
    for (const char *skill = strchr(list, '{'); skill && *skill == '{';) {
        const char *end = books_end_of(skill);
        size_t head = (size_t)(list - json.at);
        size_t len = (size_t)(end - skill);
        char *text = arena_alloc(books_arena, head + len + 3);
        memcpy(text, json.at, head);
        memcpy(text + head, skill, len);
        memcpy(text + head + len, "]}", 3);
        books_add((struct slice){text, head + len + 2});
        skill = end + strspn(end, ", \n");
    }
}

// The definition in the first line of a recording that has one.
static struct slice books_of_recording(const char *name)
{
    struct slice all = books_load(name);
    const char *at = strstr(all.at, "\"definition\":");
    must(at);
    at += 13 + strspn(at + 13, " ");
    size_t len = (size_t)(books_end_of(at) - at);
    return (struct slice){arena_copy(books_arena, (struct slice){at, len}), len};
}

// The example of each page of the book.
static void books_add_page(const char *name)
{
    struct slice all = books_load(arena_printf(books_arena, "book/%s.md", name));
    for (const char *at = strstr(all.at, "```json\n"); at; at = strstr(at, "```json\n")) {
        at += 8;
        books_add((struct slice){at, (size_t)(books_end_of(at) - at)});
    }
}

static void books_open(void)
{
    static const char *const whole[] = {
        "templates/tug-of-war.json",          "templates/recital.json",
        "templates/craftsman-selection.json", "templates/city-skills.json",
        "templates/ankang-cup.json",          "templates/labour-contest.json",
        "templates/first-class.json",         "templates/worldskills.json"};
    static const char *const parts[] = {"templates/five-small.json",
                                        "templates/hundred-day-walk.json", "fuzz/definition/full"};
    static const char *const pages[] = {
        "adjustments", "aspects",   "attempts", "bulk",           "comparison", "declared",
        "deductions",  "groups",    "heats",    "honours",        "judgement",  "limits",
        "matches",     "modules",   "panel",    "placements",     "ranking",    "series",
        "stages",      "structure", "teams",    "changing-rules", "cards",      "trial",
        "codes",       "signing"};
    books_arena = arena_new();
    for (size_t i = 0; i < sizeof whole / sizeof whole[0]; i++) {
        books_add(books_load(whole[i]));
    }
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        books_add_skills(books_load(parts[i]));
    }
    books_add_skills(books_of_recording("golden/golden.ndjson"));
    for (size_t i = 0; i < sizeof pages / sizeof pages[0]; i++) {
        books_add_page(pages[i]);
    }
}
