// Writes the table of server/wire/pinyin: how each Chinese sign is said, and how as a surname, by
// ICU (CLDR's Han-Latin and Han-Latin/Names). Run once, by the build: opening ICU's rules takes
// half a second and each sign near a tenth of a millisecond, which no node has to spend.
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/utf16.h>
#include <unicode/utrans.h>

enum { FIRST = 0x3400, LAST = 0x9FFF, SYLLABLE_MAX = 8, UTF16_MAX = 64, SYLLABLES_MAX = 2000 };

static char syllables[SYLLABLES_MAX][SYLLABLE_MAX];
static size_t syllable_count = 1; // the first is none

// A vowel with its tone as the letter without; ü as v; 0: no letter of a syllable.
static char plain(UChar letter)
{
    static const struct {
        const char letters[4]; // one, and where its four toned ones begin
        UChar toned[4];
    } vowels[] = {{"a", {0x101, 0xE1, 0x1CE, 0xE0}},  {"e", {0x113, 0xE9, 0x11B, 0xE8}},
                  {"i", {0x12B, 0xED, 0x1D0, 0xEC}},  {"o", {0x14D, 0xF3, 0x1D2, 0xF2}},
                  {"u", {0x16B, 0xFA, 0x1D4, 0xF9}},  {"v", {0x1D6, 0x1D8, 0x1DA, 0x1DC}},
                  {"v", {0xFC, 0xFC, 0xFC, 0xFC}},    {"n", {0x144, 0x148, 0x1F9, 0x144}},
                  {"e", {0xEA, 0x1EBF, 0x1EC1, 0xEA}}};

    if (letter >= 'a' && letter <= 'z') {
        return (char)letter;
    }
    for (size_t i = 0; i < sizeof vowels / sizeof vowels[0]; i++) {
        for (size_t tone = 0; tone < 4; tone++) {
            if (letter == vowels[i].toned[tone]) {
                return vowels[i].letters[0];
            }
        }
    }
    return 0;
}

static void say(const UTransliterator *by, UChar32 sign, char ret[SYLLABLE_MAX])
{
    UChar text[UTF16_MAX];
    int32_t len = 0;
    size_t count = 0;
    UErrorCode error = U_ZERO_ERROR;

    U16_APPEND_UNSAFE(text, len, sign);
    int32_t limit = len;
    utrans_transUChars(by, text, &len, UTF16_MAX, 0, &limit, &error);
    for (int32_t i = 0; U_SUCCESS(error) && i < len && count < SYLLABLE_MAX - 1; i++) {
        char letter = plain(text[i]);
        if (letter) {
            ret[count++] = letter;
        }
    }
    ret[count] = 0;
}

static UTransliterator *open_book(const char *id)
{
    UChar wide[UTF16_MAX];
    size_t len = strlen(id);
    UErrorCode error = U_ZERO_ERROR;

    for (size_t i = 0; i < len; i++) {
        wide[i] = (UChar)id[i];
    }
    UTransliterator *book = utrans_openU(wide, (int32_t)len, UTRANS_FORWARD, NULL, 0, NULL, &error);
    return U_SUCCESS(error) ? book : NULL;
}

static size_t number_of(const char *syllable)
{
    for (size_t i = 0; i < syllable_count; i++) {
        if (strcmp(syllables[i], syllable) == 0) {
            return i;
        }
    }
    if (syllable_count == SYLLABLES_MAX) {
        abort();
    }
    (void)snprintf(syllables[syllable_count], SYLLABLE_MAX, "%s", syllable);
    return syllable_count++;
}

static void write_signs(FILE *out, UTransliterator *const books[2])
{
    (void)fprintf(out,
                  "extern const unsigned short pinyin_said_signs[][2];\n"
                  "const unsigned short pinyin_said_signs[][2] = {\n");
    for (UChar32 sign = FIRST; sign <= LAST; sign++) {
        char said[2][SYLLABLE_MAX];
        say(books[0], sign, said[0]);
        say(books[1], sign, said[1]);
        size_t common = number_of(said[0]);
        size_t surname = number_of(said[1]);
        (void)fprintf(out, "{%zu,%zu},%s", common, surname == common ? 0 : surname,
                      sign % 16 == 15 ? "\n" : "");
    }
    (void)fprintf(out, "};\n");
}

static void write_syllables(FILE *out)
{
    (void)fprintf(out,
                  "extern const char pinyin_said_syllables[][%d];\n"
                  "const char pinyin_said_syllables[][%d] = {\n",
                  SYLLABLE_MAX, SYLLABLE_MAX);
    for (size_t i = 0; i < syllable_count; i++) {
        (void)fprintf(out, "\"%s\",\n", syllables[i]);
    }
    (void)fprintf(out, "};\n");
}

int main(int argc, char **argv)
{
    UTransliterator *books[2] = {open_book("Han-Latin"), open_book("Han-Latin/Names")};
    FILE *out = argc == 2 ? fopen(argv[1], "w") : NULL;

    if (!out || !books[0] || !books[1]) {
        (void)fprintf(stderr, "pinyin_table: no file to write, or ICU has no Han-Latin\n");
        return 1;
    }
    write_signs(out, books);
    write_syllables(out);
    utrans_close(books[0]);
    utrans_close(books[1]);
    return fclose(out) == 0 ? 0 : 1;
}
