#include "wire/faults.h"

#include "base/must.h"

#include <string.h>

// Copies what fits; a character that does not fit whole is left out.
static void copy_cut(char *out, size_t size, const char *text)
{
    size_t len = strnlen(text, size);
    if (len == size) {
        len = size - 1;
        while (len > 0 && ((unsigned char)text[len] & 0xC0) == 0x80) {
            len--;
        }
    }
    memcpy(out, text, len);
    out[len] = 0;
}

void faults_add(struct faults *faults, const char *name, const char *pointer, const char *word)
{
    must(name && pointer && word);
    if (faults->count == FAULTS_MAX) {
        faults->more = true;
        return;
    }
    struct faults_item *item = &faults->items[faults->count++];
    item->name = name;
    copy_cut(item->pointer, sizeof item->pointer, pointer);
    copy_cut(item->word, sizeof item->word, word);
}
