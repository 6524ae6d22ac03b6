// Runs a canister that wasm2c has turned into C, which is compiled with this: as `wasmtime.c`, but
// for canisters without stable memory.
//
//   program [EXPORT ARGUMENT COUNT]...
#define _GNU_SOURCE
#include "canister.h"
#include "message.h"

static w2c_canister canister;

struct w2c_ic0 {
  int unused;
};

// What addresses of the heap are; u64 where the module says so.
#ifndef ADDRESS
#define ADDRESS u32
#endif

static uint8_t *heap(ADDRESS address, ADDRESS size) {
  wasm_rt_memory_t *memory = w2c_canister_memory(&canister);
  if (address > memory->size || size > memory->size - address) wasm_rt_trap(WASM_RT_TRAP_OOB);
  return memory->data + address;
}

void w2c_ic0_msg_reply_data_append(struct w2c_ic0 *ic0, ADDRESS from, ADDRESS size) {
  (void)ic0;
  if (!append_reply(heap(from, size), size)) wasm_rt_trap(WASM_RT_TRAP_OOB);
}

void w2c_ic0_msg_reply(struct w2c_ic0 *ic0) {
  (void)ic0;
  current.has_reply = true;
}

static void execute(void *context) { w2c_canister_canister_query0x20run(context); }

static int64_t counted(void) { return 0; }

int main(int argc, char **argv) {
  if (argc % 3 != 1) fail(argv[0], "[EXPORT ARGUMENT COUNT]...");
  static struct w2c_ic0 ic0;
  wasm_rt_init();
  wasm2c_canister_instantiate(&canister, &ic0);
  for (char **words = argv + 1; *words; words += 3) {
    // The canisters that are run so need no installation.
    if (strcmp(words[0], "canister_init") == 0) continue;
    if (strcmp(words[0], "canister_query run") != 0) fail(words[0], "there is no such export");
    set_argument(words[1]);
    run_messages(atoi(words[2]), execute, &canister, counted);
  }
}
