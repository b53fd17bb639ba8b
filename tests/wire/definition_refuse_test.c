// What a definition may not say: one mistake after the other put into fixtures/examples/full.json,
// and what stands just inside each limit.
#include "tests/wire/change.h"

#define WELDER    "/skills/0"
#define FINAL     WELDER "/stages/1"
#define PLATE     FINAL "/modules/1/parts/0"
#define OUTSIDE   PLATE "/aspects/0"
#define XRAY      PLATE "/aspects/1"
#define SAFE      FINAL "/modules/1/parts/1"
#define WEB       "/skills/1"
#define LOOK      WEB "/stages/0/modules/0/parts/0/aspects/0"
#define SPEED     WEB "/stages/0/modules/0/parts/1/aspects/0"
#define RATE      WEB "/stages/0/modules/1/parts/0/aspects/0"
#define POEM      "/skills/2"
#define POEM_PART POEM "/stages/0/modules/0/parts"
#define DANCE     "/skills/3"
#define TUG       "/skills/4"
#define CUBE      "/skills/5"
#define AVERAGE   CUBE "/stages/2/modules/0"
#define SINGLE    CUBE "/stages/2/modules/1"
#define MULTI     "/skills/6/stages/0/modules/0/parts"

static void an_input_has_its_own_members_and_no_others(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"\"gear\"", "\"full\": \"40\"", "\"min\": \"0\", \"full\": \"40\"", INVALID,
         SAFE "/aspects/0/min", "@not-for pass_fail"},
        {"\"gear\"", "\"full\": \"40\", ", "", MISSING, SAFE "/aspects/0/full", "full"},
        {"\"gear\"", "\"full\": \"40\"", "\"full\": \"0\"", INVALID, SAFE "/aspects/0/full",
         "@above-zero"},
        {"\"tidy\"", "\"possible\": \"6\"", "\"possible\": \"0\"", INVALID,
         SAFE "/aspects/1/possible", "@whole 1 – 1000000"},
        {"\"tidy\"", "\"possible\": \"6\"", "\"possible\": \"6.5\"", INVALID,
         SAFE "/aspects/1/possible", "@whole 1 – 1000000"},
        {"\"tidy\"", "\"possible\": \"6\"", "\"possible\": \"1000001\"", INVALID,
         SAFE "/aspects/1/possible", "@whole 1 – 1000000"},
        {"\"look\"", "{\"zh\": \"优秀\", \"en\": \"Excellent\"}", "{\"en\": \"Excellent\"}",
         MISSING, LOOK "/levels/3/zh", "zh"},
        {"\"look\"", "{\"zh\": \"达到标准\", \"en\": \"Meets standard\"},", "", INVALID,
         LOOK "/levels", "@list 4 – 4"},
        {"\"look\"", "\"input\": \"judgement\", \"full\": \"2\"", "\"input\": \"judgement\"",
         MISSING, LOOK "/full", "full"},
        {"\"rate\"", "\"cap\": \"1.1\"", "\"cap\": \"0\"", INVALID, RATE "/cap", "@above-zero"},
        {"\"rate\"", "\"target\": \"1000\"", "\"target\": \"0\"", INVALID, RATE "/target",
         "@above-zero"},
        {"\"m-100\"", "\"exponent\": \"1.81\"", "\"exponent\": \"1.8125\"", INVALID,
         MULTI "/0/aspects/0/power/exponent", "@exponent 10"},
        {"\"m-100\"", "\"exponent\": \"1.81\"", "\"exponent\": \"10.001\"", INVALID,
         MULTI "/0/aspects/0/power/exponent", "@exponent 10"},
        {"\"m-100\"", "\"exponent\": \"1.81\"", "\"exponent\": \"0\"", INVALID,
         MULTI "/0/aspects/0/power/exponent", "@exponent 10"},
        {"\"m-jury\"", "\"max\": \"20\"", "\"max\": \"0\"", INVALID, MULTI "/2/aspects/0/max",
         "@whole 1 – 1000000"},
        {"\"m-jury\"", "\"max\": \"20\"", "\"min\": \"1\"", INVALID, MULTI "/2/aspects/0/min",
         "@not-for place"},
        {"\"d-call\"", "\"input\": \"tick\"", "\"input\": \"tick\", \"full\": \"1\"", INVALID,
         DANCE "/stages/0/modules/0/parts/0/aspects/0/full", "@not-for tick"},
        {"\"rate\"", "\"section\": \"3\"", "\"section\": \"4\"", INVALID, RATE "/section",
         "@section-unknown 4"},
        {"\"rate\"", "\"input\": \"target\"", "\"input\": \"aim\"", INVALID, RATE "/input", NULL},
    };
    change_expect_faults(FULL, rows, ROWS(rows));
}

