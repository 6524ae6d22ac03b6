// Upgrades from one executable to another.
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness.h"
#include "program.h"

static void write_in_pre_upgrade(void) {
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
static old_process start_old(const char *directory, void (*end)(void)) {
  int ready[2], go[2];
  CHECK(pipe(ready) == 0 && pipe(go) == 0);
  pid_t child = fork();
  if (child == 0) {
    char byte;
    close(ready[0]);
    close(go[1]);
    open_fake(&fake_module, directory);
    fake_pre_upgrade = write_in_pre_upgrade;
    rt_message message = {.entry = rt_entry_pre_upgrade, .hold = true};
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
  CHECK_NUMBER(outcome.error_code, 502);
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
  CHECK(program_run("fake", "query peek --state %s", directory, NULL) == 2);
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
