#include "fake_canister.h"

#include <string.h>
#include <sys/socket.h>

void (*fake_script)(void);
void (*fake_start)(void);
void (*fake_init)(void);
void (*fake_pre_upgrade)(void);
void (*fake_post_upgrade)(void);
void (*fake_callback)(uint64_t environment);

uint64_t fake_counter_global;
static uint32_t small_global;
static uint8_t vector_global[16];
uint64_t fake_dropped_segments;

static void invoke_entry(rt_code code, uint64_t *values) {
  (void)values;
  code();
}

static void invoke_callback(rt_code code, uint64_t *values) {
  ((void (*)(uint64_t))code)(values[0]);
}

static void call(void (*function)(void)) {
  if (function != NULL) function();
}

static void run_script(void) { call(fake_script); }
static void start(void) { call(fake_start); }
static void init(void) { call(fake_init); }
static void pre_upgrade(void) { call(fake_pre_upgrade); }
static void post_upgrade(void) { call(fake_post_upgrade); }

static void run_callback(uint64_t environment) {
  if (fake_callback != NULL) fake_callback(environment);
}

static void initialize(void) {
  fake_counter_global = 0;
  small_global = 7;
  memset(vector_global, 0xAB, sizeof vector_global);
  rt_memory_initialize(16, "hello", 5);
}

/// Replies with the number of times that it was called, from the heap, stable memory and a global.
uint8_t *fake_written(uint64_t offset, uint64_t size) {
  rt_stable_touch(offset, size, rt_page_mark_written);
  return STABLE + offset;
}

static void count(void) {
  if (ic0_stable64_size() == 0) ic0_stable64_grow(1);
  HEAP[100]++;
  STABLE_WRITTEN(200)++;
  fake_counter_global++;
  uint8_t *reply = HEAP + 1024;
  reply[0] = HEAP[100];
  reply[1] = STABLE[200];
  reply[2] = (uint8_t)fake_counter_global;
  ic0_msg_reply_data_append(1024, 3);
  ic0_msg_reply();
}

/// Replies with its argument.
static void echo(void) {
  uint64_t size = ic0_msg_arg_data_size();
  uint64_t pages = (size + RT_WASM_PAGE_BYTES - 1) / RT_WASM_PAGE_BYTES;
  rt_memory_grow(pages);
  ic0_msg_arg_data_copy(RT_WASM_PAGE_BYTES, 0, size);
  ic0_msg_reply_data_append(RT_WASM_PAGE_BYTES, size);
  ic0_msg_reply();
}

static void print_and_trap(void) {
  count();
  memcpy(HEAP + 2048, "some words", 10);
  ic0_debug_print(2048, 10);
  ic0_trap(2048, 4);
}

static void reject(void) {
  memcpy(HEAP + 2048, "not today", 9);
  ic0_msg_reject(2048, 9);
}

static void say_nothing(void) {}

enum { spread_pages = 24 };

/// Counts in many pages of both memories, which grow now and then, and in a global.
static void spread(void) {
  if (ic0_stable64_size() == 0) ic0_stable64_grow(16);
  uint64_t count = ++fake_counter_global;
  if (count % 16 == 0 && count < 4096) {
    ic0_stable64_grow(1);
    rt_memory_grow(1);
  }
  rt_memory_grow(rt_the_instance.memory_size_bytes < 1048576 ? 16 : 0);
  memcpy(HEAP, &count, sizeof count);
  for (uint64_t i = 0; i < spread_pages; i++) {
    memcpy(HEAP + i * 4096 * 2, &count, sizeof count);
    memcpy(fake_written(i * 4096 * 5 + i * 8, sizeof count), &count, sizeof count);
  }
  memcpy(HEAP + rt_the_instance.memory_size_bytes - sizeof count, &count, sizeof count);
  ic0_msg_reply_data_append(0, sizeof count);
  ic0_msg_reply();
}

/// Replies with the count if it is the same everywhere.
static void spread_check(void) {
  uint64_t count = fake_counter_global;
  for (uint64_t i = 0; count != 0 && i < spread_pages; i++) {
    if (memcmp(HEAP + i * 4096 * 2, &count, sizeof count) != 0 ||
        memcmp(STABLE + i * 4096 * 5 + i * 8, &count, sizeof count) != 0) {
      rt_raise(rt_trap_unreachable);
    }
  }
  uint64_t end = rt_the_instance.memory_size_bytes - sizeof count;
  if (count != 0 && memcmp(HEAP + end, &count, sizeof count) != 0) {
    rt_raise(rt_trap_unreachable);
  }
  memcpy(HEAP, &count, sizeof count);
  ic0_msg_reply_data_append(0, sizeof count);
  ic0_msg_reply();
}

