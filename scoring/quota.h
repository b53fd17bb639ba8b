// A rule that takes only so many of one delegation: how many of it have been taken. Who shares a
// place is taken together with those beside him, or not at all.
#pragma once

#include <stdbool.h>
#include <stdint.h>

// Of one delegation; the caller's, and shared by all its lines.
struct quota {
    uint32_t taken, asking;
};

// Before everything. `quota` may be NULL everywhere: of no delegation, which no rule limits.
void quota_clear(struct quota *quota);
// One more of those who share the place at hand asks for it.
void quota_ask(struct quota *quota);
// Do all who ask still fit when at most so many (0: any number) are taken? `wide`: they do as long
// as one of them does.
bool quota_fits(const struct quota *quota, uint32_t most, bool wide);
// Those who asked have not been taken, for another reason than this limit.
void quota_forget(struct quota *quota);
// Takes those who ask, or closes the quota for everybody behind them if they did not fit: nobody
// may pass those who stand before him. Does nothing where nobody asks.
void quota_close(struct quota *quota, uint32_t most, bool wide);
