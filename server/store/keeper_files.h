// The files of a private Redis in a data folder: DIR/redis.conf, DIR/redis/, DIR/redis.sock,
// DIR/redis.log.
#pragma once

#include <stdbool.h>

struct buf;

// Makes the folder if needed and returns its absolute name (free it); NULL and a sentence when it
// will not do.
char *keeper_files_folder(const char *data_dir, struct buf *problem);
// Writes DIR/redis.conf and makes DIR/redis. False and a sentence on failure.
bool keeper_files_write(const char *dir, struct buf *problem);
// Whether the programs are there that we start. False and a sentence when one is missing.
bool keeper_files_programs(struct buf *problem);
// unix://DIR/redis.sock as store/redis reads it.
void keeper_files_url(const char *dir, struct buf *out);
int keeper_files_open_conf(const char *dir); // to read; a negative errno on failure
int keeper_files_open_log(const char *dir);  // to append to; -1 on failure
