// Calls to other canisters: building, performing, and what can go wrong.
#include <stdio.h>
#include <string.h>

#include "base/wire.h"
#include "harness.h"
#include "process/frame.h"

#define VIOLATION "Canister violated contract: "

/// Begins a call of `method` to the canister `\x04`.
static void begin_call(void) {
  HEAP[0] = 4;
  memcpy(HEAP + 1, "m\xFFn", 3);
  ic0_call_new(0, 1, 1, 3, 1, 10, 2, 20);
}

static void make_calls(void) {
  begin_call();
  ic0_call_cycles_add(400);
  CHECK_NUMBER(ic0_canister_cycle_balance(), 600);
  // A new call drops the one under construction.
  begin_call();
  CHECK_NUMBER(ic0_canister_cycle_balance(), 1000);
  memcpy(HEAP + 10, "payload", 7);
  ic0_call_data_append(10, 3);
  ic0_call_data_append(13, 4);
  ic0_call_cycles_add128(0, 100);
  ic0_call_cycles_add(5);
  ic0_call_on_cleanup(3, 30);
  ic0_call_with_best_effort_response(1000);
  CHECK_NUMBER(ic0_call_perform(), 0);
  begin_call();
  CHECK_NUMBER(ic0_call_perform(), 0);
  // One that is never performed gives its cycles back.
  begin_call();
  ic0_call_cycles_add(300);
}

static void set_balance(uint64_t cycles) {
  rt_settings settings = {.cycle_balance = {.low = cycles}, .status = 1, .is_free = true};
  rt_canister_configure(canister, &settings);
}

static void see_balance(void) { CHECK_NUMBER(ic0_canister_cycle_balance(), 895); }

TEST(calls_are_handed_out_when_the_message_succeeds) {
  install_fake();
  set_balance(1000);
  run_update(make_calls);
  check_ok();
  CHECK_NUMBER(outcome.calls.count, 2);
  rt_wire_reader reader = {.at = outcome.calls.bytes, .left = outcome.calls.size};
  rt_bytes callee = rt_wire_bytes(&reader);
  CHECK_TEXT(callee.bytes, callee.size, "\4");
  rt_bytes method = rt_wire_bytes(&reader);
  CHECK_TEXT(method.bytes, method.size, "m\xEF\xBF\xBDn");
  rt_bytes payload = rt_wire_bytes(&reader);
  CHECK_TEXT(payload.bytes, payload.size, "payload");
  const uint64_t words[] = {105, 0, 1, 10, 2, 20};
  for (size_t i = 0; i < 6; i++) CHECK_NUMBER(rt_wire_u64(&reader), words[i]);
  CHECK_NUMBER(rt_wire_u8(&reader), 1);
  CHECK_NUMBER(rt_wire_u64(&reader), 3);
  CHECK_NUMBER(rt_wire_u64(&reader), 30);
  CHECK_NUMBER(rt_wire_u32(&reader), 300);
  rt_wire_bytes(&reader);
  rt_wire_bytes(&reader);
  CHECK_NUMBER(rt_wire_bytes(&reader).size, 0);
  for (size_t i = 0; i < 6; i++) rt_wire_u64(&reader);
  CHECK_NUMBER(rt_wire_u8(&reader), 0);
  rt_wire_u64(&reader);
  rt_wire_u64(&reader);
  CHECK_NUMBER(rt_wire_u32(&reader), 0);
  CHECK(reader.left == 0 && !reader.has_failed);
  run_update(see_balance);
  check_ok();
  close_fake();
}

enum { name_bytes = 5, call_price = 260000 + 1000 * name_bytes + 1000 * 2097152 };
static const uint64_t callback_price = 7000;

static void call_twice(void) {
  begin_call();
  ic0_call_cycles_add(100);
  CHECK_NUMBER(ic0_call_perform(), 0);
  CHECK_NUMBER(ic0_canister_cycle_balance(), call_price + callback_price - 1);
  begin_call();
  ic0_call_cycles_add(50);
  CHECK_NUMBER(ic0_call_perform(), 2);
  CHECK_NUMBER(ic0_canister_cycle_balance(), call_price + callback_price - 1);
}

TEST(calls_are_paid_for_with_their_callbacks) {
  rt_settings settings = {.cycle_balance = {.low = 2 * (call_price + callback_price) + 99},
                          .status = 1,
                          .nodes = 13,
                          .callback_prepayment = {.low = callback_price}};
  install_fake();
  rt_canister_configure(canister, &settings);
  run_update(call_twice);
  check_ok();
  CHECK_NUMBER(outcome.calls.count, 1);
  close_fake();
}

static void call_once(void) {
  begin_call();
  CHECK_NUMBER(ic0_call_perform(), 2);
}

