// Why a gate of the sign-off is closed, in words and as data. Over plain facts.
#pragma once

#include "live/signing_state.h"

enum signing_gate { SIGNING_GATE_CHECK, SIGNING_GATE_SIGN, SIGNING_GATE_LOCK, SIGNING_GATES };

struct signing_reason {
    const char *kind; // "sheets-missing", "panel-held", "signature-missing" …
    const char *zh, *en;
    const char *items; // JSON: a list of what it is about, the first of them; NULL: nothing
};

// Why the gate is closed; 0: it is open. Only its own reasons: that of signing does not repeat
// those of the check before it. Everything lives on the look's arena.
size_t signing_gate_reasons(const struct signing_look *look, uint32_t stage, enum signing_gate gate,
                            struct signing_reason **ret);
// What stands in the way of the skill's publication: each stage that is not locked. 0: nothing, or
// the rules ask for no sign-off.
size_t signing_gate_publication(const struct signing_look *look, struct signing_reason **ret);
// All of them in one sentence, on the arena.
const char *signing_gate_words(struct arena *arena, const struct signing_reason *reasons,
                               size_t count, bool english);
