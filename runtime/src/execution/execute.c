#define _GNU_SOURCE
#include "execution/execute.h"

#include <string.h>
#include <time.h>

#include "execution/freezing.h"
#include "execution/instructions.h"
#include "execution/interruption.h"
#include "execution/memory.h"
#include "execution/stable_pages.h"
#include "execution/tracked_pages.h"
#include "execution/transaction.h"
#include "state/handover.h"

static void set_context(rt_canister *canister, rt_context context, const char *mode) {
  canister->running.context = context;
  canister->running.mode = mode;
}

/// Says which error ended the execution; always false.
static bool fail(rt_canister *canister, rt_execution_error error) {
  rt_failure_begin(&canister->failure, error);
  return false;
}

__attribute__((format(printf, 3, 4))) static bool fail_with(rt_canister *canister,
                                                            rt_execution_error error,
                                                            const char *format, ...) {
  va_list arguments;
  rt_failure_begin(&canister->failure, error);
  va_start(arguments, format);
  rt_buffer_print_list(&canister->failure.detail, format, arguments);
  va_end(arguments);
  return false;
}

static bool fail_engine(rt_canister *canister, const rt_error *error) {
  return fail_with(canister, rt_execution_error_engine, "%s", error->text);
}

static bool fail_trap(rt_canister *canister, rt_trap trap) {
  if (trap == rt_trap_instruction_limit) {
    fail_with(canister, rt_execution_error_instruction_limit, "%lld",
              (long long)canister->running.instruction_limit);
  } else {
    fail_with(canister, trap == rt_trap_indirect_call_type_mismatch
                            ? rt_execution_error_contract_violated
                            : rt_execution_error_trapped, "%s", rt_trap_ic_text(trap));
  }
  canister->failure.trap = trap;
  return false;
}

/// Says of an exit other than by return what it was; a host function that failed has done so
/// itself.
static bool describe_exit(rt_canister *canister, rt_exit exit) {
  switch (exit) {
    case rt_exit_return: return true;
    case rt_exit_failure: return false;
    case rt_exit_image_unreadable:
      return fail_with(canister, rt_execution_error_engine,
                       "a page of the canister's state can't be read");
    case rt_exit_trap: break;
  }
  return fail_trap(canister, canister->execution.trap);
}

/// Says how code was left, and after a trap, by which functions.
static bool report(rt_canister *canister, rt_exit exit) {
  if (describe_exit(canister, exit)) return true;
  if (canister->failure.error == rt_execution_error_trapped ||
      canister->failure.error == rt_execution_error_trapped_explicitly) {
    rt_backtrace_add_compiled(&canister->backtrace, &canister->execution);
    rt_backtrace_print(&canister->backtrace, canister->module, &canister->backtrace_text);
  }
  return false;
}

static uint64_t now_nanoseconds(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (uint64_t)time.tv_sec * UINT64_C(1000000000) + (uint64_t)time.tv_nsec;
}

/// Enters code; returns how it was left.
static rt_exit enter(rt_canister *canister, rt_invoker invoker, rt_code code, uint64_t *values,
                     uint64_t *nanoseconds) {
  uint64_t start = now_nanoseconds();
  // What goes on with changes that only this process has can't be repeated by another one.
  rt_interruption_set_executing(canister->aside == NULL);
  rt_exit exit = rt_enter(&canister->execution, invoker, code, values);
  rt_interruption_set_executing(false);
  *nanoseconds += now_nanoseconds() - start;
  return exit;
}

/// Whether the heap reaches into the pages that an old Motoko canister may only use to upgrade.
static bool uses_reserved_pages(const rt_canister *canister) {
  enum { reserved_pages = 16 };
  const uint64_t free_bytes = (UINT64_C(65536) - reserved_pages) * RT_WASM_PAGE_BYTES;
  return canister->module->reserves_last_pages != 0 && canister->module->address_size == 4 &&
         canister->running.entry != rt_entry_pre_upgrade &&
         rt_the_instance.memory_size_bytes > free_bytes;
}

