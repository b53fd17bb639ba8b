#include "wire/definition_weight.h"

#include "base/must.h"
#include "wire/definition_form.h"
#include "wire/definition_value.h"

enum { PERCENT = 100 };

static struct ratio weight_of(struct reader *reader, struct slice text,
                              struct definition_weight_sum *sum)
{
    point_t value = 0;
    struct ratio weight = RATIO_ONE;
    bool percent = text.len > 0 && text.at[text.len - 1] == '%';
    int64_t most = percent ? PERCENT : FORM_WEIGHT_MAX;
    if (definition_value_fraction(text, &weight)) {
        sum->plain = true;
        if (ratio_compare(weight, (struct ratio){FORM_WEIGHT_MAX, 1}) > 0) {
            sum->unread = true;
            reader_nonsense(reader, "weight", "@range 0 – %d", FORM_WEIGHT_MAX);
        }
        return weight;
    }
    if (!point_parse(text.at, text.len - percent, &value) || text.at[0] == '-') {
        sum->unread = true;
        reader_nonsense(reader, "weight", "@weight");
    } else if (value < 0 || value > most * POINT_ONE) {
        sum->unread = true;
        reader_nonsense(reader, "weight", "@range 0 – %d%s", (int)most, percent ? " %" : "");
    } else if (percent) {
        sum->sum += value;
        must(ratio_make(value, (int64_t)PERCENT * POINT_ONE, &weight));
    } else {
        weight = ratio_of_point(value);
    }
    sum->percent |= percent;
    sum->plain |= !percent;
    return weight;
}

struct ratio definition_weight_read(struct reader *reader, json_t *object, struct ratio absent,
                                    struct definition_weight_sum *sum)
{
    struct definition_weight_sum unused = {0};
    struct slice text = reader_any_text(reader, object, "weight");
    sum = sum ? sum : &unused;
    if (text.at) {
        return weight_of(reader, text, sum);
    }
    bool none = !json_object_get(object, "weight");
    sum->plain |= none;
    sum->unread |= !none;
    return absent;
}

void definition_weight_check(struct reader *reader, const char *key,
                             const struct definition_weight_sum *sum)
{
    if (!sum->percent || sum->unread) {
        return;
    }
    if (sum->plain) {
        reader_nonsense(reader, key, "@weights-mixed");
    } else if (sum->sum != (int64_t)PERCENT * POINT_ONE) {
        char text[POINT_TEXT_MAX + 1] = "";
        text[point_print(sum->sum, text)] = 0;
        reader_nonsense(reader, key, "@weights-sum %s %%", text);
    }
}
