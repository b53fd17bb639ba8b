// The counter of what a paired device may: seats, roles and scopes given and taken, without pairing
// it again.
#pragma once

struct visit;

void device_grants_put(struct visit *visit); // PUT, If-Match; words: competition, device
