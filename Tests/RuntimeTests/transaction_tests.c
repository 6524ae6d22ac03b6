// Messages as transactions: what is kept, what is dropped, and what is written.
#include <string.h>

#include "fault.h"
#include "harness.h"

static void check_reply(uint8_t heap, uint8_t stable, uint8_t global) {
  CHECK_NUMBER(outcome.result, rt_result_reply);
  CHECK_NUMBER(outcome.response.size, 3);
  CHECK_NUMBER(outcome.response.bytes[0], heap);
  CHECK_NUMBER(outcome.response.bytes[1], stable);
  CHECK_NUMBER(outcome.response.bytes[2], global);
}

/// Counts without keeping it: the state is at `count`.
static void check_count(uint8_t count) {
  enter(rt_entry_query, "peek");
  check_reply((uint8_t)(count + 1), (uint8_t)(count + 1), (uint8_t)(count + 1));
}

TEST(updates_are_kept_and_queries_are_not) {
  install_fake();
  for (uint8_t i = 0; i < 5; i++) {
    check_count(i);
    enter(rt_entry_replicated_query, "peek");
    check_reply(i + 1, i + 1, i + 1);
    enter(rt_entry_update, "count");
    check_reply(i + 1, i + 1, i + 1);
  }
  close_fake();
}

TEST(traps_roll_everything_back) {
  install_fake();
  enter(rt_entry_update, "count");
  enter(rt_entry_update, "print_and_trap");
  CHECK_NUMBER(rt_execution_error_code(outcome.error), 503);
  check_count(1);
  CHECK_NUMBER(rt_the_instance.memory_size_bytes, RT_WASM_PAGE_BYTES);
  close_fake();
}

static void grow_and_write(void) {
  rt_memory_grow(10);
  HEAP[5 * RT_WASM_PAGE_BYTES] = 1;
  ic0_stable64_grow(10);
  STABLE_WRITTEN(5 * RT_WASM_PAGE_BYTES) = 1;
  fake_counter_global = 99;
}

static void grow_and_trap(void) {
  grow_and_write();
  rt_raise(rt_trap_unreachable);
}

static void see_zeros(void) {
  CHECK_NUMBER(fake_counter_global, 0);
  rt_memory_grow(10);
  ic0_stable64_grow(10);
  for (uint64_t i = 0; i < 11 * RT_WASM_PAGE_BYTES; i++) {
    CHECK(HEAP[i] == 0 || (i >= 16 && i < 21));
    CHECK(i >= 10 * RT_WASM_PAGE_BYTES || STABLE[i] == 0);
  }
}

static void drop_segments(void) {
  CHECK_NUMBER(fake_dropped_segments, 0);
  fake_dropped_segments = 5;
}

TEST(each_execution_has_its_passive_segments_again) {
  open_fake(&fake_module, NULL);
  fake_start = fake_init = drop_segments;
  enter(rt_entry_install, "");
  check_ok();
  for (int i = 0; i < 2; i++) {
    run_update(drop_segments);
    check_ok();
  }
  close_fake();
}

TEST(grown_memory_is_taken_back_and_comes_again_as_zeros) {
  install_fake();
  run_update(grow_and_trap);
  CHECK_NUMBER(rt_the_instance.memory_size_bytes, RT_WASM_PAGE_BYTES);
  CHECK_NUMBER(rt_the_instance.stable_size_bytes, 0);
  run_update(see_zeros);
  check_ok();
  CHECK_NUMBER(outcome.heap_pages_changed, 0);
  close_fake();
}

static void write_same(void) { memcpy(HEAP + 16, "hello", 5); }
static void write_two_pages(void) {
  HEAP[4095] = 1;
  HEAP[4096] = 1;
}

TEST(pages_that_are_as_before_are_not_counted) {
  install_fake();
  run_update(write_same);
  CHECK_NUMBER(outcome.heap_pages_changed, 0);
  run_update(write_two_pages);
  CHECK_NUMBER(outcome.heap_pages_changed, 2);
  run_update(write_two_pages);
  CHECK_NUMBER(outcome.heap_pages_changed, 0);
  close_fake();
}

TEST(held_changes_wait_for_their_end) {
  install_fake();
  rt_message message = {.entry = rt_entry_update,
                        .hold = true,
                        .method = {(const uint8_t *)"count", 5}};
  rt_status status;
  for (uint8_t i = 0; i < 4; i++) {
    execute(&message);
    CHECK(rt_canister_is_pending(canister));
    CHECK(!rt_canister_status(canister, &status, &error));
    CHECK(!rt_canister_execute(canister, &message, &outcome, &error));
    if (i % 2 == 0) {
      CHECK(rt_canister_commit(canister, &error));
    } else {
      CHECK(rt_canister_rollback(canister, &error));
    }
    CHECK(!rt_canister_commit(canister, &error));
    CHECK(!rt_canister_rollback(canister, &error));
    check_count((uint8_t)(1 + i / 2));
  }
  close_fake();
}

TEST(state_is_there_after_reopening) {
  const char *directory = test_path("state");
  open_fake(&fake_module, directory);
  enter(rt_entry_install, "");
  for (uint8_t i = 1; i < 5; i++) {
    enter(rt_entry_update, "count");
    check_reply(i, i, i);
    close_fake();
    fake_counter_global = 77;
    open_fake(&fake_module, directory);
  }
  rt_status before;
  CHECK(rt_canister_status(canister, &before, &error));
  CHECK(before.is_installed && before.heap_pages == 1 && before.stable_pages == 1);
  CHECK_NUMBER(before.version, 5);
  close_fake();
}

