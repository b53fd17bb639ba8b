// For which host names and addresses a certificate is made.
#pragma once

#include <stdbool.h>

struct buf;
struct cert_make_names;
struct conf;

// What --host says, each time it stands there and each name of its comma list, and what stands
// behind as words. None is no fault. False and a sentence when one is no name.
bool certificate_names_given(const struct conf *conf, int argc, char **argv,
                             struct cert_make_names *names, struct buf *problem);
// Without --host: this machine's name and addresses as they are now, and the names that the present
// certificate (a file, may be missing) has besides.
void certificate_names_found(const char *server_file, struct cert_make_names *names);
