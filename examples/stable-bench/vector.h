// A vector of 64-bit numbers in stable memory: its length at offset 0, then the numbers.
#ifndef VECTOR_H
#define VECTOR_H

#include "ic0.h"

static inline uint64_t vector_count(void) {
  uint64_t count;
  stable_read(&count, 0, sizeof count);
  return count;
}

static inline uint64_t vector_offset(uint64_t index) { return (1 + index) * sizeof(uint64_t); }

// An empty vector; stable memory must be empty.
static inline void vector_initialize(void) {
  if (ic0_stable64_grow(1) == IC0_STABLE_GROW_FAILED) TRAP("no stable memory left");
}

static inline void vector_push(uint64_t number) {
  uint64_t count = vector_count();
  if (vector_offset(count + 1) > ic0_stable64_size() * IC0_STABLE_PAGE_BYTES &&
      ic0_stable64_grow(1) == IC0_STABLE_GROW_FAILED) {
    TRAP("no stable memory left");
  }
  stable_write(vector_offset(count), &number, sizeof number);
  count++;
  stable_write(0, &count, sizeof count);
}

// The number at `index`, which must be below the count.
static inline uint64_t vector_at(uint64_t index) {
  uint64_t number;
  stable_read(&number, vector_offset(index), sizeof number);
  return number;
}

#endif
