// Answers that are more than a line: written from plain structs so that api/ holds no JSON.
#pragma once

#include "base/slice.h"
#include "scoring/rules.h"

#include <stdint.h>

struct buf;

struct answer_receipt {
    uint64_t number;
    unsigned char digest[32]; // of the body's bytes
    unsigned char chain[32];
    int64_t at;
};

// {"number":…,"digest":"sha-256:…","chain":"sha-256:…","time":"…"}
void answer_receipt(const struct answer_receipt *receipt, struct buf *out);
// {"zh":"…","en":"…"}
void answer_name(const struct rules_name *name, struct buf *out);
