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
    {"too-many-codes",
     429,
     {{"要配对码太频繁", "这个网络地址要了太多配对码，请稍候再试。",
       "这个网络地址要了太多配对码，请等 {} 秒后再试。"},
      {"Too many codes asked for",
       "This address has asked for too many pairing codes. Please wait a little.",
       "This address has asked for too many pairing codes. Please wait {} seconds and try "
       "again."}}},
    {"handover-altered",
     422,
     {{"移交的内容被改动过",
       "这份移交文件不是这名裁判的平板生成的，或者生成后被改动过，因此没有收下。请在原平板上重新移"
       "交。",
       NULL},
      {"What was handed over has been altered",
       "This hand-over was not made by a tablet of this judge, or was changed afterwards, and was "
       "not taken. Please hand over again from the tablet itself.",
       NULL}}},
};

const struct problem_words *problem_words_desk_at(size_t index)
{
    return index < sizeof table / sizeof table[0] ? &table[index] : NULL;
}
