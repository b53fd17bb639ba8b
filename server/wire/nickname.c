#include "wire/nickname.h"

#include "base/buf.h"
#include "base/text.h"

#include <stdio.h>

static const struct {
    const char *en, *zh;
} words[] = {
    {"crane", "仙鹤"},   {"antelope", "羚羊"}, {"eagle", "雄鹰"},   {"horse", "骏马"},
    {"yak", "牦牛"},     {"deer", "白鹿"},     {"swan", "天鹅"},    {"panda", "熊猫"},
    {"tiger", "老虎"},   {"lion", "狮子"},     {"dolphin", "海豚"}, {"camel", "骆驼"},
    {"pine", "青松"},    {"bamboo", "翠竹"},   {"plum", "红梅"},    {"lotus", "荷花"},
    {"peony", "牡丹"},   {"orchid", "兰花"},   {"maple", "枫叶"},   {"willow", "柳树"},
    {"river", "江河"},   {"lake", "湖水"},     {"island", "海岛"},  {"snow", "白雪"},
    {"thunder", "春雷"}, {"rainbow", "彩虹"},  {"moon", "明月"},    {"star", "星星"},
    {"bridge", "大桥"},  {"lantern", "灯笼"},  {"drum", "大鼓"},    {"anvil", "铁砧"},
};

enum { WORDS = sizeof words / sizeof words[0], NUMBERS = 90, FIRST_NUMBER = 10 };

void nickname_make(uint64_t random, char out[NICKNAME_MAX])
{
    (void)snprintf(out, NICKNAME_MAX, "%s-%u", words[random % WORDS].en,
                   (unsigned)(FIRST_NUMBER + random / WORDS % NUMBERS));
}

void nickname_say(struct slice name, struct buf *out)
{
    const char *dash = name.len ? memchr(name.at, '-', name.len) : NULL;
    struct slice word = {name.at, dash ? (size_t)(dash - name.at) : name.len};

    for (size_t i = 0; dash && i < WORDS; i++) {
        if (slice_is(word, words[i].en)) {
            struct slice number = {dash + 1, name.len - word.len - 1};
            text_printf(out, "{\"zh\":\"%s %.*s\",\"en\":\"%s %.*s\"}", words[i].zh,
                        SLICE_FMT(number), words[i].en, SLICE_FMT(number));
            return;
        }
    }
    text_printf(out, "{\"zh\":");
    text_json(out, name);
    text_printf(out, ",\"en\":");
    text_json(out, name);
    text_printf(out, "}");
}
