// A node to measure: its address, its organiser, and a competition made for the purpose. Any
// failure here ends the program with a sentence: a benchmark that cannot be set up has no figure.
#pragma once

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SITE_TOKEN_MAX = 128, SITE_KEY = 36 };

struct site {
    struct sockaddr_in address;
    char organiser[SITE_TOKEN_MAX];
};

// One skill "s", stage "f", module "m"; parts p0 … with the seat J each and one aspect a0 … of
// 0 to 100 by halves; competitors c0 …; the judge j0 … sits at J of the part of his number.
struct site_plan {
    const char *competition;
    unsigned competitors, parts;
    char (*tokens)[SITE_TOKEN_MAX]; // of the judges; given by site_prepare
    unsigned units;                 // delegations, taking turns; 0: one for all
    bool wide;                      // marks of up to 100,000, and part 0 takes them in bulk
};

void site_address(struct site *site, const char *url);      // http://ADDRESS:PORT
void site_token(struct site *site, const char *token_file); // the organiser's
void site_prepare(const struct site *site, struct site_plan *plan);

// A mark for everybody in part 0, 1,000 to a request: `halves(i)` halves of a point.
void site_bulk(const struct site *site, const struct site_plan *plan, unsigned (*halves)(unsigned));

// A connected socket from a loopback address of its own choice (host order; 0: any); blocking.
int site_connect(const struct sockaddr_in *address, uint32_t source);

// The same, -1 when nobody listens. `segment`: bytes that the peer may send at once, so that it
// keeps little for who does not read; 0: as loopback does, 64 KB, and more than 1 MB is kept.
int site_try(const struct sockaddr_in *address, uint32_t source, int segment);

// A fresh UUID of version 7, terminated.
void site_key(char out[SITE_KEY + 1]);
// The whole request that puts one mark: part, competitor and halves of a point. Returns its length.
size_t site_sheet(const struct site_plan *plan, unsigned part, unsigned competitor, unsigned halves,
                  char *out, size_t room);

// What the node has counted so far under a name of /metrics; 0: nothing.
uint64_t site_meter(const struct site *site, const char *name);

void site_fail(const char *format, ...) __attribute__((format(printf, 1, 2), noreturn));
