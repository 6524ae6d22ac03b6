// The message that is executed, and what it has done so far.
#ifndef RT_RUNNING_H
#define RT_RUNNING_H

#include "base/cycles.h"
#include "base/principal.h"
#include "execution/call_queues.h"
#include "ic0.h"
#include "rt_buffer.h"
#include "rt_canister.h"

/// A call that `call_new` began.
typedef struct rt_call {
  bool is_begun;
  bool has_cleanup;
  bool has_timeout;
  rt_principal callee;
  rt_buffer method;
  rt_buffer payload;
  rt_cycles cycles;
  uint64_t reply_function, reply_environment;
  uint64_t reject_function, reject_environment;
  uint64_t cleanup_function, cleanup_environment;
  uint32_t timeout_seconds;
} rt_call;

/// A message being executed.
typedef struct rt_running {
  /// Only while it runs.
  const rt_message *message;
  rt_entry entry;
  /// Whether its changes are dropped in the end.
  bool is_query;
  rt_principal caller;
  /// One context, and its name in errors.
  rt_context context;
  const char *mode;
  rt_result result;
  /// The reply or reject message.
  rt_buffer response;
  rt_cycles balance;
  rt_cycles available;
  rt_cycles accepted;
  rt_cycles burned;
  rt_cycles minted;
  bool is_accepted;
  bool is_timer_set;
  rt_call call;
  /// In the form of the protocol.
  rt_buffer calls;
  uint32_t call_count;
  /// With those of earlier messages, and what of the memory for messages is left; from the first
  /// call on.
  rt_call_queues queues;
  uint64_t message_memory_left;
  /// What of it the calls of this message have taken.
  uint64_t message_memory_bytes;
  bool has_queues;
  rt_buffer prints;
  uint32_t print_count;
  /// Stable pages that the execution may still access and write.
  uint64_t stable_pages_left;
  uint64_t stable_written_pages_left;
  /// The limit of the message, and what was left of it when the message and when its running
  /// execution began.
  int64_t instruction_limit;
  int64_t instructions_at_message;
  int64_t instructions_at_execution;
  /// Whether a fault has hidden how much was used since the runtime was last called.
  bool is_count_hidden;
  /// Whether `touched` and `changed` of the heap are up to date.
  bool has_heap_changes;
  /// What the canister's log still takes without dropping old records.
  uint64_t log_bytes_left;
} rt_running;

#endif
