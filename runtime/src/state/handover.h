// Handing a canister's state from the process of one module to that of another (README.md).
#ifndef RT_HANDOVER_H
#define RT_HANDOVER_H

#include "state/state.h"

/// Writes the file `handover` with changes that are not committed, those of the heap only if the
/// new module keeps it, and gives up the lock. The state must not be used again before
/// `rt_handover_take_back`.
bool rt_handover_give(rt_state *state, const rt_changes *changes, bool keeps_heap,
                      rt_error *error);

/// Takes the lock again and removes the file. The new process must have ended.
bool rt_handover_take_back(rt_state *state, rt_error *error);

/// If there is a handover whose giver still waits: puts its changes into stable memory, and into
/// the heap if that is kept, what they are of stable memory into a list, and its metadata in place
/// of ours.
bool rt_handover_receive(rt_state *state, rt_region regions[rt_memory_count], bool keeps_heap,
                         rt_ranges *written_stable, rt_metadata *metadata, rt_error *error);

/// Removes the file, if there is one: its changes are now committed, or of no interest.
void rt_handover_remove(const rt_state *state);

#endif
