// The table of counters: method, address, who may come, how large a body may be, and the handler.
#pragma once

#include "net/http.h"

struct api;

// The events to give to serve_start, with a struct api as owner.
extern const struct http_events route_events;
