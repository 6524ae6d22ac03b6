// A memory of the canister: a reservation at a fixed address over a committed image.
//
// From the base: the image's bytes, mapped privately, so that a message's writes are copies of
// pages that no other process sees; then what this message has grown, as zeros; then nothing, where
// every access faults. A message that restarts a memory has only zeros: the image is not shown.
#ifndef RT_REGION_H
#define RT_REGION_H

#include "base/error.h"
#include "memory/hot_pages.h"
#include "memory/ranges.h"
#include "rt_abi.h"

/// The unit in which changes are counted and compared: the IC's page, independent of the system's.
#define RT_PAGE_BYTES (UINT64_C(1) << RT_PAGE_SHIFT)

typedef struct rt_region {
  const char *name;
  uint8_t *base;
  uint64_t reserved_bytes;
  /// How far accesses may go; compiled code reads it.
  uint64_t *size_bytes;
  /// The committed memory: a file and its size.
  int image;
  uint64_t image_bytes;
  /// Whether this message began with zeros instead of the image.
  bool is_restarted;
  /// Whether accesses jump about, so that reading ahead would only cost time.
  bool is_scattered;
  /// Which tells what pages were written.
  int pagemap;
  /// How many times a piece of the image was mapped since all of it was.
  unsigned piece_count;
  /// Pages whose copies are kept between messages.
  rt_hot_pages hot;
} rt_region;

/// Reserves the addresses; fails if something else is there already.
bool rt_region_reserve(rt_region *region, rt_error *error);

void rt_region_release(rt_region *region);

/// Shows an image. The region takes no ownership of the file.
bool rt_region_open(rt_region *region, int image, uint64_t image_bytes, rt_error *error);

/// Prepares for a message.
void rt_region_begin(rt_region *region);

/// Makes the memory larger by zeros; false if the system has no more room.
bool rt_region_grow(rt_region *region, uint64_t size_bytes);

/// Resets it to `size_bytes` zeros.
bool rt_region_restart(rt_region *region, uint64_t size_bytes);

/// Lists the pages that this message has written (or only touched, where it has grown memory).
bool rt_region_touched(const rt_region *region, rt_ranges *touched, rt_error *error);

/// Of the touched pages, lists those whose content is not what the image has.
bool rt_region_changed(const rt_region *region, const rt_ranges *touched, rt_ranges *changed,
                       rt_error *error);

/// Takes back what the message did.
bool rt_region_rollback(rt_region *region, const rt_ranges *touched, rt_error *error);

/// Shows the image again after it has received the changed pages and the new size.
bool rt_region_settle(rt_region *region, const rt_ranges *touched, rt_error *error);

#endif
