#include "live/vault.h"

#include "base/list.h"
#include "base/must.h"
#include "base/secret.h"

#include <stdlib.h>

enum { AT_ONCE = 2 };

struct job {
    struct list link;
    struct vault *vault;
    uv_work_t work;
    char *password;
    size_t len;
    char hash[SECRET_PASSWORD]; // to be checked against, or made
    bool makes, known, good;
    vault_on_done on_done;
    void *owner;
};

struct vault {
    uv_loop_t *loop;
    size_t queue_max, waiting_count, working;
    struct list waiting;
    void (*on_closed)(void *owner);
    void *owner;
};

struct vault *vault_new(uv_loop_t *loop, size_t queue_max)
{
    struct vault *vault = calloc(1, sizeof *vault);

    must(vault);
    vault->loop = loop;
    vault->queue_max = queue_max;
    list_init(&vault->waiting);
    return vault;
}

static void free_job(struct job *job)
{
    secret_wipe(job->password, job->len);
    free(job->password);
    free(job);
}

static void end_if_idle(struct vault *vault)
{
    if (vault->on_closed && vault->working == 0 && vault->waiting_count == 0) {
        void (*on_closed)(void *) = vault->on_closed;
        void *owner = vault->owner;
        free(vault);
        on_closed(owner);
    }
}

// On a thread of libuv's pool: nothing here but the job's own memory.
static void work(uv_work_t *request)
{
    struct job *job = request->data;
    struct slice password = {job->password, job->len};

    if (job->makes) {
        job->good = secret_password_hash(password, job->hash);
    } else {
        bool fits = secret_password_fits(password, job->known ? job->hash : NULL);
        job->good = fits && job->known;
    }
}

static void start(struct vault *vault);

static void on_worked(uv_work_t *request, int status)
{
    struct job *job = request->data;
    struct vault *vault = job->vault;

    vault->working--;
    job->on_done(job->owner, status == 0 && job->good, job->makes ? job->hash : NULL);
    free_job(job);
    start(vault);
    end_if_idle(vault);
}

static void start(struct vault *vault)
{
    while (vault->working < AT_ONCE && !list_empty(&vault->waiting)) {
        struct job *job = list_item(vault->waiting.next, struct job, link);
        list_remove(&job->link);
        vault->waiting_count--;
        vault->working++;
        must(uv_queue_work(vault->loop, &job->work, work, on_worked) == 0);
    }
}

static bool add(struct vault *vault, struct job like, struct slice password)
{
    if (vault->waiting_count >= vault->queue_max || vault->on_closed) {
        return false;
    }
    struct job *job = malloc(sizeof *job);
    must(job);
    *job = like;
    job->vault = vault;
    job->work.data = job;
    job->len = password.len;
    job->password = malloc(password.len + 1);
    must(job->password);
    memcpy(job->password, password.len ? password.at : "", password.len);
    list_init(&job->link);
    list_add_tail(&vault->waiting, &job->link);
    vault->waiting_count++;
    start(vault);
    return true;
}

bool vault_check(struct vault *vault, struct slice hash, struct slice password,
                 vault_on_done on_done, void *owner)
{
    struct job job = {.on_done = on_done, .owner = owner};

    job.known = hash.len > 0 && hash.len < sizeof job.hash;
    if (job.known) {
        memcpy(job.hash, hash.at, hash.len);
    }
    return add(vault, job, password);
}

bool vault_make(struct vault *vault, struct slice password, vault_on_done on_done, void *owner)
{
    return add(vault, (struct job){.makes = true, .on_done = on_done, .owner = owner}, password);
}

void vault_close(struct vault *vault, void (*on_closed)(void *owner), void *owner)
{
    vault->on_closed = on_closed;
    vault->owner = owner;
    end_if_idle(vault);
}
