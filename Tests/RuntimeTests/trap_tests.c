// Traps by signals and by functions, and faults that are not the canister's.
#define _GNU_SOURCE
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "execution/canister.h"
#include "harness.h"

#if defined(__x86_64__)
#define TRAP(code) __asm__ volatile(".byte 0x67, 0x0F, 0xB9, 0x40, %c0" ::"i"(code))
/// How LLVM writes the number 0.
#define TRAP_0() __asm__ volatile(".byte 0x67, 0x0F, 0xB9, 0x00")
#else
#define TRAP_0() TRAP(0)
#define TRAP(code) __asm__ volatile("brk %0" ::"i"(0x5500 + (code)))
#endif

// Stores that no sanitizer looks at, as compiled code's.
__attribute__((no_sanitize("address", "undefined"))) static void poke(uint64_t address) {
  *(volatile uint8_t *)address = 1;
}

__attribute__((no_sanitize("address", "undefined"))) static uint64_t peek(uint64_t address) {
  uint64_t value;
  __asm__ volatile("" : "+r"(address));
  memcpy(&value, (const void *)address, 8);
  return value;
}

static void write_past_heap(void) { poke(RT_MEMORY_BASE + rt_the_instance.memory_size_bytes); }
static void write_far_past_heap(void) {
  poke(RT_MEMORY_BASE + RT_MEMORY_RESERVATION_BYTES - 1);
}
static void read_across_heap_end(void) {
  uint64_t value = peek(RT_MEMORY_BASE + rt_the_instance.memory_size_bytes - 4);
  __asm__ volatile("" ::"r"(value));
}
static void write_past_stable(void) { poke(RT_STABLE_BASE); }
static void raise_unreachable(void) { TRAP(rt_trap_unreachable); }
static void raise_0(void) { TRAP_0(); }
static void raise_division(void) { TRAP(rt_trap_integer_divide_by_zero); }
static void raise_overflow(void) { TRAP(rt_trap_integer_overflow); }
static void raise_mismatch(void) { TRAP(rt_trap_indirect_call_type_mismatch); }
static void raise_from_c(void) { rt_raise(rt_trap_table_out_of_bounds); }
static void initialize_past_heap(void) { rt_memory_initialize(65535, "ab", 2); }
static void initialize_far_away(void) { rt_memory_initialize(UINT64_MAX, "ab", 2); }

TEST(traps_have_the_words_of_the_ic) {
  const struct { void (*script)(void); uint32_t code; const char *text; } cases[] = {
      {write_past_heap, 502, "Canister trapped: heap out of bounds"},
      {write_far_past_heap, 502, "Canister trapped: heap out of bounds"},
      {read_across_heap_end, 502, "Canister trapped: heap out of bounds"},
      {write_past_stable, 502, "Canister trapped: stable memory out of bounds"},
      {raise_unreachable, 502, "Canister trapped: unreachable"},
      {raise_0, 502, "Canister trapped: unreachable"},
      {raise_division, 502, "Canister trapped: integer division by 0"},
      {raise_overflow, 502, "Canister trapped: unknown"},
      {raise_from_c, 502, "Canister trapped: table out of bounds"},
      {initialize_past_heap, 502, "Canister trapped: heap out of bounds"},
      {initialize_far_away, 502, "Canister trapped: heap out of bounds"},
      {raise_mismatch, 504,
       "Canister violated contract: function invocation does not match its signature"},
  };
  install_fake();
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    run_update(cases[i].script);
    CHECK_ERROR(cases[i].code, cases[i].text);
  }
  close_fake();
}

// Each frame is larger than a page and smaller than the guard.
__attribute__((noinline, no_sanitize("address", "undefined"))) static uint64_t recurse(
    uint64_t depth) {
  volatile uint8_t frame[512];
  frame[depth % sizeof frame] = 1;
  return depth == UINT64_MAX ? 0 : recurse(depth + 1) + frame[0];
}

static void overflow_stack(void) { recurse(0); }

static uint64_t depth_reached;
static uint8_t *deepest_frame;

