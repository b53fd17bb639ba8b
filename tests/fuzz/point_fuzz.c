// What is read as a mark prints to a text that reads back to the same mark, and prints the same
// again.
#include "scoring/point.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool held)
{
    if (!held) {
        abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text =
        malloc(size ? size : 1); // no byte more than the input, so that a step too far is seen
    if (!text) {
        return 0;
    }
    memcpy(text, data, size);
    point_t value = 7;
    if (point_parse(text, size, &value)) {
        char first[POINT_TEXT_MAX];
        char second[POINT_TEXT_MAX];
        point_t back = 0;
        size_t len = point_print(value, first);
        demand(len <= POINT_TEXT_MAX && point_parse(first, len, &back) && back == value);
        demand(point_print(back, second) == len && memcmp(first, second, len) == 0);
    } else {
        demand(value == 7);
    }
    free(text);
    return 0;
}
