#include "execution/tracked_pages.h"

#include <string.h>
#include <sys/mman.h>

#include "execution/instructions.h"
#include "execution/runtime_call.h"
#include "memory/reservation.h"

static uint8_t stable_marks[RT_STABLE_MAXIMUM_PAGES];

static uint8_t *marks(rt_memory_kind memory) {
  return memory == rt_memory_heap ? (uint8_t *)RT_HEAP_MARKS_BASE : stable_marks;
}

bool rt_tracked_pages_reserve(rt_error *error) {
  static bool is_reserved = false;
  is_reserved = is_reserved || rt_reserve((void *)RT_HEAP_MARKS_BASE, RT_HEAP_MARK_COUNT,
                                          PROT_READ | PROT_WRITE,
                                          "accounting of linear memory's pages", error);
  return is_reserved;
}

void rt_tracked_pages_begin(rt_canister *canister) {
  for (int i = 0; i < rt_memory_count; i++) {
    rt_ranges *tracked = &canister->tracked_pages[i];
    for (size_t j = 0; j < tracked->count; j++) {
      memset(marks((rt_memory_kind)i) + tracked->items[j].start, rt_page_mark_untouched,
             tracked->items[j].size);
    }
    rt_ranges_clear(tracked);
  }
}

void rt_tracked_pages_touch(rt_canister *canister, rt_memory_kind memory, uint64_t start,
                            uint64_t size, rt_page_mark mark) {
  // Where writes are of no interest, the first access maps a page for both.
  bool tells_writes = rt_tracks_writes(canister->running.entry);
  if (!tells_writes) mark = rt_page_mark_written;
  uint64_t end = (start + size - 1) / RT_WASM_PAGE_BYTES + 1;
  uint64_t charges = 0;
  for (uint64_t page = start / RT_WASM_PAGE_BYTES; page < end; page++) {
    uint8_t *found = &marks(memory)[page];
    if (*found >= mark) continue;
    if (*found == rt_page_mark_untouched) {
      rt_ranges_append(&canister->tracked_pages[memory], page, 1);
      charges += 1;
    }
    if (tells_writes && mark == rt_page_mark_written) charges += 1;
    *found = mark;
  }
  rt_instructions_charge_tracked_pages(canister, charges);
}

void rt_tracked_pages_free(rt_canister *canister) {
  // The marks belong to the process, which may have another canister next.
  rt_tracked_pages_begin(canister);
  for (int i = 0; i < rt_memory_count; i++) rt_ranges_free(&canister->tracked_pages[i]);
}

void rt_heap_touch(uint64_t address, uint64_t size, rt_page_mark mark) {
  rt_canister *canister = rt_current_canister();
  if (!rt_tracks_pages(canister) || size == 0 || rt_heap(address, size) == NULL) return;
  rt_require_host_stack(&canister->execution);
  rt_tracked_pages_touch(canister, rt_memory_heap, address, size, mark);
}

void rt_heap_touch_copy(uint64_t to, uint64_t from, uint64_t size) {
  if (rt_heap(to, size) == NULL || rt_heap(from, size) == NULL) return;
  rt_heap_touch(from, size, rt_page_mark_accessed);
  rt_heap_touch(to, size, rt_page_mark_written);
}
