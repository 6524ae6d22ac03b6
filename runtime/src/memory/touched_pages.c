#define _GNU_SOURCE
#include "memory/touched_pages.h"

#include <errno.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/fault_injection.h"

// Like those of touched_pages.h.
struct page_region {
  uint64_t start;
  uint64_t end;
  uint64_t categories;
};

enum { page_is_file = 1 << 2, page_is_present = 1 << 3, page_is_swapped = 1 << 4,
       page_is_zero = 1 << 5 };

static bool scan(int file, uint64_t base, uint64_t size, rt_ranges *touched) {
  struct page_region regions[128];
  struct rt_pm_scan_arg scan = {.size = sizeof scan,
                             .start = base,
                             .end = base + size,
                             .vec = (uint64_t)(uintptr_t)regions,
                             .vec_len = sizeof regions / sizeof regions[0],
                             // Neither a file's nor the zero page, and there, if not in memory
                             // then in swap space.
                             .category_inverted = page_is_file | page_is_zero,
                             .category_mask = page_is_file | page_is_zero,
                             .category_anyof_mask = page_is_present | page_is_swapped,
                             .return_mask = page_is_present};
  if (RT_FAULT_AT("scan")) {
    errno = ENOTTY;
    return false;
  }
  while (scan.start < scan.end) {
    int count = ioctl(file, RT_PAGEMAP_SCAN, &scan);
    if (count < 0) return false;
    for (int i = 0; i < count; i++) {
      rt_ranges_append(touched, regions[i].start - base, regions[i].end - regions[i].start);
    }
    scan.start = scan.walk_end;
  }
  return true;
}

/// Whether an entry of the page map (Linux's admin-guide/mm/pagemap) is an own page: in memory
/// or in swap space, and not a file's.
static bool is_own(uint64_t entry) {
  return (entry >> 62 & 3) != 0 && (entry >> 61 & 1) == 0;
}

static bool read_pagemap(int file, uint64_t base, uint64_t size, rt_ranges *touched) {
  uint64_t entries[512];
  uint64_t page_bytes = (uint64_t)sysconf(_SC_PAGESIZE);
  for (uint64_t offset = 0; offset < size;) {
    uint64_t wanted = (size - offset) / page_bytes * sizeof entries[0];
    if (wanted > sizeof entries) wanted = sizeof entries;
    off_t at = (off_t)((base + offset) / page_bytes * sizeof entries[0]);
    ssize_t got = pread(file, entries, wanted, at);
    if (got <= 0) return false;
    uint64_t count = (uint64_t)got / sizeof entries[0];
    for (uint64_t i = 0; i < count; i++) {
      if (is_own(entries[i])) rt_ranges_append(touched, offset + i * page_bytes, page_bytes);
    }
    offset += count * page_bytes;
  }
  return true;
}

bool rt_touched_pages(int pagemap, const uint8_t *base, uint64_t size, rt_ranges *touched,
                      rt_error *error) {
  if (size == 0) return true;
  size_t count = touched->count;
  if (scan(pagemap, (uintptr_t)base, size, touched)) return true;
  if (errno == ENOTTY || errno == EINVAL) {
    touched->count = count;
    if (read_pagemap(pagemap, (uintptr_t)base, size, touched)) return true;
  }
  return rt_error_set_errno(error, "/proc/self/pagemap does not tell which pages were changed");
}
