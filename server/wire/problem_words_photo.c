#include "wire/problem_words_photo.h"

static const struct problem_words table[] = {
    {"photo-unknown",
     422,
     {{"不是可用的图片", "只收完整的 JPEG、PNG 或 WebP 静态图片。请另存为其中一种再上传。", NULL},
      {"Not a picture that can be used",
       "Only whole, still JPEG, PNG or WebP pictures are taken. Please save it as one of these and "
       "upload it again.",
       NULL}}},
    {"photo-too-wide",
     422,
     {{"图片像素太多", "图片像素太多，请缩小后再上传。",
       "图片像素太多，最多 {} 个像素。请缩小后再上传。"},
      {"The picture has too many pixels", "Please make it smaller and upload it again.",
       "A picture has {} pixels at the most. Please make it smaller and upload it again."}}},
    {"photos-full",
     409,
     {{"照片墙已满", "请先永久删除一些照片。", "照片墙最多 {} 张照片。请先永久删除一些。"},
      {"The photo wall is full", "Please erase some pictures first.",
       "The photo wall has {} pictures at the most. Please erase some first."}}},
    {"photo-newer",
     412,
     {{"照片说明已被他人修改", "您看到之后，另一个人改过这张照片的说明。请对照后再改。", NULL},
      {"Somebody else has changed it",
       "What is said of this picture was changed after you saw it. Please look again.", NULL}}},
};

const struct problem_words *problem_words_photo_at(size_t index)
{
    return index < sizeof table / sizeof table[0] ? &table[index] : NULL;
}
