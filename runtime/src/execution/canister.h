// The canister as the runtime's files see it.
#ifndef RT_CANISTER_INTERNAL_H
#define RT_CANISTER_INTERNAL_H

#include "execution/aside.h"
#include "execution/backtrace.h"
#include "execution/environment.h"
#include "execution/failure.h"
#include "execution/running.h"
#include "execution/trap.h"
#include "state/state.h"

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

#endif
