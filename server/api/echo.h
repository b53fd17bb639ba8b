// The test routes, never on by default: what comes is sent back, through the same parser and frame
// code as everything.
#pragma once

struct visit;

void echo_http(struct visit *visit);      // any method: the body, with Content-Length
void echo_websocket(struct visit *visit); // whole messages, the same kind
