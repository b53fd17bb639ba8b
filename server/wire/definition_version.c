#include "wire/definition_version.h"

#include "base/slice.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

// The forms of a definition as versions 1 to 6 had them: the object, its members, after ":" the
// object that a member (or each element of its list) is, after "=" the words that it may be. They
// do not change any more. What stands in none of them needs the newest version, so that nobody who
// adds a member or a word has to think of it here.
// clang-format off
static const char *const form_1[] = {
    "competition format id name:name fictional skills:skill",
    "skill id name:name order=high|low convention=standard|dense|modified tie_break:tie "
    "titles:title exposure:exposure display_places stages:stage",
    "tie module part stage order=high|low",
    "title id name:name from to",
    "exposure before=none|progress|code|name after=none|progress|code|name",
    "stage id name:name carry rounding:stage_rounding modules:module",
    "module id name:name weight rounding:module_rounding parts:part",
    "part id name:name seats technical "
    "declares=base|scale|difficulty|factor|deduction|no_marks only_declared "
    "combine=aspect|sheet reduce=mean|sum drop_high drop_low missing=block|given "
    "judges_least factor rounding:part_rounding aspects:aspect",
    "aspect id name:name min max step scaled",
    "name zh en",
    "rounding places mode=half_up|half_even|truncate|up",
    "stage_rounding own:rounding total:rounding",
    "module_rounding sum:rounding value:rounding",
    "part_rounding judges:rounding product:rounding value:rounding",
    NULL};

static const char *const form_2[] = {
    "competition format id name:name fictional traits skills:skill "
    "team_tables:team_table",
    "team_table id name:name by=sum|places|titles|count skills best members_least points "
    "title_points:title_points otherwise order=high|low firsts best_place "
    "convention=standard|dense|modified|ordinal|fractional",
    "title_points title points",
    "skill id name:name order=high|low "
    "convention=standard|dense|modified|ordinal|fractional shared_places "
    "tolerance:tolerance tie_break:tie titles:title medals:medals scale:scale "
    "statuses:statuses promotions:promotion sections:section exposure:exposure "
    "display_places stages:stage",
    "tolerance within chained",
    "tie module part stage time untrimmed firsts head_to_head net ruling order=high|low",
    "title id name:name from to count share mode=half_up|half_even|truncate|up score "
    "ties=narrow|widen total scale all_passed traits needs excludes entrants_least "
    "approval besides",
    "medals gold silver bronze within",
    "scale centre k statistic=median|mean spread=sd_population|sd_sample|mad mad_factor "
    "least most rounding:rounding population_least",
    "statuses dnf:effect dns:effect dsq:effect withdrawn:effect no_show:effect",
    "effect ranked hidden in_base in_statistics later",
    "promotion id from to titles holds bars all_passed grade:name approval",
    "section id name:name max",
    "exposure before=none|progress|code|name after=none|progress|code|name",
    "stage id name:name carry field:field order=high|low "
    "roll_up=sum|mean|worst|best|product|skating|matches rule10=counts_and_sums|counts "
    "matches:matches rounding:stage_rounding floor ceiling adjustments:adjustment "
    "modules:module",
    "field from top share mode=half_up|half_even|truncate|up score ties=all|none least",
    "matches format=round_robin|knockout rounds best_of win draw loss forfeit_win "
    "forfeit_loss bronze draw_allowed",
    "module id name:name weight roll_up=sum|mean|worst|best|product best drop_best "
    "drop_worst of aside cutoff:cutoff order=high|low floor ceiling "
    "adjustments:adjustment pass max rounding:module_rounding parts:part",
    "cutoff after than or_equal",
    "adjustment id name:name by=ruling|overtime|early|warnings|offences amount percent "
    "after each most part",
    "part id name:name seats technical "
    "declares=base|scale|difficulty|factor|deduction|no_marks|log|time|divisor "
    "only_declared combine=aspect|sheet "
    "reduce=mean|sum|median|agreed|middle_two|near_median|least|most|majority drop_high "
    "drop_low missing=block|given|zero|mean judges_least factor rounding:part_rounding "
    "order=high|low weight divisor marks=together|one_by_one figure=judges|time day "
    "call_back trim:trim tolerance:tolerance_band variance:variance normalise:normalise "
    "against:against floor ceiling adjustments:adjustment aspects:aspect",
    "trim figures high low",
    "tolerance_band from to within",
    "variance by=range|from_mean|from_median|dixon limit limits:variance_band "
    "do=refuse|hold|flag|leave_out|use_all",
    "variance_band from to limit",
    "normalise by=z|percent|ranks centre spread sample rounding:rounding",
    "against by=best|place|points|borda max points",
    "aspect id name:name "
    "input=score|pass_fail|number|choice|ranged|judgement|deduction|target|power|place|tick "
    "min max step scaled full possible choices:option bands:band levels:name "
    "faults:fault target cap power:power points veto=part|module|stage codes=dnf|dns|dsq "
    "rounding:rounding section",
    "option name:name points deduct",
    "band from to points deduct",
    "fault id name:name unit:name each begun amount most lost",
    "power a b exponent falling",
    "name zh en",
    "rounding places mode=half_up|half_even|truncate|up",
    "stage_rounding own:rounding total:rounding",
    "module_rounding sum:rounding value:rounding long:long_rounding",
    "part_rounding judges:rounding product:rounding value:rounding",
    "long_rounding from places mode=half_up|half_even|truncate|up",
    NULL};

