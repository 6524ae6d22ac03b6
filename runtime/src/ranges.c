#include "ranges.h"

#include <stdbool.h>
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

static int compare_starts(const void *left, const void *right) {
  uint64_t first = ((const rt_range *)left)->start, second = ((const rt_range *)right)->start;
  return (first > second) - (first < second);
}

void rt_ranges_normalize(rt_ranges *ranges, uint64_t unit, uint64_t limit) {
  bool is_ordered = true;
  for (size_t i = 1; i < ranges->count && is_ordered; i++) {
    is_ordered = ranges->items[i - 1].start <= ranges->items[i].start;
  }
  if (!is_ordered) qsort(ranges->items, ranges->count, sizeof *ranges->items, compare_starts);
  size_t kept = 0;
  for (size_t i = 0; i < ranges->count; i++) {
    uint64_t start = ranges->items[i].start & ~(unit - 1);
    uint64_t end = (ranges->items[i].start + ranges->items[i].size + unit - 1) & ~(unit - 1);
    if (end > limit) end = limit;
    if (start >= end) continue;
    rt_range *last = kept == 0 ? NULL : &ranges->items[kept - 1];
    if (last != NULL && start <= last->start + last->size) {
      if (end > last->start + last->size) last->size = end - last->start;
    } else {
      ranges->items[kept++] = (rt_range){.start = start, .size = end - start};
    }
  }
  ranges->count = kept;
}

void rt_ranges_copy(rt_ranges *to, const rt_ranges *from) {
  rt_ranges_clear(to);
  for (size_t i = 0; i < from->count; i++) {
    rt_ranges_append(to, from->items[i].start, from->items[i].size);
  }
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
