// Blind codes (加密号): key cards, the codes of each layer, and their opening by two.
#pragma once

struct visit;

void codes_list(struct visit *visit);
void codes_cards(struct visit *visit); // words: competition, skill, layer
void codes_make(struct visit *visit);  // the same
void codes_open(struct visit *visit);  // the same
