// Copies, fills and comparisons of 16 bytes to a mebibyte.
#include "kernel.h"

enum { LARGEST_BYTES = 1 << 20, BYTES_PER_SIZE = 1 << 22 };

static uint64_t from[LARGEST_BYTES / 8], to[LARGEST_BYTES / 8];

// Where two ranges of words differ first, or `count`.
static uint32_t difference(const uint64_t *a, const uint64_t *b, uint32_t count) {
  uint32_t i = 0;
  while (i < count && a[i] == b[i]) i++;
  return i;
}

uint64_t kernel(void) {
  uint64_t state = 5, sum = 0;
  for (uint32_t i = 0; i < LARGEST_BYTES / 8; i++) from[i] = next_random(&state);
  for (uint32_t size = 16; size <= LARGEST_BYTES; size *= 4) {
    for (uint32_t done = 0; done < BYTES_PER_SIZE; done += size) {
      uint32_t start = done % LARGEST_BYTES / 8;
      __builtin_memset(to + start, (int)(done >> 4), size);
      sum += to[start];
      __builtin_memcpy(to + start, from + start, size);
      sum += difference(to + start, from + start, size / 8);
    }
  }
  return sum;
}