static void a_ladder_is_in_order_and_each_step_has_one_worth(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"\"speed\"", "\"from\": \"2\", \"to\": \"4\"", "\"from\": \"4\", \"to\": \"2\"", INVALID,
         SPEED "/bands/1", "@band-range"},
        {"\"speed\"", "\"from\": \"2\", \"to\": \"4\"", "\"from\": \"1.9\", \"to\": \"4\"", INVALID,
         SPEED "/bands/1", "@bands-overlap 1"},
        {"\"speed\"", "\"from\": \"2\", \"to\": \"4\"", "\"from\": \"0\", \"to\": \"2\"", INVALID,
         SPEED "/bands/1", "@bands-overlap 1"},
        {"\"speed\"", "\"deduct\": \"33.3%\"", "\"deduct\": \"33.3%\", \"points\": \"1\"", INVALID,
         SPEED "/bands/1", "@one-of points, deduct"},
        {"\"speed\"", ", \"points\": \"0.25\"", "", INVALID, SPEED "/bands/2",
         "@one-of points, deduct"},
        {"\"xray\"", "66.6%", "66.6", INVALID, XRAY "/choices/2/deduct", "@percent"},
        {"\"xray\"", "66.6%", "66,6%", INVALID, XRAY "/choices/2/deduct", "@percent"},
        {"\"xray\"", "66.6%", "%", INVALID, XRAY "/choices/2/deduct", "@percent"},
        {"\"xray\"", "66.6%", "100.000001%", INVALID, XRAY "/choices/2/deduct", "@range 0 – 100 %"},
        {"\"xray\"", "66.6%", "-0.000001%", INVALID, XRAY "/choices/2/deduct", "@range 0 – 100 %"},
        {"\"xray\"", "\"full\": \"30\",", "", INVALID, XRAY "/choices/0/deduct", "@full-needed"},
        {"\"p-dance\"", "\"from\": \"7\", \"to\": \"7.99\"", "\"from\": \"7\", \"to\": \"8.5\"",
         INVALID, POEM_PART "/1/tolerance/1", "@bands-overlap 1"},
        {"\"p-dance\"", "\"within\": \"0.3\"", "\"within\": \"-0.3\"", INVALID,
         POEM_PART "/1/tolerance/0/within", "@at-least 0"},
        {"\"p-read\"", "\"limit\": \"2\"", "\"limit\": \"-1\"", INVALID,
         POEM_PART "/0/variance/limits/0/limit", "@at-least 0"},
    };
    change_expect_faults(FULL, rows, ROWS(rows));
    static const struct row good[] = {
        {"\"speed\"", "\"from\": \"2\", \"to\": \"4\"", "\"from\": \"0\", \"to\": \"4\"", NULL,
         NULL, NULL}, // around the first one: that one counts where both hold
        {"\"xray\"", "66.6%", "100%", NULL, NULL, NULL},
        {"\"m-100\"", "\"exponent\": \"1.81\"", "\"exponent\": \"1.835\"", NULL, NULL, NULL},
        {"\"m-100\"", "\"exponent\": \"1.81\"", "\"exponent\": \"2\"", NULL, NULL, NULL},
    };
    change_expect_good(FULL, good, ROWS(good));
}

static void a_skill_is_marked_at_a_venue_that_there_is(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"\"welder\"", "\"venue\": \"hall-north\"", "\"venue\": \"hall\"", INVALID,
         "/skills/0/venue", "@venue-unknown hall"},
        {"\"venues\"", "\"id\": \"yard\"", "\"id\": \"hall-north\"", INVALID, "/venues/1/id",
         "@id-twice hall-north"},
    };
    change_expect_faults(FULL, rows, ROWS(rows));
}

