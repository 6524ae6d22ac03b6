// Whole reads and writes.
#ifndef RT_FILE_H
#define RT_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rt_buffer.h"

/// Writes all bytes at an offset; false, with the reason in `errno`, if that fails.
bool rt_file_write(int file, const void *bytes, size_t size, uint64_t offset);

/// Reads exactly so many bytes at an offset; a file that ends before is a failure without reason
/// (`errno` is 0).
bool rt_file_read(int file, void *bytes, size_t size, uint64_t offset);

/// Writes all bytes to a pipe or a file's end.
bool rt_file_put(int file, const void *bytes, size_t size);

/// Appends what is left in a pipe or file; false on failure, or if it is more than `max` bytes
/// (`errno` is EFBIG).
bool rt_file_get_all(int file, rt_buffer *buffer, size_t max);

#endif
