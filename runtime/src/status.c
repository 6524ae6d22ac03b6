// What is committed, with hashes that tell whether two canisters have the same state.
#define _GNU_SOURCE
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "canister.h"
#include "error.h"
#include "file.h"
#include "sha256.h"

static bool is_zero(const uint8_t *bytes, size_t size) {
  return bytes[0] == 0 && memcmp(bytes, bytes + 1, size - 1) == 0;
}

/// Hashes the pages of an image that are not all zeros, each after its number, and the size. So
/// the cost follows what was ever written: holes are passed over.
static bool hash_image(int image, uint64_t size, uint8_t digest[32]) {
  rt_sha256 hash;
  rt_sha256_begin(&hash);
  uint8_t page[RT_PAGE_BYTES];
  for (uint64_t offset = 0; offset < size;) {
    off_t data = lseek(image, (off_t)offset, SEEK_DATA);
    if (data < 0 && errno == ENXIO) break;
    if (data < 0) return false;
    off_t hole = lseek(image, data, SEEK_HOLE);
    if (hole < 0) return false;
    offset = (uint64_t)data / RT_PAGE_BYTES * RT_PAGE_BYTES;
    for (; offset < (uint64_t)hole && offset < size; offset += RT_PAGE_BYTES) {
      if (!rt_file_read(image, page, sizeof page, offset)) return false;
      if (is_zero(page, sizeof page)) continue;
      uint64_t number = offset / RT_PAGE_BYTES;
      rt_sha256_add(&hash, &number, sizeof number);
      rt_sha256_add(&hash, page, sizeof page);
    }
  }
  rt_sha256_add(&hash, &size, sizeof size);
  rt_sha256_end(&hash, digest);
  return true;
}

bool rt_canister_status(rt_canister *canister, rt_status *status, rt_error *error) {
  const rt_metadata *committed = &canister->state.committed;
  if (canister->is_broken || canister->is_pending) {
    return rt_error_set(error, "a message is neither committed nor rolled back");
  }
  *status = (rt_status){.heap_pages = committed->heap_bytes / RT_WASM_PAGE_BYTES,
                        .stable_pages = committed->stable_bytes / RT_WASM_PAGE_BYTES,
                        .is_installed = canister->is_of_this_module,
                        .version = committed->version,
                        .global_timer = committed->global_timer,
                        .certified_data = {committed->certified_data,
                                           committed->certified_data_size}};
  const int *images = canister->state.images;
  if (!hash_image(images[rt_memory_heap], committed->heap_bytes, status->heap_hash) ||
      !hash_image(images[rt_memory_stable], committed->stable_bytes, status->stable_hash)) {
    return rt_error_set_errno(error, "an image of the canister's memory can't be read");
  }
  rt_sha256 hash;
  rt_sha256_begin(&hash);
  rt_sha256_add(&hash, committed->globals.bytes, committed->globals.size);
  rt_sha256_end(&hash, status->globals_hash);
  return true;
}
