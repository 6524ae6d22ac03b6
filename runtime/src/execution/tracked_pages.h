// Which pages of 64 KiB an execution has accessed and written, in both memories: what the memory
// tracker of the IC charges, if the module asks for its regime.
//
// There, a page is paid for by the fault that maps it. So nothing is checked here: a charge may
// leave the counter below zero, which the next check finds.
#ifndef RT_TRACKED_PAGES_H
#define RT_TRACKED_PAGES_H

#include "execution/canister.h"

/// Maps the marks that compiled code looks at, once for all canisters of this process.
bool rt_tracked_pages_reserve(rt_error *error);

/// Resets the accounting for a new execution.
void rt_tracked_pages_begin(rt_canister *canister);

/// Charges the pages of a range, which is within its memory and has bytes, that the execution
/// touches first.
void rt_tracked_pages_touch(rt_canister *canister, rt_memory_kind memory, uint64_t start,
                            uint64_t size, rt_page_mark mark);

void rt_tracked_pages_free(rt_canister *canister);

#endif
