#include "live/picture.h"

#include "base/arena.h"
#include "live/frozen.h"
#include "live/lineup.h"
#include "live/onstage.h"
#include "live/placing.h"
#include "live/results.h"
#include "live/state.h"
#include "live/units.h"
#include "store/journal.h"

bool picture_is_frozen(const struct picture_of *of)
{
    return !of->staff && frozen_of(of->room->record, of->skill);
}

bool picture_is_of_one(const struct picture_of *of)
{
    return of->tile.who.at != NULL;
}

static struct slice keep(struct arena *arena, struct slice text)
{
    return text.at ? (struct slice){arena_copy(arena, text), text.len} : SLICE_NONE;
}

static void add_row(const struct picture_of *of, struct picture *picture,
                    const struct record_competitor *competitor, struct results_place place)
{
    struct scene_row *row = &picture->rows[picture->count++];

    place.staff = of->staff;
    place.scales = &picture->scales;
    results_row(of->room->record, competitor, of->stage, place, picture->state.show, row);
    row->id = keep(picture->arena, row->id);
    row->code = keep(picture->arena, row->code);
    row->name = keep(picture->arena, row->name);
    row->second_name = keep(picture->arena, row->second_name);
    row->delegation = keep(picture->arena, row->delegation);
    onstage_forecast(of->room, competitor, of->stage, picture->current, row);
    if (of->tile.on_stage) {
        onstage_tell(picture->arena, of->room, competitor, of->stage, row);
    }
}

// Thousands are followed, each on a tile of his own: it has room for him alone.
static size_t rows_at_most(const struct picture_of *of)
{
    return picture_is_of_one(of) ? 1 : of->tile.count + 1;
}

static void begin_picture(const struct picture_of *of, struct picture *picture)
{
    const struct record *record = of->room->record;
    enum rules_show show = of->staff ? RULES_SHOW_NAME : results_stage_show(record, of->stage);
    const struct frozen *still = picture_is_frozen(of) ? frozen_of(record, of->skill) : NULL;

    *picture = (struct picture){.arena = arena_new()};
    picture->rows = arena_alloc(picture->arena, rows_at_most(of) * sizeof *picture->rows);
    results_state(record, of->stage, show, of->staff, &picture->state);
    if (show >= RULES_SHOW_CODE) {
        onstage_lines(record, of->stage, &picture->state);
    }
    picture->scales = still ? still->scales : order_scales(picture->arena, record, of->skill);
}

static bool has_place(const struct picture_of *of, const struct record_competitor *competitor,
                      const struct rank_line *rank)
{
    return rank->place > 0 &&
           rank_class_of(of->room->record->rules, of->stage, &competitor->tally) == RANK_COMPLETE;
}

// As Redis ordered it, which knows nothing of groups and heats. One member more than the tile was
// read, to know whether the last one's place is shared. False: its counts do not say the places.
static bool compose_from_page(const struct picture_of *of, struct picture *picture,
                              const struct journal_page *page)
{
    const struct record *record = of->room->record;
    const struct rules_skill *skill = &record->rules->skills[of->skill];

    if (skill->group_count > 0 || record->rules->stages[of->stage].heats) {
        return false;
    }
    picture->state.listed = page->total;
    for (size_t i = 0; i < page->count && i < of->tile.count; i++) {
        const struct record_competitor *competitor = record_competitor(record, page->members[i].id);
        struct results_place place;
        bool counted = picture_is_of_one(of)
                           ? placing_of_one(skill->convention, &page->members[i], &place)
                           : placing_by_counts(skill->convention, page, of->tile.from, i, &place);
        if (!counted) {
            picture->count = 0;
            return false;
        }
        if (competitor) {
            add_row(of, picture, competitor, place);
        }
    }
    return true;
}

static void add_line(const struct picture_of *of, struct picture *picture,
                     const struct results_line *line)
{
    add_row(of, picture, line->competitor, results_place_of(line, of->staff, &picture->scales));
}

// As the engine orders it: for places that Redis cannot count, and when marks come in faster than a
// board can be read between two of them.
static void compose_from_engine(const struct picture_of *of, struct picture *picture)
{
    const struct lineup_stage *lineup = lineup_at(of->room, of->stage);
    size_t end = of->tile.from + of->tile.count;

    picture->state.listed = lineup->count;
    for (size_t i = of->tile.from; i < lineup->count && i < end; i++) {
        struct results_line line = lineup_line(lineup, i);
        add_line(of, picture, &line);
    }
}

static void compose_one_from_engine(const struct picture_of *of, struct picture *picture)
{
    const struct record_competitor *who = record_competitor(of->room->record, of->tile.who);
    const struct lineup_stage *lineup = lineup_at(of->room, of->stage);
    size_t at = who && who->skill == of->skill ? lineup_of(lineup, who) : lineup->count;

    if (at < lineup->count) {
        struct results_line line = lineup_line(lineup, at);
        add_line(of, picture, &line);
    }
}

static const struct frozen_stage *frozen_at(const struct picture_of *of)
{
    const struct record *record = of->room->record;

    return &frozen_of(record, of->skill)
                ->stages[of->stage - record->rules->skills[of->skill].stage_first];
}

// As it was when the skill was frozen.
static void add_frozen(const struct picture_of *of, struct picture *picture,
                       const struct rank_line *rank)
{
    const struct frozen *frozen = frozen_of(of->room->record, of->skill);
    struct results_line line = {.rank = *rank};

    add_row(of, picture, frozen_ghost(frozen, rank),
            results_place_of(&line, false, &picture->scales));
}