TEST(calls_leave_enough_for_the_memory_that_they_set_aside) {
  // What memory costs in a second: two pages and, for each call, the largest response.
  const uint64_t limit = 10000 + 317500ull * 65536 / (1 << 30) + 317500ull * 2097296 / (1 << 30);
  rt_settings settings = {.cycle_balance = {.low = call_price + callback_price + limit - 1},
                          .status = 1,
                          .nodes = 13,
                          .freezing_threshold_seconds = 1,
                          .callback_prepayment = {.low = callback_price}};
  install_fake();
  rt_canister_configure(canister, &settings);
  run_update(call_once);
  check_ok();
  CHECK_NUMBER(outcome.calls.count, 0);
  close_fake();
}

static void append_without(void) { ic0_call_data_append(0, 1); }
static void cleanup_without(void) { ic0_call_on_cleanup(0, 0); }
static void perform_without(void) { ic0_call_perform(); }
static void cycles_without(void) { ic0_call_cycles_add(1); }
static void cycles128_without(void) { ic0_call_cycles_add128(0, 1); }
static void timeout_without(void) { ic0_call_with_best_effort_response(1); }
static void perform_twice(void) {
  begin_call();
  ic0_call_perform();
  ic0_call_perform();
}
static void cleanup_twice(void) {
  begin_call();
  ic0_call_on_cleanup(1, 1);
  ic0_call_on_cleanup(1, 1);
}
static void timeout_twice(void) {
  begin_call();
  ic0_call_with_best_effort_response(0);
  ic0_call_with_best_effort_response(1);
}
static void method_long(void) { ic0_call_new(0, 0, 0, 20001, 0, 0, 0, 0); }
static void method_range(void) { ic0_call_new(0, 0, 65536, 1, 0, 0, 0, 0); }
static void callee_range(void) { ic0_call_new(65536, 1, 0, 1, 0, 0, 0, 0); }
static void callee_long(void) { ic0_call_new(0, 30, 0, 1, 0, 0, 0, 0); }
static void payload_range(void) {
  begin_call();
  ic0_call_data_append(65530, 7);
}
static void payload_long(void) {
  HEAP[0] = 4;
  ic0_call_new(0, 1, 0, 0, 0, 0, 0, 0);
  ic0_call_data_append(0, 10485761);
}
static void too_many_cycles(void) {
  begin_call();
  ic0_call_cycles_add128(0, 1001);
}

TEST(calls_that_are_built_wrongly_are_violations) {
  install_fake();
  set_balance(1000);
  const char *none = " called when no call is under construction.";
  const struct { void (*script)(void); const char *start; const char *end; } cases[] = {
      {append_without, VIOLATION "ic0.call_data_append", none},
      {cleanup_without, VIOLATION "ic0.call_on_cleanup", none},
      {perform_without, VIOLATION "ic0.call_perform", none},
      {perform_twice, VIOLATION "ic0.call_perform", none},
      {cycles_without, VIOLATION "ic0_call_cycles_add", none},
      {cycles128_without, VIOLATION "ic0_call_cycles_add128", none},
      {timeout_without, VIOLATION "ic0.call_with_best_effort_response", none},
      {cleanup_twice, VIOLATION "ic0.call_on_cleanup can be called at most once between",
       " `ic0.call_new` and `ic0.call_perform`"},
      {timeout_twice, VIOLATION "ic0_call_with_best_effort_response failed",
       " because a timeout is already set."},
      {method_long, VIOLATION "Size of method_name 20001", " exceeds the allowed limit of 20000."},
      {method_range, VIOLATION "ic0.call_new method_name: ",
       "src=65536 + length=1 exceeds the slice size=65536"},
      {callee_range, VIOLATION "ic0.call_new callee_src: ",
       "src=65536 + length=1 exceeds the slice size=65536"},
      {callee_long, "Canister provided invalid principal id", ""},
      {payload_range, VIOLATION "ic0.call_data_append: ",
       "src=65530 + length=7 exceeds the slice size=65536"},
      {payload_long, VIOLATION "Request to 2vxsx-fae: has a payload size of 10485761,",
       " which exceeds the allowed limit of 10485760."},
      {too_many_cycles, "Canister aaaaa-aa is out of cycles", ""},
  };
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    char text[256];
    snprintf(text, sizeof text, "%s%s", cases[i].start, cases[i].end);
    run_update(cases[i].script);
    CHECK_ERROR(504, text);
  }
  close_fake();
}

static void fill_queue(void) {
  for (int i = 0; i < 500; i++) {
    begin_call();
    CHECK_NUMBER(ic0_call_perform(), 0);
  }
  begin_call();
  ic0_call_cycles_add(7);
  CHECK_NUMBER(ic0_call_perform(), 2);
  CHECK_NUMBER(ic0_canister_cycle_balance(), 1000);
  // Another canister's queue is empty.
  ic0_call_new(0, 0, 0, 0, 0, 0, 0, 0);
  CHECK_NUMBER(ic0_call_perform(), 0);
}

