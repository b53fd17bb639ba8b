// The organiser's token: DIR/organiser.token, made at the first start, readable by its owner only.
#pragma once

#include "base/secret.h"

#include <stdbool.h>

struct buf;

// Reads it, or makes it. False and a sentence when neither can be done.
bool token_keep(const char *data_dir, char out[SECRET_TOKEN_TEXT], struct buf *problem);
// Reads a token file for the commands that call a server; trailing blanks are dropped. Terminated;
// false and a sentence.
bool token_read(const char *path, char out[128], struct buf *problem);
