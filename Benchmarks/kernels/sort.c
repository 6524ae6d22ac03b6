// Quicksort of two hundred thousand numbers.
#include "kernel.h"

enum { COUNT = 200000 };

static uint32_t numbers[COUNT];

static void sort(uint32_t *first, uint32_t *last) {
  while (first < last) {
    uint32_t pivot = first[(last - first) / 2];
    uint32_t *low = first, *high = last;
    while (low <= high) {
      while (*low < pivot) low++;
      while (*high > pivot) high--;
      if (low <= high) {
        uint32_t swapped = *low;
        *low++ = *high;
        *high-- = swapped;
      }
    }
    if (high - first < last - low) {
      sort(first, high);
      first = low;
    } else {
      sort(low, last);
      last = high;
    }
  }
}

uint64_t kernel(void) {
  uint64_t state = 1;
  for (uint32_t i = 0; i < COUNT; i++) numbers[i] = (uint32_t)next_random(&state);
  sort(numbers, numbers + COUNT - 1);
  uint64_t sum = 0;
  for (uint32_t i = 0; i < COUNT; i++) sum += (uint64_t)numbers[i] * i;
  return sum;
}
