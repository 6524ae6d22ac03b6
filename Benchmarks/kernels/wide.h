// The product of 128-bit numbers, for which compilers call a function of their support library
// where a machine has no such instruction, as Wasm has none.
#ifndef WIDE_H
#define WIDE_H

#include <stdint.h>

typedef unsigned __int128 wide;

#ifdef __wasm__
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

#endif
