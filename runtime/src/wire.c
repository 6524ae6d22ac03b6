#include "wire.h"

#include <string.h>

void rt_wire_put_u8(rt_buffer *buffer, uint8_t value) { rt_buffer_append(buffer, &value, 1); }

void rt_wire_put_u32(rt_buffer *buffer, uint32_t value) {
  rt_buffer_append(buffer, &value, sizeof value);
}

void rt_wire_put_u64(rt_buffer *buffer, uint64_t value) {
  rt_buffer_append(buffer, &value, sizeof value);
}

void rt_wire_put_amount(rt_buffer *buffer, rt_cycles_amount amount) {
  rt_wire_put_u64(buffer, amount.low);
  rt_wire_put_u64(buffer, amount.high);
}

void rt_wire_put_bytes(rt_buffer *buffer, const void *bytes, size_t size) {
  rt_wire_put_u32(buffer, (uint32_t)size);
  rt_buffer_append(buffer, bytes, size);
}

/// Takes the next bytes; null, and failure, if there are too few.
static const uint8_t *take(rt_wire_reader *reader, size_t size) {
  if (reader->has_failed || reader->left < size) {
    reader->has_failed = true;
    return NULL;
  }
  const uint8_t *at = reader->at;
  reader->at += size;
  reader->left -= size;
  return at;
}

/// Takes an integer of so many bytes.
static uint64_t take_integer(rt_wire_reader *reader, size_t size) {
  uint64_t value = 0;
  const uint8_t *at = take(reader, size);
  if (at != NULL) memcpy(&value, at, size);
  return value;
}

uint8_t rt_wire_u8(rt_wire_reader *reader) { return (uint8_t)take_integer(reader, 1); }

uint32_t rt_wire_u32(rt_wire_reader *reader) { return (uint32_t)take_integer(reader, 4); }

uint64_t rt_wire_u64(rt_wire_reader *reader) { return take_integer(reader, 8); }

rt_cycles_amount rt_wire_amount(rt_wire_reader *reader) {
  uint64_t low = rt_wire_u64(reader);
  return (rt_cycles_amount){.low = low, .high = rt_wire_u64(reader)};
}

rt_bytes rt_wire_bytes(rt_wire_reader *reader) {
  size_t size = rt_wire_u32(reader);
  const uint8_t *at = take(reader, size);
  return (rt_bytes){.bytes = at, .size = at == NULL ? 0 : size};
}

int rt_bytes_compare(rt_bytes left, rt_bytes right) {
  size_t size = left.size < right.size ? left.size : right.size;
  int order = size == 0 ? 0 : memcmp(left.bytes, right.bytes, size);
  return order != 0 ? order : (left.size > right.size) - (left.size < right.size);
}
