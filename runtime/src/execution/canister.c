#define _GNU_SOURCE
#include "execution/canister.h"

#include <stdlib.h>
#include <string.h>

#include "base/fatal.h"
#include "execution/arch.h"
#include "execution/execute.h"
#include "execution/instructions.h"
#include "execution/memory.h"
#include "execution/module_check.h"
#include "execution/transaction.h"
#include "state/globals.h"
#include "state/handover.h"

/// Whether the state belongs to this module; if so, gives the globals their values.
static bool is_of_module(const rt_canister *canister) {
  const rt_metadata *committed = &canister->state.committed;
  rt_bytes identity = rt_module_identity(canister->module);
  return committed->is_installed && committed->module.size == identity.size &&
         memcmp(committed->module.bytes, identity.bytes, identity.size) == 0 &&
         (committed->is_foreign ||
          committed->address_bytes == canister->module->address_size) &&
         rt_globals_restore(canister->module, &committed->globals);
}

rt_canister *rt_canister_open(const rt_module *module, const rt_options *options,
                              rt_error *error) {
  if (!rt_module_check(module, error)) return NULL;
  rt_canister *canister = calloc(1, sizeof *canister);
  if (canister == NULL) rt_fatal("out of memory");
  canister->module = module;
  rt_environment_begin(&canister->environment, module->address_size == 8);
  canister->instruction_limit = options->instruction_limit;
  uint64_t stack_bytes = options->stack_bytes == 0 ? RT_STACK_BYTES_DEFAULT : options->stack_bytes;
  rt_error ignored;
  if (rt_execution_create(&canister->execution, canister, stack_bytes, error)) {
    if (rt_memories_reserve(canister, error)) {
      if (rt_state_open(&canister->state, options, error) && rt_memories_open(canister, error)) {
        canister->is_of_this_module = is_of_module(canister);
        return canister;
      }
      rt_state_close(&canister->state, &ignored);
      rt_memories_release(canister);
    }
    rt_execution_destroy(&canister->execution);
  }
  free(canister);
  return NULL;
}

void rt_canister_configure(rt_canister *canister, const rt_settings *settings) {
  rt_environment_set(&canister->environment, settings, canister->module->address_size == 8);
}

bool rt_canister_close(rt_canister *canister, rt_error *error) {
  rt_running *running = &canister->running;
  bool done = rt_state_close(&canister->state, error);
  rt_buffer *const buffers[] = {&canister->saved_globals, &canister->backtrace_text,
                                &running->response,       &running->calls,
                                &running->prints,         &running->call.method,
                                &running->call.payload};
  for (size_t i = 0; i < sizeof buffers / sizeof buffers[0]; i++) rt_buffer_free(buffers[i]);
  rt_failure_free(&canister->failure);
  rt_call_queues_free(&running->queues);
  for (int i = 0; i < rt_memory_count; i++) {
    rt_ranges_free(&canister->touched[i]);
    rt_ranges_free(&canister->changed[i]);
  }
  while (canister->aside != NULL) rt_aside_drop(&canister->aside);
  rt_instructions_free(canister);
  rt_memories_release(canister);
  rt_execution_destroy(&canister->host_execution);
  rt_execution_destroy(&canister->execution);
  rt_metadata_free(&canister->metadata);
  rt_environment_free(&canister->environment);
  free(canister);
  return done;
}

static bool is_query(rt_entry entry) {
  return entry >= rt_entry_replicated_query && entry <= rt_entry_inspect_message;
}

/// Sets up the message to be run.
static void begin(rt_canister *canister, const rt_message *message) {
  rt_running *running = &canister->running;
  rt_buffer *const kept[] = {&running->response,      &running->calls,
                             &running->prints,        &running->call.method,
                             &running->call.payload,  &canister->backtrace_text};
  for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++) rt_buffer_clear(kept[i]);
  rt_buffer response = running->response, calls = running->calls, prints = running->prints;
  rt_buffer method = running->call.method, payload = running->call.payload;
  rt_call_queues_clear(&running->queues);
  rt_call_queues queues = running->queues;
  *running = (rt_running){.message = message,
                          .entry = message->entry,
                          .is_query = message->is_composite || is_query(message->entry),
                          .response = response,
                          .calls = calls,
                          .queues = queues,
                          .prints = prints,
                          .call = {.method = method, .payload = payload},
                          .balance = canister->environment.balance,
                          .available = rt_cycles_of(message->cycles)};
  // System tasks are the system's own calls.
  bool is_task =
      message->entry >= rt_entry_heartbeat && message->entry <= rt_entry_on_low_wasm_memory;
  if (!is_task) {
    rt_principal_from_bytes(&running->caller, message->caller.bytes, message->caller.size);
  }
  rt_backtrace_clear(&canister->backtrace);
  rt_transaction_begin(canister);
  rt_instructions_begin_message(canister);
}

