// What a grant comes to: the skills that it reaches by the rules as they are.
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct arena;
struct entry_grant;
struct rules;
struct site_grant;

// A grant as it was asked for, on the arena; its texts are the grant's own.
struct entry_grant scope_asked(struct arena *arena, const struct site_grant *grant);

// Is it narrowed to skills or to venues?
bool scope_is_narrowed(const struct entry_grant *grant);

// Does it reach the skill: one of its skills (where it names any) that is marked at one of its
// venues (where it names any)? A skill or a venue that the rules have no more reaches nothing.
bool scope_covers(const struct rules *rules, const struct entry_grant *grant, uint32_t skill);
