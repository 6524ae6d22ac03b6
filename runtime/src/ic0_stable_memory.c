// System API: stable memory by calls (Interface Specification, "Stable memory"). Compiled code
// that accesses stable memory by itself calls only the growing of these.
//
// The order of the checks is the IC's, and it matters: it decides which error a canister gets.
#define _GNU_SOURCE
#include <string.h>
#include <sys/mman.h>

#include "fatal.h"
#include "host.h"
#include "memory.h"
#include "stable_memory.h"

/// What 32-bit functions can address.
static const uint64_t narrow_pages_max = 65536;
/// The largest addresses that the checks before the copy let through (reference: `H`).
static const uint64_t heap_address_max_32 = UINT32_MAX;
static const uint64_t heap_address_max_64 = UINT64_C(6) * 1024 * 1024 * 1024;

/// Marks of a page in this execution.
enum { page_written = 1, page_accessed = 2 };

/// Pages of 4 KiB that an execution may access, and as many that it may write.
static const uint64_t pages_max_message = 524288;
static const uint64_t pages_max_upgrade = 2097152;
static const uint64_t pages_max_query = 262144;
static const uint64_t mark_bytes = RT_STABLE_MAXIMUM_PAGES * RT_WASM_PAGE_BYTES / RT_PAGE_BYTES;

static uint64_t pages_max(rt_context context) {
  const rt_context upgrade = rt_context_initialization | rt_context_pre_upgrade;
  const rt_context message = rt_context_start | rt_context_update | rt_context_reply_callback |
                             rt_context_reject_callback | rt_context_cleanup |
                             rt_context_system_task;
  if ((context & upgrade) != 0) return pages_max_upgrade;
  return (context & message) != 0 ? pages_max_message : pages_max_query;
}

void rt_stable_pages_begin(rt_canister *canister) {
  canister->running.stable_pages_left = pages_max(canister->running.context);
  canister->running.stable_written_pages_left = canister->running.stable_pages_left;
  if (canister->has_stable_page_marks) {
    madvise(canister->stable_page_marks, mark_bytes, MADV_DONTNEED);
    canister->has_stable_page_marks = false;
  }
}

void rt_stable_pages_free(rt_canister *canister) {
  if (canister->stable_page_marks != NULL) munmap(canister->stable_page_marks, mark_bytes);
}

