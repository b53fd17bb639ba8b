#include "base/secret.h"

#include "base/buf.h"
#include "base/clock.h"
#include "base/must.h"
#include "base/text.h"

#include <openssl/evp.h>

#include <sodium.h>

_Static_assert(SECRET_HASH == crypto_hash_sha256_BYTES, "SHA-256");
_Static_assert(SECRET_KEY == crypto_secretbox_KEYBYTES, "key of a box");
_Static_assert(SECRET_BOX_MORE == crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES,
               "nonce and tag of a box");

static bool is_ready;
static unsigned char hash_key[crypto_shorthash_KEYBYTES];

static const unsigned char *bytes_of(struct slice slice)
{
    return (const unsigned char *)slice.at;
}

void secret_init(void)
{
    if (is_ready) {
        return; // the key of secret_hash64 must not change below tables that are in use
    }
    must(sodium_init() >= 0);
    randombytes_buf(hash_key, sizeof hash_key);
    is_ready = true;
}

void secret_random(void *out, size_t len)
{
    randombytes_buf(out, len);
}

void secret_sha256(struct slice bytes, unsigned char out[SECRET_HASH])
{
    must(crypto_hash_sha256(out, bytes_of(bytes), bytes.len) == 0);
}

void secret_sha256_of(const struct slice *pieces, size_t count, unsigned char out[SECRET_HASH])
{
    crypto_hash_sha256_state hash;
    must(crypto_hash_sha256_init(&hash) == 0);
    for (size_t i = 0; i < count; i++) {
        must(crypto_hash_sha256_update(&hash, bytes_of(pieces[i]), pieces[i].len) == 0);
    }
    must(crypto_hash_sha256_final(&hash, out) == 0);
}

void secret_blake2b(const void *key, size_t key_len, const struct slice *pieces, size_t count,
                    void *out, size_t out_len)
{
    crypto_generichash_state hash;
    must(crypto_generichash_init(&hash, key, key_len, out_len) == 0);
    for (size_t i = 0; i < count; i++) {
        must(crypto_generichash_update(&hash, bytes_of(pieces[i]), pieces[i].len) == 0);
    }
    must(crypto_generichash_final(&hash, out, out_len) == 0);
}

void secret_mac(struct slice key, struct slice text, unsigned char out[SECRET_HASH])
{
    crypto_auth_hmacsha256_state mac;
    must(crypto_auth_hmacsha256_init(&mac, bytes_of(key), key.len) == 0);
    must(crypto_auth_hmacsha256_update(&mac, bytes_of(text), text.len) == 0);
    must(crypto_auth_hmacsha256_final(&mac, out) == 0);
}

void secret_sha1(struct slice bytes, unsigned char out[20])
{
    must(EVP_Digest(bytes.at, bytes.len, out, NULL, EVP_sha1(), NULL) == 1);
}

bool secret_equal(const void *a, const void *b, size_t len)
{
    return sodium_memcmp(a, b, len) == 0;
}

uint64_t secret_hash64(struct slice bytes)
{
    if (!is_ready) {
        secret_init();
    }
    uint64_t hash;
    _Static_assert(sizeof hash == crypto_shorthash_BYTES, "SipHash");
    unsigned char out[crypto_shorthash_BYTES];
    must(crypto_shorthash(out, bytes_of(bytes), bytes.len, hash_key) == 0);
    memcpy(&hash, out, sizeof hash);
    return hash;
}

void secret_token(char out[SECRET_TOKEN_TEXT])
{
    static const char signs[] = "abcdefghijklmnopqrstuvwxyz234567"; // RFC 4648, in lower case
    unsigned char random[33] = {
        0}; // one zero byte more: the last sign holds one bit and four zeros
    randombytes_buf(random, 32);
    for (size_t i = 0; i < SECRET_TOKEN_TEXT - 1; i++) {
        size_t bit = i * 5;
        unsigned pair = (unsigned)random[bit / 8] << 8 | (bit / 8 < 32 ? random[bit / 8 + 1] : 0U);
        out[i] = signs[pair >> (11 - bit % 8) & 31];
    }
    out[SECRET_TOKEN_TEXT - 1] = '\0';
    sodium_memzero(random, sizeof random);
}

bool secret_password_hash(struct slice password, char out[SECRET_PASSWORD])
{
    _Static_assert(SECRET_PASSWORD == crypto_pwhash_STRBYTES, "argon2id");
    return crypto_pwhash_str(out, password.at, password.len, crypto_pwhash_OPSLIMIT_INTERACTIVE,
                             crypto_pwhash_MEMLIMIT_INTERACTIVE) == 0;
}

