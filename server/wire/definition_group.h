// The groups of a skill, and the members that name them.
#pragma once

#include "wire/definition_book.h"

// "groups" and "compete" of a skill.
void definition_group_read(struct definition_book *book, json_t *value, struct rules_skill *skill);
// The groups that object["groups"] lists, a bit each; 0: all of them.
uint32_t definition_group_bits(struct reader *reader, json_t *object,
                               const struct rules_skill *skill);
// object["together"]: only where the skill's groups compete apart.
bool definition_group_together(struct reader *reader, json_t *object,
                               const struct rules_skill *skill);