/// Runs code in a context as an execution of its own: an instance made anew but for its memories
/// and globals.
static bool run(rt_canister *canister, rt_invoker invoker, rt_code code, uint64_t *values,
                uint64_t *nanoseconds) {
  const rt_module *module = canister->module;
  if (module->message_state_size != 0) {
    memset(module->message_state, 0, module->message_state_size);
  }
  rt_stable_pages_begin(canister);
  rt_tracked_pages_begin(canister);
  rt_error error;
  if (!rt_instructions_begin_execution(canister, &error)) return fail_engine(canister, &error);
  rt_exit exit = enter(canister, invoker, code, values, nanoseconds);
  canister->running.is_count_hidden =
      canister->execution.is_fault && module->hides_counter != 0;
  if (!rt_instructions_end_execution(canister, &error)) return fail_engine(canister, &error);
  if (uses_reserved_pages(canister)) {
    return fail(canister, rt_execution_error_reserved_pages);
  }
  return report(canister, exit);
}

/// The export whose name is `prefix` followed by `name`.
static const rt_export *find_export(const rt_module *module, const char *prefix, rt_bytes name) {
  size_t prefix_size = strlen(prefix);
  for (uint64_t i = 0; i < module->export_count; i++) {
    const rt_export *export = &module->exports[i];
    if (export->name_size == prefix_size + name.size &&
        memcmp(export->name, prefix, prefix_size) == 0 &&
        (name.size == 0 || memcmp(export->name + prefix_size, name.bytes, name.size) == 0)) {
      return export;
    }
  }
  return NULL;
}

/// Runs an entry point of the system, which a module need not have.
static bool run_system(rt_canister *canister, const char *name, uint64_t *nanoseconds) {
  const rt_export *export = find_export(canister->module, name, (rt_bytes){0});
  return export == NULL ||
         run(canister, export->invoker, export->code, (uint64_t[2]){0}, nanoseconds);
}

static bool run_method(rt_canister *canister, const char *kind, uint64_t *nanoseconds) {
  char prefix[32] = "canister_";
  strcat(strcat(prefix, kind), " ");
  rt_bytes name = canister->running.message->method;
  const rt_export *export = find_export(canister->module, prefix, name);
  if (export == NULL) {
    fail_with(canister, rt_execution_error_method_not_found, "%s", kind);
    rt_buffer_append(&canister->failure.subject, name.bytes, name.size);
    return false;
  }
  return run(canister, export->invoker, export->code, (uint64_t[2]){0}, nanoseconds);
}

static bool run_callback(rt_canister *canister, uint64_t *nanoseconds) {
  const rt_module *module = canister->module;
  const rt_message *message = canister->running.message;
  if (message->function >= module->table_size) {
    fail(canister, rt_execution_error_no_such_function);
    rt_buffer_print(&canister->failure.subject, "%llu", (unsigned long long)message->function);
    return false;
  }
  const rt_table_element *element = &module->table[message->function];
  if (element->type == 0) {
    return fail_with(canister, rt_execution_error_trapped,
                     "unexpected null function reference");
  }
  if (element->type != module->callback_type || module->callback_invoker == NULL) {
    return fail_trap(canister, rt_trap_indirect_call_type_mismatch);
  }
  uint64_t values[2] = {module->address_size == 8 ? message->environment
                                                  : (uint32_t)message->environment};
  return run(canister, module->callback_invoker, element->code, values, nanoseconds);
}

/// Whether the module can have the linear memory that is kept. The replica lets one that has a
/// lower maximum have it, and fails each execution instead: here, that is known beforehand.
static bool check_kept_memory(rt_canister *canister) {
  const rt_module *module = canister->module;
  uint64_t kept = rt_the_instance.memory_size_bytes;
  uint64_t bound = rt_memory_pages_bound(module) * RT_WASM_PAGE_BYTES;
  if (kept > bound) {
    return fail_with(canister, rt_execution_error_invalid_module,
                     "the Wasm memory (%llu bytes) exceeds the maximum Wasm memory (%llu bytes) "
                     "allowed for the Wasm execution mode of the canister module.",
                     (unsigned long long)kept, (unsigned long long)bound);
  }
  if (kept != 0 && module->memory_maximum_pages == 0) {
    return fail_with(canister, rt_execution_error_invalid_module,
                     "the Wasm memory (%llu bytes) is not empty although the canister module "
                     "declares no Wasm memory.",
                     (unsigned long long)kept);
  }
  uint64_t pages = kept / RT_WASM_PAGE_BYTES;
  if (pages > module->memory_maximum_pages) {
    return fail_with(canister, rt_execution_error_engine,
                     "Failed to grow wasm memory by %llu page(s) to %llu page(s): exceeds module's "
                     "declared maximum",
                     (unsigned long long)(pages - module->memory_initial_pages),
                     (unsigned long long)pages);
  }
  return true;
}

