#define _GNU_SOURCE
#include "memory/reservation.h"

#include <errno.h>
#include <sys/mman.h>

bool rt_reserve(void *base, uint64_t size, int protection, const char *name, rt_error *error) {
  void *at = mmap(base, size, protection,
                  MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED_NOREPLACE, -1, 0);
  if (at == base) return true;
  int reason = errno;
  // A kernel that does not know MAP_FIXED_NOREPLACE takes the address as a hint.
  if (at != MAP_FAILED) {
    munmap(at, size);
    reason = EEXIST;
  }
  errno = reason;
  return rt_error_set_errno(
      error, "%llu KiB from %p on, for the canister's %s, can't be reserved%s",
      (unsigned long long)(size >> 10), base, name,
      reason == EEXIST ? " because this process has something else there"
                       : " (is the process's address space limited?)");
}
