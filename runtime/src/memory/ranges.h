// A growing list of ranges of bytes.
#ifndef RT_RANGES_H
#define RT_RANGES_H

#include <stddef.h>
#include <stdint.h>

typedef struct rt_range {
  uint64_t start;
  uint64_t size;
} rt_range;

/// All zeros is the empty list.
typedef struct rt_ranges {
  rt_range *items;
  size_t count;
  size_t capacity;
} rt_ranges;

/// Appends a range; joins it with the last one if it follows on that.
void rt_ranges_append(rt_ranges *ranges, uint64_t start, uint64_t size);

/// Puts ranges in order and joins those that meet or overlap, after widening them to whole units (a
/// power of two) and cutting them off at a limit (a multiple of it).
void rt_ranges_normalize(rt_ranges *ranges, uint64_t unit, uint64_t limit);

/// Replaces the content of a list by that of another.
void rt_ranges_copy(rt_ranges *to, const rt_ranges *from);

/// The sum of all sizes.
uint64_t rt_ranges_bytes(const rt_ranges *ranges);

void rt_ranges_clear(rt_ranges *ranges);
void rt_ranges_free(rt_ranges *ranges);

#endif