bool secret_password_fits(struct slice password, const char *hash)
{
    char other[SECRET_PASSWORD];

    if (!hash) {
        (void)secret_password_hash(password, other);
        return false;
    }
    return crypto_pwhash_str_verify(hash, password.at, password.len) == 0;
}

void secret_wipe(void *bytes, size_t len)
{
    sodium_memzero(bytes, len);
}

void secret_uuid7(char out[37])
{
    unsigned char id[16];
    randombytes_buf(id, sizeof id);
    uint64_t ms = (uint64_t)clock_wall_ms();
    for (size_t i = 0; i < 6; i++) {
        id[i] = (unsigned char)(ms >> (40 - 8 * i));
    }
    id[6] = (unsigned char)(0x70 | (id[6] & 0x0f));
    id[8] = (unsigned char)(0x80 | (id[8] & 0x3f));
    static const size_t groups[] = {4, 2, 2, 2, 6};
    const unsigned char *from = id;
    for (size_t i = 0; i < 5; i++) {
        text_hex(from, groups[i], out);
        from += groups[i];
        out += 2 * groups[i];
        *out++ = i < 4 ? '-' : '\0';
    }
}

void secret_box(const unsigned char key[SECRET_KEY], struct slice plain, struct buf *out)
{
    unsigned char head[SECRET_BOX_MORE] = {0}; // nonce, then the tag
    randombytes_buf(head, crypto_secretbox_NONCEBYTES);
    buf_add(out, head, sizeof head);
    buf_add(out, plain.at, plain.len);
    unsigned char *text = (unsigned char *)out->bytes + (out->len - plain.len);
    must(crypto_secretbox_detached(text, text - crypto_secretbox_MACBYTES, text, plain.len, head,
                                   key) == 0);
}

bool secret_unbox(const unsigned char key[SECRET_KEY], struct slice box, struct buf *out)
{
    if (box.len < SECRET_BOX_MORE) {
        return false;
    }
    size_t len = box.len - SECRET_BOX_MORE;
    const unsigned char *nonce = bytes_of(box);
    const unsigned char *tag = nonce + crypto_secretbox_NONCEBYTES;
    buf_add(out, box.at + SECRET_BOX_MORE, len);
    unsigned char *text = (unsigned char *)out->bytes + (out->len - len);
    if (crypto_secretbox_open_detached(text, text, tag, len, nonce, key) != 0) {
        out->len -= len; // the tag is checked before a byte is changed: nothing to wipe
        return false;
    }
    return true;
}

void secret_seal_key(const unsigned char seed[SECRET_KEY], unsigned char public[SECRET_KEY])
{
    unsigned char secret[crypto_box_SECRETKEYBYTES];

    _Static_assert(SECRET_KEY == crypto_box_SEEDBYTES && SECRET_KEY == crypto_box_PUBLICKEYBYTES,
                   "keys of a sealed box");
    must(crypto_box_seed_keypair(public, secret, seed) == 0);
    sodium_memzero(secret, sizeof secret);
}

bool secret_is_signed(const unsigned char public[SECRET_KEY], struct slice text,
                      const unsigned char signature[SECRET_SIGNATURE])
{
    _Static_assert(SECRET_KEY == crypto_sign_PUBLICKEYBYTES &&
                       SECRET_SIGNATURE == crypto_sign_BYTES,
                   "Ed25519");
    return crypto_sign_verify_detached(signature, bytes_of(text), text.len, public) == 0;
}

void secret_seal(const unsigned char public[SECRET_KEY], struct slice plain, struct buf *out)
{
    static const unsigned char room[crypto_box_SEALBYTES];

    buf_add(out, plain.at, plain.len);
    buf_add(out, room, sizeof room);
    unsigned char *box = (unsigned char *)out->bytes + (out->len - plain.len - sizeof room);
    must(crypto_box_seal(box, bytes_of(plain), plain.len, public) == 0);
}

bool secret_unseal(const unsigned char seed[SECRET_KEY], struct slice box, struct buf *out)
{
    unsigned char public[crypto_box_PUBLICKEYBYTES];
    unsigned char secret[crypto_box_SECRETKEYBYTES];

    if (box.len < crypto_box_SEALBYTES) {
        return false;
    }
    size_t len = box.len - crypto_box_SEALBYTES;
    buf_add(out, box.at, len); // room for the content
    unsigned char *text = (unsigned char *)out->bytes + (out->len - len);
    must(crypto_box_seed_keypair(public, secret, seed) == 0);
    bool good = crypto_box_seal_open(text, bytes_of(box), box.len, public, secret) == 0;
    sodium_memzero(secret, sizeof secret);
    if (!good) {
        out->len -= len;
    }
    return good;
}
