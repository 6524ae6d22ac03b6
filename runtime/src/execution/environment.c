#include "execution/environment.h"

#include <stdlib.h>

#include "base/fatal.h"
#include "base/wire.h"

/// The canister that a process runs unless it is told otherwise: the first id of a local subnet,
/// and plenty of cycles.
static const uint8_t default_id[] = {0x80, 0, 0, 0, 0, 0x10, 0, 0, 1, 1};
static const uint64_t default_balance = UINT64_C(100000000000000);

/// Prices as the settings have them, or those of a subnet like most.
static void set_prices(rt_environment *environment, const rt_settings *settings, bool is_64_bit) {
  bool is_default = settings->nodes == 0;
  environment->pricing = (rt_pricing){.nodes = is_default ? rt_reference_nodes : settings->nodes,
                                      .is_free = settings->is_free};
  uint64_t instructions = rt_default_instruction_limit(rt_entry_reply_callback, false);
  environment->callback_prepayment =
      rt_cycles_of(is_default ? rt_execution_cost(environment->pricing, instructions, is_64_bit)
                              : settings->callback_prepayment);
}

void rt_environment_begin(rt_environment *environment, bool is_64_bit) {
  set_prices(environment, &(rt_settings){0}, is_64_bit);
  rt_principal_from_bytes(&environment->own_id, default_id, sizeof default_id);
  environment->balance = default_balance;
  environment->status = 1;
}

bool rt_is_controller(const rt_environment *environment, const rt_principal *principal) {
  for (size_t i = 0; i < environment->controller_count; i++) {
    if (rt_principal_equal(&environment->controllers[i], principal)) return true;
  }
  return false;
}

void rt_environment_free(rt_environment *environment) {
  for (size_t i = 0; i < 2 * environment->variable_count; i++) {
    rt_buffer_free(&environment->variables[i]);
  }
  free(environment->variables);
  rt_buffer_free(&environment->root_key);
  free(environment->controllers);
  *environment = (rt_environment){0};
}

static void *allocate(size_t count, size_t size) {
  void *bytes = calloc(count == 0 ? 1 : count, size);
  if (bytes == NULL) rt_fatal("out of memory");
  return bytes;
}

void rt_environment_set(rt_environment *environment, const rt_settings *settings,
                        bool is_64_bit) {
  rt_environment_free(environment);
  rt_principal_from_bytes(&environment->own_id, settings->own_id.bytes, settings->own_id.size);
  rt_principal_from_bytes(&environment->subnet_id, settings->subnet_id.bytes,
                          settings->subnet_id.size);
  environment->balance = rt_cycles_of(settings->cycle_balance);
  environment->reserved = rt_cycles_of(settings->reserved_cycles);
  environment->freezing_threshold_seconds = settings->freezing_threshold_seconds;
  environment->resources =
      (rt_resources){.memory_bytes = settings->memory_bytes,
                     .memory_allocation_bytes = settings->memory_allocation_bytes,
                     .message_memory_bytes = settings->message_memory_bytes,
                     .compute_allocation_percent = settings->compute_allocation_percent};
  set_prices(environment, settings, is_64_bit);
  environment->status = settings->status;
  environment->has_version = settings->has_version;
  environment->version = settings->version;
  environment->instruction_limit = settings->instruction_limit;
  environment->controller_count = settings->controllers.count;
  environment->controllers = allocate(environment->controller_count, sizeof(rt_principal));
  rt_wire_reader controllers = rt_wire_elements(settings->controllers);
  for (size_t i = 0; i < environment->controller_count; i++) {
    rt_bytes id = rt_wire_principal(&controllers);
    rt_principal_from_bytes(&environment->controllers[i], id.bytes, id.size);
  }
  environment->variable_count = settings->environment_variables.count;
  environment->variables = allocate(2 * environment->variable_count, sizeof(rt_buffer));
  rt_wire_reader variables = rt_wire_elements(settings->environment_variables);
  for (size_t i = 0; i < 2 * environment->variable_count; i++) {
    rt_bytes text = rt_wire_text(&variables);
    rt_buffer_append(&environment->variables[i], text.bytes, text.size);
  }
  rt_buffer_append(&environment->root_key, settings->root_key.bytes, settings->root_key.size);
  environment->wasm_memory_limit_bytes = settings->wasm_memory_limit_bytes;
}
