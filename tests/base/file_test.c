#include "base/buf.h"
#include "base/file.h"
#include "tests/unit.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[32];

static const char *in_folder(const char *name)
{
    static char path[64];

    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static void assert_holds(const char *path, const char *text, unsigned mode)
{
    struct stat what;
    struct buf *found = file_read(path);

    assert_non_null(found);
    assert_true(slice_is((struct slice){found->bytes, found->len}, text));
    buf_unref(found);
    assert_int_equal(stat(path, &what), 0);
    assert_int_equal(what.st_mode & 07777, mode);
}

static void a_file_is_written_whole_and_with_its_mode_whatever_was_there(void **state)
{
    const char *path = in_folder("key");
    mode_t before = umask(0);

    (void)state;
    int file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
    assert_true(file >= 0);
    close(file);
    (void)umask(before);
    assert_true(file_write(path, SLICE("secret"), 0600));
    assert_holds(path, "secret", 0600);
    (void)umask(077);
    assert_true(file_write(path, SLICE(""), 0644));
    (void)umask(before);
    assert_holds(path, "", 0644);
    assert_int_equal(access(in_folder("key.new"), F_OK), -1);
    assert_int_equal(unlink(in_folder("key")), 0);
}

static void what_a_killed_writer_left_is_no_hindrance_and_no_way_elsewhere(void **state)
{
    char left[64];
    char other[64];

    (void)state;
    (void)snprintf(left, sizeof left, "%s", in_folder("key.new"));
    (void)snprintf(other, sizeof other, "%s", in_folder("other"));
    assert_int_equal(symlink(other, left), 0);
    assert_true(file_write(in_folder("key"), SLICE("mine"), 0600));
    assert_holds(in_folder("key"), "mine", 0600);
    assert_int_equal(access(other, F_OK), -1);
    assert_int_equal(unlink(in_folder("key")), 0);
}

static void a_refused_write_leaves_the_old_file_and_a_reason(void **state)
{
    char path[64];
    char *long_path = calloc(1, 4000);

    (void)state;
    (void)snprintf(path, sizeof path, "%s", in_folder("taken"));
    assert_int_equal(mkdir(path, 0700), 0);
    assert_false(file_write(path, SLICE("x"), 0600));
    assert_true(errno == EISDIR || errno == ENOTEMPTY || errno == EEXIST);
    assert_int_equal(access(in_folder("taken.new"), F_OK), -1);
    assert_false(file_write(in_folder("none/key"), SLICE("x"), 0600));
    assert_int_equal(errno, ENOENT);
    memset(long_path, 'a', 3999);
    assert_false(file_write(long_path, SLICE("x"), 0600));
    assert_int_equal(errno, ENAMETOOLONG);
    free(long_path);
    assert_int_equal(rmdir(path), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_is_written_whole_and_with_its_mode_whatever_was_there),
        cmocka_unit_test(what_a_killed_writer_left_is_no_hindrance_and_no_way_elsewhere),
        cmocka_unit_test(a_refused_write_leaves_the_old_file_and_a_reason)};

    strcpy(folder, "/tmp/jinbang-file-XXXXXX");
    if (!mkdtemp(folder)) {
        return 1;
    }
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    return failed + (rmdir(folder) != 0);
}