TEST(a_status_has_the_globals) {
  install_fake();
  uint8_t globals[1024];
  for (uint8_t i = 1; i < 4; i++) {
    rt_status status;
    enter(rt_entry_update, "count");
    CHECK(rt_canister_status(canister, &status, &error));
    rt_bytes found = status.globals;
    CHECK(found.size > 0 && found.size < sizeof globals);
    if (i > 1) CHECK(memcmp(found.bytes, globals, found.size) != 0);
    memcpy(globals, found.bytes, found.size);
    enter(rt_entry_query, "peek");
    CHECK(rt_canister_status(canister, &status, &error));
    CHECK(memcmp(status.globals.bytes, globals, found.size) == 0);
  }
  close_fake();
}

static void write_far_in_heap(void) { HEAP[50000] = 1; }

TEST(a_reinstallation_begins_with_nothing) {
  install_fake();
  run_update(write_far_in_heap);
  for (int i = 0; i < 3; i++) enter(rt_entry_update, "count");
  enter(rt_entry_install, "");
  CHECK_ERROR(514, "Canister bnz7o-iuaaa-aaaaa-qaaaa-cai cannot be installed because the canister "
                   "is not empty. Try installing with mode='reinstall' instead.");
  check_count(3);
  run_as(rt_entry_reinstall, grow_and_trap);
  CHECK_NUMBER(rt_execution_error_code(outcome.error), 502);
  check_count(3);
  CHECK_NUMBER(HEAP[50000], 1);
  enter(rt_entry_reinstall, "");
  check_ok();
  check_count(0);
  CHECK_NUMBER(HEAP[50000], 0);
  close_fake();
}

TEST(an_upgrade_keeps_stable_memory) {
  install_fake();
  for (int i = 0; i < 3; i++) enter(rt_entry_update, "count");
  enter(rt_entry_post_upgrade, "");
  check_ok();
  enter(rt_entry_update, "count");
  check_reply(1, 4, 1);
  rt_message message = {.entry = rt_entry_post_upgrade, .keep_memory = true};
  execute(&message);
  CHECK_ERROR(504, "Invalid upgrade option: The `wasm_memory_persistence: opt Keep` upgrade option "
                   "requires that the new canister module supports enhanced orthogonal "
                   "persistence.");
  close_fake();
}

TEST(an_upgrade_of_a_persistent_module_keeps_the_heap_too) {
  rt_module persistent = fake_module;
  persistent.has_enhanced_orthogonal_persistence = 1;
  open_fake(&persistent, NULL);
  enter(rt_entry_install, "");
  for (int i = 0; i < 3; i++) enter(rt_entry_update, "count");
  rt_message message = {.entry = rt_entry_post_upgrade, .keep_memory = true};
  execute(&message);
  check_ok();
  enter(rt_entry_update, "count");
  check_reply(4, 4, 1);
  enter(rt_entry_post_upgrade, "");
  CHECK_ERROR(504, "Missing upgrade option: Enhanced orthogonal persistence requires the "
                   "`wasm_memory_persistence` upgrade option.");
  message = (rt_message){.entry = rt_entry_post_upgrade, .replace_memory = true};
  execute(&message);
  check_ok();
  enter(rt_entry_update, "count");
  check_reply(1, 5, 1);
  close_fake();
}

TEST(another_module_does_not_go_on_with_the_state) {
  const char *directory = test_path("state");
  open_fake(&fake_module, directory);
  enter(rt_entry_install, "");
  close_fake();
  open_fake(&other_module, directory);
  rt_message message = {.entry = rt_entry_update, .method = {(const uint8_t *)"count", 5}};
  CHECK(!rt_canister_execute(canister, &message, &outcome, &error));
  CHECK(strstr(error.text, "the state belongs to another module (fake canister)") != NULL);
  enter(rt_entry_post_upgrade, "");
  check_ok();
  execute(&message);
  check_reply(1, 1, 1);
  close_fake();
}

static void scatter(void) {
  ic0_stable64_grow(8192000);
  for (uint64_t i = 0; i < 1000; i++) STABLE_WRITTEN(i * UINT64_C(500000000)) = 1;
}

static void see_scattered(void) {
  for (uint64_t i = 0; i < 1000; i++) CHECK_NUMBER(STABLE[i * UINT64_C(500000000)], 1);
  CHECK_NUMBER(STABLE[1], 0);
}

TEST(cost_follows_the_pages_touched) {
  const char *directory = test_path("state");
  open_fake(&fake_module, directory);
  enter(rt_entry_install, "");
  run_update(scatter);
  check_ok();
  CHECK_NUMBER(outcome.stable_pages_changed, 1000);
  close_fake();
  open_fake(&fake_module, directory);
  run_update(see_scattered);
  check_ok();
  rt_status status;
  CHECK(rt_canister_status(canister, &status, &error));
  close_fake();
}

TEST(without_the_newer_system_call_the_same_pages_are_found) {
  fault_refuses_scan = 1;
  install_fake();
  for (uint8_t i = 0; i < 3; i++) {
    check_count(i);
    enter(rt_entry_update, "count");
    CHECK_NUMBER(outcome.heap_pages_changed, 1);
    CHECK_NUMBER(outcome.stable_pages_changed, 1);
  }
  run_update(grow_and_trap);
  check_count(3);
  close_fake();
}
