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
#include "state/json.h"
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
      {"metadata.json", "", "is not that of a canister's state"},
      {"metadata.json", "{\"name\": \"left-pad\"}", "is not that of a canister's state"},
      {"metadata.json", "{\"tinsmith\": {\"format_version\": 2}}",
       "has format version 2, and this program reads version 3"},
      {"metadata.json", "{\"format\": \"tinsmith canister state\", \"format_version\": 1}",
       "is not that of a canister's state"},
      {"metadata.json", "{\"tinsmith\": {\"format_version\": 3},", "is damaged"},
      {"metadata.json",
       "{\"tinsmith\": {\"format_version\": 3}, \"wasm_memory_size\": 18446744073709486080}",
       "is damaged"},
      {"metadata.json",
       "{\"tinsmith\": {\"format_version\": 3}, \"certified_data\": [0, 256]}", "is damaged"},
      {"metadata.json",
       "{\"tinsmith\": {\"format_version\": 3}, \"certified_data\": [1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,"
       "1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]}",
       "is damaged"},
      {"metadata.json",
       "{\"tinsmith\": {\"format_version\": 3, \"globals\": [{\"index\": 0, \"type\": 127, "
       "\"bytes\": \"0102030405060708\"}]}}",
       "is damaged"},
      {"metadata.json",
       "{\"tinsmith\": {\"format_version\": 3}, \"wasm_chunk_store\": [{\"hash\": [1, 2]}]}",
       "is damaged"},
      {"metadata.json",
       "{\"tinsmith\": {\"format_version\": 3}, \"on_low_wasm_memory_hook_status\": \"asleep\"}",
       "is damaged"},
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
  CHECK(unlink(test_path("state/metadata.json")) == 0);
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

// Snapshots of other programs ---------------------------------------------------------------------

#define HASH_OF_ABC "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
/// What is added to a snapshot that is taken up.
#define MODULE_HASH "\"module_hash\": \"" HASH_OF_ABC "\",\n  "

/// What dfx writes when it downloads a snapshot, around the list of globals.
#define FOREIGN_METADATA(globals)                                                          \
  "{\n  " MODULE_HASH "\"source\": {\n    \"taken_from_canister\": null\n  },\n"              \
  "  \"taken_at_timestamp\": 1763880000123456789,\n  \"wasm_module_size\": 3,\n"          \
  "  \"globals\": " globals ",\n  \"wasm_memory_size\": 65536,\n"                         \
  "  \"stable_memory_size\": 65536,\n  \"wasm_chunk_store\": [\n    {\n      \"hash\": [" \
  "1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31,"   \
  "255]\n    }\n  ],\n  \"canister_version\": 4,\n"                                        \
  "  \"certified_data\": [\n    1,\n    255\n  ],\n"                                       \
  "  \"global_timer\": {\n    \"active\": 77\n  },\n"                                     \
  "  \"on_low_wasm_memory_hook_status\": \"executed\"\n}"

/// The globals of the module below, whose list begins with a constant that it exports.
#define FOREIGN_GLOBALS \
  "{\"i32\": 65536}, {\"i64\": 7}, {\"i32\": -9}, {\"f32\": 0.1}, {\"f64\": -1e-300}, "

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

/// Writes a snapshot of a module that consists of "abc".
static const char *make_foreign(const char *metadata) {
  const char *directory = test_path("state");
  CHECK(mkdir(directory, 0777) == 0 || access(directory, W_OK) == 0);
  static uint8_t heap[65536], stable[65536];
  heap[1] = 8;
  stable[123] = 9;
  write_file(directory, "metadata.json", metadata, strlen(metadata));
  write_file(directory, "wasm_module.bin", "abc", 3);
  write_file(directory, "wasm_memory.bin", heap, sizeof heap);
  write_file(directory, "stable_memory.bin", stable, sizeof stable);
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
  // A number of 128 bits as dfx writes it, and the other forms that it reads; and behind the
  // globals, as replicas had it at first, the counter of instructions.
  const char *const forms[] = {
      FOREIGN_METADATA("[" FOREIGN_GLOBALS "{\"v128\": [5, 0, 0, 2147483648]}]"),
      FOREIGN_METADATA("[" FOREIGN_GLOBALS
                       "{\"v128\": \"170141183460469231731687303715884105733\"}]"),
      FOREIGN_METADATA("[" FOREIGN_GLOBALS
                       "{\"v128\": 170141183460469231731687303715884105733}, {\"i64\": 1999}]"),
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
    // Now it is ours, and other programs can still read it.
    open_fake(&same, directory);
    enter(rt_entry_update, "count");
    check_ok();
    CHECK_NUMBER(outcome.response.bytes[2], 8);
    close_fake();
  }
}

