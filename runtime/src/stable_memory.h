// What stable memory costs an execution beside its copying: pages that may be accessed and
// written.
#ifndef RT_STABLE_MEMORY_H
#define RT_STABLE_MEMORY_H

#include "canister.h"

/// Starts an execution's accounting of pages anew.
void rt_stable_pages_begin(rt_canister *canister);

void rt_stable_pages_free(rt_canister *canister);

#endif
