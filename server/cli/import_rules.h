// jinbang import --replace: other rules for a competition, shown first.
#pragma once

#include "base/slice.h"

struct conf;

// Prints what the definition would move; with --apply it then takes the place of the old one. An
// exit code.
int import_rules(const struct conf *conf, struct slice definition);
