// Composite queries that wait for answers: their changes are set aside and taken up again.
#include <string.h>

#include "harness.h"

static void start_query(void) {
  ic0_stable64_grow(1);
  rt_memory_grow(1);
  HEAP[70000] = 1;
  STABLE_WRITTEN(5000) = 2;
  fake_counter_global = 3;
}

static void expect_nothing(void) {
  CHECK_NUMBER(rt_the_instance.memory_size_bytes, 65536);
  CHECK_NUMBER(ic0_stable64_size(), 0);
  CHECK_NUMBER(fake_counter_global, 0);
}

static void expect_changes_and_add(void) {
  CHECK_NUMBER(HEAP[70000], 1);
  CHECK_NUMBER(STABLE[5000], 2);
  CHECK_NUMBER(fake_counter_global++, 3);
  HEAP[0]++;
}

static void expect_addition(void) {
  CHECK_NUMBER(HEAP[0], 1);
  CHECK_NUMBER(fake_counter_global, 4);
}

static void change_and_trap(void) {
  expect_changes_and_add();
  rt_memory_grow(5);
  rt_raise(rt_trap_unreachable);
}

static void (*callback_script)(void);
static void call_script(uint64_t environment) {
  (void)environment;
  callback_script();
}

static void query(void (*script)(void)) {
  static const char method[] = "run composite";
  fake_script = script;
  rt_message message = {.entry = rt_entry_composite_query,
                        .hold = true,
                        .method = {(const uint8_t *)method, sizeof method - 1}};
  execute(&message);
}

static rt_message callback_of(rt_entry entry, void (*script)(void)) {
  fake_callback = call_script;
  callback_script = script;
  return (rt_message){
      .entry = entry, .hold = true, .continues = true, .is_composite = true, .function = 1};
}

static void call_back(rt_entry entry, void (*script)(void)) {
  rt_message message = callback_of(entry, script);
  execute(&message);
}

static void require(bool done) {
  if (!done) test_fail(__FILE__, __LINE__, "%s", error.text);
}

TEST(callbacks_of_composite_queries_see_their_changes) {
  install_fake();
  query(start_query);
  check_ok();
  require(rt_canister_set_aside(canister, &error));
  // In between the state is the committed one, for other queries and for the same one again.
  run_as(rt_entry_query, expect_nothing);
  check_ok();
  query(expect_nothing);
  check_ok();
  require(rt_canister_set_aside(canister, &error));
  call_back(rt_entry_reply_callback, expect_nothing);
  check_ok();
  require(rt_canister_rollback(canister, &error));
  // A callback that fails leaves the changes as they were before it.
  call_back(rt_entry_reply_callback, change_and_trap);
  CHECK_NUMBER(rt_execution_error_code(outcome.error), 502);
  call_back(rt_entry_reject_callback, expect_changes_and_add);
  check_ok();
  CHECK(!rt_canister_commit(canister, &error));
  CHECK_TEXT(error.text, strlen(error.text), "a query's changes can't be committed");
  close_fake();
}

TEST(changes_accumulate_over_callbacks_and_vanish) {
  install_fake();
  query(start_query);
  require(rt_canister_set_aside(canister, &error));
  call_back(rt_entry_reply_callback, expect_changes_and_add);
  check_ok();
  require(rt_canister_set_aside(canister, &error));
  call_back(rt_entry_cleanup, expect_addition);
  check_ok();
  require(rt_canister_rollback(canister, &error));
  run_update(expect_nothing);
  check_ok();
  query(start_query);
  require(rt_canister_set_aside(canister, &error));
  require(rt_canister_discard(canister, &error));
  CHECK(!rt_canister_discard(canister, &error));
  run_update(expect_nothing);
  check_ok();
  close_fake();
}

/// Executes what must be refused for the reason given.
static void refuse(const rt_message *message, const char *reason) {
  CHECK(!rt_canister_execute(canister, message, &outcome, &error));
  CHECK_TEXT(error.text, strlen(error.text), reason);
}

TEST(only_queries_run_beside_changes_set_aside) {
  install_fake();
  rt_message orphan = callback_of(rt_entry_reply_callback, expect_nothing);
  refuse(&orphan, "there are no changes of a composite query to continue with");
  run_update(NULL);
  CHECK(!rt_canister_set_aside(canister, &error));
  query(start_query);
  CHECK(!rt_canister_commit(canister, &error));
  CHECK_TEXT(error.text, strlen(error.text), "a query's changes can't be committed");
  close_fake();
  install_fake();
  query(start_query);
  require(rt_canister_set_aside(canister, &error));
  rt_message update = {.entry = rt_entry_update, .method = {(const uint8_t *)"run", 3}};
  refuse(&update, "only queries can be executed while changes are set aside");
  rt_message plain = callback_of(rt_entry_reply_callback, expect_nothing);
  plain.is_composite = false;
  refuse(&plain, "there are no changes of a composite query to continue with");
  close_fake();
}
