// Code that an interpreter runs: how messages end without its frames being cut off.
#include "rt_interpreter.h"

#include <string.h>

#include "execution/canister.h"
#include "harness.h"

/// What the interpreted functions do, and how many of them are running.
static rt_ending (*body)(uint64_t *values);
static int running_count;
static uint64_t last_number;

static rt_ending run(void *interpreter, uint64_t number, uint64_t *values) {
  CHECK(interpreter == &running_count);
  last_number = number;
  running_count++;
  rt_ending ending = body(values);
  running_count--;
  return ending;
}

static const rt_interpreted_function update = {run, &running_count, 11};
static const rt_interpreted_function callback = {run, &running_count, 12};

/// Runs as the update method, and as the callback, of a module without other code.
static void open_interpreted(void) {
  static rt_export exports[1];
  static rt_table_element table[1];
  static rt_module module;
  rt_code code = rt_code_of_interpreted(&update);
  exports[0] = (rt_export){"canister_update run", 19, code, rt_invoke_interpreted};
  table[0] = (rt_table_element){1, rt_code_of_interpreted(&callback)};
  module = fake_module;
  module.exports = exports;
  module.export_count = 1;
  module.table = table;
  module.table_size = 1;
  module.callback_type = 1;
  module.callback_invoker = rt_invoke_interpreted;
  open_fake(&module, NULL);
  enter(rt_entry_install, "");
  check_ok();
}

static void run_interpreted(rt_ending (*function)(uint64_t *)) {
  body = function;
  running_count = 0;
  enter(rt_entry_update, "run");
  CHECK_NUMBER(running_count, 0);
}

static rt_ending call(const char *name, const uint64_t *values, uint64_t *result) {
  for (size_t row = 0; row < rt_ic0_function_count(); row++) {
    const rt_ic0_function *function = rt_ic0_function_at(row);
    if (strcmp(function->name, name) == 0) return rt_call_host(function->entry, values, result);
  }
  test_fail(__FILE__, __LINE__, "no function %s", name);
}

static rt_ending reply_with_size(uint64_t *values) {
  (void)values;
  uint64_t old_pages = 0, ignored, size = rt_memory_size_bytes();
  rt_ending ending = rt_call_host(rt_enter_memory_grow, (uint64_t[]){2}, &old_pages);
  CHECK_NUMBER(ending.exit, rt_exit_return);
  CHECK_NUMBER(old_pages, 1);
  CHECK_NUMBER(rt_memory_size_bytes(), size + 2 * RT_WASM_PAGE_BYTES);
  HEAP[rt_memory_size_bytes() - 1] = 'x';
  const uint64_t reply[] = {rt_memory_size_bytes() - 1, 1};
  CHECK_NUMBER(call("msg_reply_data_append", reply, &ignored).exit, rt_exit_return);
  return call("msg_reply", NULL, &ignored);
}

static rt_ending trap(uint64_t *values) {
  (void)values;
  return (rt_ending){rt_exit_trap, rt_trap_integer_divide_by_zero};
}

static rt_ending grow_and_call_trap(uint64_t *values) {
  (void)values;
  uint64_t ignored;
  rt_call_host(rt_enter_memory_grow, (uint64_t[]){2}, &ignored);
  memcpy(HEAP, "out of luck", 11);
  return call("trap", (uint64_t[]){0, 11}, &ignored);
}

static rt_ending violate(uint64_t *values) {
  (void)values;
  uint64_t ignored;
  return call("msg_reply_data_append", (uint64_t[]){RT_WASM_PAGE_BYTES, 1}, &ignored);
}

TEST(interpreted_functions_end_messages_without_being_cut_off) {
  open_interpreted();
  for (int i = 0; i < 3; i++) {
    run_interpreted(trap);
    CHECK_ERROR(502, "Canister trapped: integer division by 0");
    run_interpreted(grow_and_call_trap);
    CHECK_ERROR(503, "Canister called `ic0.trap` with message: 'out of luck'");
    run_interpreted(violate);
    CHECK_NUMBER(rt_execution_error_code(outcome.error), 504);
  }
  CHECK_NUMBER(last_number, 11);
  // All of that was undone: memory is as small as it was.
  run_interpreted(reply_with_size);
  check_ok();
  CHECK_TEXT(outcome.response.bytes, outcome.response.size, "x");
  close_fake();
}

static uint64_t seen_environment;

static rt_ending see_environment(uint64_t *values) {
  seen_environment = values[0];
  return (rt_ending){rt_exit_return, rt_trap_unreachable};
}

TEST(callbacks_can_be_interpreted) {
  open_interpreted();
  body = see_environment;
  execute(&(rt_message){.entry = rt_entry_reply_callback, .environment = 77});
  check_ok();
  CHECK_NUMBER(seen_environment, 77);
  CHECK_NUMBER(last_number, 12);
  close_fake();
}
