// State directories that are not as they should be.
#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/hex.h"
#include "harness.h"
#include "program.h"
#include "state/metadata.h"

static void make_state(const char *directory) {
  open_fake(&fake_module, directory);
  enter(rt_entry_install, "");
  enter(rt_entry_update, "count");
  close_fake();
}

/// Checks that the state can't be opened, and why.
static void check_refused(const char *directory, bool creates, const char *reason) {
  rt_options options = {.directory = directory, .creates_directory = creates};
  if (rt_canister_open(&fake_module, &options, &error) != NULL) {
    test_fail(__FILE__, __LINE__, "opened, though %s", reason);
  }
  if (strstr(error.text, reason) == NULL) {
    test_fail(__FILE__, __LINE__, "\"%s\" does not say \"%s\"", error.text, reason);
  }
}

static void write_file(const char *directory, const char *name, const void *bytes, size_t size) {
  char path[256];
  snprintf(path, sizeof path, "%s/%s", directory, name);
  int file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0666);
  CHECK(file >= 0 && write(file, bytes, size) == (ssize_t)size);
  close(file);
}

static void resize_file(const char *directory, const char *name, off_t size) {
  char path[256];
  snprintf(path, sizeof path, "%s/%s", directory, name);
  CHECK(truncate(path, size) == 0);
}

TEST(a_directory_that_is_none_is_refused) {
  check_refused(test_path("absent"), false, "no such directory (install first)");
  check_refused(test_path("absent/below"), true, "can't be made: No such file or directory");
  write_file(test_directory(), "file", "x", 1);
  check_refused(test_path("file"), false, "can't be opened: Not a directory");
}

TEST(a_foreign_directory_is_left_alone) {
  const char *directory = test_path("foreign");
  CHECK(mkdir(directory, 0777) == 0);
  write_file(directory, "holiday.jpg", "x", 1);
  check_refused(directory, true, "is not the directory of a canister's state");
  CHECK(access(test_path("foreign/lock"), F_OK) != 0);
}

TEST(a_state_in_use_is_refused) {
  const char *directory = test_path("state");
  make_state(directory);
  open_fake(&fake_module, directory);
  CHECK(program_run("fake", "query peek --state %s --wait 0", directory, NULL) == 2);
  rt_buffer_append(&program_errors, "", 1);
  char reason[64];
  snprintf(reason, sizeof reason, "is in use by another process (%ld)", (long)getpid());
  CHECK(strstr((const char *)program_errors.bytes, reason) != NULL);
  close_fake();
}

