// The bytes under a link to Redis: one non-blocking socket, and what waits to be written to it. No
// loop, no replies.
#pragma once

#include "base/slice.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct addrinfo;
struct redis_socket;

// Begins to connect. NULL and an errno in `ret_error` when the system refuses at once.
struct redis_socket *redis_socket_unix(const char *path, int *ret_error);
// The list must not be empty; `turn` chooses, since a name may have an address that nobody listens
// on.
struct redis_socket *redis_socket_tcp(const struct addrinfo *list, unsigned turn, unsigned port,
                                      int *ret_error);
struct redis_socket *
redis_socket_free(struct redis_socket *it); // closes; NULL is fine; returns NULL
int redis_socket_fd(const struct redis_socket *it);
int redis_socket_error(const struct redis_socket *it); // the errno that the socket holds; 0: none

// Adds one command, written by redis_socket_flush(). Its bytes are copied.
void redis_socket_add(struct redis_socket *it, size_t argc, const struct slice *args);
// Writes what the system takes. 0 or an errno; `ret_more`: some is left.
int redis_socket_flush(struct redis_socket *it, bool *ret_more);
// Bytes read, 0 when the peer has closed, or a negative errno (-EAGAIN: nothing there).
ssize_t redis_socket_read(struct redis_socket *it, char *bytes, size_t size);
