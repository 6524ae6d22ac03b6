#include "execution/runtime_call.h"

#include <stdarg.h>

#include "base/fatal.h"

rt_canister *rt_current_canister(void) {
  rt_execution *execution = rt_active_execution();
  if (execution == NULL) rt_fatal("a function of the System API was called outside of a message");
  return execution->owner;
}

rt_failure *rt_begin_failure(rt_canister *canister, rt_execution_error error) {
  rt_failure_begin(&canister->failure, error);
  return &canister->failure;
}

void rt_fail(rt_canister *canister, rt_execution_error error, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  rt_buffer_print_list(&rt_begin_failure(canister, error)->detail, format, arguments);
  va_end(arguments);
  rt_leave(rt_exit_failure);
}

uint8_t *rt_heap(uint64_t start, uint64_t size) {
  uint64_t limit = rt_the_instance.memory_size_bytes;
  if (size > limit || start > limit - size) return NULL;
  return (uint8_t *)RT_MEMORY_BASE + start;
}
