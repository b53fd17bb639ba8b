// Printed cards that let a judge in at his seat while the chief judge has the session of his skill
// open, once; and those sessions.
#pragma once

struct visit;

void card_add(
    struct visit *visit); // POST; words: competition: a card for one judge, voids older ones
void card_list(struct visit *visit);     // GET
void card_revoke(struct visit *visit);   // DELETE; words: competition, card
void card_claim(struct visit *visit);    // POST by anybody: a code for a token
void card_session(struct visit *visit);  // PUT; words: competition, skill
void card_sessions(struct visit *visit); // GET; words: competition
