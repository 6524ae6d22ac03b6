#include "system_api/host.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "execution/instructions.h"

rt_canister *rt_begin(rt_row row, uint64_t charged_bytes) {
  rt_canister *canister = rt_current_canister();
  rt_require_host_stack(&canister->execution);
  const rt_ic0_function *function = rt_ic0_function_at(row);
  rt_instructions_charge_call(canister, function, charged_bytes);
  if ((function->contexts & canister->running.context) == 0) rt_refuse_context(canister, row);
  return canister;
}

void rt_violate(rt_canister *canister, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  rt_buffer_print_list(
      &rt_begin_failure(canister, rt_execution_error_contract_violated)->detail, format,
      arguments);
  va_end(arguments);
  rt_leave(rt_exit_failure);
}

void rt_refuse_context(rt_canister *canister, rt_row row) {
  // Two names have a point in the IC's own text.
  bool has_point = row == rt_row_root_key_copy || row == rt_row_subnet_self_copy;
  rt_failure *failure = rt_begin_failure(canister, rt_execution_error_wrong_mode);
  rt_buffer_print(&failure->subject, "ic0%c%s", has_point ? '.' : '_',
                  rt_ic0_function_at(row)->name);
  rt_buffer_append_text(&failure->detail, canister->running.mode);
  rt_leave(rt_exit_failure);
}

/// Checks a range against the size of what it is in.
static void require_range(rt_canister *canister, const char *prefix, const char *what,
                          const char *suffix, uint64_t start, uint64_t size, uint64_t limit) {
  if (start > UINT64_MAX - size) {
    rt_violate(canister, "%s%s%s: src=%llu + length=%llu is an invalid address", prefix, what,
               suffix, (unsigned long long)start, (unsigned long long)size);
  }
  if (start + size > limit) {
    rt_violate(canister, "%s%s%s: src=%llu + length=%llu exceeds the slice size=%llu", prefix, what,
               suffix, (unsigned long long)start, (unsigned long long)size,
               (unsigned long long)limit);
  }
}

uint8_t *rt_require_heap(rt_canister *canister, const char *what, uint64_t start, uint64_t size) {
  uint8_t *heap = rt_heap(start, size);
  if (heap == NULL) {
    require_range(canister, "", what, "", start, size, rt_the_instance.memory_size_bytes);
  }
  rt_heap_touch(start, size, rt_page_mark_accessed);
  return heap;
}

void rt_copy_out(rt_canister *canister, rt_row row, uint64_t dst, uint64_t offset, uint64_t size,
                 const char *source_name, const void *source, size_t source_size) {
  const char *name = rt_ic0_function_at(row)->name;
  uint8_t *to = rt_heap(dst, size);
  if (to == NULL) {
    require_range(canister, "ic0.", name, " heap", dst, size, rt_the_instance.memory_size_bytes);
  }
  char suffix[16];
  snprintf(suffix, sizeof suffix, " %s", source_name);
  require_range(canister, "ic0.", name, suffix, offset, size, source_size);
  rt_heap_touch(dst, size, rt_page_mark_written);
  if (size != 0) memcpy(to, (const uint8_t *)source + offset, size);
}

void rt_store_cycles(rt_canister *canister, rt_row row, uint64_t dst, rt_cycles cycles) {
  uint8_t *to = rt_heap(dst, sizeof cycles);
  if (to == NULL) {
    // No space after the full stop: that is how the IC says it.
    rt_violate(canister,
               "ic0_%s failed because dst + size is out of bounds.Found dst = %llu and size = 16 "
               "while must be <= %llu",
               rt_ic0_function_at(row)->name, (unsigned long long)dst,
               (unsigned long long)rt_the_instance.memory_size_bytes);
  }
  rt_heap_touch(dst, sizeof cycles, rt_page_mark_written);
  memcpy(to, &cycles, sizeof cycles);
}

uint64_t rt_cycles_in_64_bits(rt_cycles cycles) {
  if (cycles > UINT64_MAX) rt_raise(rt_trap_cycles_exceed_64_bit);
  return (uint64_t)cycles;
}
