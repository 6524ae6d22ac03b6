// Products of 64-bit numbers, all 128 bits of them: arithmetic as in cryptography.
#include "kernel.h"
#include "wide.h"

enum { ROUNDS = 5000000 };

uint64_t kernel(void) {
  uint64_t state = 4, x = next_random(&state), y = next_random(&state) | 1;
  for (int i = 0; i < ROUNDS; i++) {
    wide product = (wide)x * y;
    x = (uint64_t)product ^ (uint64_t)(product >> 64);
  }
  return x;
}
