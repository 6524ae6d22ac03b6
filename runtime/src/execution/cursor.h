// Reading the tables that compilers emit beside code (DWARF, "Variable Length Data").
#ifndef RT_CURSOR_H
#define RT_CURSOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Past the end, everything is zero.
typedef struct rt_cursor {
  const uint8_t *at;
  size_t left;
  bool has_failed;
} rt_cursor;

uint8_t rt_cursor_u8(rt_cursor *cursor);
uint16_t rt_cursor_u16(rt_cursor *cursor);
uint32_t rt_cursor_u32(rt_cursor *cursor);
uint64_t rt_cursor_u64(rt_cursor *cursor);

/// Numbers in LEB128.
uint64_t rt_cursor_unsigned(rt_cursor *cursor);
int64_t rt_cursor_signed(rt_cursor *cursor);

/// A string with its final zero; empty if there is no such.
const char *rt_cursor_text(rt_cursor *cursor);

void rt_cursor_skip(rt_cursor *cursor, uint64_t size);

#endif
