#include "execution/memory.h"

#include <string.h>
#include <sys/mman.h>

#include "base/fatal.h"
#include "execution/freezing.h"
#include "execution/runtime_call.h"
#include "execution/stable_pages.h"
#include "execution/tracked_pages.h"
#include "memory/reservation.h"

/// Maps the place of the running instance, once for all canisters of this process.
static bool reserve_instance(rt_error *error) {
  static bool is_reserved = false;
  is_reserved = is_reserved || rt_reserve((void *)RT_INSTANCE_BASE, RT_PAGE_BYTES,
                                          PROT_READ | PROT_WRITE, "instance", error);
  return is_reserved;
}

/// How large linear memories can be: what 32 bits reach, and the IC's bound for 64 (in pages).
static const uint64_t memory_pages_max_32 = 65536;
static const uint64_t memory_pages_max_64 = 98304;

uint64_t rt_memory_pages_bound(const rt_module *module) {
  return module->address_size == 8 ? memory_pages_max_64 : memory_pages_max_32;
}

uint64_t rt_memory_pages_max(const rt_module *module) {
  uint64_t bound = rt_memory_pages_bound(module);
  return module->memory_maximum_pages < bound ? module->memory_maximum_pages : bound;
}

bool rt_keeps_memory(const rt_canister *canister) {
  return canister->running.entry == rt_entry_post_upgrade &&
         canister->running.message->keep_memory;
}

bool rt_memories_reserve(rt_canister *canister, rt_error *error) {
  rt_region *heap = &canister->regions[rt_memory_heap];
  rt_region *stable = &canister->regions[rt_memory_stable];
  *heap = (rt_region){.name = "linear memory",
                      .base = (uint8_t *)RT_MEMORY_BASE,
                      .reserved_bytes = RT_MEMORY_RESERVATION_BYTES,
                      .size_bytes = &rt_the_instance.memory_size_bytes};
  // Without MADV_RANDOM the holes of a sparse image would be read ahead of each access.
  *stable = (rt_region){.name = "stable memory",
                        .base = (uint8_t *)RT_STABLE_BASE,
                        .reserved_bytes = RT_STABLE_RESERVATION_BYTES,
                        .size_bytes = &rt_the_instance.stable_size_bytes,
                        .is_scattered = true};
  if (!reserve_instance(error) || !rt_tracked_pages_reserve(error) ||
      !rt_region_reserve(heap, error)) {
    return false;
  }
  if (rt_region_reserve(stable, error)) {
    if (rt_stable_pages_reserve(error)) return true;
    rt_region_release(stable);
  }
  rt_region_release(heap);
  return false;
}

bool rt_memories_open(rt_canister *canister, rt_error *error) {
  const rt_metadata *committed = &canister->state.committed;
  const uint64_t sizes[] = {committed->heap_bytes, committed->stable_bytes};
  for (int i = 0; i < rt_memory_count; i++) {
    if (!rt_region_open(&canister->regions[i], canister->state.images[i], sizes[i], error)) {
      return false;
    }
  }
  return true;
}

void rt_memories_release(rt_canister *canister) {
  for (int i = 0; i < rt_memory_count; i++) rt_region_release(&canister->regions[i]);
  rt_stable_pages_release(canister);
  rt_tracked_pages_free(canister);
}

/// Ends the message if the memory would be larger than its owner allows. Messages by which owners
/// could help themselves are exempt: queries, pre_upgrade, callbacks.
static void require_within_limit(rt_canister *canister, uint64_t bytes) {
  const rt_context limited = rt_context_start | rt_context_initialization | rt_context_update;
  uint64_t limit = canister->environment.wasm_memory_limit_bytes;
  if (limit == 0 || bytes <= limit || (canister->running.context & limited) == 0) return;
  rt_failure *failure = rt_begin_failure(canister, rt_execution_error_memory_limit);
  rt_buffer_print(&failure->subject, "%llu", (unsigned long long)bytes);
  rt_buffer_print(&failure->detail, "%llu", (unsigned long long)limit);
  rt_leave(rt_exit_failure);
}

/// Ends the message if the canister could not pay for so many more pages.
static void require_cycles(rt_canister *canister, uint64_t delta_pages) {
  if (delta_pages == 0 || !rt_is_growth_limited(canister)) return;
  rt_growth growth = {.memory_bytes = delta_pages * RT_WASM_PAGE_BYTES};
  rt_cycles limit = rt_freezing_limit(canister, growth);
  if (canister->running.balance >= limit) return;
  rt_fail_growth(canister, growth.memory_bytes, limit);
  rt_leave(rt_exit_failure);
}

int64_t rt_memory_grow(uint64_t delta_pages) {
  rt_canister *canister = rt_current_canister();
  rt_require_host_stack(&canister->execution);
  uint64_t old_pages = rt_the_instance.memory_size_bytes / RT_WASM_PAGE_BYTES;
  uint64_t most = rt_memory_pages_max(canister->module);
  if (delta_pages > most || old_pages > most - delta_pages) return -1;
  if (delta_pages != 0) {
    require_within_limit(canister, (old_pages + delta_pages) * RT_WASM_PAGE_BYTES);
  }
  require_cycles(canister, delta_pages);
  // The IC never refuses because the host has too little memory: results would differ by machine.
  if (!rt_region_grow(&canister->regions[rt_memory_heap],
                      (old_pages + delta_pages) * RT_WASM_PAGE_BYTES)) {
    rt_fatal("the system has no memory for %llu more pages of linear memory",
             (unsigned long long)delta_pages);
  }
  return (int64_t)old_pages;
}

void rt_memory_initialize(uint64_t address, const void *bytes, uint64_t size) {
  rt_canister *canister = rt_current_canister();
  rt_require_host_stack(&canister->execution);
  uint64_t limit = rt_the_instance.memory_size_bytes;
  if (size > limit || address > limit - size) rt_raise(rt_trap_memory_out_of_bounds);
  // One that is kept has all that segments would put there, and more.
  if (size == 0 || rt_keeps_memory(canister)) return;
  memcpy(canister->regions[rt_memory_heap].base + address, bytes, size);
}

int64_t rt_stable_memory_grow(rt_canister *canister, uint64_t delta_pages) {
  uint64_t old_pages = rt_the_instance.stable_size_bytes / RT_WASM_PAGE_BYTES;
  if (delta_pages > RT_STABLE_MAXIMUM_PAGES ||
      old_pages > RT_STABLE_MAXIMUM_PAGES - delta_pages) {
    return -1;
  }
  require_cycles(canister, delta_pages);
  bool has_grown = rt_region_grow(&canister->regions[rt_memory_stable],
                                  (old_pages + delta_pages) * RT_WASM_PAGE_BYTES);
  return has_grown ? (int64_t)old_pages : -1;
}
