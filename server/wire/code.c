#include "wire/code.h"

#include "base/must.h"

const char *const code_words[] = {[RULES_RUNNING] = "running",
                                  [RULES_DNF] = "dnf",
                                  [RULES_DNS] = "dns",
                                  [RULES_DSQ] = "dsq",
                                  [RULES_WITHDRAWN] = "withdrawn",
                                  [RULES_NO_SHOW] = "no_show",
                                  [RULES_STATUSES] = NULL};

const char *code_word(enum rules_status status)
{
    must((size_t)status < RULES_STATUSES);
    return code_words[status];
}

bool code_find(struct slice word, enum rules_status *ret)
{
    for (size_t i = 0; i < RULES_STATUSES; i++) {
        if (slice_is(word, code_words[i])) {
            *ret = (enum rules_status)i;
            return true;
        }
    }
    return false;
}

size_t code_print(struct ratio value, int places, char out[RATIO_TEXT_MAX])
{
    size_t len = 0;
    if (ratio_is_value(value)) {
        len = ratio_print(value, places, out);
        must(len < RATIO_TEXT_MAX);
    } else {
        must(value.num >= 0 && value.num < RULES_STATUSES);
        len = value.num == RULES_RUNNING ? 0 : strlen(code_words[value.num]);
        memcpy(out, code_words[value.num], len);
    }
    out[len] = 0;
    return len;
}
