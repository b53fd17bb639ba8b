// A page to be signed, with all that a print needs: rows, names as the rules show them, code.
#pragma once

#include "live/signing_page.h"

struct buf;
struct visit;

// {"page":"summary","stage":…,"part":…,"seat":…  — the object stays open.
void gate_page_name(const struct record *record, const struct signing_page *page, struct buf *out);
void gate_page_write(struct visit *visit, const struct signing_page *page, struct buf *out);
