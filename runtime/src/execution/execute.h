// Running what a message asks for.
#ifndef RT_EXECUTE_H
#define RT_EXECUTE_H

#include "execution/canister.h"

/// Runs the message in `running` up to its end; false if it failed, which is then in `failure`.
/// Changes nothing but memories, globals, `metadata` and `running`. `*nanoseconds` counts the
/// canister's own time.
bool rt_execute(rt_canister *canister, uint64_t *nanoseconds);

#endif
