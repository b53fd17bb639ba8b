#include "wire/ask_access.h"

#include "base/arena.h"
#include "base/secret.h"
#include "base/text.h"
#include "wire/ask_name.h"
#include "wire/reader.h"

static const struct reader_field forms[][6] = {
    [ASK_DEVICE] = {{"grants", true}},
    [ASK_ACCOUNT] = {{"login", true}, {"name", true}, {"password", true}, {"grants", true}},
    [ASK_CHANGES] = {{"login", false}, {"name", false}, {"password", false}, {"grants", false}},
    [ASK_SIGN_IN] = {{"login", true}, {"password", true}},
    [ASK_PASSWORD] = {{"password", true}, {"new_password", true}},
    [ASK_CARD] = {{"judge", true}},
    [ASK_CARD_CODE] = {{"code", true}, {"key", false}},
    [ASK_PAIRING] = {{"key", false}},
    [ASK_KEY] = {{"key", true}},
    [ASK_SITTING] = {{"open", true}},
    [ASK_PIN] = {{"judge", true}, {"code", true}, {"pin", true}},
    [ASK_BEAT] = {{"unsent", true}, {"battery", false}},
};

static const struct reader_field grant_fields[] = {{"role", true},    {"competition", false},
                                                   {"judge", false},  {"skills", false},
                                                   {"venues", false}, {NULL, false}};

static struct slice read_name(struct reader *reader, const char *key)
{
    struct slice text = reader_any_text(reader, reader->root, key);
    struct slice name = SLICE_NONE;

    if (text.at && (!ask_name_clean(reader->arena, text, &name) || name.len == 0)) {
        reader_nonsense(reader, key, "@name 1 – %d", ASK_NAME_MAX);
        return SLICE_NONE;
    }
    return name;
}

static struct slice read_login(struct reader *reader)
{
    struct slice text = reader_text(reader, reader->root, "login", 1, ASK_LOGIN_MAX);
    struct slice name = SLICE_NONE;

    if (text.at && (!ask_name_clean(reader->arena, text, &name) || name.len == 0)) {
        reader_nonsense(reader, "login", "@name 1 – %d", ASK_LOGIN_MAX);
        return SLICE_NONE;
    }
    char *lower = text.at ? arena_copy(reader->arena, name) : NULL;
    for (size_t i = 0; i < name.len; i++) {
        lower[i] = (char)(lower[i] >= 'A' && lower[i] <= 'Z' ? lower[i] + ('a' - 'A') : lower[i]);
    }
    return (struct slice){lower, name.len};
}

static struct entry_grant read_grant(struct reader *reader, json_t *value)
{
    struct entry_grant grant = {0};

    (void)reader_object(reader, value, grant_fields);
    grant.role = reader_id(reader, value, "role");
    grant.competition = reader_id(reader, value, "competition");
    grant.judge = reader_id(reader, value, "judge");
    grant.skills = reader_ids(reader, value, "skills", 1, ENTRY_SCOPE_MAX, &grant.skill_count);
    grant.venues = reader_ids(reader, value, "venues", 1, ENTRY_SCOPE_MAX, &grant.venue_count);
    return grant;
}

static void read_grants(struct reader *reader, struct ask_access *ret)
{
    json_t *list = reader_list(reader, reader->root, "grants", 1, ENTRY_GRANTS_MAX);
    size_t count = json_array_size(list);
    struct entry_grant *grants = arena_alloc(reader->arena, (count + 1) * sizeof *grants);
    size_t mark = reader_into(reader, "grants");

    for (size_t i = 0; i < count; i++) {
        size_t inner = reader_into_at(reader, i);
        grants[i] = read_grant(reader, json_array_get(list, i));
        reader_back(reader, inner);
    }
    reader_back(reader, mark);
    ret->regrants = list != NULL;
    ret->grant_count = count;
    ret->grants = grants;
}

static struct slice read_key(struct reader *reader)
{
    struct slice hex = reader_any_text(reader, reader->root, "key");
    unsigned char key[SECRET_KEY];

    if (hex.at && !text_unhex(hex, key, sizeof key)) {
        reader_nonsense(reader, "key", "@key");
        return SLICE_NONE;
    }
    return hex;
}

static struct slice read_pin(struct reader *reader)
{
    struct slice pin = reader_text(reader, reader->root, "pin", ASK_PIN_MIN, ASK_PIN_MAX);

    for (size_t i = 0; i < pin.len; i++) {
        if (pin.at[i] < '0' || pin.at[i] > '9') {
            reader_nonsense(reader, "pin", "@pin %d – %d", ASK_PIN_MIN, ASK_PIN_MAX);
            return SLICE_NONE;
        }
    }
    return pin;
}

// A new password has a least length; one that is tried may be anything.
static size_t least_password(enum ask_access_kind kind)
{
    return kind == ASK_SIGN_IN || kind == ASK_PASSWORD ? 0 : ASK_PASSWORD_MIN;
}

static void read_access(struct reader *reader, enum ask_access_kind kind, struct ask_access *ret)
{
    json_t *root = reader->root;

    (void)reader_object(reader, root, forms[kind]);
    ret->login = read_login(reader);
    ret->name = read_name(reader, "name");
    ret->password = reader_text(reader, root, "password", least_password(kind), ASK_PASSWORD_MAX);
    ret->new_password =
        reader_text(reader, root, "new_password", ASK_PASSWORD_MIN, ASK_PASSWORD_MAX);
    ret->code = reader_text(reader, root, "code", 0, ASK_LOGIN_MAX);
    ret->open = reader_flag(reader, root, "open", false);
    ret->unsent = reader_whole(reader, root, "unsent", 0, ASK_UNSENT_MAX, 0);
    ret->battery = reader_whole(reader, root, "battery", 0, 100, -1);
    read_grants(reader, ret);
    ret->judge = reader_id(reader, root, "judge");
    ret->key = read_key(reader);
    ret->pin = read_pin(reader);
}

bool ask_access(struct arena *arena, enum ask_access_kind kind, struct slice json,
                struct ask_access *ret, struct faults *faults)
{
    struct reader reader;
    struct ask_access access = {.battery = -1};

    if (reader_open(&reader, arena, json, faults)) {
        read_access(&reader, kind, &access);
    }
    reader_close(&reader);
    if (reader.good) {
        *ret = access;
    }
    return reader.good;
}
