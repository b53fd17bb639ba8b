#include "live/site.h"

#include "base/must.h"
#include "base/table.h"
#include "live/ids.h"
#include "live/screens.h"
#include "live/site_grants.h"
#include "wire/entry_access.h"

#include <stdio.h>
#include <stdlib.h>

struct list {
    size_t count, room;
    void **items;
};

struct site {
    struct list accounts, passes, cards;
    struct table *account_by_id, *account_by_login;
    struct table *pass_by_id, *pass_by_token;
    struct table *card_by_id, *card_by_code;
    struct table *open; // "competition/skill" of sessions that are open
    struct screens *screens;
    uint64_t accounts_number;
};

static void *zeroed(size_t count, size_t size)
{
    void *memory = calloc(count ? count : 1, size);
    must(memory);
    return memory;
}

static void add(struct list *list, void *item)
{
    if (list->count == list->room) {
        list->room = list->room ? 2 * list->room : 16;
        list->items = realloc(list->items, list->room * sizeof(void *));
        must(list->items);
    }
    list->items[list->count++] = item;
}

// ---- the fold

static struct site_account *new_account(struct site *site, const struct entry_access *access,
                                        uint64_t number, int64_t at)
{
    struct site_account *account = zeroed(1, sizeof *account);

    ids_copy(account->id, SITE_ID_MAX, access->account);
    account->number = number;
    account->at = at;
    add(&site->accounts, account);
    table_put(site->account_by_id, access->account, account);
    return account;
}

static void set_password(struct site_account *account, const struct entry_access *access,
                         uint64_t number)
{
    free(account->password);
    account->password = strndup(access->password.at, access->password.len);
    must(account->password);
    account->password_number = number;
    ids_copy(account->kept, SITE_ID_MAX, access->pass);
}

static void take_account(struct site *site, const struct entry_access *access, uint64_t number,
                         int64_t at)
{
    struct site_account *account = site_account(site, access->account);

    site->accounts_number = number;
    account = account ? account : new_account(site, access, number, at);
    account->changed = number;
    if (access->login.at) {
        (void)table_remove(site->account_by_login, slice_of(account->login));
        ids_copy(account->login, SITE_ID_MAX, access->login);
        table_put(site->account_by_login, access->login, account);
    }
    if (access->password.at) {
        set_password(account, access, number);
    }
    if (access->regrants) {
        site_grants_set(&account->grants, access);
    }
}

static void take_pass(struct site *site, const struct entry_access *access, uint64_t number,
                      int64_t at)
{
    struct site_pass *pass = zeroed(1, sizeof *pass);
    struct site_card *card = table_get(site->card_by_id, access->card);

    ids_copy(pass->id, SITE_ID_MAX, access->pass);
    ids_copy(pass->token, SITE_ID_MAX, access->token);
    ids_copy(pass->name, SITE_ID_MAX, access->name);
    ids_copy(pass->card, SITE_ID_MAX, access->card);
    ids_copy(pass->key, SITE_ID_MAX, access->key);
    pass->account = access->account.at ? site_account(site, access->account) : NULL;
    pass->number = pass->granted = number;
    pass->at = at;
    pass->until = access->until;
    site_grants_set(&pass->grants, access);
    if (card) {
        card->used = true;
    }
    add(&site->passes, pass);
    table_put(site->pass_by_id, access->pass, pass);
    table_put(site->pass_by_token, access->token, pass);
}

static void take_revoke(struct site *site, const struct entry_access *access)
{
    struct site_account *account = site_account(site, access->account);
    struct site_pass *pass = table_get(site->pass_by_id, access->pass);
    struct site_card *card = table_get(site->card_by_id, access->card);

    if (access->account.at) {
        account->revoked = true;
        (void)table_remove(site->account_by_login, slice_of(account->login));
    } else if (access->card.at) {
        card->void_ = true;
    } else {
        pass->revoked = true;
    }
}

static void take_key(struct site *site, const struct entry_access *access)
{
    struct site_pass *pass = table_get(site->pass_by_id, access->pass);

    ids_copy(pass->key, SITE_ID_MAX, access->key);
}

static void take_grants(struct site *site, const struct entry_access *access, uint64_t number)
{
    struct site_pass *pass = table_get(site->pass_by_id, access->pass);

    site_grants_leave(&pass->former, &pass->grants);
    site_grants_set(&pass->grants, access);
    pass->granted = number;
}

static void take_pin(struct site *site, const struct entry_access *access, uint64_t number)
{
    struct site_card *card = table_get(site->card_by_id, access->card);

    card->pin = strndup(access->password.at, access->password.len);
    must(card->pin);
    card->pinned = number;
}

static bool same_seat(const struct site_grant *a, const struct site_grant *b)
{
    return a->role == b->role && strcmp(a->competition, b->competition) == 0 && a->judge[0] &&
           strcmp(a->judge, b->judge) == 0;
}

static void take_card(struct site *site, const struct entry_access *access, int64_t at)
{
    struct site_card *card = zeroed(1, sizeof *card);

    ids_copy(card->id, SITE_ID_MAX, access->card);
    ids_copy(card->code, SITE_ID_MAX, access->code);
    card->at = at;
    site_grants_set(&card->grants, access);
    for (size_t i = 0; i < site->cards.count; i++) {
        struct site_card *older = site->cards.items[i];
        older->void_ = older->void_ || same_seat(older->grants.items, card->grants.items);
    }
    add(&site->cards, card);
    table_put(site->card_by_id, access->card, card);
    table_put(site->card_by_code, access->code, card);
}

static struct slice sitting_key(char out[2 * SITE_ID_MAX], struct slice competition,
                                struct slice skill)
{
    (void)snprintf(out, (size_t)2 * SITE_ID_MAX, "%.*s/%.*s", SLICE_FMT(competition),
                   SLICE_FMT(skill));
    return slice_of(out);
}

