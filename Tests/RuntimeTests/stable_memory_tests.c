// Stable memory by calls: the order of the checks (reference of the embedder, "read and write,
// exact order"), the limits, and pages that survive.
#include <string.h>

#include "harness.h"

static void grow(void) {
  CHECK_NUMBER(ic0_stable_size(), 0);
  CHECK_NUMBER(ic0_stable_grow(2), 0);
  CHECK_NUMBER(ic0_stable64_grow(1), 2);
  CHECK_NUMBER(ic0_stable64_size(), 3);
  CHECK_NUMBER(ic0_stable_grow(0), 3);
  CHECK_NUMBER(ic0_stable_grow(65534), UINT32_MAX);
  CHECK_NUMBER(ic0_stable64_grow(8192000), UINT64_MAX);
  CHECK_NUMBER(ic0_stable64_grow(UINT64_MAX), UINT64_MAX);
  CHECK_NUMBER(ic0_stable_grow(65533), 3);
  CHECK_NUMBER(ic0_stable_size(), 65536);
  HEAP[0] = 7;
  ic0_stable64_write((UINT64_C(1) << 32) - 1, 0, 1);
  ic0_stable_read(1, UINT32_MAX, 1);
  CHECK_NUMBER(HEAP[1], 7);
}

static void grow_all(void) {
  CHECK_NUMBER(ic0_stable64_grow(8192000), 0);
  CHECK_NUMBER(ic0_stable64_grow(1), UINT64_MAX);
  HEAP[0] = 5;
  uint64_t last = UINT64_C(8192000) * 65536 - 1;
  ic0_stable64_write(last, 0, 1);
  ic0_stable64_read(1, last, 1);
  CHECK_NUMBER(HEAP[1], 5);
  // What has no bytes is let through, even so far away.
  ic0_stable_read(UINT32_MAX, UINT32_MAX, 0);
  ic0_stable64_read(UINT64_MAX, UINT64_MAX, 0);
  ic0_stable64_write(UINT64_MAX, UINT64_MAX, 0);
}

static void narrow_size(void) {
  ic0_stable64_grow(65537);
  ic0_stable_size();
}
static void narrow_grow(void) {
  ic0_stable64_grow(65537);
  ic0_stable_grow(0);
}
static void narrow_read(void) {
  ic0_stable64_grow(65537);
  ic0_stable_read(0, 0, 1);
}
static void narrow_write_nothing(void) {
  ic0_stable64_grow(65537);
  ic0_stable_write(0, 0, 0);
}
static void write_nothing_far(void) { ic0_stable_write(1, 0, 0); }
static void read_past_end(void) {
  ic0_stable_grow(1);
  ic0_stable_read(0, 65530, 7);
}
static void read_wrapping(void) {
  ic0_stable_grow(1);
  ic0_stable64_read(0, 2, UINT64_MAX);
}
static void write_past_end_from_nowhere(void) { ic0_stable64_write(0, UINT64_MAX, 1); }
static void write_from_nowhere(void) {
  ic0_stable_grow(1);
  ic0_stable_write(0, UINT32_MAX, 2);
}
static void write_from_far_nowhere(void) {
  ic0_stable_grow(1);
  ic0_stable64_write(0, UINT64_C(1) << 32, 1);
}
static void read_to_nowhere(void) {
  ic0_stable_grow(1);
  ic0_stable64_read(65530, 0, 7);
}

TEST(stable_memory_grows_to_its_limits) {
  install_fake();
  run_update(grow);
  check_ok();
  CHECK_NUMBER(outcome.stable_pages_changed, 1);
  enter(rt_entry_reinstall, "");
  run_update(grow_all);
  check_ok();
  CHECK_NUMBER(outcome.stable_pages_changed, 1);
  close_fake();
}

TEST(accesses_out_of_range_trap_in_the_order_of_the_ic) {
  const char *stable = "Canister trapped: stable memory out of bounds";
  const char *heap = "Canister trapped: heap out of bounds";
  const char *big =
      "Canister trapped: 32 bit stable memory api used on a memory larger than 4GB";
  const struct { void (*script)(void); const char *text; } cases[] = {
      {narrow_size, big},
      {narrow_grow, big},
      {narrow_read, big},
      {narrow_write_nothing, big},
      {write_nothing_far, stable},
      {read_past_end, stable},
      {read_wrapping, stable},
      {write_past_end_from_nowhere, stable},
      {write_from_nowhere, heap},
      {write_from_far_nowhere, heap},
      {read_to_nowhere, heap},
  };
  install_fake();
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    run_update(cases[i].script);
    CHECK_ERROR(502, cases[i].text);
    CHECK_NUMBER(rt_the_instance.stable_size_bytes, 0);
  }
  close_fake();
}

enum { chunk_bytes = 64 * 1024 * 1024 };

/// Reads or writes so many MiB, one page in each of which is touched before.
static void touch(uint64_t mebibytes, bool is_write) {
  ic0_stable64_grow(mebibytes * 16 + 16);
  rt_memory_grow(chunk_bytes / RT_WASM_PAGE_BYTES);
  for (uint64_t offset = 0; offset < mebibytes << 20; offset += chunk_bytes) {
    if (is_write) {
      ic0_stable64_write(offset, 0, chunk_bytes);
    } else {
      ic0_stable64_read(0, offset, chunk_bytes);
    }
    // What was counted once is free.
    ic0_stable64_read(0, offset, 4096);
  }
}

static void read_at_limit(void) { touch(1024, false); }
static void read_over_limit(void) {
  touch(1024, false);
  ic0_stable64_read(0, UINT64_C(1) << 30, 1);
}
static void write_over_limit(void) {
  touch(1024, false);
  ic0_stable64_write(0, 0, 4096);
  ic0_stable64_write(UINT64_C(1) << 30, 0, 1);
}

TEST(pages_are_limited_in_each_execution) {
  install_fake();
  const char *text =
      "Canister exceeded memory access limits: Exceeded the limit for the number of accessed pages "
      "in the stable memory in a single message execution: limit 2097152 KB for regular messages "
      "and 1048576 KB for queries.";
  run_as(rt_entry_query, read_at_limit);
  check_ok();
  run_as(rt_entry_query, read_over_limit);
  CHECK_ERROR(524, text);
  run_as(rt_entry_query, write_over_limit);
  CHECK_ERROR(524, text);
  run_update(read_over_limit);
  check_ok();
  close_fake();
}