/// Whether the module may go on where the state's last message ended.
static bool check_module(const rt_canister *canister, rt_entry entry, rt_error *error) {
  if (rt_is_installation(entry) || !canister->state.committed.is_installed ||
      canister->is_of_this_module) {
    return true;
  }
  const rt_buffer *other = &canister->state.committed.module;
  return rt_error_set(error,
                      "the state belongs to another module (%.*s): use the executable of that one,"
                      " or upgrade or reinstall with this one",
                      (int)(other->size < 200 ? other->size : 200), (const char *)other->bytes);
}

/// Ends a success: its changes are dropped, kept pending, or committed.
static bool finish(rt_canister *canister, rt_outcome *outcome, rt_error *error) {
  const rt_message *message = canister->running.message;
  bool is_held_query = canister->running.is_query && message->hold;
  if (canister->state.is_observed && !is_held_query) {
    return rt_transaction_rollback(canister, error);
  }
  if (canister->running.is_query && !message->hold) {
    if (message->entry == rt_entry_replicated_query) {
      canister->environment.balance = canister->running.balance;
    }
    return rt_transaction_rollback(canister, error);
  }
  if (!rt_transaction_collect(canister, error)) return false;
  rt_transaction_count_version(canister);
  outcome->heap_pages_changed = rt_transaction_pages(canister, rt_memory_heap);
  outcome->stable_pages_changed = rt_transaction_pages(canister, rt_memory_stable);
  canister->is_pending = true;
  if (!message->hold) return rt_canister_commit(canister, error);
  if (message->entry != rt_entry_pre_upgrade) return true;
  rt_changes changes = rt_transaction_changes(canister);
  return rt_handover_give(&canister->state, &changes, message->keep_memory, error);
}

/// Says what came of the message.
static void describe(const rt_canister *canister, bool has_succeeded, rt_outcome *outcome) {
  const rt_running *running = &canister->running;
  outcome->result = has_succeeded ? running->result : rt_result_error;
  if (!has_succeeded) {
    const rt_failure *failure = &canister->failure;
    const rt_buffer *backtrace = &canister->backtrace_text;
    outcome->error = failure->error;
    outcome->trap = failure->trap;
    outcome->subject = (rt_bytes){failure->subject.bytes, failure->subject.size};
    outcome->detail = (rt_bytes){failure->detail.bytes, failure->detail.size};
    outcome->backtrace = (rt_bytes){backtrace->bytes, backtrace->size};
  } else if (outcome->result != rt_result_no_response) {
    outcome->response = (rt_bytes){running->response.bytes, running->response.size};
  }
  outcome->instructions = rt_instructions_used(canister);
  outcome->is_count_hidden = running->is_count_hidden;
  outcome->prints = (rt_list){running->prints.bytes, running->prints.size, running->print_count};
  const rt_metadata *metadata = has_succeeded ? &canister->metadata : &canister->state.committed;
  outcome->global_timer = metadata->global_timer;
  outcome->certified_data = (rt_bytes){metadata->certified_data, metadata->certified_data_size};
  outcome->heap_pages =
      (has_succeeded ? rt_the_instance.memory_size_bytes : metadata->heap_bytes) /
      RT_WASM_PAGE_BYTES;
  outcome->stable_pages =
      (has_succeeded ? rt_the_instance.stable_size_bytes : metadata->stable_bytes) /
      RT_WASM_PAGE_BYTES;
  if (!has_succeeded) return;
  outcome->cycles_accepted = rt_cycles_amount_from(running->accepted);
  outcome->cycles_burned = rt_cycles_amount_from(running->burned);
  outcome->cycles_minted = rt_cycles_amount_from(running->minted);
  outcome->is_message_accepted = running->is_accepted;
  outcome->is_timer_set = running->is_timer_set;
  outcome->calls = (rt_list){running->calls.bytes, running->calls.size, running->call_count};
}

