#include "memory/ranges.h"

#include <stdbool.h>
#include <stdlib.h>

#include "base/fatal.h"

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

static bool is_ordered(const rt_range *items, size_t count) {
  for (size_t i = 1; i < count; i++) {
    if (items[i - 1].start > items[i].start) return false;
  }
  return true;
}

/// Merges two ordered parts, which lie one behind the other, into another place.
static void merge(rt_range *to, const rt_range *items, size_t first_count, size_t count) {
  size_t first = 0, second = first_count;
  for (size_t i = 0; i < count; i++) {
    bool takes_first = second == count ||
                       (first < first_count && items[first].start <= items[second].start);
    to[i] = items[takes_first ? first++ : second++];
  }
}

/// Sorts by starts. Not by `qsort`, which may ask the system how much memory there is, and the
/// system ends a confined process that asks.
static void sort(rt_ranges *ranges) {
  size_t count = ranges->count;
  rt_range *from = ranges->items, *to = malloc(ranges->capacity * sizeof *to);
  if (to == NULL) rt_fatal("out of memory for %zu ranges of pages", ranges->capacity);
  for (size_t width = 1; width < count; width *= 2) {
    for (size_t start = 0; start < count; start += 2 * width) {
      size_t left = count - start;
      merge(to + start, from + start, left < width ? left : width,
            left < 2 * width ? left : 2 * width);
    }
    rt_range *merged = to;
    to = from;
    from = merged;
  }
  ranges->items = from;
  free(to);
}

void rt_ranges_normalize(rt_ranges *ranges, uint64_t unit, uint64_t limit) {
  if (!is_ordered(ranges->items, ranges->count)) sort(ranges);
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
