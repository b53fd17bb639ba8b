// The counters of sign-off: acts, drawings, scans, gates and the pages to be signed.
#pragma once

struct visit;

void signing_act(struct visit *visit);     // words: competition, skill
void signing_scan(struct visit *visit);    // words: competition, skill, number
void signing_paper(struct visit *visit);   // likewise: the scan
void signing_drawing(struct visit *visit); // likewise
