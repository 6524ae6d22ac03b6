#include "execution/environment.h"

#include <stdlib.h>

#include "base/fatal.h"
#include "base/wire.h"

/// The canister that a process runs unless it is told otherwise: the first id of a local subnet,
/// and plenty of cycles.
static const uint8_t default_id[] = {0x80, 0, 0, 0, 0, 0x10, 0, 0, 1, 1};
static const uint64_t default_balance = UINT64_C(100000000000000);

void rt_environment_begin(rt_environment *environment) {
  rt_principal_from_bytes(&environment->own_id, default_id, sizeof default_id);
  environment->balance = default_balance;
  environment->status = 1;
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

void rt_environment_set(rt_environment *environment, const rt_settings *settings) {
  rt_environment_free(environment);
  rt_principal_from_bytes(&environment->own_id, settings->own_id.bytes, settings->own_id.size);
  rt_principal_from_bytes(&environment->subnet_id, settings->subnet_id.bytes,
                          settings->subnet_id.size);
  environment->balance =
      rt_cycles_from(settings->cycle_balance.high, settings->cycle_balance.low);
  environment->frozen = rt_cycles_from(settings->frozen_cycles.high, settings->frozen_cycles.low);
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
  environment->is_free = settings->is_free;
}
