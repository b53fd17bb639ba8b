#include "wire/problem_words_signing.h"

static const struct problem_words table[] = {
    {"gate-closed",
     409,
     {{"这一步还不能做", "这一步之前还有事情没有完成。请看“签字”页上列出的原因。",
       "这一步还不能做：{}。"},
      {"Not yet",
       "Something before this step is not done yet. Please see what the sign-off page lists.",
       "Not yet: {}."}}},
    {"not-locked",
     409,
     {{"成绩还没有锁定", "这个赛项要先签字并锁定，才能公布成绩。请看“签字”页上列出的原因。",
       "这个赛项要先签字并锁定，才能公布成绩。{}。"},
      {"The marks are not locked",
       "This skill must be signed and locked before its results are published. Please see what the "
       "sign-off page lists.",
       "This skill must be signed and locked before its results are published. {}."}}},
    {"stage-locked",
     409,
     {{"这个阶段已经锁定",
       "这个阶段的成绩已经签字并锁定，不能再改。确需更正时，请裁判长写明理由，重新开放这张评分表。",
       NULL},
      {"This stage is locked",
       "The marks of this stage have been signed and locked. For a correction, please ask the "
       "chief "
       "judge to reopen the sheet with a reason.",
       NULL}}},
    {"print-outdated",
     409,
     {{"这张打印件已经过时", "打印之后成绩有改动，不能再凭这张签字。请重新打印后再签。",
       "打印之后有改动：{}。请重新打印后再签。"},
      {"This print is out of date",
       "The marks have changed since this page was printed. Please print it again and have it "
       "signed anew.",
       "Changed since it was printed: {}. Please print the page again and have it signed anew."}}},
    {"print-other",
     409,
     {{"这不是这一页的校验码",
       "这个校验码没有输错，但它不是这一页的。请核对是不是选错了行，或拿错了纸。", NULL},
      {"This code is of another page",
       "The code is typed correctly, but belongs to another page. Please check the line and the "
       "paper.",
       NULL}}},
    {"signing-not-here",
     409,
     {{"这个赛项不需要签字", "规则没有要求这个赛项签字，没有记录任何内容。", NULL},
      {"This skill needs no sign-off",
       "The rules ask for no sign-off in this skill, so nothing was recorded.", NULL}}},
    {"signing-unknown",
     422,
     {{"没有这样的签字", "规则里没有这样的签字，或者那里还没有成绩。请刷新页面后再试。", NULL},
      {"No such signature",
       "The rules have no such signature, or there are no marks there yet. Please reload the page "
       "and try again.",
       NULL}}},
    {"signing-idle",
     409,
     {{"已经是这样了", "这件事已经记录过，现在仍然有效，不用再做一次。", NULL},
      {"It is so already", "This has been recorded and still holds. There is nothing more to do.",
       NULL}}},
    {"scan-unknown",
     415,
     {{"这种文件不能上传", "扫描件请用 JPEG、PNG 或 PDF 文件。", NULL},
      {"Not a kind of file for scans", "Please send the scan as a JPEG, PNG or PDF file.", NULL}}},
    {"same-person",
     409,
     {{"第二次要由另一个人录入",
       "这张评分表的第一次就是您录入的。第二次请交给另一位录入员，而且不要给他看第一次的内容。",
       NULL},
      {"Another person must type it again",
       "You typed this sheet the first time. Please let another clerk type it again, without "
       "seeing the first.",
       NULL}}},
};

const struct problem_words *problem_words_signing_at(size_t index)
{
    return index < sizeof table / sizeof table[0] ? &table[index] : NULL;
}
