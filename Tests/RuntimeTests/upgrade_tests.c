// Upgrades from one executable to another.
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fault.h"
#include "harness.h"
#include "program.h"

/// As the last page of the heap that `write_in_pre_upgrade` leaves.
enum { last_heap_page = 5 };

static void write_in_pre_upgrade(void) {
  HEAP[100] = 40;
  HEAP[5000] = 41;
  rt_memory_grow(last_heap_page + 1 - rt_the_instance.memory_size_bytes / RT_WASM_PAGE_BYTES);
  HEAP[last_heap_page * RT_WASM_PAGE_BYTES + 7] = 42;
  STABLE_WRITTEN(200) = 50;
  ic0_stable64_grow(3);
  STABLE_WRITTEN(3 * RT_WASM_PAGE_BYTES + 5) = 51;
  ic0_certified_data_set(16, 5);
  ic0_global_timer_set(123);
}

static void see_handover(void) {
  CHECK_NUMBER(ic0_stable64_size(), 4);
  CHECK_NUMBER(STABLE[200], 50);
  CHECK_NUMBER(STABLE[3 * RT_WASM_PAGE_BYTES + 5], 51);
  CHECK_NUMBER(HEAP[100], 0);
  CHECK_NUMBER(ic0_global_timer_set(0), 0);
}

static void fail_after_handover(void) {
  see_handover();
  STABLE_WRITTEN(200) = 99;
  rt_raise(rt_trap_unreachable);
}

/// A process that runs the old module's part and then waits for a word on a pipe.
typedef struct old_process {
  pid_t process;
  int ready;
  int go;
} old_process;

/// Runs pre_upgrade in a process of its own up to the handover. `end` is what it does then.
static old_process start_old_of(const rt_module *module, bool keeps_heap, const char *directory,
                                void (*end)(void)) {
  int ready[2], go[2];
  CHECK(pipe(ready) == 0 && pipe(go) == 0);
  pid_t child = fork();
  if (child == 0) {
    char byte;
    close(ready[0]);
    close(go[1]);
    open_fake(module, directory);
    fake_pre_upgrade = write_in_pre_upgrade;
    rt_message message = {
        .entry = rt_entry_pre_upgrade, .hold = true, .keep_memory = keeps_heap};
    execute(&message);
    check_ok();
    CHECK(write(ready[1], "r", 1) == 1);
    if (read(go[0], &byte, 1) == 1) end();
    _exit(0);
  }
  close(ready[1]);
  close(go[0]);
  char byte;
  CHECK(read(ready[0], &byte, 1) == 1);
  return (old_process){.process = child, .ready = ready[0], .go = go[1]};
}

static old_process start_old(const char *directory, void (*end)(void)) {
  return start_old_of(&fake_module, false, directory, end);
}