TEST(damaged_files_are_refused) {
  const char *directory = test_path("state");
  const struct { const char *name; const char *content; const char *reason; } cases[] = {
      {"metadata", "", "metadata is damaged"},
      {"metadata", "TSJRNL04 is what a record begins with; this is none", "metadata is damaged"},
      {"wasm_memory.bin", "short", "wasm_memory.bin has 5 bytes"},
      {"stable_memory.bin", "", "stable_memory.bin has 0 bytes"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    char command[256];
    snprintf(command, sizeof command, "rm -rf %s", directory);
    CHECK(system(command) == 0);
    make_state(directory);
    write_file(directory, cases[i].name, cases[i].content, strlen(cases[i].content));
    check_refused(directory, true, cases[i].reason);
  }
}

TEST(images_without_metadata_are_refused) {
  const char *directory = test_path("state");
  make_state(directory);
  CHECK(unlink(test_path("state/metadata")) == 0);
  check_refused(directory, true, "is damaged: wasm_memory.bin has 65536 bytes");
}

TEST(globals_of_another_shape_are_those_of_another_module) {
  const char *directory = test_path("state");
  make_state(directory);
  rt_module module = fake_module;
  module.global_count -= 1;
  rt_options options = {.directory = directory};
  canister = rt_canister_open(&module, &options, &error);
  CHECK(canister != NULL);
  rt_message message = {.entry = rt_entry_update, .method = {(const uint8_t *)"count", 5}};
  CHECK(!rt_canister_execute(canister, &message, &outcome, &error));
  CHECK(strstr(error.text, "belongs to another module") != NULL);
  close_fake();
}

static void read_all(void) {
  volatile uint8_t sum = 0;
  for (uint64_t i = 0; i < rt_the_instance.memory_size_bytes; i += 4096) sum += HEAP[i];
}

TEST(an_image_cut_short_is_an_error_of_the_engine) {
  const char *directory = test_path("state");
  make_state(directory);
  open_fake(&fake_module, directory);
  resize_file(directory, "wasm_memory.bin", 4096);
  run_update(read_all);
  CHECK_ERROR(521, "Canister encountered a Wasm engine error: a page of the canister's state can't "
                   "be read");
  rt_error ignored;
  rt_canister_close(canister, &ignored);
}

TEST(a_snapshot_has_to_be_imported) {
  const char *directory = test_path("state");
  CHECK(mkdir(directory, 0777) == 0);
  write_file(directory, "metadata.json", "{}", 2);
  check_refused(directory, true,
                "that is a snapshot, or the state of an older version. Install the canister from "
                "it: tinsmith state CODE --import FOLDER");
}

// Snapshots of other programs ---------------------------------------------------------------------

#define HASH_OF_ABC "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

// Globals without indexes, in digits: type, size and bytes.
#define GLOBAL_I32(bytes) "ffffffff7f04" bytes
#define GLOBAL_I64(bytes) "ffffffff7e08" bytes
#define FOREIGN_VECTOR "ffffffff7b10" "05000000000000000000000000000080"

/// The globals of the module below, whose list begins with a constant that it exports.
#define FOREIGN_GLOBALS                                                     \
  GLOBAL_I32("00000100") GLOBAL_I64("0700000000000000") GLOBAL_I32("f7ffffff") \
  "ffffffff7d04" "cdcccc3d" "ffffffff7c08" "59f3f8c21f6ea581"

static int32_t exported_constant = 65536;
static float float_global;
static double double_global;
static uint8_t vector_global[16];

#define GLOBAL(object, type, number, mutability) \
  {.address = &object, .size = sizeof object, .value_type = type, .index = number, \
   .is_mutable = mutability}

/// A module whose bytes have this hash, and which has globals of all types.
static rt_module make_module(const char *identity) {
  static rt_global used[6];
  rt_module module = fake_module;
  const rt_global others[] = {GLOBAL(float_global, 0x7D, 7, 1), GLOBAL(double_global, 0x7C, 8, 1),
                              GLOBAL(vector_global, 0x7B, 9, 1)};
  used[0] = (rt_global)GLOBAL(exported_constant, 0x7F, 6, 0);
  memcpy(used + 1, fake_module.globals, 2 * sizeof used[0]);
  memcpy(used + 3, others, sizeof others);
  module.globals = used;
  module.global_count = 6;
  module.compiler = identity;
  return module;
}

static const char hash_of_abc[] = HASH_OF_ABC " by somebody";

/// Writes a state that begins with a snapshot of the module that consists of "abc".
static const char *make_foreign(const char *globals) {
  const char *directory = test_path("state");
  CHECK(mkdir(directory, 0777) == 0 || access(directory, W_OK) == 0);
  static uint8_t heap[65536], stable[65536];
  heap[1] = 8;
  stable[123] = 9;
  write_file(directory, "wasm_memory.bin", heap, sizeof heap);
  write_file(directory, "stable_memory.bin", stable, sizeof stable);
  write_file(directory, "journal", "", 0);
  rt_metadata metadata = {.is_installed = true,
                          .is_foreign = true,
                          .heap_bytes = 65536,
                          .stable_bytes = 65536,
                          .version = 4,
                          .global_timer = 77,
                          .certified_data = {1, 255},
                          .certified_data_size = 2,
                          .hook_status = rt_hook_status_executed};
  rt_buffer_append_text(&metadata.module, HASH_OF_ABC);
  CHECK(rt_hex_parse(&metadata.globals, globals, strlen(globals)));
  memset(rt_buffer_extend(&metadata.chunk_hashes, 32), 7, 32);
  CHECK(rt_metadata_write(directory, &metadata, &error));
  rt_metadata_free(&metadata);
  return directory;
}

static void read_foreign(void) {
  CHECK_NUMBER(fake_counter_global, 7);
  CHECK(float_global == 0.1f && double_global == -1e-300);
  const uint8_t vector[16] = {5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x80};
  CHECK(memcmp(vector_global, vector, sizeof vector) == 0);
  CHECK_NUMBER(exported_constant, 65536);
  CHECK_NUMBER(STABLE[123], 9);
  CHECK_NUMBER(HEAP[1], 8);
  CHECK_NUMBER(ic0_canister_version(), 4);
  CHECK_NUMBER(ic0_global_timer_set(0), 77);
}

TEST(a_snapshot_of_another_program_is_gone_on_with) {
  // Behind the globals, as replicas had it at first, the counter of instructions.
  const char *const forms[] = {
      FOREIGN_GLOBALS FOREIGN_VECTOR,
      FOREIGN_GLOBALS FOREIGN_VECTOR GLOBAL_I64("cf07000000000000"),
  };
  for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
    const char *directory = make_foreign(forms[i]);
    rt_module other = make_module("another");
    open_fake(&other, directory);
    rt_message message = {.entry = rt_entry_update, .method = {(const uint8_t *)"run", 3}};
    CHECK(!rt_canister_execute(canister, &message, &outcome, &error));
    CHECK(strstr(error.text, "the state belongs to another module") != NULL);
    close_fake();
    rt_module same = make_module(hash_of_abc);
    open_fake(&same, directory);
    run_update(read_foreign);
    check_ok();
    CHECK_NUMBER(outcome.certified_data.size, 2);
    close_fake();
    // Now it is ours.
    open_fake(&same, directory);
    enter(rt_entry_update, "count");
    check_ok();
    CHECK_NUMBER(outcome.response.bytes[2], 8);
    close_fake();
  }
}

