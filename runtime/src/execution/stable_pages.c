#define _GNU_SOURCE
#include "execution/stable_pages.h"

#include <string.h>
#include <sys/mman.h>

#include "execution/instructions.h"
#include "execution/runtime_call.h"
#include "execution/tracked_pages.h"
#include "memory/reservation.h"

/// Pages that an execution may access, and as many that it may write.
static const uint64_t pages_max_message = 524288;
static const uint64_t pages_max_upgrade = 2097152;
static const uint64_t pages_max_query = 262144;

static const uint64_t mark_bytes = RT_STABLE_MAXIMUM_PAGES * RT_WASM_PAGE_BYTES >> RT_PAGE_SHIFT;
/// To drop the memory of this many marks is cheaper than to clear them.
static const uint64_t cleared_marks_max = 65536;

static uint8_t *marks(void) { return (uint8_t *)RT_STABLE_MARKS_BASE; }

bool rt_stable_pages_reserve(rt_error *error) {
  return rt_reserve(marks(), mark_bytes, PROT_READ | PROT_WRITE,
                    "accounting of stable memory's pages", error);
}

static uint64_t pages_max(rt_context context) {
  const rt_context upgrade = rt_context_initialization | rt_context_pre_upgrade;
  const rt_context message = rt_context_start | rt_context_update | rt_context_reply_callback |
                             rt_context_reject_callback | rt_context_cleanup |
                             rt_context_system_task;
  if ((context & upgrade) != 0) return pages_max_upgrade;
  return (context & message) != 0 ? pages_max_message : pages_max_query;
}

void rt_stable_pages_begin(rt_canister *canister) {
  rt_running *running = &canister->running;
  running->stable_pages_left = pages_max(running->context);
  running->stable_written_pages_left = running->stable_pages_left;
  rt_ranges *marked = &canister->marked_stable_pages;
  if (rt_ranges_bytes(marked) > cleared_marks_max) {
    madvise(marks(), mark_bytes, MADV_DONTNEED);
  } else {
    for (size_t i = 0; i < marked->count; i++) {
      memset(marks() + marked->items[i].start, rt_page_mark_untouched, marked->items[i].size);
    }
  }
  rt_ranges_clear(marked);
}

void rt_stable_pages_release(rt_canister *canister) {
  munmap(marks(), mark_bytes);
  rt_ranges_free(&canister->marked_stable_pages);
  rt_ranges_free(&canister->written_stable);
}

/// Whether a read goes past the memory tracker: the IC copies pages that are all untouched
/// without mapping them.
static bool goes_past_tracker(const rt_canister *canister, bool is_write, uint64_t accessed,
                              uint64_t count) {
  return rt_tracks_pages(canister) && !is_write && accessed == count;
}

/// Accounts for an access of pages of 4 KiB; whether the tracker sees it, too.
static bool touch(rt_canister *canister, uint64_t offset, uint64_t size, rt_page_mark mark) {
  rt_running *running = &canister->running;
  bool is_write = mark == rt_page_mark_written;
  uint64_t first = offset >> RT_PAGE_SHIFT;
  uint64_t count = ((offset + size - 1) >> RT_PAGE_SHIFT) + 1 - first;
  uint8_t *touched = marks() + first;
  uint64_t accessed = 0, written = 0;
  for (uint64_t i = 0; i < count; i++) {
    accessed += touched[i] == rt_page_mark_untouched;
    written += is_write && touched[i] != rt_page_mark_written;
  }
  if (accessed > running->stable_pages_left) {
    rt_fail(canister, rt_execution_error_memory_access_limit,
            "Exceeded the limit for the number of accessed pages in the stable memory in a single "
            "message execution: limit 2097152 KB for regular messages and 1048576 KB for "
            "queries.");
  }
  if (written > running->stable_written_pages_left) {
    rt_fail(canister, rt_execution_error_memory_access_limit,
            "Exceeded the limit for the number of modified pages in the stable memory in a single "
            "execution: limit 2097152 KB for regular messages, 8388608 KB for upgrade messages "
            "and 1048576 KB for queries.");
  }
  running->stable_pages_left -= accessed;
  running->stable_written_pages_left -= written;
  bool is_past_tracker = goes_past_tracker(canister, is_write, accessed, count);
  if (is_past_tracker) mark = rt_page_mark_read_past;
  for (uint64_t i = 0; i < count; i++) {
    if (touched[i] < mark) touched[i] = mark;
  }
  if (accessed != 0 || written != 0) {
    rt_ranges_append(&canister->marked_stable_pages, first, count);
  }
  if (written != 0) {
    rt_ranges_append(&canister->written_stable, first << RT_PAGE_SHIFT, count << RT_PAGE_SHIFT);
  }
  if (!rt_tracks_pages(canister)) rt_instructions_charge_stable_pages(canister, written);
  return !is_past_tracker;
}

void rt_stable_touch(uint64_t offset, uint64_t size, rt_page_mark mark) {
  rt_canister *canister = rt_current_canister();
  rt_require_host_stack(&canister->execution);
  touch(canister, offset, size, mark);
}

void rt_stable_access(uint64_t offset, uint64_t heap, uint64_t size, rt_page_mark mark) {
  rt_canister *canister = rt_current_canister();
  rt_require_host_stack(&canister->execution);
  bool is_seen = touch(canister, offset, size, mark);
  if (rt_heap(heap, size) == NULL) rt_raise(rt_trap_memory_out_of_bounds);
  if (!rt_tracks_pages(canister)) return;
  if (is_seen) rt_tracked_pages_touch(canister, rt_memory_stable, offset, size, mark);
  bool is_write = mark == rt_page_mark_written;
  rt_tracked_pages_touch(canister, rt_memory_heap, heap, size,
                         is_write ? rt_page_mark_accessed : rt_page_mark_written);
}
