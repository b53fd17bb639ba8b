#include "wire/definition_code.h"

#include "wire/definition_book.h"
#include "wire/definition_list.h"
#include "wire/definition_value.h"

enum { MORE_MAX = 999, DECIMAL = 10 };

// "+1" behind "entered", or nothing.
static bool read_more(struct slice text, int64_t *ret)
{
    *ret = 0;
    if (text.len == 0) {
        return true;
    }
    if (text.at[0] != '+' || text.len < 2) {
        return false;
    }
    for (size_t i = 1; i < text.len; i++) {
        if (text.at[i] < '0' || text.at[i] > '9') {
            return false;
        }
        *ret = *ret * DECIMAL + (text.at[i] - '0');
        if (*ret > MORE_MAX) {
            return false;
        }
    }
    return true;
}

static bool read_worth(struct slice text, struct rules_code *code)
{
    const struct slice word = SLICE("entered");
    struct slice rest = {text.at + word.len, text.len - word.len};
    point_t value = 0;
    int64_t more = 0;
    code->entered = text.len >= word.len && memcmp(text.at, word.at, word.len) == 0;
    bool good = code->entered ? read_more(rest, &more) : point_parse(text.at, text.len, &value);
    code->worth = code->entered ? (struct ratio){more, 1} : ratio_of_point(value);
    return good;
}

// May the part come to this code at all? A net time that was not taken is a DNF.
static bool may_come(const struct definition_book *book, const struct rules_part *part,
                     unsigned code)
{
    bool may = part->figure_is_time && code == RULES_DNF;
    for (uint32_t i = part->aspect_first; i < part->aspect_first + part->aspect_count; i++) {
        may = may || (book->aspects[i].codes >> code & 1) != 0;
    }
    return may;
}

void definition_code_read(struct definition_book *book, json_t *value, struct rules_part *part)
{
    struct reader *reader = &book->reader;
    const char *const *words = definition_form_words(FORM_CODE);
    size_t mark = 0;
    json_t *codes = definition_list_into(reader, value, "code_worth", FORM_CODE_WORTH, &mark);
    for (unsigned i = RULES_DNF; codes && i <= RULES_DSQ; i++) {
        const char *word = words[i - RULES_DNF];
        struct slice text = reader_any_text(reader, codes, word);
        if (!text.at) {
            continue;
        }
        part->codes[i].has = read_worth(text, &part->codes[i]);
        if (!part->codes[i].has) {
            reader_nonsense(reader, word, "@code-worth");
        } else if (!may_come(book, part, i)) {
            reader_nonsense(reader, word, "@code-unused %s", word);
        }
    }
    if (codes) {
        reader_back(reader, mark);
    }
}
