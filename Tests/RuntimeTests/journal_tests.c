// The end of the process, or of the disk's space, at every step of a commit and of recovery.
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fault.h"
#include "harness.h"
#include "rt_metadata.h"

static uint8_t value;

static const uint64_t places[] = {0, 4096, 8192, 100000, 131071, 5 * 65536, 9 * 65536 + 17};
enum { place_count = sizeof places / sizeof places[0] };

/// Writes one value all over the state.
static void write_value(void) {
  rt_memory_grow(value == 1 ? 9 : 1);
  ic0_stable64_grow(value == 1 ? 10 : 1);
  for (int i = 0; i < place_count; i++) {
    HEAP[places[i]] = value;
    STABLE_WRITTEN(places[i]) = value;
  }
  fake_counter_global = value;
  ic0_global_timer_set(value);
  ic0_certified_data_set(0, 1);
}

/// The value that the whole state has; fails if it is mixed.
static uint8_t read_value(const char *directory) {
  open_fake(&fake_module, directory);
  uint8_t found = HEAP[0];
  for (int i = 0; i < place_count; i++) {
    CHECK_NUMBER(HEAP[places[i]], found);
    CHECK_NUMBER(STABLE[places[i]], found);
  }
  CHECK_NUMBER(fake_counter_global, found);
  CHECK_NUMBER(rt_the_instance.memory_size_bytes, (9 + (uint64_t)found) * 65536);
  CHECK_NUMBER(rt_the_instance.stable_size_bytes, (9 + (uint64_t)found) * 65536);
  rt_status status;
  CHECK(rt_canister_status(canister, &status, &error));
  CHECK_NUMBER(status.global_timer, found);
  CHECK_NUMBER(status.certified_data.bytes[0], found);
  close_fake();
  return found;
}

static void make_state(const char *directory) {
  open_fake(&fake_module, directory);
  enter(rt_entry_install, "");
  value = 1;
  run_update(write_value);
  check_ok();
  close_fake();
}

/// Runs `body` in a process that ends at the n-th place; whether it came that far.
static bool ends_at(int place, void (*body)(const char *), const char *directory) {
  pid_t child = fork();
  if (child == 0) {
    fault_end_at = place;
    body(directory);
    _exit(0);
  }
  int status;
  waitpid(child, &status, 0);
  CHECK(WIFEXITED(status) && (WEXITSTATUS(status) == 0 || WEXITSTATUS(status) == FAULT_STATUS));
  return WEXITSTATUS(status) == FAULT_STATUS;
}

static void update_to_2(const char *directory) {
  int place = fault_end_at;
  fault_end_at = 0;
  open_fake(&fake_module, directory);
  value = 2;
  fault_end_at = place;
  run_update(write_value);
  check_ok();
  close_fake();
}

static void only_open(const char *directory) {
  open_fake(&fake_module, directory);
  close_fake();
}

static void remove_state(const char *directory) {
  char command[256];
  snprintf(command, sizeof command, "rm -rf %s", directory);
  CHECK(system(command) == 0);
}

TEST(the_end_of_the_process_leaves_the_state_before_or_after) {
  const char *directory = test_path("state");
  bool was_before = false, was_after = false;
  int place = 1;
  for (;; place++) {
    make_state(directory);
    bool has_ended = ends_at(place, update_to_2, directory);
    uint8_t found = read_value(directory);
    CHECK(found == 1 || found == 2);
    // Once the commit holds, it holds for every later end.
    CHECK(!(found == 1 && was_after));
    was_before |= found == 1;
    was_after |= found == 2;
    // What recovery has done lasts.
    CHECK_NUMBER(read_value(directory), found);
    remove_state(directory);
    if (!has_ended) break;
  }
  CHECK(was_before && was_after && place > 10);
}

TEST(recovery_can_be_interrupted_anywhere) {
  const char *directory = test_path("state");
  unsigned interruptions = 0;
  for (int place = 1;; place++) {
    make_state(directory);
    bool has_ended = ends_at(place, update_to_2, directory);
    for (int again = 1; ends_at(again, only_open, directory); again++) interruptions++;
    uint8_t found = read_value(directory);
    CHECK(found == 1 || found == 2);
    remove_state(directory);
    if (!has_ended) break;
  }
  CHECK(interruptions > 50);
}

