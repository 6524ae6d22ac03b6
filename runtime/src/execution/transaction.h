// A message's changes as a whole: begun, then committed or rolled back.
#ifndef RT_TRANSACTION_H
#define RT_TRANSACTION_H

#include "execution/canister.h"

/// Whether the entry point belongs to a new instance of a module.
bool rt_is_installation(rt_entry entry);

/// Remembers what a rollback must restore.
void rt_transaction_begin(rt_canister *canister);

/// Lists the heap's changes so far, which are those of the message if nothing is executed after.
bool rt_transaction_list_heap_changes(rt_canister *canister, rt_error *error);

/// Finds what the message changed, and completes the metadata accordingly.
bool rt_transaction_collect(rt_canister *canister, rt_error *error);

/// Counts the message in the canister's version, unless the parent counts the version.
void rt_transaction_count_version(rt_canister *canister);

/// How many pages were changed; after collecting.
uint64_t rt_transaction_pages(const rt_canister *canister, rt_memory_kind memory);

/// Makes the collected changes part of the state.
bool rt_transaction_commit(rt_canister *canister, rt_error *error);

/// Takes everything back.
bool rt_transaction_rollback(rt_canister *canister, rt_error *error);

/// The collected changes as the state takes them.
rt_changes rt_transaction_changes(rt_canister *canister);

/// The identity of a module: the text that its state is marked with.
rt_bytes rt_module_identity(const rt_module *module);

#endif
