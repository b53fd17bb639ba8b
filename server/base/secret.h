// Hashes, random bytes, tokens and sealed boxes. The only door to libsodium, and to OpenSSL's SHA-1
// (RFC 6455).
#pragma once

#include "base/slice.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;

enum {
    SECRET_HASH = 32,       // SHA-256
    SECRET_HEX = 65,        // its hex, terminated
    SECRET_KEY = 32,        // of a box
    SECRET_TOKEN_TEXT = 53, // a token's text with its NUL: 52 signs of base32 (256 bits)
    SECRET_PASSWORD = 128,  // a password's argon2id hash as text, terminated
    SECRET_BOX_MORE = 40    // bytes that a box is longer than its content
};

void secret_init(void); // once, before anything else
void secret_random(void *out, size_t len);
void secret_sha256(struct slice bytes, unsigned char out[SECRET_HASH]);
// SHA-256 over several pieces, one after the other.
void secret_sha256_of(const struct slice *pieces, size_t count, unsigned char out[SECRET_HASH]);
// HMAC-SHA-256 (RFC 2104).
void secret_mac(struct slice key, struct slice text, unsigned char out[SECRET_HASH]);
void secret_sha1(struct slice bytes, unsigned char out[20]);
bool secret_equal(const void *a, const void *b, size_t len); // in constant time
// BLAKE2b of several pieces, `out_len` 16 to 64 bytes, under a key or none (key_len 0).
void secret_blake2b(const void *key, size_t key_len, const struct slice *pieces, size_t count,
                    void *out, size_t out_len);
uint64_t secret_hash64(struct slice bytes); // SipHash with a key of this process
void secret_token(char out[SECRET_TOKEN_TEXT]);
// argon2id with 64 MiB and two passes (libsodium's "interactive"): half a second of a thread, never
// on the loop. False: no memory.
bool secret_password_hash(struct slice password, char out[SECRET_PASSWORD]);
// Without a hash: as much work, and false.
bool secret_password_fits(struct slice password, const char *hash);
void secret_wipe(void *bytes, size_t len);
void secret_uuid7(char out[37]); // RFC 9562, lower case, terminated

// A lock that anybody can close and only who has the seed can open (crypto_box_seal, X25519): the
// public key that belongs to a seed of 32 bytes, closing (appends the box), opening (appends the
// content; false when the box is for another key or has been changed).
void secret_seal_key(const unsigned char seed[SECRET_KEY], unsigned char public[SECRET_KEY]);
void secret_seal(const unsigned char public[SECRET_KEY], struct slice plain, struct buf *out);
bool secret_unseal(const unsigned char seed[SECRET_KEY], struct slice box, struct buf *out);

// Whether this is the Ed25519 signature (RFC 8032) of the text under the public key.
enum { SECRET_SIGNATURE = 64 };

bool secret_is_signed(const unsigned char public[SECRET_KEY], struct slice text,
                      const unsigned char signature[SECRET_SIGNATURE]);

// XSalsa20-Poly1305 with a random nonce in front.
void secret_box(const unsigned char key[SECRET_KEY], struct slice plain, struct buf *out);
// Appends the content; false when the box was not made with this key or has been changed.
bool secret_unbox(const unsigned char key[SECRET_KEY], struct slice box, struct buf *out);
