// System API: environment variables (Interface Specification, "Environment variables").
#include <string.h>

#include "base/utf8.h"
#include "system_api/host.h"

static const uint64_t name_bytes_max = 128;

uint64_t ic0_env_var_count(void) {
  return rt_begin(rt_row_env_var_count, 0)->environment.variable_count;
}

/// The name of a variable by its place in the order of names.
static const rt_buffer *name_at(rt_canister *canister, uint64_t index) {
  size_t count = canister->environment.variable_count;
  if (index >= count) {
    rt_failure *failure =
        rt_begin_failure(canister, rt_execution_error_variable_out_of_bounds);
    rt_buffer_print(&failure->subject, "%llu", (unsigned long long)index);
    rt_buffer_print(&failure->detail, "%zu", count);
    rt_leave(rt_exit_failure);
  }
  return &canister->environment.variables[2 * index];
}

uint64_t ic0_env_var_name_size(uint64_t index) {
  rt_canister *canister = rt_begin(rt_row_env_var_name_size, 0);
  return name_at(canister, index)->size;
}

void ic0_env_var_name_copy(uint64_t index, uint64_t dst, uint64_t offset, uint64_t size) {
  rt_canister *canister = rt_begin(rt_row_env_var_name_copy, size);
  const rt_buffer *name = name_at(canister, index);
  rt_copy_out(canister, rt_row_env_var_name_copy, dst, offset, size, "name", name->bytes,
              name->size);
}

/// The value of the variable that the canister names; null if there is none. `what` names the
/// access to memory in errors.
static const rt_buffer *value_of(rt_canister *canister, rt_row row, const char *what, uint64_t src,
                                 uint64_t size) {
  const char *function = rt_ic0_function_at(row)->name;
  if (size > name_bytes_max) {
    rt_violate(canister, "ic0.%s: Variable name is too large.", function);
  }
  const uint8_t *name = rt_require_heap(canister, what, src, size);
  if (!rt_utf8_is_valid(name, (size_t)size)) {
    rt_violate(canister, "ic0.%s: Variable name is not a valid UTF-8 string.", function);
  }
  const rt_environment *environment = &canister->environment;
  for (size_t i = 0; i < environment->variable_count; i++) {
    const rt_buffer *pair = &environment->variables[2 * i];
    if (pair[0].size == size && (size == 0 || memcmp(pair[0].bytes, name, size) == 0)) {
      return &pair[1];
    }
  }
  return NULL;
}

uint32_t ic0_env_var_name_exists(uint64_t src, uint64_t size) {
  rt_canister *canister = rt_begin(rt_row_env_var_name_exists, 0);
  return value_of(canister, rt_row_env_var_name_exists, "ic0.env_var_name_exists heap", src,
                  size) != NULL;
}

/// Ends the message because there is no variable of a name, which is in memory and valid.
__attribute__((noreturn)) static void fail_not_found(rt_canister *canister, uint64_t src,
                                                     uint64_t size) {
  rt_failure *failure = rt_begin_failure(canister, rt_execution_error_variable_not_found);
  rt_buffer_append(&failure->subject, rt_heap(src, size), (size_t)size);
  rt_leave(rt_exit_failure);
}

uint64_t ic0_env_var_value_size(uint64_t src, uint64_t size) {
  rt_canister *canister = rt_begin(rt_row_env_var_value_size, 0);
  const rt_buffer *value = value_of(canister, rt_row_env_var_value_size,
                                    "ic0.env_var_value_size heap", src, size);
  if (value == NULL) fail_not_found(canister, src, size);
  return value->size;
}

void ic0_env_var_value_copy(uint64_t name_src, uint64_t name_size, uint64_t dst, uint64_t offset,
                            uint64_t size) {
  rt_canister *canister = rt_begin(rt_row_env_var_value_copy, size);
  const rt_buffer *value = value_of(canister, rt_row_env_var_value_copy,
                                    "ic0.env_var_value_copy name", name_src, name_size);
  if (value == NULL) fail_not_found(canister, name_src, name_size);
  rt_copy_out(canister, rt_row_env_var_value_copy, dst, offset, size, "value", value->bytes,
              value->size);
}
