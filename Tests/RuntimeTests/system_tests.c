// Cycles, identity, environment variables, certified data, timers, costs.
#include <string.h>

#include "harness.h"

#define VIOLATION "Canister violated contract: "

static const uint8_t own_id[] = {1, 2, 3};
static const uint8_t subnet_id[] = {4, 5};

static void configure(uint64_t balance_high, uint64_t balance_low) {
  static const rt_bytes controllers[] = {{(const uint8_t *)"c", 1}, {(const uint8_t *)"", 0}};
  static const rt_bytes variables[] = {{(const uint8_t *)"A", 1},
                                       {(const uint8_t *)"first", 5},
                                       {(const uint8_t *)"B\xC3\xB6", 3},
                                       {(const uint8_t *)"", 0}};
  rt_settings settings = {.own_id = {own_id, 3},
                          .subnet_id = {subnet_id, 2},
                          .cycle_balance = {.high = balance_high, .low = balance_low},
                          .status = 2,
                          .has_version = true,
                          .version = 42,
                          .controllers = list_of(controllers, 2, 2),
                          .environment_variables = list_of(variables, 4, 2)};
  rt_canister_configure(canister, &settings);
}

static uint64_t low_at(uint64_t address) {
  uint64_t value;
  memcpy(&value, HEAP + address, 8);
  return value;
}

static void ask_identity(void) {
  CHECK_NUMBER(ic0_canister_self_size(), 3);
  ic0_canister_self_copy(0, 1, 2);
  CHECK(memcmp(HEAP, own_id + 1, 2) == 0);
  CHECK_NUMBER(ic0_subnet_self_size(), 2);
  ic0_subnet_self_copy(10, 0, 2);
  CHECK(memcmp(HEAP + 10, subnet_id, 2) == 0);
  CHECK_NUMBER(ic0_canister_status(), 2);
  CHECK_NUMBER(ic0_canister_version(), 42);
  HEAP[0] = 'c';
  CHECK_NUMBER(ic0_is_controller(0, 1), 1);
  CHECK_NUMBER(ic0_is_controller(0, 0), 1);
  CHECK_NUMBER(ic0_is_controller(0, 2), 0);
  CHECK_NUMBER(ic0_root_key_size(), 133);
  ic0_root_key_copy(0, 0, 133);
  CHECK(HEAP[0] == 0x30 && HEAP[1] == 0x81 && HEAP[2] == 130);
}

static void ask_variables(void) {
  CHECK_NUMBER(ic0_env_var_count(), 2);
  CHECK_NUMBER(ic0_env_var_name_size(1), 3);
  ic0_env_var_name_copy(1, 0, 0, 3);
  CHECK_TEXT(HEAP, 3, "B\xC3\xB6");
  CHECK_NUMBER(ic0_env_var_name_exists(0, 3), 1);
  CHECK_NUMBER(ic0_env_var_name_exists(0, 1), 0);
  CHECK_NUMBER(ic0_env_var_value_size(0, 3), 0);
  HEAP[0] = 'A';
  CHECK_NUMBER(ic0_env_var_value_size(0, 1), 5);
  ic0_env_var_value_copy(0, 1, 100, 1, 4);
  CHECK_TEXT(HEAP + 100, 4, "irst");
}

static void variable_index(void) { ic0_env_var_name_size(2); }
static void variable_unknown(void) {
  HEAP[0] = 'Z';
  ic0_env_var_value_size(0, 1);
}
static void variable_long(void) { ic0_env_var_name_exists(0, 129); }
static void variable_bad(void) {
  HEAP[0] = 0xFF;
  ic0_env_var_value_copy(0, 1, 0, 0, 0);
}
static void variable_range(void) {
  HEAP[0] = 'A';
  ic0_env_var_value_copy(0, 1, 0, 5, 1);
}

