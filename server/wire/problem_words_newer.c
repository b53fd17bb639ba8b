#include "wire/problem_words_newer.h"

static const struct problem_words table[] = {
    {"version-missing",
     428,
     {{"没有说明改的是哪个版本", "请先打开最新的内容再改（请求头 If-Match 应写所见的版本）。",
       NULL},
      {"It is not said which version is changed",
       "Please open what is there now and change that (If-Match says the version that was seen).",
       NULL}}},
    {"device-newer",
     412,
     {{"这台设备的身份刚被别人改过",
       "您看到之后，另一个人改过这台设备的席位或身份，您的修改没有保存。请对照现在的内容后再改。",
       NULL},
      {"Somebody else has just changed what this device may",
       "Its seats or roles were changed after you saw them, so your change was not kept. Please "
       "look at what it has now and change that.",
       NULL}}},
    {"account-newer",
     412,
     {{"这个账号刚被别人改过",
       "您看到之后，另一个人改过这个账号，您的修改没有保存。请对照现在的内容后再改。", NULL},
      {"Somebody else has just changed this account",
       "It was changed after you saw it, so your change was not kept. Please look at what it is "
       "now and change that.",
       NULL}}},
    {"check-in-newer",
     412,
     {{"别处刚改过这名选手的检录",
       "您看到之后，另一个检录台改过这名选手的状态，您的登记没有保存。请看清现在的状态，需要时再改"
       "。",
       NULL},
      {"Another desk has just checked this competitor in or out",
       "What is said of this competitor was changed after you saw it, so nothing was kept. Please "
       "look at what it is now, and change that if it is wrong.",
       NULL}}},
    {"rules-newer",
     412,
     {{"评分规则刚被别人改过",
       "您开始改动以后，另一个人更新过评分规则；为了不盖掉那次更新，您的改动没有生效。请先载入现行"
       "规"
       "则再改。",
       NULL},
      {"Somebody else has just changed the rules",
       "The rules were changed after you began, so your change was not applied: it would undo "
       "theirs. Please load the rules as they are and change those.",
       NULL}}},
};

const struct problem_words *problem_words_newer_at(size_t index)
{
    return index < sizeof table / sizeof table[0] ? &table[index] : NULL;
}