/// Executes an update while calls of earlier messages wait.
static void run_update_after(void (*script)(void), const rt_buffer *queues, uint32_t queue_count,
                             uint64_t message_memory_taken) {
  fake_script = script;
  rt_message message = {.entry = rt_entry_update,
                        .method = {(const uint8_t *)"run", 3},
                        .queues = {queues->bytes, queues->size, queue_count},
                        .message_memory_taken = message_memory_taken};
  execute(&message);
}

TEST(queues_are_bounded) {
  install_fake();
  set_balance(1000);
  run_update(fill_queue);
  check_ok();
  CHECK_NUMBER(outcome.calls.count, 501);
  // The next message begins with free queues, if it is not told otherwise.
  run_update(fill_queue);
  check_ok();
  CHECK_NUMBER(outcome.calls.count, 501);
  close_fake();
}

static void find_slots(void) {
  begin_call();
  CHECK_NUMBER(ic0_call_perform(), 0);
  begin_call();
  CHECK_NUMBER(ic0_call_perform(), 2);
  // The queues of others are full, or nearly so.
  ic0_call_new(0, 0, 0, 0, 0, 0, 0, 0);
  CHECK_NUMBER(ic0_call_perform(), 2);
  HEAP[0] = 5;
  for (int i = 0; i < 500; i++) {
    ic0_call_new(0, 1, 0, 0, 0, 0, 0, 0);
    CHECK_NUMBER(ic0_call_perform(), 0);
  }
}

TEST(calls_that_wait_hold_slots) {
  install_fake();
  rt_buffer queues = {0};
  rt_wire_put_bytes(&queues, (rt_bytes){0});
  rt_wire_put_u32(&queues, 500);
  rt_wire_put_bytes(&queues, (rt_bytes){(const uint8_t *)"\4", 1});
  rt_wire_put_u32(&queues, 499);
  run_update_after(find_slots, &queues, 2, 0);
  check_ok();
  CHECK_NUMBER(outcome.calls.count, 501);
  rt_buffer_free(&queues);
  close_fake();
}

static bool is_best_effort;

/// Calls many canisters, once each, until a call is refused.
static void call_many(void) {
  HEAP[0] = 4;
  for (uint32_t i = 0; i < 3000; i++) {
    memcpy(HEAP + 1, &i, sizeof i);
    ic0_call_new(0, 5, 0, 0, 0, 0, 0, 0);
    if (is_best_effort) ic0_call_with_best_effort_response(1);
    if (ic0_call_perform() != 0) return;
  }
}

TEST(calls_take_memory_for_their_responses) {
  install_fake();
  set_balance(0);
  const uint64_t call = 2097152 + 144, all = UINT64_C(15) << 30;
  const struct { uint64_t taken; bool is_best_effort; uint32_t calls; } cases[] = {
      {0, false, 1919},
      {all - 4 * 3 * call, false, 3},
      {all - 4 * 3 * call + 4, false, 2},
      {all + 1, false, 0},
      {all - 4 * 144 * 7, true, 7},
      {RT_MESSAGE_MEMORY_FREE, false, 3000},
  };
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    is_best_effort = cases[i].is_best_effort;
    run_update_after(call_many, &(rt_buffer){0}, 0, cases[i].taken);
    check_ok();
    CHECK_NUMBER(outcome.calls.count, cases[i].calls);
  }
  close_fake();
}

static void fill_frames(void) {
  rt_memory_grow(200);
  for (int i = 0; i < 12; i++) {
    begin_call();
    ic0_call_data_append(0, i == 7 ? 10 * 1024 * 1024 - 5 : 2000000);
    CHECK_NUMBER(ic0_call_perform(), 0);
  }
}

TEST(calls_that_do_not_fit_beside_the_outcome_follow_it) {
  install_fake();
  run_update(fill_frames);
  check_ok();
  CHECK_NUMBER(outcome.calls.count, 12);
  rt_buffer frame = {0};
  rt_list calls;
  rt_frame_print_outcome(&frame, &outcome, &calls);
  CHECK_NUMBER(calls.count, 12 - 6);
  CHECK(frame.size < rt_limit_frame_bytes);
  const uint32_t left[] = {5, 4, 0};
  for (size_t i = 0; i < 3; i++) {
    rt_buffer_clear(&frame);
    CHECK(rt_frame_print_calls(&frame, &calls));
    CHECK_NUMBER(calls.count, left[i]);
    CHECK(frame.size < rt_limit_frame_bytes);
  }
  rt_buffer_clear(&frame);
  CHECK(!rt_frame_print_calls(&frame, &calls));
  rt_buffer_free(&frame);
  close_fake();
}