TEST(a_snapshot_that_nobody_has_taken_up_belongs_to_no_module) {
  const char *taken = FOREIGN_METADATA("[" FOREIGN_GLOBALS "{\"v128\": []}]");
  char raw[2048];
  snprintf(raw, sizeof raw, "{%s", strstr(taken, MODULE_HASH) + strlen(MODULE_HASH));
  rt_module same = make_module(hash_of_abc);
  open_fake(&same, make_foreign(raw));
  rt_message message = {.entry = rt_entry_update, .method = {(const uint8_t *)"run", 3}};
  CHECK(!rt_canister_execute(canister, &message, &outcome, &error));
  CHECK(strstr(error.text, "tinsmith state CODE --import FOLDER") != NULL);
  close_fake();
}

/// Reads a small text file.
static void read_text(const char *path, char *text, size_t capacity) {
  int file = open(path, O_RDONLY);
  ssize_t size = file < 0 ? -1 : read(file, text, capacity - 1);
  CHECK(size >= 0);
  text[size] = 0;
  close(file);
}

TEST(what_a_snapshot_has_beside_the_state_is_handed_on) {
  const char *directory =
      make_foreign(FOREIGN_METADATA("[" FOREIGN_GLOBALS "{\"v128\": [5, 0, 0, 2147483648]}]"));
  rt_module same = make_module(hash_of_abc);
  open_fake(&same, directory);
  enter(rt_entry_update, "count");
  close_fake();
  char text[8192];
  read_text(test_path("state/metadata.json"), text, sizeof text);
  const char *const members[] = {
      "{\"i32\": 65536},\n    {\"i64\": 8},\n    {\"i32\": -9},\n    {\"f32\": 0.1},\n",
      "{\"f64\": -1e-300},\n    {\"v128\": [5, 0, 0, 2147483648]}\n",
      "\"wasm_chunk_store\": [\n    {\"hash\": [1, 2, 3, ", ", 30, 31, 255]}\n  ],",
      "\"on_low_wasm_memory_hook_status\": \"executed\"",
      "\"canister_version\": 5",
      "\"wasm_module_size\": 3",
      "\"global_timer\": {\"active\": 77}",
      "\"certified_data\": [1, 255]",
  };
  for (size_t i = 0; i < sizeof members / sizeof members[0]; i++) {
    if (strstr(text, members[i]) == NULL) {
      test_fail(__FILE__, __LINE__, "no %s in %s", members[i], text);
    }
  }
}

TEST(globals_without_a_value_are_refused_by_their_places) {
  const char *const cases[] = {"null", "{}", "5", "{\"f32\": null}", "{\"f64\": 1e999}",
                               "{\"i32\": 2147483648}", "{\"i32\": -2147483649}",
                               "{\"i32\": 1.5}", "{\"i64\": 9223372036854775808}",
                               "{\"i64\": \"7\"}", "{\"i64\": 7, \"i32\": 7}",
                               "{\"v128\": [1, 2, 3, 4, 5]}", "{\"v128\": [4294967296]}",
                               "{\"v128\": -1}", "{\"v128\": \"\"}", "{\"v128\": null}",
                               "{\"v128\": 340282366920938463463374607431768211456}",
                               "{\"i16\": 7}"};
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    char metadata[2048];
    snprintf(metadata, sizeof metadata, FOREIGN_METADATA("[{\"i64\": 7}, %s, null]"), cases[i]);
    check_refused(make_foreign(metadata), false, "has no value for global 1 of its list of 3");
  }
}

