// The way to a secure context: what a device needs so that it trusts this server, and the
// plain-HTTP side of a TLS server, which gives that and nothing else.
#pragma once

#include <stdbool.h>

struct visit;

void trust_about(struct visit *visit);     // GET /api/v1/trust: names, fingerprint, days left
void trust_authority(struct visit *visit); // GET /jinbang-ca.crt: the root, DER
void trust_profile(struct visit *visit); // GET /jinbang.mobileconfig: the same for iPhone and iPad
// On a TLS server, a request that came in plainly and wants more than to learn how to trust it:
// answers it (a page: on to /trust, which knows where it was meant to go; else https-required),
// true. Nothing that such a request brought is looked at: a token that was sent this way is as good
// as read aloud.
bool trust_turns_away(struct visit *visit);
