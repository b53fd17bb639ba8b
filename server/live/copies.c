#include "live/copies.h"

#include "base/arena.h"
#include "base/must.h"

// A touched competitor.
struct copy {
    struct record_competitor *competitor;
    struct row *row;
    struct row *before; // as it was before the last change
    struct tally tally; // of an independent skill
};

struct copies {
    struct arena *arena;
    struct record *record;
    uint32_t skill;
    size_t count, room;
    struct copy **all;
    struct copy **by_number; // by the competitor's number in the skill's list; NULL: not touched
    const struct bout *bouts;
    size_t bout_count;
    size_t joining; // newcomers
    bool due;
    struct field_entry *entries; // relative: of the whole skill, with tallies of our own
    struct tally *tallies;
    struct row *fresh; // of every newcomer
    void *scratch;
};

struct copies *copies_new(struct arena *arena, struct record *record, uint32_t skill)
{
    struct copies *copies = arena_alloc(arena, sizeof *copies);
    const struct record_skill *at = &record->skills[skill];

    copies->arena = arena;
    copies->record = record;
    copies->skill = skill;
    copies->bouts = at->bouts;
    copies->bout_count = at->bout_count;
    return copies;
}

// A commit touches one row, a batch, or most of a skill: looked for one by one as long as they are
// few.
enum { FEW = 64 };

static struct copy *find(const struct copies *copies, const struct record_competitor *competitor)
{
    if (copies->by_number) {
        return copies->by_number[competitor->at];
    }
    for (size_t i = 0; i < copies->count; i++) {
        if (copies->all[i]->competitor == competitor) {
            return copies->all[i];
        }
    }
    return NULL;
}

static void number_all(struct copies *copies)
{
    size_t most = copies->record->skills[copies->skill].count;

    copies->by_number = arena_alloc(copies->arena, (most + 1) * sizeof(struct copy *));
    for (size_t i = 0; i < copies->count; i++) {
        copies->by_number[copies->all[i]->competitor->at] = copies->all[i];
    }
}

static void keep(struct copies *copies, struct copy *copy)
{
    if (copies->count == copies->room) {
        struct copy **before = copies->all;
        copies->room = copies->room ? 4 * copies->room : FEW;
        copies->all = arena_alloc(copies->arena, copies->room * sizeof(struct copy *));
        if (before) {
            memcpy(copies->all, before, copies->count * sizeof(struct copy *));
        }
    }
    copies->all[copies->count++] = copy;
    if (copies->by_number) {
        copies->by_number[copy->competitor->at] = copy;
    } else if (copies->count > FEW) {
        number_all(copies);
    }
}

static struct copy *copy_of(struct copies *copies, struct record_competitor *competitor)
{
    const struct rules *rules = copies->record->rules;
    size_t bytes = contest_row_bytes(rules, copies->skill);
    size_t tally_len = tally_bytes(rules, copies->skill);
    struct copy *copy = arena_alloc(copies->arena, sizeof *copy);

    copy->competitor = competitor;
    copy->row = arena_alloc(copies->arena, bytes);
    copy->before = arena_alloc(copies->arena, bytes);
    memcpy(copy->row, competitor->row, bytes);
    if (!copies->record->skills[copies->skill].relative) {
        void *memory = arena_alloc(copies->arena, tally_len);
        tally_init(rules, copies->skill, memory, &copy->tally);
        memcpy(memory, competitor->tally_memory, tally_len);
    }
    keep(copies, copy);
    return copy;
}

struct row *copies_row(struct copies *copies, struct record_competitor *competitor)
{
    struct copy *copy = find(copies, competitor);

    copy = copy ? copy : copy_of(copies, competitor);
    memcpy(copy->before, copy->row, contest_row_bytes(copies->record->rules, copies->skill));
    return copy->row;
}

bool copies_undo(struct copies *copies, struct record_competitor *competitor, uint32_t part)
{
    struct copy *copy = find(copies, competitor);

    must(copy);
    memcpy(copy->row, copy->before, contest_row_bytes(copies->record->rules, copies->skill));
    return copies_work(copies, competitor, part) == V_OK; // as before: it went well then
}

