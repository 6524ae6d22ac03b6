// System API: stable memory by calls (Interface Specification, "Stable memory"). Compiled code
// that accesses stable memory by itself calls only the growing of these; the same checks in the
// same order are in Lowering, `StableMemoryLowering.swift`.
//
// The order of the checks is the IC's, and it matters: it decides which error a canister gets.
#include <string.h>

#include "execution/memory.h"
#include "system_api/host.h"

/// What 32-bit functions can address.
static const uint64_t narrow_pages_max = 65536;

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
  uint64_t most = canister->module->address_size == 8 ? RT_STABLE_HEAP_MAXIMUM_64
                                                       : RT_STABLE_HEAP_MAXIMUM_32;
  if (address > most || size > most) rt_raise(rt_trap_memory_out_of_bounds);
}

static void copy_in(rt_canister *canister, uint64_t offset, uint64_t src, uint64_t size) {
  rt_stable_access(offset, src, size, rt_page_mark_written);
  memcpy(canister->regions[rt_memory_stable].base + offset, rt_heap(src, size), (size_t)size);
}

static void copy_out(rt_canister *canister, uint64_t dst, uint64_t offset, uint64_t size) {
  rt_stable_access(offset, dst, size, rt_page_mark_accessed);
  memcpy(rt_heap(dst, size), canister->regions[rt_memory_stable].base + offset, (size_t)size);
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