TEST(the_canister_knows_itself_and_its_surroundings) {
  install_fake();
  configure(0, 1000);
  run_update(ask_identity);
  check_ok();
  run_update(ask_variables);
  check_ok();
  const struct { void (*script)(void); const char *text; } cases[] = {
      {variable_index, "Environment variable index 2 is out of bounds. The number of environment "
                       "variables is 2."},
      {variable_unknown, "Environment variable Z not found."},
      {variable_long, VIOLATION "ic0.env_var_name_exists: Variable name is too large."},
      {variable_bad,
       VIOLATION "ic0.env_var_value_copy: Variable name is not a valid UTF-8 string."},
      {variable_range,
       VIOLATION "ic0.env_var_value_copy value: src=5 + length=1 exceeds the slice size=5"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    run_update(cases[i].script);
    CHECK_ERROR(504, cases[i].text);
  }
  close_fake();
}

static void use_cycles(void) {
  CHECK_NUMBER(ic0_canister_cycle_balance(), 1000);
  CHECK_NUMBER(ic0_msg_cycles_available(), 500);
  CHECK_NUMBER(ic0_msg_cycles_accept(200), 200);
  ic0_msg_cycles_accept128(0, 100, 0);
  CHECK_NUMBER(low_at(0), 100);
  ic0_msg_cycles_available128(0);
  CHECK_NUMBER(low_at(0), 200);
  CHECK_NUMBER(ic0_canister_cycle_balance(), 1300);
  ic0_cycles_burn128(0, 300, 16);
  CHECK_NUMBER(low_at(16), 300);
  ic0_canister_cycle_balance128(0);
  CHECK_NUMBER(low_at(0), 1000);
  ic0_msg_cycles_accept128(1, 0, 0);
  CHECK_NUMBER(low_at(0), 200);
  ic0_cycles_burn128(7, 0, 0);
  CHECK_NUMBER(low_at(0), 1200);
  ic0_canister_liquid_cycle_balance128(0);
  CHECK_NUMBER(low_at(0), 0);
}

static void accept_and_reply(void) {
  ic0_msg_cycles_accept(100);
  ic0_msg_reply();
  CHECK_NUMBER(ic0_msg_cycles_available(), 400);
  CHECK_NUMBER(ic0_msg_cycles_accept(150), 150);
  CHECK_NUMBER(ic0_msg_cycles_available(), 250);
}

static void reject_and_accept(void) {
  ic0_msg_reject(0, 0);
  CHECK_NUMBER(ic0_msg_cycles_accept(501), 500);
  CHECK_NUMBER(ic0_msg_cycles_available(), 0);
}

static void ask_balance(void) { ic0_canister_cycle_balance(); }

TEST(cycles_are_accepted_and_burned) {
  install_fake();
  configure(0, 1000);
  run_update(use_cycles);
  check_ok();
  CHECK_NUMBER(outcome.cycles_accepted.low, 500);
  CHECK_NUMBER(outcome.cycles_accepted.high, 0);
  CHECK_NUMBER(outcome.cycles_burned.low, 300 + 1200);
  // An answer leaves them available for the rest of the execution.
  run_update(accept_and_reply);
  check_ok();
  CHECK_NUMBER(outcome.cycles_accepted.low, 250);
  run_update(reject_and_accept);
  check_ok();
  CHECK_NUMBER(outcome.cycles_accepted.low, 500);
  configure(1, 0);
  run_update(ask_balance);
  CHECK_ERROR(502, "Canister trapped: cycles amount exceeds 64-bit representation");
  close_fake();
}

static void mint(void) {
  ic0_mint_cycles128(1, 2, 0);
  CHECK_NUMBER(low_at(0), 2);
  CHECK_NUMBER(low_at(8), 1);
  ic0_canister_cycle_balance128(0);
  CHECK_NUMBER(low_at(0), 102);
}

/// What a percent of a processor and two pages of memory cost in a second.
static const uint64_t frozen_cycles = 10000000 + 10000 + 317500ull * 131072 / (1 << 30);

static void spend_frozen(void) {
  ic0_stable64_grow(1);
  ic0_canister_liquid_cycle_balance128(0);
  CHECK_NUMBER(low_at(0), 40);
  ic0_cycles_burn128(0, 50, 0);
  CHECK_NUMBER(low_at(0), 40);
  ic0_call_new(0, 0, 0, 0, 0, 0, 0, 0);
  ic0_call_cycles_add(1);
}

TEST(only_one_canister_mints_and_nobody_spends_what_is_frozen) {
  static const uint8_t minting_id[] = {0, 0, 0, 0, 0, 0, 0, 4, 1, 1};
  rt_settings settings = {.own_id = {minting_id, sizeof minting_id},
                          .cycle_balance = {.low = 100},
                          .status = 1};
  install_fake();
  rt_canister_configure(canister, &settings);
  run_update(mint);
  check_ok();
  CHECK_NUMBER(outcome.cycles_minted.high, 1);
  CHECK_NUMBER(outcome.cycles_minted.low, 2);
  settings.own_id.size = 1;
  rt_canister_configure(canister, &settings);
  run_update(mint);
  CHECK_ERROR(504, VIOLATION "ic0.mint_cycles cannot be executed on non Cycles Minting Canister: "
                             "2ibo7-dia != rkp4c-7iaaa-aaaaa-aaaca-cai");
  settings.cycle_balance.low = frozen_cycles - 5 + 40;
  settings.reserved_cycles.low = 5;
  settings.compute_allocation_percent = 1;
  settings.freezing_threshold_seconds = 1;
  rt_canister_configure(canister, &settings);
  run_update(spend_frozen);
  CHECK_ERROR(504, "Canister 2ibo7-dia is out of cycles");
  close_fake();
}

static void grow_to_three_pages(void) { rt_memory_grow(2); }
static void grow_stable_memory(void) { ic0_stable64_grow(2); }

/// A canister that is `missing` cycles short of what three pages cost in a day.
static void configure_poor(uint64_t missing) {
  static const rt_bytes controllers[] = {{(const uint8_t *)"c", 1}};
  uint64_t price = 86400 * 10000ull + 317500ull * 3 * 65536 * 86400 / (1 << 30);
  rt_settings settings = {.cycle_balance = {.low = price - missing},
                          .status = 1,
                          .freezing_threshold_seconds = 86400,
                          .controllers = list_of(controllers, 1, 1)};
  rt_canister_configure(canister, &settings);
}

TEST(memories_grow_no_further_than_the_canister_can_pay) {
  install_fake();
  configure_poor(0);
  run_update(grow_to_three_pages);
  check_ok();
  enter(rt_entry_reinstall, "");
  configure_poor(7);
  run_update(grow_to_three_pages);
  CHECK_ERROR(532, "Canister cannot grow memory by 131072 bytes due to insufficient cycles.");
  run_as(rt_entry_heartbeat, grow_stable_memory);
  CHECK_ERROR(532, "Canister cannot grow memory by 131072 bytes due to insufficient cycles.");
  run_as(rt_entry_query, grow_stable_memory);
  check_ok();
  fake_init = grow_to_three_pages;
  execute(&(rt_message){.entry = rt_entry_reinstall, .caller = {(const uint8_t *)"c", 1}});
  fake_init = NULL;
  CHECK_ERROR(532, "Canister cannot grow memory by 131072 bytes due to insufficient cycles. "
                   "At least 7 additional cycles are required.");
  close_fake();
}

TEST(linear_memory_grows_no_further_than_its_owner_allows) {
  rt_settings settings = {.status = 1, .wasm_memory_limit_bytes = 131072};
  install_fake();
  rt_canister_configure(canister, &settings);
  run_as(rt_entry_query, grow_to_three_pages);
  check_ok();
  CHECK_NUMBER(outcome.heap_pages, 3);
  run_as(rt_entry_heartbeat, grow_to_three_pages);
  check_ok();
  enter(rt_entry_reinstall, "");
  run_update(grow_to_three_pages);
  CHECK_ERROR(
      539,
      "Canister exceeded its current Wasm memory limit of 131072 bytes. The peak Wasm memory usage "
      "was 196608 bytes. If the canister reaches 4GiB, then it may stop functioning and may become "
      "unrecoverable. Please reach out to the canister owner to investigate the reason for the "
      "increased memory usage. It might be necessary to move data from the Wasm memory to the "
      "stable memory. If such high Wasm memory usage is expected and safe, then the developer can "
      "increase the Wasm memory limit in the canister settings.");
  CHECK_NUMBER(outcome.heap_pages, 1);
  close_fake();
}

static void set_certified_data(void) {
  memcpy(HEAP, "certified", 9);
  ic0_certified_data_set(0, 9);
  CHECK_NUMBER(ic0_data_certificate_present(), 0);
}

static void set_and_trap(void) {
  set_certified_data();
  ic0_global_timer_set(99);
  rt_raise(rt_trap_unreachable);
}

static void set_nothing(void) { ic0_certified_data_set(0, 0); }

TEST(certified_data_is_kept_until_it_is_set_again) {
  install_fake();
  run_update(set_certified_data);
  CHECK_TEXT(outcome.certified_data.bytes, outcome.certified_data.size, "certified");
  run_update(NULL);
  CHECK_TEXT(outcome.certified_data.bytes, outcome.certified_data.size, "certified");
  run_update(set_nothing);
  CHECK_NUMBER(outcome.certified_data.size, 0);
  run_update(set_and_trap);
  CHECK_NUMBER(outcome.certified_data.size, 0);
  CHECK_NUMBER(outcome.global_timer, 0);
  run_update(set_certified_data);
  enter(rt_entry_reinstall, "");
  CHECK_NUMBER(outcome.certified_data.size, 0);
  close_fake();
}

static void ask_message(void) {
  CHECK_NUMBER(ic0_msg_deadline(), 777);
  CHECK_NUMBER(ic0_msg_caller_info_data_size(), 4);
  ic0_msg_caller_info_data_copy(0, 1, 3);
  CHECK_TEXT(HEAP, 3, "nfo");
  CHECK_NUMBER(ic0_msg_caller_info_signer_size(), 2);
  ic0_msg_caller_info_signer_copy(0, 0, 2);
  CHECK_TEXT(HEAP, 2, "id");
}

TEST(messages_have_deadlines_and_callers_information) {
  install_fake();
  fake_script = ask_message;
  rt_message message = {.entry = rt_entry_update,
                        .deadline_nanoseconds = 777,
                        .caller_info = {(const uint8_t *)"info", 4},
                        .caller_info_signer = {(const uint8_t *)"id", 2},
                        .method = {(const uint8_t *)"run", 3}};
  execute(&message);
  check_ok();
  close_fake();
}

static void read_certificate(void) {
  CHECK_NUMBER(ic0_data_certificate_present(), 1);
  uint64_t size = ic0_data_certificate_size();
  CHECK(size > 0);
  ic0_data_certificate_copy(0, 0, size);
  ic0_data_certificate_copy(0, size, 1);
}

TEST(certificates_are_there_for_queries_that_have_one) {
  install_fake();
  fake_script = read_certificate;
  rt_message message = {.entry = rt_entry_query,
                        .has_data_certificate = true,
                        .data_certificate = {(const uint8_t *)"certificate", 11},
                        .method = {(const uint8_t *)"run query", 9}};
  execute(&message);
  CHECK_ERROR(504, VIOLATION "ic0_data_certificate_copy failed because offset + size is out of "
                             "bounds. Found offset = 11 and size = 1 while offset + size must be "
                             "<= 11");
  close_fake();
}

static void set_timer(void) { CHECK_NUMBER(ic0_global_timer_set(5000), 0); }
static void move_timer(void) { CHECK_NUMBER(ic0_global_timer_set(6000), 5000); }
static void see_no_timer(void) { CHECK_NUMBER(ic0_global_timer_set(7000), 0); }

TEST(the_timer_is_off_after_it_ran_and_after_code_changes) {
  install_fake();
  run_update(set_timer);
  check_ok();
  CHECK(outcome.is_timer_set);
  CHECK_NUMBER(outcome.global_timer, 5000);
  run_update(move_timer);
  check_ok();
  run_update(NULL);
  CHECK(!outcome.is_timer_set);
  CHECK_NUMBER(outcome.global_timer, 6000);
  run_as(rt_entry_global_timer, see_no_timer);
  check_ok();
  CHECK_NUMBER(outcome.global_timer, 7000);
  run_as(rt_entry_global_timer, set_and_trap);
  CHECK_NUMBER(rt_execution_error_code(outcome.error), 502);
  CHECK_NUMBER(outcome.global_timer, 0);
  run_as(rt_entry_post_upgrade, see_no_timer);
  check_ok();
  run_as(rt_entry_reinstall, see_no_timer);
  check_ok();
  close_fake();
}

static void ask_costs_of_system_subnets(void) {
  memset(HEAP, 1, 16);
  ic0_cost_call(10, 20, 0);
  CHECK(low_at(0) == 0 && low_at(8) == 0);
  ic0_cost_create_canister(0);
  CHECK_NUMBER(low_at(0), 0);
  ic0_cost_http_request(1000, 2000, 0);
  CHECK_NUMBER(low_at(0), 0);
  // Signatures are made on another subnet, which is not free.
  memcpy(HEAP + 100, "test_key_1", 10);
  CHECK_NUMBER(ic0_cost_sign_with_ecdsa(100, 10, 0, 0), 0);
  CHECK_NUMBER(low_at(0), UINT64_C(10000000000));
}

TEST(system_subnets_are_free) {
  rt_settings settings = {.status = 1, .is_free = true};
  install_fake();
  rt_canister_configure(canister, &settings);
  run_update(ask_costs_of_system_subnets);
  check_ok();
  close_fake();
}

static void ask_costs(void) {
  ic0_cost_call(10, 20, 0);
  CHECK_NUMBER(low_at(0), UINT64_C(260000) + 30 * 1000 + 5000000 + UINT64_C(40000000000) +
                              UINT64_C(2097152) * 1000);
  ic0_cost_create_canister(0);
  CHECK_NUMBER(low_at(0), UINT64_C(500000000000));
  ic0_cost_http_request(1000, 2000, 0);
  CHECK_NUMBER(low_at(0), (3000000 + 60000 * 13 + 400000 + 1600000) * 13);
  ic0_cost_call(UINT64_MAX, 1, 0);
  CHECK(low_at(8) != 0);
  memcpy(HEAP + 100, "test_key_1", 10);
  CHECK_NUMBER(ic0_cost_sign_with_ecdsa(100, 10, 0, 0), 0);
  CHECK_NUMBER(low_at(0), UINT64_C(10000000000));
  CHECK_NUMBER(ic0_cost_sign_with_ecdsa(100, 10, 1, 0), 1);
  CHECK_NUMBER(ic0_cost_sign_with_ecdsa(100, 9, 0, 0), 2);
  CHECK_NUMBER(ic0_cost_sign_with_schnorr(100, 10, 1, 0), 0);
  CHECK_NUMBER(ic0_cost_sign_with_schnorr(100, 10, 2, 0), 1);
  memcpy(HEAP + 100, "key_1", 5);
  CHECK_NUMBER(ic0_cost_vetkd_derive_key(100, 5, 0, 0), 0);
  CHECK_NUMBER(low_at(0), UINT64_C(26153846153));
}

/// The record of what an outcall uses, with values 1000, 2000 and so on in the order of the fields.
static void put_usage(void) {
  // Ids in rising order, as Candid has them: transform_instructions, raw_response_bytes,
  // request_bytes, transformed_response_bytes, http_roundtrip_time_ms.
  static const char *const names[] = {"transform_instructions", "raw_response_bytes",
                                      "request_bytes", "transformed_response_bytes",
                                      "http_roundtrip_time_ms"};
  uint32_t ids[5];
  size_t order[5];
  for (size_t i = 0; i < 5; i++) {
    ids[i] = 0;
    for (const char *at = names[i]; *at != 0; at++) ids[i] = ids[i] * 223 + (uint8_t)*at;
    size_t place = i;
    for (; place > 0 && ids[order[place - 1]] > ids[i]; place--) order[place] = order[place - 1];
    order[place] = i;
  }
  memcpy(HEAP, "DIDL\1\x6C\5", 7);
  uint8_t *at = HEAP + 7;
  for (size_t i = 0; i < 5; i++) {
    uint32_t id = ids[order[i]];
    for (; id >= 0x80; id >>= 7) *at++ = (uint8_t)(id | 0x80);
    *at++ = (uint8_t)id;
    *at++ = 0x78;
  }
  memcpy(at, "\1\0", 2);
  at += 2;
  for (size_t i = 0; i < 5; i++, at += 8) {
    uint64_t value = 1000 * (order[i] + 1);
    memcpy(at, &value, 8);
  }
  HEAP[4000] = (uint8_t)(at - HEAP);
}

static void ask_outcall_cost(void) {
  put_usage();
  ic0_cost_http_request_v2(0, HEAP[4000], 4096);
  CHECK_NUMBER(low_at(4096), 13 * (UINT64_C(1000000) + 140000 * 13 + 800 * 169 + 50 * 3000 +
                                   300 * 5000 + 50 * 2000 + 1000 / 13 + (130 + 650) * 4000));
}

static void ask_outcall_cost_cut(void) {
  put_usage();
  ic0_cost_http_request_v2(0, HEAP[4000] - 1u, 4096);
}
static void ask_outcall_cost_type(void) {
  put_usage();
  HEAP[8] ^= 1;
  ic0_cost_http_request_v2(0, HEAP[4000], 4096);
}
static void ask_outcall_cost_nothing(void) { ic0_cost_http_request_v2(0, 0, 0); }
static void ask_outcall_cost_beyond(void) { ic0_cost_http_request_v2(65530, 7, 0); }

TEST(costs_are_those_of_a_subnet_of_13_nodes) {
  install_fake();
  run_update(ask_costs);
  check_ok();
  run_update(ask_outcall_cost);
  check_ok();
  const struct { void (*script)(void); const char *text; } cases[] = {
      {ask_outcall_cost_cut, "Failed to decode HttpRequestV2CostParams from Candid: it has too few "
                             "or too many bytes"},
      {ask_outcall_cost_type,
       "Failed to decode HttpRequestV2CostParams from Candid: it has an unexpected field"},
      {ask_outcall_cost_nothing,
       "Failed to decode HttpRequestV2CostParams from Candid: it does not begin with DIDL"},
      {ask_outcall_cost_beyond,
       "ic0.cost_http_request_v2 heap: src=65530 + length=7 exceeds the slice size=65536"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    run_update(cases[i].script);
    char text[200] = VIOLATION;
    CHECK_ERROR(504, strcat(text, cases[i].text));
  }
  close_fake();
}
