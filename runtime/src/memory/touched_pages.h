// Which pages of a range of addresses are the process's own copies.
#ifndef RT_TOUCHED_PAGES_H
#define RT_TOUCHED_PAGES_H

#include <sys/ioctl.h>

#include "base/error.h"
#include "memory/ranges.h"

// From Linux's uapi/linux/fs.h, which older systems have without these.
struct rt_pm_scan_arg {
  uint64_t size;
  uint64_t flags;
  uint64_t start;
  uint64_t end;
  uint64_t walk_end;
  uint64_t vec;
  uint64_t vec_len;
  uint64_t max_pages;
  uint64_t category_inverted;
  uint64_t category_mask;
  uint64_t category_anyof_mask;
  uint64_t return_mask;
};

#define RT_PAGEMAP_SCAN _IOWR('f', 16, struct rt_pm_scan_arg)

/// Appends, in order, the pages between `base` and `base + size` that are neither absent, nor
/// the zero page, nor a file's: those that were written. `pagemap` is /proc/self/pagemap, which
/// is asked by PAGEMAP_SCAN (Linux 6.7), else read, which costs eight bytes a page of the range.
bool rt_touched_pages(int pagemap, const uint8_t *base, uint64_t size, rt_ranges *touched,
                      rt_error *error);

#endif
