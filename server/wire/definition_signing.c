#include "wire/definition_signing.h"

#include "wire/definition_list.h"
#include "wire/definition_value.h"

enum { PERCENT_MOST = 100 };

static void read_recheck(struct reader *reader, json_t *value, struct rules_signing *signing)
{
    size_t mark = 0;
    json_t *recheck = definition_list_into(reader, value, "recheck", FORM_RECHECK, &mark);

    if (!recheck) {
        return;
    }
    signing->rechecks = true;
    signing->top = (uint32_t)reader_whole(reader, recheck, "top", 0, FORM_PLACE_MAX, 0);
    (void)definition_value_percent(reader, recheck, "share", 0, PERCENT_MOST, &signing->share);
    (void)definition_value_percent(reader, recheck, "errors", 0, PERCENT_MOST, &signing->errors);
    reader_back(reader, mark);
}

void definition_signing_read(struct reader *reader, json_t *skill, struct rules_signing *ret)
{
    size_t mark = 0;
    json_t *value = definition_list_into(reader, skill, "signing", FORM_SIGNING, &mark);

    *ret = (struct rules_signing){.share = RATIO_ZERO, .errors = RATIO_ZERO};
    if (!value) {
        return;
    }
    ret->by = definition_value_word(reader, value, "by", FORM_SIGNING_BY, 0) == 1 ? RULES_DRAWN
                                                                                  : RULES_INK;
    ret->supervisor = reader_flag(reader, value, "supervisor", false);
    ret->double_entry = reader_flag(reader, value, "double_entry", false);
    read_recheck(reader, value, ret);
    reader_back(reader, mark);
}