static void hang(void) {
  for (volatile uint64_t i = 0;; i++) {
  }
}

/// Does what compiled code can't: asks the system for something.
static void escape(void) { (void)!socket(AF_INET, SOCK_STREAM, 0); }

#define EXPORT(export_name, function)          \
  {.name = export_name,                        \
   .name_size = sizeof export_name - 1,        \
   .code = function,                           \
   .invoker = invoke_entry}

static const rt_export exports[] = {
    EXPORT("canister_init", init),
    EXPORT("canister_pre_upgrade", pre_upgrade),
    EXPORT("canister_post_upgrade", post_upgrade),
    EXPORT("canister_inspect_message", run_script),
    EXPORT("canister_heartbeat", run_script),
    EXPORT("canister_global_timer", run_script),
    EXPORT("canister_on_low_wasm_memory", run_script),
    EXPORT("canister_update run", run_script),
    EXPORT("canister_query run query", run_script),
    EXPORT("canister_composite_query run composite", run_script),
    EXPORT("canister_update count", count),
    EXPORT("canister_query peek", count),
    EXPORT("canister_update echo", echo),
    EXPORT("canister_update print_and_trap", print_and_trap),
    EXPORT("canister_update reject", reject),
    EXPORT("canister_update say_nothing", say_nothing),
    EXPORT("canister_update hang", hang),
    EXPORT("canister_update escape", escape),
    EXPORT("canister_query escape_query", escape),
    EXPORT("canister_update spread", spread),
    EXPORT("canister_query spread_check", spread_check),
    EXPORT("memory_of_mine", say_nothing),
};

/// Types: 1 is that of callbacks, 2 another.
static const rt_table_element table[] = {
    {0, NULL}, {1, (rt_code)run_callback}, {2, (rt_code)run_callback}};

#define GLOBAL(object, type, number) \
  {.address = &object, .size = sizeof object, .value_type = type, .index = number, .is_mutable = 1}

static const rt_global globals[] = {
    GLOBAL(fake_counter_global, 0x7E, 0),
    GLOBAL(small_global, 0x7F, 2),
    GLOBAL(vector_global, 0x7B, 5),
    GLOBAL(small_global, 0x7F, 6),
};

#define FAKE_MODULE(identity, globals_used, address_bytes, metered, hides, tracks)   \
  {.abi_version = RT_ABI_VERSION,                                                    \
   .address_size = address_bytes,                                                    \
   .memory_initial_pages = 1,                                                        \
   .memory_maximum_pages = 65536,                                                    \
   .table = table,                                                                   \
   .table_size = sizeof table / sizeof table[0],                                     \
   .callback_type = 1,                                                               \
   .callback_invoker = invoke_callback,                                              \
   .globals = globals,                                                               \
   .global_count = globals_used,                                                     \
   .exports = exports,                                                               \
   .export_count = sizeof exports / sizeof exports[0],                               \
   .initialize = initialize,                                                         \
   .start = start,                                                                   \
   .entry_invoker = invoke_entry,                                                    \
   .message_state = &fake_dropped_segments,                                               \
   .message_state_size = sizeof fake_dropped_segments,                                    \
   .compiler = identity,                                                             \
   .cpu = "x86-64-v2",                                                               \
   .is_metered = metered,                                                            \
   .hides_counter = hides,                                                           \
   .tracks_pages = tracks}

const rt_module fake_module = FAKE_MODULE("fake canister", 3, 4, 0, 0, 0);
const rt_module other_module = FAKE_MODULE("another fake canister", 4, 4, 0, 0, 0);
const rt_module metered_module = FAKE_MODULE("metered canister", 3, 4, 1, 0, 0);
const rt_module metered_module_64 = FAKE_MODULE("metered 64-bit canister", 3, 8, 1, 0, 0);
const rt_module hiding_module = FAKE_MODULE("hiding canister", 3, 4, 1, 1, 0);
const rt_module tracking_module = FAKE_MODULE("tracking canister", 3, 4, 1, 0, 1);
const rt_module tracking_module_64 = FAKE_MODULE("tracking 64-bit canister", 3, 8, 1, 0, 1);
