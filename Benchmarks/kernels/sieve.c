// How many primes there are below two million, by the sieve of Eratosthenes.
#include "kernel.h"

enum { LIMIT = 2000000 };

static uint8_t is_composite[LIMIT];

uint64_t kernel(void) {
  for (uint32_t i = 0; i < LIMIT; i++) is_composite[i] = 0;
  uint64_t count = 0;
  for (uint32_t i = 2; i < LIMIT; i++) {
    if (is_composite[i]) continue;
    count++;
    for (uint64_t k = (uint64_t)i * i; k < LIMIT; k += i) is_composite[k] = 1;
  }
  return count;
}
