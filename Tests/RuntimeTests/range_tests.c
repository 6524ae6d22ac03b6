// Lists of ranges: put in order against a model, a byte a unit.
#include "memory/ranges.h"
#include "test.h"

enum { unit = 8, limit = 96 };

static uint64_t state = 1;

static uint64_t next(uint64_t bound) {
  state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
  return (state >> 33) % bound;
}

TEST(ranges_are_put_in_order) {
  rt_ranges ranges = {0}, copy = {0};
  for (int round = 0; round < 2000; round++) {
    bool model[limit / unit + 5] = {false};
    rt_ranges_clear(&ranges);
    for (uint64_t i = next(12); i != 0; i--) {
      uint64_t start = next(limit + unit), size = next(3 * unit);
      rt_ranges_append(&ranges, start, size);
      for (uint64_t at = start; at < start + size; at++) model[at / unit] = true;
    }
    rt_ranges_copy(&copy, &ranges);
    rt_ranges_normalize(&copy, unit, limit);
    uint64_t covered = 0, end = 0;
    for (size_t i = 0; i < copy.count; i++) {
      uint64_t start = copy.items[i].start;
      // In order, and with a gap before each.
      CHECK(start % unit == 0 && copy.items[i].size % unit == 0 && copy.items[i].size != 0);
      CHECK(i == 0 || start > end);
      end = start + copy.items[i].size;
      CHECK(end <= limit);
      for (uint64_t at = start; at < end; at += unit) CHECK(model[at / unit]);
      covered += copy.items[i].size / unit;
    }
    uint64_t expected = 0;
    for (int at = 0; at < limit / unit; at++) expected += model[at];
    CHECK_NUMBER(covered, expected);
  }
  rt_ranges_free(&ranges);
  rt_ranges_free(&copy);
}
