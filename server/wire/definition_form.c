#include "wire/definition_form.h"

#define NEEDS(field)                                                                               \
    {                                                                                              \
        field, true                                                                                \
    }
#define MAY(field)                                                                                 \
    {                                                                                              \
        field, false                                                                               \
    }
#define END                                                                                        \
    {                                                                                              \
        NULL, false                                                                                \
    }

enum { FIELDS_MAX = 40, WORDS_MAX = 13 };

// What is needed only beside another member (an aspect's `full`, a title's `from`) is asked for
// where it is read.
static const struct {
    const char *name;
    struct reader_field fields[FIELDS_MAX];
} objects[FORM_OBJECTS] = {
    [FORM_COMPETITION] = {"competition",
                          {NEEDS("format"), NEEDS("id"), NEEDS("name"), MAY("fictional"),
                           MAY("traits"), NEEDS("skills"), MAY("team_tables"), END}},
    [FORM_SKILL] =
        {"skill",
         {NEEDS("id"),          NEEDS("name"),         MAY("order"),      MAY("convention"),
          MAY("shared_places"), MAY("tolerance"),      MAY("tie_break"),  MAY("groups"),
          MAY("compete"),       MAY("behind"),         MAY("titles"),     MAY("medals"),
          MAY("scale"),         MAY("statuses"),       MAY("promotions"), MAY("sections"),
          MAY("exposure"),      MAY("display_places"), NEEDS("stages"),   END}},
    [FORM_TIE] = {"tie",
                  {MAY("module"),     MAY("part"),      MAY("stage"),        MAY("time"),
                   MAY("untrimmed"),  MAY("firsts"),    MAY("head_to_head"), MAY("net"),
                   MAY("difference"), MAY("scored"),    MAY("wins"),         MAY("sonneborn"),
                   MAY("aspect"),     MAY("countback"), MAY("latest"),       MAY("ruling"),
                   MAY("among"),      MAY("order"),     MAY("always"),       END}},
    [FORM_TITLE] = {"title",
                    {NEEDS("id"),
                     NEEDS("name"),
                     MAY("from"),
                     MAY("to"),
                     MAY("count"),
                     MAY("share"),
                     MAY("mode"),
                     MAY("score"),
                     MAY("ties"),
                     MAY("total"),
                     MAY("scale"),
                     MAY("all_passed"),
                     MAY("traits"),
                     MAY("needs"),
                     MAY("excludes"),
                     MAY("entrants_least"),
                     MAY("per_team"),
                     MAY("approval"),
                     MAY("besides"),
                     MAY("from_top"),
                     MAY("groups"),
                     MAY("together"),
                     END}},
    [FORM_EXPOSURE] = {"exposure", {MAY("before"), MAY("after"), END}},
    [FORM_STAGE] = {"stage",
                    {NEEDS("id"), NEEDS("name"), MAY("carry"), MAY("weight"), MAY("heats"),
                     MAY("field"), MAY("order"), MAY("roll_up"), MAY("best"), MAY("rule10"),
                     MAY("matches"), MAY("rounding"), MAY("floor"), MAY("ceiling"),
                     MAY("adjustments"), MAY("modules"), END}},
    [FORM_MODULE] = {"module",
                     {NEEDS("id"),  NEEDS("name"),    MAY("weight"),     MAY("roll_up"),
                      MAY("best"),  MAY("drop_best"), MAY("drop_worst"), MAY("of"),
                      MAY("to"),    MAY("figure"),    MAY("aside"),      MAY("cutoff"),
                      MAY("order"), MAY("floor"),     MAY("ceiling"),    MAY("adjustments"),
                      MAY("pass"),  MAY("max"),       MAY("rounding"),   MAY("parts"),
                      END}},
    [FORM_PART] = {"part", {NEEDS("id"),         NEEDS("name"),    MAY("seats"),
                            MAY("technical"),    MAY("declares"),  MAY("only_declared"),
                            MAY("optional"),     MAY("combine"),   MAY("reduce"),
                            MAY("drop_high"),    MAY("drop_low"),  MAY("missing"),
                            MAY("judges_least"), MAY("factor"),    MAY("rounding"),
                            MAY("order"),        MAY("weight"),    MAY("divisor"),
                            MAY("marks"),        MAY("figure"),    MAY("day"),
                            MAY("call_back"),    MAY("trim"),      MAY("tolerance"),
                            MAY("variance"),     MAY("normalise"), MAY("against"),
                            MAY("code_worth"),   MAY("floor"),     MAY("ceiling"),
                            MAY("adjustments"),  MAY("aspects"),   END}},
    [FORM_ASPECT] = {"aspect", {NEEDS("id"),     NEEDS("name"),
                                MAY("input"),    MAY("min"),
                                MAY("max"),      MAY("step"),
                                MAY("scaled"),   MAY("full"),
                                MAY("possible"), MAY("choices"),
                                MAY("bands"),    MAY("levels"),
                                MAY("faults"),   MAY("target"),
                                MAY("cap"),      MAY("power"),
                                MAY("linear"),   MAY("falling"),
                                MAY("weight"),   MAY("aside"),
                                MAY("points"),   MAY("veto"),
                                MAY("codes"),    MAY("rounding"),
                                MAY("section"),  END}},
    [FORM_NAME] = {"name", {NEEDS("zh"), MAY("en"), END}},
    [FORM_ROUNDING] = {"rounding", {NEEDS("places"), MAY("mode"), END}},
    [FORM_MODULE_ROUNDING] = {"module_rounding", {MAY("sum"), MAY("value"), MAY("long"), END}},
    [FORM_PART_ROUNDING] = {"part_rounding",
                            {MAY("sheet"), MAY("judges"), MAY("product"), MAY("value"), END}},
    [FORM_STAGE_ROUNDING] = {"stage_rounding", {MAY("own"), MAY("total"), END}},
    [FORM_LONG_ROUNDING] = {"long_rounding", {NEEDS("from"), NEEDS("places"), MAY("mode"), END}},
    [FORM_TEAM_TABLE] = {"team_table",
                         {NEEDS("id"), NEEDS("name"), NEEDS("by"), MAY("skills"), MAY("best"),
                          MAY("members_least"), MAY("points"), MAY("title_points"),
                          MAY("otherwise"), MAY("order"), MAY("firsts"), MAY("best_place"),
                          MAY("convention"), MAY("counts"), MAY("team_ties"), END}},
    [FORM_TEAM_TIE] = {"team_tie",
                       {MAY("firsts"), MAY("best_place"), MAY("total"), MAY("time"), MAY("module"),
                        MAY("order"), END}},
    [FORM_TITLE_POINTS] = {"title_points", {NEEDS("title"), NEEDS("points"), END}},
    [FORM_GROUP] = {"group", {NEEDS("id"), NEEDS("name"), END}},
    [FORM_SECTION] = {"section", {NEEDS("id"), MAY("name"), NEEDS("max"), END}},
    [FORM_TOLERANCE] = {"tolerance", {NEEDS("within"), MAY("chained"), END}},
    [FORM_SCALE] = {"scale",
                    {NEEDS("centre"), NEEDS("k"), MAY("statistic"), NEEDS("spread"),
                     MAY("mad_factor"), MAY("least"), MAY("most"), MAY("rounding"),
                     MAY("population_least"), MAY("population_traits"), MAY("population_without"),
                     END}},
    [FORM_MEDALS] = {"medals",
                     {NEEDS("gold"), NEEDS("silver"), NEEDS("bronze"), NEEDS("within"), END}},
    [FORM_STATUSES] = {"statuses",
                       {MAY("dnf"), MAY("dns"), MAY("dsq"), MAY("withdrawn"), MAY("no_show"), END}},
    [FORM_EFFECT] = {"effect",
                     {MAY("ranked"), MAY("hidden"), MAY("in_base"), MAY("in_statistics"),
                      MAY("later"), END}},
    [FORM_PROMOTION] = {"promotion",
                        {NEEDS("id"), MAY("from"), MAY("to"), MAY("titles"), MAY("holds"),
                         MAY("bars"), MAY("all_passed"), MAY("groups"), NEEDS("grade"),
                         MAY("approval"), END}},
    [FORM_FIELD] = {"field",
                    {NEEDS("from"), MAY("top"), MAY("share"), MAY("mode"), MAY("score"),
                     MAY("each"), MAY("rest"), MAY("ties"), MAY("least"), MAY("per_team"),
                     MAY("together"), END}},
    [FORM_MATCHES] = {"matches",
                      {NEEDS("format"), MAY("rounds"), MAY("best_of"), MAY("win"), MAY("draw"),
                       MAY("loss"), MAY("forfeit_win"), MAY("forfeit_loss"), MAY("bronze"),
                       MAY("draw_allowed"), END}},
    [FORM_ADJUSTMENT] = {"adjustment",
                         {NEEDS("id"), NEEDS("name"), MAY("by"), MAY("amount"), MAY("percent"),
                          MAY("after"), MAY("each"), MAY("most"), MAY("part"), END}},
    [FORM_CUTOFF] = {"cutoff", {NEEDS("after"), NEEDS("than"), MAY("or_equal"), END}},
    [FORM_TRIM] = {"trim", {NEEDS("figures"), MAY("high"), MAY("low"), END}},
    [FORM_TOLERANCE_BAND] = {"tolerance_band", {NEEDS("from"), NEEDS("to"), NEEDS("within"), END}},
    [FORM_VARIANCE] = {"variance", {NEEDS("by"), MAY("limit"), MAY("limits"), MAY("do"), END}},
    [FORM_VARIANCE_BAND] = {"variance_band", {NEEDS("from"), NEEDS("to"), NEEDS("limit"), END}},
    [FORM_NORMALISE] = {"normalise",
                        {NEEDS("by"), MAY("centre"), MAY("spread"), MAY("sample"), MAY("rounding"),
                         END}},
    [FORM_AGAINST] = {"against", {NEEDS("by"), MAY("max"), MAY("points"), END}},
    [FORM_CODE_WORTH] = {"code_worth", {MAY("dnf"), MAY("dns"), MAY("dsq"), END}},
    [FORM_OPTION] = {"option", {MAY("name"), MAY("points"), MAY("deduct"), END}},
    [FORM_BAND] = {"band", {NEEDS("from"), NEEDS("to"), MAY("points"), MAY("deduct"), END}},
    [FORM_FAULT] = {"fault",
                    {NEEDS("id"), NEEDS("name"), MAY("unit"), MAY("each"), MAY("begun"),
                     MAY("amount"), MAY("most"), MAY("lost"), END}},
    [FORM_LINEAR] = {"linear",
                     {NEEDS("a"), NEEDS("b"), NEEDS("k"), MAY("least"), MAY("most"), END}},
    [FORM_POWER] = {"power", {NEEDS("a"), NEEDS("b"), NEEDS("exponent"), MAY("falling"), END}},
};

