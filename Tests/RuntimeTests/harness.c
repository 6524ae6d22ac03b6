#include "harness.h"

#include <string.h>

#include "base/wire.h"
#include "execution/failure.h"

rt_canister *canister;
rt_outcome outcome;
rt_error error;
uint64_t instructions_before;

static const uint8_t caller[] = {0xAB, 0xCD, 0x01};

void open_fake(const rt_module *module, const char *directory) {
  rt_options options = {.directory = directory, .creates_directory = true};
  canister = rt_canister_open(module, &options, &error);
  if (canister == NULL) test_fail(__FILE__, __LINE__, "%s", error.text);
}

void close_fake(void) {
  if (!rt_canister_close(canister, &error)) test_fail(__FILE__, __LINE__, "%s", error.text);
  canister = NULL;
}

rt_list list_of(const rt_bytes *items, size_t item_count, uint32_t count) {
  rt_buffer bytes = {0};
  for (size_t i = 0; i < item_count; i++) rt_wire_put_bytes(&bytes, items[i]);
  return (rt_list){bytes.bytes, bytes.size, count};
}

void execute(const rt_message *message) {
  if (!rt_canister_execute(canister, message, &outcome, &error)) {
    test_fail(__FILE__, __LINE__, "%s", error.text);
  }
}

void enter(rt_entry entry, const char *method) {
  rt_message message = {.entry = entry,
                        .time_nanoseconds = 1000,
                        .caller = {caller, sizeof caller},
                        .method = {(const uint8_t *)method, strlen(method)}};
  execute(&message);
}

void install_fake(void) {
  open_fake(&fake_module, NULL);
  enter(rt_entry_install, "");
  check_ok();
}

static void run_callback_script(uint64_t environment) {
  (void)environment;
  fake_script();
}

void run_as(rt_entry entry, void (*script)(void)) {
  fake_script = script;
  fake_start = fake_init = fake_pre_upgrade = fake_post_upgrade = NULL;
  if (entry == rt_entry_install || entry == rt_entry_reinstall) fake_init = script;
  if (entry == rt_entry_pre_upgrade) fake_pre_upgrade = script;
  if (entry == rt_entry_post_upgrade) fake_post_upgrade = script;
  fake_callback = run_callback_script;
  const char *method = entry == rt_entry_composite_query ? "run composite"
                       : entry == rt_entry_query || entry == rt_entry_replicated_query
                           ? "run query"
                           : "run";
  static const char argument[] = "argument";
  static const char reject_message[] = "rejected";
  rt_message message = {.entry = entry,
                        .time_nanoseconds = 1000,
                        .caller = {caller, sizeof caller},
                        .method = {(const uint8_t *)method, strlen(method)},
                        .argument = {(const uint8_t *)argument, strlen(argument)},
                        .cycles = {.low = 500},
                        .cycles_refunded = {.low = 60},
                        .reject_code = 4,
                        .reject_message = {(const uint8_t *)reject_message, 8},
                        .function = 1,
                        .environment = 77,
                        .instructions_before = instructions_before};
  execute(&message);
  fake_init = fake_pre_upgrade = fake_post_upgrade = NULL;
}

void run_update(void (*script)(void)) { run_as(rt_entry_update, script); }

const char *error_sentence(const rt_outcome *failed) {
  static rt_buffer sentence;
  rt_buffer_clear(&sentence);
  rt_failure_print(&sentence, failed);
  rt_buffer_append(&sentence, "", 1);
  return (const char *)sentence.bytes;
}

void check_ok(void) {
  if (outcome.result == rt_result_error) {
    test_fail(__FILE__, __LINE__, "IC%04u: %s", rt_execution_error_code(outcome.error),
              error_sentence(&outcome));
  }
}

void check_error(const char *file, int line, uint32_t code, const char *text) {
  if (outcome.result != rt_result_error) test_fail(file, line, "the message did not fail");
  const char *sentence = error_sentence(&outcome);
  test_check_text(file, line, (const uint8_t *)sentence, strlen(sentence), text);
  uint32_t found = rt_execution_error_code(outcome.error);
  if (found != code) test_fail(file, line, "code %u", found);
}