TEST(what_a_snapshot_has_beside_the_state_is_handed_on) {
  const char *directory = make_foreign(FOREIGN_GLOBALS FOREIGN_VECTOR);
  rt_module same = make_module(hash_of_abc);
  open_fake(&same, directory);
  enter(rt_entry_update, "count");
  close_fake();
  rt_metadata metadata = {0};
  CHECK(rt_metadata_read(directory, &metadata, &error));
  CHECK(!metadata.is_foreign && metadata.hook_status == rt_hook_status_executed);
  CHECK(metadata.version == 5 && metadata.global_timer == 77);
  CHECK(metadata.chunk_hashes.size == 32 && metadata.chunk_hashes.bytes[31] == 7);
  CHECK(metadata.certified_data_size == 2 && metadata.certified_data[1] == 255);
  CHECK_TEXT(metadata.module.bytes, metadata.module.size, HASH_OF_ABC);
  rt_metadata_free(&metadata);
}

TEST(globals_of_other_types_or_numbers_are_another_modules) {
  const char *const cases[] = {"", GLOBAL_I32("00000100"),
                               FOREIGN_GLOBALS GLOBAL_I64("0100000000000000"),
                               FOREIGN_GLOBALS FOREIGN_VECTOR GLOBAL_I32("01000000"),
                               FOREIGN_GLOBALS FOREIGN_VECTOR GLOBAL_I64("0100000000000000")
                                   GLOBAL_I64("0100000000000000")};
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    rt_module same = make_module(hash_of_abc);
    open_fake(&same, make_foreign(cases[i]));
    rt_message message = {.entry = rt_entry_update, .method = {(const uint8_t *)"run", 3}};
    if (rt_canister_execute(canister, &message, &outcome, &error)) {
      test_fail(__FILE__, __LINE__, "%s was taken", cases[i]);
    }
    CHECK(strstr(error.text, "the state belongs to another module") != NULL);
    close_fake();
  }
}

