// What the memory tracker charges: pages of 64 KiB, when an execution touches them first.
#include <string.h>

#include "harness.h"

#define ACCESS 80000
#define WRITE 80000
#define PAGE RT_WASM_PAGE_BYTES

static void install(const rt_module *module) {
  open_fake(module, NULL);
  enter(rt_entry_install, "");
  check_ok();
}

static int64_t left(void) { return rt_the_instance.instructions_left; }

#define CHECK_COST(call, cost)             \
  do {                                     \
    int64_t before = left();               \
    (void)(call);                          \
    CHECK_NUMBER(before - left(), (cost)); \
  } while (0)

#define CHECK_COST_VOID(call, cost) CHECK_COST(((call), 0), cost)

static void touch_heap(void) {
  rt_memory_grow(5 - rt_the_instance.memory_size_bytes / PAGE);
  CHECK_COST_VOID(rt_heap_touch(8, 8, rt_page_mark_accessed), ACCESS);
  CHECK_COST_VOID(rt_heap_touch(PAGE - 1, 1, rt_page_mark_accessed), 0);
  CHECK_COST_VOID(rt_heap_touch(0, 1, rt_page_mark_written), WRITE);
  CHECK_COST_VOID(rt_heap_touch(0, PAGE, rt_page_mark_written), 0);
  // A write that comes first is an access, too; so is what goes over the edge of a page.
  CHECK_COST_VOID(rt_heap_touch(2 * PAGE - 1, 2, rt_page_mark_written), 2 * (ACCESS + WRITE));
  CHECK_COST_VOID(rt_heap_touch(0, 4 * PAGE, rt_page_mark_accessed), ACCESS);
  CHECK_COST_VOID(rt_heap_touch(3 * PAGE, 0, rt_page_mark_written), 0);
  // An access that is about to trap maps nothing.
  CHECK_COST_VOID(rt_heap_touch(5 * PAGE - 4, 8, rt_page_mark_written), 0);
  CHECK_COST_VOID(rt_heap_touch(UINT64_MAX, 8, rt_page_mark_written), 0);
  CHECK_COST_VOID(rt_heap_touch_copy(4 * PAGE, 5 * PAGE, 1), 0);
  CHECK_COST_VOID(rt_heap_touch_copy(5 * PAGE, 4 * PAGE, 1), 0);
  CHECK_COST_VOID(rt_heap_touch_copy(4 * PAGE, 4 * PAGE, 1), ACCESS + WRITE);
}

TEST(tracker_charges_pages_of_the_heap_once_in_each_execution) {
  install(&tracking_module);
  for (int i = 0; i < 2; i++) {
    run_update(touch_heap);
    check_ok();
    CHECK_NUMBER(outcome.instructions, 5 * ACCESS + 4 * WRITE);
  }
}

TEST(tracker_charges_as_much_with_64_bit_addresses) {
  install(&tracking_module_64);
  run_update(touch_heap);
  check_ok();
  CHECK_NUMBER(outcome.instructions, 5 * ACCESS + 4 * WRITE);
}

static void touch_both_ways(void) {
  rt_heap_touch(0, 8, rt_page_mark_accessed);
  rt_heap_touch(0, 8, rt_page_mark_written);
  ic0_stable64_grow(1);
  ic0_stable64_write(0, 0, 1);
}

TEST(classic_regime_has_no_tracker) {
  install(&metered_module);
  run_update(touch_both_ways);
  CHECK_NUMBER(outcome.instructions, 121 + 1000);
}

TEST(tracker_charges_writes_where_changes_can_last) {
  static const struct {
    rt_entry entry;
    int writes;
  } cases[] = {{rt_entry_replicated_query, 0},  {rt_entry_query, 0},
               {rt_entry_inspect_message, 0},   {rt_entry_composite_query, 2},
               {rt_entry_update, 2},            {rt_entry_heartbeat, 2},
               {rt_entry_reply_callback, 2},    {rt_entry_cleanup, 2}};
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    install(&tracking_module);
    run_as(cases[i].entry, touch_both_ways);
    CHECK_NUMBER(outcome.instructions, 121 + 2 * ACCESS + (uint64_t)cases[i].writes * WRITE);
    close_fake();
  }
}

