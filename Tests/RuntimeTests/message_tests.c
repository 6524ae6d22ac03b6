// The System API's data of a message, and its answers.
#include <string.h>

#include "harness.h"

#define VIOLATION "Canister violated contract: "

static void check_memory(uint64_t address, const char *expected) {
  CHECK_TEXT(HEAP + address, strlen(expected), expected);
}

static void read_message(void) {
  CHECK_NUMBER(ic0_msg_arg_data_size(), 8);
  ic0_msg_arg_data_copy(100, 2, 3);
  check_memory(100, "gum");
  ic0_msg_arg_data_copy(65536, 8, 0);
  ic0_msg_arg_data_copy(65528, 0, 8);
  check_memory(65528, "argument");
  CHECK_NUMBER(ic0_msg_caller_size(), 3);
  ic0_msg_caller_copy(200, 0, 3);
  CHECK(memcmp(HEAP + 200, "\xAB\xCD\x01", 3) == 0);
  CHECK_NUMBER(ic0_msg_caller_info_data_size(), 0);
  CHECK_NUMBER(ic0_msg_caller_info_signer_size(), 0);
  ic0_msg_caller_info_data_copy(0, 0, 0);
  ic0_msg_caller_info_signer_copy(0, 0, 0);
  CHECK_NUMBER(ic0_msg_deadline(), 0);
  CHECK_NUMBER(ic0_time(), 1000);
  CHECK_NUMBER(ic0_in_replicated_execution(), 1);
  CHECK_NUMBER(ic0_performance_counter(0), 0);
  CHECK_NUMBER(ic0_performance_counter(1), 0);
}

static void read_reply(void) {
  CHECK_NUMBER(ic0_msg_reject_code(), 0);
  CHECK_NUMBER(ic0_msg_arg_data_size(), 8);
  CHECK_NUMBER(ic0_msg_cycles_refunded(), 60);
  CHECK_NUMBER(ic0_msg_cycles_available(), 500);
  CHECK_NUMBER(ic0_msg_cycles_accept(600), 500);
  CHECK_NUMBER(ic0_msg_cycles_available(), 0);
  CHECK_NUMBER(ic0_msg_cycles_refunded(), 60);
}

static void read_reject(void) {
  CHECK_NUMBER(ic0_msg_reject_code(), 4);
  CHECK_NUMBER(ic0_msg_reject_msg_size(), 8);
  ic0_msg_reject_msg_copy(100, 2, 6);
  check_memory(100, "jected");
}

static void read_inspection(void) {
  CHECK_NUMBER(ic0_msg_method_name_size(), 3);
  ic0_msg_method_name_copy(100, 1, 2);
  check_memory(100, "un");
  CHECK_NUMBER(ic0_in_replicated_execution(), 0);
  ic0_accept_message();
}

static void accept_twice(void) {
  ic0_accept_message();
  ic0_accept_message();
}

static void read_task(void) { CHECK_NUMBER(ic0_msg_caller_size(), 0); }

TEST(messages_tell_what_they_are) {
  install_fake();
  const struct { rt_entry entry; void (*script)(void); } cases[] = {
      {rt_entry_update, read_message},
      {rt_entry_reply_callback, read_reply},
      {rt_entry_reject_callback, read_reject},
      {rt_entry_heartbeat, read_task},
  };
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    run_as(cases[i].entry, cases[i].script);
    check_ok();
  }
  run_as(rt_entry_inspect_message, read_inspection);
  check_ok();
  CHECK(outcome.is_message_accepted);
  run_as(rt_entry_inspect_message, accept_twice);
  CHECK_ERROR(504, VIOLATION "ic0.accept_message: the function was already called.");
  close_fake();
}

// Ranges -----------------------------------------------------------------------------------------

static void heap_range(void) { ic0_msg_arg_data_copy(65530, 0, 8); }
static void payload_range(void) { ic0_msg_arg_data_copy(0, 2, 7); }
static void offset_past_end(void) { ic0_msg_arg_data_copy(0, 9, 0); }
static void both_ranges(void) { ic0_msg_arg_data_copy(65530, 9, 8); }
static void wrapping_range(void) { ic0_msg_arg_data_copy(UINT64_MAX, 0, 2); }
static void caller_range(void) { ic0_msg_caller_copy(0, 1, 3); }
static void self_range(void) { ic0_canister_self_copy(0, 1, 10); }
static void subnet_range(void) { ic0_subnet_self_copy(0, 0, 1); }
static void root_key_range(void) { ic0_root_key_copy(0, 133, 1); }
static void reply_range(void) { ic0_msg_reply_data_append(65535, 2); }
static void reject_range(void) { ic0_msg_reject(65537, 0); }
static void controller_range(void) { ic0_is_controller(65536, 1); }
static void controller_size(void) { ic0_is_controller(0, 30); }
static void certified_range(void) { ic0_certified_data_set(65536, 1); }
static void certified_size(void) { ic0_certified_data_set(0, 33); }
static void cycles_range(void) { ic0_canister_cycle_balance128(65521); }
static void counter_type(void) { ic0_performance_counter(2); }
static void key_name(void) {
  HEAP[0] = 0xFF;
  ic0_cost_sign_with_ecdsa(0, 1, 0, 0);
}

