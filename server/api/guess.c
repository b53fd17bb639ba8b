#include "api/guess.h"

#include "api/visit.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/meter.h"
#include "live/tries.h"
#include "net/http.h"

enum { SECOND_MS = 1000, NAME_SHOWN = 16 };

static struct slice name_of(const struct visit *visit, const struct guess *guess)
{
    return slice_of(
        arena_printf(visit->request->arena, "%s:%.*s", guess->kind, SLICE_FMT(guess->name)));
}

static bool is_anonymous(const struct visit *visit)
{
    return !visit->token_shown;
}

unsigned long guess_wait_s(const struct visit *visit, const struct guess *guess)
{
    uint64_t now = clock_ms();
    uint64_t wait =
        guess->name.at ? tries_wait_ms(visit->api->names, name_of(visit, guess), now) : 0;

    if (is_anonymous(visit)) {
        uint64_t other =
            tries_wait_ms(visit->api->addresses, slice_of(visit->request->address), now);
        wait = other > wait ? other : wait;
    }
    return (unsigned long)((wait + SECOND_MS - 1) / SECOND_MS);
}

bool guess_may(struct visit *visit, const struct guess *guess)
{
    struct arena *arena = visit->request->arena;
    unsigned long seconds = guess_wait_s(visit, guess);

    if (seconds == 0) {
        return true;
    }
    visit->header_line = arena_printf(arena, "Retry-After: %lu\r\n", seconds);
    visit_problem(visit, "too-many-tries", arena_printf(arena, "%lu", seconds));
    return false;
}

static void tell_wrong(const struct visit *visit, const struct guess *guess, uint64_t of_name,
                       uint64_t of_address)
{
    size_t shown = guess->name.len < NAME_SHOWN ? guess->name.len : NAME_SHOWN;

    meter_count("jinbang_guesses_wrong_total", "", 1);
    log_line(LOG_WARN, "guess.wrong", "kind=%s name=%.*s address=%s of_name=%lu of_address=%lu",
             guess->kind, (int)shown, guess->name.at ? guess->name.at : "", visit->request->address,
             (unsigned long)of_name, (unsigned long)of_address);
}

void guess_wrong(const struct visit *visit, const struct guess *guess)
{
    uint64_t now = clock_ms();
    uint64_t of_name =
        guess->name.at ? tries_failed(visit->api->names, name_of(visit, guess), now) : 0;
    uint64_t of_address = is_anonymous(visit) ? tries_failed(visit->api->addresses,
                                                             slice_of(visit->request->address), now)
                                              : 0;

    tell_wrong(visit, guess, of_name, of_address);
}

uint64_t guess_charge(const struct visit *visit, const struct guess *guess)
{
    return tries_failed(visit->api->names, name_of(visit, guess), clock_ms());
}

void guess_uncharge(const struct visit *visit, const struct guess *guess)
{
    tries_lowered(visit->api->names, name_of(visit, guess), 1);
}

void guess_was(const struct visit *visit, const struct guess *guess, uint64_t charged, bool right)
{
    enum { OWN_AND_ONE = 2 };

    if (right) {
        tries_lowered(visit->api->names, name_of(visit, guess), OWN_AND_ONE);
    } else {
        tell_wrong(visit, guess, charged, 0);
    }
}

void guess_right(const struct visit *visit, const struct guess *guess)
{
    if (guess->name.at) {
        tries_passed(visit->api->names, name_of(visit, guess));
    }
}
