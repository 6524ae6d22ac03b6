// The lock of a state: one process at a time has it, and others wait for that one.
#ifndef RT_STATE_LOCK_H
#define RT_STATE_LOCK_H

#include "state/state.h"

/// Takes the lock, waiting this long for its owner, whom it names on a terminal. The end of
/// that process, however sudden, frees it.
bool rt_state_lock(rt_state *state, uint64_t wait_seconds, rt_error *error);

void rt_state_unlock(rt_state *state);

#endif