const struct row *copies_look(const struct copies *copies,
                              const struct record_competitor *competitor)
{
    const struct copy *copy = find(copies, competitor);

    return copy ? copy->row : competitor->row;
}

enum verdict copies_work(struct copies *copies, struct record_competitor *competitor, uint32_t part)
{
    const struct rules *rules = copies->record->rules;
    struct copy *copy = find(copies, competitor);

    must(copy); // it was changed before
    if (copies->record->skills[copies->skill].relative) {
        copies->due = true;
        return V_OK;
    }
    return part == RULES_NONE ? tally_row(rules, copies->skill, copy->row, &copy->tally)
                              : tally_part(rules, copies->skill, copy->row, part, &copy->tally);
}

void copies_bouts(struct copies *copies, const struct bout *bouts, size_t count)
{
    copies->bouts = bouts;
    copies->bout_count = count;
    copies->due = copies->record->skills[copies->skill].relative;
}

void copies_join(struct copies *copies)
{
    copies->joining++;
    copies->entries = NULL; // to be laid out anew
    copies->due = copies->record->skills[copies->skill].relative;
}

size_t copies_size(const struct copies *copies)
{
    return copies->record->skills[copies->skill].count + copies->joining;
}

// The whole skill with tallies of our own; the record's stay as they are.
static void lay_out_field(struct copies *copies)
{
    const struct rules *rules = copies->record->rules;
    size_t count = copies_size(copies);
    size_t bytes = (tally_bytes(rules, copies->skill) + 15) & ~(size_t)15;
    char *memory = arena_alloc(copies->arena, count * bytes + 1);

    copies->entries = arena_alloc(copies->arena, (count + 1) * sizeof *copies->entries);
    copies->tallies = arena_alloc(copies->arena, (count + 1) * sizeof *copies->tallies);
    copies->fresh = arena_alloc(copies->arena, contest_row_bytes(rules, copies->skill));
    contest_row_init(rules, copies->skill, copies->fresh);
    copies->scratch = arena_alloc(copies->arena, field_bytes(rules, copies->skill, count) + 1);
    for (size_t i = 0; i < count; i++) {
        tally_init(rules, copies->skill, memory + i * bytes, &copies->tallies[i]);
    }
}

static void fill_field(struct copies *copies)
{
    const struct record *record = copies->record;
    const struct record_skill *skill = &record->skills[copies->skill];

    for (size_t i = 0; i < skill->count; i++) {
        const struct record_competitor *competitor = record->competitors[skill->competitors[i]];
        copies->entries[i] = (struct field_entry){copies_look(copies, competitor),
                                                  &copies->tallies[i], competitor->index, 0};
    }
    for (size_t i = 0; i < copies->joining; i++) {
        copies->entries[skill->count + i] =
            (struct field_entry){copies->fresh, &copies->tallies[skill->count + i],
                                 (uint32_t)(record->competitor_count + i), 0};
    }
}

enum verdict copies_settle(struct copies *copies)
{
    const struct record *record = copies->record;

    if (!copies->due) {
        return V_OK;
    }
    copies->due = false;
    if (!copies->entries) {
        lay_out_field(copies);
    }
    fill_field(copies);
    return field_settle(record->rules, copies->skill, copies->entries, copies_size(copies),
                        copies->bouts, (uint32_t)copies->bout_count, copies->scratch);
}

size_t copies_count(const struct copies *copies)
{
    return copies->entries ? copies_size(copies) : copies->count;
}

// Newcomers are on no board yet.
static bool is_newcomer(const struct copies *copies, size_t i)
{
    return copies->entries && copies->entries[i].who >= copies->record->competitor_count;
}

const struct record_competitor *copies_next(const struct copies *copies, size_t *at,
                                            const struct tally **ret)
{
    while (*at < copies_count(copies) && is_newcomer(copies, *at)) {
        ++*at;
    }
    if (*at == copies_count(copies)) {
        return NULL;
    }
    size_t i = (*at)++;
    if (copies->entries) {
        *ret = copies->entries[i].tally;
        return copies->record->competitors[copies->entries[i].who];
    }
    *ret = &copies->all[i]->tally;
    return copies->all[i]->competitor;
}
