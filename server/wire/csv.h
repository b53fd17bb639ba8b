// Comma separated values as people's spreadsheets write them: RFC 4180, with or without BOM, LF or
// CRLF, UTF-8 or GB18030. And a roster in that form as the JSON that the server takes.
#pragma once

#include "base/slice.h"

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct buf;

enum { CSV_COLUMNS_MAX = 64, CSV_ROWS_MAX = 1000000, CSV_FIELDS = 11 };

struct csv_row {
    size_t line; // in the file, from 1
    size_t count;
    const struct slice *cells; // without quotes; blanks are kept
};

struct csv {
    size_t row_count; // empty lines are left out
    const struct csv_row *rows;
};

// Reads the whole text; cells live on the arena or in `text`. False and a sentence in `problem`
// ("line 12: …") when a quote is not closed, text follows a closing quote, or the bytes are neither
// UTF-8 nor GB18030.
bool csv_read(struct arena *arena, struct slice text, struct csv *ret, struct buf *problem);

// A roster: the first row names the columns (id, skill, code, person, name, second_name,
// delegation, team, group, traits, in any order, or their Chinese names 编号 赛项 加密号 人员号
// 姓名 第二姓名 代表队 团体 组别 条件); id, skill and name must be there. The traits of one
// competitor stand in one cell, with blanks, commas or semicolons (also Chinese ones) between them.
// False and a sentence when not, or when a row has more cells than the first. What the values may
// be is for the server to say.
struct csv_roster {
    size_t count; // of competitors
    struct csv csv;
    int column[CSV_FIELDS]; // where each field stands, or -1
};

bool csv_roster(struct arena *arena, struct slice text, struct csv_roster *ret,
                struct buf *problem);
// Competitor `at`: its id. And appends {"competitors":[…]} of competitors from … from + count - 1
// to `out`.
struct slice csv_roster_id(const struct csv_roster *roster, size_t at);
void csv_roster_write(const struct csv_roster *roster, size_t from, size_t count, struct buf *out);
