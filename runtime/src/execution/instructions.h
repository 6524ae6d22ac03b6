// The counter of instructions: what a message may execute, what the runtime takes from the
// counter, and what was used in the end.
//
// Compiled code and the runtime share one counter, `rt_instance.instructions_left`. It is below
// zero if and only if the message has used more than it may; from then on any check ends it. A
// message with code that counts nothing has no limit, and has used nothing.
#ifndef RT_INSTRUCTIONS_H
#define RT_INSTRUCTIONS_H

#include "execution/canister.h"

/// Gives a message what it may execute.
void rt_instructions_begin_message(rt_canister *canister);

/// Begins one of the message's executions: each counts from zero.
bool rt_instructions_begin_execution(rt_canister *canister, rt_error *error);

/// Ends an execution: it pays for the pages of the heap that it has changed, if it is one whose
/// writes are tracked and pages are not charged when they are touched. That never makes it fail.
bool rt_instructions_end_execution(rt_canister *canister, rt_error *error);

/// Takes so many instructions; ends the message if it can't pay.
void rt_instructions_charge(rt_canister *canister, uint64_t count);

/// Takes the cost of a call of the System API, of which so many bytes are charged.
void rt_instructions_charge_call(rt_canister *canister, const rt_ic0_function *function,
                                 uint64_t charged_bytes);

/// Whether pages are charged by the tracker (tracked_pages.h); else as above.
bool rt_tracks_pages(const rt_canister *canister);

/// Whether the IC looks at what executions of this kind write to their heap, since it can last.
bool rt_tracks_writes(rt_entry entry);

/// Takes the cost of stable pages that an execution writes for the first time.
void rt_instructions_charge_stable_pages(rt_canister *canister, uint64_t count);

/// Takes what the memory tracker charges, which never ends the message: once for each page of
/// 64 KiB that is accessed first, and once for each that is written first.
void rt_instructions_charge_tracked_pages(rt_canister *canister, uint64_t count);

/// What the running execution has used.
uint64_t rt_instructions_used_by_execution(const rt_canister *canister);

/// What the message has used, at most its limit.
uint64_t rt_instructions_used(const rt_canister *canister);

void rt_instructions_free(rt_canister *canister);

#endif