TEST(a_full_disk_leaves_the_state_before_or_after) {
  const char *directory = test_path("state");
  bool was_refused = false;
  for (int place = 1;; place++) {
    make_state(directory);
    open_fake(&fake_module, directory);
    value = 2;
    fake_script = write_value;
    rt_message message = {.entry = rt_entry_update, .method = {(const uint8_t *)"run", 3}};
    fault_fail_at = place;
    bool done = rt_canister_execute(canister, &message, &outcome, &error);
    bool is_over = fault_fail_at > 1;
    fault_fail_at = 0;
    if (!done) {
      was_refused = true;
      CHECK(strstr(error.text, "No space left on device") != NULL ||
            strstr(error.text, "Input/output error") != NULL);
    }
    // If the journal has no record of it, the same process can go on.
    rt_message again = {.entry = rt_entry_query, .method = {(const uint8_t *)"run query", 9}};
    fake_script = NULL;
    rt_error ignored;
    bool goes_on = rt_canister_execute(canister, &again, &outcome, &ignored);
    CHECK(goes_on || strstr(ignored.text, "in need of recovery") != NULL);
    if (goes_on) CHECK_NUMBER(HEAP[0], done ? 2 : 1);
    rt_canister_close(canister, &ignored);
    uint8_t found = read_value(directory);
    CHECK(found == (done || !goes_on ? 2 : 1));
    remove_state(directory);
    if (is_over) break;
  }
  CHECK(was_refused);
}

static void copy_state(const char *from, const char *to) {
  char command[256];
  snprintf(command, sizeof command, "rm -rf %s && cp -r %s %s", to, from, to);
  CHECK(system(command) == 0);
}

/// Ends an update just after its record is in the journal.
static void stop_with_journal(const char *directory, const char *keep) {
  for (int place = 1;; place++) {
    make_state(directory);
    bool has_ended = ends_at(place, update_to_2, directory);
    copy_state(directory, keep);
    bool is_after = read_value(directory) == 2;
    remove_state(directory);
    CHECK(has_ended);
    if (is_after) return;
  }
}

TEST(a_torn_journal_is_discarded) {
  const char *kept = test_path("kept"), *copy = test_path("copy");
  stop_with_journal(test_path("state"), kept);
  char journal[256];
  struct stat information;
  snprintf(journal, sizeof journal, "%s/journal", kept);
  CHECK(stat(journal, &information) == 0 && information.st_size > 50000);
  snprintf(journal, sizeof journal, "%s/journal", copy);
  off_t size = information.st_size;
  for (off_t cut = 0; cut < size; cut += cut < 200 || cut > size - 20 ? 1 : 3989) {
    copy_state(kept, copy);
    CHECK(truncate(journal, cut) == 0);
    CHECK_NUMBER(read_value(copy), 1);
  }
  // A byte that was never written, anywhere.
  for (off_t at = 0; at < size; at += at < 100 ? 9 : 2999) {
    copy_state(kept, copy);
    int file = open(journal, O_RDWR);
    uint8_t byte;
    CHECK(pread(file, &byte, 1, at) == 1);
    byte ^= 0x10;
    CHECK(pwrite(file, &byte, 1, at) == 1);
    close(file);
    // In the head's unused bits nothing may change either: the checksum covers all.
    CHECK_NUMBER(read_value(copy), 1);
  }
}

TEST(what_follows_a_record_is_discarded) {
  const char *kept = test_path("kept");
  stop_with_journal(test_path("state"), kept);
  char journal[256];
  snprintf(journal, sizeof journal, "%s/journal", kept);
  int file = open(journal, O_WRONLY | O_APPEND);
  CHECK(write(file, "TSJRNL01 and more", 17) == 17);
  close(file);
  CHECK_NUMBER(read_value(kept), 2);
}

enum { commit_count = 4 };

