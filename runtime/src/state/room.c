#define _GNU_SOURCE
#include "state/room.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "base/fault_injection.h"

/// With this much to spare, nothing is reserved: that takes 2 us for each run of pages, as much as
/// writing it.
static const uint64_t spare_bytes = UINT64_C(64) * 1024 * 1024;

bool rt_room_is_short(int reason) { return reason == ENOSPC || reason == EDQUOT; }

/// Whether the file system says that it has room for the changes, in journal and images, and for
/// much more.
static bool is_plentiful(const rt_state *state, const rt_changes *changes) {
  uint64_t changed_bytes = 0;
  for (int i = 0; i < rt_memory_count; i++) changed_bytes += rt_ranges_bytes(changes->changed[i]);
  struct statfs information;
  if (RT_FAULT_AT("room") || fstatfs(state->directory, &information) != 0) return false;
  uint64_t blocks = (changed_bytes + spare_bytes) / (uint64_t)information.f_bsize;
  return information.f_bavail / 4 >= blocks;
}

void rt_room_release(const rt_state *state) {
  const uint64_t sizes[] = {state->committed.heap_bytes, state->committed.stable_bytes};
  for (int i = 0; i < rt_memory_count; i++) {
    // If that fails, blocks stay taken, which the image will need when it grows.
    if (ftruncate(state->images[i], (off_t)sizes[i]) != 0) errno = 0;
  }
}

bool rt_room_reserve(const rt_state *state, const rt_changes *changes, rt_error *error) {
  if (state->directory < 0 || is_plentiful(state, changes)) return true;
  for (int i = 0; i < rt_memory_count; i++) {
    for (size_t j = 0; j < changes->changed[i]->count; j++) {
      rt_range range = changes->changed[i]->items[j];
      if (fallocate(state->images[i], FALLOC_FL_KEEP_SIZE, (off_t)range.start,
                    (off_t)range.size) != 0 &&
          rt_room_is_short(errno)) {
        rt_error_set_errno(error, "%s has no room for what the message changes", state->path);
        rt_room_release(state);
        return false;
      }
    }
  }
  return true;
}
