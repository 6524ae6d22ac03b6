#include "base/wire.h"

#include <string.h>

#include "base/utf8.h"

void rt_wire_put_u8(rt_buffer *buffer, uint8_t value) { *rt_buffer_extend(buffer, 1) = value; }

void rt_wire_put_u32(rt_buffer *buffer, uint32_t value) {
  memcpy(rt_buffer_extend(buffer, sizeof value), &value, sizeof value);
}

void rt_wire_put_u64(rt_buffer *buffer, uint64_t value) {
  memcpy(rt_buffer_extend(buffer, sizeof value), &value, sizeof value);
}

void rt_wire_put_amount(rt_buffer *buffer, rt_cycles_amount amount) {
  rt_wire_put_u64(buffer, amount.low);
  rt_wire_put_u64(buffer, amount.high);
}

void rt_wire_put_bytes(rt_buffer *buffer, rt_bytes bytes) {
  rt_wire_put_u32(buffer, (uint32_t)bytes.size);
  rt_buffer_append(buffer, bytes.bytes, bytes.size);
}

void rt_wire_put_any_list(rt_buffer *buffer, rt_list list) {
  rt_wire_put_u32(buffer, list.count);
  rt_buffer_append(buffer, list.bytes, list.size);
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

/// Takes a byte that is less than `count`.
static uint8_t take_row(rt_wire_reader *reader, uint8_t count) {
  uint8_t row = rt_wire_u8(reader);
  if (row < count) return row;
  reader->has_failed = true;
  return 0;
}

bool rt_wire_flag(rt_wire_reader *reader) { return take_row(reader, 2) != 0; }

rt_entry rt_wire_entry(rt_wire_reader *reader) {
  return (rt_entry)take_row(reader, rt_entry_count);
}

rt_result rt_wire_result(rt_wire_reader *reader) {
  return (rt_result)take_row(reader, rt_result_count);
}

rt_execution_error rt_wire_error(rt_wire_reader *reader) {
  return (rt_execution_error)take_row(reader, rt_execution_error_count);
}

rt_cycles_amount rt_wire_amount(rt_wire_reader *reader) {
  uint64_t low = rt_wire_u64(reader);
  return (rt_cycles_amount){.low = low, .high = rt_wire_u64(reader)};
}

rt_bytes rt_wire_bytes(rt_wire_reader *reader) {
  size_t size = rt_wire_u32(reader);
  const uint8_t *at = take(reader, size);
  return (rt_bytes){.bytes = at, .size = at == NULL ? 0 : size};
}

rt_bytes rt_wire_text(rt_wire_reader *reader) {
  rt_bytes text = rt_wire_bytes(reader);
  if (!rt_utf8_is_valid(text.bytes, text.size)) reader->has_failed = true;
  return text;
}

rt_bytes rt_wire_principal(rt_wire_reader *reader) {
  rt_bytes id = rt_wire_bytes(reader);
  if (id.size > rt_limit_principal_bytes) {
    reader->has_failed = true;
    return (rt_bytes){0};
  }
  return id;
}

// Lists ------------------------------------------------------------------------------------------

static rt_list take_list(rt_wire_reader *reader, uint32_t count_max,
                         void (*skip)(rt_wire_reader *)) {
  rt_list list = {.count = rt_wire_u32(reader)};
  list.bytes = reader->at;
  if (list.count > count_max) reader->has_failed = true;
  for (uint32_t i = 0; i < list.count && !reader->has_failed; i++) skip(reader);
  if (reader->has_failed) return (rt_list){0};
  list.size = (size_t)(reader->at - list.bytes);
  return list;
}

static void skip_queue(rt_wire_reader *reader) {
#define RT_QUEUE(type, name) rt_wire_##type(reader);
#include "serve.def"
}

static void skip_controller(rt_wire_reader *reader) {
#define RT_CONTROLLER(type, name) rt_wire_##type(reader);
#include "serve.def"
}

static void skip_variable(rt_wire_reader *reader) {
#define RT_VARIABLE(type, name) rt_wire_##type(reader);
#include "serve.def"
}

static void skip_print(rt_wire_reader *reader) {
#define RT_PRINT(type, name) rt_wire_##type(reader);
#include "serve.def"
}

void rt_wire_skip_call(rt_wire_reader *reader) {
#define RT_CALL(type, name) rt_wire_##type(reader);
#include "serve.def"
}

rt_list rt_wire_queues(rt_wire_reader *reader) {
  return take_list(reader, UINT32_MAX, skip_queue);
}

rt_list rt_wire_controllers(rt_wire_reader *reader) {
  return take_list(reader, rt_limit_controllers, skip_controller);
}

rt_list rt_wire_variables(rt_wire_reader *reader) {
  rt_list list = take_list(reader, rt_limit_environment_variables, skip_variable);
  rt_wire_reader elements = rt_wire_elements(list);
  rt_bytes last = {0};
  for (uint32_t i = 0; i < list.count; i++) {
    rt_bytes name = rt_wire_text(&elements);
    if (i != 0 && rt_bytes_compare(last, name) >= 0) reader->has_failed = true;
    last = name;
    rt_wire_text(&elements);
  }
  return list;
}

rt_list rt_wire_prints(rt_wire_reader *reader) {
  return take_list(reader, UINT32_MAX, skip_print);
}

rt_list rt_wire_calls(rt_wire_reader *reader) {
  return take_list(reader, UINT32_MAX, rt_wire_skip_call);
}

rt_wire_reader rt_wire_elements(rt_list list) {
  return (rt_wire_reader){.at = list.bytes, .left = list.size};
}

int rt_bytes_compare(rt_bytes left, rt_bytes right) {
  size_t size = left.size < right.size ? left.size : right.size;
  int order = size == 0 ? 0 : memcmp(left.bytes, right.bytes, size);
  return order != 0 ? order : (left.size > right.size) - (left.size < right.size);
}
