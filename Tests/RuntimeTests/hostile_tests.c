// Any arguments to any function of the System API: no crash, no harm, and the canister
// goes on. Under the sanitizers this looks for accesses out of range and for overflows.
#include <string.h>

#include "harness.h"

static uint64_t state;

/// SplitMix64: the same numbers each time.
static uint64_t next(void) {
  uint64_t value = state += UINT64_C(0x9E3779B97F4A7C15);
  value = (value ^ value >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
  value = (value ^ value >> 27) * UINT64_C(0x94D049BB133111EB);
  return value ^ value >> 31;
}

/// Mostly values around the edges of what is there.
static uint64_t next_argument(void) {
  static const uint64_t edges[] = {
      0,          1,           16,          29,          30,          32,          33,
      65519,      65520,       65535,       65536,       65537,       131072,      10485760,
      2097152,    2097153,     0x7FFFFFFF,  0x80000000,  0xFFFFFFEF,  0xFFFFFFFF,  0x100000000,
      0x17FFFFFFF, 0x180000000, 1ull << 47, 1ull << 62,  INT64_MAX,   1ull << 63,  UINT64_MAX - 15,
      UINT64_MAX - 1, UINT64_MAX};
  uint64_t number = next();
  if (number % 8 == 0) return next();
  return edges[number / 8 % (sizeof edges / sizeof edges[0])];
}

static uint64_t first_row, last_row;

/// Calls a few functions; the first that fails ends the message.
static void call_functions(void) {
  uint64_t values[8];
  if (ic0_stable64_size() == 0) ic0_stable64_grow(2);
  for (int i = 0; i < 6; i++) {
    size_t row = first_row + next() % (last_row - first_row);
    for (size_t j = 0; j < 8; j++) values[j] = next_argument();
    rt_ic0_function_at(row)->entry(values);
  }
}

/// What surrounds the linear memory is not the canister's.
static bool is_memory_sound(void) {
  return rt_the_instance.memory_size_bytes % RT_WASM_PAGE_BYTES == 0 &&
         rt_the_instance.stable_size_bytes % RT_WASM_PAGE_BYTES == 0 &&
         rt_the_instance.stable_size_bytes <= RT_STABLE_MAXIMUM_PAGES * RT_WASM_PAGE_BYTES;
}

static void attack(const rt_module *module, int rounds) {
  static const rt_entry entries[] = {rt_entry_update,          rt_entry_query,
                                     rt_entry_composite_query, rt_entry_replicated_query,
                                     rt_entry_inspect_message, rt_entry_heartbeat,
                                     rt_entry_reply_callback,  rt_entry_reject_callback,
                                     rt_entry_cleanup,         rt_entry_pre_upgrade,
                                     rt_entry_reinstall};
  open_fake(module, NULL);
  enter(rt_entry_install, "");
  size_t failed = 0, succeeded = 0;
  for (int round = 0; round < rounds; round++) {
    run_as(entries[next() % (sizeof entries / sizeof entries[0])], call_functions);
    *(outcome.result == rt_result_error ? &failed : &succeeded) += 1;
    CHECK(is_memory_sound());
    // A trap's text is for people; it is never longer than what a trap may say.
    CHECK(outcome.response.size <= 10 * 1024 * 1024);
  }
  CHECK(failed > 0 && succeeded > 0);
  enter(rt_entry_reinstall, "");
  enter(rt_entry_update, "count");
  check_ok();
  close_fake();
}

TEST(no_arguments_of_functions_do_harm) {
  last_row = rt_ic0_function_count();
  attack(&fake_module, 20000);
}

TEST(no_arguments_of_functions_do_harm_with_64_bit_addresses) {
  rt_module wide = fake_module;
  wide.address_size = 8;
  state = 1;
  last_row = rt_ic0_function_count();
  attack(&wide, 20000);
}

/// Each function by itself, with each argument at each edge while the others are harmless.
static size_t current_row, current_argument;
static uint64_t current_value;

static void call_current(void) {
  uint64_t values[8] = {0};
  values[current_argument] = current_value;
  rt_ic0_function_at(current_row)->entry(values);
}

TEST(each_argument_alone_can_be_anything) {
  install_fake();
  const uint64_t edges[] = {65536,         65537,          0xFFFFFFFF,     0x100000000,
                            UINT64_C(1) << 63, UINT64_MAX - 15, UINT64_MAX};
  for (current_row = 0; current_row < rt_ic0_function_count(); current_row++) {
    size_t count = strlen(rt_ic0_function_at(current_row)->parameters);
    for (current_argument = 0; current_argument < count; current_argument++) {
      for (size_t i = 0; i < sizeof edges / sizeof edges[0]; i++) {
        current_value = edges[i];
        run_update(call_current);
        CHECK(is_memory_sound());
      }
    }
  }
  close_fake();
}