/// The timer is off before its task runs, and stays off should that trap.
static bool switch_timer_off(rt_canister *canister, rt_error *error) {
  if (canister->state.committed.global_timer == 0 || canister->state.is_observed) return true;
  rt_message message = {.entry = rt_entry_global_timer};
  begin(canister, &message);
  canister->metadata.global_timer = 0;
  return rt_transaction_collect(canister, error) && rt_transaction_commit(canister, error);
}

/// Whether this message may be executed now.
static bool check_message(const rt_canister *canister, const rt_message *message,
                          rt_error *error) {
  if (canister->is_broken) {
    return rt_error_set(error, "the canister's state is in need of recovery");
  }
  if (canister->is_pending) {
    return rt_error_set(error, "the changes of the message before are neither committed nor rolled "
                               "back");
  }
  if (message->continues && (canister->aside == NULL || !message->is_composite)) {
    return rt_error_set(error, "there are no changes of a composite query to continue with");
  }
  if (canister->aside != NULL && !message->is_composite && !is_query(message->entry)) {
    return rt_error_set(error, "only queries can be executed while changes are set aside");
  }
  return check_module(canister, message->entry, error);
}

bool rt_canister_execute(rt_canister *canister, const rt_message *message, rt_outcome *outcome,
                         rt_error *error) {
  *outcome = (rt_outcome){0};
  if (!check_message(canister, message, error)) return false;
  if (message->entry == rt_entry_global_timer && !switch_timer_off(canister, error)) return false;
  begin(canister, message);
  if (message->continues && !rt_aside_apply(canister->aside, canister, error)) return false;
  bool has_succeeded = rt_execute(canister, &outcome->nanoseconds);
  // A call that was not performed gives its cycles back.
  if (canister->running.call.is_begun) canister->running.balance += canister->running.call.cycles;
  describe(canister, has_succeeded, outcome);
  if (!has_succeeded) return rt_transaction_rollback(canister, error);
  // What was aside has gone into what is pending now.
  if (message->continues) rt_aside_drop(&canister->aside);
  return finish(canister, outcome, error);
}

bool rt_canister_is_pending(const rt_canister *canister) { return canister->is_pending; }

bool rt_canister_commit(rt_canister *canister, rt_error *error) {
  if (!canister->is_pending) return rt_error_set(error, "there is nothing to commit");
  if (canister->state.handover >= 0) {
    return rt_error_set(error, "the state was handed over: only a rollback is possible");
  }
  if (canister->running.is_query) {
    return rt_error_set(error, "a query's changes can't be committed");
  }
  canister->is_pending = false;
  rt_entry entry = canister->running.entry;
  if (!rt_transaction_commit(canister, error)) return false;
  canister->environment.balance = canister->running.balance;
  if (rt_is_installation(entry)) {
    canister->is_of_this_module = true;
    rt_handover_remove(&canister->state);
  }
  return true;
}

bool rt_canister_rollback(rt_canister *canister, rt_error *error) {
  if (!canister->is_pending) return rt_error_set(error, "there is nothing to roll back");
  canister->is_pending = false;
  if (canister->state.handover >= 0 && !rt_handover_take_back(&canister->state, error)) {
    canister->is_broken = true;
    return false;
  }
  return rt_transaction_rollback(canister, error);
}

bool rt_canister_set_aside(rt_canister *canister, rt_error *error) {
  if (!canister->is_pending || !canister->running.is_query) {
    return rt_error_set(error, "there are no changes of a query to set aside");
  }
  rt_aside_push(&canister->aside, canister);
  return rt_canister_rollback(canister, error);
}

bool rt_canister_discard(rt_canister *canister, rt_error *error) {
  if (canister->aside == NULL) return rt_error_set(error, "no changes are set aside");
  rt_aside_drop(&canister->aside);
  return true;
}