/// Gives the module a linear memory of its own, or the one that was kept, by whatever module: as
/// it is, and as large as the new one wants it at least.
static bool prepare_memory(rt_canister *canister) {
  rt_region *heap = &canister->regions[rt_memory_heap];
  uint64_t least = canister->module->memory_initial_pages * RT_WASM_PAGE_BYTES;
  bool keeps = rt_keeps_memory(canister);
  if (keeps && !check_kept_memory(canister)) return false;
  bool done = keeps ? least <= *heap->size_bytes || rt_region_grow(heap, least)
                    : rt_region_restart(heap, least);
  return done || fail(canister, rt_execution_error_out_of_memory);
}

/// Whether the canister can pay for what its memories have become larger by.
static bool check_growth(rt_canister *canister) {
  const rt_metadata *committed = &canister->state.committed;
  uint64_t before = committed->heap_bytes + committed->stable_bytes;
  uint64_t after = rt_the_instance.memory_size_bytes + rt_the_instance.stable_size_bytes;
  rt_cycles limit = rt_freezing_limit(canister, (rt_growth){0});
  if (after <= before || canister->running.balance >= limit) return true;
  rt_fail_growth(canister, after - before, limit);
  return false;
}

/// Makes an instance of the module, runs its start function, and then `name`.
static bool run_installation(rt_canister *canister, const char *name, uint64_t *nanoseconds) {
  const rt_module *module = canister->module;
  rt_metadata *metadata = &canister->metadata;
  rt_bytes identity = rt_module_identity(module);
  metadata->is_installed = true;
  metadata->address_bytes = module->address_size;
  metadata->has_enhanced_persistence = module->has_enhanced_orthogonal_persistence != 0;
  metadata->global_timer = 0;
  rt_buffer_clear(&metadata->module);
  rt_buffer_append(&metadata->module, identity.bytes, identity.size);
  set_context(canister, rt_context_start, "start");
  if (!prepare_memory(canister) ||
      !report(canister, enter(canister, module->entry_invoker, module->initialize,
                              (uint64_t[2]){0}, nanoseconds))) {
    return false;
  }
  if (module->start != NULL &&
      !run(canister, module->entry_invoker, module->start, (uint64_t[2]){0}, nanoseconds)) {
    return false;
  }
  set_context(canister, rt_context_initialization, "init");
  return run_system(canister, name, nanoseconds) && check_growth(canister);
}

static bool run_first_installation(rt_canister *canister, uint64_t *nanoseconds) {
  rt_metadata *metadata = &canister->metadata;
  if (canister->running.message->entry == rt_entry_install && metadata->is_installed) {
    char id[RT_PRINCIPAL_TEXT_SIZE];
    rt_principal_print(&canister->environment.own_id, id);
    fail(canister, rt_execution_error_not_empty);
    rt_buffer_append_text(&canister->failure.subject, id);
    return false;
  }
  metadata->certified_data_size = 0;
  if (!rt_region_restart(&canister->regions[rt_memory_stable], 0)) {
    return fail(canister, rt_execution_error_out_of_memory);
  }
  return run_installation(canister, "canister_init", nanoseconds);
}

