// Unsent sheets that come by another way than the network: a file, or codes read off a screen.
#pragma once

struct visit;

// POST; words: competition. Whether a parcel was sealed by a tablet of this judge and not changed
// since; whoever asks then sends its sheets himself, with their own keys.
void handover_check(struct visit *visit);
