#define _GNU_SOURCE
#include "memory/region.h"

#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "memory/reservation.h"
#include "memory/touched_pages.h"

/// The system bounds the number of mappings of a process; after so many pieces the whole image is
/// mapped as one.
static const unsigned piece_count_max = 256;

/// Replaces part of the reservation by addresses that fault.
static bool hide(const rt_region *region, uint64_t start, uint64_t size) {
  return size == 0 ||
         mmap(region->base + start, size, PROT_NONE,
              MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED, -1, 0) != MAP_FAILED;
}

/// Maps part of the image at its place.
static bool show(const rt_region *region, uint64_t start, uint64_t size) {
  if (size == 0) return true;
  if (mmap(region->base + start, size, PROT_READ | PROT_WRITE,
           MAP_PRIVATE | MAP_NORESERVE | MAP_FIXED, region->image, (off_t)start) == MAP_FAILED) {
    return false;
  }
  return !region->is_scattered || madvise(region->base + start, size, MADV_RANDOM) == 0;
}

bool rt_region_reserve(rt_region *region, rt_error *error) {
  if (!rt_reserve(region->base, region->reserved_bytes, PROT_NONE, region->name, error)) {
    return false;
  }
  region->pagemap = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
  return region->pagemap >= 0 || rt_error_set_errno(error, "/proc/self/pagemap can't be opened");
}

void rt_region_release(rt_region *region) {
  munmap(region->base, region->reserved_bytes);
  close(region->pagemap);
  rt_hot_pages_free(&region->hot);
}

bool rt_region_open(rt_region *region, int image, uint64_t image_bytes, rt_error *error) {
  region->image = image;
  region->image_bytes = image_bytes;
  region->is_restarted = false;
  region->piece_count = 1;
  rt_hot_pages_forget(&region->hot);
  *region->size_bytes = image_bytes;
  if (show(region, 0, image_bytes) &&
      hide(region, image_bytes, region->reserved_bytes - image_bytes)) {
    return true;
  }
  return rt_error_set_errno(error, "the image of the canister's %s can't be mapped", region->name);
}

void rt_region_begin(rt_region *region) { rt_hot_pages_save(&region->hot, region->base); }

bool rt_region_grow(rt_region *region, uint64_t size_bytes) {
  uint64_t old_bytes = *region->size_bytes;
  if (size_bytes < old_bytes || size_bytes > region->reserved_bytes) return false;
  if (size_bytes != old_bytes &&
      mprotect(region->base + old_bytes, size_bytes - old_bytes, PROT_READ | PROT_WRITE) != 0) {
    return false;
  }
  *region->size_bytes = size_bytes;
  return true;
}

bool rt_region_restart(rt_region *region, uint64_t size_bytes) {
  region->is_restarted = true;
  rt_hot_pages_forget(&region->hot);
  uint64_t old_bytes = *region->size_bytes;
  *region->size_bytes = 0;
  return hide(region, 0, old_bytes) && rt_region_grow(region, size_bytes);
}

bool rt_region_touched(const rt_region *region, rt_ranges *touched, rt_error *error) {
  rt_ranges_clear(touched);
  return rt_touched_pages(region->pagemap, region->base, *region->size_bytes, touched, error);
}

/// Whether a page has the content that the image, or fresh memory, has there.
static bool is_unchanged(const rt_region *region, uint64_t offset, const uint8_t *before) {
  static const uint8_t zeros[RT_PAGE_BYTES];
  return memcmp(region->base + offset, before == NULL ? zeros : before, RT_PAGE_BYTES) == 0;
}

bool rt_region_changed(const rt_region *region, const rt_ranges *touched, rt_ranges *changed,
                       rt_error *error) {
  uint8_t before[16 * RT_PAGE_BYTES];
  rt_ranges_clear(changed);
  uint64_t shown_bytes = region->is_restarted ? 0 : region->image_bytes;
  for (size_t i = 0; i < touched->count; i++) {
    uint64_t end = touched->items[i].start + touched->items[i].size;
    for (uint64_t start = touched->items[i].start; start < end;) {
      uint64_t limit = start < shown_bytes && shown_bytes < end ? shown_bytes : end;
      unsigned hot = rt_hot_pages_find(&region->hot, start, limit - start);
      if (hot != region->hot.count) {
        limit = region->hot.pages[hot].offset;
        if (limit == start) {
          if (!is_unchanged(region, start, rt_hot_pages_saved(&region->hot, hot))) {
            rt_ranges_append(changed, start, RT_PAGE_BYTES);
          }
          start += RT_PAGE_BYTES;
          continue;
        }
      }
      uint64_t size = limit - start < sizeof before ? limit - start : sizeof before;
      bool has_image = start < shown_bytes;
      if (has_image && pread(region->image, before, size, (off_t)start) != (ssize_t)size) {
        return rt_error_set_errno(error, "the image of the canister's %s can't be read",
                                  region->name);
      }
      for (uint64_t page = 0; page < size; page += RT_PAGE_BYTES) {
        if (!is_unchanged(region, start + page, has_image ? before + page : NULL)) {
          rt_ranges_append(changed, start + page, RT_PAGE_BYTES);
        }
      }
      start += size;
    }
  }
  return true;
}

/// Drops private copies of pages of the image, so that the image shows through; but not the hot
/// pages', which have what the image has.
static bool drop_copies(const rt_region *region, const rt_ranges *touched) {
  for (size_t i = 0; i < touched->count; i++) {
    rt_range range = touched->items[i];
    if (range.start >= region->image_bytes) break;
    uint64_t most = region->image_bytes - range.start;
    uint64_t end = range.start + (range.size < most ? range.size : most);
    for (uint64_t start = range.start; start < end;) {
      unsigned hot = rt_hot_pages_find(&region->hot, start, end - start);
      uint64_t limit = hot == region->hot.count ? end : region->hot.pages[hot].offset;
      if (limit != start && madvise(region->base + start, limit - start, MADV_DONTNEED) != 0) {
        return false;
      }
      start = hot == region->hot.count ? end : limit + RT_PAGE_BYTES;
    }
  }
  return true;
}

bool rt_region_rollback(rt_region *region, const rt_ranges *touched, rt_error *error) {
  uint64_t size = *region->size_bytes;
  if (region->is_restarted) {
    return rt_region_open(region, region->image, region->image_bytes, error);
  }
  *region->size_bytes = region->image_bytes;
  rt_hot_pages_cool(&region->hot, region->base);
  rt_hot_pages_restore(&region->hot, region->base);
  if (drop_copies(region, touched) &&
      hide(region, region->image_bytes, size - region->image_bytes)) {
    rt_hot_pages_warm(&region->hot, region->image_bytes, touched);
    return true;
  }
  return rt_error_set_errno(error, "changes to the canister's %s can't be taken back",
                            region->name);
}

bool rt_region_settle(rt_region *region, const rt_ranges *touched, rt_error *error) {
  uint64_t size = *region->size_bytes, old_bytes = region->image_bytes;
  if (region->is_restarted || region->piece_count >= piece_count_max) {
    return rt_region_open(region, region->image, size, error);
  }
  rt_hot_pages_cool(&region->hot, region->base);
  rt_hot_pages_warm(&region->hot, old_bytes, touched);
  // The list is in the order of addresses: copies are dropped up to the old end of the image, and
  // the rest is replaced by a new piece of it.
  if (!drop_copies(region, touched) || !show(region, old_bytes, size - old_bytes)) {
    return rt_error_set_errno(error, "the image of the canister's %s can't be mapped",
                              region->name);
  }
  if (size != old_bytes) region->piece_count++;
  region->image_bytes = size;
  return true;
}
