// The judges' tokens between two runs of a demo: a file that only its owner can read.
#pragma once

#include "base/slice.h"

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct demo_robot_plan;

// Takes the tokens out of an answer to POST judges, or out of the file. `suffix`: what was added to
// each id. Fills tokens[judge]; false when one is missing.
bool demo_robot_tokens_take(struct arena *arena, const struct demo_robot_plan *plan,
                            struct slice json, const char *suffix, const char **tokens);
bool demo_robot_tokens_load(struct arena *arena, const struct demo_robot_plan *plan,
                            const char *path, const char **tokens);
bool demo_robot_tokens_save(const struct demo_robot_plan *plan, const char *path,
                            const char *const *tokens);
