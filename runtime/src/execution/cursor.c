#include "execution/cursor.h"

#include <string.h>

static void get(rt_cursor *cursor, void *value, size_t size) {
  memset(value, 0, size);
  if (cursor->left < size) {
    cursor->has_failed = true;
    cursor->left = 0;
    return;
  }
  memcpy(value, cursor->at, size);
  cursor->at += size;
  cursor->left -= size;
}

uint8_t rt_cursor_u8(rt_cursor *cursor) {
  uint8_t value;
  get(cursor, &value, sizeof value);
  return value;
}

uint16_t rt_cursor_u16(rt_cursor *cursor) {
  uint16_t value;
  get(cursor, &value, sizeof value);
  return value;
}

uint32_t rt_cursor_u32(rt_cursor *cursor) {
  uint32_t value;
  get(cursor, &value, sizeof value);
  return value;
}

uint64_t rt_cursor_u64(rt_cursor *cursor) {
  uint64_t value;
  get(cursor, &value, sizeof value);
  return value;
}

/// The value without what its last byte says of its sign, and how many bits were read.
static uint64_t get_groups(rt_cursor *cursor, unsigned *bits, uint8_t *last) {
  uint64_t value = 0;
  *bits = 0;
  do {
    *last = rt_cursor_u8(cursor);
    if (*bits < 64) value |= (uint64_t)(*last & 0x7F) << *bits;
    *bits += 7;
  } while ((*last & 0x80) != 0);
  return value;
}

uint64_t rt_cursor_unsigned(rt_cursor *cursor) {
  unsigned bits;
  uint8_t last;
  return get_groups(cursor, &bits, &last);
}

int64_t rt_cursor_signed(rt_cursor *cursor) {
  unsigned bits;
  uint8_t last;
  uint64_t value = get_groups(cursor, &bits, &last);
  if (bits < 64 && (last & 0x40) != 0) value |= UINT64_MAX << bits;
  return (int64_t)value;
}

const char *rt_cursor_text(rt_cursor *cursor) {
  const uint8_t *end = cursor->left == 0 ? NULL : memchr(cursor->at, 0, cursor->left);
  if (end == NULL) {
    cursor->has_failed = true;
    cursor->left = 0;
    return "";
  }
  const char *text = (const char *)cursor->at;
  rt_cursor_skip(cursor, (uint64_t)(end - cursor->at) + 1);
  return text;
}

void rt_cursor_skip(rt_cursor *cursor, uint64_t size) {
  if (size > cursor->left) {
    cursor->has_failed = true;
    size = cursor->left;
  }
  cursor->at += size;
  cursor->left -= (size_t)size;
}
