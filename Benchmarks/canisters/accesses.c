// Accesses of stable memory, so many a message that only they count: reads and writes of 1 byte to
// a mebibyte, one after the other or at random places. Each answers a number that depends on all.
#include "candid.h"
#include "ic0.h"

enum { MEMORY_BYTES = 1 << 22, LARGEST_BYTES = 1 << 20 };

static uint8_t buffer[LARGEST_BYTES];

CANISTER_INIT {
  if (ic0_stable64_grow(MEMORY_BYTES / IC0_STABLE_PAGE_BYTES) == IC0_STABLE_GROW_FAILED) {
    TRAP("no stable memory left");
  }
  for (uint32_t i = 0; i < LARGEST_BYTES; i++) buffer[i] = (uint8_t)(i * 7);
  for (uint32_t at = 0; at < MEMORY_BYTES; at += LARGEST_BYTES) {
    stable_write(at, buffer, LARGEST_BYTES);
  }
}

static inline uint32_t sequential(uint32_t i, uint32_t size) { return i * size % MEMORY_BYTES; }

static inline uint32_t random(uint32_t i, uint32_t size) {
  return (uint32_t)(i * UINT64_C(0x9e3779b97f4a7c15) >> 32) % (MEMORY_BYTES / size) * size;
}

// Methods for a size that compilers know, as where numbers are kept.
#define ACCESSES(size, count, order)                                  \
  CANISTER_UPDATE(read_##order##_##size) {                            \
    uint64_t sum = 0;                                                 \
    for (uint32_t i = 0; i < (count); i++) {                          \
      stable_read(buffer, order(i, size), size);                      \
      sum = 3 * sum + buffer[(size) - 1];                             \
    }                                                                 \
    candid_reply_nat64(sum);                                          \
  }                                                                   \
  CANISTER_UPDATE(write_##order##_##size) {                           \
    for (uint32_t i = 0; i < (count); i++) {                          \
      buffer[0] = (uint8_t)i;                                         \
      stable_write(order(i, size), buffer, size);                     \
    }                                                                 \
    candid_reply_nat64(count);                                        \
  }

#define BOTH_ORDERS(size, count)     \
  ACCESSES(size, count, sequential) \
  ACCESSES(size, count, random)

// The counts stand in cases.py, too.
BOTH_ORDERS(1, 1 << 20)
BOTH_ORDERS(8, 1 << 20)
BOTH_ORDERS(64, 1 << 19)
BOTH_ORDERS(4096, 1 << 13)
BOTH_ORDERS(1048576, 1 << 6)
