#define _GNU_SOURCE
#include "base/file.h"

#include <errno.h>
#include <unistd.h>

#include "base/fault_injection.h"

bool rt_file_write(int file, const void *bytes, size_t size, uint64_t offset) {
  const uint8_t *from = bytes;
  while (size != 0) {
    if (RT_FAULT_AT("write")) {
      errno = ENOSPC;
      return false;
    }
    ssize_t written = pwrite(file, from, size, (off_t)offset);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    from += written;
    size -= (size_t)written;
    offset += (uint64_t)written;
  }
  return true;
}

bool rt_file_read(int file, void *bytes, size_t size, uint64_t offset) {
  uint8_t *to = bytes;
  while (size != 0) {
    errno = 0;
    ssize_t got = pread(file, to, size, (off_t)offset);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    to += got;
    size -= (size_t)got;
    offset += (uint64_t)got;
  }
  return true;
}

bool rt_file_put(int file, const void *bytes, size_t size) {
  const uint8_t *from = bytes;
  while (size != 0) {
    ssize_t written = write(file, from, size);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    from += written;
    size -= (size_t)written;
  }
  return true;
}

bool rt_file_get_all(int file, rt_buffer *buffer, size_t max) {
  for (;;) {
    uint8_t chunk[4096];
    ssize_t got = read(file, chunk, sizeof chunk);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return false;
    if (got == 0) return true;
    if (buffer->size + (size_t)got > max) {
      errno = EFBIG;
      return false;
    }
    rt_buffer_append(buffer, chunk, (size_t)got);
  }
}
