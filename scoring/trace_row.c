#include "scoring/tally.h"
#include "scoring/trace.h"

enum verdict trace_row(const struct rules *rules, uint32_t skill, const struct row *row,
                       uint32_t stage, struct tally *tally, struct trace *trace)
{
    // What the stage carries is worked out without words.
    for (uint32_t i = rules->skills[skill].stage_first; i <= stage; i++) {
        struct trace *lines = i == stage ? trace : NULL;
        enum verdict verdict = tally_stage_parts(rules, row, i, NULL, tally, lines);
        if (verdict == V_OK) {
            verdict = tally_stage_up(rules, row, i, tally, lines);
        }
        if (verdict != V_OK) {
            return verdict;
        }
    }
    return V_OK;
}
