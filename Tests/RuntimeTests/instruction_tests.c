// What messages pay for, and what happens when they can't.
#include <string.h>

#include "harness.h"

static void install(const rt_module *module) {
  open_fake(module, NULL);
  enter(rt_entry_install, "");
  check_ok();
}

static void limit(uint64_t instructions) {
  rt_settings settings = {.own_id = {(const uint8_t *)"\x01", 1},
                          .subnet_id = {(const uint8_t *)"\x02", 1},
                          .cycle_balance = {.low = 1000},
                          .status = 1,
                          .instruction_limit = instructions};
  rt_canister_configure(canister, &settings);
}

#define EXHAUSTED(limit) \
  "Canister exceeded the limit of " limit " instructions for single message execution."

static int64_t left(void) { return rt_the_instance.instructions_left; }

#define CHECK_COST(call, cost)             \
  do {                                     \
    int64_t before = left();               \
    (void)(call);                          \
    CHECK_NUMBER(before - left(), (cost)); \
  } while (0)

#define CHECK_COST_VOID(call, cost) CHECK_COST(((call), 0), cost)

static void call_functions(void) {
  CHECK_COST(ic0_time(), 500);
  CHECK_COST(ic0_performance_counter(0), 200);
  CHECK_COST_VOID(ic0_msg_arg_data_copy(0, 0, 8), 508);
  CHECK_COST_VOID(ic0_msg_reply_data_append(0, 3), 650);
  CHECK_COST(ic0_is_controller(0, 2), 1002);
  CHECK_COST_VOID(ic0_call_new(0, 2, 8, 3, 0, 0, 0, 0), 1505);
  CHECK_COST(ic0_call_perform(), 5000);
  CHECK_COST(ic0_stable64_size(), 0);
  CHECK_COST(ic0_stable64_grow(1), 100);
  CHECK_COST_VOID(ic0_stable_read(0, 0, 7), 27);
  CHECK_COST_VOID(ic0_stable64_read(0, 0, 7), 27);
  CHECK_COST_VOID(ic0_stable64_read(0, 0, 0), 20);
}

TEST(calls_cost_what_the_table_says) {
  install(&metered_module);
  run_update(call_functions);
  check_ok();
}

static void write_pages(void) {
  ic0_stable64_grow(1);
  CHECK_COST_VOID(ic0_stable64_read(0, 0, 8192), 20 + 8192);
  CHECK_COST_VOID(ic0_stable64_write(0, 0, 1), 1021);
  CHECK_COST_VOID(ic0_stable64_write(4095, 0, 2), 1022);
  CHECK_COST_VOID(ic0_stable64_write(0, 0, 8192), 20 + 8192);
  CHECK_COST_VOID(ic0_stable64_write(8192, 0, 8192), 20 + 8192 + 2000);
}

TEST(stable_pages_are_paid_when_first_written) {
  install(&metered_module);
  for (int i = 0; i < 2; i++) {
    run_update(write_pages);
    check_ok();
  }
}

/// The log has 4096 bytes; a record takes 40 of them besides.
static void log_lines(void) {
  CHECK_COST_VOID(ic0_debug_print(0, 100), 100 + 52 * 100);
  CHECK_COST_VOID(ic0_debug_print(0, 0), 100);
  // 3916 bytes are free.
  CHECK_COST_VOID(ic0_debug_print(0, 5000), 100 + 2 * 4096 + 50 * 3916);
  CHECK_COST_VOID(ic0_debug_print(0, 10), 100 + 2 * 10);
}

static void trap_with_text(void) { ic0_trap(0, 10); }

TEST(log_records_are_paid) {
  install(&metered_module);
  run_update(log_lines);
  check_ok();
  run_update(trap_with_text);
  CHECK_NUMBER(rt_execution_error_code(outcome.error), 503);
  CHECK_NUMBER(outcome.instructions, 500 + 10 + 52 * 10);
}

static void ask_time(void) { ic0_time(); }

static void change_pages(void) {
  HEAP[0] = 1;
  HEAP[4096] = HEAP[4096];
  HEAP[8192] = 1;
  ic0_time();
}

static void ask_time_and_trap(void) {
  change_pages();
  rt_raise(rt_trap_unreachable);
}

