// A node put together: Redis (its own or another's), store, hall, hub, counters, listener; and
// taken apart again until the loop has nothing left.
#pragma once

#include <uv.h>

#include <stdbool.h>

struct conf;
struct node;

struct node_events {
    void (*on_serving)(void *owner, const char *url); // listens and can take marks; once
    void (*on_stopped)(void *owner,
                       int exit_code); // everything is closed; the node is freed after it
};

// Starts; NULL and a sentence on stderr when that cannot be (exit code in ret_code).
struct node *node_start(uv_loop_t *loop, const struct conf *conf, const struct node_events *events,
                        void *owner, int *ret_code);
// Ends orderly: no new connections, open commits answered, watchers told, Redis ended. Safe to call
// twice.
void node_stop(struct node *node);
// Reads the certificate anew (SIGHUP).
void node_renew(struct node *node);
const char *node_organiser_token(const struct node *node);
