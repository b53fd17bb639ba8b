// A module of a stage: how its parts are rolled up, its weight, pass mark and limits.
#pragma once

struct definition_book;
struct json_t;

// The modules of the stage that is the book's last one; the reader stands at the stage.
void definition_module_all(struct definition_book *book, struct json_t *stage);
