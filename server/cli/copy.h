// A copy of a stopped node's Redis files, so that nothing of the original is touched while it is
// verified.
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct buf;

// Makes a folder under /tmp and copies DIR/redis into it. False and a sentence when there is
// nothing to copy.
bool copy_redis(const char *data_dir, char *ret_folder, size_t room, struct buf *problem);
void copy_remove(const char *folder);