/// Commits several times, and ends without making the files complete; `ends` gets where each
/// record ends.
static void leave_journal(const char *directory, off_t ends[commit_count]) {
  char journal[256];
  struct stat information;
  snprintf(journal, sizeof journal, "%s/journal", directory);
  make_state(directory);
  pid_t child = fork();
  if (child == 0) {
    open_fake(&fake_module, directory);
    for (value = 2; value < 2 + commit_count; value++) {
      run_update(write_value);
      check_ok();
      CHECK(stat(journal, &information) == 0);
      ends[value - 2] = information.st_size;
    }
    int file = open(test_path("ends"), O_WRONLY | O_CREAT, 0666);
    CHECK(write(file, ends, commit_count * sizeof *ends) == commit_count * sizeof *ends);
    _exit(0);
  }
  int status;
  waitpid(child, &status, 0);
  CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
  int file = open(test_path("ends"), O_RDONLY);
  CHECK(read(file, ends, commit_count * sizeof *ends) == commit_count * sizeof *ends);
  close(file);
}

static void flip(const char *path, off_t at) {
  int file = open(path, O_RDWR);
  uint8_t byte;
  CHECK(pread(file, &byte, 1, at) == 1);
  byte ^= 0x10;
  CHECK(pwrite(file, &byte, 1, at) == 1);
  close(file);
}

/// Checks that the state is not opened, for this reason, and that its files stay as they are.
static void check_refused(const char *directory, const char *reason) {
  const char *before = test_path("before");
  char command[512];
  copy_state(directory, before);
  rt_options options = {.directory = directory};
  CHECK(rt_canister_open(&fake_module, &options, &error) == NULL);
  if (strstr(error.text, reason) == NULL) test_fail(__FILE__, __LINE__, "%s", error.text);
  snprintf(command, sizeof command, "diff -r -x lock %s %s", before, directory);
  CHECK(system(command) == 0);
}

/// Opens the state although its journal is damaged.
static uint8_t repair(const char *directory) {
  rt_options options = {.directory = directory, .repairs = true};
  canister = rt_canister_open(&fake_module, &options, &error);
  CHECK(canister != NULL || (fputs(error.text, stderr), false));
  close_fake();
  return read_value(directory);
}

TEST(damage_before_other_records_is_told) {
  const char *kept = test_path("kept"), *copy = test_path("copy");
  off_t ends[commit_count];
  leave_journal(kept, ends);
  char journal[256];
  snprintf(journal, sizeof journal, "%s/journal", copy);
  // The second record: its magic, generation, sizes, size of the metadata; the metadata, the first
  // run's head, anything, and the checksum.
  off_t start = ends[0], end = ends[1];
  for (off_t at = start; at < end; at += at < start + 400 ? 8 : at < end - 20 ? 20011 : 4) {
    copy_state(kept, copy);
    flip(journal, at);
    char place[64];
    snprintf(place, sizeof place, "copy/journal is damaged at byte %lld", (long long)start);
    check_refused(copy, place);
    CHECK(strstr(error.text, "number 4 to 4 can't be read any more, and 2 behind") != NULL);
    CHECK(strstr(error.text, "--repair") != NULL);
  }
  // The memories' files have all of it.
  CHECK_NUMBER(repair(copy), 1 + commit_count);
  // The first one, and two in a row.
  copy_state(kept, copy);
  flip(journal, 0);
  check_refused(copy, "journal is damaged at byte 0:");
  flip(journal, ends[0]);
  check_refused(copy, "number 3 to 4 can't be read any more, and 2 behind");
  CHECK_NUMBER(repair(copy), 1 + commit_count);
  // The last one may never have been committed.
  copy_state(kept, copy);
  CHECK(truncate(journal, ends[commit_count - 1] - 8) == 0);
  rt_options options = {.directory = copy};
  canister = rt_canister_open(&fake_module, &options, &error);
  CHECK(canister != NULL);
  close_fake();
}

TEST(images_that_lack_something_are_told) {
  const char *kept = test_path("kept"), *copy = test_path("copy");
  off_t ends[commit_count];
  leave_journal(kept, ends);
  const char *const names[] = {"wasm_memory.bin", "stable_memory.bin"};
  for (int i = 0; i < 2; i++) {
    char image[256];
    copy_state(kept, copy);
    snprintf(image, sizeof image, "%s/%s", copy, names[i]);
    CHECK(truncate(image, 65536) == 0);
    check_refused(copy, "is damaged: ");
  }
}