static void finish_old(const old_process *old, bool goes_on) {
  int status;
  if (goes_on) CHECK(write(old->go, "g", 1) == 1);
  close(old->go);
  waitpid(old->process, &status, 0);
  CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

static void make_state(const char *directory) {
  open_fake(&fake_module, directory);
  enter(rt_entry_install, "");
  for (int i = 0; i < 3; i++) enter(rt_entry_update, "count");
  close_fake();
}

static void check_count(const char *directory, const rt_module *module, uint8_t heap,
                        uint8_t stable) {
  open_fake(module, directory);
  enter(rt_entry_query, "peek");
  CHECK_NUMBER(outcome.response.bytes[0], heap + 1);
  CHECK_NUMBER(outcome.response.bytes[1], stable + 1);
  close_fake();
}

static void roll_back_and_go_on(void) {
  CHECK(!rt_canister_commit(canister, &error));
  CHECK(rt_canister_rollback(canister, &error) || (fputs(error.text, stderr), false));
  fake_pre_upgrade = NULL;
  enter(rt_entry_update, "count");
  CHECK_NUMBER(outcome.response.bytes[1], 4);
  CHECK_NUMBER(outcome.certified_data.size, 0);
  close_fake();
}

static void die(void) { _exit(0); }

TEST(stable_memory_is_handed_over) {
  const char *directory = test_path("state");
  make_state(directory);
  old_process old = start_old(directory, die);
  open_fake(&other_module, directory);
  fake_post_upgrade = see_handover;
  rt_message message = {.entry = rt_entry_post_upgrade, .hold = true};
  execute(&message);
  check_ok();
  CHECK_TEXT(outcome.certified_data.bytes, outcome.certified_data.size, "hello");
  CHECK(rt_canister_commit(canister, &error));
  close_fake();
  finish_old(&old, true);
  CHECK(access(test_path("state/handover"), F_OK) != 0);
  check_count(directory, &other_module, 0, 50);
}

TEST(a_failed_upgrade_goes_back) {
  const char *directory = test_path("state");
  make_state(directory);
  old_process old = start_old(directory, roll_back_and_go_on);
  open_fake(&other_module, directory);
  fake_post_upgrade = fail_after_handover;
  rt_message message = {.entry = rt_entry_post_upgrade, .hold = true};
  execute(&message);
  CHECK_NUMBER(rt_execution_error_code(outcome.error), 502);
  close_fake();
  finish_old(&old, true);
  CHECK(access(test_path("state/handover"), F_OK) != 0);
  check_count(directory, &fake_module, 4, 4);
}

TEST(an_upgrade_that_is_given_up_leaves_nothing) {
  const char *directory = test_path("state");
  make_state(directory);
  old_process old = start_old(directory, die);
  open_fake(&other_module, directory);
  fake_post_upgrade = see_handover;
  rt_message message = {.entry = rt_entry_post_upgrade, .hold = true};
  execute(&message);
  check_ok();
  CHECK(rt_canister_rollback(canister, &error));
  close_fake();
  finish_old(&old, true);
  // What the dead process has left counts for nothing.
  check_count(directory, &fake_module, 3, 3);
  open_fake(&other_module, directory);
  fake_post_upgrade = NULL;
  message.hold = false;
  execute(&message);
  check_ok();
  close_fake();
  check_count(directory, &other_module, 0, 3);
}

TEST(the_old_process_does_not_go_on_while_the_new_one_has_the_state) {
  const char *directory = test_path("state");
  make_state(directory);
  old_process old = start_old(directory, die);
  rt_options options = {.directory = directory};
  canister = rt_canister_open(&other_module, &options, &error);
  CHECK(canister != NULL);
  CHECK(program_run("fake", "query peek --state %s --wait 0", directory, NULL) == 2);
  close_fake();
  finish_old(&old, true);
}

TEST(executables_upgrade_each_other) {
  const char *directory = test_path("state");
  char words[512];
  CHECK(program_run("fake", "install --state %s", directory, NULL) == 0);
  for (int i = 0; i < 3; i++) {
    CHECK(program_run("fake", "update count --state %s", directory, NULL) == 0);
  }
  snprintf(words, sizeof words, "upgrade --state %%s --from %s", program_path("fake"));
  CHECK(program_run("other", words, directory, NULL) == 0);
  CHECK(program_run("other", "update count --state %s", directory, NULL) == 0);
  CHECK(program_output.size == 3 && memcmp(program_output.bytes, "\1\4\1", 3) == 0);
  CHECK(program_run("fake", "update count --state %s", directory, NULL) == 2);
  CHECK(program_run("fake", "upgrade --state %s --skip-pre-upgrade", directory, NULL) == 0);
  CHECK(program_run("fake", "update count --state %s", directory, NULL) == 0);
  CHECK(program_output.size == 3 && memcmp(program_output.bytes, "\1\5\1", 3) == 0);
  // From an executable that the state does not belong to, or that is none.
  snprintf(words, sizeof words, "upgrade --state %%s --from %s", program_path("other"));
  CHECK(program_run("other", words, directory, NULL) == 2);
  CHECK(program_run("other", "upgrade --state %s --from /nonexistent", directory, NULL) == 2);
  CHECK(program_run("other", "upgrade --state %s --from /bin/true", directory, NULL) == 2);
  CHECK(program_run("fake", "update count --state %s", directory, NULL) == 0);
  CHECK(program_output.size == 3 && memcmp(program_output.bytes, "\2\6\2", 3) == 0);
}

/// Two modules that keep their heap: the second wants more of it, and has other globals.
static rt_module persistent, next_persistent;

static void make_persistent_state(const char *directory) {
  persistent = fake_module;
  persistent.has_enhanced_orthogonal_persistence = 1;
  next_persistent = other_module;
  next_persistent.has_enhanced_orthogonal_persistence = 1;
  next_persistent.memory_initial_pages = last_heap_page + 3;
  open_fake(&persistent, directory);
  enter(rt_entry_install, "");
  for (int i = 0; i < 3; i++) enter(rt_entry_update, "count");
  close_fake();
}

/// What pre_upgrade has left; globals are the new module's own.
static void see_heap(void) {
  CHECK_NUMBER(HEAP[100], 40);
  CHECK_NUMBER(HEAP[5000], 41);
  CHECK_NUMBER(HEAP[last_heap_page * RT_WASM_PAGE_BYTES + 7], 42);
  CHECK_NUMBER(STABLE[200], 50);
  CHECK_NUMBER(fake_counter_global, 0);
}

static void see_larger_heap(void) {
  see_heap();
  CHECK_NUMBER(rt_the_instance.memory_size_bytes, (last_heap_page + 3) * RT_WASM_PAGE_BYTES);
  CHECK_NUMBER(HEAP[(last_heap_page + 3) * RT_WASM_PAGE_BYTES - 1], 0);
  CHECK_TEXT(HEAP + 16, 5, "hello");
}

static void see_heap_and_fail(void) {
  see_heap();
  HEAP[100] = 99;
  rt_raise(rt_trap_unreachable);
}

static const rt_message keeping_message = {
    .entry = rt_entry_post_upgrade, .hold = true, .keep_memory = true};

TEST(a_kept_heap_is_handed_over) {
  const char *directory = test_path("state");
  make_persistent_state(directory);
  old_process old = start_old_of(&persistent, true, directory, die);
  open_fake(&next_persistent, directory);
  fake_start = see_larger_heap;
  fake_post_upgrade = see_larger_heap;
  execute(&keeping_message);
  check_ok();
  CHECK(rt_canister_commit(canister, &error));
  close_fake();
  finish_old(&old, true);
  fake_start = NULL;
  open_fake(&next_persistent, directory);
  CHECK_NUMBER(rt_the_instance.memory_size_bytes, (last_heap_page + 3) * RT_WASM_PAGE_BYTES);
  CHECK_NUMBER(HEAP[last_heap_page * RT_WASM_PAGE_BYTES + 7], 42);
  close_fake();
  check_count(directory, &next_persistent, 40, 50);
}

TEST(a_kept_heap_goes_back_when_the_new_module_fails) {
  const char *directory = test_path("state");
  make_persistent_state(directory);
  old_process old = start_old_of(&persistent, true, directory, roll_back_and_go_on);
  open_fake(&next_persistent, directory);
  fake_post_upgrade = see_heap_and_fail;
  execute(&keeping_message);
  CHECK_NUMBER(rt_execution_error_code(outcome.error), 502);
  close_fake();
  finish_old(&old, true);
  check_count(directory, &persistent, 4, 4);
}

TEST(segments_leave_a_kept_heap_alone) {
  const char *directory = test_path("state");
  make_persistent_state(directory);
  open_fake(&persistent, directory);
  fake_script = NULL;
  HEAP[16] = 0;
  enter(rt_entry_update, "run");
  check_ok();
  CHECK_NUMBER(HEAP[16], 0);
  rt_message message = keeping_message;
  message.hold = false;
  execute(&message);
  check_ok();
  CHECK_NUMBER(HEAP[16], 0);
  close_fake();
}

TEST(a_module_can_not_have_any_heap_that_is_kept) {
  const char *directory = test_path("state");
  make_persistent_state(directory);
  rt_module strict = persistent;
  strict.memory_initial_pages = strict.memory_maximum_pages = 0;
  open_fake(&strict, directory);
  execute(&keeping_message);
  CHECK_ERROR(505, "Canister's Wasm module is not valid: the Wasm memory (65536 bytes) is not "
                   "empty although the canister module declares no Wasm memory.");
  close_fake();
  old_process old = start_old_of(&persistent, true, directory, die);
  strict.memory_initial_pages = 1;
  strict.memory_maximum_pages = 2;
  open_fake(&strict, directory);
  execute(&keeping_message);
  CHECK_ERROR(521, "Canister encountered a Wasm engine error: Failed to grow wasm memory by 5 "
                   "page(s) to 6 page(s): exceeds module's declared maximum");
  close_fake();
  finish_old(&old, true);
}

static void grow_beyond_32_bits(void) {
  CHECK_NUMBER(HEAP[100], 3);
  CHECK_NUMBER(rt_memory_grow(65536), 1);
}

TEST(a_heap_of_64_bits_may_be_too_large_for_32) {
  const char *directory = test_path("state");
  make_persistent_state(directory);
  rt_module wide = persistent;
  wide.address_size = 8;
  wide.memory_maximum_pages = 98304;
  rt_message message = keeping_message;
  message.hold = false;
  open_fake(&wide, directory);
  fake_post_upgrade = grow_beyond_32_bits;
  execute(&message);
  check_ok();
  close_fake();
  open_fake(&persistent, directory);
  execute(&message);
  CHECK_ERROR(505, "Canister's Wasm module is not valid: the Wasm memory (4295032832 bytes) "
                   "exceeds the maximum Wasm memory (4294967296 bytes) allowed for the Wasm "
                   "execution mode of the canister module.");
  close_fake();
}

/// Both halves must say that the heap is kept.
TEST(a_handover_without_the_heap_does_not_do_where_it_is_kept) {
  const char *directory = test_path("state");
  make_persistent_state(directory);
  old_process old = start_old_of(&persistent, false, directory, roll_back_and_go_on);
  open_fake(&next_persistent, directory);
  fake_post_upgrade = NULL;
  execute(&keeping_message);
  CHECK_NUMBER(rt_execution_error_code(outcome.error), 521);
  close_fake();
  finish_old(&old, true);
  check_count(directory, &persistent, 4, 4);
}

/// The whole of a chain of upgrades, ended at each place where anything is written: the heap, its
/// size and stable memory are those of before or of after one upgrade.
static void upgrade_once(const char *directory) {
  int place = fault_end_at;
  fault_end_at = 0;
  old_process old = start_old_of(&persistent, true, directory, die);
  open_fake(&next_persistent, directory);
  fake_post_upgrade = see_heap;
  fault_end_at = place;
  execute(&keeping_message);
  check_ok();
  CHECK(rt_canister_commit(canister, &error));
  close_fake();
  fault_end_at = 0;
  finish_old(&old, true);
}

TEST(the_end_of_the_process_leaves_the_heap_of_before_or_after_an_upgrade) {
  const char *directory = test_path("state");
  bool was_before = false, was_after = false;
  for (int place = 1;; place++) {
    make_persistent_state(directory);
    pid_t child = fork();
    if (child == 0) {
      fault_end_at = place;
      upgrade_once(directory);
      _exit(0);
    }
    int status;
    waitpid(child, &status, 0);
    CHECK(WIFEXITED(status) && (WEXITSTATUS(status) == 0 || WEXITSTATUS(status) == FAULT_STATUS));
    open_fake(&next_persistent, directory);
    bool is_after = HEAP[100] == 40;
    CHECK_NUMBER(HEAP[100], is_after ? 40 : 3);
    CHECK_NUMBER(STABLE[200], is_after ? 50 : 3);
    CHECK_NUMBER(rt_the_instance.memory_size_bytes / RT_WASM_PAGE_BYTES,
                 is_after ? last_heap_page + 3 : 1);
    CHECK_NUMBER(HEAP[5000], is_after ? 41 : 0);
    close_fake();
    was_before |= !is_after;
    was_after |= is_after;
    check_count(directory, is_after ? &next_persistent : &persistent, is_after ? 40 : 3,
                is_after ? 50 : 3);
    char command[256];
    snprintf(command, sizeof command, "rm -rf %s", directory);
    CHECK(system(command) == 0);
    if (WEXITSTATUS(status) == 0) break;
  }
  CHECK(was_before && was_after);
}
