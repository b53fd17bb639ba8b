#include "scoring/quota.h"

#include <stddef.h>

void quota_clear(struct quota *quota)
{
    if (quota) {
        *quota = (struct quota){0};
    }
}

void quota_ask(struct quota *quota)
{
    if (quota) {
        quota->asking++;
    }
}

bool quota_fits(const struct quota *quota, uint32_t most, bool wide)
{
    if (!quota || most == 0) {
        return true;
    }
    uint32_t room = quota->taken < most ? most - quota->taken : 0;

    return room > 0 && (wide || quota->asking <= room);
}

void quota_forget(struct quota *quota)
{
    if (quota) {
        quota->asking = 0;
    }
}

void quota_close(struct quota *quota, uint32_t most, bool wide)
{
    if (!quota || quota->asking == 0) {
        return;
    }
    if (quota_fits(quota, most, wide)) {
        quota->taken += quota->asking;
    } else {
        quota->taken = UINT32_MAX;
    }
    quota->asking = 0;
}