TEST(changed_metadata_are_told) {
  const char *kept = test_path("kept"), *copy = test_path("copy");
  off_t ends[commit_count];
  leave_journal(kept, ends);
  char file[256];
  snprintf(file, sizeof file, "%s/metadata", copy);
  struct stat information;
  copy_state(kept, copy);
  CHECK(stat(file, &information) == 0);
  for (off_t at = 0; at < information.st_size; at += 5) {
    copy_state(kept, copy);
    flip(file, at);
    check_refused(copy, "metadata is damaged");
  }
  copy_state(kept, copy);
  CHECK(truncate(file, information.st_size - 8) == 0);
  check_refused(copy, "metadata is damaged");
  CHECK(truncate(file, information.st_size + 8) == 0);
  check_refused(copy, "metadata is damaged");
  // Those of a later state do not fit the journal.
  copy_state(kept, copy);
  rt_metadata metadata = {0};
  CHECK(rt_metadata_read(copy, &metadata, &error));
  metadata.generation = 99;
  CHECK(rt_metadata_write(copy, &metadata, &error));
  rt_metadata_free(&metadata);
  check_refused(copy, "it ends with generation 6, and metadata has 99");
}

TEST(reading_metadata_needs_no_lock) {
  const char *directory = test_path("state");
  rt_metadata summary = {0};
  CHECK(rt_metadata_read(directory, &summary, &error));
  CHECK(!summary.is_installed && summary.version == 0);
  CHECK(mkdir(directory, 0777) == 0);
  CHECK(rt_metadata_read(directory, &summary, &error));
  CHECK(!summary.is_installed);
  make_state(directory);
  CHECK(rt_metadata_read(directory, &summary, &error));
  CHECK_NUMBER(summary.version, 2);
  open_fake(&fake_module, directory);
  for (value = 2; value < 40; value++) {
    run_update(write_value);
    check_ok();
    CHECK(rt_metadata_read(directory, &summary, &error) || (fputs(error.text, stderr), false));
    CHECK(summary.is_installed && !summary.is_foreign);
    CHECK_NUMBER(summary.version, value + 1);
    CHECK_NUMBER(summary.heap_bytes, (9 + value) * RT_WASM_PAGE_BYTES);
    CHECK_NUMBER(summary.stable_bytes, (9 + value) * RT_WASM_PAGE_BYTES);
    CHECK_NUMBER(summary.global_timer, value);
    CHECK(summary.certified_data_size == 1 && summary.certified_data[0] == value);
    CHECK_TEXT(summary.module.bytes, 13, "fake canister");
  }
  close_fake();
  rt_metadata_free(&summary);
}

TEST(metadata_are_whole_whatever_the_other_process_does) {
  const char *directory = test_path("state");
  make_state(directory);
  pid_t child = fork();
  if (child == 0) {
    for (value = 2; value < 200;) {
      open_fake(&fake_module, directory);
      for (int i = 0; i < 3; i++, value++) {
        run_update(write_value);
        check_ok();
      }
      close_fake();
    }
    _exit(0);
  }
  int status;
  rt_metadata summary = {0};
  uint64_t last = 1, count = 0;
  while (waitpid(child, &status, WNOHANG) == 0) {
    CHECK(rt_metadata_read(directory, &summary, &error) || (fputs(error.text, stderr), false));
    CHECK(summary.global_timer >= last);
    last = summary.global_timer;
    CHECK_NUMBER(summary.heap_bytes, (9 + last) * RT_WASM_PAGE_BYTES);
    count++;
  }
  CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0 && count > 10);
  rt_metadata_free(&summary);
}

TEST(metadata_are_replaced_while_nobody_has_the_state) {
  const char *directory = test_path("state");
  make_state(directory);
  rt_metadata metadata = {0};
  CHECK(rt_metadata_read(directory, &metadata, &error));
  metadata.version = 77;
  metadata.global_timer = 5;
  CHECK(rt_metadata_write(directory, &metadata, &error));
  CHECK(rt_metadata_read(directory, &metadata, &error));
  CHECK(metadata.version == 77 && metadata.global_timer == 5 && metadata.is_installed);
  open_fake(&fake_module, directory);
  close_fake();
  metadata.heap_bytes = 5;
  CHECK(!rt_metadata_write(directory, &metadata, &error));
  CHECK(strstr(error.text, "no state could have these metadata") != NULL);
  metadata.heap_bytes = 0;
  CHECK(!rt_metadata_write(test_path("nowhere"), &metadata, &error));
  rt_metadata_free(&metadata);
}