static void take_sitting(struct site *site, const struct entry_access *access)
{
    char text[2 * SITE_ID_MAX];
    struct slice key = sitting_key(text, access->competition, access->skill);

    if (access->open) {
        table_put(site->open, key, site);
    } else {
        (void)table_remove(site->open, key);
    }
}

void site_take(struct site *site, const struct entry_access *access, uint64_t number, int64_t at)
{
    switch (access->act) {
    case ENTRY_ACT_ACCOUNT:
        take_account(site, access, number, at);
        break;
    case ENTRY_ACT_PASS:
        take_pass(site, access, number, at);
        break;
    case ENTRY_ACT_REVOKE:
        take_revoke(site, access);
        break;
    case ENTRY_ACT_CARD:
        take_card(site, access, at);
        break;
    case ENTRY_ACT_SITTING:
        take_sitting(site, access);
        break;
    case ENTRY_ACT_SCREENS:
        screens_take(site->screens, access->competition, access->screens, number);
        break;
    case ENTRY_ACT_KEY:
        take_key(site, access);
        break;
    case ENTRY_ACT_GRANTS:
        take_grants(site, access, number);
        break;
    case ENTRY_ACT_PIN:
        take_pin(site, access, number);
        break;
    }
}

// ---- looking

struct site *site_new(void)
{
    struct site *site = zeroed(1, sizeof *site);

    site->account_by_id = table_new();
    site->account_by_login = table_new();
    site->pass_by_id = table_new();
    site->pass_by_token = table_new();
    site->card_by_id = table_new();
    site->card_by_code = table_new();
    site->open = table_new();
    site->screens = screens_new();
    return site;
}

static void free_account(struct site_account *account)
{
    site_grants_free(&account->grants);
    free(account->password);
    free(account->name);
    free(account->login_name);
    free(account);
}

static void free_items(struct site *site)
{
    for (size_t i = 0; i < site->accounts.count; i++) {
        free_account(site->accounts.items[i]);
    }
    for (size_t i = 0; i < site->passes.count; i++) {
        site_grants_free(&((struct site_pass *)site->passes.items[i])->grants);
        site_grants_free(&((struct site_pass *)site->passes.items[i])->former);
        free(site->passes.items[i]);
    }
    for (size_t i = 0; i < site->cards.count; i++) {
        site_grants_free(&((struct site_card *)site->cards.items[i])->grants);
        free(((struct site_card *)site->cards.items[i])->pin);
        free(site->cards.items[i]);
    }
    free(site->accounts.items);
    free(site->passes.items);
    free(site->cards.items);
}

struct site *site_free(struct site *site)
{
    if (!site) {
        return NULL;
    }
    free_items(site);
    table_free(site->account_by_id);
    table_free(site->account_by_login);
    table_free(site->pass_by_id);
    table_free(site->pass_by_token);
    table_free(site->card_by_id);
    table_free(site->card_by_code);
    table_free(site->open);
    screens_free(site->screens);
    free(site);
    return NULL;
}

static void *find(const struct table *table, struct slice key)
{
    return key.at ? table_get(table, key) : NULL;
}

struct site_account *site_account(const struct site *site, struct slice id)
{
    return find(site->account_by_id, id);
}

const struct site_account *site_account_by_login(const struct site *site, struct slice login)
{
    return find(site->account_by_login, login);
}

const struct site_pass *site_pass(const struct site *site, struct slice id)
{
    return find(site->pass_by_id, id);
}

const struct site_pass *site_pass_by_token(const struct site *site, struct slice hash_hex)
{
    return find(site->pass_by_token, hash_hex);
}

const struct site_card *site_card(const struct site *site, struct slice id)
{
    return find(site->card_by_id, id);
}

const struct site_card *site_card_by_code(const struct site *site, struct slice code)
{
    return find(site->card_by_code, code);
}

const struct site_card *site_card_of_pin(const struct site *site, struct slice competition,
                                         struct slice judge)
{
    const struct site_card *last = NULL;

    for (size_t i = 0; i < site->cards.count; i++) {
        const struct site_card *card = site->cards.items[i];
        const struct site_grant *grant = card->grants.items;
        if (card->pin && slice_is(competition, grant->competition) &&
            slice_is(judge, grant->judge) && (!last || card->pinned > last->pinned)) {
            last = card;
        }
    }
    return last;
}

uint64_t site_accounts_number(const struct site *site)
{
    return site->accounts_number;
}

bool site_is_open(const struct site *site, struct slice competition, struct slice skill)
{
    char text[2 * SITE_ID_MAX];

    return table_get(site->open, sitting_key(text, competition, skill)) != NULL;
}

const struct screens *site_screens(const struct site *site)
{
    return site->screens;
}

bool site_pass_is_good(const struct site_pass *pass, int64_t now_ms)
{
    const struct site_account *account = pass->account;

    if (pass->revoked || (pass->until && now_ms >= pass->until)) {
        return false;
    }
    return !account || (!account->revoked && (pass->number > account->password_number ||
                                              strcmp(pass->id, account->kept) == 0));
}

const struct site_grants *site_grants_of(const struct site_pass *pass)
{
    return pass->account ? &pass->account->grants : &pass->grants;
}

const struct site_account *site_account_at(const struct site *site, size_t index)
{
    return index < site->accounts.count ? site->accounts.items[index] : NULL;
}

const struct site_pass *site_pass_at(const struct site *site, size_t index)
{
    return index < site->passes.count ? site->passes.items[index] : NULL;
}

const struct site_card *site_card_at(const struct site *site, size_t index)
{
    return index < site->cards.count ? site->cards.items[index] : NULL;
}
