// The canister as the runtime's files see it.
#ifndef RT_CANISTER_INTERNAL_H
#define RT_CANISTER_INTERNAL_H

#include "base/cycles.h"
#include "base/principal.h"
#include "execution/aside.h"
#include "execution/backtrace.h"
#include "execution/call_queues.h"
#include "execution/failure.h"
#include "execution/trap.h"
#include "ic0.h"
#include "state/state.h"

/// What the canister can ask of its surroundings; `rt_settings`, copied.
typedef struct rt_environment {
  rt_principal own_id;
  rt_principal subnet_id;
  rt_cycles balance;
  rt_cycles frozen;
  uint32_t status;
  /// Without settings, the version is what the state says.
  bool has_version;
  uint64_t version;
  /// 0 if settings do not say.
  uint64_t instruction_limit;
  rt_principal *controllers;
  size_t controller_count;
  /// Names and values by turns.
  rt_buffer *variables;
  /// How many pairs.
  size_t variable_count;
  /// Empty for the default.
  rt_buffer root_key;
  /// 0 for none.
  uint64_t wasm_memory_limit_bytes;
  bool is_free;
} rt_environment;

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
  /// Whether whatever it changes is dropped in the end.
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

/// Pages of a memory, and what they hold, one after the other.
typedef struct rt_page_snapshot {
  rt_ranges pages;
  rt_buffer content;
} rt_page_snapshot;

struct rt_canister {
  rt_execution execution;
  /// Of host functions that an interpreter calls; made by the first such call.
  rt_execution host_execution;
  const rt_module *module;
  rt_environment environment;
  rt_state state;
  rt_region regions[rt_memory_count];
  /// What the running message has made of the metadata, and the globals before it.
  rt_metadata metadata;
  rt_buffer saved_globals;
  rt_running running;
  rt_failure failure;
  rt_backtrace backtrace;
  /// What it says, if the message ended in a trap.
  rt_buffer backtrace_text;
  /// What the option says; 0 for the IC's limits.
  uint64_t instruction_limit;
  /// Heap pages that had other content than the image when the running execution began.
  rt_page_snapshot heap_before;
  rt_ranges touched[rt_memory_count];
  rt_ranges changed[rt_memory_count];
  /// Changes of composite queries that wait for the answers to their calls, the last one first.
  rt_aside *aside;
  /// The state is that of this very module, so that its globals fit and its code can go on.
  bool is_of_this_module;
  /// A success waits for its commit or rollback.
  bool is_pending;
  /// Only closing is possible any more.
  bool is_broken;
  /// Pages of stable memory that the last execution has marked, by their numbers.
  rt_ranges marked_stable_pages;
  /// The bytes of stable memory that were written since the transaction began, by whomever: all
  /// pages with copies of their own, but for the hot ones, lie there. In any order.
  rt_ranges written_stable;
  /// Pages of 64 KiB that the tracker of the last execution has marked, by their numbers.
  rt_ranges tracked_pages[rt_memory_count];
};

/// The canister whose message this thread executes. The process ends if there is none.
rt_canister *rt_current_canister(void);

#endif
