// What if, for acts of the award ceremony. For live/weigh.
#pragma once

struct buf;
struct commit_wish;
struct record;

// NULL or a problem's name; the body of a CLOSE, with list and hash, is written into *body.
const char *weigh_ceremony_act(const struct record *record, struct commit_wish *wish,
                               struct buf **body);