static void a_fault_takes_something_off_or_loses_all(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"\"undercut\"", "\"amount\": \"2\"", "\"amount\": \"-2\"", INVALID,
         OUTSIDE "/faults/0/amount", "@at-least 0"},
        {"\"undercut\"", "\"each\": \"5\"", "\"each\": \"0\"", INVALID, OUTSIDE "/faults/0/each",
         "@above-zero"},
        {"\"undercut\"", "\"most\": \"6\"", "\"most\": \"0\"", INVALID, OUTSIDE "/faults/0/most",
         "@above-zero"},
        {"\"pore\"", ", \"amount\": \"1\"", "", MISSING, OUTSIDE "/faults/1/amount", "amount"},
        {"\"crack\"", "\"lost\": true", "\"lost\": true, \"amount\": \"1\"", INVALID,
         OUTSIDE "/faults/2/amount", "@not-with lost"},
        {"\"crack\"", "\"crack\"", "\"pore\"", INVALID, OUTSIDE "/faults/2/id", "@id-twice pore"},
    };
    change_expect_faults(FULL, rows, ROWS(rows));
}

// So many deduction aspects of so many faults each, in one part.
static bool reads_sheet(size_t aspects, size_t faults)
{
    struct buf *buf = buf_new(1 << 16);
    static const char head[] =
        "{\"format\":\"jinbang-competition/1\",\"id\":\"c\",\"name\":{\"zh\":\"c\"},\"skills\":[{"
        "\"id\":\"s\",\"name\":{\"zh\":\"s\"},\"stages\":[{\"id\":\"f\",\"name\":{\"zh\":\"f\"},"
        "\"modules\":[{\"id\":\"m\",\"name\":{\"zh\":\"m\"},\"parts\":[{\"id\":\"p\",\"name\":{"
        "\"zh\":\"p\"},\"seats\":[\"J\"],\"aspects\":[";
    buf_add(buf, head, sizeof head - 1);
    for (size_t i = 0; i < aspects; i++) {
        char text[160];
        int len = snprintf(text, sizeof text,
                           "%s{\"id\":\"a%zu\",\"name\":{\"zh\":\"a\"},\"input\":\"deduction\","
                           "\"full\":\"1\",\"faults\":[",
                           i ? "," : "", i);
        buf_add(buf, text, (size_t)len);
        for (size_t k = 0; k < faults; k++) {
            len = snprintf(text, sizeof text,
                           "%s{\"id\":\"f%zu\",\"name\":{\"zh\":\"f\"},\"amount\":\"1\"}",
                           k ? "," : "", k);
            buf_add(buf, text, (size_t)len);
        }
        buf_add(buf, "]}", 2);
    }
    buf_add(buf, "]}]}]}]}]}", 10);
    struct faults said = {0};
    struct definition *definition = definition_read((struct slice){buf->bytes, buf->len}, &said);
    if (!definition) {
        assert_string_equal(said.items[0].word, "@cells 1024");
        assert_string_equal(said.items[0].pointer, "/skills/0/stages/0/modules/0/parts/0/aspects");
    }
    (void)buf_unref(buf);
    bool good = definition;
    definition_free(definition);
    return good;
}

static void a_sheet_has_room_for_so_many_figures(void **state)
{
    (void)state;
    assert_true(reads_sheet(16, 64));
    assert_false(reads_sheet(17, 61));
}

