// Bytes that grow. A buffer of all zeros is empty; its owner frees it.
//
// Host functions leave by a trap without unwinding, so the buffers that they fill belong to the
// canister and never to a C function's frame.
#ifndef RT_BUFFER_H
#define RT_BUFFER_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

typedef struct rt_buffer {
  uint8_t *bytes;
  size_t size;
  size_t capacity;
} rt_buffer;

void rt_buffer_append(rt_buffer *buffer, const void *bytes, size_t size);

/// Appends a string without its zero.
void rt_buffer_append_text(rt_buffer *buffer, const char *text);

__attribute__((format(printf, 2, 3))) void rt_buffer_print(rt_buffer *buffer, const char *format,
                                                           ...);

__attribute__((format(printf, 2, 0))) void rt_buffer_print_list(rt_buffer *buffer,
                                                                const char *format,
                                                                va_list arguments);

/// Appends room for `size` bytes, which the caller fills.
uint8_t *rt_buffer_extend(rt_buffer *buffer, size_t size);

/// Empties the buffer; keeps its memory for reuse unless there is much of it.
void rt_buffer_clear(rt_buffer *buffer);

void rt_buffer_free(rt_buffer *buffer);

#endif
