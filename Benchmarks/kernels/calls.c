// Calls and little else: a function that calls itself twice.
#include "kernel.h"

__attribute__((noinline)) static uint64_t fibonacci(uint32_t n) {
  return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2);
}

uint64_t kernel(void) { return fibonacci(31); }
