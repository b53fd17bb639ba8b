#include "cli/check_section.h"

#include "scoring/rules_check_size.h"

#include <string.h>

enum { DEPTH = 2 };

bool check_section_added(const struct rules *rules, uint32_t skill, const char *section,
                         struct ratio *ret)
{
    struct ratio sum = RATIO_ZERO;

    for (uint32_t p = 0; p < rules->part_count; p++) {
        const struct rules_part *part = &rules->parts[p];
        for (uint32_t i = 0; part->skill == skill && i < part->aspect_count; i++) {
            const struct rules_aspect *aspect = &rules->aspects[part->aspect_first + i];
            struct ratio full = RATIO_ZERO;
            if (aspect->aside || !aspect->section || strcmp(aspect->section, section) != 0) {
                continue;
            }
            if (!rules_check_size_full(aspect, &full) || !ratio_add(sum, full, &sum)) {
                return false;
            }
        }
    }
    *ret = sum;
    return true;
}

// Sections that are only named by aspects, and declared nowhere, are added up too.
static bool is_first(const struct rules *rules, uint32_t skill, uint32_t aspect)
{
    const char *section = rules->aspects[aspect].section;

    for (uint32_t p = 0; p < rules->part_count; p++) {
        const struct rules_part *part = &rules->parts[p];
        for (uint32_t i = part->aspect_first; i < part->aspect_first + part->aspect_count; i++) {
            const char *other = rules->aspects[i].section;
            if (part->skill == skill && other && strcmp(other, section) == 0) {
                return i == aspect;
            }
        }
    }
    return false;
}

static void say_undeclared(const struct check_say *say, uint32_t skill,
                           const struct rules_part *part)
{
    char text[CHECK_SAY_TEXT];

    for (uint32_t i = part->aspect_first; i < part->aspect_first + part->aspect_count; i++) {
        const char *section = say->rules->aspects[i].section;
        struct ratio added = RATIO_ZERO;
        if (section && is_first(say->rules, skill, i) &&
            check_section_added(say->rules, skill, section, &added)) {
            check_say_line(say, DEPTH);
            check_say(say, "标准部分 %s：合计 %s", "section %s: added %s", section,
                      check_say_ratio(added, text));
        }
    }
}

static void say_declared(const struct check_say *say, uint32_t index)
{
    const struct rules_skill *skill = &say->rules->skills[index];
    struct ratio declared = RATIO_ZERO;
    struct ratio sum = RATIO_ZERO;
    bool good = true;

    for (uint32_t i = 0; i < skill->section_count; i++) {
        const struct rules_section *section = &skill->sections[i];
        struct ratio added = RATIO_ZERO;
        good &= check_section_added(say->rules, index, section->id, &added) &&
                ratio_add(sum, added, &sum) &&
                ratio_add(declared, ratio_of_point(section->max), &declared);
        check_say_line(say, DEPTH);
        const char *name = check_say_name(say, section->name);
        check_say(say, "标准部分 %s%s%s：", "section %s%s%s: ", section->id, *name ? " " : "",
                  name);
        check_say_variation(say, ratio_of_point(section->max), added);
    }
    if (good) {
        check_say_line(say, DEPTH);
        check_say(say, "标准部分合计：", "all sections: ");
        check_say_variation(say, declared, sum);
    }
}

void check_section_print(const struct check_say *say, uint32_t index)
{
    if (say->rules->skills[index].section_count > 0) {
        say_declared(say, index);
        return;
    }
    for (uint32_t p = 0; p < say->rules->part_count; p++) {
        if (say->rules->parts[p].skill == index) {
            say_undeclared(say, index, &say->rules->parts[p]);
        }
    }
}
