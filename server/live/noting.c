#include "live/noting.h"

#include "base/table.h"
#include "live/board.h"
#include "live/course.h"
#include "live/give.h"

enum { SCENES = 2048 };

size_t noting_some(const struct table *scenes, size_t from)
{
    struct course_batch *batch = course_batch_new();
    void *value = NULL;
    bool more = true;

    for (unsigned i = 0; i < SCENES && (more = table_next(scenes, &from, NULL, &value)); i++) {
        const struct scene *scene = value;
        board_note(scene->board, batch);
    }
    course_batch_send(batch);
    return more ? from : 0;
}
