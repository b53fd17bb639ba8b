// Finding a Chinese name by how it is said: by whole syllables, by their first letters, or by a mix
// (zhangwei, zw, zhangw). The readings come from ICU (CLDR's Han-Latin and, for surnames such as 单
// shàn and 仇 qiú, Han-Latin/Names): of each sign the common one and the one that it has as a
// surname. The build asks ICU (server/tools/pinyin_table); a node has the table.
#pragma once

#include "base/slice.h"

#include <stdbool.h>

enum { PINYIN_MAX = 63 };

// `typed`: small Latin letters, u with two dots as such or as v. Whether signs of the name that
// stand one behind the other are said so, each at least with its first letter. More than PINYIN_MAX
// letters, or other signs, fit nothing.
bool pinyin_fits(struct slice typed, const char *name);