static void read_and_write_stable(void) {
  rt_heap_touch(0, PAGE, rt_page_mark_written);
  ic0_stable64_grow(3);
  // Pages of 4 KiB that are all untouched are read past the tracker, ...
  CHECK_COST_VOID(ic0_stable64_read(0, 0, 8192), 20 + 8192);
  CHECK_COST_VOID(ic0_stable64_read(0, 12288, 1), 21);
  // ... which sees the page when one of them is read again.
  CHECK_COST_VOID(ic0_stable64_read(0, 4096, 1), 21 + ACCESS);
  CHECK_COST_VOID(ic0_stable64_read(0, 0, 4096), 20 + 4096);
  CHECK_COST_VOID(ic0_stable64_write(0, 0, 1), 21 + WRITE);
  CHECK_COST_VOID(ic0_stable64_write(60000, 0, 8), 28);
  CHECK_COST_VOID(ic0_stable64_write(PAGE - 4, 0, 8), 28 + ACCESS + WRITE);
  // One that has touched pages among others goes through it.
  CHECK_COST_VOID(ic0_stable64_read(0, 2 * PAGE, 1), 21);
  CHECK_COST_VOID(ic0_stable64_read(0, 2 * PAGE, 4097), 20 + 4097 + ACCESS);
}

TEST(tracker_charges_stable_pages) {
  install(&tracking_module);
  for (int i = 0; i < 2; i++) {
    run_update(read_and_write_stable);
    check_ok();
  }
}

static void copy_to_both_ends(void) {
  rt_memory_grow(2);
  ic0_stable64_grow(1);
  CHECK_COST_VOID(ic0_stable64_write(0, PAGE - 1, 2), 22 + 2 * ACCESS + ACCESS + WRITE);
  CHECK_COST_VOID(ic0_stable_read((uint32_t)(PAGE - 1), 0, 2), 22 + 2 * WRITE);
}

static void read_beyond_the_heap(void) {
  ic0_stable64_grow(1);
  ic0_stable64_write(0, rt_the_instance.memory_size_bytes - 1, 2);
}

TEST(tracker_charges_the_heap_end_of_stable_copies) {
  install(&tracking_module);
  run_update(copy_to_both_ends);
  check_ok();
  run_update(read_beyond_the_heap);
  CHECK_ERROR(502, "Canister trapped: heap out of bounds");
  CHECK_NUMBER(outcome.instructions, 122);
}

static void call_functions(void) {
  rt_memory_grow(8);
  CHECK_COST_VOID(ic0_msg_arg_data_copy(PAGE, 0, 0), 500);
  CHECK_COST_VOID(ic0_msg_caller_copy(PAGE, 0, 1), 501 + ACCESS + WRITE);
  CHECK_COST_VOID(ic0_msg_reply_data_append(2 * PAGE, 1), 550 + ACCESS);
  CHECK_COST_VOID(ic0_canister_cycle_balance128(3 * PAGE - 8), 500 + ACCESS + 2 * WRITE);
  CHECK_COST_VOID(ic0_certified_data_set(4 * PAGE, 32), 532 + ACCESS);
  CHECK_COST_VOID(ic0_debug_print(5 * PAGE, 1), 100 + 52 + ACCESS);
  CHECK_COST_VOID(ic0_call_new(6 * PAGE, 1, 6 * PAGE, 1, 0, 0, 0, 0), 1502 + ACCESS);
  CHECK_COST_VOID(ic0_call_data_append(7 * PAGE, 1), 550 + ACCESS);
}

TEST(tracker_charges_what_the_system_api_touches) {
  install(&tracking_module);
  run_update(call_functions);
  check_ok();
}

static void touch_and_count(void) {
  rt_heap_touch(0, 1, rt_page_mark_written);
  CHECK_NUMBER(ic0_performance_counter(0), 200 + ACCESS + WRITE);
}

static void limit(uint64_t instructions) {
  rt_settings settings = {.own_id = {(const uint8_t *)"\x01", 1},
                          .subnet_id = {(const uint8_t *)"\x02", 1},
                          .cycle_balance = {.low = 1000},
                          .status = 1,
                          .instruction_limit = instructions};
  rt_canister_configure(canister, &settings);
}

static void touch_and_return(void) { rt_heap_touch(0, 1, rt_page_mark_written); }

static void change_heap(void) { HEAP[0] = 1; }

TEST(tracked_pages_are_seen_at_once_and_fail_at_the_next_check) {
  install(&tracking_module);
  run_update(touch_and_count);
  check_ok();
  limit(100000);
  run_update(touch_and_return);
  check_ok();
  CHECK_NUMBER(outcome.instructions, 100000);
  run_update(touch_and_count);
  CHECK_ERROR(522, "Canister exceeded the limit of 100000 instructions for single message "
                   "execution.");
  // At the end there is nothing to pay.
  run_update(change_heap);
  check_ok();
  CHECK_NUMBER(outcome.instructions, 0);
}