__attribute__((noinline, no_sanitize("address", "undefined"))) static uint64_t recurse_and_call(
    uint64_t depth) {
  volatile uint8_t frame[128];
  frame[0] = 1;
  ic0_time();
  depth_reached = depth;
  deepest_frame = __builtin_frame_address(0);
  return depth == UINT64_MAX ? 0 : recurse_and_call(depth + 1) + frame[0];
}

static void overflow_in_host_call(void) { recurse_and_call(0); }

TEST(stack_overflows_trap_in_compiled_code_and_in_host_calls) {
  install_fake();
  for (int i = 0; i < 3; i++) {
    run_update(overflow_stack);
    CHECK_ERROR(502, "Canister trapped: stack overflow");
    run_update(overflow_in_host_call);
    CHECK_ERROR(502, "Canister trapped: stack overflow");
    CHECK(depth_reached > 1000);
    CHECK(deepest_frame > canister->execution.stack_bottom + RT_HOST_STACK_BYTES);
  }
  close_fake();
}

static void count_up(void) { HEAP[0]++; }

TEST(messages_go_on_after_a_trap) {
  install_fake();
  for (int i = 0; i < 100; i++) {
    run_update(i % 2 == 0 ? write_past_heap : count_up);
  }
  check_ok();
  CHECK_NUMBER(HEAP[0], 50);
  close_fake();
}

static volatile sig_atomic_t handled;

static void handle(int number) {
  handled = number;
  _exit(44);
}

static void fault_elsewhere(void) { poke(16); }
static void trap_unknown(void) { TRAP(200); }
static void send_a_signal(void) { raise(SIGSEGV); }

/// How a process ends in which the canister does this.
static int end_of(void (*script)(void), bool has_handler) {
  pid_t child = fork();
  if (child == 0) {
    signal(SIGSEGV, has_handler ? handle : SIG_DFL);
    signal(SIGILL, has_handler ? handle : SIG_DFL);
    signal(SIGTRAP, has_handler ? handle : SIG_DFL);
    install_fake();
    run_update(script);
    _exit(0);
  }
  int status;
  waitpid(child, &status, 0);
  return status;
}

TEST(other_faults_go_to_the_handler_before_or_end_the_process) {
  void (*const scripts[])(void) = {fault_elsewhere, trap_unknown, send_a_signal};
  for (int i = 0; i < 3; i++) {
    int status = end_of(scripts[i], true);
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 44);
    status = end_of(scripts[i], false);
    CHECK(WIFSIGNALED(status));
  }
}

TEST(a_place_that_is_taken_is_an_error) {
  CHECK(mmap((void *)RT_MEMORY_BASE, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1,
             0) != MAP_FAILED);
  rt_options options = {0};
  CHECK(rt_canister_open(&fake_module, &options, &error) == NULL);
  CHECK(strstr(error.text, "because this process has something else there") != NULL);
}

TEST(modules_for_another_runtime_or_processor_are_refused) {
  rt_options options = {0};
  rt_module module = fake_module;
  module.abi_version = RT_ABI_VERSION + 1;
  CHECK(rt_canister_open(&module, &options, &error) == NULL);
  CHECK(strstr(error.text, "compile it again") != NULL);
}

static void grow(void) {
  CHECK_NUMBER(rt_memory_grow(0), 1);
  CHECK_NUMBER(rt_memory_grow(3), 1);
  CHECK_NUMBER(rt_memory_grow(0), 4);
  CHECK_NUMBER(rt_memory_grow(65533), UINT64_MAX);
  CHECK_NUMBER(rt_memory_grow(UINT64_MAX), UINT64_MAX);
  HEAP[4 * RT_WASM_PAGE_BYTES - 1] = 9;
  CHECK_NUMBER(rt_memory_grow(65532), 4);
  HEAP[UINT32_MAX] = 1;
  CHECK_NUMBER(rt_memory_grow(1), UINT64_MAX);
}

TEST(memory_grows_up_to_its_maximum) {
  install_fake();
  run_update(grow);
  check_ok();
  CHECK_NUMBER(rt_the_instance.memory_size_bytes, UINT64_C(65536) * 65536);
  // The page of the first byte past the first four pages, and that of the last of all.
  CHECK_NUMBER(outcome.heap_pages_changed, 2);
  close_fake();
}