TEST(limit_is_exact) {
  install(&metered_module);
  limit(500);
  run_update(ask_time);
  check_ok();
  CHECK_NUMBER(outcome.instructions, 500);
  limit(499);
  run_update(ask_time);
  CHECK_ERROR(522, EXHAUSTED("499"));
  CHECK_NUMBER(outcome.instructions, 499);
}

/// A counter that code has driven below zero is noticed by the next call, also by one that is
/// cheap; a call that costs nothing does not look.
static void overdraw(void) {
  rt_the_instance.instructions_left = -5;
  ic0_stable64_size();
  HEAP[0] = 1;
  ic0_stable64_grow(0);
  test_fail(__FILE__, __LINE__, "the call returned");
}

static void overdraw_and_return(void) { rt_the_instance.instructions_left = -5; }

TEST(counter_below_zero_ends_the_message_at_a_call) {
  install(&metered_module);
  run_update(overdraw);
  CHECK_ERROR(522, EXHAUSTED("40000000000"));
  CHECK_NUMBER(outcome.instructions, 40000000000);
  run_update(overdraw_and_return);
  check_ok();
  CHECK_NUMBER(outcome.instructions, 40000000000);
}

static uint64_t huge_size;
static void read_much(void) { ic0_stable64_read(0, 0, huge_size); }
static void append_much(void) { ic0_msg_reply_data_append(0, huge_size); }
static void call_much(void) { ic0_call_new(0, huge_size, 0, huge_size, 0, 0, 0, 0); }
static void print_much(void) { ic0_debug_print(0, huge_size); }
static void trap_much(void) { ic0_trap(0, huge_size); }

TEST(sizes_that_nobody_can_pay_exceed_the_limit) {
  install(&metered_module);
  static const uint64_t sizes[] = {UINT64_C(1) << 40, INT64_MAX, UINT64_C(1) << 63,
                                   UINT64_MAX - 20};
  void (*const scripts[])(void) = {read_much, append_much, call_much, trap_much};
  for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
    huge_size = sizes[i];
    for (size_t j = 0; j < sizeof scripts / sizeof scripts[0]; j++) {
      run_update(scripts[j]);
      CHECK_ERROR(522, EXHAUSTED("40000000000"));
    }
  }
  huge_size = UINT64_MAX;
  run_update(append_much);
  CHECK_ERROR(522, EXHAUSTED("40000000000"));
  // The sum of 20 and the size wraps: cheap, but out of range.
  for (huge_size = UINT64_MAX - 19; huge_size != 0; huge_size++) {
    run_update(read_much);
    CHECK_ERROR(502, "Canister trapped: stable memory out of bounds");
    CHECK_NUMBER(outcome.instructions, 20 + huge_size);
  }
  // Printing is paid for up to the size of the log.
  huge_size = UINT64_MAX;
  run_update(print_much);
  check_ok();
  CHECK_NUMBER(outcome.instructions, 100 + 52 * 4096);
}

TEST(changed_heap_pages_are_paid_after_the_execution) {
  install(&metered_module);
  run_update(ask_time_and_trap);
  CHECK_NUMBER(rt_execution_error_code(outcome.error), 502);
  CHECK_NUMBER(outcome.instructions, 2500);
  limit(600);
  run_update(change_pages);
  check_ok();
  CHECK_NUMBER(outcome.instructions, 600);
  limit(0);
  run_update(change_pages);
  CHECK_NUMBER(outcome.instructions, 500);
}

TEST(changed_heap_pages_cost_more_with_64_bit_addresses) {
  install(&metered_module_64);
  run_update(change_pages);
  CHECK_NUMBER(outcome.instructions, 8500);
}

TEST(queries_do_not_pay_for_the_heap) {
  static const struct {
    rt_entry entry;
    uint64_t instructions;
  } cases[] = {{rt_entry_replicated_query, 500},  {rt_entry_query, 500},
               {rt_entry_inspect_message, 500},   {rt_entry_composite_query, 2500},
               {rt_entry_heartbeat, 2500},        {rt_entry_reply_callback, 2500}};
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    install(&metered_module);
    run_as(cases[i].entry, change_pages);
    check_ok();
    CHECK_NUMBER(outcome.instructions, cases[i].instructions);
    close_fake();
  }
}

