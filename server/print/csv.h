// A table as CSV (RFC 4180): UTF-8 with a byte order mark, so that spreadsheets read Chinese, CRLF,
// and safe against formulas.
#pragma once

#include "base/slice.h"

#include <stdbool.h>
#include <stddef.h>

struct buf;

void csv_begin(struct buf *out); // the byte order mark
// One field. Texts that a spreadsheet would take for a formula (= + - @ tab, CR) get a ' in front,
// unless `number`.
void csv_field(struct buf *out, struct slice text, bool number, bool first);
void csv_end_row(struct buf *out);