static const char *const form_3[] = {
    "competition format id name:name fictional traits skills:skill team_tables:team_table",
    "skill id name:name order=high|low convention=standard|dense|modified|ordinal|fractional "
    "shared_places tolerance:tolerance tie_break:tie groups:group compete=in_groups|together "
    "behind titles:title medals:medals scale:scale statuses:statuses promotions:promotion "
    "sections:section exposure:exposure display_places stages:stage",
    "tie module part stage time untrimmed firsts head_to_head net difference scored wins "
    "sonneborn aspect countback latest ruling among=all|tied order=high|low always",
    "title id name:name from to count share mode=half_up|half_even|truncate|up score "
    "ties=narrow|widen total scale all_passed traits needs excludes entrants_least per_team "
    "approval besides from_top groups together",
    "exposure before=none|progress|code|name after=none|progress|code|name",
    "stage id name:name carry weight heats field:field order=high|low "
    "roll_up=sum|mean|worst|best|product|skating|matches best rule10=counts_and_sums|counts "
    "matches:matches rounding:stage_rounding floor ceiling adjustments:adjustment modules:module",
    "module id name:name weight roll_up=sum|mean|worst|best|product best drop_best drop_worst of "
    "to figure=value|judges aside cutoff:cutoff order=high|low floor ceiling "
    "adjustments:adjustment pass max rounding:module_rounding parts:part",
    "part id name:name seats technical "
    "declares=base|scale|difficulty|factor|deduction|no_marks|log|time|divisor only_declared "
    "optional combine=aspect|sheet "
    "reduce=mean|sum|median|agreed|middle_two|near_median|least|most|majority drop_high drop_low "
    "missing=block|given|zero|mean judges_least factor rounding:part_rounding order=high|low "
    "weight divisor marks=together|one_by_one figure=judges|time day call_back trim:trim "
    "tolerance:tolerance_band variance:variance normalise:normalise against:against "
    "code_worth:code_worth floor ceiling adjustments:adjustment aspects:aspect",
    "aspect id name:name "
    "input=score|pass_fail|number|choice|ranged|judgement|deduction|target|power|linear|place|tick "
    "min max step scaled full possible choices:option bands:band levels:name faults:fault target "
    "cap power:power linear:linear falling weight aside points veto=part|module|stage|place "
    "codes=dnf|dns|dsq rounding:rounding section",
    "name zh en",
    "rounding places mode=half_up|half_even|truncate|up",
    "module_rounding sum:rounding value:rounding long:long_rounding",
    "part_rounding sheet:rounding judges:rounding product:rounding value:rounding",
    "stage_rounding own:rounding total:rounding",
    "long_rounding from places mode=half_up|half_even|truncate|up",
    "team_table id name:name by=sum|places|titles|count skills best members_least points "
    "title_points:title_points otherwise order=high|low firsts best_place "
    "convention=standard|dense|modified|ordinal|fractional counts=placed|started|registered "
    "team_ties:team_tie",
    "team_tie firsts best_place total time module order=high|low",
    "title_points title points",
    "group id name:name",
    "section id name:name max",
    "tolerance within chained",
    "scale centre k statistic=median|mean spread=sd_population|sd_sample|mad mad_factor least "
    "most rounding:rounding population_least population_traits population_without",
    "medals gold silver bronze within",
    "statuses dnf:effect dns:effect dsq:effect withdrawn:effect no_show:effect",
    "effect ranked hidden in_base in_statistics later",
    "promotion id from to titles holds bars all_passed groups grade:name approval",
    "field from top share mode=half_up|half_even|truncate|up score each rest ties=all|none least "
    "per_team together",
    "matches format=round_robin|knockout rounds best_of win draw loss forfeit_win forfeit_loss "
    "bronze draw_allowed",
    "adjustment id name:name by=ruling|overtime|early|warnings|offences amount percent after "
    "each most part",
    "cutoff after than or_equal",
    "trim figures high low",
    "tolerance_band from to within",
    "variance by=range|from_mean|from_median|dixon limit limits:variance_band "
    "do=refuse|hold|flag|leave_out|use_all",
    "variance_band from to limit",
    "normalise by=z|percent|ranks centre spread sample rounding:rounding",
    "against by=best|place|points|borda max points",
    "code_worth dnf dns dsq",
    "option name:name points deduct",
    "band from to points deduct",
    "fault id name:name unit:name each begun amount most lost",
    "linear a b k least most",
    "power a b exponent falling",
    NULL};

