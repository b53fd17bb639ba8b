#include "cli/demo_robot_tokens.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/text.h"
#include "cli/demo_robot_plan.h"
#include "wire/recording_answer.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static struct slice token_of(const struct recording_token *tokens, size_t count, const char *id)
{
    for (size_t i = 0; i < count; i++) {
        if (slice_is(tokens[i].judge, id)) {
            return tokens[i].token;
        }
    }
    return SLICE_NONE;
}

bool demo_robot_tokens_take(struct arena *arena, const struct demo_robot_plan *plan,
                            struct slice json, const char *suffix, const char **tokens)
{
    const struct recording_token *found = NULL;
    size_t count = 0;
    if (!recording_answer_tokens(arena, json, &found, &count)) {
        return false;
    }
    for (size_t i = 0; i < plan->judge_count; i++) {
        const char *id = arena_printf(arena, "%s%s", plan->judges[i].id, suffix);
        struct slice token = token_of(found, count, id);
        if (!token.at) {
            return false;
        }
        tokens[i] = arena_copy(arena, token);
    }
    return true;
}

bool demo_robot_tokens_load(struct arena *arena, const struct demo_robot_plan *plan,
                            const char *path, const char **tokens)
{
    struct buf *file = file_read(path);
    bool good = file && demo_robot_tokens_take(arena, plan, (struct slice){file->bytes, file->len},
                                               "", tokens);
    buf_unref(file);
    return good;
}

bool demo_robot_tokens_save(const struct demo_robot_plan *plan, const char *path,
                            const char *const *tokens)
{
    struct buf *out = buf_new(4096);
    text_add(out, SLICE("{\"judges\":["));
    for (size_t i = 0; i < plan->judge_count; i++) {
        text_printf(out, "%s{\"id\":\"%s\",\"token\":\"%s\"}", i ? "," : "", plan->judges[i].id,
                    tokens[i]);
    }
    text_add(out, SLICE("]}\n"));
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    bool good = file >= 0 && fchmod(file, 0600) == 0 &&
                write(file, out->bytes, out->len) == (ssize_t)out->len;
    if (file >= 0) {
        (void)close(file);
    }
    buf_unref(out);
    return good;
}
