// Whatever a definition says, with other numbers in it: if it is let through, it comes to a figure
// at the edges of all that may be entered, declared and ruled. Else it is refused here and now.
#include "tests/scoring/extreme.h"
#include "tests/wire/change.h"

enum { CHANGES = 400, STEPS = 12 };

static uint64_t dice_state = 77;

static unsigned dice(unsigned below)
{
    dice_state = dice_state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (unsigned)(dice_state >> 33) % below;
}

// Puts other numbers in the place of some of the decimals in quotes.
static void change_numbers(char *text, const char *from)
{
    static const char *const others[] = {"1",          "7",   "0.000001", "99.999999", "0.3",
                                         "1000000000", "0.5", "3",        "333",       "1000"};
    char *to = text;

    while (*from) {
        bool number = from[0] == '"' && from[1] >= '0' && from[1] <= '9';
        size_t len = number ? strspn(from + 1, "0123456789.") : 0;
        *to++ = *from++;
        if (number && (from[len] == '"' || from[len] == '%') && dice(12) == 0) {
            const char *other = others[dice(sizeof others / sizeof others[0])];
            memcpy(to, other, strlen(other));
            to += strlen(other);
            from += len;
        }
    }
    *to = 0;
}

static void a_definition_that_is_let_through_runs_over_nowhere(void **state)
{
    (void)state;
    static const char *const names[] = {
        "fuzz/definition/full-cube", "fuzz/definition/full-multi",  "fuzz/definition/full-poem",
        "fuzz/definition/full-web",  "fuzz/definition/full-welder", "templates/labour-contest.json",
        "templates/recital.json",    "templates/first-class.json",  "fuzz/definition/recital"};
    static char text[2 * CHANGE_MAX];
    static struct faults faults;
    unsigned taken = 0;

    for (unsigned i = 0; i < CHANGES; i++) {
        char path[256];
        (void)snprintf(path, sizeof path, SOURCE_DIR "/fixtures/%s", names[i % ROWS(names)]);
        change_numbers(text, change_load(path));
        faults.count = 0;
        struct definition *definition = definition_read(slice_of(text), &faults);
        assert_true((definition == NULL) == (faults.count > 0));
        if (definition) {
            uint32_t skill = extreme_drive(definition_rules(definition), i, STEPS);
            if (skill != RULES_NONE) {
                fail_msg("skill %u of %s", skill, text);
            }
            taken++;
        }
        definition_free(definition);
    }
    assert_true(taken > CHANGES / 20 && taken < CHANGES);
}

RUN(cmocka_unit_test(a_definition_that_is_let_through_runs_over_nowhere))
