// What each kernel is for those who run it: a computation that takes some ten milliseconds, uses no
// library, and answers a number that depends on all of it.
#ifndef KERNEL_H
#define KERNEL_H

#include <stdint.h>

uint64_t kernel(void);

// SplitMix64 (Steele, Lea, Flood, 2014): the next of a sequence of pseudo-random numbers.
static inline uint64_t next_random(uint64_t *state) {
  uint64_t x = *state += UINT64_C(0x9e3779b97f4a7c15);
  x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
  x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
  return x ^ (x >> 31);
}

#endif