/// Whether the choice to keep the linear memory, or not to, suits both modules.
static bool check_persistence(rt_canister *canister) {
  bool keeps = canister->running.message->keep_memory;
  if (keeps && canister->module->has_enhanced_orthogonal_persistence == 0) {
    return fail(canister, rt_execution_error_invalid_upgrade_option);
  }
  bool is_open = !keeps && !canister->running.message->replace_memory;
  if (is_open && canister->metadata.has_enhanced_persistence) {
    return fail(canister, rt_execution_error_missing_upgrade_option);
  }
  return true;
}

static bool run_upgrade(rt_canister *canister, uint64_t *nanoseconds) {
  rt_error error;
  if (!check_persistence(canister)) return false;
  uint64_t version = canister->metadata.version;
  if (!rt_handover_receive(&canister->state, canister->regions, rt_keeps_memory(canister),
                           &canister->written_stable, &canister->metadata, &error)) {
    return fail_engine(canister, &error);
  }
  canister->metadata.version = version;
  return run_installation(canister, "canister_post_upgrade", nanoseconds);
}

static bool run_callback_in(rt_canister *canister, rt_context context, const char *mode,
                            rt_context composite, const char *composite_mode,
                            uint64_t *nanoseconds) {
  bool is_composite = canister->running.message->is_composite;
  set_context(canister, is_composite ? composite : context, is_composite ? composite_mode : mode);
  return run_callback(canister, nanoseconds);
}

bool rt_execute(rt_canister *canister, uint64_t *nanoseconds) {
  rt_entry entry = canister->running.message->entry;
  if (entry != rt_entry_install && entry != rt_entry_reinstall &&
      !canister->metadata.is_installed) {
    return fail(canister, rt_execution_error_no_module);
  }
  switch (entry) {
    case rt_entry_install:
    case rt_entry_reinstall: return run_first_installation(canister, nanoseconds);
    case rt_entry_post_upgrade: return run_upgrade(canister, nanoseconds);
    case rt_entry_pre_upgrade:
      set_context(canister, rt_context_pre_upgrade, "pre upgrade");
      return run_system(canister, "canister_pre_upgrade", nanoseconds);
    case rt_entry_update:
      set_context(canister, rt_context_update, "update");
      return run_method(canister, "update", nanoseconds);
    case rt_entry_replicated_query:
      set_context(canister, rt_context_replicated_query, "replicated query");
      return run_method(canister, "query", nanoseconds);
    case rt_entry_query:
      set_context(canister,
                  canister->running.message->is_transform ? rt_context_transform_query
                                                          : rt_context_non_replicated_query,
                  "non replicated query");
      return run_method(canister, "query", nanoseconds);
    case rt_entry_composite_query:
      set_context(canister, rt_context_composite_query, "composite query");
      return run_method(canister, "composite_query", nanoseconds);
    case rt_entry_inspect_message:
      set_context(canister, rt_context_inspect_message, "inspect message");
      canister->running.is_accepted =
          find_export(canister->module, "canister_inspect_message", (rt_bytes){0}) == NULL;
      return run_system(canister, "canister_inspect_message", nanoseconds);
    case rt_entry_heartbeat:
      set_context(canister, rt_context_system_task, "heartbeat");
      return run_system(canister, "canister_heartbeat", nanoseconds);
    case rt_entry_global_timer:
      set_context(canister, rt_context_system_task, "global timer");
      return run_system(canister, "canister_global_timer", nanoseconds);
    case rt_entry_on_low_wasm_memory:
      set_context(canister, rt_context_system_task, "on low Wasm memory");
      return run_system(canister, "canister_on_low_wasm_memory", nanoseconds);
    case rt_entry_reply_callback:
      return run_callback_in(canister, rt_context_reply_callback, "reply callback",
                             rt_context_composite_reply_callback, "composite reply callback",
                             nanoseconds);
    case rt_entry_reject_callback:
      return run_callback_in(canister, rt_context_reject_callback, "reject callback",
                             rt_context_composite_reject_callback, "composite reject callback",
                             nanoseconds);
    case rt_entry_cleanup:
      return run_callback_in(canister, rt_context_cleanup, "cleanup", rt_context_composite_cleanup,
                             "composite cleanup", nanoseconds);
  }
  return fail_with(canister, rt_execution_error_engine, "no such entry point");
}