// Whatever else is as version 3 had it.
static const char *const form_4[] = {
    "skill id name:name order=high|low convention=standard|dense|modified|ordinal|fractional "
    "shared_places tolerance:tolerance tie_break:tie groups:group compete=in_groups|together "
    "behind titles:title medals:medals scale:scale statuses:statuses promotions:promotion "
    "sections:section exposure:exposure blind=entry|station|work signing:signing display_places "
    "stages:stage",
    "part id name:name seats technical "
    "declares=base|scale|difficulty|factor|deduction|no_marks|log|time|divisor only_declared "
    "optional competitor_signs subtotal combine=aspect|sheet "
    "reduce=mean|sum|median|agreed|middle_two|near_median|least|most|majority drop_high drop_low "
    "missing=block|given|zero|mean judges_least factor rounding:part_rounding order=high|low "
    "weight divisor marks=together|one_by_one figure=judges|time day call_back trim:trim "
    "tolerance:tolerance_band variance:variance normalise:normalise against:against "
    "code_worth:code_worth floor ceiling adjustments:adjustment turn=all_in|chief trial:trial "
    "aspects:aspect",
    "trial samples needed",
    "signing by=ink|drawn supervisor double_entry recheck:recheck",
    "recheck top share errors",
    NULL};

// Whatever else is as version 4 had it.
static const char *const form_6[] = {
    "exposure before=none|progress|code|name after=none|progress|code|name judge_marks forecast "
    "cut_line",
    NULL};

// clang-format on

enum { TIES_OF_1 = 8, TITLES_OF_1 = 16 };

// NOLINTNEXTLINE(misc-no-recursion): twice at most, from version 6 to 4 to 3
static const char *find_object(const char *const *form, struct slice name)
{
    const char *const *before = form == form_6 ? form_4 : form == form_4 ? form_3 : NULL;

    for (; *form; form++) {
        if (strncmp(*form, name.at, name.len) == 0 && (*form)[name.len] == ' ') {
            return *form;
        }
    }
    return before ? find_object(before, name) : NULL;
}

// The member's description without its name: "", ":object" or "=word|word". at NULL: there is none.
static struct slice find_member(const char *object, const char *name)
{
    size_t len = strlen(name);

    for (const char *at = object ? strchr(object, ' ') : NULL; at; at = strchr(at + 1, ' ')) {
        const char *end = at + 1 + strcspn(at + 1, " ");
        const char *rest = at + 1 + len;
        if (strncmp(at + 1, name, len) == 0 && strchr(" :=", *rest)) { // also at the very end
            return (struct slice){rest, (size_t)(end - rest)};
        }
    }
    return SLICE_NONE;
}

static bool has_word(struct slice words, const char *word)
{
    size_t len = strlen(word);

    for (size_t at = 1; at < words.len; at++) {
        bool ends = at + len == words.len || (at + len < words.len && words.at[at + len] == '|');
        bool begins = words.at[at - 1] == '=' || words.at[at - 1] == '|';
        if (begins && ends && memcmp(words.at + at, word, len) == 0) {
            return true;
        }
    }
    return false;
}

static bool fits(const char *const *form, const json_t *value, struct slice as);

// Objects stand no deeper in each other than the form goes.
// NOLINTNEXTLINE(misc-no-recursion)
static bool fits_object(const char *const *form, const json_t *value, const char *object)
{
    void *at = json_object_iter((json_t *)(uintptr_t)value);

    for (; at; at = json_object_iter_next((json_t *)(uintptr_t)value, at)) {
        struct slice as = find_member(object, json_object_iter_key(at));
        if (!as.at || !fits(form, json_object_iter_value(at), as)) {
            return false;
        }
    }
    return true;
}

// NOLINTNEXTLINE(misc-no-recursion)
static bool fits(const char *const *form, const json_t *value, struct slice as)
{
    for (size_t i = 0; i < json_array_size(value); i++) {
        if (!fits(form, json_array_get(value, i), as)) {
            return false;
        }
    }
    if (as.len > 0 && as.at[0] == '=' && json_is_string(value)) {
        return has_word(as, json_string_value(value));
    }
    if (as.len > 0 && as.at[0] == ':' && json_is_object(value)) {
        return fits_object(form, value, find_object(form, (struct slice){as.at + 1, as.len - 1}));
    }
    return true;
}

// Lists that version 1 kept shorter.
static bool is_short(const json_t *root)
{
    const json_t *skills = json_object_get(root, "skills");

    for (size_t i = 0; i < json_array_size(skills); i++) {
        const json_t *skill = json_array_get(skills, i);
        if (json_array_size(json_object_get(skill, "tie_break")) > TIES_OF_1 ||
            json_array_size(json_object_get(skill, "titles")) > TITLES_OF_1) {
            return false;
        }
    }
    return true;
}

// What a definition can say that is in none of these forms came with this version. Whoever adds a
// member to it in a later one writes its form down above, and puts that one here.
enum { NEWEST = 8 };

unsigned definition_version_least(const json_t *root)
{
    if (fits(form_1, root, SLICE(":competition")) && is_short(root)) {
        return 1;
    }
    if (fits(form_2, root, SLICE(":competition"))) {
        return 2;
    }
    if (fits(form_3, root, SLICE(":competition"))) {
        return 3;
    }
    if (fits(form_4, root, SLICE(":competition"))) {
        return 4;
    }
    return fits(form_6, root, SLICE(":competition")) ? 6 : NEWEST;
}
