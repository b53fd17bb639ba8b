// What a skill still waits for.
#pragma once

#include "live/facts.h"

// Every competitor of the skill has every awaited sheet of every stage that he takes part in, and
// at least one has. A status, or not to have qualified, awaits nothing; a held panel and one who
// qualified and has not begun hold it up.
bool awaited_complete(const struct record *record, uint32_t index);
// A panel of the skill waits for its judges to agree or for a ruling.
bool awaited_held(const struct record *record, uint32_t index);
// Whether sheets wait for their panel's cards to be turned over.
bool awaited_hidden(const struct record *record, uint32_t index);