static void compose_frozen(const struct picture_of *of, struct picture *picture)
{
    const struct frozen_stage *stage = frozen_at(of);
    size_t end = of->tile.from + of->tile.count;

    picture->state.listed = stage->count;
    for (size_t i = of->tile.from; i < stage->count && i < end; i++) {
        add_frozen(of, picture, &stage->lines[i]);
    }
}

// A work whose code has been opened since is on no list any more: it is looked for.
static const struct rank_line *find_frozen(const struct picture_of *of)
{
    const struct frozen *frozen = frozen_of(of->room->record, of->skill);
    const struct frozen_stage *stage = frozen_at(of);
    const struct record_competitor *who = record_competitor(of->room->record, of->tile.who);
    const struct record_competitor *ghost =
        who && who->skill == of->skill ? frozen_same(frozen, who) : NULL;

    if (ghost) {
        return frozen_line(stage, ghost);
    }
    for (size_t i = 0; i < stage->count; i++) {
        if (slice_is(of->tile.who, frozen_ghost(frozen, &stage->lines[i])->id)) {
            return &stage->lines[i];
        }
    }
    return NULL;
}

static void compose_one_frozen(const struct picture_of *of, struct picture *picture)
{
    const struct rank_line *line = find_frozen(of);

    if (line) {
        add_frozen(of, picture, line);
    }
}

static void compose_still(const struct picture_of *of, struct picture *picture)
{
    (picture_is_of_one(of) ? compose_one_frozen : compose_frozen)(of, picture);
}

static void compose_moving(const struct picture_of *of, struct picture *picture,
                           const struct journal_page *page)
{
    if (!page || of->room->boards_doubted || !compose_from_page(of, picture, page)) {
        picture->current = true;
        (picture_is_of_one(of) ? compose_one_from_engine : compose_from_engine)(of, picture);
    }
}

// ---- delegations, and those who have a title: over the whole board

// As they were when the skill was frozen.
static size_t frozen_units(const struct picture_of *of, struct arena *arena,
                           const struct units_line **ret)
{
    const struct record *record = of->room->record;
    const struct frozen *frozen = frozen_of(record, of->skill);
    const struct frozen_stage *stage = frozen_at(of);
    bool apart = rules_in_groups(record->rules, of->skill);
    struct units *units = units_open();

    for (size_t i = 0; i < stage->count; i++) {
        const struct rank_line *line = &stage->lines[i];
        const char *name = frozen_person(record, frozen_ghost(frozen, line))->delegation;
        units_add(units, units_number(units, slice_of(name)),
                  line->place > 0 && apart ? line->group_place : line->place);
    }
    size_t count = units_settle(units, arena, ret);
    units_close(units);
    return count;
}

bool picture_counts(const struct picture_of *of)
{
    const struct record *record = of->room->record;

    return of->tile.list == TILE_DELEGATIONS && !picture_is_frozen(of) &&
           (of->staff || results_stage_show(record, of->stage) == RULES_SHOW_NAME) &&
           !lineup_counted(of->room, of->stage);
}

static void add_unit(struct picture *picture, const struct units_line *line)
{
    struct slice name = keep(picture->arena, line->name);
    struct scene_unit *unit = arena_alloc(picture->arena, sizeof *unit);

    *unit = line->unit;
    picture->rows[picture->count++] = (struct scene_row){
        .id = name, .delegation = name, .place = line->place, .shared = line->shared, .unit = unit};
}

static void compose_units(const struct picture_of *of, struct picture *picture)
{
    const struct units_line *lines = NULL;
    size_t end = of->tile.from + of->tile.count;

    if (picture->state.show != RULES_SHOW_NAME) {
        return;
    }
    picture->state.listed = picture_is_frozen(of) ? frozen_units(of, picture->arena, &lines)
                                                  : lineup_units(of->room, of->stage, &lines);
    for (size_t i = of->tile.from; i < picture->state.listed && i < end; i++) {
        add_unit(picture, &lines[i]);
    }
}

static void compose_titles(const struct picture_of *of, struct picture *picture)
{
    if (!picture->state.published) { // also where it is frozen
        return;
    }
    const struct lineup_stage *lineup = lineup_at(of->room, of->stage);
    size_t end = of->tile.from + of->tile.count;
    for (size_t i = 0; i < lineup->count; i++) {
        struct results_line line = lineup_line(lineup, i);
        if (!results_title(of->room->record, line.competitor, of->stage) ||
            !has_place(of, line.competitor, &line.rank)) {
            continue;
        }
        if (picture->state.listed >= of->tile.from && picture->state.listed < end) {
            add_line(of, picture, &line);
        }
        picture->state.listed++;
    }
}

static void compose_list(const struct picture_of *of, struct picture *picture)
{
    picture->current = true;
    (of->tile.list == TILE_TITLES ? compose_titles : compose_units)(of, picture);
}

struct picture picture_compose(const struct picture_of *of, const struct journal_page *page)
{
    struct picture picture;

    begin_picture(of, &picture);
    picture.current = page && page->number >= of->room->record->skills[of->skill].touched;
    if (picture.state.show < RULES_SHOW_CODE) {
        return picture; // no rows
    }
    if (of->tile.list != TILE_STANDING) {
        compose_list(of, &picture);
    } else if (picture_is_frozen(of)) {
        picture.current = true; // all of it is of one moment
        compose_still(of, &picture);
    } else {
        compose_moving(of, &picture, page);
    }
    return picture;
}

bool picture_same(const struct picture *a, const struct picture *b)
{
    bool same = a->arena && a->count == b->count && scene_state_same(&a->state, &b->state);

    for (size_t i = 0; same && i < a->count; i++) {
        same = scene_row_same(&a->rows[i], &b->rows[i]);
    }
    return same;
}