TEST(globals_of_other_types_or_numbers_are_another_modules) {
  const char *const cases[] = {
      "[]", "[{\"i32\": 65536}]", "[" FOREIGN_GLOBALS "{\"i64\": 1}]",
      "[" FOREIGN_GLOBALS "{\"v128\": []}, {\"i32\": 1}]",
      "[" FOREIGN_GLOBALS "{\"v128\": []}, {\"i64\": 1}, {\"i64\": 1}]"};
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    char metadata[2048];
    snprintf(metadata, sizeof metadata, FOREIGN_METADATA("%s"), cases[i]);
    rt_module same = make_module(hash_of_abc);
    open_fake(&same, make_foreign(metadata));
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
  rt_buffer json = {0}, again = {0};
  rt_buffer_append_text(&metadata.module, "a \"module\" \\ \x01 \xC3\xB6");
  rt_hex_parse(&metadata.globals, "030000007f0401020304", 20);
  rt_hex_parse(&metadata.globals, "040000007d040000c07f", 20);
  memset(rt_buffer_extend(&metadata.chunk_hashes, 64), 7, 64);
  rt_metadata_print(&metadata, &json);
  CHECK(rt_metadata_parse(&read, json.bytes, json.size, "it", &error));
  rt_metadata_print(&read, &again);
  CHECK(again.size == json.size && memcmp(again.bytes, json.bytes, json.size) == 0);
  CHECK(read.module.size == metadata.module.size);
  // Anything shorter is refused, and nothing reads past the end (the buffer is exact).
  for (size_t size = 0; size < json.size - 1; size++) {
    uint8_t *exact = malloc(size == 0 ? 1 : size);
    memcpy(exact, json.bytes, size);
    CHECK(!rt_metadata_parse(&read, exact, size, "it", &error));
    free(exact);
  }
  rt_metadata_free(&metadata);
  rt_metadata_free(&read);
  rt_buffer_free(&json);
  rt_buffer_free(&again);
}

/// Whether text is JSON.
static bool is_json(const char *text) {
  rt_json json = {.at = (const uint8_t *)text, .end = (const uint8_t *)text + strlen(text)};
  rt_json_skip(&json);
  return rt_json_end(&json);
}

TEST(json_is_read_strictly) {
  const char *const good[] = {"{}",   "[]",      " [1, 2.5e3, -4] ", "\"\\u0041\\n\"",
                              "true", "[[[[]]]]", "{\"a\": {\"b\": [null, false]}}"};
  const char *const bad[] = {"",       "{",          "[1 2]",  "[1,]",     "{,}",
                             "{\"a\"}", "{\"a\":}",  "\"",     "\"\\x\"",  "\"\\u00ff\"",
                             "nul",    "{}{}",       "{a: 1}", "\"\n\"",   "[",
                             "{\"a\":1,}", "\"\\u12\"", "]",  "\"\\"};
  for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) CHECK(is_json(good[i]));
  for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
    if (is_json(bad[i])) test_fail(__FILE__, __LINE__, "%s was accepted", bad[i]);
  }
  // Deeper than anything of ours, and than any stack.
  char *deep = malloc(1000001);
  memset(deep, '[', 1000000);
  deep[1000000] = 0;
  CHECK(!is_json(deep));
  free(deep);
}

TEST(json_numbers_have_64_bits) {
  const struct { const char *text; bool is_valid; uint64_t value; } cases[] = {
      {"0", true, 0},     {"18446744073709551615", true, UINT64_MAX},
      {"18446744073709551616", false, 0}, {"01", false, 0}, {"-1", false, 0},
      {"1.0", false, 0},  {"1e3", false, 0}, {"", false, 0}};
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    const uint8_t *text = (const uint8_t *)cases[i].text;
    rt_json json = {.at = text, .end = text + strlen(cases[i].text)};
    uint64_t value = rt_json_uint64(&json);
    CHECK(rt_json_end(&json) == cases[i].is_valid);
    if (cases[i].is_valid) CHECK_NUMBER(value, cases[i].value);
  }
}

TEST(a_command_waits_for_the_one_before) {
  const char *directory = test_path("state");
  make_state(directory);
  pid_t child = fork();
  if (child == 0) {
    open_fake(&fake_module, directory);
    usleep(200000);
    // Whatever ends a process frees what it had.
    raise(SIGKILL);
  }
  while (access(test_path("state/lock"), F_OK) != 0) usleep(1000);
  usleep(100000);
  CHECK(program_run("fake", "query peek --state %s --wait 30", directory, NULL) == 0);
  int status;
  waitpid(child, &status, 0);
  CHECK(WIFSIGNALED(status));
}
