// The encoding of the serve protocol, by the names that serve.def gives to types: little-endian
// integers, and bytes after their number.
#ifndef RT_WIRE_H
#define RT_WIRE_H

#include "rt_buffer.h"
#include "rt_canister.h"

void rt_wire_put_u8(rt_buffer *buffer, uint8_t value);
void rt_wire_put_u32(rt_buffer *buffer, uint32_t value);
void rt_wire_put_u64(rt_buffer *buffer, uint64_t value);
void rt_wire_put_amount(rt_buffer *buffer, rt_cycles_amount amount);
void rt_wire_put_bytes(rt_buffer *buffer, rt_bytes bytes);
void rt_wire_put_any_list(rt_buffer *buffer, rt_list list);
#define rt_wire_put_flag rt_wire_put_u8
#define rt_wire_put_entry rt_wire_put_u8
#define rt_wire_put_result rt_wire_put_u8
#define rt_wire_put_error rt_wire_put_u8
#define rt_wire_put_text rt_wire_put_bytes
#define rt_wire_put_principal rt_wire_put_bytes
#define rt_wire_put_list(element) rt_wire_put_any_list

/// Reads what may be anything at all: past the end, everything is zero and empty, and so is what
/// its type does not allow.
typedef struct rt_wire_reader {
  const uint8_t *at;
  size_t left;
  bool has_failed;
} rt_wire_reader;

uint8_t rt_wire_u8(rt_wire_reader *reader);
uint32_t rt_wire_u32(rt_wire_reader *reader);
uint64_t rt_wire_u64(rt_wire_reader *reader);
bool rt_wire_flag(rt_wire_reader *reader);
rt_entry rt_wire_entry(rt_wire_reader *reader);
rt_result rt_wire_result(rt_wire_reader *reader);
rt_execution_error rt_wire_error(rt_wire_reader *reader);
rt_cycles_amount rt_wire_amount(rt_wire_reader *reader);
rt_bytes rt_wire_bytes(rt_wire_reader *reader);
rt_bytes rt_wire_text(rt_wire_reader *reader);
rt_bytes rt_wire_principal(rt_wire_reader *reader);

/// Lists, whose elements stay where they are, to be read from there.
#define rt_wire_list(element) rt_wire_##element##s
rt_list rt_wire_queues(rt_wire_reader *reader);
rt_list rt_wire_controllers(rt_wire_reader *reader);
rt_list rt_wire_variables(rt_wire_reader *reader);
rt_list rt_wire_prints(rt_wire_reader *reader);
rt_list rt_wire_calls(rt_wire_reader *reader);

/// A reader of a list's elements.
rt_wire_reader rt_wire_elements(rt_list list);

void rt_wire_skip_call(rt_wire_reader *reader);

/// The order of byte strings: negative, zero or positive.
int rt_bytes_compare(rt_bytes left, rt_bytes right);

#endif
