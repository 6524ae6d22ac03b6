#include "rt_interpreter.h"

#include "base/fatal.h"
#include "execution/canister.h"
#include "execution/memory.h"
#include "execution/runtime_call.h"

rt_code rt_code_of_interpreted(const rt_interpreted_function *function) {
  return (rt_code)(uintptr_t)function;
}

void rt_invoke_interpreted(rt_code code, uint64_t *values) {
  const rt_interpreted_function *function = (const rt_interpreted_function *)(uintptr_t)code;
  rt_execution *execution = rt_active_execution();
  execution->is_interpreter = true;
  rt_ending ending = function->run(function->interpreter, function->number, values);
  execution->is_interpreter = false;
  if (ending.exit == rt_exit_return) return;
  execution->trap = ending.trap;
  rt_leave(ending.exit);
}

void rt_note_frame(uint32_t function) {
  rt_backtrace_add(&rt_current_canister()->backtrace, function);
}

/// A call of a host function, in the place of an invoker's values.
typedef struct host_call {
  rt_ic0_entry entry;
  const uint64_t *values;
  uint64_t result;
} host_call;

static void invoke_host(rt_code code, uint64_t *values) {
  (void)code;
  host_call *call = (host_call *)(void *)values;
  call->result = call->entry(call->values);
}

rt_ending rt_call_host(rt_ic0_entry entry, const uint64_t *values, uint64_t *result) {
  rt_canister *canister = rt_current_canister();
  rt_execution *execution = &canister->host_execution;
  rt_error error;
  if (execution->guard == NULL &&
      !rt_execution_create(execution, canister, RT_STACK_BYTES_MIN, &error)) {
    rt_fatal("%s", error.text);
  }
  host_call call = {.entry = entry, .values = values};
  rt_exit exit = rt_enter(execution, invoke_host, NULL, (uint64_t *)(void *)&call);
  if (exit == rt_exit_return) *result = call.result;
  return (rt_ending){.exit = exit, .trap = execution->trap};
}

uint64_t rt_enter_memory_grow(const uint64_t *values) {
  return (uint64_t)rt_memory_grow(values[0]);
}

uint64_t rt_memory_size_bytes(void) { return rt_the_instance.memory_size_bytes; }

bool rt_memory_is_kept(void) { return rt_keeps_memory(rt_current_canister()); }

int64_t *rt_instruction_counter(void) { return &rt_the_instance.instructions_left; }
