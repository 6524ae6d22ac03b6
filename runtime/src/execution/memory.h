// The canister's two memories, at their fixed addresses.
#ifndef RT_MEMORY_H
#define RT_MEMORY_H

#include "execution/canister.h"

/// Reserves the addresses of both memories.
bool rt_memories_reserve(rt_canister *canister, rt_error *error);

/// Shows the committed images.
bool rt_memories_open(rt_canister *canister, rt_error *error);

void rt_memories_release(rt_canister *canister);

/// Grows stable memory by so many pages; the old size in pages, or -1.
int64_t rt_stable_memory_grow(rt_canister *canister, uint64_t delta_pages);

/// Whether the message makes an instance with the linear memory of the one before it.
bool rt_keeps_memory(const rt_canister *canister);

/// The most pages that a linear memory may have whose addresses are as wide as this module's.
uint64_t rt_memory_pages_bound(const rt_module *module);

/// The most pages that the canister's linear memory may have.
uint64_t rt_memory_pages_max(const rt_module *module);

#endif