static uint8_t *page_marks(rt_canister *canister) {
  if (canister->stable_page_marks == NULL) {
    canister->stable_page_marks = mmap(NULL, mark_bytes, PROT_READ | PROT_WRITE,
                                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (canister->stable_page_marks == MAP_FAILED) {
      rt_fatal("there is no memory for the accounting of stable memory's pages");
    }
  }
  canister->has_stable_page_marks = true;
  return canister->stable_page_marks;
}

/// Counts the pages of a range that the execution touches for the first time. `size` is not 0,
/// and the range is in stable memory.
static void account(rt_canister *canister, uint64_t offset, uint64_t size, bool is_write) {
  rt_running *running = &canister->running;
  uint8_t *marks = page_marks(canister);
  uint64_t first = offset / RT_PAGE_BYTES, end = (offset + size - 1) / RT_PAGE_BYTES + 1;
  uint64_t accessed = 0, written = 0;
  for (uint64_t page = first; page < end; page++) {
    accessed += (marks[page] & page_accessed) == 0;
    written += is_write && (marks[page] & page_written) == 0;
  }
  if (accessed > running->stable_pages_left) {
    rt_fail(canister, 524,
            "Canister exceeded memory access limits: Exceeded the limit for the number of accessed "
            "pages in the stable memory in a single message execution: limit 2097152 KB for "
            "regular messages and 1048576 KB for queries.");
  }
  if (written > running->stable_written_pages_left) {
    rt_fail(canister, 524,
            "Canister exceeded memory access limits: Exceeded the limit for the number of modified "
            "pages in the stable memory in a single execution: limit 2097152 KB for regular "
            "messages, 8388608 KB for upgrade messages and 1048576 KB for queries.");
  }
  if (accessed != 0 || written != 0) {
    uint8_t mark = page_accessed | (is_write ? page_written : 0);
    for (uint64_t page = first; page < end; page++) marks[page] |= mark;
  }
  running->stable_pages_left -= accessed;
  running->stable_written_pages_left -= written;
}

static uint64_t stable_pages(void) {
  return rt_the_instance.stable_size_bytes / RT_WASM_PAGE_BYTES;
}

static void require_narrow(void) {
  if (stable_pages() > narrow_pages_max) rt_raise(rt_trap_stable_memory_too_big);
}

static void require_stable(uint64_t offset, uint64_t size) {
  uint64_t limit = rt_the_instance.stable_size_bytes;
  if (size > limit || offset > limit - size) rt_raise(rt_trap_stable_memory_out_of_bounds);
}

static void require_heap_addresses(const rt_canister *canister, uint64_t address, uint64_t size) {
  uint64_t most =
      canister->module->address_size == 8 ? heap_address_max_64 : heap_address_max_32;
  if (address > most || size > most) rt_raise(rt_trap_memory_out_of_bounds);
}

static uint8_t *require_heap(uint64_t address, uint64_t size) {
  uint8_t *heap = rt_heap(address, size);
  if (heap == NULL) rt_raise(rt_trap_memory_out_of_bounds);
  return heap;
}

static void copy_in(rt_canister *canister, uint64_t offset, uint64_t src, uint64_t size) {
  account(canister, offset, size, true);
  const uint8_t *from = require_heap(src, size);
  memcpy(canister->regions[rt_memory_stable].base + offset, from, (size_t)size);
}

static void copy_out(rt_canister *canister, uint64_t dst, uint64_t offset, uint64_t size) {
  account(canister, offset, size, false);
  uint8_t *to = require_heap(dst, size);
  memcpy(to, canister->regions[rt_memory_stable].base + offset, (size_t)size);
}

uint32_t ic0_stable_size(void) {
  rt_begin(rt_row_stable_size, 0);
  require_narrow();
  return (uint32_t)stable_pages();
}

uint32_t ic0_stable_grow(uint32_t pages) {
  rt_canister *canister = rt_begin(rt_row_stable_grow, 0);
  require_narrow();
  if (stable_pages() + pages > narrow_pages_max) return UINT32_MAX;
  return (uint32_t)rt_stable_memory_grow(canister, pages);
}

void ic0_stable_write(uint32_t offset, uint32_t src, uint32_t size) {
  rt_canister *canister = rt_begin(rt_row_stable_write, size);
  // Of the four, only this one looks at the range of an access of no bytes.
  require_narrow();
  require_stable(offset, size);
  if (size != 0) copy_in(canister, offset, src, size);
}

void ic0_stable_read(uint32_t dst, uint32_t offset, uint32_t size) {
  rt_canister *canister = rt_begin(rt_row_stable_read, size);
  if (size == 0) return;
  require_narrow();
  require_stable(offset, size);
  copy_out(canister, dst, offset, size);
}

uint64_t ic0_stable64_size(void) {
  rt_begin(rt_row_stable64_size, 0);
  return stable_pages();
}

uint64_t ic0_stable64_grow(uint64_t pages) {
  return (uint64_t)rt_stable_memory_grow(rt_begin(rt_row_stable64_grow, 0), pages);
}

void ic0_stable64_write(uint64_t offset, uint64_t src, uint64_t size) {
  rt_canister *canister = rt_begin(rt_row_stable64_write, size);
  if (size == 0) return;
  require_stable(offset, size);
  require_heap_addresses(canister, src, size);
  copy_in(canister, offset, src, size);
}

void ic0_stable64_read(uint64_t dst, uint64_t offset, uint64_t size) {
  rt_canister *canister = rt_begin(rt_row_stable64_read, size);
  if (size == 0) return;
  require_stable(offset, size);
  require_heap_addresses(canister, dst, size);
  copy_out(canister, dst, offset, size);
}
