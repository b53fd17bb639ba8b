// The counter of devices: those that may come in with a token of their own, by hand, by pairing or
// by a card; and ending that.
#pragma once

struct site_pass;
struct visit;

void device_add(struct visit *visit);    // POST; words: competition
void device_list(struct visit *visit);   // GET: those of the competition that the visitor oversees
void device_key(struct visit *visit);    // PUT by a device: what it signs its sheets with
void device_revoke(struct visit *visit); // DELETE; words: competition, device
// The device of the address (words: competition, device) that the visitor has to do with; NULL: the
// request has been answered. Not to be held across a wait.
const struct site_pass *device_find(struct visit *visit);