static void refuses_panels_that_cannot_work(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"\"p-read\"", "\"figures\": 5, \"high\": 1, \"low\": 1",
         "\"figures\": 5, \"high\": 3, \"low\": 2", INVALID, POEM_PART "/0/trim/0", "@trim-empty"},
        {"\"p-read\"", "\"figures\": 6", "\"figures\": 5", INVALID, POEM_PART "/0/trim/1/figures",
         "@twice"},
        {"\"p-read\"", "\"missing\": \"given\"", "\"drop_high\": 1", INVALID,
         POEM_PART "/0/drop_high", "@not-with trim"},
        {"\"p-dance\"", "\"turn\": \"all_in\"", "\"turn\": \"soon\"", INVALID, POEM_PART "/1/turn",
         NULL},
        {"\"p-dance\"", "\"turn\": \"all_in\"", "\"turn\": \"chief\", \"optional\": true", INVALID,
         POEM_PART "/1/optional", "@not-with turn"},
        {"\"p-dance\"", "\"turn\": \"all_in\"", "\"turn\": \"chief\", \"call_back\": 1", INVALID,
         POEM_PART "/1/call_back", "@not-with turn"},
        {"\"p-dance\"", "\"turn\": \"all_in\"", "\"turn\": \"all_in\", \"marks\": \"one_by_one\"",
         INVALID, POEM_PART "/1/turn", "@not-with one_by_one"},
        {"\"p-jury\"", "\"normalise\"", "\"turn\": \"all_in\", \"normalise\"", INVALID,
         POEM_PART "/2/normalise", "@not-with turn"},
        {"\"a1\"", "\"day\": 1", "\"day\": 1, \"turn\": \"chief\"", INVALID,
         WEB "/stages/0/modules/0/parts/0/turn", "@not-with refuse"},
        {"\"a1\"", "\"limit\": \"1\", ", "", INVALID, WEB "/stages/0/modules/0/parts/0/variance",
         "@one-of limit, limits"},
        {"\"a1\"", "\"do\": \"refuse\"", "\"do\": \"leave_out\"", INVALID,
         WEB "/stages/0/modules/0/parts/0/variance", "@variance-broken"},
        {"\"p-jury\"", "\"centre\": \"100\", ", "", MISSING, POEM_PART "/2/normalise/centre",
         "centre"},
        {"\"p-jury\"", "\"spread\": \"20\"", "\"spread\": \"0\"", INVALID,
         POEM_PART "/2/normalise/spread", "@above-zero"},
        {"\"p-jury\"", "\"by\": \"z\"", "\"by\": \"percent\"", INVALID,
         POEM_PART "/2/normalise/centre", "@not-with percent"},
        {"\"p-jury\"", ", \"rounding\": {\"places\": 4}", "", INVALID, POEM_PART "/2/rounding",
         "@rounding-missing"},
        {"\"w-safe\"", "\"agreed\"", "\"near_median\"", INVALID, SAFE "/rounding",
         "@rounding-missing"},
        {"\"w-safe\"", "\"agreed\"", "\"middle_two\"", INVALID, SAFE "/tolerance",
         "@variance-broken"},
        {"\"p-hall\"", "\"max\": \"20\"", "\"max\": \"0\"", INVALID, POEM_PART "/3/against/max",
         "@above-zero"},
        {"\"p-hall\"", ", \"max\": \"20\"", "", MISSING, POEM_PART "/3/against/max", "max"},
        {"\"p-vote\"", "\"by\": \"points\"", "\"by\": \"borda\"", INVALID,
         POEM_PART "/4/against/points", "@not-with borda"},
        {"\"p-vote\"", "\"9\", \"7\"", "\"9\", 7", TYPE, POEM_PART "/4/against/points/1",
         "@type-decimal"},
        {"\"p-dance\"", "\"divisor\": \"1.8\"", "\"divisor\": \"0\"", INVALID,
         POEM_PART "/1/divisor", "@above-zero"},
        {"\"w-plate\"", "\"60%\"", "\"61%\"", INVALID, FINAL "/modules/1/parts",
         "@weights-sum 101 %"},
        {"\"w-plate\"", "\"60%\"", "\"0.6\"", INVALID, FINAL "/modules/1/parts", "@weights-mixed"},
        {"\"prelim\"", "\"20%\"", "\"20.5%\"", INVALID, WELDER "/stages", "@weights-sum 100.5 %"},
        {"\"prelim\"", "\"20%\"", "\"0.2\"", INVALID, WELDER "/stages", "@weights-mixed"},
        {"\"prelim\"", "\"20%\"", "\"1001\"", INVALID, WELDER "/stages/0/weight",
         "@range 0 – 1000"},
        {"\"final\"", "\"carry\": [\"prelim\"], ", "", INVALID, WELDER "/stages",
         "@stage-weight-idle"},
        {"\"m-time\"", "\"time\"", "\"base\"", INVALID, MULTI "/3/declares", "@time-undeclared"},
    };
    change_expect_faults(FULL, rows, ROWS(rows));
}

