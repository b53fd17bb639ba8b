#include "net/upgrade.h"

#include "base/buf.h"
#include "base/must.h"
#include "base/secret.h"
#include "base/text.h"
#include "net/http.h"

#include <string.h>
#include <strings.h>

enum { KEY_TEXT = 24 };

static bool has_word(struct slice list, const char *word)
{
    size_t len = strlen(word);

    for (size_t at = 0; at < list.len;) {
        const char *comma = memchr(list.at + at, ',', list.len - at);
        size_t end = comma ? (size_t)(comma - list.at) : list.len;
        size_t next = end + 1;
        while (at < end && strchr(" \t", list.at[at])) {
            at++;
        }
        while (end > at && strchr(" \t", list.at[end - 1])) {
            end--;
        }
        if (end - at == len && strncasecmp(list.at + at, word, len) == 0) {
            return true;
        }
        at = next;
    }
    return false;
}

// Of all headers of that name: does one list the word?
static bool lists(const struct request *request, const char *name, const char *word)
{
    for (size_t i = 0; i < request->header_count; i++) {
        const struct http_header *header = &request->headers[i];
        if (slice_is(header->name, name) && has_word(header->value, word)) {
            return true;
        }
    }
    return false;
}

static size_t how_many(const struct request *request, const char *name)
{
    size_t count = 0;

    for (size_t i = 0; i < request->header_count; i++) {
        count += slice_is(request->headers[i].name, name) ? 1 : 0;
    }
    return count;
}

// 16 bytes in base64: 22 signs, of which the last carries two bits, and "==".
static bool is_key(struct slice key)
{
    static const char signs[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    if (key.len != KEY_TEXT || memcmp(key.at + KEY_TEXT - 2, "==", 2) != 0) {
        return false;
    }
    for (size_t i = 0; i < KEY_TEXT - 2; i++) {
        if (key.at[i] == '\0' || !strchr(signs, key.at[i])) {
            return false;
        }
    }
    return strchr("AQgw", key.at[KEY_TEXT - 3]) != NULL;
}

const char *upgrade_refusal(const struct request *request)
{
    if (!lists(request, "upgrade", "websocket") || !lists(request, "connection", "upgrade") ||
        !slice_is(http_header(request, "sec-websocket-version"), "13")) {
        return "upgrade-required";
    }
    if (strcmp(request->method, "GET") != 0 || request->minor != 1 || request->body.len > 0 ||
        how_many(request, "sec-websocket-key") != 1 ||
        how_many(request, "sec-websocket-version") != 1 ||
        !is_key(http_header(request, "sec-websocket-key"))) {
        return "websocket-malformed";
    }
    return NULL;
}

// ---- permessage-deflate (RFC 7692)

// The next piece of a list up to `sign`, without the blanks around it; the rest stays in `list`.
static struct slice next_piece(struct slice *list, char sign)
{
    const char *end = memchr(list->at, sign, list->len);
    size_t len = end ? (size_t)(end - list->at) : list->len;
    struct slice piece = {list->at, len};

    list->at += end ? len + 1 : len;
    list->len -= end ? len + 1 : len;
    while (piece.len > 0 && strchr(" \t", piece.at[0])) {
        piece.at++;
        piece.len--;
    }
    while (piece.len > 0 && strchr(" \t", piece.at[piece.len - 1])) {
        piece.len--;
    }
    return piece;
}

static bool is_word(struct slice piece, const char *word)
{
    return piece.len == strlen(word) && strncasecmp(piece.at, word, piece.len) == 0;
}

// 8 to 15, with or without quotes (7.1.2).
static bool is_window(struct slice value)
{
    if (value.len > 2 && value.at[0] == '"' && value.at[value.len - 1] == '"') {
        value = (struct slice){value.at + 1, value.len - 2};
    }
    return (value.len == 1 && (value.at[0] == '8' || value.at[0] == '9')) ||
           (value.len == 2 && value.at[0] == '1' && value.at[1] >= '0' && value.at[1] <= '5');
}

// Which parameter it is, as a bit; 0: none of ours. A server that must keep to a smaller window
// could not share one frame among all, so such an offer is passed over.
static unsigned parameter_of(struct slice piece)
{
    struct slice value = piece;
    struct slice name = next_piece(&value, '=');
    bool bare = name.len == piece.len;

    if (is_word(name, "server_no_context_takeover")) {
        return bare ? 1 : 0;
    }
    if (is_word(name, "client_no_context_takeover")) {
        return bare ? 2 : 0;
    }
    if (is_word(name, "client_max_window_bits")) {
        return bare || is_window(next_piece(&value, '=')) ? 4 : 0;
    }
    return 0;
}

static bool is_offer(struct slice offer)
{
    unsigned seen = 0;

    if (!is_word(next_piece(&offer, ';'), "permessage-deflate")) {
        return false;
    }
    while (offer.len > 0) {
        unsigned bit = parameter_of(next_piece(&offer, ';'));
        if (bit == 0 || (seen & bit) != 0) {
            return false;
        }
        seen |= bit;
    }
    return true;
}

bool upgrade_deflates(const struct request *request)
{
    for (size_t i = 0; i < request->header_count; i++) {
        struct slice offers = request->headers[i].value;
        bool ours = slice_is(request->headers[i].name, "sec-websocket-extensions");
        while (ours && offers.len > 0) {
            if (is_offer(next_piece(&offers, ','))) {
                return true;
            }
        }
    }
    return false;
}

struct buf *upgrade_answer(const struct request *request, const char *protocol)
{
    static const char guid[] = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    struct slice key = http_header(request, "sec-websocket-key");
    struct buf *head = buf_new(256);
    char joined[KEY_TEXT + sizeof guid];
    char accept[32];
    unsigned char hash[20];

    must(key.len == KEY_TEXT);
    memcpy(joined, key.at, KEY_TEXT);
    memcpy(joined + KEY_TEXT, guid, sizeof guid);
    secret_sha1((struct slice){joined, KEY_TEXT + sizeof guid - 1}, hash);
    (void)text_base64(hash, sizeof hash, accept);
    text_printf(head,
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                "Connection: Upgrade\r\nSec-WebSocket-Accept: %s\r\n",
                accept);
    if (protocol) {
        text_printf(head, "Sec-WebSocket-Protocol: %s\r\n", protocol);
    }
    if (upgrade_deflates(request)) {
        text_add(head, SLICE("Sec-WebSocket-Extensions: permessage-deflate; "
                             "server_no_context_takeover; client_no_context_takeover\r\n"));
    }
    text_add(head, SLICE("\r\n"));
    return buf_seal(head);
}
