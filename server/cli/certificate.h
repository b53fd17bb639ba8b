// `jinbang certificate`: the certificate that lets tablets trust this server, from a local
// authority or the union's own, kept in DIR/tls.
#pragma once

#include <stddef.h>

enum certificate_file {
    CERTIFICATE_AUTHORITY,     // tls/ca.crt
    CERTIFICATE_AUTHORITY_KEY, // tls/ca.key, its owner's only
    CERTIFICATE_SERVER // tls/server.pem: key and chain together, so that one rename replaces both
};

// Where it stands in a data folder.
void certificate_path(const char *data_dir, enum certificate_file file, char *out, size_t size);
int certificate_command(int argc, char **argv);