static void start_script(void) {
  CHECK_NUMBER(ic0_performance_counter(0), 200);
  HEAP[0] = 1;
  HEAP[4096] = 1;
  HEAP[8192] = 1;
}

/// Page 0 as the segments left it but for one byte, page 1 as start left it, page 2 as it was at
/// first, page 3 as nobody left it.
static void init_script(void) {
  CHECK_NUMBER(ic0_performance_counter(0), 200);
  CHECK_NUMBER(ic0_performance_counter(1), 400);
  HEAP[1] = 1;
  HEAP[4096] = 1;
  HEAP[8192] = 0;
  HEAP[12288] = 1;
}

TEST(start_and_init_count_from_zero_and_share_a_limit) {
  open_fake(&metered_module, NULL);
  fake_start = start_script;
  fake_init = init_script;
  enter(rt_entry_install, "");
  check_ok();
  CHECK_NUMBER(outcome.instructions, 200 + 3000 + 400 + 3000);
  limit(3500);
  enter(rt_entry_reinstall, "");
  CHECK_ERROR(522, EXHAUSTED("3500"));
  CHECK_NUMBER(outcome.instructions, 3500);
}

static void check_context(void) {
  CHECK_NUMBER(ic0_performance_counter(0), 200);
  CHECK_NUMBER(ic0_performance_counter(1), 400 + 7000);
}

TEST(callbacks_know_what_their_context_used) {
  install(&metered_module);
  instructions_before = 7000;
  run_as(rt_entry_reply_callback, check_context);
  check_ok();
  CHECK_NUMBER(outcome.instructions, 400);
}

static void spend_all(void) { rt_the_instance.instructions_left = -1; }

TEST(limits_are_those_of_the_kind) {
  static const struct {
    rt_entry entry;
    uint64_t instructions;
  } cases[] = {
      {rt_entry_install, 300000000000},      {rt_entry_pre_upgrade, 300000000000},
      {rt_entry_post_upgrade, 299999993000}, {rt_entry_update, 40000000000},
      {rt_entry_replicated_query, 5000000000}, {rt_entry_query, 5000000000},
      {rt_entry_composite_query, 5000000000},  {rt_entry_inspect_message, 200000000},
      {rt_entry_heartbeat, 40000000000},       {rt_entry_global_timer, 40000000000},
      {rt_entry_on_low_wasm_memory, 40000000000}, {rt_entry_reply_callback, 38000000000},
      {rt_entry_reject_callback, 38000000000},    {rt_entry_cleanup, 2000000000},
  };
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    open_fake(&metered_module, NULL);
    if (cases[i].entry != rt_entry_install) enter(rt_entry_install, "");
    instructions_before = 7000;
    run_as(cases[i].entry, spend_all);
    check_ok();
    CHECK_NUMBER(outcome.instructions, cases[i].instructions);
    close_fake();
  }
}

static void ask_for_nothing(void) {
  CHECK_NUMBER(ic0_performance_counter(0), 0);
  ic0_stable64_grow(1);
  ic0_stable64_write(0, 0, 65536);
}

TEST(code_that_counts_nothing_has_no_limit) {
  install(&fake_module);
  limit(1);
  run_update(ask_for_nothing);
  check_ok();
  CHECK_NUMBER(outcome.instructions, 0);
}

__attribute__((no_sanitize("address", "undefined"))) static void fault(void) {
  ic0_time();
  *(volatile uint8_t *)(RT_MEMORY_BASE + rt_the_instance.memory_size_bytes) = 1;
}

static void trap_by_itself(void) { rt_raise(rt_trap_unreachable); }

TEST(a_fault_hides_the_count_of_code_that_has_the_counter_to_itself) {
  const struct { const rt_module *module; void (*script)(void); bool is_hidden; } cases[] = {
      {&hiding_module, fault, true},
      {&hiding_module, trap_by_itself, false},
      {&metered_module, fault, false},
      {&fake_module, fault, false}};
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    install(cases[i].module);
    run_update(cases[i].script);
    CHECK_NUMBER(outcome.result, rt_result_error);
    CHECK_NUMBER(outcome.is_count_hidden, cases[i].is_hidden);
    // It is of this message alone.
    run_update(NULL);
    CHECK_NUMBER(outcome.is_count_hidden, 0);
    close_fake();
  }
}
