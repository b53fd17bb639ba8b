#include "live/site_gate.h"

#include "live/right.h"
#include "live/site.h"
#include "wire/entry_access.h"

// The organiser is the whole site's; all others belong to a competition, and those with a seat to a
// judge of it.
static bool is_sound(const struct entry_grant *grant)
{
    enum right_role role;

    if (!right_find(grant->role, &role) || role == RIGHT_PUBLIC) {
        return false;
    }
    bool seated = role == RIGHT_JUDGE || role == RIGHT_TECHNICAL;
    bool whole = role == RIGHT_ORGANISER;
    bool narrowed = grant->skill_count > 0 || grant->venue_count > 0;
    return whole == (grant->competition.at == NULL) && seated == (grant->judge.at != NULL) &&
           !(narrowed && (whole || seated));
}

static bool are_sound(const struct entry_access *access)
{
    for (size_t i = 0; i < access->grant_count; i++) {
        if (!is_sound(&access->grants[i])) {
            return false;
        }
    }
    return true;
}

static const char *refuse_account(const struct site *site, const struct entry_access *access)
{
    const struct site_account *found = site_account(site, access->account);
    const struct site_account *same = site_account_by_login(site, access->login);

    if (!access->account.at || !are_sound(access) ||
        (!found && (!access->login.at || !access->password.at || !access->regrants))) {
        return "right-unsound";
    }
    if (found && found->revoked) {
        return "unknown-account";
    }
    return same && same != found ? "account-exists" : NULL;
}

static const char *refuse_pass(const struct site *site, const struct entry_access *access)
{
    const struct site_account *account = site_account(site, access->account);
    const struct site_card *card = site_card(site, access->card);
    bool session = access->account.at != NULL;

    if (!access->pass.at || access->token.len != 64 || site_pass(site, access->pass) ||
        site_pass_by_token(site, access->token) || !are_sound(access) ||
        session == (access->grant_count > 0) || session == (access->name.at != NULL)) {
        return "right-unsound";
    }
    if (access->key.at && (session || access->key.len != 64)) {
        return "right-unsound";
    }
    if (session && (!account || account->revoked)) {
        return "unknown-account";
    }
    if (access->card.at && (!card || card->void_)) {
        return "code-unknown";
    }
    return card && card->used ? "code-used" : NULL;
}

static const char *refuse_revoke(const struct site *site, const struct entry_access *access)
{
    const struct site_account *account = site_account(site, access->account);

    if (access->account.at) {
        return account && !account->revoked ? NULL : "unknown-account";
    }
    if (access->card.at) {
        return site_card(site, access->card) ? NULL : "code-unknown";
    }
    return site_pass(site, access->pass) ? NULL : "unknown-device";
}

// A device has one key for as long as it lives.
static const char *refuse_key(const struct site *site, const struct entry_access *access)
{
    const struct site_pass *pass = site_pass(site, access->pass);

    if (access->key.len != 64) {
        return "right-unsound";
    }
    if (!pass || pass->account || pass->revoked) {
        return "unknown-device";
    }
    return pass->key[0] && !slice_is(access->key, pass->key) ? "device-has-key" : NULL;
}

// What a device may is changed as it was seen: two at once do not undo each other unawares.
static const char *refuse_grants(const struct site *site, const struct entry_access *access)
{
    const struct site_pass *pass = site_pass(site, access->pass);

    if (!pass || pass->account || pass->revoked) {
        return "unknown-device";
    }
    if (access->grant_count == 0 || !are_sound(access)) {
        return "right-unsound";
    }
    return access->after == pass->granted ? NULL : "device-newer";
}

static const char *refuse_card(const struct site *site, const struct entry_access *access)
{
    bool good = access->card.at && access->code.at && access->grant_count == 1 &&
                are_sound(access) && !site_card(site, access->card) &&
                !site_card_by_code(site, access->code);

    return good ? NULL : "right-unsound";
}

// Each card chooses a PIN once; who wants another gets another card.
static const char *refuse_pin(const struct site *site, const struct entry_access *access)
{
    const struct site_card *card = site_card(site, access->card);

    if (!card || card->void_) {
        return "code-unknown";
    }
    return !access->password.at ? "right-unsound" : card->pin ? "code-used" : NULL;
}

const char *site_gate_refusal(const struct site *site, const struct entry_access *access)
{
    switch (access->act) {
    case ENTRY_ACT_ACCOUNT:
        return refuse_account(site, access);
    case ENTRY_ACT_PASS:
        return refuse_pass(site, access);
    case ENTRY_ACT_REVOKE:
        return refuse_revoke(site, access);
    case ENTRY_ACT_CARD:
        return refuse_card(site, access);
    case ENTRY_ACT_SITTING:
        return access->competition.at && access->skill.at ? NULL : "right-unsound";
    case ENTRY_ACT_SCREENS:
        return access->competition.at && access->screens.at ? NULL : "right-unsound";
    case ENTRY_ACT_KEY:
        return refuse_key(site, access);
    case ENTRY_ACT_GRANTS:
        return refuse_grants(site, access);
    case ENTRY_ACT_PIN:
        return refuse_pin(site, access);
    }
    return "right-unsound";
}
