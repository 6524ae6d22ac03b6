// Products of 64-bit numbers, all 128 bits of them: arithmetic as in cryptography.
#include "kernel.h"

enum { ROUNDS = 5000000 };

#ifdef __wasm__
// Wasm has no such multiplication, so compilers call this function of their support library.
typedef unsigned __int128 wide;
wide __multi3(wide a, wide b);

wide __multi3(wide a, wide b) {
  const uint64_t low = UINT32_MAX, a0 = (uint64_t)a & low, a1 = (uint64_t)a >> 32;
  const uint64_t b0 = (uint64_t)b & low, b1 = (uint64_t)b >> 32;
  const uint64_t bottom = a0 * b0, one = a1 * b0 + (bottom >> 32), other = a0 * b1 + (one & low);
  const uint64_t top = a1 * b1 + (one >> 32) + (other >> 32);
  const uint64_t high = top + (uint64_t)(a >> 64) * (uint64_t)b + (uint64_t)a * (uint64_t)(b >> 64);
  return (wide)high << 64 | (other << 32 | (bottom & low));
}
#endif

uint64_t kernel(void) {
  uint64_t state = 4, x = next_random(&state), y = next_random(&state) | 1;
  for (int i = 0; i < ROUNDS; i++) {
    unsigned __int128 product = (unsigned __int128)x * y;
    x = (uint64_t)product ^ (uint64_t)(product >> 64);
  }
  return x;
}