TEST(ranges_that_are_wrong_are_told_in_the_words_of_the_ic) {
  const struct { void (*script)(void); const char *text; } cases[] = {
      {heap_range,
       VIOLATION "ic0.msg_arg_data_copy heap: src=65530 + length=8 exceeds the slice size=65536"},
      {payload_range,
       VIOLATION "ic0.msg_arg_data_copy payload: src=2 + length=7 exceeds the slice size=8"},
      {offset_past_end,
       VIOLATION "ic0.msg_arg_data_copy payload: src=9 + length=0 exceeds the slice size=8"},
      {both_ranges,
       VIOLATION "ic0.msg_arg_data_copy heap: src=65530 + length=8 exceeds the slice size=65536"},
      {wrapping_range, VIOLATION "ic0.msg_arg_data_copy heap: src=18446744073709551615 + length=2 "
                                 "is an invalid address"},
      {caller_range,
       VIOLATION "ic0.msg_caller_copy id: src=1 + length=3 exceeds the slice size=3"},
      {self_range,
       VIOLATION "ic0.canister_self_copy id: src=1 + length=10 exceeds the slice size=10"},
      {subnet_range,
       VIOLATION "ic0.subnet_self_copy id: src=0 + length=1 exceeds the slice size=0"},
      {root_key_range,
       VIOLATION "ic0.root_key_copy bytes: src=133 + length=1 exceeds the slice size=133"},
      {reply_range, VIOLATION "msg.reply: src=65535 + length=2 exceeds the slice size=65536"},
      {reject_range, VIOLATION "ic0.msg_reject: src=65537 + length=0 exceeds the slice size=65536"},
      {controller_range,
       VIOLATION "ic0.is_controller: src=65536 + length=1 exceeds the slice size=65536"},
      {controller_size, "Canister provided invalid principal id"},
      {certified_range,
       VIOLATION "ic0_certified_data_set failed because src + size is out of bounds. Found src = "
                 "65536 and size = 1 while src + size must be <= 65536"},
      {certified_size,
       VIOLATION "ic0_certified_data_set failed because the passed data must be no larger than 32 "
                 "bytes. Found 33 bytes."},
      {cycles_range,
       VIOLATION "ic0_canister_cycle_balance128 failed because dst + size is out of bounds.Found "
                 "dst = 65521 and size = 16 while must be <= 65536"},
      {counter_type, VIOLATION "Error getting performance counter type 2"},
      {key_name, VIOLATION "Failed to decode key name \xEF\xBF\xBD"},
  };
  install_fake();
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    run_update(cases[i].script);
    CHECK_ERROR(504, cases[i].text);
  }
  close_fake();
}

// Responding -------------------------------------------------------------------------------------

static void reply_in_parts(void) {
  memcpy(HEAP, "abcdef", 6);
  ic0_msg_reply_data_append(0, 3);
  ic0_msg_reply_data_append(4, 2);
  ic0_msg_reply_data_append(65536, 0);
  ic0_msg_reply();
}

static void reject_after_append(void) {
  reply_in_parts();
  ic0_msg_reject(0, 1);
}

static void reject_in_words(void) {
  memcpy(HEAP, "not t\xC3\xB6"
               "day",
         10);
  ic0_msg_reply_data_append(0, 4);
  ic0_msg_reject(0, 10);
}

static void reply_twice(void) {
  ic0_msg_reply();
  ic0_msg_reply();
}

static void append_after_reply(void) {
  ic0_msg_reply();
  ic0_msg_reply_data_append(0, 1);
}

static void reject_bad_text(void) {
  HEAP[0] = 0xC0;
  ic0_msg_reject(0, 1);
}

static void reply_much(void) {
  rt_memory_grow(64);
  ic0_msg_reply_data_append(0, 2097152);
  ic0_msg_reply_data_append(0, 1);
}

static void reject_much(void) { ic0_msg_reject(0, 2097153); }
static void reply_absurdly_much(void) { ic0_msg_reply_data_append(0, UINT64_MAX); }

static void reply_much_to_query(void) {
  rt_memory_grow(64);
  ic0_msg_reply_data_append(0, 3145728);
  ic0_msg_reply();
}

