// What a player of recordings reads from the server's answers. Lenient: a member that it does not
// know is passed over.
#pragma once

#include "wire/recording.h"

struct recording_token {
    struct slice judge, token;
};

// The answer to POST judges.
bool recording_answer_tokens(struct arena *arena, struct slice json,
                             const struct recording_token **ret_tokens, size_t *ret_count);

// The receipt as compact JSON, and its digest's text ("sha-256:…").
bool recording_answer_receipt(struct arena *arena, struct slice json, struct slice *ret_receipt,
                              struct slice *ret_digest);
// The id of the rules as an answer to a change of them gives it; SLICE_NONE or empty: none.
struct slice recording_answer_rules(struct arena *arena, struct slice json);

// One competitor's row on a page of a scoreboard.
struct recording_row {
    bool found;
    uint64_t total;   // competitors on the board
    size_t row_count; // rows on this page
    size_t figure_count;
    const struct recording_figure
        *figures; // total, own, modules and parts exact where the server says them exactly
};

bool recording_answer_row(struct arena *arena, struct slice json, struct slice competitor,
                          struct recording_row *ret);
// The row's figure of that name; "" when it has none.
struct slice recording_answer_figure(const struct recording_row *row, struct slice name);

// What GET …/honours says of a competitor: the figures "titles" and "promotion".
bool recording_answer_honours(struct arena *arena, struct slice json, struct slice competitor,
                              struct recording_row *ret);
// What GET …/teams says of a team: the figures "total" and "place".
bool recording_answer_team(struct arena *arena, struct slice json, struct slice team,
                           struct recording_row *ret);
// Those who go on by GET …/fields.
bool recording_answer_field(struct arena *arena, struct slice json, const struct slice **ret_ids,
                            size_t *ret_count);
// Whether these are the same ids, in whatever order.
bool recording_answer_is_field(const struct slice *a, size_t a_count, const struct slice *b,
                               size_t b_count);

// The type's last word ("mark-off-step") and the sentence of a problem document; "" and "" when it
// is none.
void recording_answer_problem(struct arena *arena, struct slice json, struct slice *ret_name,
                              struct slice *ret_detail);

// Whether the sheet that the server shows has this body, whatever its spacing.
bool recording_answer_is_sheet(struct slice json, struct slice body);
