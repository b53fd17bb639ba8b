#include "wire/drawing.h"

static const struct reader_field drawn[] = {
    {"strokes", true}, {"width", true}, {"height", true}, {NULL, false}};
static const struct reader_field typed[] = {{"typed", true}, {NULL, false}};

// Whole figures, two for each point.
static bool is_stroke(json_t *stroke)
{
    size_t count = json_array_size(stroke); // 0 of what is no list

    for (size_t i = 0; i < count; i++) {
        json_t *figure = json_array_get(stroke, i);
        if (!json_is_integer(figure) || json_integer_value(figure) < 0 ||
            json_integer_value(figure) > DRAWING_SIDE_MAX) {
            return false;
        }
    }
    return count >= 2 && count % 2 == 0 && count <= DRAWING_FIGURES_MAX;
}

static void check_strokes(struct reader *reader, json_t *drawing)
{
    json_t *strokes = json_object_get(drawing, "strokes");

    if (json_is_array(strokes) && json_array_size(strokes) == 0) {
        reader_fault_at(reader, "strokes", "drawing-blank", "");
        return;
    }
    strokes = reader_list(reader, drawing, "strokes", 1, DRAWING_STROKES_MAX);
    for (size_t i = 0; i < json_array_size(strokes); i++) {
        if (!is_stroke(json_array_get(strokes, i))) {
            reader_fault_at(reader, "strokes", "wrong-type", "@type-list");
            return;
        }
    }
    (void)reader_whole(reader, drawing, "width", 1, DRAWING_SIDE_MAX, 1);
    (void)reader_whole(reader, drawing, "height", 1, DRAWING_SIDE_MAX, 1);
}

static bool is_blank(struct slice text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] != ' ') {
            return false;
        }
    }
    return true;
}

void drawing_check(struct reader *reader, json_t *drawing)
{
    bool names = json_object_get(drawing, "typed") != NULL;

    if (!reader_object(reader, drawing, names ? typed : drawn)) {
        return;
    }
    if (!names) {
        check_strokes(reader, drawing);
    } else if (is_blank(reader_text(reader, drawing, "typed", 0, DRAWING_NAME_MAX)) &&
               reader->good) {
        reader_fault_at(reader, "typed", "drawing-blank", "");
    }
}
