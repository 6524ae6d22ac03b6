// System API: printing and trapping (Interface Specification, "Debugging aids").
#include <string.h>

#include "base/utf8.h"
#include "base/wire.h"
#include "system_api/host.h"

/// What is used of a text.
static const uint64_t text_bytes_max = UINT64_C(32) * 1024;
/// What a message can print; what goes beyond is dropped.
static const size_t prints_bytes_max = 1024 * 1024;

/// Appends the bytes at an address, or a text that says that they are not there.
static void append_bytes(rt_buffer *text, uint64_t src, uint64_t size, const char *out_of_bounds,
                         void (*append)(rt_buffer *, const uint8_t *, size_t)) {
  if (size > text_bytes_max) size = text_bytes_max;
  const uint8_t *bytes = rt_heap(src, size);
  if (bytes == NULL) {
    rt_buffer_append_text(text, out_of_bounds);
  } else {
    rt_heap_touch(src, size, rt_page_mark_accessed);
    append(text, bytes, (size_t)size);
  }
}

static void append_as_they_are(rt_buffer *text, const uint8_t *bytes, size_t size) {
  rt_buffer_append(text, bytes, size);
}

void ic0_debug_print(uint64_t src, uint64_t size) {
  rt_canister *canister = rt_begin(rt_row_debug_print, size);
  rt_buffer *prints = &canister->running.prints;
  if (prints->size > prints_bytes_max) return;
  size_t start = prints->size;
  rt_wire_put_u32(prints, 0);
  append_bytes(prints, src, size, "(debug_print message out of memory bounds)",
               append_as_they_are);
  uint32_t length = (uint32_t)(prints->size - start - sizeof length);
  memcpy(prints->bytes + start, &length, sizeof length);
  canister->running.print_count++;
}

void ic0_trap(uint64_t src, uint64_t size) {
  rt_canister *canister = rt_begin(rt_row_trap, size);
  rt_failure *failure = rt_begin_failure(canister, rt_execution_error_trapped_explicitly);
  append_bytes(&failure->detail, src, size, "(trap message out of memory bounds)",
               rt_utf8_append_lossy);
  rt_leave(rt_exit_failure);
}
