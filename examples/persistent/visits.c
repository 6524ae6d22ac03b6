// A counter for each of 600 million numbers, on a heap of 64-bit addresses that upgrades keep
// (enhanced orthogonal persistence): no hooks, no stable memory, no limit of 4 GiB.
//
// An upgrade then changes the code and leaves the memory as it is: segments of data are not loaded
// again, so constants in memory would be those of the old code. This file has none, nor variables:
// all state lies at an address that no later version may change, and what there is to say is in
// numbers within instructions. The Makefile fails if a segment of data comes in.
#include "ic0.h"

// Above the stack, which is at the bottom of memory.
#define VISITS ((uint64_t *)UINT64_C(0x100000))
#define VISIT_COUNT UINT64_C(600000000)
#define PAGE_BYTES UINT64_C(65536)

// How a nat64 in Candid begins: "DIDL", no type definitions, one value, of type 0x78.
#define CANDID_NAT64_HEADER UINT64_C(0x7801004c444944)

enum { HEADER_BYTES = 7, NAT64_BYTES = 8 };

// The argument, a number below the count.
static uint64_t take_index(void) {
  if (ic0_msg_arg_data_size() != HEADER_BYTES + NAT64_BYTES) __builtin_trap();
  uint64_t header = 0, index;
  ic0_msg_arg_data_copy(&header, 0, HEADER_BYTES);
  ic0_msg_arg_data_copy(&index, HEADER_BYTES, NAT64_BYTES);
  if (header != CANDID_NAT64_HEADER || index >= VISIT_COUNT) __builtin_trap();
  return index;
}

static void reply(uint64_t number) {
  uint64_t header = CANDID_NAT64_HEADER;
  ic0_msg_reply_data_append(&header, HEADER_BYTES);
  ic0_msg_reply_data_append(&number, NAT64_BYTES);
  ic0_msg_reply();
}

// How many counters the memory has room for; those beyond have not been visited.
static uint64_t capacity(void) {
  return (__builtin_wasm_memory_size(0) * PAGE_BYTES - (uintptr_t)VISITS) / sizeof *VISITS;
}

CANISTER_UPDATE(visit) {
  uint64_t index = take_index();
  if (index >= capacity()) {
    uint64_t lacking = (index + 1 - capacity()) * sizeof *VISITS;
    uint64_t pages = (lacking + PAGE_BYTES - 1) / PAGE_BYTES;
    if (__builtin_wasm_memory_grow(0, pages) == (uintptr_t)-1) __builtin_trap();
  }
  reply(++VISITS[index]);
}

CANISTER_QUERY(visits) {
  uint64_t index = take_index();
  reply(index < capacity() ? VISITS[index] : 0);
}
