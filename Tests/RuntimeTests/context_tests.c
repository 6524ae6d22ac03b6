// In which context each function of the System API may be called: all rows, all contexts.
#include <stdio.h>
#include <string.h>

#include "harness.h"

static size_t current_row;

static void call_row(void) {
  static const uint64_t zeros[8];
  rt_ic0_function_at(current_row)->entry(zeros);
}

typedef struct context_case {
  rt_entry entry;
  rt_context context;
  const char *mode;
} context_case;

static const context_case cases[] = {
    {rt_entry_reinstall, rt_context_initialization, "init"},
    {rt_entry_post_upgrade, rt_context_initialization, "init"},
    {rt_entry_pre_upgrade, rt_context_pre_upgrade, "pre upgrade"},
    {rt_entry_update, rt_context_update, "update"},
    {rt_entry_replicated_query, rt_context_replicated_query, "replicated query"},
    {rt_entry_query, rt_context_non_replicated_query, "non replicated query"},
    {rt_entry_composite_query, rt_context_composite_query, "composite query"},
    {rt_entry_inspect_message, rt_context_inspect_message, "inspect message"},
    {rt_entry_heartbeat, rt_context_system_task, "heartbeat"},
    {rt_entry_global_timer, rt_context_system_task, "global timer"},
    {rt_entry_on_low_wasm_memory, rt_context_system_task, "on low Wasm memory"},
    {rt_entry_reply_callback, rt_context_reply_callback, "reply callback"},
    {rt_entry_reject_callback, rt_context_reject_callback, "reject callback"},
    {rt_entry_cleanup, rt_context_cleanup, "cleanup"},
};

/// Whether the last message failed because of its context.
static bool was_refused(const char *name, const char *mode) {
  // Two names are written with a point (see rt_refuse_context).
  bool has_point = strcmp(name, "root_key_copy") == 0 || strcmp(name, "subnet_self_copy") == 0;
  char expected[256];
  snprintf(expected, sizeof expected,
           "Canister violated contract: \"ic0%c%s\" cannot be executed in %s mode",
           has_point ? '.' : '_', name, mode);
  return outcome.result == rt_result_error && outcome.error == rt_execution_error_wrong_mode &&
         strcmp(error_sentence(&outcome), expected) == 0;
}

TEST(functions_are_refused_exactly_where_their_row_says) {
  install_fake();
  size_t refused = 0;
  for (current_row = 0; current_row < rt_ic0_function_count(); current_row++) {
    const rt_ic0_function *function = rt_ic0_function_at(current_row);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
      run_as(cases[i].entry, call_row);
      bool is_allowed = (function->contexts & cases[i].context) != 0;
      // Without a certificate these two are refused in the same words.
      bool wants_certificate = strncmp(function->name, "data_certificate_", 17) == 0 &&
                               strcmp(function->name, "data_certificate_present") != 0;
      bool expected = !is_allowed || wants_certificate;
      if (was_refused(function->name, cases[i].mode) != expected) {
        test_fail(__FILE__, __LINE__, "%s in %s: %s", function->name, cases[i].mode,
                  error_sentence(&outcome));
      }
      refused += expected;
    }
  }
  CHECK(refused > 200);
  close_fake();
}

TEST(start_functions_have_few_functions) {
  open_fake(&fake_module, NULL);
  size_t allowed = 0;
  for (current_row = 0; current_row < rt_ic0_function_count(); current_row++) {
    const rt_ic0_function *function = rt_ic0_function_at(current_row);
    fake_start = call_row;
    enter(rt_entry_reinstall, "");
    bool is_allowed = (function->contexts & rt_context_start) != 0;
    CHECK(was_refused(function->name, "start") == !is_allowed);
    allowed += is_allowed;
  }
  // is_controller, in_replicated_execution, performance_counter, eight of stable memory, seven of
  // costs, debug_print and trap.
  CHECK_NUMBER(allowed, 3 + 8 + 7 + 2);
  close_fake();
}

static const context_case composites[] = {
    {rt_entry_reply_callback, rt_context_composite_reply_callback, "composite reply callback"},
    {rt_entry_reject_callback, rt_context_composite_reject_callback, "composite reject callback"},
    {rt_entry_cleanup, rt_context_composite_cleanup, "composite cleanup"},
};

static void call_script(uint64_t environment) {
  (void)environment;
  call_row();
}

TEST(callbacks_of_composite_queries_have_contexts_of_their_own) {
  install_fake();
  fake_callback = call_script;
  for (current_row = 0; current_row < rt_ic0_function_count(); current_row++) {
    const rt_ic0_function *function = rt_ic0_function_at(current_row);
    for (size_t i = 0; i < 3; i++) {
      rt_message message = {.entry = composites[i].entry, .is_composite = true, .function = 1};
      execute(&message);
      bool is_allowed = (function->contexts & composites[i].context) != 0;
      CHECK(was_refused(function->name, composites[i].mode) == !is_allowed);
    }
  }
  close_fake();
}

TEST(functions_outside_of_the_table_are_null) {
  CHECK(rt_ic0_function_at(rt_ic0_function_count()) == NULL);
  CHECK(rt_ic0_function_at(SIZE_MAX) == NULL);
}
