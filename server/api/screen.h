// The screens of the hall: what each shows, what the desk says to them, and what they say of
// themselves.
#pragma once

#include "base/slice.h"

#include <stdbool.h>
#include <stdint.h>

struct api;
struct buf;
struct visit;

void screen_list(struct visit *visit);
void screen_set(struct visit *visit);
// For the screen itself: what it shows, and that it is here.
void screen_show(struct visit *visit);
void screen_beat(struct visit *visit);

// Whether the token is a screen's now.
bool screen_is(const struct api *api, struct slice token);
// The live frame of the screen whose token this is, or NULL when it is no screen's or nothing was
// said to it since journal number `since` (0: the frame in any case). Orders are of the moment: one
// is in the frame only when it came after `since`, which was not 0. The caller's reference.
struct buf *screen_frame(const struct api *api, struct slice token, uint64_t since,
                         uint64_t *ret_number);
