// A device shows a code, and who may lets it in: the code is good for a short time and once, and
// Redis keeps only its keyed hash and the hash of the token that the device already holds.
#pragma once

struct visit;

void pairing_open(
    struct visit *visit); // POST by anybody: a code and a token that opens nothing yet
void pairing_claim(struct visit *visit); // POST; words: competition, code
