#include "api/panel_write.h"

#include "base/buf.h"
#include "base/text.h"
#include "live/panel_log.h"

static void write_text(struct buf *out, const char *member, const char *text)
{
    text_printf(out, ",\"%s\":", member);
    if (text) {
        text_json(out, slice_of(text));
    } else {
        text_printf(out, "null");
    }
}

static void write_place(const struct panel_place *place, struct buf *out)
{
    text_printf(out, ",\"part\":\"%s\",\"seat\":\"%s\",\"competitor\":", place->part, place->seat);
    if (place->competitor[0]) {
        text_printf(out, "\"%s\"", place->competitor);
    } else {
        text_printf(out, "null");
    }
}

static void write_head(uint64_t number, int64_t at, const char *by, struct buf *out)
{
    text_printf(out, "{\"number\":%lu,\"at\":%ld,\"by\":\"%s\"", (unsigned long)number, (long)at,
                by);
}

void panel_write_look(const struct panel_look *look, struct buf *out)
{
    static const char *const states[] = {"open", "changed", "confirmed"};

    write_head(look->number, look->at, look->by, out);
    write_place(&look->place, out);
    text_printf(out, ",\"state\":\"%s\"", states[look->answer]);
    write_text(out, "reason", look->reason);
    if (look->answer != PANEL_OPEN) {
        text_printf(out, ",\"answered\":%lu,\"answered_at\":%ld", (unsigned long)look->answered,
                    (long)look->answered_at);
        write_text(out, "words", look->words);
    }
    text_printf(out, "}");
}

void panel_write_call(const struct panel_call *call, struct buf *out)
{
    write_head(call->number, call->at, call->by, out);
    write_place(&call->place, out);
    write_text(out, "aspect", call->aspect[0] ? call->aspect : NULL);
    write_text(out, "words", call->words);
    text_printf(out, ",\"state\":\"%s\"", call->answered ? "answered" : "open");
    if (call->answered) {
        text_printf(out, ",\"answered_at\":%ld", (long)call->answered_at);
        write_text(out, "answered_by", call->answered_by);
        write_text(out, "answer", call->answer);
    }
    text_printf(out, "}");
}

void panel_write_attempt(const struct panel_attempt *attempt, struct buf *out)
{
    static const char *const ends[] = {"amended", "void", "return"};

    write_head(attempt->number, attempt->at, attempt->by, out);
    text_printf(out, ",\"end\":\"%s\",\"ended\":%lu,\"ended_at\":%ld,\"ended_by\":\"%s\"",
                ends[attempt->end], (unsigned long)attempt->ended, (long)attempt->ended_at,
                attempt->ended_by);
    write_text(out, "reason", attempt->reason[0] ? attempt->reason : NULL);
    text_printf(out, ",\"body\":%s}", attempt->body);
}

void panel_write_substitute(const struct panel_substitute *substitute, struct buf *out)
{
    write_head(substitute->number, substitute->at, substitute->by, out);
    text_printf(out, ",\"skill\":\"%s\",\"seat\":\"%s\",\"to\":\"%s\"", substitute->skill,
                substitute->seat, substitute->to);
    write_text(out, "part", substitute->part[0] ? substitute->part : NULL);
    write_text(out, "reason", substitute->reason);
    text_printf(out, "}");
}

void panel_write_trial(const struct panel_trial *trial, struct buf *out)
{
    write_head(trial->number, trial->at, trial->by, out);
    text_printf(out, ",\"part\":\"%s\",\"seat\":\"%s\",\"sample\":%u,\"sheet\":%s}", trial->part,
                trial->seat, trial->sample, trial->sheet);
}

void panel_write_benchmark(const struct panel_benchmark *benchmark, struct buf *out)
{
    write_head(benchmark->number, benchmark->at, benchmark->by, out);
    text_printf(out, ",\"part\":\"%s\",\"marks\":%s}", benchmark->part, benchmark->marks);
}
