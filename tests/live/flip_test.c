// A real journal (tests/e2e/verify-kinds.test.mjs made it: check-in, recusal, draw, codes, cards
// that are turned over and sent back, panels, sign-off, a tablet that signs its sheets, a marking
// group, the award ceremony), folded as a node and `jinbang verify` fold it: whichever byte of such
// an entry is altered, the fold says so, at that entry or at the next one.
#include "base/file.h"
#include "tests/live/forge.h"

enum { ENTRIES_MAX = 200, EVERY = 17 };

struct journal {
    struct buf *file;
    size_t count;
    struct slice entries[ENTRIES_MAX + 1]; // by number
};

// "LENGTH\nBYTES\n" for each entry.
static void read_journal(struct journal *journal)
{
    journal->file = file_read(SOURCE_DIR "/fixtures/journals/acts.journal");
    journal->count = 0;
    assert_non_null(journal->file);
    const char *at = journal->file->bytes;
    const char *end = at + journal->file->len;
    while (at < end) {
        size_t len = 0;
        for (; *at != '\n'; at++) {
            len = 10 * len + (size_t)(*at - '0');
        }
        assert_true(journal->count < ENTRIES_MAX && len < (size_t)(end - at));
        journal->entries[++journal->count] = (struct slice){at + 1, len};
        at += len + 2;
    }
}

// Folds up to `last`; the number of the first entry that is not good, 0: all are.
static uint64_t first_fault(const struct journal *journal, uint64_t last)
{
    struct record *record = record_new("small");
    struct record_news news;
    const char *why = "";
    uint64_t fault = 0;

    for (uint64_t i = 1; i <= last && fault == 0; i++) {
        if (record_take(record, i, journal->entries[i], &news, &why) != RECORD_GOOD) {
            fault = i;
        }
    }
    record_free(record);
    return fault;
}

static bool says(struct slice bytes, const char *word)
{
    return memmem(bytes.at, bytes.len, word, strlen(word)) != NULL;
}

// Entries of which nothing before this time of the product was.
static bool is_meant(struct slice bytes)
{
    return says(bytes, "\"kind\":\"muster\"") || says(bytes, "\"kind\":\"signing\"") ||
           says(bytes, "\"signer\":") || says(bytes, "\"confirmed\":") ||
           says(bytes, "\"kind\":\"panel\"") || says(bytes, "\"kind\":\"ruling\"") ||
           says(bytes, "\"kind\":\"ceremony\"");
}

static void flip_bytes(struct journal *journal, uint64_t number, size_t every)
{
    struct slice kept = journal->entries[number];
    char *bytes = malloc(kept.len);

    assert_non_null(bytes);
    memcpy(bytes, kept.at, kept.len);
    journal->entries[number].at = bytes;
    for (size_t i = number % every; i < kept.len; i += every) {
        bytes[i] ^= 1;
        uint64_t fault = first_fault(journal, number + 1);
        if (fault != number && fault != number + 1) {
            fail_msg("entry %lu byte %zu: %lu", (unsigned long)number, i, (unsigned long)fault);
        }
        bytes[i] ^= 1;
    }
    journal->entries[number] = kept;
    free(bytes);
}

static void the_journal_as_it_was_written_folds(void **state)
{
    (void)state;
    struct journal journal;

    secret_init();
    read_journal(&journal);
    assert_true(journal.count > 40);
    assert_int_equal(first_fault(&journal, journal.count), 0);
    buf_unref(journal.file);
}

static void whichever_byte_is_altered_the_fold_says_so(void **state)
{
    (void)state;
    struct journal journal;
    const char *asked = getenv("FLIP_EVERY");
    size_t every = asked ? (size_t)strtoul(asked, NULL, 10) : EVERY;
    unsigned tried = 0;

    assert_true(every > 0);
    read_journal(&journal);
    for (uint64_t i = 1; i < journal.count; i++) {
        if (is_meant(journal.entries[i])) {
            flip_bytes(&journal, i, every);
            tried++;
        }
    }
    assert_true(tried > 30);
    buf_unref(journal.file);
}

RUN(cmocka_unit_test(the_journal_as_it_was_written_folds),
    cmocka_unit_test(whichever_byte_is_altered_the_fold_says_so))
