#include "wire/problem_words_desk.h"

static const struct problem_words table[] = {
    {"draft-newer",
     412,
     {{"另一台设备上有更新的草稿",
       "同一席位在另一台设备上也写了这张评分表，而且更新。请对照两份后选择一份。", NULL},
      {"Another device has a newer draft",
       "This seat has written the same sheet on another device, and later. Please compare the two "
       "and choose one.",
       NULL}}},
    {"drafts-full",
     409,
     {{"草稿太多", "服务器为这个席位保存的草稿已满。请先签封或放弃一些；本机仍保存着这份草稿。",
       NULL},
      {"Too many drafts",
       "The server keeps no more drafts for this seat. Please seal or drop some; this one is kept "
       "on the device.",
       NULL}}},
    {"seat-taken",
     409,
     {{"另一台设备正在用这个席位", "这个席位正在另一台设备上评分。您可以接管到这台设备。", NULL},
      {"Another device is at this seat",
       "This seat is being marked on another device. You can take it over to this one.", NULL}}},
};

const struct problem_words *problem_words_desk_at(size_t index)
{
    return index < sizeof table / sizeof table[0] ? &table[index] : NULL;
}
