#include "net/conn_peer.h"

#include <string.h>

void conn_peer_address(const uv_tcp_t *tcp, char *out, size_t size)
{
    struct sockaddr_storage peer;
    struct sockaddr *name = (struct sockaddr *)&peer;
    int len = sizeof peer;

    if (uv_tcp_getpeername(tcp, name, &len) != 0 || uv_ip_name(name, out, size) != 0) {
        out[0] = '\0';
    }
    if (strncmp(out, "::ffff:", 7) == 0 && strchr(out, '.')) {
        memmove(out, out + 7, strlen(out + 7) + 1);
    }
}