static void refuses_adjustments_that_nobody_could_apply(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"\"late\"", "\"amount\": \"-1\", ", "", INVALID, FINAL "/adjustments/0",
         "@one-of amount, percent"},
        {"\"late\"", "\"amount\": \"-1\"", "\"amount\": \"-1\", \"each\": \"1\"", INVALID,
         FINAL "/adjustments/0/each", NULL},
        {"\"late\"", "\"most\": 3", "\"part\": \"w-plate\"", INVALID, FINAL "/adjustments/0/part",
         NULL},
        {"\"offence\"", "-10%", "-1000.1%", INVALID, FINAL "/adjustments/1/percent",
         "@range -1000 – 1000 %"},
        {"\"late\"", "\"most\": 3", "\"by\": \"warnings\"", MISSING, FINAL "/adjustments/0/part",
         "part"},
        {"\"offence\"", "\"w-plate\"", "\"w-trial\"", INVALID, FINAL "/adjustments/1/part",
         "@part-outside w-trial"},
        {"\"offence\"", "\"w-plate\"", "\"w-safe\"", INVALID, FINAL "/adjustments/1/part",
         "@log-needed"},
        {"\"early\"", "\"w-plate\"", "\"w-theory\"", INVALID, FINAL "/modules/1/adjustments/0/part",
         "@part-outside w-theory"},
        {"\"early\"", "\"w-plate\"", "\"w-safe\"", INVALID, FINAL "/modules/1/adjustments/0/part",
         "@log-or-time"},
        {"\"early\"", "\"after\": \"3600\", ", "", MISSING, FINAL "/modules/1/adjustments/0/after",
         "after"},
        {"\"overtime\"", "\"each\": \"60\"", "\"each\": \"0\"", INVALID,
         PLATE "/adjustments/0/each", "@above-zero"},
        {"\"overtime\"", "\"after\": \"3600\"", "\"after\": \"-1\"", INVALID,
         PLATE "/adjustments/0/after", "@at-least 0"},
        {"\"w-plate\"", "\"warning\"", "\"late\"", INVALID, FINAL "/adjustments/0/id",
         "@id-twice late"},
        {"\"declares\": [\"log\"]", "\"floor\": \"0\", \"ceiling\": \"100\"",
         "\"floor\": \"101\", \"ceiling\": \"100\"", INVALID, PLATE "/ceiling", "@ceiling"},
    };
    change_expect_faults(FULL, rows, ROWS(rows));
    static const struct row good[] = {
        {"\"offence\"", "-10%", "-1000%", NULL, NULL, NULL},
        {"\"declares\": [\"log\"]", "\"floor\": \"0\", \"ceiling\": \"100\"",
         "\"floor\": \"100\", \"ceiling\": \"100\"", NULL, NULL, NULL},
    };
    change_expect_good(FULL, good, ROWS(good));
}

static void refuses_modules_that_leave_nothing(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"\"single\"", "\"of\": \"average\"", "\"of\": \"all\"", INVALID, SINGLE "/of",
         "@of-unknown all"},
        {"\"single\"", "\"of\": \"average\"", "\"of\": \"single\"", INVALID, SINGLE "/of",
         "@of-unknown single"},
        {"\"single\"", "\"of\": \"average\"", "\"of\": \"average\", \"parts\": []", INVALID,
         SINGLE "/parts", "@not-with of"},
        {"\"single\"", "\"of\": \"average\", ", "", MISSING, SINGLE "/parts", "parts"},
        {"\"average\"", "\"drop_best\": 1", "\"drop_best\": 4", INVALID, AVERAGE, "@roll-up-empty"},
        {"\"average\"", "\"after\": 2", "\"after\": 5", INVALID, AVERAGE, "@roll-up-empty"},
        {"\"theory\"", "\"max\": \"100\"", "\"max\": \"99.5\"", INVALID, FINAL "/modules/0/max",
         "@max-differs 99.5 – 100"},
        {"\"tidy\"", "\"full\": \"60\"", "\"full\": \"61\"", INVALID, FINAL "/modules/1/max",
         "@max-differs 100 – 100.4"},
    };
    change_expect_faults(FULL, rows, ROWS(rows));
    static const struct row good[] = {
        {"\"average\"", "\"drop_best\": 1", "\"drop_best\": 3", NULL, NULL, NULL},
        {"\"average\"", "\"after\": 2", "\"after\": 4", NULL, NULL, NULL},
        {"\"average\"", "\"places\": -2", "\"places\": -6", NULL, NULL, NULL},
    };
    change_expect_good(FULL, good, ROWS(good));
}