// Metadata ---------------------------------------------------------------------------------------

TEST(metadata_is_read_as_it_is_written) {
  rt_metadata metadata = {.is_installed = true,
                          .has_enhanced_persistence = true,
                          .generation = UINT64_MAX,
                          .address_bytes = 8,
                          .heap_bytes = 65536,
                          .stable_bytes = 131072,
                          .version = 7,
                          .global_timer = 8,
                          .certified_data = {1, 2, 0xFE},
                          .certified_data_size = 3,
                          .hook_status = rt_hook_status_absent};
  rt_metadata read = {0};
  rt_buffer bytes = {0}, again = {0};
  rt_buffer_append_text(&metadata.module, "a \"module\" \x01 \xC3\xB6");
  rt_hex_parse(&metadata.globals, "030000007f0401020304", 20);
  rt_hex_parse(&metadata.globals, "040000007d040000c07f", 20);
  memset(rt_buffer_extend(&metadata.chunk_hashes, 64), 7, 64);
  rt_metadata_encode(&metadata, &bytes);
  CHECK(rt_metadata_decode(&read, bytes.bytes, bytes.size));
  rt_metadata_encode(&read, &again);
  CHECK(again.size == bytes.size && memcmp(again.bytes, bytes.bytes, bytes.size) == 0);
  CHECK(read.module.size == metadata.module.size && read.has_enhanced_persistence);
  // Anything shorter is refused, and nothing reads past the end (the buffer is exact).
  for (size_t size = 0; size < bytes.size; size++) {
    uint8_t *exact = malloc(size == 0 ? 1 : size);
    memcpy(exact, bytes.bytes, size);
    CHECK(!rt_metadata_decode(&read, exact, size));
    free(exact);
  }
  rt_metadata_free(&metadata);
  rt_metadata_free(&read);
  rt_buffer_free(&bytes);
  rt_buffer_free(&again);
}

TEST(implausible_metadata_are_refused) {
  const char *directory = make_foreign(FOREIGN_GLOBALS FOREIGN_VECTOR);
  rt_metadata metadata = {0};
  const struct { uint64_t heap_bytes; uint8_t data_size, hook_status; const char *globals; }
  cases[] = {{5, 0, 0, ""},
             {UINT64_C(18446744073709486080), 0, 0, ""},
             {0, 33, 0, ""},
             {0, 0, RT_HOOK_STATUS_COUNT, ""},
             {0, 0, 0, "00000000" "7f080102030405060708"},
             {0, 0, 0, "00000000" "6f0401020304"},
             {0, 0, 0, "00000000" "7f04010203"}};
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    rt_metadata_free(&metadata);
    metadata.heap_bytes = cases[i].heap_bytes;
    metadata.certified_data_size = cases[i].data_size;
    metadata.hook_status = (rt_hook_status)cases[i].hook_status;
    rt_hex_parse(&metadata.globals, cases[i].globals, strlen(cases[i].globals));
    if (rt_metadata_write(directory, &metadata, &error)) {
      test_fail(__FILE__, __LINE__, "case %zu was written", i);
    }
  }
  rt_metadata_free(&metadata);
}

TEST(a_command_waits_for_the_one_before) {
  const char *directory = test_path("state");
  make_state(directory);
  pid_t child = fork();
  if (child == 0) {
    open_fake(&fake_module, directory);
    usleep(200000);
    // The end of a process, of any kind, frees what it had.
    raise(SIGKILL);
  }
  while (access(test_path("state/lock"), F_OK) != 0) usleep(1000);
  usleep(100000);
  CHECK(program_run("fake", "query peek --state %s --wait 30", directory, NULL) == 0);
  int status;
  waitpid(child, &status, 0);
  CHECK(WIFSIGNALED(status));
}
