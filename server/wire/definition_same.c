#include "wire/definition_same.h"

#include <jansson.h>

#include <string.h>

static json_t *find_skill(json_t *root, const char *id)
{
    size_t index = 0;
    json_t *skill = NULL;

    json_array_foreach(json_object_get(root, "skills"), index, skill)
    {
        const char *name = json_string_value(json_object_get(skill, "id"));
        if (name && strcmp(name, id) == 0) {
            return skill;
        }
    }
    return NULL;
}

bool definition_same_skill(struct slice one, struct slice other, const char *skill)
{
    json_t *left = json_loadb(one.at, one.len, 0, NULL);
    json_t *right = json_loadb(other.at, other.len, 0, NULL);
    json_t *before = find_skill(left, skill);
    json_t *after = find_skill(right, skill);
    bool same = before && after && json_equal(before, after);

    json_decref(left);
    json_decref(right);
    return same;
}
