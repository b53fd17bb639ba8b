// What is known of a picture without decoding it.
#pragma once

#include <stdint.h>

struct photo {
    const char *type; // its media type
    uint32_t width, height;
};
