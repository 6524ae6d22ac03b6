// The encoding of the serve protocol (README.md): little-endian integers, and bytes after their
// number.
#ifndef RT_WIRE_H
#define RT_WIRE_H

#include "rt_buffer.h"
#include "cycles.h"

void rt_wire_put_u8(rt_buffer *buffer, uint8_t value);
void rt_wire_put_u32(rt_buffer *buffer, uint32_t value);
void rt_wire_put_u64(rt_buffer *buffer, uint64_t value);
void rt_wire_put_amount(rt_buffer *buffer, rt_cycles_amount amount);
void rt_wire_put_bytes(rt_buffer *buffer, const void *bytes, size_t size);

/// Reads what may be anything at all: past the end, everything is zero and empty.
typedef struct rt_wire_reader {
  const uint8_t *at;
  size_t left;
  bool has_failed;
} rt_wire_reader;

uint8_t rt_wire_u8(rt_wire_reader *reader);
uint32_t rt_wire_u32(rt_wire_reader *reader);
uint64_t rt_wire_u64(rt_wire_reader *reader);
rt_cycles_amount rt_wire_amount(rt_wire_reader *reader);
rt_bytes rt_wire_bytes(rt_wire_reader *reader);

/// The order of byte strings: negative, zero or positive.
int rt_bytes_compare(rt_bytes left, rt_bytes right);

#endif
