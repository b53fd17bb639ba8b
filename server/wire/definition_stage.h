// The middle levels of a definition: stages with what they carry, modules with their weights.
#pragma once

struct definition_book;
struct json_t;

// The stages of the skill that is the book's last one; the reader stands at the skill.
void definition_stage_all(struct definition_book *book, struct json_t *skill);
