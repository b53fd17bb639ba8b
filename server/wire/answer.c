#include "wire/answer.h"

#include "base/clock.h"
#include "base/text.h"
#include "wire/say.h"

static void add_hash(struct buf *out, const unsigned char hash[32])
{
    char hex[65];
    text_hex(hash, 32, hex);
    SAY(out, "\"sha-256:");
    buf_add(out, hex, 64);
    SAY(out, "\"");
}

void answer_receipt(const struct answer_receipt *receipt, struct buf *out)
{
    char time[CLOCK_TEXT_MAX];
    clock_text(receipt->at, time);
    SAY(out, "{\"number\":");
    say_uint(out, receipt->number);
    SAY(out, ",\"digest\":");
    add_hash(out, receipt->digest);
    SAY(out, ",\"chain\":");
    add_hash(out, receipt->chain);
    say_text(out, ",\"time\":", slice_of(time));
    SAY(out, "}");
}

void answer_name(const struct rules_name *name, struct buf *out)
{
    say_text(out, "{\"zh\":", slice_of(name->zh));
    say_text(out, ",\"en\":", slice_of(name->en));
    SAY(out, "}");
}
