#include "wire/entry_access.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "wire/reader.h"
#include "wire/say.h"

static const char *const acts[] = {[ENTRY_ACT_ACCOUNT] = "account", [ENTRY_ACT_PASS] = "pass",
                                   [ENTRY_ACT_REVOKE] = "revoke",   [ENTRY_ACT_CARD] = "card",
                                   [ENTRY_ACT_SITTING] = "sitting", [ENTRY_ACT_SCREENS] = "screens",
                                   [ENTRY_ACT_KEY] = "key",         [ENTRY_ACT_GRANTS] = "grants",
                                   [ENTRY_ACT_PIN] = "pin",         [ENTRY_ACT_PIN + 1] = NULL};

static const struct reader_field fields[] = {
    {"act", true},    {"account", false}, {"login", false},       {"password", false},
    {"pass", false},  {"token", false},   {"name", false},        {"card", false},
    {"code", false},  {"until", false},   {"competition", false}, {"skill", false},
    {"open", false},  {"grants", false},  {"screens", false},     {"key", false},
    {"after", false}, {NULL, false}};

static const struct reader_field grant_fields[] = {{"role", true},    {"competition", false},
                                                   {"judge", false},  {"skills", false},
                                                   {"venues", false}, {NULL, false}};

// ---- writing

static void write_ids(const char *lead, size_t count, const struct slice *ids, struct buf *out)
{
    if (count == 0) {
        return;
    }
    text_add(out, slice_of(lead));
    for (size_t i = 0; i < count; i++) {
        text_add(out, i ? SLICE(",") : SLICE("["));
        text_json(out, ids[i]);
    }
    SAY(out, "]");
}

static void write_grant(const struct entry_grant *grant, struct buf *out)
{
    say_text(out, "{\"role\":", grant->role);
    say_text(out, ",\"competition\":", grant->competition);
    say_text(out, ",\"judge\":", grant->judge);
    write_ids(",\"skills\":", grant->skill_count, grant->skills, out);
    write_ids(",\"venues\":", grant->venue_count, grant->venues, out);
    SAY(out, "}");
}

static void write_grants(const struct entry_access *access, struct buf *out)
{
    if (access->grant_count == 0 && !access->regrants) {
        return;
    }
    SAY(out, ",\"grants\":[");
    for (size_t i = 0; i < access->grant_count; i++) {
        text_add(out, i ? SLICE(",") : SLICE(""));
        write_grant(&access->grants[i], out);
    }
    SAY(out, "]");
}

// What somebody wrote has its quotation marks escaped.
bool entry_access_has_key(struct slice body)
{
    static const char member[] = ",\"key\":\"";

    return body.len > 0 && memmem(body.at, body.len, member, sizeof member - 1) != NULL;
}

void entry_access_write(const struct entry_access *access, struct buf *out)
{
    say_text(out, "{\"act\":", slice_of(acts[access->act]));
    say_text(out, ",\"account\":", access->account);
    say_text(out, ",\"login\":", access->login);
    say_text(out, ",\"password\":", access->password);
    say_text(out, ",\"pass\":", access->pass);
    say_text(out, ",\"token\":", access->token);
    say_text(out, ",\"name\":", access->name);
    say_text(out, ",\"card\":", access->card);
    say_text(out, ",\"code\":", access->code);
    say_text(out, ",\"competition\":", access->competition);
    say_text(out, ",\"skill\":", access->skill);
    say_text(out, ",\"key\":", access->key);
    say_text(out, ",\"screens\":", access->screens);
    if (access->until) {
        SAY(out, ",\"until\":");
        say_int(out, access->until);
    }
    if (access->act == ENTRY_ACT_SITTING) {
        say_flag(out, ",\"open\":", access->open);
    }
    if (access->act == ENTRY_ACT_GRANTS) {
        SAY(out, ",\"after\":");
        say_uint(out, access->after);
    }
    write_grants(access, out);
    SAY(out, "}");
}

// ---- reading

static const struct slice *read_ids(struct reader *reader, json_t *value, const char *key,
                                    size_t *ret_count)
{
    json_t *list = reader_list(reader, value, key, 0, ENTRY_SCOPE_MAX);
    size_t count = json_array_size(list);
    struct slice *ids = arena_alloc(reader->arena, (count + 1) * sizeof *ids);

    for (size_t i = 0; i < count; i++) {
        ids[i] = reader_id_in(reader, list, i);
    }
    *ret_count = count;
    return ids;
}

static struct entry_grant read_grant(struct reader *reader, json_t *value)
{
    struct entry_grant grant = {0};

    (void)reader_object(reader, value, grant_fields);
    grant.role = reader_id(reader, value, "role");
    grant.competition = reader_id(reader, value, "competition");
    grant.judge = reader_id(reader, value, "judge");
    grant.skills = read_ids(reader, value, "skills", &grant.skill_count);
    grant.venues = read_ids(reader, value, "venues", &grant.venue_count);
    return grant;
}

static void read_grants(struct reader *reader, struct entry_access *ret)
{
    json_t *list = reader_list(reader, reader->root, "grants", 0, ENTRY_GRANTS_MAX);
    size_t count = json_array_size(list);
    struct entry_grant *grants = arena_alloc(reader->arena, (count + 1) * sizeof *grants);

    for (size_t i = 0; i < count; i++) {
        grants[i] = read_grant(reader, json_array_get(list, i));
    }
    ret->regrants = list != NULL;
    ret->grant_count = count;
    ret->grants = grants;
}

static void read_act(struct reader *reader, struct entry_access *ret)
{
    json_t *root = reader->root;

    (void)reader_object(reader, root, fields);
    ret->act = (enum entry_act)reader_choice(reader, root, "act", acts, 0);
    ret->account = reader_id(reader, root, "account");
    ret->login = reader_id(reader, root, "login");
    ret->password = reader_any_text(reader, root, "password");
    ret->pass = reader_id(reader, root, "pass");
    ret->token = reader_id(reader, root, "token");
    ret->name = reader_id(reader, root, "name");
    ret->card = reader_id(reader, root, "card");
    ret->code = reader_id(reader, root, "code");
    ret->competition = reader_id(reader, root, "competition");
    ret->skill = reader_id(reader, root, "skill");
    ret->key = reader_id(reader, root, "key");
    ret->screens = reader_any_text(reader, root, "screens");
    ret->until = reader_whole(reader, root, "until", 1, INT64_MAX, 0);
    ret->open = reader_flag(reader, root, "open", false);
    ret->after = (uint64_t)reader_whole(reader, root, "after", 0, INT64_MAX, 0);
    read_grants(reader, ret);
}

bool entry_access_read(struct arena *arena, struct slice body, struct entry_access *ret)
{
    struct reader reader;
    struct entry_access access = {0};

    if (reader_open(&reader, arena, body, NULL)) {
        read_act(&reader, &access);
    }
    reader_close(&reader);
    if (reader.good) {
        *ret = access;
    }
    return reader.good;
}
