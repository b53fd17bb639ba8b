// A wish as an entry of the journal, with the claim of how far this node has followed.
#pragma once

struct buf;
struct commit_wish;
struct record;

void commit_entry_write(const struct record *record, const struct commit_wish *wish,
                        struct buf *out);
