// How much of its balance a canister may not spend, so that it can pay for what it holds.
#ifndef RT_FREEZING_H
#define RT_FREEZING_H

#include "execution/canister.h"

/// Memory that is about to be taken, in bytes.
typedef struct rt_growth {
  uint64_t memory_bytes;
  /// By a call, for its response.
  uint64_t message_memory_bytes;
} rt_growth;

/// The balance below which the canister is frozen once it has this memory, too.
rt_cycles rt_freezing_limit(const rt_canister *canister, rt_growth growth);

/// What of the balance can be spent.
rt_cycles rt_liquid_balance(const rt_canister *canister);

/// Whether the running code may take no memory that it could not pay for. Queries keep none, an
/// installation is looked at in the end, and callbacks are not to fail for it.
bool rt_is_growth_limited(const rt_canister *canister);

/// Says that the balance is below `limit`, which goes with so much more memory.
void rt_fail_growth(rt_canister *canister, uint64_t memory_bytes, rt_cycles limit);

#endif