static const char *const choices[FORM_CHOICES][WORDS_MAX] = {
    [FORM_ORDER] = {"high", "low", NULL},
    [FORM_CONVENTION] = {"standard", "dense", "modified", "ordinal", "fractional", NULL},
    [FORM_SHOW] = {"none", "progress", "code", "name", NULL},
    [FORM_MODE] = {"half_up", "half_even", "truncate", "up", NULL},
    [FORM_DECLARES] = {"base", "scale", "difficulty", "factor", "deduction", "no_marks", "log",
                       "time", "divisor", NULL},
    [FORM_COMBINE] = {"aspect", "sheet", NULL},
    [FORM_REDUCE] = {"mean", "sum", "median", "agreed", "middle_two", "near_median", "least",
                     "most", "majority", NULL},
    [FORM_MISSING] = {"block", "given", "zero", "mean", NULL},
    [FORM_MODULE_ROLL_UP] = {"sum", "mean", "worst", "best", "product", NULL},
    [FORM_STAGE_ROLL_UP] = {"sum", "mean", "worst", "best", "product", "skating", "matches", NULL},
    [FORM_RULE10] = {"counts_and_sums", "counts", NULL},
    [FORM_FIELD_TIES] = {"all", "none", NULL},
    [FORM_FORMAT] = {"round_robin", "knockout", NULL},
    [FORM_BY] = {"ruling", "overtime", "early", "warnings", "offences", NULL},
    [FORM_MARKS] = {"together", "one_by_one", NULL},
    [FORM_FIGURE] = {"judges", "time", NULL},
    [FORM_MODULE_FIGURE] = {"value", "judges", NULL},
    [FORM_VARIANCE_BY] = {"range", "from_mean", "from_median", "dixon", NULL},
    [FORM_VARIANCE_DO] = {"refuse", "hold", "flag", "leave_out", "use_all", NULL},
    [FORM_NORMALISE_BY] = {"z", "percent", "ranks", NULL},
    [FORM_AGAINST_BY] = {"best", "place", "points", "borda", NULL},
    [FORM_INPUT] = {"score", "pass_fail", "number", "choice", "ranged", "judgement", "deduction",
                    "target", "power", "linear", "place", "tick", NULL},
    [FORM_VETO] = {"part", "module", "stage", "place", NULL},
    [FORM_CODE] = {"dnf", "dns", "dsq", NULL},
    [FORM_STATUS] = {"dnf", "dns", "dsq", "withdrawn", "no_show", NULL},
    [FORM_STATISTIC] = {"median", "mean", NULL},
    [FORM_SPREAD] = {"sd_population", "sd_sample", "mad", NULL},
    [FORM_AMONG] = {"all", "tied", NULL},
    [FORM_TITLE_TIES] = {"narrow", "widen", NULL},
    [FORM_COMPETE] = {"in_groups", "together", NULL},
    [FORM_TEAM_COUNTS] = {"placed", "started", "registered", NULL},
    [FORM_TEAM_BY] = {"sum", "places", "titles", "count", NULL},
};

const char *definition_form_name(enum definition_form_object object)
{
    return objects[object].name;
}

const struct reader_field *definition_form_fields(enum definition_form_object object)
{
    return objects[object].fields;
}

const char *const *definition_form_words(enum definition_form_choice choice)
{
    return choices[choice];
}
