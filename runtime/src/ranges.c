#include "ranges.h"

#include <stdlib.h>

#include "fatal.h"

void rt_ranges_append(rt_ranges *ranges, uint64_t start, uint64_t size) {
  if (size == 0) return;
  if (ranges->count != 0) {
    rt_range *last = &ranges->items[ranges->count - 1];
    if (last->start + last->size == start) {
      last->size += size;
      return;
    }
  }
  if (ranges->count == ranges->capacity) {
    size_t capacity = ranges->capacity == 0 ? 64 : ranges->capacity * 2;
    rt_range *items = realloc(ranges->items, capacity * sizeof *items);
    if (items == NULL) rt_fatal("out of memory for %zu ranges of pages", capacity);
    ranges->items = items;
    ranges->capacity = capacity;
  }
  ranges->items[ranges->count++] = (rt_range){.start = start, .size = size};
}

uint64_t rt_ranges_bytes(const rt_ranges *ranges) {
  uint64_t bytes = 0;
  for (size_t i = 0; i < ranges->count; i++) bytes += ranges->items[i].size;
  return bytes;
}

void rt_ranges_clear(rt_ranges *ranges) { ranges->count = 0; }

void rt_ranges_free(rt_ranges *ranges) {
  free(ranges->items);
  *ranges = (rt_ranges){0};
}
