// Bytes written as hexadecimal digits.
#ifndef RT_HEX_H
#define RT_HEX_H

#include <stdbool.h>

#include "rt_buffer.h"

void rt_hex_print(rt_buffer *text, const uint8_t *bytes, size_t size);

/// Appends the bytes; false if the text is not an even number of digits.
bool rt_hex_parse(rt_buffer *bytes, const char *text, size_t size);

#endif
