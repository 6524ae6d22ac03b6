// Calls through pointers, as of an interpreter that has a function for each instruction.
#include "kernel.h"

enum { STEPS = 3000000 };

typedef uint64_t operation(uint64_t);

static uint64_t increase(uint64_t x) { return x + 3; }
static uint64_t mix(uint64_t x) { return x ^ x >> 7; }
static uint64_t scale(uint64_t x) { return x * 5; }
static uint64_t turn(uint64_t x) { return x << 9 | x >> 55; }

uint64_t kernel(void) {
  static operation *volatile const operations[] = {increase, mix, scale, turn};
  uint64_t x = 1;
  for (uint32_t step = 0; step < STEPS; step++) x = operations[x >> 3 & 3](x);
  return x;
}
