#include "wire/definition_group.h"

#include "base/arena.h"
#include "base/table.h"
#include "wire/definition_list.h"
#include "wire/definition_value.h"

static void read_group(struct definition_book *book, json_t *value, struct rules_group *group)
{
    (void)reader_object(&book->reader, value, definition_form_fields(FORM_GROUP));
    group->id = definition_book_id(book, value);
    group->name = definition_book_name(book, value);
}

void definition_group_read(struct definition_book *book, json_t *value, struct rules_skill *skill)
{
    static const char *const compete[] = {"compete", NULL};
    struct reader *reader = &book->reader;
    struct definition_list list =
        definition_list_open(reader, value, "groups", 0, RULES_GROUPS_MAX);
    struct rules_group *groups =
        arena_alloc(reader->arena, (json_array_size(list.list) + 1) * sizeof *groups);
    struct table *ids = table_new();
    for (json_t *one = NULL; (one = definition_list_next(reader, &list));) {
        struct rules_group *group = &groups[skill->group_count++];
        read_group(book, one, group);
        definition_book_unique(book, ids, group->id, "id");
    }
    table_free(ids);
    skill->groups = groups;
    skill->together = definition_value_word(reader, value, "compete", FORM_COMPETE, 0) == 1;
    if (skill->group_count == 0) {
        definition_value_refuse(reader, value, compete, "no groups");
    }
}

static uint32_t find_group(const struct rules_skill *skill, const char *id)
{
    for (uint32_t i = 0; i < skill->group_count; i++) {
        if (strcmp(skill->groups[i].id, id) == 0) {
            return i;
        }
    }
    return RULES_NONE;
}

uint32_t definition_group_bits(struct reader *reader, json_t *object,
                               const struct rules_skill *skill)
{
    uint32_t bits = 0;
    uint32_t count = 0;
    const char *const *ids =
        definition_list_ids(reader, object, "groups", RULES_GROUPS_MAX, &count);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t group = find_group(skill, ids[i]);
        if (group == RULES_NONE) {
            definition_list_nonsense(reader, "groups", i, "@group-unknown", ids[i]);
        } else {
            bits |= UINT32_C(1) << group;
        }
    }
    return bits;
}

bool definition_group_together(struct reader *reader, json_t *object,
                               const struct rules_skill *skill)
{
    static const char *const together[] = {"together", NULL};

    if (skill->group_count == 0 || skill->together) {
        definition_value_refuse(reader, object, together,
                                skill->together ? "compete together" : "no groups");
    }
    return reader_flag(reader, object, "together", false);
}
