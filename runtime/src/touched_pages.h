// Which pages of a range of addresses are the process's own copies.
#ifndef RT_TOUCHED_PAGES_H
#define RT_TOUCHED_PAGES_H

#include "error.h"
#include "ranges.h"

/// Appends, in order, the pages between `base` and `base + size` that are neither absent, nor
/// the zero page, nor a file's: those that were written. `pagemap` is /proc/self/pagemap, which
/// is asked by PAGEMAP_SCAN (Linux 6.7), else read, which costs eight bytes a page of the range.
bool rt_touched_pages(int pagemap, const uint8_t *base, uint64_t size, rt_ranges *touched,
                      rt_error *error);

#endif