static void refuses_cuts_and_matches_that_cannot_be(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"\"carry\"", "\"from\": \"prelim\"", "\"from\": \"final\"", INVALID, FINAL "/field/from",
         "@cut-forward"},
        {"\"carry\"", "\"from\": \"prelim\"", "\"from\": \"semi\"", INVALID, FINAL "/field/from",
         "@stage-unknown semi"},
        {"\"carry\"", "\"share\": \"75%\"", "\"share\": \"0%\"", INVALID, FINAL "/field/share",
         "@above-zero"},
        {"\"carry\"", "\"share\": \"75%\"", "\"share\": \"100.1%\"", INVALID, FINAL "/field/share",
         "@range 0 – 100 %"},
        {"\"carry\"", "\"share\": \"75%\"", "\"share\": \"75%\", \"top\": 3", INVALID,
         FINAL "/field", "@one-of top, share, score, each"},
        {"\"carry\"", "\"share\": \"75%\"", "\"top\": 3", INVALID, FINAL "/field/mode",
         "@not-with top, score, each"},
        {"\"tug\"", "\"roll_up\": \"matches\"", "\"roll_up\": \"sum\"", INVALID,
         TUG "/stages/0/roll_up", "@matches-roll-up"},
        {"\"tug\"", "\"modules\": []",
         "\"modules\": [{\"id\": \"m\", \"name\": {\"zh\": \"m\"}, \"parts\": [{\"id\": \"t1\", "
         "\"name\": {\"zh\": \"t\"}, \"technical\": \"T\", \"declares\": [\"base\"]}]}]",
         INVALID, TUG "/stages/0", "@majority-misplaced"},
        {"\"cup\"", "\"bronze\": true", "\"rounds\": 1", INVALID, TUG "/stages/1/matches/rounds",
         "@not-with knockout"},
        {"\"groups\"", "\"rounds\": 1", "\"bronze\": true", INVALID, TUG "/stages/0/matches/bronze",
         "@not-with round_robin"},
        {"\"d-waltz\"", "\"input\": \"place\", \"max\": \"8\"", "\"input\": \"tick\"", INVALID,
         DANCE "/stages/1", "@majority-misplaced"},
        {"\"d-tango\"", "\"majority\"", "\"mean\"", INVALID, DANCE "/stages/1",
         "@majority-misplaced"},
        {"\"dance\"", "\"roll_up\": \"skating\"", "\"roll_up\": \"sum\"", INVALID,
         DANCE "/stages/1/rule10", "@not-with sum"},
    };
    change_expect_faults(FULL, rows, ROWS(rows));
    static const struct row good[] = {
        {"\"carry\"", "\"share\": \"75%\"", "\"share\": \"100%\"", NULL, NULL, NULL},
        {"\"carry\"", "\"share\": \"75%\"", "\"share\": \"0.000001%\"", NULL, NULL, NULL},
    };
    change_expect_good(FULL, good, ROWS(good));
}

static void refuses_chains_that_decide_nothing(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"\"tie_break\"", "{\"ruling\": true}", "{\"part\": \"w-safe\"}", INVALID,
         WELDER "/tie_break", "@chain-undecided"},
        {"\"tie_break\"", "{\"ruling\": true}", "{\"ruling\": false}", INVALID,
         WELDER "/tie_break/5/ruling", "@true"},
        {"\"tie_break\"", "{\"ruling\": true}", "{\"ruling\": true, \"order\": \"low\"}", INVALID,
         WELDER "/tie_break/5/order", "@not-with ruling"},
        {"\"tie_break\"", "{\"time\": \"w-plate\"}", "{\"time\": \"w-safe\"}", INVALID,
         WELDER "/tie_break/0/time", "@log-or-time"},
        {"\"tie_break\"", "{\"time\": \"w-plate\"}", "{\"net\": \"final\"}", INVALID,
         WELDER "/tie_break/0/net", "@matches-needed"},
        {"\"tie_break\"", "{\"time\": \"w-plate\"}", "{\"time\": \"w-plate\", \"part\": \"w1\"}",
         INVALID, WELDER "/tie_break/0", "@tie-form"},
        {"\"tie_break\"", "{\"time\": \"w-plate\"}", "{\"firsts\": \"practice\"}", INVALID,
         WELDER "/tie_break/0/firsts", "@tie-ambiguous practice"},
        {"\"poem\"", "\"within\": \"0.01\"", "\"within\": \"-1\"", INVALID,
         POEM "/tolerance/within", "@at-least 0"},
        {"\"web\"", "\"least\": \"0\", ", "", MISSING, WEB "/scale/least", "least"},
        {"\"web\"", "\"most\": \"1000\"", "\"most\": \"-1\"", INVALID, WEB "/scale/most",
         "@ceiling"},
        {"\"web\"", ", \"rounding\": {\"places\": 0}", "", INVALID, WEB "/scale",
         "@scale-unrounded"},
        {"\"web\"", "\"k\": \"30\"", "\"k\": \"0\"", INVALID, WEB "/scale/k", "@above-zero"},
        {"\"web\"", "\"spread\": \"mad\"", "\"spread\": \"sd_sample\"", INVALID,
         WEB "/scale/mad_factor", "@not-with sd_sample"},
    };
    change_expect_faults(FULL, rows, ROWS(rows));
}

