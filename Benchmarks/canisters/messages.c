// Messages that do next to nothing, so that what is around them counts.
#include "candid.h"
#include "ic0.h"

enum { PAGE_BYTES = 4096, PAGES = 1000 };

static uint8_t pages[PAGES * PAGE_BYTES];

CANISTER_INIT {
  if (ic0_stable64_grow(64) == IC0_STABLE_GROW_FAILED) TRAP("no stable memory left");
}

CANISTER_UPDATE(nothing) { candid_reply_nat64(0); }
CANISTER_QUERY(ask_nothing) { candid_reply_nat64(0); }

// Answers its argument.
CANISTER_UPDATE(echo) {
  uintptr_t size = ic0_msg_arg_data_size();
  if (size > sizeof pages) TRAP("the argument is too large");
  ic0_msg_arg_data_copy(pages, 0, size);
  ic0_msg_reply_data_append(pages, size);
  ic0_msg_reply();
}

// Writes a byte to each of so many pages of the heap.
static uint64_t write_pages(uint32_t count) {
  for (uint32_t i = 0; i < count; i++) pages[i * PAGE_BYTES]++;
  return count;
}

CANISTER_UPDATE(write_heap_500) { candid_reply_nat64(write_pages(500)); }
CANISTER_UPDATE(write_heap_1000) { candid_reply_nat64(write_pages(1000)); }

// Writes to pages of stable memory that lie apart.
CANISTER_UPDATE(write_stable_500) {
  for (uint32_t i = 0; i < 500; i++) {
    stable_write(UINT64_C(2) * PAGE_BYTES * i, pages, sizeof(uint64_t));
  }
  candid_reply_nat64(500);
}

CANISTER_UPDATE(trap) {
  write_pages(10);
  TRAP("what was written is taken back");
}
