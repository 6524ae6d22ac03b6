// What the functions of the runtime that code calls have in common: whose message it is, how they
// reach linear memory, and how they end the message.
//
// They run on the canister's stack and may leave by a trap at any call below, so they hold no
// resources: what they fill belongs to the canister.
#ifndef RT_RUNTIME_CALL_H
#define RT_RUNTIME_CALL_H

#include "execution/canister.h"

/// The canister whose message this thread executes. The process ends if there is none.
rt_canister *rt_current_canister(void);

/// Ends the message with an error, whose detail is formatted.
__attribute__((noreturn, format(printf, 3, 4))) void rt_fail(rt_canister *canister,
                                                             rt_execution_error error,
                                                             const char *format, ...);

/// For an error that has a subject, or bytes of the canister: these are to be filled in, before
/// leaving by `rt_exit_failure`.
rt_failure *rt_begin_failure(rt_canister *canister, rt_execution_error error);

/// Linear memory from `start` on, null if not all `size` bytes are in it. All other ways to
/// reach memory from an address go through here. Before bytes are touched, `rt_heap_touch` has to
/// be told.
uint8_t *rt_heap(uint64_t start, uint64_t size);

#endif