static void refuses_titles_that_nobody_could_award(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"\"champion\"", "\"from\": 1, ", "", MISSING, WELDER "/titles/0/from", "from"},
        {"\"champion\"", "\"to\": 1,", "\"to\": 1, \"per_team\": 1,", INVALID,
         WELDER "/titles/0/per_team", "@not-with from, to"},
        {"\"champion\"", "\"traits\": [\"staff\"]", "\"traits\": [\"chief\"]", INVALID,
         WELDER "/titles/0/traits/0", "@trait-unknown chief"},
        {"\"expert\"", "\"count\": 5", "\"count\": 5, \"share\": \"1%\"", INVALID,
         WELDER "/titles/2", "@one-of count, share, score"},
        {"\"expert\"", "\"count\": 5", "\"count\": 5, \"from\": 1", INVALID,
         WELDER "/titles/2/from", "@not-with count, share, score"},
        {"\"expert\"", "\"count\": 5", "\"count\": 5, \"mode\": \"up\"", INVALID,
         WELDER "/titles/2/mode", NULL},
        {"\"expert\"", "[\"champion\", \"star\"]", "[\"champion\", \"expert\"]", INVALID,
         WELDER "/titles/2/excludes/1", NULL},
        {"\"expert\"", "\"excludes\": [\"champion\", \"star\"]",
         "\"excludes\": [\"star\"], \"needs\": [\"star\"]", INVALID, WELDER "/titles/2/excludes",
         "@needs-and-excludes"},
        {"\"first-prize\"", "\"10%\"", "\"0%\"", INVALID, WELDER "/titles/3/share", "@above-zero"},
        {"\"young\"", "\"score\": true", "\"score\": false", INVALID, WELDER "/titles/4/score",
         "@true"},
        {"\"young\"", "\"score\": true", "\"score\": true, \"ties\": \"widen\"", INVALID,
         WELDER "/titles/4/ties", NULL},
        {"\"young\"", "\"total\": \"85\"", "\"scale\": \"700\"", INVALID, WELDER "/titles/4/scale",
         "@scale-missing"},
        {"\"young\"", "[\"expert\"]", "[\"master\"]", INVALID, WELDER "/titles/4/needs/0",
         "@title-unknown master"},
        {"\"web\"", "\"id\": \"gold\", ", "\"id\": \"gold\", \"from\": 1, ", INVALID,
         WEB "/titles/0/from", "@not-with medals"},
        {"\"medals\"", "\"silver\": \"silver\"", "\"silver\": \"gold\"", MISSING,
         WEB "/titles/1/from", NULL},
        {"\"medals\"", "\"within\": \"2\"", "\"within\": \"-2\"", INVALID, WEB "/medals/within",
         "@at-least 0"},
        {"\"medals\"", "\"gold\": \"gold\"", "\"gold\": \"golden\"", MISSING, WEB "/titles/0/from",
         NULL},
        {"\"to-senior\"", "[\"champion\", \"star\"]", "[]", INVALID, WELDER "/promotions/0/titles",
         "@list 1 – 32"},
        {"\"to-senior\"", "[\"champion\", \"star\"]", "[\"king\"]", INVALID,
         WELDER "/promotions/0/titles/0", "@title-unknown king"},
        {"\"to-senior\"", "[\"grade2\"]", "[\"grade9\"]", INVALID, WELDER "/promotions/0/holds/0",
         "@trait-unknown grade9"},
        {"\"to-technician\"", "\"to\": 5", "\"to\": 5, \"titles\": [\"star\"]", INVALID,
         WELDER "/promotions/1/from", "@not-with titles"},
        {"\"to-technician\"", "\"from\": 1", "\"from\": 6", INVALID, WELDER "/promotions/1/to",
         "@title-range"},
        {"\"to-technician\"", "\"to-technician\"", "\"to-senior\"", INVALID,
         WELDER "/promotions/1/id", "@id-twice to-senior"},
    };
    change_expect_faults(FULL, rows, ROWS(rows));
}

