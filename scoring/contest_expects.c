#include "scoring/contest.h"
#include "scoring/row.h"
#include "scoring/tally_cutoff.h"

bool contest_expects_sheet(const struct rules *rules, uint32_t skill, const struct row *row,
                           uint32_t part, uint32_t seat)
{
    const struct rules_part *of = &rules->parts[part];
    const struct row_slot *slot = row_slot(row, part);

    if (row_is_shut_out(rules, row, of->stage) || tally_cutoff_shuts(rules, row, part)) {
        return false;
    }
    bool wanted = row_status(rules, row, of->stage) == RULES_RUNNING ||
                  contest_has_sheet(rules, skill, row, part, seat);
    if (seat < of->seat_count) {
        return wanted && (row_panel(of, slot) >> seat & 1) != 0 && row_expects_marks(of, slot);
    }
    return wanted && seat == of->seat_count && of->technical && row_counts(of, slot) &&
           (slot->declared || row_asks_declaration(of));
}