TEST(a_call_is_answered_once) {
  install_fake();
  run_update(reply_in_parts);
  CHECK_NUMBER(outcome.result, rt_result_reply);
  CHECK_TEXT(outcome.response.bytes, outcome.response.size, "abcef");
  run_update(reject_in_words);
  CHECK_NUMBER(outcome.result, rt_result_reject);
  CHECK_TEXT(outcome.response.bytes, outcome.response.size, "not t\xC3\xB6"
                                                            "day");
  run_as(rt_entry_query, reply_much_to_query);
  CHECK_NUMBER(outcome.response.size, 3145728);
  const struct { void (*script)(void); const char *text; } cases[] = {
      {reject_after_append, VIOLATION "ic0.msg_reject: the call is already replied"},
      {reply_twice, VIOLATION "ic0.msg_reply: the call is already replied"},
      {append_after_reply, VIOLATION "ic0.msg_reply_data_append: the call is already replied."},
      {reject_bad_text, VIOLATION "ic0.msg_reject: invalid UTF-8 string provided"},
      {reply_much, VIOLATION "ic0.msg_reply_data_append: application payload size (2097153) cannot "
                             "be larger than 2097152."},
      {reply_absurdly_much, VIOLATION "ic0.msg_reply_data_append: application payload size "
                                      "(18446744073709551615) cannot be larger than 2097152."},
      {reject_much, VIOLATION "ic0.msg_reject: application payload size (2097153) cannot be larger "
                              "than 2097152."},
  };
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    run_update(cases[i].script);
    CHECK_ERROR(504, cases[i].text);
  }
  close_fake();
}

static void reply_from_callback(uint64_t environment) {
  CHECK_NUMBER(environment, 5);
  ic0_msg_reply();
}

TEST(a_callback_does_not_answer_an_answered_call) {
  install_fake();
  fake_callback = reply_from_callback;
  rt_message message = {.entry = rt_entry_reply_callback,
                        .function = 1,
                        .environment = UINT64_C(0x700000005)};
  execute(&message);
  CHECK_NUMBER(outcome.result, rt_result_reply);
  message.is_answered = true;
  execute(&message);
  CHECK_ERROR(504, VIOLATION "ic0.msg_reply: the call is already replied");
  close_fake();
}

TEST(callbacks_are_looked_up_in_table_0) {
  install_fake();
  rt_message message = {.entry = rt_entry_reject_callback, .function = 3};
  execute(&message);
  CHECK_ERROR(513, "Canister requested to invoke a non-existent Wasm function 3 from table 0");
  message.function = UINT64_MAX;
  execute(&message);
  CHECK_NUMBER(rt_execution_error_code(outcome.error), 513);
  message.function = 0;
  execute(&message);
  CHECK_ERROR(502, "Canister trapped: unexpected null function reference");
  message.function = 2;
  execute(&message);
  CHECK_ERROR(504, VIOLATION "function invocation does not match its signature");
  close_fake();
}

TEST(methods_are_looked_up_by_name_and_kind) {
  install_fake();
  enter(rt_entry_update, "run query");
  CHECK_ERROR(536, "Canister has no update method 'run query'.");
  enter(rt_entry_query, "run");
  CHECK_ERROR(536, "Canister has no query method 'run'.");
  enter(rt_entry_composite_query, "");
  CHECK_ERROR(536, "Canister has no composite_query method ''.");
  close_fake();
}

TEST(nothing_runs_before_installation) {
  open_fake(&fake_module, NULL);
  const char *text = "Attempted to execute a message, but the canister contains no Wasm module.";
  for (uint8_t entry = rt_entry_pre_upgrade; entry < rt_entry_count; entry++) {
    enter((rt_entry)entry, "run");
    CHECK_ERROR(537, text);
  }
  close_fake();
}

// Printing and trapping --------------------------------------------------------------------------

static void print(void) {
  memcpy(HEAP, "one\xFF"
               "two",
         7);
  ic0_debug_print(0, 4);
  ic0_debug_print(65536, 1);
  ic0_debug_print(4, 3);
}

static void print_much(void) {
  for (int i = 0; i < 100; i++) ic0_debug_print(0, 65536);
}

static void trap_with_words(void) {
  print();
  ic0_trap(0, 7);
}

static void trap_nowhere(void) { ic0_trap(UINT64_MAX, 1); }

TEST(prints_survive_traps) {
  install_fake();
  // They are bytes, where the trap's own words are a text.
  const char *prints = "\4\0\0\0one\xFF*\0\0\0(debug_print message out of memory bounds)"
                       "\3\0\0\0two";
  run_update(trap_with_words);
  CHECK_ERROR(503, "Canister called `ic0.trap` with message: 'one\xEF\xBF\xBDtwo'");
  CHECK_NUMBER(outcome.prints.count, 3);
  CHECK_NUMBER(outcome.prints.size, 4 + 4 + 4 + 42 + 4 + 3);
  CHECK(memcmp(outcome.prints.bytes, prints, outcome.prints.size) == 0);
  run_update(trap_nowhere);
  CHECK_ERROR(503,
              "Canister called `ic0.trap` with message: '(trap message out of memory bounds)'");
  run_update(print_much);
  check_ok();
  CHECK(outcome.prints.count > 30 && outcome.prints.size < 1200000);
  close_fake();
}
