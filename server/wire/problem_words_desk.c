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
    {"shift-alone",
     422,
     {{"交班的和接班的是同一人", "交班需要另一名裁判接班。请选择接班的裁判。", NULL},
      {"One judge cannot hand over to himself",
       "Another judge takes over at the end of a shift. Please choose who it is.", NULL}}},
    {"substitute-recused",
     409,
     {{"接替的人自己有回避",
       "这个席位要测量或计时，而接替的人对本赛项的选手有回避，他们就没有人测了。请换一个人接替，"
       "或者另加一人共用这个席位。",
       NULL},
      {"Whoever comes instead is recused himself",
       "This seat measures or keeps the time, and whoever is to take it is recused from a "
       "competitor of this skill, for whom nobody would be left. Please choose somebody else, or "
       "give one more person the seat.",
       NULL}}},
    {"seat-of-group",
     409,
     {{"小组的席位不设替补",
       "这个席位由小组共同持有。请把不能到场的成员记为缺席；另有人接替时，把他加进这个席位。",
       NULL},
      {"A group's seat has no substitute",
       "This seat is held by a marking group. Please record the member who cannot come as absent, "
       "and give the seat to whoever comes instead.",
       NULL}}},
    {"signature-malformed",
     400,
     {{"签名的格式不对",
       "请求头 Jinbang-Signature 应为 ed25519、空格、64 位十六进制公钥、空格、128 位十六进制签名。",
       NULL},
      {"The signature is malformed",
       "The header Jinbang-Signature is “ed25519”, a blank, a public key of 64 hex digits, a blank "
       "and a signature of 128.",
       NULL}}},
    {"signature-missing",
     403,
     {{"评分表缺少平板的签名",
       "这台平板配对时登记了签名密钥，这张评分表却没有用它签名，因此没有收下。如果平板清除过浏览器"
       "数据，请用新的卡片重新配对；平板上的评分表都还在，配对后会自动发送。",
       NULL},
      {"The sheet lacks the tablet's signature",
       "This tablet registered a key when it was paired, and the sheet is not signed with it, so "
       "it "
       "was not taken. If the browser's data was cleared, please pair the tablet again with a new "
       "card: its sheets are still there and are sent afterwards.",
       NULL}}},
    {"signature-wrong",
     422,
     {{"签名与收到的评分表对不上",
       "您没有做错什么，分数都还在平板上：收到的内容与平板签名时的不一致，为保险起见没有收下。"
       "请在平板上打开这张评分表，核对分数后再签封一次；如果再次出现，请叫裁判长。",
       NULL},
      {"The signature and the sheet that arrived do not go together",
       "You have done nothing wrong, and the marks are still on the tablet: what arrived is not "
       "what the tablet signed, so to be safe it was not taken. Please open the sheet on the "
       "tablet, look at the marks and seal it once more; if it happens again, call the chief "
       "judge.",
       NULL}}},
    {"signer-unknown",
     422,
     {{"签名的平板没有登记",
       "签名用的密钥不属于这个席位的任何一台已配对平板，因此没有收下。请用新的卡片重新配对这台平板"
       "；"
       "评分表仍在平板上，配对后会自动发送。",
       NULL},
      {"The signing tablet is not registered",
       "The key that signed is not that of any tablet paired for this seat, so the sheet was not "
       "taken. Please pair the tablet again with a new card: its sheets are still there and are "
       "sent afterwards.",
       NULL}}},
    {"device-has-key",
     409,
     {{"这台设备已登记签名密钥",
       "一台设备只登记一次签名密钥。如果平板清除过浏览器数据，请用新的卡片重新配对。", NULL},
      {"The device has a key already",
       "A device registers one key. If the browser's data was cleared, please pair it again with a "
       "new card.",
       NULL}}},
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
