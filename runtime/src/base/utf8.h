// UTF-8 as the IC reads it: strictly where it must be valid, else with U+FFFD for invalid bytes.
#ifndef RT_UTF8_H
#define RT_UTF8_H

#include <stdbool.h>

#include "rt_buffer.h"

/// Looks at the start of some bytes: the size of the character there, or of the longest start of
/// one that goes wrong. `*valid` says which.
size_t rt_utf8_scan(const uint8_t *bytes, size_t size, bool *valid);

bool rt_utf8_is_valid(const uint8_t *bytes, size_t size);

/// Appends the text, with U+FFFD in place of each maximal part that is not UTF-8 (Unicode
/// Standard, "Constraints on Conversion Processes").
void rt_utf8_append_lossy(rt_buffer *buffer, const uint8_t *bytes, size_t size);

#endif
