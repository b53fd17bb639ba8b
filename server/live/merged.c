#include "live/merged.h"

#include "base/buf.h"
#include "base/must.h"
#include "base/text.h"
#include "wire/code.h"

#include <stdlib.h>

static bool is_code(point_t value)
{
    return value > POINT_BLANK && value < POINT_CODE(RULES_STATUSES);
}

static void write_point(const char *member, point_t value, struct buf *out)
{
    char text[POINT_TEXT_MAX];

    text_printf(out, "%s", member);
    text_json(out, (struct slice){text, point_print(value, text)});
}

static void write_faults(const struct rules_aspect *aspect, const struct mark *marks,
                         uint32_t count, struct buf *out)
{
    text_printf(out, ",\"faults\":{");
    for (uint32_t i = 0; i < count; i++) {
        text_printf(out, i ? "," : "");
        text_json(out, slice_of(aspect->faults[marks[i].cell].id));
        write_point(":", marks[i].value, out);
    }
    text_printf(out, "}");
}

// All marks of one aspect.
static void write_aspect(const struct rules_aspect *aspect, const struct mark *marks,
                         uint32_t count, struct buf *out)
{
    text_printf(out, "{\"aspect\":");
    text_json(out, slice_of(aspect->id));
    if (is_code(marks[0].value)) {
        text_printf(out, ",\"code\":");
        text_json(out, slice_of(code_word((enum rules_status)(marks[0].value - INT64_MIN))));
    } else if (aspect->input == RULES_DEDUCTION) {
        write_faults(aspect, marks, count, out);
    } else {
        write_point(",\"value\":", marks[0].value, out);
        if (count > 1) {
            write_point(",\"target\":", marks[1].value, out);
        }
    }
    text_printf(out, "}");
}

bool merged_is(const struct rules *rules, uint32_t part, uint32_t seat)
{
    return rules->parts[part].one_by_one && seat < rules->parts[part].seat_count;
}

void merged_write(const struct rules *rules, const struct record_competitor *competitor,
                  uint32_t part, uint32_t seat, struct buf *out)
{
    struct mark *marks = malloc((RULES_CELLS_MAX + RULES_ASPECTS_MAX) * sizeof *marks);
    uint32_t count = 0;

    must(marks);
    (void)contest_sheet(rules, competitor->skill, competitor->row, part, seat, marks, &count);
    text_printf(out, "{\"marks\":[");
    for (uint32_t i = 0; i < count;) {
        uint32_t more = 1;
        while (i + more < count && marks[i + more].aspect == marks[i].aspect) {
            more++;
        }
        text_printf(out, i ? "," : "");
        write_aspect(&rules->aspects[marks[i].aspect], &marks[i], more, out);
        i += more;
    }
    text_printf(out, "]}");
    free(marks);
}