static void refuses_groups_and_heats_that_are_not_there(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"\"cube\"", "\"junior\", \"name\"", "\"senior\", \"name\"", INVALID, CUBE "/groups/1/id",
         "@id-twice senior"},
        {"\"hope\"", "[\"junior\"]", "[\"master\"]", INVALID, CUBE "/titles/1/groups/0",
         "@group-unknown master"},
        {"\"to-master\"", "[\"senior\"]", "[\"master\"]", INVALID, CUBE "/promotions/0/groups/0",
         "@group-unknown master"},
        {"\"cube\"", "\"in_groups\"", "\"together\"", INVALID, CUBE "/titles/0/together",
         "@not-with compete together"},
        {"\"champion\"", "\"to\": 1,", "\"to\": 1, \"together\": true,", INVALID,
         WELDER "/titles/0/together", "@not-with no groups"},
        {"\"extra\"", "\"each\": 2", "\"top\": 2", INVALID, CUBE "/stages/1/field/rest",
         "@not-with top, share, score"},
        {"\"First round\"", "\"heats\": true", "\"heats\": false", INVALID,
         CUBE "/stages/1/field/each", "@heats-missing"},
    };
    change_expect_faults(FULL, rows, ROWS(rows));
}

static void refuses_team_tables_that_count_nothing(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"\"team_tables\"", "[\"welder\", \"web\"]", "[\"welder\", \"cook\"]", INVALID,
         "/team_tables/0/skills/1", "@skill-unknown cook"},
        {"\"team_tables\"", "\"by\": \"places\"", "\"by\": \"sum\"", INVALID,
         "/team_tables/0/points", "@not-with sum"},
        {"\"team_tables\"", "\"by\": \"count\"", "\"by\": \"places\"", MISSING,
         "/team_tables/3/points", "points"},
        {"\"team_tables\"", "{\"title\": \"star\"", "{\"title\": \"moon\"", INVALID,
         "/team_tables/1/title_points/1/title", "@title-unknown moon"},
        {"\"team_tables\"", "{\"title\": \"star\"", "{\"title\": \"champion\"", INVALID,
         "/team_tables/1/title_points/1/title", "@id-twice champion"},
        {"\"team_tables\"", "\"id\": \"prizes\"", "\"id\": \"points\"", INVALID,
         "/team_tables/1/id", "@id-twice points"},
        {"\"traits\"", "\"student\"", "\"staff\"", INVALID, "/traits/1", "@id-twice staff"},
        {"\"sections\"", "\"max\": \"2\"", "\"max\": \"-2\"", INVALID, WEB "/sections/0/max",
         "@at-least 0"},
        {"\"sections\"", "\"id\": \"2\"", "\"id\": \"1\"", INVALID, WEB "/sections/1/id",
         "@id-twice 1"},
    };
    change_expect_faults(FULL, rows, ROWS(rows));
}

RUN(cmocka_unit_test(an_input_has_its_own_members_and_no_others),
    cmocka_unit_test(a_ladder_is_in_order_and_each_step_has_one_worth),
    cmocka_unit_test(a_skill_is_marked_at_a_venue_that_there_is),
    cmocka_unit_test(a_fault_takes_something_off_or_loses_all),
    cmocka_unit_test(a_sheet_has_room_for_so_many_figures),
    cmocka_unit_test(refuses_panels_that_cannot_work),
    cmocka_unit_test(refuses_adjustments_that_nobody_could_apply),
    cmocka_unit_test(refuses_modules_that_leave_nothing),
    cmocka_unit_test(refuses_cuts_and_matches_that_cannot_be),
    cmocka_unit_test(refuses_chains_that_decide_nothing),
    cmocka_unit_test(refuses_titles_that_nobody_could_award),
    cmocka_unit_test(refuses_groups_and_heats_that_are_not_there),
    cmocka_unit_test(refuses_team_tables_that_count_nothing))
