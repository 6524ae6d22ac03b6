#include "rt_buffer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fatal.h"

/// A cleared buffer keeps at most this much.
static const size_t kept_bytes_max = 1024 * 1024;

uint8_t *rt_buffer_extend(rt_buffer *buffer, size_t size) {
  if (size > buffer->capacity - buffer->size) {
    if (size > SIZE_MAX / 2 - buffer->size) rt_fatal("a buffer of %zu bytes is too large", size);
    size_t capacity = buffer->capacity < 64 ? 64 : buffer->capacity;
    while (capacity - buffer->size < size) capacity *= 2;
    uint8_t *bytes = realloc(buffer->bytes, capacity);
    if (bytes == NULL) rt_fatal("out of memory for a buffer of %zu bytes", capacity);
    buffer->bytes = bytes;
    buffer->capacity = capacity;
  }
  uint8_t *room = buffer->bytes + buffer->size;
  buffer->size += size;
  return room;
}

void rt_buffer_append(rt_buffer *buffer, const void *bytes, size_t size) {
  if (size != 0) memcpy(rt_buffer_extend(buffer, size), bytes, size);
}

void rt_buffer_append_text(rt_buffer *buffer, const char *text) {
  rt_buffer_append(buffer, text, strlen(text));
}

void rt_buffer_print_list(rt_buffer *buffer, const char *format, va_list arguments) {
  va_list again;
  va_copy(again, arguments);
  int size = vsnprintf(NULL, 0, format, arguments);
  if (size < 0) rt_fatal("a text could not be formatted");
  // The zero that vsnprintf writes is taken back.
  uint8_t *room = rt_buffer_extend(buffer, (size_t)size + 1);
  vsnprintf((char *)room, (size_t)size + 1, format, again);
  va_end(again);
  buffer->size -= 1;
}

void rt_buffer_print(rt_buffer *buffer, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  rt_buffer_print_list(buffer, format, arguments);
  va_end(arguments);
}

void rt_buffer_clear(rt_buffer *buffer) {
  buffer->size = 0;
  if (buffer->capacity > kept_bytes_max) rt_buffer_free(buffer);
}

void rt_buffer_free(rt_buffer *buffer) {
  free(buffer->bytes);
  *buffer = (rt_buffer){0};
}
