#include "scoring/trace.h"

void trace_add(struct trace *trace, const struct trace_line *line)
{
    if (!trace) {
        return;
    }
    if (trace->count == trace->room) {
        trace->cut = true;
        return;
    }
    trace->lines[trace->count++] = *line;
}
