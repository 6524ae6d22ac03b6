// Arithmetic on 64-bit numbers and addresses: a canister with 64-bit memory.
#include "kernel.h"

enum { COUNT = 1 << 16, ROUNDS = 40 };

static uint64_t numbers[COUNT];

uint64_t kernel(void) {
  uint64_t state = 15, sum = 0;
  for (uint64_t i = 0; i < COUNT; i++) numbers[i] = next_random(&state);
  for (uint64_t round = 0; round < ROUNDS; round++) {
    for (uint64_t i = 0; i < COUNT; i++) {
      uint64_t other = numbers[numbers[i] % COUNT];
      numbers[i] = (numbers[i] << 7 | numbers[i] >> 57) * UINT64_C(0x2127599bf4325c37) ^ other;
      sum += numbers[i] > other ? numbers[i] / (other >> 40 | 1) : other;
    }
  }
  return sum;
}
