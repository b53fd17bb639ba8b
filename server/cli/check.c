#include "cli/check.h"

#include "base/buf.h"
#include "base/conf.h"
#include "base/file.h"
#include "base/must.h"
#include "cli/settings.h"
#include "wire/definition.h"
#include "wire/faults.h"
#include "wire/problem.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

static const char usage[] =
    "usage: jinbang check FILE…\n"
    "Checks competition definitions and prints each one's marking scheme.\n\n";

static enum problem_language language(void)
{
    const char *lang = getenv("LANG");
    return lang && strncmp(lang, "zh", 2) == 0 ? PROBLEM_ZH : PROBLEM_EN;
}

static void print_faults(const char *path, const struct faults *faults)
{
    struct buf *text = buf_new(1024);

    for (size_t i = 0; i < faults->count; i++) {
        const struct faults_item *item = &faults->items[i];
        text->len = 0;
        problem_line(text, language(), item->name, item->pointer, item->word);
        (void)fprintf(stderr, "%s: %.*s\n", path, (int)text->len, text->bytes);
    }
    if (faults->more) {
        (void)fprintf(stderr, "%s: and more\n", path);
    }
    buf_unref(text);
}

static struct ratio part_max(const struct rules *rules, const struct rules_part *part)
{
    struct ratio sum = RATIO_ZERO;

    for (uint32_t i = 0; i < part->aspect_count; i++) {
        (void)ratio_add(sum, ratio_of_point(rules->aspects[part->aspect_first + i].max), &sum);
    }
    return sum;
}

static void print_ratio(struct ratio value)
{
    char text[RATIO_TEXT_MAX];
    (void)printf("%.*s", (int)ratio_print(value, -1, text), text);
}

static void print_part(const struct rules *rules, const struct rules_part *part)
{
    (void)printf("        %-24s %u aspects, of ", part->id, part->aspect_count);
    print_ratio(part_max(rules, part));
    (void)printf(", %u seats, drop %u high %u low%s%s\n", part->seat_count, part->drop_high,
                 part->drop_low, part->technical ? ", technical seat " : "",
                 part->technical ? part->technical : "");
}

static void print_module(const struct rules *rules, const struct rules_module *module)
{
    struct ratio sum = RATIO_ZERO;

    for (uint32_t i = 0; i < module->part_count; i++) {
        (void)ratio_add(sum, part_max(rules, &rules->parts[module->part_first + i]), &sum);
    }
    (void)printf("      %s (%s): weight ", module->id, module->name.zh);
    print_ratio(module->weight);
    (void)printf(", marks of ");
    print_ratio(sum);
    (void)printf("\n");
    for (uint32_t i = 0; i < module->part_count && i < 12; i++) {
        print_part(rules, &rules->parts[module->part_first + i]);
    }
    if (module->part_count > 12) {
        (void)printf("        … and %u parts more\n", module->part_count - 12);
    }
}

static void print_skill(const struct rules *rules, const struct rules_skill *skill)
{
    (void)printf("  %s (%s)\n", skill->id, skill->name.zh);
    for (uint32_t i = 0; i < skill->stage_count; i++) {
        const struct rules_stage *stage = &rules->stages[skill->stage_first + i];
        (void)printf("    stage %s\n", stage->id);
        for (uint32_t j = 0; j < stage->module_count; j++) {
            print_module(rules, &rules->modules[stage->module_first + j]);
        }
    }
    for (uint32_t i = 0; i < skill->title_count; i++) {
        const struct rules_title *title = &skill->titles[i];
        (void)printf("    title %s: places %u to %u\n", title->name.zh, title->from, title->to);
    }
}

static int check(const char *path)
{
    struct buf *text = file_read(path);
    struct faults *faults = calloc(1, sizeof *faults);

    must(faults);
    if (!text) {
        free(faults);
        (void)fprintf(stderr, "%s: cannot be read\n", path);
        return EX_NOINPUT;
    }
    struct definition *definition = definition_read((struct slice){text->bytes, text->len}, faults);
    if (definition) {
        const struct rules *rules = definition_rules(definition);
        (void)printf("%s: %s (%s)\n", path, rules->id, rules->name.zh);
        for (uint32_t i = 0; i < rules->skill_count; i++) {
            print_skill(rules, &rules->skills[i]);
        }
    } else {
        print_faults(path, faults);
    }
    int code = definition ? 0 : EX_DATAERR;
    definition_free(definition);
    buf_unref(text);
    free(faults);
    return code;
}

int check_command(int argc, char **argv)
{
    struct conf *conf = NULL;
    int code = settings_read(argc, argv, usage, &conf);

    if (code >= 0) {
        return code;
    }
    int worst = conf_positional_count(conf) ? 0 : EX_USAGE;
    if (worst) {
        (void)fputs(usage, stderr);
    }
    for (int i = 0; i < conf_positional_count(conf); i++) {
        code = check(conf_positional(conf, i));
        worst = worst ? worst : code;
    }
    conf_free(conf);
    return worst;
}
